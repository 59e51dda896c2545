"""The two terms of a school year, in whole weeks: fall until New Year's Eve, spring from New Year's Day on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.periods import DAY, first_monday, monday, school_year

NEW_YEAR = (1, 1)


class Season(StrEnum):
    """Which part of a school year; `whole` is one that begins and ends between one New Year's Day and the next."""

    FALL = "fall"
    SPRING = "spring"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Term:
    """From its first to its last day, both included."""

    season: Season
    first: date
    last: date

    @property
    def year(self) -> int:
        return self.first.year

    def holds_week(self, week: date) -> bool:
        """Whether a week, by its Monday, is one of the term's.

        A term begins with the week that holds its first day, and a week that reaches into spring is still fall's: the
        winter break lies there. With a first day on Wednesday, August 12, 2026, the week of August 10 is the first.
        """
        first = monday(self.first) if self.season is not Season.SPRING else self.first
        return first <= week <= self.last

    def first_half(self, day: date) -> bool:
        """Whether a day is before the middle of the term; on the middle day of an uneven number, it is not."""
        return (day - self.first).days * 2 < (self.last - self.first).days


def term_of(week: date, terms: Sequence[Term]) -> int | None:
    """The place of the term that a week belongs to, by its Monday; where two years meet in a week, the later one's."""
    return next((place for place in reversed(range(len(terms))) if terms[place].holds_week(week)), None)


def terms(first: date, last: date, starts: str, ends: str) -> list[Term]:
    """The terms from the one that holds `first`, or is the next one after it, to the last that has begun by `last`.

    Summers belong to no term. With years from 08-12 to 06-12, October 5, 2024, to February 1, 2026, are four terms: the
    falls of 2024 and 2025, and the springs of 2025 and 2026.

    Args:
        first: a day of the first week, or any other.
        last: a day not before it.
        starts: a school year's first day, "MM-DD"; see `periods.school_year`.
        ends: its last day.
    """
    return [term for term in _terms(first, last, starts, ends) if monday(term.first) <= last and first <= term.last]


def _terms(first: date, last: date, starts: str, ends: str) -> Iterator[Term]:
    year = school_year(first, starts, ends)
    while first_monday(year) <= last:
        turn = date(year.last.year, *NEW_YEAR)
        if turn <= year.first:
            yield Term(Season.WHOLE, year.first, year.last)
        else:
            yield Term(Season.FALL, year.first, turn - DAY)
            yield Term(Season.SPRING, turn, year.last)
        year = school_year(_in_next_year(year.first), starts, ends)


def _in_next_year(day: date) -> date:
    """A day of the school year that begins a year on: a fortnight into it, so that leap days do not matter."""
    return date(day.year + 1, day.month, min(day.day, 28)) + 14 * DAY
