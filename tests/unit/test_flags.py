from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app.domain.change import Change, verdict
from app.domain.flags import Flag, changing, dependent, needs_answer, order, rank
from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.vocabulary import Direction, Rule

SCHOOL = UUID(int=1)
TODAY = date(2026, 5, 6)
WINDOW = Window.ending(TODAY)


def tally(ours: list[int], side_by_side: list[int]) -> Tally:
    return Tally(
        for_minutes=sum(ours),
        for_squared=sum(minutes**2 for minutes in ours),
        for_sessions=len(ours),
        coach_minutes=sum(side_by_side),
        coach_squared=sum(minutes**2 for minutes in side_by_side),
        coach_sessions=len(side_by_side),
    )


def flag(work: Tally, watch: float = 0.30, high: float = 0.50) -> Flag | None:
    return dependent(SCHOOL, work, WINDOW, watch=watch, high=high)


LEANING = tally([75] * 18 + [67, 68, 67, 68], [73] * 6 + [74] * 3)


def test_a_school_that_leans_on_us_is_flagged_with_its_numbers() -> None:
    found = flag(LEANING)
    assert found is not None
    assert found.rule is Rule.DEPENDENT
    assert found.sentence == "We did 71% of the work here in 12 weeks: 27 of 38 h, 22 of 31 sessions."
    assert found.clears == "Clears below 50%: 17 more hours side by side would do it."
    assert not found.good
    assert (found.school_id, found.area_id, found.since) == (SCHOOL, None, None)


def test_what_would_clear_the_flag_does() -> None:
    assert flag(LEANING + tally([], [60] * 16)) is not None
    assert flag(LEANING + tally([], [60] * 17)) is None


def test_a_school_exactly_at_the_threshold_is_flagged_and_an_hour_clears_it() -> None:
    half = tally([60] * 40, [60] * 40)
    found = flag(half)
    assert found is not None
    assert found.clears == "Clears below 50%: 1 more hour side by side would do it."
    assert flag(half + tally([], [60])) is None


def test_the_sessions_behind_it_are_all_those_of_the_window() -> None:
    found = flag(LEANING)
    assert found is not None
    assert (found.first, found.last, found.mode, found.sessions) == (WINDOW.first, TODAY, None, 31)


def test_few_sessions_are_no_flag_whatever_their_share() -> None:
    assert flag(tally([60] * 5, [])) is None
    assert flag(tally([60] * 6, [])) is not None


def test_a_share_below_high_is_no_flag() -> None:
    assert flag(tally([60] * 49, [60] * 51)) is None


def test_a_share_that_may_well_be_at_watch_is_no_flag() -> None:
    assert flag(tally([240] * 3, [30] * 20)) is None


def test_no_sessions_are_no_flag() -> None:
    assert flag(Tally.zero()) is None


def test_a_share_close_to_all_is_not_said_to_be_all() -> None:
    found = flag(tally([600] * 40, [60]))
    assert found is not None
    assert found.sentence == "We did over 99% of the work here in 12 weeks: 400 of 401 h, 40 of 41 sessions."


RISING = Change(
    direction=Direction.RISING,
    since=date(2026, 2, 2),
    through=date(2026, 5, 3),
    usual=0.29,
    baseline_from=date(2024, 8, 12),
    watched_from=date(2025, 8, 11),
    baseline_for=28,
    baseline_sessions=98,
    for_sessions=22,
    sessions=31,
    clears_after=5,
)


def test_a_rising_share_is_said_beside_our_usual_out_of_as_many() -> None:
    found = changing(SCHOOL, RISING)
    assert found is not None
    assert found.rule is Rule.RISING
    assert found.sentence == (
        "Our share is rising since February 2: 22 of 31 sessions since then were done for the school; "
        "our usual there is 9 in 31."
    )
    assert found.clears == "Clears after 5 sessions side by side and none done for the school."
    assert not found.good


def test_the_sessions_behind_a_change_are_those_of_complete_weeks_since() -> None:
    found = changing(SCHOOL, RISING)
    assert found is not None
    assert (found.since, found.first, found.last) == (date(2026, 2, 2), date(2026, 2, 2), date(2026, 5, 3))
    assert (found.sessions, found.mode) == (31, None)


def test_an_easing_share_is_good_news_and_says_its_year_when_that_is_past() -> None:
    found = changing(
        SCHOOL,
        replace(
            RISING, direction=Direction.EASING, since=date(2025, 11, 3), usual=0.71, for_sessions=9, clears_after=1
        ),
    )
    assert found is not None
    assert found.rule is Rule.EASING
    assert found.good
    assert found.sentence == (
        "Our share is easing since November 3, 2025: 9 of 31 sessions since then were done for the school; "
        "our usual there is 22 in 31."
    )
    assert found.clears == "Ends after 1 session done for the school and none side by side."


def test_no_verdict_is_no_flag() -> None:
    assert changing(SCHOOL, verdict({}, date(2025, 8, 11), date(2025, 8, 11), TODAY)) is None


@pytest.mark.parametrize("word", ["should", "fail", "fault", "blame", "behind", "poor", "must"])
def test_no_sentence_scolds(word: str) -> None:
    found = [flag(LEANING), changing(SCHOOL, RISING), changing(SCHOOL, replace(RISING, direction=Direction.EASING))]
    assert all(one is not None and word not in (one.sentence + one.clears).lower() for one in found)


def test_schools_sort_by_their_flags_and_never_by_how_much_we_do() -> None:
    dependence, rising = flag(LEANING), changing(SCHOOL, RISING)
    worse = flag(tally([600] * 40, []))
    easing = changing(SCHOOL, replace(RISING, direction=Direction.EASING))
    assert dependence is not None
    assert rising is not None
    assert worse is not None
    assert easing is not None
    assert order([dependence]) == order([worse])
    assert order([dependence, rising]) < order([worse]) < order([rising]) < order([easing]) == order([])
    assert sorted([easing, rising, dependence], key=rank) == [dependence, rising, easing]


def test_schools_with_flags_that_nobody_answered_come_first() -> None:
    leaning, rising = flag(LEANING), changing(SCHOOL, RISING)
    assert leaning is not None
    assert rising is not None
    answered = {rising.about}
    assert needs_answer(rising)
    assert not needs_answer(rising, answered)
    assert order([leaning, rising], answered) == order([leaning])
    assert order([leaning]) < order([rising], answered) < order([])
    assert order([leaning, rising], {leaning.about}) == order([rising])


def test_an_answer_is_about_a_rule_at_a_school_and_an_area() -> None:
    leaning = flag(LEANING)
    assert leaning is not None
    elsewhere = replace(leaning, area_id=UUID(int=7))
    assert needs_answer(elsewhere, {leaning.about})
    assert not needs_answer(elsewhere, {(Rule.DEPENDENT, UUID(int=7))})


def test_dependence_that_is_wholly_as_agreed_waits_for_no_answer() -> None:
    leaning = flag(LEANING)
    assert leaning is not None
    agreed = replace(leaning, agreed="As agreed for budget development until May 29.", as_agreed=True)
    assert needs_answer(leaning)
    assert not needs_answer(agreed)
    assert order([leaning]) < order([agreed]) < order([])


def test_a_change_of_a_real_series_carries_through_to_its_flag() -> None:
    anchor = date(2025, 8, 11)
    week = timedelta(weeks=1)
    series = {anchor + number * week: (1, 3) if number < 0 else (3, 3) for number in range(-40, 12)}
    found = changing(SCHOOL, verdict(series, anchor - 40 * week, anchor, anchor + 12 * week + timedelta(days=2)))
    assert found is not None
    assert found.rule is Rule.RISING
    assert (found.first, found.last, found.sessions) == (anchor, anchor + 12 * week - timedelta(days=1), 36)
    assert "36 of 36 sessions since then were done for the school; our usual there is 12 in 36." in found.sentence
