"""A school's strengths wall: which sessions' strengths stand on it. Their words, area and day are their session's.

What was said in a confidential area is for those who took part, so none of it ever stands there; and neither does what
was voided, or has no words any more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.schools import area
from app.store.sessions import STANDING, session
from app.store.tables import WallStrength
from app.store.tables.base import table_of

wall = table_of(WallStrength)


@dataclass(frozen=True, slots=True)
class Put:
    """Where a session's strength is: on the wall, or taken down again. `mark` is another one after each change."""

    put_by: UUID
    put_at: datetime
    removed_at: datetime | None

    @property
    def up(self) -> bool:
        return self.removed_at is None

    @property
    def mark(self) -> str:
        return f"{'up' if self.up else 'down'} {(self.removed_at or self.put_at).isoformat()}"


@dataclass(frozen=True, slots=True)
class OnWall:
    session_id: UUID
    words: str
    area_id: UUID
    area: str
    seen_on: date
    put_by: UUID


def get_put(connection: Connection, network_id: UUID, session_id: UUID) -> Put | None:
    """None where nobody ever put the session's strength on the wall."""
    statement = sa.select(*(wall.c[name] for name in Put.__slots__)).where(
        wall.c.network_id == network_id, wall.c.session_id == session_id
    )
    row = connection.execute(statement).first()
    return None if row is None else Put(*row)


def put_up(connection: Connection, network_id: UUID, session_id: UUID, person_id: UUID, now: datetime) -> None:
    """Put it on the wall, for the first time or again."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"put_by": person_id, "put_at": now, "removed_at": None}
    made = insert(wall).values(network_id=network_id, session_id=session_id, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["network_id", "session_id"], set_=values))


def take_down(connection: Connection, network_id: UUID, session_id: UUID, now: datetime) -> None:
    here = wall.c.network_id == network_id, wall.c.session_id == session_id
    connection.execute(sa.update(wall).where(*here, wall.c.removed_at.is_(None)).values(removed_at=now))


def list_wall(
    connection: Connection, network_id: UUID, school_id: UUID, area_id: UUID | None, limit: int, offset: int = 0
) -> list[OnWall]:
    """What stands on a school's wall, of one area or of all, the latest seen first."""
    asked = [] if area_id is None else [session.c.area_id == area_id]
    columns = session.c.id, session.c.strength, area.c.id, area.c.name, session.c.held_on, wall.c.put_by
    statement = (
        sa.select(*columns)
        .where(*_standing(network_id, school_id), *asked)
        .order_by(session.c.held_on.desc(), wall.c.put_at.desc(), session.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [OnWall(*row) for row in connection.execute(statement)]


def count_by_area(connection: Connection, network_id: UUID, school_id: UUID) -> dict[UUID, int]:
    """How many stand on a school's wall, by area; one without any is missing."""
    statement = (
        sa.select(session.c.area_id, sa.func.count())
        .where(*_standing(network_id, school_id))
        .group_by(session.c.area_id)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def _standing(network_id: UUID, school_id: UUID) -> list[sa.ColumnElement[Any]]:
    return [
        wall.c.network_id == network_id,
        wall.c.removed_at.is_(None),
        session.c.network_id == wall.c.network_id,
        session.c.id == wall.c.session_id,
        session.c.school_id == school_id,
        session.c.strength != "",
        STANDING,
        area.c.network_id == session.c.network_id,
        area.c.id == session.c.area_id,
        ~area.c.confidential,
    ]
