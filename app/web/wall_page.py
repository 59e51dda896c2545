"""A school's strengths wall: what coaches saw go well and put up for the school's team, without anybody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.language import later, told
from app.domain.words import spoken
from app.services.visits import Visit
from app.services.wall import leads, may_take_down
from app.store.schools import AreaFact, SchoolFact
from app.store.sessions import get_kept
from app.store.wall import OnWall, count_by_area, list_wall
from app.web.filters import address
from app.web.render import Page

PAGE_SIZE = 60

LAST_PAGE = 10_000

DONE: Mapping[str, str] = {
    "up": later("It is on the wall again."),
    "down": later("It is off the wall. Its session keeps it."),
    "already": later("This was done already; here is the wall as it stands."),
    "nothing": later("There is nothing to put up: its session has no strength that this wall can show."),
}
"""What the page says back, by the word in the address; another word says nothing."""


class Card(NamedTuple):
    """A strength: in which area, and on which day it was seen."""

    session_id: UUID
    words: str
    area: str
    seen_on: str
    may_take_down: bool


class Chip(NamedTuple):
    """An area to look at alone, or all of them."""

    words: str
    path: str
    number: int
    here: bool


@dataclass(frozen=True, slots=True)
class WallPage(Page):
    """`undo` is the session whose strength was just taken down, for whoever may bring it back."""

    template: ClassVar[str] = "strengths/index.html"
    fragment: ClassVar[str] = "strengths/_wall.html"
    lasting: ClassVar[bool] = True

    id: UUID
    school: str
    all: int
    chips: tuple[Chip, ...]
    cards: tuple[Card, ...]
    may_log: bool
    done: str
    undo: UUID | None
    newer: str
    older: str


def sees_wall(visit: Visit, school_id: UUID) -> bool:
    """The coaches and leaders of a school, and its directors; the office has no use for it."""
    may = visit.rights.may
    return may(Permission.SEE_STRENGTHS, school_id) or may(Permission.SEE_STRENGTHS_UNNAMED, school_id)


def wall_path(visit: Visit, school_id: UUID) -> str:
    """Where the wall is, "" for whoever may not see it."""
    return f"/schools/{school_id}/strengths" if sees_wall(visit, school_id) else ""


def wall_page(
    visit: Visit,
    school: SchoolFact,
    areas: Sequence[AreaFact],
    *,
    area: str = "",
    page: int = 1,
    done: str = "",
    of: str = "",
) -> WallPage:
    """The wall, of one area where that is asked for.

    Raises:
        NotAllowedError: the visitor may not see it.
        NotFoundError: an area that is none of the network's.
    """
    if not sees_wall(visit, school.id):
        raise NotAllowedError
    chosen = _area(area, areas)
    number = min(max(page, 1), LAST_PAGE)
    counts = count_by_area(visit.connection, visit.network_id, school.id)
    start = (number - 1) * PAGE_SIZE
    found = list_wall(visit.connection, visit.network_id, school.id, chosen, PAGE_SIZE + 1, start)
    path = f"/schools/{school.id}/strengths"
    return WallPage(
        id=school.id,
        school=school.name,
        all=sum(counts.values()),
        chips=_chips(path, areas, counts, chosen),
        cards=_cards(visit, school.id, found[:PAGE_SIZE]),
        may_log=visit.rights.may(Permission.LOG, school.id),
        done=told(DONE.get(done, "")),
        undo=_undo(visit, of) if done == "down" else None,
        newer=address(path, area=chosen, page=number - 1 if number > 2 else "") if number > 1 else "",  # noqa: PLR2004 - the first page has no number
        older=address(path, area=chosen, page=number + 1) if len(found) > PAGE_SIZE else "",
    )


def _chips(path: str, areas: Sequence[AreaFact], counts: Mapping[UUID, int], chosen: UUID | None) -> tuple[Chip, ...]:
    every = Chip("", path, sum(counts.values()), here=chosen is None)
    found = [
        Chip(area.name, address(path, area=area.id), counts.get(area.id, 0), here=area.id == chosen)
        for area in areas
        if counts.get(area.id) or area.id == chosen
    ]
    return (every, *found)


def _cards(visit: Visit, school_id: UUID, found: Sequence[OnWall]) -> tuple[Card, ...]:
    leader = leads(visit, school_id)
    return tuple(
        Card(
            session_id=each.session_id,
            words=each.words,
            area=each.area,
            seen_on=spoken(each.seen_on, visit.today),
            may_take_down=leader or each.put_by == visit.person_id,
        )
        for each in found
    )


def _undo(visit: Visit, of: str) -> UUID | None:
    session_id = _id(of)
    kept = get_kept(visit.connection, visit.network_id, session_id) if session_id else None
    return kept.id if kept is not None and may_take_down(visit, kept) else None


def _area(typed: str, areas: Sequence[AreaFact]) -> UUID | None:
    if not typed.strip():
        return None
    wanted = _id(typed)
    if wanted not in {area.id for area in areas}:
        raise NotFoundError
    return wanted


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed.strip())
    except ValueError:
        return None
