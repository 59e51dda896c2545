"""An answer lapses when its flag was down on two week-ends in a row; no more of them are looked at than that takes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import LOOK_BACK, Answer, has_lapsed, still_served, to_look_at, week_ends
from app.domain.vocabulary import Rule

WEDNESDAY, SUNDAY = date(2026, 5, 6), date(2026, 5, 10)
WEEK = timedelta(weeks=1)

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def test_the_week_ends_between_an_answer_and_now() -> None:
    assert week_ends(WEDNESDAY, date(2026, 5, 25)) == (SUNDAY, SUNDAY + WEEK, SUNDAY + 2 * WEEK)
    assert week_ends(WEDNESDAY, SUNDAY + 2 * WEEK) == (SUNDAY, SUNDAY + WEEK), "today is not over yet"
    assert week_ends(SUNDAY, SUNDAY + 2 * WEEK) == (SUNDAY + WEEK,), "on the day of the answer the flag was up"
    assert week_ends(WEDNESDAY, WEDNESDAY) == ()


@given(DAYS, DAYS)
def test_week_ends_are_sundays_in_a_row_strictly_between(answered_on: date, today: date) -> None:
    found = week_ends(answered_on, today)
    assert all(answered_on < sunday < today and sunday.weekday() == 6 for sunday in found)
    assert list(found) == sorted(set(found))
    between = (answered_on + timedelta(days=number) for number in range(1, (today - answered_on).days))
    sundays = [day for day in between if day.weekday() == 6]
    assert list(found) == sundays[len(sundays) - len(found) :]
    assert len(found) == min(len(sundays), LOOK_BACK // WEEK) or len(found) == len(sundays)


def up_on(marks: str) -> dict[date, bool]:
    return {SUNDAY + number * WEEK: mark == "U" for number, mark in enumerate(marks)}


@pytest.mark.parametrize("marks", ["", "U", "d", "UU", "Ud", "dU", "UdU", "dUd", "dUdUd", "UUUU"])
def test_an_answer_stands_while_its_flag_was_never_down_twice_in_a_row(marks: str) -> None:
    up = up_on(marks)
    assert not has_lapsed(list(up), up)


@pytest.mark.parametrize("marks", ["dd", "ddU", "Udd", "UddU", "dUdd", "ddUUUU"])
def test_two_week_ends_without_the_flag_end_it_and_it_does_not_come_back(marks: str) -> None:
    up = up_on(marks)
    assert has_lapsed(list(up), up)


@given(st.lists(st.booleans(), max_size=60))
def test_looking_where_it_says_leads_to_the_same_as_looking_everywhere(marks: list[bool]) -> None:
    truth = {SUNDAY + number * WEEK: mark for number, mark in enumerate(marks)}
    sundays, seen = list(truth), dict[date, bool]()
    while (sunday := to_look_at(sundays, seen)) is not None:
        assert sunday not in seen
        seen[sunday] = truth[sunday]
    assert has_lapsed(sundays, seen) == has_lapsed(sundays, truth)
    if all(marks):
        assert len(seen) == len(marks) // 2, "a flag that stayed up is asked about every second week-end"


def test_an_answer_to_under_served_stands_for_twelve_weeks_after_the_day_it_names() -> None:
    answer = Answer(Rule.UNDER_SERVED, None, "Two more visits a month", "Dora", WEDNESDAY, WEDNESDAY)
    assert still_served(answer, date(2026, 7, 29))
    assert not still_served(answer, date(2026, 7, 30))
