"""A coach's word that all of a week is in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.tables import CompleteWeek
from app.store.tables.base import table_of

complete_week = table_of(CompleteWeek)


@dataclass(frozen=True, slots=True)
class Complete:
    """When it was said, and a mark of what was in the week then."""

    said_at: datetime
    mark: str


def get_complete(connection: Connection, network_id: UUID, coach_id: UUID, week: date) -> Complete | None:
    found = sa.select(complete_week.c.said_at, complete_week.c.mark).where(*_of(network_id, coach_id, week))
    row = connection.execute(found).first()
    return None if row is None else Complete(*row)


def say_complete(connection: Connection, network_id: UUID, coach_id: UUID, week: date, said: Complete) -> None:
    """Keep the word, or say it again of what is in the week now."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {"network_id": network_id, "coach_id": coach_id, "week": week, "said_at": said.said_at, "mark": said.mark}
    statement = insert(complete_week).values(row)
    again = statement.on_conflict_do_update(
        index_elements=list(complete_week.primary_key.columns),
        set_={"said_at": statement.excluded.said_at, "mark": statement.excluded.mark},
    )
    connection.execute(again)


def take_back(connection: Connection, network_id: UUID, coach_id: UUID, week: date) -> bool:
    """Whether there was such a word."""
    return connection.execute(sa.delete(complete_week).where(*_of(network_id, coach_id, week))).rowcount == 1


def _of(network_id: UUID, coach_id: UUID, week: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        complete_week.c.network_id == network_id,
        complete_week.c.coach_id == coach_id,
        complete_week.c.week == week,
    )
