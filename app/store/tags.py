"""The sessions behind a figure, by their tags alone: no coach, nobody who took part, no notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.vocabulary import Lead, Mode, Origin
from app.store.sessions import STANDING, held_between, session


@dataclass(frozen=True, slots=True)
class Tagged:
    """What anybody may know of a session who may see its school; its mode and lead are those that count."""

    id: UUID
    held_on: date
    area_id: UUID
    minutes: int
    mode: Mode
    lead: Lead | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Behind:
    """Which sessions of a school: those of a window's weeks, and of one area, mode and lead where they are named."""

    school_id: UUID
    window: Window
    area_id: UUID | None = None
    mode: Mode | None = None
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    sessions: int
    minutes: int
    for_sessions: int
    for_minutes: int


_COUNTED = {"mode": "counted_mode", "lead": "counted_lead"}
_TAGS = tuple(session.c[_COUNTED.get(name, name)] for name in Tagged.__slots__)


def list_tagged(
    connection: Connection, network_id: UUID, behind: Behind, limit: int, offset: int = 0
) -> Sequence[Tagged]:
    """Newest first. Voided sessions count nowhere, and are not among them."""
    statement = (
        sa.select(*_TAGS)
        .where(*_where(network_id, behind))
        .order_by(session.c.held_on.desc(), session.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [Tagged(*row) for row in connection.execute(statement)]


def sum_tagged(connection: Connection, network_id: UUID, behind: Behind) -> Sums:
    ours = session.c.counted_mode == Mode.FOR
    minutes = session.c.minutes
    statement = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(minutes), 0),
        sa.func.count(sa.case((ours, 1))),
        sa.func.coalesce(sa.func.sum(sa.case((ours, minutes), else_=0)), 0),
    ).where(*_where(network_id, behind))
    return Sums(*connection.execute(statement).one())


def _where(network_id: UUID, behind: Behind) -> list[sa.ColumnElement[bool]]:
    asked = [
        column == value
        for column, value in (
            (session.c.area_id, behind.area_id),
            (session.c.counted_mode, behind.mode),
            (session.c.counted_lead, behind.lead),
        )
        if value is not None
    ]
    return [
        session.c.network_id == network_id,
        session.c.school_id == behind.school_id,
        held_between(behind.window.first, behind.window.last),
        STANDING,
        *asked,
    ]
