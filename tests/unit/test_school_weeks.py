from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.periods import DAY, WEEK, monday
from app.domain.school_weeks import GIVE_UP, SchoolCalendar

PLAIN = SchoolCalendar("08-14", "06-12")
SPRING = (date(2026, 3, 30), date(2026, 4, 3))
WITH_SPRING = SchoolCalendar("08-14", "06-12", (SPRING,))
THANKSGIVING = (date(2026, 11, 23), date(2026, 11, 27))

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
breaks = st.lists(
    st.tuples(days, st.integers(0, 40)).map(lambda pair: (pair[0], pair[0] + pair[1] * DAY)), max_size=6
).map(tuple)
calendars = st.builds(SchoolCalendar, st.just("08-14"), st.just("06-12"), breaks)


def test_a_week_of_the_school_year_counts_and_a_week_of_the_summer_does_not() -> None:
    assert PLAIN.is_school_week(date(2026, 2, 2))
    assert not PLAIN.is_school_week(date(2026, 7, 6))


def test_a_week_counts_with_one_weekday_of_school_at_either_end_of_the_year() -> None:
    assert PLAIN.is_school_week(date(2026, 8, 10)), "school starts on Friday the 14th"
    assert not PLAIN.is_school_week(date(2026, 8, 3))
    assert PLAIN.is_school_week(date(2026, 6, 8)), "and ends on Friday the 12th"
    assert not PLAIN.is_school_week(date(2026, 6, 15))


def test_a_school_year_that_starts_on_a_saturday_has_no_week_before_its_first_monday() -> None:
    saturday = SchoolCalendar("08-15", "06-12")
    assert not saturday.is_school_week(date(2026, 8, 10))
    assert saturday.is_school_week(date(2026, 8, 17))


def test_a_break_takes_a_week_out_only_when_it_holds_all_five_days() -> None:
    assert not WITH_SPRING.is_school_week(date(2026, 3, 30))
    short = SchoolCalendar("08-14", "06-12", ((date(2026, 3, 31), date(2026, 4, 5)),))
    assert short.is_school_week(date(2026, 3, 30)), "Monday is a day of school"


def test_two_breaks_that_touch_take_a_week_out_together() -> None:
    halves = ((date(2026, 4, 2), date(2026, 4, 3)), (date(2026, 3, 28), date(2026, 4, 1)))
    assert not SchoolCalendar("08-14", "06-12", halves).is_school_week(date(2026, 3, 30))


def test_the_whole_school_weeks_between_two_days_leave_out_their_own_weeks_and_breaks() -> None:
    after, before = date(2026, 11, 12), date(2026, 12, 1)
    assert PLAIN.school_weeks_between(after, before) == 2
    assert SchoolCalendar("08-14", "06-12", (THANKSGIVING,)).school_weeks_between(after, before) == 1
    assert PLAIN.school_weeks_between(before, after) == 0
    assert PLAIN.school_weeks_between(after, after + WEEK) == 0


def test_a_summer_has_no_school_weeks() -> None:
    assert PLAIN.school_weeks_between(date(2026, 6, 12), date(2026, 8, 10)) == 0


def test_sixty_days_pass_in_school_weeks_alone() -> None:
    assert PLAIN.add_days(date(2026, 2, 3), 60) == date(2026, 4, 4)
    assert WITH_SPRING.add_days(date(2026, 2, 3), 60) == date(2026, 4, 11)
    assert WITH_SPRING.add_days(date(2026, 2, 3), 120) == date(2026, 6, 10)


def test_the_days_of_a_summer_pass_uncounted() -> None:
    assert PLAIN.add_days(date(2026, 6, 14), 1) == date(2026, 8, 10)
    assert PLAIN.add_days(date(2026, 7, 20), 7) == date(2026, 8, 16)


def test_no_days_later_is_the_same_day_and_a_negative_number_is_refused() -> None:
    assert PLAIN.add_days(date(2026, 7, 20), 0) == date(2026, 7, 20)
    with pytest.raises(ValueError, match="not from -1"):
        PLAIN.add_days(date(2026, 7, 20), -1)


def test_a_day_settles_on_the_first_day_of_a_school_week() -> None:
    assert PLAIN.settle(date(2026, 6, 7)) == date(2026, 6, 7)
    assert PLAIN.settle(date(2026, 7, 4)) == date(2026, 8, 10)
    assert WITH_SPRING.settle(date(2026, 4, 1)) == date(2026, 4, 6)


def test_a_calendar_without_any_school_counts_every_week_after_two_years() -> None:
    never = SchoolCalendar("08-14", "06-12", ((date(2000, 1, 1), date(2099, 12, 31)),))
    day = date(2026, 2, 3)
    found = never.add_days(day, 1)
    assert monday(found) == found
    assert GIVE_UP < found - day <= GIVE_UP + WEEK + 6 * DAY
    assert never.settle(day) == found


@given(calendars, days, st.integers(1, 200))
def test_days_added_one_by_one_and_all_at_once_are_the_same(calendar: SchoolCalendar, day: date, number: int) -> None:
    half = calendar.add_days(day, number // 2)
    assert calendar.add_days(half, number - number // 2) == calendar.add_days(day, number)


@given(calendars, days, st.integers(1, 200))
def test_as_many_days_of_school_weeks_lie_behind_as_were_asked_for(
    calendar: SchoolCalendar, day: date, number: int
) -> None:
    found = calendar.add_days(day, number)
    passed = [day + timedelta(days=each) for each in range(1, (found - day).days + 1)]
    assert sum(calendar.is_school_week(each) for each in passed) == number
    assert calendar.is_school_week(found)


@given(calendars, days, days, days)
def test_school_weeks_between_add_up(calendar: SchoolCalendar, one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = calendar.school_weeks_between(first, last)
    parts = calendar.school_weeks_between(first, middle) + calendar.school_weeks_between(middle, last)
    inside = monday(first) < monday(middle) < monday(last) and calendar.is_school_week(middle)
    assert whole == parts + inside


@given(calendars, breaks, days, st.integers(0, 200))
def test_another_break_never_brings_a_day_forward(
    calendar: SchoolCalendar, more: tuple[tuple[date, date], ...], day: date, number: int
) -> None:
    fuller = SchoolCalendar(calendar.starts, calendar.ends, (*calendar.breaks, *more))
    assert fuller.add_days(day, number) >= calendar.add_days(day, number)
