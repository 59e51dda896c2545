from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.continuity import Continuity, LeadDay, continuity, continuity_of, holders, in_work, memory
from app.domain.periods import Window

UNHURRIED = settings(deadline=None)
TODAY = date(2026, 2, 4)
DAY = timedelta(days=1)
PRIYA, MARCUS, ELENA = (UUID(int=number) for number in (1, 2, 3))
BUDGET, FRONT_OFFICE, DATA = (UUID(int=number) for number in (11, 12, 13))
TEAM = {PRIYA, MARCUS, ELENA}

people = st.sampled_from([PRIYA, MARCUS, ELENA])
lead_days = st.builds(LeadDay, people, st.dates(date(2025, 6, 1), date(2026, 3, 1)), st.booleans())


def led(person: UUID, *ago: int, school_led: bool = True) -> list[LeadDay]:
    return [LeadDay(person, TODAY - days * DAY, school_led) for days in ago]


def test_the_memory_is_this_week_so_far_and_the_25_whole_weeks_before() -> None:
    assert memory(TODAY) == Window(date(2025, 8, 11), TODAY)


def test_leading_on_two_days_one_of_them_school_led_makes_a_holder() -> None:
    days = led(PRIYA, 60, school_led=False) + led(PRIYA, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA}


def test_leading_on_one_day_does_not_however_often() -> None:
    assert holders(led(PRIYA, 10) * 5, TEAM, TODAY) == frozenset()


def test_leading_with_us_in_the_lead_does_not() -> None:
    assert holders(led(PRIYA, 60, 10, school_led=False), TEAM, TODAY) == frozenset()


def test_a_day_counts_as_school_led_when_one_of_its_sessions_was() -> None:
    days = led(PRIYA, 10, 60, school_led=False) + led(PRIYA, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA}


def test_a_day_before_the_memory_or_after_today_does_not_count() -> None:
    first = memory(TODAY).first
    assert holders([LeadDay(PRIYA, first, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == {PRIYA}
    assert holders([LeadDay(PRIYA, first - DAY, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == frozenset()
    assert holders([LeadDay(PRIYA, TODAY + DAY, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == frozenset()


def test_a_school_led_day_that_is_forgotten_does_not_vouch_for_later_ones() -> None:
    days = led(PRIYA, 200) + led(PRIYA, 60, 10, school_led=False)
    assert holders(days, TEAM, TODAY) == frozenset()


def test_somebody_who_left_holds_nothing_at_once() -> None:
    days = led(PRIYA, 60, 10) + led(MARCUS, 60, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA, MARCUS}
    assert holders(days, TEAM - {MARCUS}, TODAY) == {PRIYA}


def test_an_area_is_in_work_with_a_session_in_26_weeks() -> None:
    first = memory(TODAY).first
    latest = {BUDGET: first, FRONT_OFFICE: first - DAY, DATA: TODAY}
    assert in_work(latest, TODAY) == {BUDGET, DATA}


def test_an_area_is_held_by_two_so_that_any_one_departure_leaves_one() -> None:
    held = {BUDGET: {PRIYA, MARCUS}, FRONT_OFFICE: {PRIYA}}
    assert continuity(held, {BUDGET, FRONT_OFFICE, DATA}) == Continuity(1, 3, 1 / 3)


def test_an_area_that_is_not_in_work_counts_on_neither_side() -> None:
    assert continuity({BUDGET: {PRIYA, MARCUS}}, {DATA}) == Continuity(0, 1, 0.0)


def test_nothing_in_work_is_no_figure() -> None:
    assert continuity({BUDGET: {PRIYA, MARCUS}}, ()) == Continuity(0, 0, None)


def test_the_same_person_twice_is_one_holder() -> None:
    assert continuity({BUDGET: [PRIYA, PRIYA]}, [BUDGET, BUDGET]) == Continuity(0, 1, 0.0)


@given(st.dictionaries(st.sampled_from([BUDGET, FRONT_OFFICE, DATA]), st.sets(people)))
@UNHURRIED
def test_counted_holders_make_the_same_continuity_as_named_ones(held: dict[UUID, set[UUID]]) -> None:
    counted = {area: len(people) for area, people in held.items()}
    assert continuity_of(counted, [BUDGET, DATA]) == continuity(held, [BUDGET, DATA])


@given(st.dictionaries(st.sampled_from([BUDGET, FRONT_OFFICE, DATA]), st.lists(lead_days)), st.sets(people), people)
@UNHURRIED
def test_a_membership_that_ends_never_raises_continuity(
    days: dict[UUID, list[LeadDay]], team: set[UUID], leaver: UUID
) -> None:
    def measured(members: set[UUID]) -> Continuity:
        return continuity({area: holders(led_on, members, TODAY) for area, led_on in days.items()}, days)

    before, after = measured(team), measured(team - {leaver})
    assert after.in_work == before.in_work
    assert after.held <= before.held


@given(st.lists(lead_days), st.lists(lead_days))
@UNHURRIED
def test_more_days_never_lose_a_holder_and_their_order_does_not_matter(
    days: list[LeadDay], more: list[LeadDay]
) -> None:
    assert holders(days, TEAM, TODAY) <= holders(more + days, TEAM, TODAY)
    assert holders(days[::-1] + days, TEAM, TODAY) == holders(days, TEAM, TODAY)
