"""The month's five minutes: which month is asked about, and which weeks are its own."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.periods import DAY, Window
from app.domain.reflections import (
    MONTHS_BACK,
    Spread,
    asked_month,
    first_of_month,
    month_after,
    month_before,
    month_weeks,
    months,
    prompted,
    spread,
)

UNHURRIED = settings(deadline=None)
TODAY = date(2026, 11, 24)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)

days = st.dates(date(2001, 2, 1), date(2090, 1, 1))
levels = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=9)


def test_a_months_weeks_are_those_whose_monday_lies_in_it() -> None:
    assert month_weeks(OCTOBER, TODAY) == Window(date(2026, 10, 5), NOVEMBER)
    assert month_weeks(date(2026, 6, 1), TODAY) == Window(date(2026, 6, 1), date(2026, 7, 5))


def test_of_the_running_month_there_are_those_so_far_and_before_its_first_monday_none() -> None:
    assert month_weeks(NOVEMBER, TODAY) == Window(date(2026, 11, 2), TODAY)
    assert month_weeks(NOVEMBER, NOVEMBER) is None


def test_in_its_first_two_weeks_the_month_before_is_asked_about() -> None:
    assert asked_month(date(2026, 11, 14)) == OCTOBER
    assert asked_month(date(2026, 11, 15)) == NOVEMBER
    assert (prompted(date(2026, 11, 14)), prompted(date(2026, 11, 15))) == (True, False)
    assert asked_month(date(2027, 1, 3)) == date(2026, 12, 1)


def test_levels_spread_by_how_many_said_each() -> None:
    assert spread([(2, 3), (2, 1), (4, 3)]) == Spread(3, (0, 2, 0, 1), (1, 0, 2, 0))
    assert spread([]) == Spread(0, (0, 0, 0, 0), (0, 0, 0, 0))


@given(days)
@UNHURRIED
def test_months_follow_each_other_and_hold_today(today: date) -> None:
    found = months(today)
    assert len(found) == MONTHS_BACK + 1
    assert found[0] == first_of_month(today)
    assert all(month_before(later) == earlier and month_after(earlier) == later for later, earlier in pairwise(found))
    assert asked_month(today) in found[:2]


@given(days)
@UNHURRIED
def test_the_months_of_a_year_share_out_its_weeks(today: date) -> None:
    found = [window for month in reversed(months(today)) if (window := month_weeks(month, today))]
    assert all(earlier.last + DAY == later.first for earlier, later in pairwise(found))
    assert all(window.last.weekday() == 6 for window in found[:-1])
    assert found[-1].last <= today


@given(levels)
@UNHURRIED
def test_every_reflection_is_counted_once_for_either_question(said: list[tuple[int, int]]) -> None:
    found = spread(said)
    assert sum(found.needs) == sum(found.barriers) == found.reflected == len(said)
