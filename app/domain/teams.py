"""A school's team over time: memberships with their days, and what may be changed about them.

A membership is one stretch of somebody's at one school in one position. A new position, or a seat on the ILT, ends it
the day before and begins the next one, so that last year's page still says who was on the team then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.language import _
from app.domain.periods import EARLIEST, lasts
from app.domain.vocabulary import Position
from app.domain.words import spoken

NAME = 120
"""Characters of a person's name."""

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
        return _("Check the year: this day is too long ago.")
    if day > today + AHEAD:
        return _("Check the year: this day is more than a year ahead.")
    return ""


def stay_problems(first_on: date, last_on: date | None, today: date) -> dict[str, str]:
    """What stands against a membership's days, by field."""
    found = {"first_on": day_problem(first_on, today)}
    if last_on is not None:
        found["last_on"] = _("The last day is before the first.") if last_on < first_on else day_problem(last_on, today)
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
    said = {"name": other.name, "first": spoken(other.first_on, today)}
    if other.last_on is None:
        return _("%(name)s is on this team already, from %(first)s. Nobody is on a team twice at once.", **said)
    return _(
        "%(name)s is on this team already, from %(first)s to %(last)s. Nobody is on a team twice at once.",
        last=spoken(other.last_on, today),
        **said,
    )


def namesake(name: str, known: Sequence[tuple[UUID, str]]) -> tuple[UUID, str] | None:
    """Somebody who is known at the school by this very name, however it is capitalized."""
    return next((each for each in known if each[1].casefold() == name.casefold()), None)


@dataclass(frozen=True, slots=True)
class NewMember:
    """Who joins: a person known at the school, or with `person_id` None somebody new by name.

    `id` was made with the form. `another`: it was said that a new person only shares the name of somebody known here.
    """

    id: UUID
    person_id: UUID | None
    name: str
    position: Position
    on_ilt: bool
    first_on: date
    another: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Another position, or a seat on the ILT or none, from a day on."""

    position: Position
    on_ilt: bool
    from_on: date


def joining_problems(
    new: NewMember, known: Sequence[tuple[UUID, str]], team: Iterable[Membership], today: date
) -> dict[str, str]:
    """What stands against somebody's joining, by field.

    Args:
        new: with its name settled; a person that is chosen is one of `known`.
        known: who is known at the school, as (id, name).
        team: everybody who ever belonged to it.
        today: the network's date.
    """
    found = stay_problems(new.first_on, None, today)
    if new.person_id is not None and new.name:
        found["name"] = _("Choose somebody from the list or write a new name, not both.")
    elif new.person_id is not None:
        if other := clash(new.person_id, new.first_on, None, team):
            found["person_id"] = clash_in_words(other, today)
    elif not 0 < len(new.name) <= NAME or not new.name.isprintable():
        found["name"] = _("Choose somebody from the list, or write a new name of up to %(most)s characters.", most=NAME)
    elif (there := namesake(new.name, known)) and not new.another:
        found["another"] = _(
            "Somebody called %(name)s is known here. Choose them, or say that this is another.", name=there[1]
        )
    return found


def change_problems(there: Membership, change: Change, today: date) -> dict[str, str]:
    """What stands against a change of a membership from a day on, by field."""
    found = stay_problems(change.from_on, None, today)
    if not found and change.from_on < there.first_on:
        since = spoken(there.first_on, today)
        found["first_on"] = _(
            "%(name)s began on %(day)s. Choose a day from then on, or correct what is written.",
            name=there.name,
            day=since,
        )
    elif not found and there.last_on is not None and change.from_on > there.last_on:
        last = spoken(there.last_on, today)
        found["first_on"] = _("The last day of this is %(day)s. Choose a day until then.", day=last)
    if (change.position, change.on_ilt) == (there.position, there.on_ilt):
        found["position"] = _("Nothing would change. Choose another position, or change the seat on the ILT.")
    return found


def departure_problems(there: Membership, last_on: date, team: Iterable[Membership], today: date) -> dict[str, str]:
    """What stands against a membership's ending on a day, by field."""
    words = day_problem(last_on, today)
    if last_on < there.first_on:
        first = spoken(there.first_on, today)
        words = _("%(name)s began on %(day)s. Choose that day or a later one.", name=there.name, day=first)
    elif other := clash(there.person_id, there.first_on, last_on, team, but=there.id):
        words = words or clash_in_words(other, today)
    return {"last_on": words} if words else {}


def correction_problems(
    there: Membership, right: Membership, team: Iterable[Membership], today: date
) -> dict[str, str]:
    """What stands against writing a membership as it should have been, by field.

    Who is on a team twice already, as an older list may have it, can have their position mended without their days.
    """
    found = stay_problems(right.first_on, right.last_on, today)
    days = (right.first_on, right.last_on)
    if not found and days != (there.first_on, there.last_on):
        other = clash(there.person_id, *days, team, but=there.id)
        if other is not None:
            found["first_on"] = clash_in_words(other, today)
    return found
