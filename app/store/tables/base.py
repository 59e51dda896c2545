"""What every table shares: a network, and names for all constraints."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Tenant(SQLModel):
    """A row of one network. Every key begins with the network, so no row can point into another's."""

    network_id: UUID = Field(primary_key=True)


class Row(Tenant):
    """A row with an id of its own."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


def of(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A foreign key from `column` to a row of the same network's `table`."""
    return sa.ForeignKeyConstraint(["network_id", column], [f"{table}.network_id", f"{table}.id"])


def of_network() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["network_id"], ["network.id"])


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def utc_now() -> datetime:
    return datetime.now(UTC)


KEYED_ROWS: dict[str, Any] = {"sqlite_with_rowid": False}
"""SQLite keeps such a table in the order of its primary key, without a second index."""


def table_of(kind: type[SQLModel]) -> sa.Table:
    """The Core table of a mapped class, for the hot paths and for reads that make no entities."""
    table = kind.__table__  # type: ignore[attr-defined]
    assert isinstance(table, sa.Table)  # noqa: S101 - mypy cannot know
    return table
