"""Words at a day of a school's chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.tables import Annotation
from app.store.tables.base import table_of

annotation = table_of(Annotation)


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation of a day. Not `agreed`: a coach's, that nobody else has said yes to; it is not drawn yet."""

    id: UUID
    noted_on: date
    words: str
    agreed: bool
    entered_by: UUID
    removed: bool = False


def _notes(network_id: UUID, school_id: UUID) -> sa.Select[Any]:
    table = annotation.c
    columns = (table.id, table.noted_on, table.words, table.agreed_by.is_not(None), table.entered_by)
    return sa.select(*columns, table.removed_at.is_not(None)).where(
        table.network_id == network_id, table.school_id == school_id
    )


def list_annotations(connection: Connection, network_id: UUID, school_id: UUID) -> list[Note]:
    """A school's annotations, newest first, without those that were removed."""
    standing = _notes(network_id, school_id).where(annotation.c.removed_at.is_(None))
    statement = standing.order_by(annotation.c.noted_on.desc(), annotation.c.entered_at.desc(), annotation.c.id)
    return [Note(*row) for row in connection.execute(statement)]


def get_annotation(connection: Connection, network_id: UUID, school_id: UUID, annotation_id: UUID) -> Note | None:
    """One of a school's annotations, also a removed one."""
    row = connection.execute(_notes(network_id, school_id).where(annotation.c.id == annotation_id)).first()
    return None if row is None else Note(*row)


def insert_annotation(connection: Connection, row: Mapping[str, Any]) -> None:
    connection.execute(sa.insert(annotation), dict(row))


def update_annotation(
    connection: Connection, network_id: UUID, annotation_id: UUID, changes: Mapping[str, Any]
) -> None:
    connection.execute(
        sa.update(annotation)
        .where(annotation.c.network_id == network_id, annotation.c.id == annotation_id)
        .values(**changes)
    )
