"""The month's five minutes: which month is asked about, which weeks are its own, and how levels spread."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.periods import DAY, WEEK, Window, monday

LEVELS = (1, 2, 3, 4)
"""Four, as for self-ratings, so that nobody can rest in the middle."""

PROMPT_DAYS = 14
"""Days of a month on which the month before is asked about. On November 14 October still is; on the 15th no more."""

MONTHS_BACK = 12
"""How long ago a month may be to be reflected on: what lies further back nobody remembers."""

FEWEST_SPREAD = 2
"""Reflections of a month from which a director sees how the levels spread: the levels of one are that one's alone."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many said each level, lowest first, to either question."""

    reflected: int
    needs: tuple[int, ...]
    barriers: tuple[int, ...]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before the one that begins on `month`."""
    return first_of_month(month - DAY)


def month_after(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return first_of_month(month + 31 * DAY)


def asked_month(today: date) -> date:
    """The month that is asked about today: in the first days of a month the one before, later the one that runs."""
    this = first_of_month(today)
    return month_before(this) if prompted(today) else this


def prompted(today: date) -> bool:
    """Whether these are the days on which the month before is asked about."""
    return today.day <= PROMPT_DAYS


def months(today: date) -> tuple[date, ...]:
    """The months that can be reflected on, the running one first, each by its first day."""
    found = [first_of_month(today)]
    while len(found) <= MONTHS_BACK:
        found.append(month_before(found[-1]))
    return tuple(found)


def month_weeks(month: date, today: date) -> Window | None:
    """The weeks that a month is measured by: those whose Monday lies in it, until today; None before the first.

    Each week belongs to one month, so that the months of a year add up to it. October 2026 begins on a Thursday, so its
    weeks run from Monday, October 5 to Sunday, November 1.

    Args:
        month: its first day.
        today: the network's date.
    """
    first = monday(month + WEEK - DAY)
    last = min(monday(month_after(month) - DAY) + WEEK - DAY, today)
    return Window(first, last) if first <= today else None


def spread(levels: Iterable[tuple[int, int]]) -> Spread:
    """How the levels of reflections spread, each as (needs, barriers)."""
    said = list(levels)
    needs, barriers = Counter(each for each, _ in said), Counter(each for _, each in said)
    return Spread(len(said), tuple(needs[level] for level in LEVELS), tuple(barriers[level] for level in LEVELS))
