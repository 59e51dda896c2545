"""School weeks: what `silent` and the clocks of handoffs count, so that nobody is asked about a summer.

A week of seven days counts as a whole when at least one of its days from Monday to Friday is a day of school: within a
school year, and within none of the network's breaks.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.domain.periods import DAY, WEEK, monday, school_year

SCHOOL_DAYS = 5
"""Monday to Friday. A week with one day of school is a school week: Thanksgiving week has its Monday and Tuesday."""

GIVE_UP = timedelta(weeks=104)
"""No school rests for two years: past that the calendar is a mistake of settings, and every week counts."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The weeks of a network's school years outside its breaks.

    `starts` and `ends` are the school year's first and last day as "MM-DD", as in `periods.school_year`; `breaks` are
    (first day, last day), both included, in any order; they may touch and overlap.
    """

    starts: str
    ends: str
    breaks: tuple[tuple[date, date], ...] = ()

    def is_school_week(self, day: date) -> bool:
        """Whether the week that holds the day counts. The page asks by its Monday.

        Raises:
            ValueError: as `periods.school_year`.
        """
        return _is_school_week(self, monday(day))

    def is_school_day(self, day: date) -> bool:
        """Whether there is school on this very day: Monday to Friday, within a school year and within no break.

        Raises:
            ValueError: as `periods.school_year`.
        """
        return day.weekday() < SCHOOL_DAYS and _is_in_school(self, day)

    def school_weeks_between(self, after: date, before: date) -> int:
        """How many whole school weeks lie strictly between the weeks of two days; 0 where none do.

        From a Thursday, November 12, to the Tuesday after Thanksgiving week, December 1: two, unless the network gives
        the whole of Thanksgiving week off; then one.
        """
        first, end = monday(after) + WEEK, monday(before)
        return sum(_is_school_week(self, first + number * WEEK) for number in range((end - first) // WEEK))

    def add_days(self, day: date, number: int) -> date:
        """The day on which so many days have passed since `day`, counting only the days of school weeks.

        All seven days of such a week count. Sixty days after Tuesday, February 3, 2026 are Saturday, April 4; with the
        week of March 30 off, Saturday, April 11.

        Raises:
            ValueError: a negative number.
        """
        if number < 0:
            message = f"Days to come are counted from 0 on, not from {number}."
            raise ValueError(message)
        left, until, week = number, day, monday(day)
        while True:
            sunday = week + WEEK - DAY
            counted = (sunday - until).days if self._counts(week, day) else 0
            if left <= counted:
                return until + left * DAY
            left, until, week = left - counted, sunday, week + WEEK

    def settle(self, day: date) -> date:
        """The day itself if it is in a school week, else the Monday of the next one."""
        if self.is_school_week(day):
            return day
        week = monday(day) + WEEK
        while not self._counts(week, day):
            week += WEEK
        return week

    def _counts(self, week: date, since: date) -> bool:
        return week - since > GIVE_UP or _is_school_week(self, week)


@lru_cache(maxsize=4096)
def _is_school_week(calendar: SchoolCalendar, week: date) -> bool:
    """Asked again and again of the same weeks: all schools of a network share its calendar."""
    return any(_is_in_school(calendar, week + number * DAY) for number in range(SCHOOL_DAYS))


def _is_in_school(calendar: SchoolCalendar, day: date) -> bool:
    return day <= school_year(day, calendar.starts, calendar.ends).last and not any(
        first <= day <= last for first, last in calendar.breaks
    )
