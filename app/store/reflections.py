"""What coaches and leaders think of a month at a school; `month` is always its first day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.binds import Ids
from app.store.prepared import Prepared
from app.store.schools import person
from app.store.tables import Reflection
from app.store.tables.base import table_of

reflection = table_of(Reflection)

KEY = ("network_id", "school_id", "month", "author_id")


@dataclass(frozen=True, slots=True)
class KeptReflection:
    """One person's reflection, whole: for its author, and for the coaches and leaders of the school."""

    month: date
    author_id: UUID
    author: str
    needs: int
    needs_note: str
    barriers: int
    barriers_note: str
    said_at: datetime
    removed: bool


def _kept(network_id: UUID, school_id: UUID) -> sa.Select[Any]:
    table = reflection.c
    return (
        sa.select(
            table.month,
            table.author_id,
            person.c.name,
            table.needs,
            table.needs_note,
            table.barriers,
            table.barriers_note,
            table.said_at,
            table.removed_at.is_not(None),
        )
        .join(person, (person.c.network_id == table.network_id) & (person.c.id == table.author_id))
        .where(table.network_id == network_id, person.c.network_id == network_id, table.school_id == school_id)
    )


def list_reflections(connection: Connection, network_id: UUID, school_id: UUID, since: date) -> list[KeptReflection]:
    """A school's reflections on the months from one on, newest month first, and in a month the earliest first."""
    statement = (
        _kept(network_id, school_id)
        .where(reflection.c.month >= since, reflection.c.removed_at.is_(None))
        .order_by(reflection.c.month.desc(), reflection.c.said_at, reflection.c.author_id)
    )
    return [KeptReflection(*row) for row in connection.execute(statement)]


def get_reflection(
    connection: Connection, network_id: UUID, school_id: UUID, month: date, author_id: UUID
) -> KeptReflection | None:
    """Somebody's own, also one that they removed."""
    statement = _kept(network_id, school_id).where(reflection.c.month == month, reflection.c.author_id == author_id)
    row = connection.execute(statement).first()
    return None if row is None else KeptReflection(*row)


def list_levels(
    connection: Connection, network_id: UUID, schools: Ids, since: date
) -> dict[tuple[UUID, date], list[tuple[int, int]]]:
    """By school (None: of all) and month, the levels as (needs, barriers): no notes, and nobody's name."""
    at = [] if schools is None else [reflection.c.school_id.in_(schools)]
    statement = (
        sa.select(reflection.c.school_id, reflection.c.month, reflection.c.needs, reflection.c.barriers)
        .where(
            reflection.c.network_id == network_id,
            reflection.c.month >= since,
            reflection.c.removed_at.is_(None),
            *at,
        )
        .order_by(reflection.c.month.desc(), reflection.c.needs, reflection.c.barriers)
    )
    found: dict[tuple[UUID, date], list[tuple[int, int]]] = defaultdict(list)
    for school_id, month, needs, barriers in connection.execute(statement):
        found[school_id, month].append((needs, barriers))
    return dict(found)


def reflected_at(
    connection: Connection, network_id: UUID, author_id: UUID, month: date, schools: Collection[UUID]
) -> frozenset[UUID]:
    """Those of some schools where somebody has reflected on a month."""
    statement = sa.select(reflection.c.school_id).where(
        reflection.c.network_id == network_id,
        reflection.c.author_id == author_id,
        reflection.c.month == month,
        reflection.c.school_id.in_(schools),
        reflection.c.removed_at.is_(None),
    )
    return frozenset(connection.execute(statement).scalars())


def _upsert(dialect: Any) -> Any:
    insert = dialect.insert(reflection)
    return insert.on_conflict_do_update(
        index_elements=list(KEY),
        set_={column.name: insert.excluded[column.name] for column in reflection.c if column.name not in KEY},
    )


_say = Prepared({"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)})


def say(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a reflection, in place of what its author said of that month before."""
    _say.write(connection, {"removed_at": None} | dict(row))


def set_removed(
    connection: Connection, network_id: UUID, school_id: UUID, month: date, author_id: UUID, at: datetime | None
) -> bool:
    """Remove a reflection, or with None bring it back; whether that changed anything."""
    is_there = reflection.c.removed_at.is_(None) if at is not None else reflection.c.removed_at.is_not(None)
    statement = sa.update(reflection).where(
        reflection.c.network_id == network_id,
        reflection.c.school_id == school_id,
        reflection.c.month == month,
        reflection.c.author_id == author_id,
        is_there,
    )
    return connection.execute(statement.values(removed_at=at)).rowcount == 1
