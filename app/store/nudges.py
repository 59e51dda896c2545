"""A network's nudges, and what was changed in the list lately, to be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.tables import NudgePhrase, OfficeChange
from app.store.tables.base import table_of

phrase = table_of(NudgePhrase)
change = table_of(OfficeChange)

SUBJECT = "nudge_phrase"


@dataclass(frozen=True, slots=True)
class Nudge:
    id: UUID
    words: str
    instead: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the list: `before` and `after` are JSON of the fields that it changed, {} where there was nothing."""

    id: UUID
    subject_id: UUID
    before: str
    after: str
    changed_at: datetime
    undone_at: datetime | None


def list_nudges(connection: Connection, network_id: UUID) -> list[Nudge]:
    """The list, in the order of the alphabet."""
    statement = sa.select(phrase.c.id, phrase.c.words, phrase.c.instead).where(phrase.c.network_id == network_id)
    ordered = statement.order_by(sa.func.lower(phrase.c.words), phrase.c.id)
    return [Nudge(*row) for row in connection.execute(ordered)]


def is_there(connection: Connection, network_id: UUID, nudge_id: UUID) -> bool:
    """Whether the network has this phrase, or had it once."""
    here = sa.select(phrase.c.id).where(phrase.c.network_id == network_id, phrase.c.id == nudge_id)
    once = sa.select(change.c.id).where(
        change.c.network_id == network_id, change.c.subject == SUBJECT, change.c.subject_id == nudge_id
    )
    return any(connection.execute(each.limit(1)).first() is not None for each in (here, once))


def add_nudges(connection: Connection, network_id: UUID, nudges: Iterable[Nudge]) -> None:
    """Put phrases on the list; one whose words are there in this very form stays as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"network_id": network_id, "id": each.id, "words": each.words, "instead": each.instead} for each in nudges]
    if rows:
        connection.execute(insert(phrase).on_conflict_do_nothing(), rows)


def change_nudge(connection: Connection, network_id: UUID, nudge_id: UUID, values: Mapping[str, str]) -> None:
    here = phrase.c.network_id == network_id, phrase.c.id == nudge_id
    connection.execute(sa.update(phrase).where(*here).values(**values))


def remove_nudge(connection: Connection, network_id: UUID, nudge_id: UUID) -> None:
    connection.execute(sa.delete(phrase).where(phrase.c.network_id == network_id, phrase.c.id == nudge_id))


def keep_change(connection: Connection, network_id: UUID, values: Mapping[str, Any]) -> UUID:
    """Keep what was changed, by whom and when; the id of that."""
    change_id = uuid4()
    row = {"network_id": network_id, "id": change_id, "subject": SUBJECT, "undone_by": None, "undone_at": None}
    connection.execute(sa.insert(change), row | dict(values))
    return change_id


def get_change(connection: Connection, network_id: UUID, change_id: UUID) -> Change | None:
    return next(iter(_changes(connection, network_id, 1, change.c.id == change_id)), None)


def list_changes(connection: Connection, network_id: UUID, most: int) -> list[Change]:
    """The latest changes first, without what was undone."""
    return _changes(connection, network_id, most, change.c.undone_at.is_(None))


def mark_undone(connection: Connection, network_id: UUID, change_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Whether it was not undone before."""
    here = change.c.network_id == network_id, change.c.id == change_id, change.c.undone_at.is_(None)
    done = sa.update(change).where(*here).values(undone_by=person_id, undone_at=now)
    return connection.execute(done).rowcount == 1


def _changes(connection: Connection, network_id: UUID, most: int, *wanted: sa.ColumnElement[bool]) -> list[Change]:
    statement = (
        sa.select(*(change.c[name] for name in Change.__slots__))
        .where(change.c.network_id == network_id, change.c.subject == SUBJECT, *wanted)
        .order_by(change.c.changed_at.desc(), change.c.id)
        .limit(most)
    )
    return [Change(*row) for row in connection.execute(statement)]
