"""Rows that a test adds to the cast's networks or changes there, each in a transaction of its own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.store.engine import Database
from app.store.scope import scoped
from app.store.tables.base import table_of


def add(database: Database, network_id: UUID, *rows: SQLModel) -> None:
    with database.writing() as connection, scoped(connection, network_id) as session:
        for row in rows:
            session.add(row)
            session.flush()


def change(
    database: Database, kind: type[SQLModel], network_id: UUID, where: Mapping[str, Any], **changes: Any
) -> None:
    """Change the rows that have these values, and there is one at least."""
    table = table_of(kind)
    with database.writing() as connection:
        scoped(connection, network_id)
        found = sa.update(table).where(
            table.c.network_id == network_id, *(table.c[name] == where[name] for name in where)
        )
        assert connection.execute(found.values(**changes)).rowcount > 0


def rows_of(database: Database, kind: type[SQLModel], network_id: UUID) -> list[dict[str, Any]]:
    """Every row of a network's."""
    table = table_of(kind)
    with database.reading() as connection:
        scoped(connection, network_id).close()
        found = connection.execute(sa.select(table).where(table.c.network_id == network_id)).mappings()
        return [dict(row) for row in found]
