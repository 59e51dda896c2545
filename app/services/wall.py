"""A strength goes on its school's wall by the tap of the coach who saw it, and comes down again with one more.

Down it goes by that coach, or by a leader of the school, whose wall it is; and either of them may take that back.
"""

from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import NotAllowedError, NotFoundError
from app.services.visits import Visit, trace
from app.store import rollups, sessions, wall
from app.store.schools import list_areas
from app.store.sessions import Kept
from app.store.wall import Put

PUT_UP, TAKEN_DOWN = "put_on_wall", "take_off_wall"
"""The acts, as the trail of a session knows them."""


class Tapped(Enum):
    """What became of a tap: done now, done before, or there is nothing that could stand on a wall."""

    DONE = auto()
    ALREADY = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class WallTap:
    """What a session's form says of the wall: its tap, and the mark of how it stood when the form was made."""

    up: bool
    seen: str


def follow_tap(visit: Visit, session_id: UUID, tap: WallTap) -> None:
    """Do what the tap of a saved session's form asks for.

    Only a tap that says something else than the form began with asks for anything; and where somebody has put it up or
    taken it down since, that stands, also against the same form sent twice.
    """
    if tap.up == tap.seen.startswith("up"):
        return
    put = wall.get_put(visit.connection, visit.network_id, session_id)
    if (put.mark if put else "") != tap.seen:
        return
    kept = sessions.get_kept(visit.connection, visit.network_id, session_id)
    if kept is not None and kept.coach_id == visit.person_id:
        _turn(visit, kept, put, up=tap.up)


def put_on_wall(visit: Visit, session_id: UUID) -> Tapped:
    """Put a strength on its school's wall: for the coach who saw it; again, for whoever may take it down too.

    Raises:
        NotFoundError: no such session.
        NotAllowedError: neither its coach, nor a leader of the school who brings it back.
    """
    kept = _kept(visit, session_id)
    put = wall.get_put(visit.connection, visit.network_id, session_id)
    if not (kept.coach_id == visit.person_id or (put is not None and may_take_down(visit, kept))):
        raise NotAllowedError
    return _turn(visit, kept, put, up=True)


def take_off_wall(visit: Visit, session_id: UUID) -> Tapped:
    """Take a strength off the wall. Errors as `put_on_wall`."""
    kept = _kept(visit, session_id)
    if not may_take_down(visit, kept):
        raise NotAllowedError
    return _turn(visit, kept, wall.get_put(visit.connection, visit.network_id, session_id), up=False)


def may_take_down(visit: Visit, kept: Kept) -> bool:
    """Its coach, and whoever speaks for the school."""
    return kept.coach_id == visit.person_id or leads(visit, kept.telling.school_id)


def leads(visit: Visit, school_id: UUID) -> bool:
    return visit.rights.may(Permission.AGREE, school_id)


def fits_wall(visit: Visit, kept: Kept) -> bool:
    """Whether there is anything to put up: words, of a session that counts, in an area that is not confidential."""
    told = kept.telling
    if not told.strength or kept.voided_at is not None:
        return False
    areas = list_areas(visit.connection, visit.network_id, told.held_on)
    return not any(area.confidential for area in areas if area.id == told.area_id)


def _kept(visit: Visit, session_id: UUID) -> Kept:
    kept = sessions.get_kept(visit.connection, visit.network_id, session_id)
    if kept is None:
        raise NotFoundError
    return kept


def _turn(visit: Visit, kept: Kept, put: Put | None, *, up: bool) -> Tapped:
    if up and not fits_wall(visit, kept):
        return Tapped.NOTHING
    if up == (put is not None and put.up):
        return Tapped.ALREADY
    if up:
        wall.put_up(visit.connection, visit.network_id, kept.id, kept.coach_id, visit.now)
    else:
        wall.take_down(visit.connection, visit.network_id, kept.id, visit.now)
    trace(visit, PUT_UP if up else TAKEN_DOWN, "wall_strength", kept.id)
    rollups.touch(visit.connection, visit.network_id, {kept.telling.school_id})
    return Tapped.DONE
