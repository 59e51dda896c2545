"""Measure 11: what is drawn of a school over time, two weeks a point, last school year and this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.measures import Tally
from app.domain.periods import DAY, WEEK, first_monday, fortnights, school_year


@dataclass(frozen=True, slots=True)
class Point:
    """The work of one span of days; a share of None (no sessions) is a gap and never 0%."""

    first: date
    last: date
    tally: Tally

    @property
    def share(self) -> float | None:
        return self.tally.for_minutes / self.tally.minutes if self.tally.minutes else None


def spans(today: date, starts: str, ends: str) -> list[tuple[date, date]]:
    """The fortnights of last school year and of this one until today, each year's counted from its own first Monday.

    A year of 53 weeks ends on a span of one week, so that no day is counted twice.

    Args:
        today: the network's date.
        starts: the school year's first day, "MM-DD"; see `periods.school_year`.
        ends: its last day.
    """
    this = school_year(today, starts, ends)
    turn = first_monday(this)
    before = first_monday(school_year(this.first - DAY, starts, ends))
    earlier = [(first, min(last, turn - DAY)) for first, last in fortnights(before, before, turn - DAY)]
    return earlier + fortnights(turn, turn, today)


def points(weeks: Mapping[date, Tally], over: Iterable[tuple[date, date]]) -> list[Point]:
    """The spans, from the first with a session on, each with the sum of its weeks.

    Args:
        weeks: Monday: the school's sums; a week that is missing had none.
        over: spans of one or two whole weeks, each from a Monday, in order.
    """
    drawn: list[Point] = []
    for first, last in over:
        tally = weeks.get(first, Tally.zero())
        if first + WEEK <= last:
            tally += weeks.get(first + WEEK, Tally.zero())
        if drawn or tally.sessions:
            drawn.append(Point(first, last, tally))
    return drawn
