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

LAST = 2**31 - 1
"""Where an act without a version stands among those of its moment: after the one that made the version."""


@dataclass(frozen=True, slots=True)
class Trace:
    at: datetime
    actor_id: UUID | None
    actor: str | None
    act: str
    fields: tuple[str, ...]
    version: int | None = None
    reason: str = ""


def record(  # noqa: PLR0913 - a column each, by name
    connection: Connection,
    *,
    network_id: UUID,
    actor_id: UUID | None,
    at: datetime,
    act: str,
    subject: str,
    subject_id: UUID,
    fields: Iterable[str] = (),
    version: int | None = None,
    reason: str = "",
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
        "version": version,
        "reason": reason,
    }
    _insert.write(connection, row)


def list_traces(connection: Connection, network_id: UUID, subject_id: UUID) -> list[Trace]:
    """What was done to one subject, oldest first."""
    columns = event.c.at, event.c.actor_id, person.c.name, event.c.act, event.c.fields, event.c.version, event.c.reason
    statement = (
        sa.select(*columns)
        .outerjoin(person, (person.c.network_id == event.c.network_id) & (person.c.id == event.c.actor_id))
        .where(event.c.network_id == network_id, event.c.subject_id == subject_id)
        .order_by(event.c.at, sa.func.coalesce(event.c.version, LAST), event.c.id)
    )
    return [
        Trace(at, actor_id, actor, act, tuple(filter(None, fields.split(","))), version, reason)
        for at, actor_id, actor, act, fields, version, reason in connection.execute(statement)
    ]
