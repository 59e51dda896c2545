"""The demo's days: which weeks have visits, and how many, in the three school years up to today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.domain.periods import DAY, WEEK, SchoolYear, first_monday, monday, school_year
from app.domain.school_weeks import SchoolCalendar
from app.services.demo.story import NetworkStory, Stay

SUMMER_PACE = 0.4
"""The network has a summer program, with two visits where the school year has five: staffing, planning and budgets do
not wait for August, and a window of 12 weeks is never empty."""

WEEKDAYS = (1, 4, 5, 5, 4)
"""How the visits of a hundred weeks spread from Monday to Friday: few on Mondays, when coaches meet."""


HOLIDAYS = {(6, 19), (11, 11)}
"""Juneteenth and Veterans Day; New Year's Day and Christmas lie in the winter break, and July 4 in a week off."""

HOLIDAY_MONDAYS = {(9, 1), (1, 3), (2, 3)}
"""Labor Day, Martin Luther King Day and Presidents' Day, as (month, which Monday of it)."""


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """From the first week of the school year before last until today: two whole school years, and this one so far."""

    today: date
    years: tuple[SchoolYear, SchoolYear, SchoolYear]
    breaks: tuple[SchoolBreak, ...]
    weeks: SchoolCalendar

    @property
    def first(self) -> date:
        """The Monday on which the network's work began."""
        return first_monday(self.years[0])

    def in_break(self, day: date) -> bool:
        return any(rest.first_on <= day <= rest.last_on for rest in self.breaks)

    def in_summer(self, day: date) -> bool:
        return not any(first_monday(year) <= day <= year.last for year in self.years)

    def quiet(self, day: date) -> bool:
        """Whether classes rest: leaders and coaches may plan and hire, but there is no lesson to observe."""
        return self.in_summer(day) or self.in_break(day) or is_holiday(day)

    def pace(self, week: date) -> float:
        """How busy a week is: 1 in the school year, 0 in its breaks and in the week of July 4."""
        if self.in_break(week) or week <= date(week.year, 7, 4) < week + WEEK:
            return 0.0
        return SUMMER_PACE if self.in_summer(week) else 1.0

    def visits(self, pace: float, luck: Random, *, seen_today: bool = False, silent: int = 0) -> list[date]:
        """The days with a session, in order, a day as often as it has sessions: `pace` a week, more or less.

        None in the last `silent` whole school weeks, nor since.
        """
        until = self.weeks_ago(silent)
        days = sorted(day for day in self._drawn(pace, luck) if day <= until and not is_holiday(day))
        if seen_today:
            latest = weekday(self.today)
            days = sorted([*days, *{latest, weekday(latest - DAY)}.difference(days)])
        return days

    def _drawn(self, pace: float, luck: Random) -> Iterator[date]:
        """Weeks differ, but what one has too many the next has too few: what is owed is carried over."""
        owed = 0.0
        for number in range((self.today - self.first) // WEEK + 1):
            week = self.first + number * WEEK
            due = pace * self.pace(week)
            owed += due
            held = max(0, round(owed + luck.uniform(-1, 1) * min(1.5, due / 2))) if due else 0
            owed -= held
            for weekday in luck.choices(range(5), WEEKDAYS, k=held):
                yield week + weekday * DAY

    def weeks_ago(self, number: int) -> date:
        """Today, or the last day after which so many whole school weeks have gone by."""
        day = self.today
        while number and self.weeks.school_weeks_between(day, self.today) < number:
            day -= DAY
        return day

    def days_ago(self, number: int) -> date:
        """A weekday since which so many days of school weeks have passed, or one or two more."""
        day = self.today
        while self.weeks.add_days(day, number) > self.today:
            day -= DAY
        return weekday(day)

    def days_of(self, stay: Stay) -> tuple[date, date | None]:
        """The first and the last day of a stay: from a Monday, until a Friday."""
        this_week = monday(self.today)
        first = self.first if stay.since is None else this_week - stay.since * WEEK
        return first, None if stay.until is None else this_week - stay.until * WEEK - 3 * DAY


def calendar(network: NetworkStory, today: date) -> Calendar:
    years = [school_year(today, network.year_starts_on, network.year_ends_on)]
    while len(years) < 3:  # noqa: PLR2004 - this school year and the two before
        years.insert(0, school_year(years[0].first - DAY, network.year_starts_on, network.year_ends_on))
    before_last, last, this = years
    breaks = [rest for year in years for rest in _breaks(year.first.year)]
    weeks = SchoolCalendar(
        network.year_starts_on, network.year_ends_on, tuple((rest.first_on, rest.last_on) for rest in breaks)
    )
    return Calendar(today, (before_last, last, this), tuple(breaks), weeks)


def _breaks(year: int) -> Iterator[SchoolBreak]:
    """The breaks of the school year that starts in `year`: whole weeks, from Monday to Friday."""
    thanksgiving = monday(date(year, 11, 25))  # the fourth Thursday is the 22nd to the 28th, three days later
    for name, first, weeks in (
        ("Thanksgiving", thanksgiving, 1),
        ("Winter break", monday(date(year, 12, 25)), 2),
        ("Spring break", monday(date(year + 1, 3, 29)), 1),
    ):
        yield SchoolBreak(name, first, first + weeks * WEEK - 3 * DAY)


def is_holiday(day: date) -> bool:
    """Whether schools are closed for this one day."""
    memorial_day = day.month == 5 and day.day > 31 - 7  # noqa: PLR2004 - the last Monday of May
    monday_off = (day.month, (day.day + 6) // 7) in HOLIDAY_MONDAYS or memorial_day
    return (day.month, day.day) in HOLIDAYS or (day.weekday() == 0 and monday_off)


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
