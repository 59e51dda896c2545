"""Weeks, windows, school years and fortnights. A week starts on Monday, and a day is the network's own.

Every total of the product covers whole weeks (the last may be unfinished), so that totals of different pages reconcile.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.language import _

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
FORTNIGHT = timedelta(weeks=2)

WINDOW_WEEKS = 12
"""About a trimester: long enough for 30 sessions at a school seen three times a week, short enough to show a change."""

EARLIEST = date(2000, 1, 3)
"""No log of coaching is older (a Monday). A year typed as 0202 is a slip, and is said to be one."""

ANCHOR_DELAY = timedelta(weeks=12)
"""A school year is too young to be watched by itself for 12 weeks, so until then last year's anchor holds.

With a first Monday of August 11, 2025, the anchor is that of 2024 through November 2, 2025.
"""

_MONTH_AND_DAY = re.compile("([0-9]{2})-([0-9]{2})")


def monday(day: date) -> date:
    """The Monday of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def lasts(first_on: date | None, last_on: date | None, day: date) -> bool:
    """Whether what is dated holds on a day, both ends included; a start not set is long past, an end still to come."""
    return (first_on is None or first_on <= day) and (last_on is None or day <= last_on)


def local_today(now: datetime, timezone: str) -> date:
    """The date on the network's calendar at an instant.

    Args:
        now: an aware instant.
        timezone: an IANA name, as "America/Los_Angeles".

    Raises:
        ValueError: an instant without an offset, or no such time zone.
    """
    if now.tzinfo is None:
        message = "An instant needs its offset from UTC."
        raise ValueError(message)
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"There is no time zone named {timezone!r}."
        raise ValueError(message) from error
    return now.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks from a Monday; the last may still be running.

    Raises:
        ValueError: `first` is not a Monday, or comes after `last`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        _be_a_monday(self.first)
        _be_in_order(self.first, self.last)

    @classmethod
    def ending(cls, today: date, weeks: int = WINDOW_WEEKS) -> Self:
        """This week so far and the whole weeks before it, `weeks` in all."""
        if weeks < 1:
            message = f"A window has a week or more, not {weeks}."
            raise ValueError(message)
        return cls(monday(today) - (weeks - 1) * WEEK, today)

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of its weeks, in order."""
        return tuple(self.first + number * WEEK for number in range((self.last - self.first) // WEEK + 1))

    def before(self) -> Self:
        """As many whole weeks, immediately before."""
        return type(self)(self.first - len(self.weeks) * WEEK, self.first - DAY)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def snap(first: date, last: date, today: date) -> Window:
    """A filter's two days, widened to whole weeks: `first` to its Monday, `last` to its Sunday, never past today.

    A last day in the future stands for today, so that "until the end of the school year" is a fair thing to ask.

    Raises:
        ValueError: in words for the person who typed the days: in the wrong order, or absurd.
    """
    _be_in_order(first, last)
    if first < EARLIEST:
        message = _("The first day, %(day)s, is before %(earliest)s: check its year.", day=first, earliest=EARLIEST)
        raise ValueError(message)
    if first > today:
        message = _("The first day, %(day)s, is still to come.", day=first)
        raise ValueError(message)
    until = min(last, today)
    return Window(monday(first), min(monday(until) + WEEK - DAY, today))


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """From its first to its last day, both included.

    Raises:
        ValueError: `first` comes after `last`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        _be_in_order(self.first, self.last)


def school_year(day: date, starts: str, ends: str) -> SchoolYear:
    """The school year that a day falls in; in the summer, the latest that has started.

    Args:
        day: any day.
        starts: its first day as "MM-DD". February 29 is March 1 in a year that has none.
        ends: its last day as "MM-DD", in the same calendar year if it comes after `starts`, else in the next.
            February 29 is February 28 in a year that has none, so that years neither overlap nor leave a gap.

    Raises:
        ValueError: a day that no calendar has, or a school year that ends on the day it starts.
    """
    _be_a_month_and_day(starts)
    _be_a_month_and_day(ends)
    if starts == ends:
        message = f"A school year cannot start and end on the same day, {starts}."
        raise ValueError(message)
    year = day.year if _start(day.year, starts) <= day else day.year - 1
    return SchoolYear(_start(year, starts), _end(year if starts < ends else year + 1, ends))


def first_monday(year: SchoolYear) -> date:
    """The Monday of the week that holds the school year's first day, even when that is the day before school starts.

    Fortnights are counted from it, and monitoring starts on it, so no session of the first week is left out.
    """
    return monday(year.first)


def anchor(today: date, starts: str, ends: str) -> date:
    """The Monday on which the monitoring of change started (measure 10).

    The first Monday of the school year, or of last year's in its first 12 weeks.

    Raises:
        ValueError: as `school_year`.
    """
    year = school_year(today, starts, ends)
    if today < first_monday(year) + ANCHOR_DELAY:
        year = school_year(year.first - DAY, starts, ends)
    return first_monday(year)


def fortnights(anchor: date, first: date, last: date) -> list[tuple[date, date]]:
    """The two-week spans that touch the days from first to last, in order: (Monday, second Sunday).

    They are counted from the anchor both ways and never cut, so a span keeps its days whatever the window.

    Raises:
        ValueError: the anchor is not a Monday, or `first` comes after `last`.
    """
    _be_a_monday(anchor)
    _be_in_order(first, last)
    numbers = range((first - anchor) // FORTNIGHT, (last - anchor) // FORTNIGHT + 1)
    starts = (anchor + number * FORTNIGHT for number in numbers)
    return [(start, start + FORTNIGHT - DAY) for start in starts]


def _be_a_monday(day: date) -> None:
    if day.weekday() != 0:
        message = f"Weeks start on Monday, and {day} is not one."
        raise ValueError(message)


def _be_in_order(first: date, last: date) -> None:
    if first > last:
        message = _("The first day, %(first)s, comes after the last, %(last)s.", first=first, last=last)
        raise ValueError(message)


def _be_a_month_and_day(text: str) -> None:
    found = _MONTH_AND_DAY.fullmatch(text)
    try:
        if found:
            date(2000, int(found[1]), int(found[2]))  # a leap year has every day there is
            return
    except ValueError:
        pass
    message = f"{text!r} is not a day of the year: write it as MM-DD, as in 08-14."
    raise ValueError(message)


def _start(year: int, day: str) -> date:
    return date(year, 2, 28) + DAY if day == "02-29" else date(year, int(day[:2]), int(day[3:]))


def _end(year: int, day: str) -> date:
    return date(year, 3, 1) - DAY if day == "02-29" else date(year, int(day[:2]), int(day[3:]))
