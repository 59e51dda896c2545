"""Flags as pages show them: a sentence, what would clear it, and the way to exactly the sessions behind it."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.flags import Flag
from app.domain.vocabulary import Rule
from app.web.filters import address
from app.web.words import plural, said


@dataclass(frozen=True, slots=True)
class Look:
    rule: Rule
    name: str
    school_id: UUID
    school: str
    sentence: str
    clears: str
    good: bool
    sessions: str
    path: str


def look_of(flag: Flag, school: str) -> Look:
    """A flag for a list."""
    return Look(
        rule=flag.rule,
        name=said(flag.rule),
        school_id=flag.school_id,
        school=school,
        sentence=flag.sentence,
        clears=flag.clears,
        good=flag.good,
        sessions=plural(flag.sessions, "session"),
        path=address(
            f"/schools/{flag.school_id}/sessions",
            first=flag.first,
            last=flag.last,
            area=flag.area_id,
            mode=flag.mode,
        ),
    )
