"""Areas in which we still lead, in which we observe alone, or that the district runs well."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.flags import AreaFacts, Only
from app.domain.measures import Tally
from app.domain.periods import WEEK, Window
from app.domain.vocabulary import Mode, Rule
from tests.support.flagging import (
    BUDGET,
    DATA,
    FRONT_OFFICE,
    OBSERVATION,
    TODAY,
    WINDOW,
    area,
    flags_of,
    school,
    the_flag,
    work,
)

FIRST = date(2026, 2, 18)
DAYS = (FIRST, FIRST + timedelta(days=56))


def led(tally: Tally, days: tuple[date, date] | None = DAYS) -> AreaFacts:
    return area(DATA, tally, with_days=days)


def test_an_area_in_which_we_still_lead_is_flagged_with_its_numbers() -> None:
    flag = the_flag(Rule.STUCK, school(areas=[led(work(ours=3, coach=8, school=1))]))
    assert flag.sentence == "We have led all but one of 9 sessions side by side in data inquiry since February 18."
    assert flag.clears == "Clears after 2 sessions here that the school leads, or leads with us."
    assert (flag.area_id, flag.since, flag.good) == (DATA, FIRST, False)
    assert (flag.first, flag.last, flag.mode, flag.lead, flag.sessions) == (WINDOW.first, TODAY, Mode.WITH, None, 9)


@pytest.mark.parametrize(
    ("tally", "part"),
    [
        (work(coach=6), "all 6 sessions"),
        (work(coach=8, shared=2), "8 of 10 sessions"),
        (work(coach=8, unsaid_sessions=1, unsaid_minutes=60, unsaid_squared=3600), "8 of 9 sessions"),
    ],
)
def test_how_many_we_led_is_never_said_to_be_more_than_is_known(tally: Tally, part: str) -> None:
    flag = the_flag(Rule.STUCK, school(areas=[led(tally)]))
    assert flag.sentence == f"We have led {part} side by side in data inquiry since February 18."


def test_as_many_sessions_led_by_the_school_as_are_said_clear_it() -> None:
    stuck = work(coach=8, school=1)
    assert flags_of(Rule.STUCK, school(areas=[led(stuck + work(shared=1))]))
    assert flags_of(Rule.STUCK, school(areas=[led(stuck + work(shared=2))])) == []
    assert flags_of(Rule.STUCK, school(areas=[led(stuck + work(school=2))])) == []


def test_four_fifths_is_enough_to_be_stuck_and_seven_of_nine_is_not() -> None:
    assert flags_of(Rule.STUCK, school(areas=[led(work(coach=8, school=2))]))
    assert flags_of(Rule.STUCK, school(areas=[led(work(coach=7, school=2))])) == []


def test_six_sessions_over_eight_weeks_are_enough_and_less_is_not() -> None:
    assert flags_of(Rule.STUCK, school(areas=[led(work(coach=6))]))
    assert flags_of(Rule.STUCK, school(areas=[led(work(ours=9, coach=5))])) == []
    assert flags_of(Rule.STUCK, school(areas=[led(work(coach=6), (FIRST, FIRST + timedelta(days=55)))])) == []
    assert flags_of(Rule.STUCK, school(areas=[led(work(coach=6), None)])) == []


def test_areas_stand_by_their_names() -> None:
    areas = [
        led(work(coach=6))._replace(area_id=each, name=name) for each, name in ((DATA, "Data"), (BUDGET, "Budget"))
    ]
    assert [flag.area_id for flag in flags_of(Rule.STUCK, school(areas=areas))] == [BUDGET, DATA]


def observing(alone: int, of: int, **facts: Any) -> AreaFacts:
    return area(OBSERVATION, work(coach=of), observed=(alone, of), **facts)


def test_observing_without_a_school_leader_is_flagged_with_its_numbers() -> None:
    flag = the_flag(Rule.ALONE, school(areas=[observing(5, of=9)]))
    assert flag.sentence == (
        "We observed without a school leader in 5 of 9 sessions of observation and feedback in 12 weeks: "
        "no principal or assistant principal took part."
    )
    assert flag.clears == "Clears after 6 sessions with a principal or assistant principal beside us."
    assert (flag.area_id, flag.only, flag.mode, flag.sessions) == (OBSERVATION, Only.ALONE, None, 5)
    assert (flag.first, flag.last, flag.since, flag.good) == (WINDOW.first, TODAY, None, False)


def test_as_many_observations_with_a_leader_as_are_said_clear_it() -> None:
    assert flags_of(Rule.ALONE, school(areas=[observing(5, of=9 + 5)]))
    assert flags_of(Rule.ALONE, school(areas=[observing(5, of=9 + 6)])) == []


def test_a_third_alone_is_no_flag_and_neither_are_two() -> None:
    assert flags_of(Rule.ALONE, school(areas=[observing(4, of=12)])) == []
    assert flags_of(Rule.ALONE, school(areas=[observing(4, of=11)]))
    assert flags_of(Rule.ALONE, school(areas=[observing(2, of=2)])) == []
    assert flags_of(Rule.ALONE, school(areas=[observing(3, of=3)]))


def test_who_took_part_in_a_confidential_area_is_not_said_even_by_position() -> None:
    assert flags_of(Rule.ALONE, school(areas=[observing(5, of=9, confidential=True)])) == []


def provided(area_id: Any, *sessions: int, beside: int = 0) -> AreaFacts:
    ours = Tally.total([Tally.zero(), *(work(ours=1, minutes=minutes) for minutes in sessions)])
    return area(area_id, ours + work(coach=beside), district_provides=True)


def test_doing_what_the_district_runs_is_one_flag_that_names_the_areas() -> None:
    areas = [provided(FRONT_OFFICE, 60, 30, beside=3), provided(BUDGET, 60), provided(DATA, beside=4)]
    flag = the_flag(Rule.DUPLICATE, school(areas=areas))
    assert flag.sentence == (
        "The district runs budget development and front office well: "
        "we did 2.5 h of it for the school in 12 weeks, in 3 sessions."
    )
    assert flag.clears == "Clears when under an hour of 12 weeks goes there: if no more does, by July 27 at the latest."
    assert (flag.area_id, flag.only, flag.mode, flag.sessions) == (None, Only.DISTRICT, Mode.FOR, 3)
    assert (flag.first, flag.last, flag.since, flag.good) == (WINDOW.first, TODAY, None, False)


def test_an_hour_is_enough_and_less_is_a_favor() -> None:
    assert flags_of(Rule.DUPLICATE, school(areas=[provided(FRONT_OFFICE, 30, 30)]))
    assert flags_of(Rule.DUPLICATE, school(areas=[provided(FRONT_OFFICE, 30, 29, beside=9)])) == []


def test_what_the_district_does_not_provide_is_nobodys_duplicate() -> None:
    assert flags_of(Rule.DUPLICATE, school(areas=[area(DATA, work(ours=9))])) == []


def test_by_the_day_that_is_said_no_session_of_today_is_left_in_the_window() -> None:
    day = date(2026, 7, 27)
    assert Window.ending(day - timedelta(days=1)).holds(TODAY)
    assert not Window.ending(day).holds(TODAY)
    assert Window.ending(day).first == WINDOW.first + 12 * WEEK
