"""A school's team over time: memberships with their days, and what may be changed about them.

A membership is one stretch of somebody's at one school in one position. A new position, or a seat on the ILT, ends it
the day before and begins the next one, so that last year's page still says who was on the team then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.periods import EARLIEST, lasts
from app.domain.vocabulary import Position
from app.domain.words import spoken

AHEAD = timedelta(days=366)
"""A school knows in spring who comes in August. A day further ahead than a year is a slip of the year typed."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's days on a team: from `first_on` to `last_on`, both included, or with no end so far."""

    id: UUID
    person_id: UUID
    name: str
    position: Position
    on_ilt: bool
    first_on: date
    last_on: date | None

    def on(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)

    @property
    def stamp(self) -> str:
        """All that can change about it, as a form carries it: a form made from other contents is stale."""
        return f"{self.position}.{int(self.on_ilt)}.{self.first_on}.{self.last_on or ''}"


def day_problem(day: date, today: date) -> str:
    """What stands against a day of a membership, in words; empty when nothing does."""
    if day < EARLIEST:
        return "Check the year: this day is too long ago."
    if day > today + AHEAD:
        return "Check the year: this day is more than a year ahead."
    return ""


def stay_problems(first_on: date, last_on: date | None, today: date) -> dict[str, str]:
    """What stands against a membership's days, by field."""
    found = {"first_on": day_problem(first_on, today)}
    if last_on is not None:
        found["last_on"] = "The last day is before the first." if last_on < first_on else day_problem(last_on, today)
    return {name: words for name, words in found.items() if words}


def clash(
    person_id: UUID, first_on: date, last_on: date | None, team: Iterable[Membership], *, but: UUID | None = None
) -> Membership | None:
    """Another membership of the same person that shares a day with these; `but` is the one that is being changed.

    Example: on the team from August 10 to October 9, somebody can come back on October 10, and not on October 9.
    """
    return next(
        (
            each
            for each in team
            if each.person_id == person_id
            and each.id != but
            and (last_on is None or each.first_on <= last_on)
            and (each.last_on is None or first_on <= each.last_on)
        ),
        None,
    )


def clash_in_words(other: Membership, today: date) -> str:
    """Why somebody cannot be on a team twice at once."""
    since = f"from {spoken(other.first_on, today)}"
    days = since if other.last_on is None else f"{since} to {spoken(other.last_on, today)}"
    return f"{other.name} is on this team already, {days}. Nobody is on a team twice at once."


def namesake(name: str, known: Sequence[tuple[UUID, str]]) -> tuple[UUID, str] | None:
    """Somebody who is known at the school by this very name, however it is capitalized."""
    return next((each for each in known if each[1].casefold() == name.casefold()), None)
