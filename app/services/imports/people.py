"""Who took part and who led, as a coach once wrote it down.

Only people whom the network knows at that school are kept, by their full name. Of anybody else a position is kept where
one is written ("AP Rivera" is an assistant principal), and never a name: those are counted, and left out.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from app.domain.vocabulary import Lead, Position
from app.services.imports.cells import MOST_TEACHERS
from app.services.imports.folding import SAID_ALIKE, BadCellError, fold, quote
from app.store.imports import Member, Named

_POSITIONS: Mapping[Position, str] = {
    Position.PRINCIPAL: "principal, head of school",
    Position.ASSISTANT_PRINCIPAL: "assistant principal, asst principal, asst. principal, ap, vice principal, vp",
    Position.TEACHER_LEADER: "teacher leader, lead teacher, tl",
    Position.COORDINATOR: "coordinator",
    Position.COUNSELOR: "counselor, counsellor, guidance counselor",
    Position.OFFICE_STAFF: "office staff, front office, office manager, secretary",
    Position.OTHER: "other, someone else, somebody else",
}
_POSITION_OF = {word: position for position, words in _POSITIONS.items() for word in words.split(", ")}
_LONGEST_FIRST = sorted(_POSITION_OF, key=len, reverse=True)

_COACH = frozenset({"coach", "the coach", "us", "me", "i", "i do"})
_SHARED = frozenset({"shared", "both", "together", "joint", "jointly", "co-led", "we do"})
_SCHOOL = frozenset(
    {"school", "the school", "they", "them", "team", "the team", "school team", "ilt", "staff", "you do", "teachers"}
)

_APART = re.compile(r"[;/|\n]")
_LISTED = re.compile(r",|\+|\band\b")
_ASIDE = re.compile(r"(?P<name>[^(]*)\((?P<aside>[^)]*)\)|(?P<name2>.*) - (?P<aside2>.*)")
_BEFORE = re.compile(r"(?:\d{1,2} |the |an? |acting |interim |new )+")
_TEACHERS = re.compile(r"(?:(\d{1,3}) )?teachers?")


@dataclass(frozen=True, slots=True)
class Party:
    """Who took part: people and positions, teachers counted, and how many names were left out."""

    ids: frozenset[UUID] = frozenset()
    positions: frozenset[Position] = frozenset()
    teachers: int = 0
    left_out: int = 0

    def __add__(self, other: "Party") -> "Party":
        return Party(
            self.ids | other.ids,
            self.positions | other.positions,
            self.teachers + other.teachers,
            self.left_out + other.left_out,
        )


class Team:
    """Everybody who ever belonged to one school's team, by name; a name that several have finds none of them."""

    def __init__(self, members: Collection[Member]) -> None:
        self._members = members
        self._by_name: defaultdict[str, set[UUID]] = defaultdict(set)
        for member in members:
            self._by_name[fold(member.name)].add(member.person_id)
        self._first_names = {name.partition(" ")[0] for name in self._by_name}
        self._namesakes = {name for name, ids in self._by_name.items() if len(ids) > 1}
        self._as_of: dict[date, Team] = {}

    def as_of(self, day: date) -> "Team":
        """The same team, with whoever of several namesakes was there on that day."""
        if not self._namesakes:
            return self
        if day not in self._as_of:
            there = [each for each in self._members if each.on(day) or fold(each.name) not in self._namesakes]
            self._as_of[day] = Team(there)
        return self._as_of[day]

    def find(self, name: str) -> UUID | None:
        """The member of a folded full name."""
        ids = self._by_name.get(name, ())
        return next(iter(ids)) if len(ids) == 1 else None

    def knows_first_name(self, name: str) -> bool:
        return name in self._first_names


@lru_cache(SAID_ALIKE)
def who_took_part(text: str, team: Team, coach: Named) -> Party:
    """Read a cell of participants.

    Raises:
        BadCellError: more teachers than a session has.
    """
    party = Party()
    for piece in _pieces(text, team):
        party += _who(piece, team, coach)
    if party.teachers > MOST_TEACHERS:
        message = f"{party.teachers} teachers are more than {MOST_TEACHERS}."
        raise BadCellError(message)
    return party


@lru_cache(SAID_ALIKE)
def who_led(text: str, team: Team, coach: Named) -> tuple[Lead | None, frozenset[UUID]]:
    """Who led, and whom of the school's team the cell names; None for nothing said.

    Raises:
        BadCellError: somebody is named who is neither the coach nor known at the school.
    """
    leads: set[Lead] = set()
    leaders: set[UUID] = set()
    for piece in _pieces(text, team):
        if piece in _SHARED:
            leads.add(Lead.SHARED)
        elif _is_coach(piece, team, coach):
            leads.add(Lead.COACH)
        elif (person_id := team.find(piece)) is not None:
            leads.add(Lead.SCHOOL)
            leaders.add(person_id)
        elif piece in _SCHOOL or _TEACHERS.fullmatch(piece) or _position(piece) or _titled(piece):
            leads.add(Lead.SCHOOL)
        else:
            message = f"{quote(text)} is neither the coach nor known at this school: write coach, shared or school."
            raise BadCellError(message)
    if len(leads) > 1:
        leads = {Lead.SHARED}
    return next(iter(leads), None), frozenset(leaders)


def _pieces(text: str, team: Team) -> Iterator[str]:
    """The parts of a cell, folded: between ; / and new lines, then commas and "and", unless that would cut a name."""
    for part in map(fold, _APART.split(text)):
        last, comma, first = part.partition(", ")
        if team.find(part) is not None:
            yield part
        elif comma and team.find(f"{first} {last}") is not None:
            yield f"{first} {last}"
        else:
            yield from filter(None, (piece.strip(" .") for piece in _LISTED.split(part)))


def _who(piece: str, team: Team, coach: Named) -> Party:
    if (person_id := team.find(piece)) is not None:
        return Party(ids=frozenset({person_id}))
    if position := _position(piece):
        return Party(positions=frozenset({position}))
    if teachers := _TEACHERS.fullmatch(piece):
        return Party(teachers=int(teachers[1] or 0))
    if _is_coach(piece, team, coach):
        return Party()
    name, position = _titled(piece) or (piece, None)
    if (person_id := team.find(name)) is not None:
        return Party(ids=frozenset({person_id}))
    return Party(positions=frozenset({position} if position else ()), left_out=1)


def _position(words: str) -> Position | None:
    plain = _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words
    return _POSITION_OF.get(plain) or _POSITION_OF.get(plain.removesuffix("s"))


def _titled(piece: str) -> tuple[str, Position] | None:
    """A name and the position beside it, as in "ap rivera", "rivera (ap)" and "rivera - ap"."""
    if aside := _ASIDE.fullmatch(piece):
        name, words = aside["name"] or aside["name2"] or "", aside["aside"] or aside["aside2"] or ""
        position = _position(words.strip())
        return (name.strip(), position) if position else None
    for word in _LONGEST_FIRST:
        if piece.startswith(f"{word} "):
            return piece[len(word) + 1 :], _POSITION_OF[word]
    return None


def _is_coach(piece: str, team: Team, coach: Named) -> bool:
    """The coach, by a word for them, by name or e-mail; by first name only where nobody of the team has it."""
    name = fold(coach.name)
    first = name.partition(" ")[0]
    return (
        piece in _COACH
        or piece in {name, fold(coach.email or name)}
        or (piece == first and not team.knows_first_name(first))
    )
