"""Words at a day of a school's chart."""

from dataclasses import dataclass
from datetime import date
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


def list_annotations(connection: Connection, network_id: UUID, school_id: UUID) -> list[Note]:
    """A school's annotations, newest first, without those that were removed."""
    statement = (
        sa.select(
            annotation.c.id,
            annotation.c.noted_on,
            annotation.c.words,
            annotation.c.agreed_by.is_not(None),
            annotation.c.entered_by,
        )
        .where(
            annotation.c.network_id == network_id,
            annotation.c.school_id == school_id,
            annotation.c.removed_at.is_(None),
        )
        .order_by(annotation.c.noted_on.desc(), annotation.c.entered_at.desc(), annotation.c.id)
    )
    return [Note(*row) for row in connection.execute(statement)]
