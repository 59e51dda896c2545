"""Other time: what a coach's hours go to beside sessions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.vocabulary import Other
from app.store.scope import Unscoped
from app.store.tables import OtherTime
from app.store.tables.base import table_of

other_time = table_of(OtherTime)


@dataclass(frozen=True, slots=True)
class KeptOther:
    """A stretch of other time as it is kept; `history` is what each version said, as JSON."""

    id: UUID
    coach_id: UUID
    kind: Other
    spent_on: date
    minutes: int
    school_id: UUID | None
    note: str
    version: int
    received_at: datetime
    removed_at: datetime | None
    history: str


_COLUMNS = tuple(other_time.c[name] for name in KeptOther.__slots__)


def get_other_time(connection: Connection, network_id: UUID, other_id: UUID) -> KeptOther | None:
    found = sa.select(*_COLUMNS).where(other_time.c.network_id == network_id, other_time.c.id == other_id)
    row = connection.execute(found).first()
    return None if row is None else KeptOther(*row)


def list_other_time(
    connection: Connection, network_id: UUID, coach_id: UUID, first: date, last: date
) -> list[KeptOther]:
    """A coach's other time of some days, by day and in the order in which it came in; removed ones left out."""
    statement = (
        sa.select(*_COLUMNS)
        .where(
            other_time.c.network_id == network_id,
            other_time.c.coach_id == coach_id,
            other_time.c.spent_on.between(first, last),
            other_time.c.removed_at.is_(None),
        )
        .order_by(other_time.c.spent_on, other_time.c.received_at, other_time.c.id)
    )
    return [KeptOther(*row) for row in connection.execute(statement)]


_taken = (
    sa.select(other_time.c.id)
    .where(other_time.c.id == sa.bindparam("of_other"))
    .execution_options(unscoped=Unscoped.SESSION_IDS)
)


def is_taken(connection: Connection, other_id: UUID) -> bool:
    """Whether any network has other time of this id."""
    return connection.execute(_taken, {"of_other": other_id}).first() is not None


def create(connection: Connection, row: dict[str, Any]) -> bool:
    """Insert other time unless its id is taken, by whomever; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = insert(other_time).on_conflict_do_nothing().values(row).returning(other_time.c.id)
    return connection.execute(made).first() is not None


def raise_version(connection: Connection, network_id: UUID, other_id: UUID, seen: int, changes: dict[str, Any]) -> bool:
    """Write `changes` as the version after `seen`; False when somebody else was first."""
    statement = (
        sa.update(other_time)
        .where(other_time.c.network_id == network_id, other_time.c.id == other_id, other_time.c.version == seen)
        .values(version=seen + 1, **changes)
    )
    return connection.execute(statement).rowcount == 1
