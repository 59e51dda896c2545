"""Public and philanthropic money side by side: what a source has paid for, and how that stands against its budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from app.domain.periods import DAY, EARLIEST
from app.domain.vocabulary import FundingKind, Mode, Other

MOST_HOURS = 100_000
"""Of a budget: some fifty people's year. More is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of money and its days, both included; a `budget` of None minutes was never agreed."""

    id: UUID
    name: str
    kind: FundingKind
    first_on: date
    last_on: date
    budget_minutes: int | None
    version: int
    removed: bool

    def covers(self, day: date) -> bool:
        return not self.removed and self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes of sessions that one source paid for, at one school in one area in one mode; None: no source named."""

    source_id: UUID | None
    school_id: UUID
    area_id: UUID
    mode: Mode
    minutes: int
    sessions: int


@dataclass(frozen=True, slots=True)
class SpentOther:
    """Minutes of other time of one kind that one source paid for; a school where a visit there did not happen."""

    source_id: UUID | None
    kind: Other
    school_id: UUID | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes by what they were: sessions done for a school, sessions done with one, and other time."""

    done_for: int = 0
    done_with: int = 0
    other: int = 0
    sessions: int = 0

    @property
    def coached(self) -> int:
        return self.done_for + self.done_with

    @property
    def all(self) -> int:
        return self.coached + self.other

    def __add__(self, more: "Hours") -> "Hours":
        return Hours(
            self.done_for + more.done_for,
            self.done_with + more.done_with,
            self.other + more.other,
            self.sessions + more.sessions,
        )

    @classmethod
    def of(cls, spent: Iterable[Spent | SpentOther]) -> Self:
        """The sum of what was spent."""
        done_for = done_with = other = sessions = 0
        for each in spent:
            if isinstance(each, SpentOther):
                other += each.minutes
                continue
            sessions += each.sessions
            if each.mode is Mode.FOR:
                done_for += each.minutes
            else:
                done_with += each.minutes
        return cls(done_for, done_with, other, sessions)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is used of a budget, in minutes, beside how much of the source's time has gone by, from 0 to 1.

    `share` is None without a budget, or with one of nothing; it passes 1 where more was used than was budgeted.
    """

    budget: int | None
    used: int
    gone: float

    @property
    def remaining(self) -> int | None:
        """Minutes left; below 0 where more was used than was budgeted."""
        return None if self.budget is None else self.budget - self.used

    @property
    def share(self) -> float | None:
        return self.used / self.budget if self.budget else None


def gone(first_on: date, last_on: date, today: date) -> float:
    """The share of a source's days that has gone by, today among them.

    Example: of the ten days from March 1 to 10, on March 5 a half.
    """
    days = (last_on - first_on).days + 1
    return min(max((today - first_on).days + 1, 0), days) / days


def balance(source: Source, used: int, today: date) -> Balance:
    return Balance(source.budget_minutes, used, gone(source.first_on, source.last_on, today))


def clipped(source: Source, today: date) -> tuple[date, date]:
    """A source's own days, until today at most; before it begins, its first day alone."""
    return source.first_on, max(min(source.last_on, today), source.first_on)


def date_problem(first_on: date, last_on: date) -> str:
    """Which of the two fields is wrong: "first_on", "last_on" or neither, ""."""
    if first_on < EARLIEST:
        return "first_on"
    return "last_on" if last_on < first_on or last_on - first_on > 3650 * DAY else ""
