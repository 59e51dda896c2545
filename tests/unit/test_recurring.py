"""A request that recurs: three for one area in twelve weeks, while nobody works on what is behind them."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.periods import DAY, WEEK, Window
from app.domain.recurring import REQUESTS, WEEKS, Asked, Recurring, Stood, recurring

UNHURRIED = settings(deadline=None)
TODAY = date(2026, 11, 24)
BUDGET, OFFICE, TALKS = AREAS = tuple(UUID(int=number) for number in (1, 2, 3))
FIRST = Window.ending(TODAY, WEEKS).first

days = st.integers(-100, 3).map(lambda back: TODAY + timedelta(days=back))
requests = st.lists(st.builds(Asked, st.sampled_from(AREAS), days, st.integers(1, 3)), max_size=12)
barriers = st.lists(st.builds(Stood, st.sampled_from(AREAS), st.none() | days), max_size=4)


def asked(*back: int, area: UUID = BUDGET) -> list[Asked]:
    return [Asked(area, TODAY - timedelta(weeks=weeks)) for weeks in back]


def test_the_third_request_in_twelve_weeks_recurs_and_two_do_not() -> None:
    assert recurring(asked(1, 4), (), TODAY) == ()
    (found,) = recurring(asked(1, 4, 8), (), TODAY)
    assert found == Recurring(BUDGET, 3, TODAY - 8 * WEEK, TODAY - WEEK, None)


def test_the_twelve_weeks_begin_on_the_monday_that_every_page_begins_with() -> None:
    assert date(2026, 9, 7) == FIRST
    assert recurring([*asked(1, 2), Asked(BUDGET, FIRST)], (), TODAY)
    assert recurring([*asked(1, 2), Asked(BUDGET, FIRST - DAY)], (), TODAY) == ()


def test_several_on_one_day_count_each() -> None:
    (found,) = recurring([Asked(BUDGET, TODAY, 3)], (), TODAY)
    assert found.requests == 3


def test_it_is_not_shown_while_a_barrier_in_the_area_is_open() -> None:
    many = asked(1, 2, 3)
    assert recurring(many, [Stood(BUDGET, None)], TODAY) == ()
    assert recurring(many, [Stood(OFFICE, None)], TODAY)


def test_what_was_asked_until_a_barrier_was_settled_is_answered_by_it() -> None:
    many = asked(1, 2, 3, 6, 8)
    (found,) = recurring(many, [Stood(BUDGET, TODAY - 4 * WEEK), Stood(BUDGET, TODAY - 9 * WEEK)], TODAY)
    assert (found.requests, found.after) == (3, TODAY - 4 * WEEK + DAY)
    assert recurring(many, [Stood(BUDGET, TODAY - 3 * WEEK)], TODAY) == ()


def test_a_barrier_settled_before_the_weeks_cuts_nothing() -> None:
    (found,) = recurring(asked(1, 2, 3), [Stood(BUDGET, FIRST - DAY)], TODAY)
    assert found.after is None


def test_of_a_confidential_area_nothing_is_said() -> None:
    many = [*asked(1, 2, 3, area=TALKS), *asked(1, 2, 3)]
    assert [each.area_id for each in recurring(many, (), TODAY, confidential={TALKS})] == [BUDGET]


def test_what_is_asked_for_most_comes_first() -> None:
    many = [*asked(1, 2, 3), *asked(1, 2, 3, 4, area=OFFICE)]
    assert [each.area_id for each in recurring(many, (), TODAY)] == [OFFICE, BUDGET]


@given(requests, barriers)
@UNHURRIED
def test_each_has_its_count_of_days_that_count_and_no_open_barrier(many: list[Asked], stood: list[Stood]) -> None:
    for found in recurring(many, stood, TODAY, confidential={TALKS}):
        first = found.after or FIRST
        counted = [a for a in many if a.area_id == found.area_id and first <= a.asked_on <= TODAY]
        assert found.requests == sum(each.requests for each in counted) >= REQUESTS
        assert (found.first_on, found.last_on) == (
            min(each.asked_on for each in counted),
            max(each.asked_on for each in counted),
        )
        assert found.area_id != TALKS
        assert Stood(found.area_id, None) not in stood


@given(requests, barriers, requests)
@UNHURRIED
def test_more_requests_never_take_one_away(many: list[Asked], stood: list[Stood], more: list[Asked]) -> None:
    before = {each.area_id: each.requests for each in recurring(many, stood, TODAY)}
    after = {each.area_id: each.requests for each in recurring(many + more, stood, TODAY)}
    assert all(after[area] >= number for area, number in before.items())


@given(requests, barriers, st.permutations(range(12)))
@UNHURRIED
def test_the_order_in_which_they_are_read_is_nothing(many: list[Asked], stood: list[Stood], order: list[int]) -> None:
    shuffled = [many[place] for place in order if place < len(many)]
    assert recurring(shuffled, stood, TODAY) == recurring(many, stood, TODAY)
