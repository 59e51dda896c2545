"""Other time as its coach tells it: what may be said, and every version of it, so that one can be undone."""

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.language import _
from app.domain.sessions import EARLIEST, LONGEST, SHORTEST, settled
from app.domain.vocabulary import Other


@dataclass(frozen=True, slots=True)
class OtherTelling:
    """What a coach says of a stretch of other time; a school and a reason belong to a visit that did not happen."""

    kind: Other
    spent_on: date
    minutes: int
    school_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A version: what it says, and whether it was removed with it."""

    telling: OtherTelling
    removed: bool = False


def settle(telling: OtherTelling) -> OtherTelling:
    """The telling with its reason in one form, and without what does not go with its kind."""
    if telling.kind is Other.MISSED_VISIT:
        return replace(telling, note=settled(telling.note))
    return replace(telling, school_id=None, note="")


def problems(telling: OtherTelling, today: date, *, assigned: bool) -> dict[str, str]:
    """What stands against saving it: the field, and the sentence that stands beside it; empty when all is well.

    Args:
        telling: settled.
        today: the network's date.
        assigned: whether its coach coached at the school that it names, on that day.
    """
    found: dict[str, str] = {}
    missed = telling.kind is Other.MISSED_VISIT
    if telling.spent_on > today:
        found["spent_on"] = _("This day is still to come.")
    elif telling.spent_on < EARLIEST:
        found["spent_on"] = _("Check the year: this day is too long ago.")
    if not (0 if missed else SHORTEST) <= telling.minutes <= LONGEST:
        found["minutes"] = _("Minutes go from %(least)s to %(most)s.", least=SHORTEST, most=LONGEST)
    if missed and telling.school_id is None:
        found["school_id"] = _("Which school was it?")
    elif missed and not assigned:
        found["school_id"] = _("You were not assigned to this school on that day.")
    if missed and not telling.note:
        found["note"] = _("Say in a few words why it did not happen.")
    return found


def changed_fields(before: OtherTelling, after: OtherTelling) -> tuple[str, ...]:
    """Names of what differs, for the audit log: never what it said."""
    names = (field.name for field in fields(OtherTelling))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def write_history(versions: list[OtherVersion]) -> str:
    """Versions as JSON, the first one first."""
    return json.dumps([_plain(version) for version in versions])


def _plain(version: OtherVersion) -> dict[str, Any]:
    said = version.telling
    school = str(said.school_id) if said.school_id else None
    values = {"kind": said.kind, "spent_on": str(said.spent_on), "minutes": said.minutes, "school_id": school}
    return values | {"note": said.note, "removed": version.removed}


def read_history(kept: str) -> list[OtherVersion]:
    return [
        OtherVersion(
            OtherTelling(
                kind=Other(each["kind"]),
                spent_on=date.fromisoformat(each["spent_on"]),
                minutes=each["minutes"],
                school_id=UUID(each["school_id"]) if each["school_id"] else None,
                note=each["note"],
            ),
            each["removed"],
        )
        for each in json.loads(kept)
    ]


def before(history: list[OtherVersion], version: int) -> OtherVersion:
    """What undoing a version's change comes to: the one before, or, for the first, that it is removed."""
    return history[version - 2] if version > 1 else replace(history[0], removed=True)
