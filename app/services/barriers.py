"""Open a barrier, say more of it, move it on, remove it and bring it back; put sessions behind it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.access import Permission
from app.domain.barriers import SETTLED, Saying, saying_problems, settling_problems
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.sessions import settled
from app.domain.vocabulary import BarrierStatus
from app.services.agreeing import ChangedError, Result
from app.services.visits import Visit, trace
from app.store import barriers, rollups
from app.store.barriers import KeptBarrier
from app.store.schools import list_areas


@dataclass(frozen=True, slots=True)
class Opening:
    """A new barrier as its form tells it; `id` is made with the form, so that a form twice is one barrier."""

    id: UUID
    said: Saying
    session_ids: frozenset[UUID] = frozenset()


def may_write(visit: Visit, school_id: UUID | None) -> bool:
    """Whether the visitor moves barriers on at a school; without one, in the whole network, which directors do."""
    rights = visit.rights
    if school_id is not None:
        return rights.may(Permission.BARRIERS, school_id)
    return rights.schools(Permission.BARRIERS) is None and rights.schools(Permission.DECIDE) is None


def barrier_of(visit: Visit, barrier_id: UUID, *, write: bool = False) -> KeptBarrier:
    """A barrier that the visitor may read, or with `write` change. The network's own are everybody's who sees a school.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: theirs to read, and not to change.
    """
    kept = barriers.get_barrier(visit.connection, visit.network_id, barrier_id)
    if kept is None:
        raise NotFoundError
    known = visit.rights.may(Permission.SEE_SCHOOL) if kept.school_id is None else visit.rights.knows(kept.school_id)
    if not known:
        raise NotFoundError
    if not (may_write(visit, kept.school_id) if write else visit.rights.may(Permission.SEE_SCHOOL, kept.school_id)):
        raise NotAllowedError
    return kept


def open_barrier(visit: Visit, school_id: UUID | None, new: Opening) -> Result:
    """Name a barrier at a school, or with None in the whole network.

    Raises:
        NotAllowedError: not the visitor's to name.
        NotFoundError: an area, or a form's id, that is none of theirs.
        InvalidError: it cannot be kept as it is; in words, by field.
    """
    if not may_write(visit, school_id):
        raise NotAllowedError
    connection, network_id = visit.connection, visit.network_id
    before = barriers.get_barrier(connection, network_id, new.id)
    if before is not None:
        if before.school_id != school_id or before.opened_by != visit.person_id:
            raise NotFoundError
        return Result.ALREADY
    problems = saying_problems(new.said, visit.today) | _area_problems(visit, new.said.area_id, None)
    if barriers.linkable(connection, network_id, new.session_ids, school_id) != new.session_ids:
        problems["session_ids"] = _("A session that you chose has changed. Look at the list again.")
    if problems:
        raise InvalidError(problems)
    row = {
        "network_id": network_id,
        "id": new.id,
        "school_id": school_id,
        **_values(new.said),
        "status": BarrierStatus.OPEN,
        "opened_by": visit.person_id,
        "opened_on": visit.today,
        "opened_at": visit.now,
    }
    if not barriers.insert_barrier(connection, row):
        return Result.ALREADY
    barriers.link(connection, network_id, new.id, new.session_ids)
    trace(visit, "create", "barrier", new.id, tuple(_values(new.said)), version=1)
    _touch(visit, school_id)
    return Result.DONE


def say_barrier(visit: Visit, barrier_id: UUID, seen: int, said: Saying) -> Result:
    """Say anew what a barrier is, who takes it on and what comes next.

    Raises:
        ChangedError: somebody else has changed it since the form was made, to something else.
        InvalidError: it cannot be kept as it is; in words, by field.
    """
    kept = barrier_of(visit, barrier_id, write=True)
    values = _values(said)
    changed = tuple(name for name, value in values.items() if getattr(kept, name) != value)
    if not changed and not kept.removed:
        return Result.ALREADY
    problems = saying_problems(said, visit.today) | _area_problems(visit, said.area_id, kept)
    if problems:
        raise InvalidError(problems)
    return _change(visit, kept, seen, "edit", **{name: values[name] for name in changed})


def move_barrier(visit: Visit, barrier_id: UUID, seen: int, status: BarrierStatus, settled_on: date | None) -> Result:
    """Say how far a barrier is; one that is solved or left says since when.

    Raises:
        ChangedError: somebody else has changed it since the form was made.
        InvalidError: the day cannot be.
    """
    kept = barrier_of(visit, barrier_id, write=True)
    day = settled_on if status in SETTLED else None
    if (kept.status, kept.settled_on) == (status, day) and not kept.removed:
        return Result.ALREADY
    if problems := settling_problems(status, day, kept.opened_on, visit.today):
        raise InvalidError(problems)
    return _change(visit, kept, seen, "move", status=status, settled_on=day)


def remove_barrier(visit: Visit, barrier_id: UUID, seen: int) -> Result:
    """Take a barrier off the register, which `restore_barrier` undoes.

    Raises:
        ChangedError: somebody else has changed it since the page was made.
    """
    kept = barrier_of(visit, barrier_id, write=True)
    if kept.removed:
        return Result.ALREADY
    return _change(visit, kept, seen, "remove", removed_at=visit.now)


def restore_barrier(visit: Visit, barrier_id: UUID) -> Result:
    """Bring back what was removed."""
    kept = barrier_of(visit, barrier_id, write=True)
    if not kept.removed:
        return Result.ALREADY
    if not barriers.change_barrier(visit.connection, visit.network_id, kept.id, kept.version, removed_at=None):
        return Result.ALREADY  # somebody else was first
    trace(visit, "restore", "barrier", kept.id, version=kept.version + 1)
    _touch(visit, kept.school_id)
    return Result.DONE


def tick_sessions(visit: Visit, barrier_id: UUID, shown: Collection[UUID], ticked: frozenset[UUID]) -> Result:
    """Put the ticked sessions behind a barrier, and take away those that were shown and are not ticked.

    Raises:
        ChangedError: the barrier was removed.
        InvalidError: a session that no barrier of this school can stand behind.
    """
    kept = barrier_of(visit, barrier_id, write=True)
    connection, network_id = visit.connection, visit.network_id
    _be_there(kept)
    there = {tagged.id for _school, tagged in barriers.list_behind(connection, network_id, kept.id, None)}
    new, gone = ticked - there, (there & set(shown)) - ticked
    if barriers.linkable(connection, network_id, new, kept.school_id) != new:
        raise InvalidError({"session_ids": _("A session that you chose has changed. Look at the list again.")})
    if not new and not gone:
        return Result.ALREADY
    barriers.link(connection, network_id, kept.id, new)
    if gone:
        barriers.unlink(connection, network_id, kept.id, gone)
    trace(visit, "link", "barrier", kept.id, ("sessions",))
    _touch(visit, kept.school_id)
    return Result.DONE


def link_session(visit: Visit, barrier_id: UUID, session_id: UUID) -> Result:
    """Say of a session that a barrier stands behind it.

    Raises:
        NotFoundError, NotAllowedError: as `barrier_of`.
        ChangedError, InvalidError: as `tick_sessions`.
    """
    return tick_sessions(visit, barrier_id, (), frozenset({session_id}))


def _values(said: Saying) -> dict[str, Any]:
    """A form's words as they are kept."""
    return {
        "what": settled(said.what),
        "area_id": said.area_id,
        "owner": settled(said.owner),
        "next_act": settled(said.next_act),
        "next_on": said.next_on,
    }


def _area_problems(visit: Visit, area_id: UUID | None, kept: KeptBarrier | None) -> dict[str, str]:
    if area_id is None or (kept is not None and kept.area_id == area_id):
        return {}
    areas = {each.id: each for each in list_areas(visit.connection, visit.network_id, visit.today)}
    if area_id not in areas:
        raise NotFoundError
    if areas[area_id].confidential:
        return {"area_id": _("This area is confidential, so it stays between the people who take part.")}
    return {} if areas[area_id].open else {"area_id": _("This area is not in use any more. Choose another.")}


def _be_there(kept: KeptBarrier) -> None:
    if kept.removed:
        message = _("This barrier was removed meanwhile. Bring it back first.")
        raise ChangedError(message)


def _change(visit: Visit, kept: KeptBarrier, seen: int, act: str, **values: Any) -> Result:
    _be_there(kept)
    if not barriers.change_barrier(visit.connection, visit.network_id, kept.id, seen, **values):
        message = _("Somebody has changed this barrier since you opened it. Here is how it stands now.")
        raise ChangedError(message)
    trace(visit, act, "barrier", kept.id, tuple(values), version=seen + 1)
    _touch(visit, kept.school_id)
    return Result.DONE


def _touch(visit: Visit, school_id: UUID | None) -> None:
    rollups.touch(visit.connection, visit.network_id, () if school_id is None else (school_id,))
