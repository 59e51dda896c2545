"""Barriers that stand in the way of a school or of the network, and the sessions behind which they stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.recurring import Asked
from app.domain.vocabulary import BarrierStatus, Origin
from app.store.binds import Ids
from app.store.prepared import Prepared
from app.store.schools import area
from app.store.sessions import STANDING, held_between, session
from app.store.tables import Barrier, BarrierSession
from app.store.tables.base import table_of
from app.store.tags import TAGS, Tagged

barrier = table_of(Barrier)
behind = table_of(BarrierSession)


@dataclass(frozen=True, slots=True)
class KeptBarrier:
    """A barrier as it is kept. Without a school it stands in the way of the whole network."""

    id: UUID
    school_id: UUID | None
    area_id: UUID | None
    what: str
    owner: str
    status: BarrierStatus
    next_act: str
    next_on: date | None
    opened_by: UUID
    opened_on: date
    settled_on: date | None
    version: int
    removed: bool


class Behind(NamedTuple):
    """How many sessions a barrier stands behind, and how many of them were asked for in the moment."""

    sessions: int
    requests: int


NOTHING_BEHIND = Behind(0, 0)

_COLUMNS = (
    *(barrier.c[name] for name in KeptBarrier.__slots__ if name != "removed"),
    barrier.c.removed_at.is_not(None),
)
_STANDS = barrier.c.removed_at.is_(None)


def list_barriers(
    connection: Connection, network_id: UUID, schools: Ids, *, network_wide: bool = True
) -> list[KeptBarrier]:
    """Those of some schools (None: of all) and those of the whole network; what is due first comes first."""
    whose: list[sa.ColumnElement[bool]] = [] if schools is None else [barrier.c.school_id.in_(schools)]
    if network_wide:
        whose = [sa.or_(barrier.c.school_id.is_(None), *whose)] if whose else []
    elif schools is None:
        whose = [barrier.c.school_id.is_not(None)]
    statement = (
        sa.select(*_COLUMNS)
        .where(barrier.c.network_id == network_id, _STANDS, *whose)
        .order_by(barrier.c.next_on.is_(None), barrier.c.next_on, barrier.c.opened_at.desc(), barrier.c.id)
    )
    return [KeptBarrier(*row) for row in connection.execute(statement)]


def get_barrier(connection: Connection, network_id: UUID, barrier_id: UUID) -> KeptBarrier | None:
    """One barrier, also one that was removed."""
    statement = sa.select(*_COLUMNS).where(barrier.c.network_id == network_id, barrier.c.id == barrier_id)
    row = connection.execute(statement).first()
    return None if row is None else KeptBarrier(*row)


_SESSION_OF = (session.c.network_id == behind.c.network_id) & (session.c.id == behind.c.session_id)
_STILL_THERE = sa.or_(barrier.c.school_id.is_(None), barrier.c.school_id == session.c.school_id)
"""A session may be moved to another school after a barrier was put behind it, and it is none of that school's."""


def list_behind_session(connection: Connection, network_id: UUID, session_id: UUID) -> list[KeptBarrier]:
    """The barriers that stand behind one session, newest first."""
    statement = (
        sa.select(*_COLUMNS)
        .join(behind, (behind.c.network_id == barrier.c.network_id) & (behind.c.barrier_id == barrier.c.id))
        .join(session, _SESSION_OF)
        .where(
            barrier.c.network_id == network_id,
            behind.c.network_id == network_id,
            behind.c.session_id == session_id,
            session.c.network_id == network_id,
            _STILL_THERE,
            _STANDS,
        )
        .order_by(barrier.c.opened_at.desc(), barrier.c.id)
    )
    return [KeptBarrier(*row) for row in connection.execute(statement)]


def _counted(network_id: UUID, schools: Ids) -> list[sa.ColumnElement[bool]]:
    """Sessions that count, and of schools that the reader sees.

    One that was moved to another school or into a confidential area since stands behind nothing until it is back.
    """
    own = [
        behind.c.network_id == network_id,
        session.c.network_id == network_id,
        STANDING,
        barrier.c.network_id == network_id,
        barrier.c.id == behind.c.barrier_id,
        _STILL_THERE,
        area.c.network_id == network_id,
        area.c.id == session.c.area_id,
        ~area.c.confidential,
    ]
    return own if schools is None else [*own, session.c.school_id.in_(schools)]


def count_behind(
    connection: Connection, network_id: UUID, schools: Ids, barrier_ids: Collection[UUID] | None = None
) -> dict[UUID, Behind]:
    """By barrier, what stands behind it at some schools (None: at all); one with nothing is missing."""
    asked = sa.func.count(sa.case((session.c.origin == Origin.REQUESTED, 1)))
    which = [] if barrier_ids is None else [behind.c.barrier_id.in_(barrier_ids)]
    statement = (
        sa.select(behind.c.barrier_id, sa.func.count(), asked)
        .join(session, _SESSION_OF)
        .where(*_counted(network_id, schools), *which)
        .group_by(behind.c.barrier_id)
    )
    return {barrier_id: Behind(*counts) for barrier_id, *counts in connection.execute(statement)}


def list_behind(connection: Connection, network_id: UUID, barrier_id: UUID, schools: Ids) -> list[tuple[UUID, Tagged]]:
    """The sessions behind a barrier at some schools (None: at all), newest first, each with its school."""
    statement = (
        sa.select(session.c.school_id, *TAGS)
        .join(behind, _SESSION_OF)
        .where(*_counted(network_id, schools), behind.c.barrier_id == barrier_id)
        .order_by(session.c.held_on.desc(), session.c.id)
    )
    return [(school_id, Tagged(*tags)) for school_id, *tags in connection.execute(statement)]


def linkable(
    connection: Connection, network_id: UUID, session_ids: Collection[UUID], school_id: UUID | None
) -> frozenset[UUID]:
    """Those of these sessions that a barrier may stand behind: they count, at its school, in no confidential area."""
    if not session_ids:
        return frozenset()
    at = [] if school_id is None else [session.c.school_id == school_id]
    statement = (
        sa.select(session.c.id)
        .join(area, (area.c.network_id == session.c.network_id) & (area.c.id == session.c.area_id))
        .where(
            session.c.network_id == network_id,
            area.c.network_id == network_id,
            session.c.id.in_(session_ids),
            STANDING,
            ~area.c.confidential,
            *at,
        )
    )
    return frozenset(connection.execute(statement).scalars())


def list_asked(connection: Connection, network_id: UUID, schools: Ids, window: Window) -> dict[UUID, list[Asked]]:
    """What schools (None: all) asked for in the moment in a window, by school; one without any is missing."""
    at = [] if schools is None else [session.c.school_id.in_(schools)]
    columns = (session.c.school_id, session.c.area_id, session.c.held_on)
    statement = (
        sa.select(*columns, sa.func.count())
        .where(
            session.c.network_id == network_id,
            held_between(window.first, window.last),
            STANDING,
            session.c.origin == Origin.REQUESTED,
            *at,
        )
        .group_by(*columns)
    )
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for school_id, *asked in connection.execute(statement):
        found[school_id].append(Asked(*asked))
    return dict(found)


_insert = Prepared(
    {
        "sqlite": sqlite.insert(barrier).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(barrier).on_conflict_do_nothing(),
    }
)
_link = Prepared(
    {
        "sqlite": sqlite.insert(behind).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(behind).on_conflict_do_nothing(),
    }
)


def insert_barrier(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Whether it was inserted: the very form may have been sent before."""
    plain = {column.name: None for column in barrier.c} | {"version": 1}
    return _insert.write(connection, plain | dict(row)) == 1


def change_barrier(connection: Connection, network_id: UUID, barrier_id: UUID, seen: int, **values: Any) -> bool:
    """Whether it still had the version that was seen, and now has the next."""
    statement = sa.update(barrier).where(
        barrier.c.network_id == network_id, barrier.c.id == barrier_id, barrier.c.version == seen
    )
    return connection.execute(statement.values(**values, version=seen + 1)).rowcount == 1


def link(connection: Connection, network_id: UUID, barrier_id: UUID, session_ids: Iterable[UUID]) -> None:
    """Put sessions behind a barrier; those that are there stay."""
    key = {"network_id": network_id, "barrier_id": barrier_id}
    for session_id in sorted(session_ids):
        _link.write(connection, key | {"session_id": session_id})


def unlink(connection: Connection, network_id: UUID, barrier_id: UUID, session_ids: Collection[UUID]) -> None:
    connection.execute(
        sa.delete(behind).where(
            behind.c.network_id == network_id,
            behind.c.barrier_id == barrier_id,
            behind.c.session_id.in_(session_ids),
        )
    )
