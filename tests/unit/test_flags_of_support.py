"""Time that follows need, seeing it alike, being there, and a stage that was reached."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.domain.equity import Support, equity
from app.domain.flags import Only, SchoolFacts
from app.domain.measures import Tally
from app.domain.vocabulary import Phase, Rule, Stage
from tests.support.flagging import SCHOOL, TODAY, WINDOW, flags_of, school, the_flag, work

DAY = timedelta(days=1)


def test_a_school_that_gets_less_than_goes_with_its_need_is_flagged() -> None:
    flag = the_flag(Rule.UNDER_SERVED, school(work(coach=21, ours=3), equity=0.62))
    assert flag.sentence == (
        "We gave this school 62% of the time that goes with its need in 12 weeks: 24 h, 24 sessions."
    )
    assert flag.clears == "Clears at 75%: 6 hours of our time elsewhere, spent here, would do it."
    assert (flag.area_id, flag.since, flag.mode, flag.sessions) == (None, None, None, 24)
    assert (flag.first, flag.last, flag.good) == (WINDOW.first, TODAY, False)


def served(hours: int, elsewhere: int) -> SchoolFacts:
    """One of four schools, with need 2 of 8."""
    others = {UUID(int=number): elsewhere for number in (2, 3, 4)}
    support = {
        school_id: Support(2.0, by_director=True, coached=True, tally=work(coach=each))
        for school_id, each in (others | {SCHOOL: hours}).items()
    }
    return school(work(coach=hours), equity=equity(support).judged(SCHOOL))


def test_as_many_hours_moved_here_as_are_said_clear_it() -> None:
    flag = the_flag(Rule.UNDER_SERVED, served(10, elsewhere=23))
    assert "5 hours of our time elsewhere" in flag.clears
    assert flags_of(Rule.UNDER_SERVED, served(13, elsewhere=22))
    assert flags_of(Rule.UNDER_SERVED, served(16, elsewhere=21)) == []


def test_three_quarters_is_enough() -> None:
    assert flags_of(Rule.UNDER_SERVED, school(work(coach=9), equity=0.75)) == []
    assert flags_of(Rule.UNDER_SERVED, school(work(coach=9), equity=0.7499))


def test_no_time_at_all_is_said_without_a_figure() -> None:
    flag = the_flag(Rule.UNDER_SERVED, school(equity=0.0))
    assert flag.sentence == "We gave this school no time in 12 weeks, and its need asks for some."
    assert flag.clears == "Clears at 75% of the time that goes with its need."


def test_nothing_is_said_where_equity_cannot_be_or_where_the_school_sustains() -> None:
    assert flags_of(Rule.UNDER_SERVED, school(work(coach=9), equity=None)) == []
    assert flags_of(Rule.UNDER_SERVED, school(work(coach=9), equity=0.2, phase=Phase.SUSTAINING)) == []


def reviewed(corrected: int, differing: int, of: int) -> SchoolFacts:
    counts = {"corrected_sessions": corrected, "differing_sessions": differing}
    agreed = {"confirmed_sessions": of - corrected - differing, "reviewed_sessions": of}
    return school(work(coach=30, **counts, **agreed))


def test_a_school_that_sees_it_differently_is_flagged_with_its_numbers() -> None:
    flag = the_flag(Rule.DISPUTED, reviewed(2, 1, of=8))
    assert flag.sentence == "We and the school see it differently in 3 of 8 reviewed sessions in 12 weeks."
    assert flag.clears == "Clears after 4 more reviewed sessions that we see alike."
    assert (flag.only, flag.sessions, flag.mode, flag.area_id) == (Only.DISPUTED, 3, None, None)
    assert (flag.first, flag.last, flag.good) == (WINDOW.first, TODAY, False)


def test_as_many_reviews_alike_as_are_said_clear_it() -> None:
    assert flags_of(Rule.DISPUTED, reviewed(2, 1, of=8 + 3))
    assert flags_of(Rule.DISPUTED, reviewed(2, 1, of=8 + 4)) == []


def test_a_quarter_is_no_dispute_and_neither_are_five_reviews() -> None:
    assert flags_of(Rule.DISPUTED, reviewed(2, 0, of=8)) == []
    assert flags_of(Rule.DISPUTED, reviewed(5, 0, of=5)) == []
    assert flags_of(Rule.DISPUTED, reviewed(0, 2, of=6))
    assert flags_of(Rule.DISPUTED, reviewed(0, 0, of=0)) == []


MARCH = date(2026, 3, 2)


def quiet(weeks: int = 5, **facts: Any) -> SchoolFacts:
    usual: dict[str, Any] = {"coached": True, "quiet": weeks, "last_week": MARCH, "last_sessions": 2}
    return school(**(usual | facts))


def test_a_school_that_we_have_not_come_to_is_flagged_with_our_last_week_there() -> None:
    flag = the_flag(Rule.SILENT, quiet())
    assert flag.sentence == "We have not been here for 5 school weeks; our last session was in the week of March 2."
    assert flag.clears == "Clears with 1 session, or when a check of a handoff is answered."
    assert (flag.first, flag.last, flag.sessions) == (MARCH, date(2026, 3, 8), 2)
    assert (flag.since, flag.mode, flag.area_id, flag.good) == (date(2026, 3, 9), None, None, False)


def test_a_school_that_never_had_a_session_is_said_to_have_had_none() -> None:
    flag = the_flag(Rule.SILENT, quiet(last_week=None, last_sessions=0))
    assert flag.sentence == "We have not been here for 5 school weeks, and had no session before."
    assert (flag.first, flag.last, flag.sessions, flag.since) == (WINDOW.first, TODAY, 0, None)


def test_three_school_weeks_are_not_silence() -> None:
    assert flags_of(Rule.SILENT, quiet(4))
    assert flags_of(Rule.SILENT, quiet(3)) == []


def test_one_session_clears_it() -> None:
    assert flags_of(Rule.SILENT, quiet(0, last_week=date(2026, 5, 4), last_sessions=1)) == []


@pytest.mark.parametrize("facts", [{"coached": False}, {"phase": Phase.SUSTAINING}])
def test_a_school_without_a_coach_and_one_that_sustains_are_not_silent(facts: dict[str, Any]) -> None:
    assert flags_of(Rule.SILENT, quiet(**facts)) == []


def test_a_check_answered_since_our_last_week_clears_it_and_an_earlier_one_does_not() -> None:
    end = date(2026, 3, 8)
    assert flags_of(Rule.SILENT, quiet(check_answered_on=end))
    assert flags_of(Rule.SILENT, quiet(check_answered_on=end + DAY)) == []
    assert flags_of(Rule.SILENT, quiet(last_week=None, check_answered_on=end)) == []


def moved(now: Stage, before: Stage, tally: Tally | None = None) -> SchoolFacts:
    return school(tally or work(ours=8, shared=30), stage=now, stage_before=before)


def test_a_stage_reached_is_good_news_with_its_numbers() -> None:
    flag = the_flag(Rule.REACHED, moved(Stage.RELEASING, Stage.SIDE_BY_SIDE))
    assert flag.sentence == (
        "The school moved from side by side to releasing in 12 weeks: "
        "we did 21% of the work here, 8 of 38 h in 38 sessions."
    )
    assert flag.clears == "Ends when the 12 weeks before are at releasing too."
    assert flag.good
    assert (flag.first, flag.last, flag.sessions, flag.mode) == (WINDOW.first, TODAY, 38, None)
    assert (flag.area_id, flag.since) == (None, None)


def test_a_school_that_sustains_without_us_has_no_figure() -> None:
    flag = the_flag(Rule.REACHED, moved(Stage.SUSTAINING, Stage.RELEASING, Tally.zero()))
    assert flag.sentence == "The school moved from releasing to sustaining in 12 weeks: it needed no session of ours."


def test_a_stage_that_stays_the_same_has_been_reached_before() -> None:
    assert flags_of(Rule.REACHED, moved(Stage.RELEASING, Stage.RELEASING)) == []


@pytest.mark.parametrize("now", Stage)
@pytest.mark.parametrize("before", Stage)
def test_only_a_step_up_to_releasing_or_beyond_from_a_stage_that_was_known_is_news(now: Stage, before: Stage) -> None:
    news = {
        (Stage.RELEASING, Stage.DIRECT_SERVICE),
        (Stage.RELEASING, Stage.SIDE_BY_SIDE),
        (Stage.SUSTAINING, Stage.DIRECT_SERVICE),
        (Stage.SUSTAINING, Stage.SIDE_BY_SIDE),
        (Stage.SUSTAINING, Stage.RELEASING),
    }
    assert bool(flags_of(Rule.REACHED, moved(now, before))) is ((now, before) in news)
