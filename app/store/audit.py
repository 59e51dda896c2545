"""The audit log: append-only, and never any prose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.prepared import Prepared
from app.store.tables import AuditEvent, Person
from app.store.tables.base import table_of

event = table_of(AuditEvent)
person = table_of(Person)

_insert = Prepared(sa.insert(event))


@dataclass(frozen=True, slots=True)
class Trace:
    at: datetime
    actor_id: UUID | None
    actor: str | None
    act: str
    fields: tuple[str, ...]


def record(
    connection: Connection,
    *,
    network_id: UUID,
    actor_id: UUID | None,
    at: datetime,
    act: str,
    subject: str,
    subject_id: UUID,
    fields: Iterable[str] = (),
) -> None:
    row = {
        "network_id": network_id,
        "id": uuid4(),
        "at": at,
        "actor_id": actor_id,
        "act": act,
        "subject": subject,
        "subject_id": subject_id,
        "fields": ",".join(fields),
    }
    _insert.write(connection, row)


def list_traces(connection: Connection, network_id: UUID, subject_id: UUID) -> list[Trace]:
    """What was done to one subject, oldest first."""
    statement = (
        sa.select(event.c.at, event.c.actor_id, person.c.name, event.c.act, event.c.fields)
        .outerjoin(person, (person.c.network_id == event.c.network_id) & (person.c.id == event.c.actor_id))
        .where(event.c.network_id == network_id, event.c.subject_id == subject_id)
        .order_by(event.c.at, event.c.id)
    )
    return [
        Trace(row.at, row.actor_id, row.name, row.act, tuple(filter(None, row.fields.split(","))))
        for row in connection.execute(statement)
    ]
