"""What the office keeps, row by row, and the record of who changed what: see `OfficeChange`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.domain.access import Role
from app.store.schools import area, assignment, person, school
from app.store.sessions import session
from app.store.tables import Account, ImportRun, Membership, Network, OfficeChange, SchoolBreak
from app.store.tables.base import table_of

change = table_of(OfficeChange)
account = table_of(Account)
network = table_of(Network)
school_break = table_of(SchoolBreak)
membership = table_of(Membership)
import_run = table_of(ImportRun)

TABLES: Mapping[str, sa.Table] = {
    "school": school,
    "area": area,
    "person": person,
    "account": account,
    "assignment": assignment,
    "school_break": school_break,
    "network": network,
}
"""The tables whose rows the office writes, by the subject of a change."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A recorded change; `before` and `after` hold the columns that changed, as JSON has them."""

    id: UUID
    subject: str
    subject_id: UUID
    before: dict[str, Any]
    after: dict[str, Any]
    by: str
    at: datetime
    undone: bool


def get_row(connection: Connection, network_id: UUID, subject: str, row_id: UUID) -> dict[str, Any] | None:
    """A row of the office's by its id, all columns; None where there is none."""
    found = connection.execute(sa.select(TABLES[subject]).where(*_of(network_id, subject, row_id))).mappings().first()
    return None if found is None else dict(found)


def list_rows(connection: Connection, network_id: UUID, subject: str, order: str) -> list[dict[str, Any]]:
    """All rows of a kind, in an order."""
    table = TABLES[subject]
    statement = sa.select(table).where(table.c.network_id == network_id).order_by(table.c[order], table.c.id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def insert_row(connection: Connection, network_id: UUID, subject: str, row_id: UUID, values: Values) -> None:
    connection.execute(sa.insert(TABLES[subject]), {"network_id": network_id, "id": row_id, **values})


def update_row(connection: Connection, network_id: UUID, subject: str, row_id: UUID, values: Values) -> None:
    connection.execute(sa.update(TABLES[subject]).where(*_of(network_id, subject, row_id)).values(**values))


def delete_row(connection: Connection, network_id: UUID, subject: str, row_id: UUID) -> None:
    """Take a row out again; the database refuses where anything points to it."""
    connection.execute(sa.delete(TABLES[subject]).where(*_of(network_id, subject, row_id)))


def is_taken(connection: Connection, network_id: UUID, subject: str, column: str, value: str, but: UUID) -> bool:
    """Whether another row of the network has this value, however it is capitalized."""
    table = TABLES[subject]
    same = sa.func.lower(table.c[column]) == value.lower()
    found = sa.select(table.c.id).where(table.c.network_id == network_id, same, table.c.id != but).limit(1)
    return connection.execute(found).first() is not None


def is_used(connection: Connection, network_id: UUID, subject: str, row_id: UUID) -> bool:
    """Whether any row points to this one."""
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table is not TABLES[subject] or len(key.column_keys) == 1:
                continue
            pointing = table.c[key.column_keys[1]] == row_id
            found = sa.select(sa.literal(1)).where(table.c.network_id == network_id, pointing).limit(1)
            if connection.execute(found.select_from(table)).first() is not None:
                return True
    return False


def list_begun(connection: Connection, network_id: UUID) -> frozenset[str]:
    """What a network already has any of: "school", "assignment" (of a coach or a leader), "membership", "session"."""
    at_schools = assignment.c.role.in_((Role.COACH, Role.SCHOOL_LEADER))
    wanted = {"school": school, "assignment": assignment, "membership": membership, "session": session}
    found = [
        sa.exists().where(table.c.network_id == network_id, *([at_schools] if table is assignment else [])).label(name)
        for name, table in wanted.items()
    ]
    return frozenset(name for name, begun in connection.execute(sa.select(*found)).one()._asdict().items() if begun)


def get_account_of(connection: Connection, network_id: UUID, person_id: UUID) -> dict[str, Any] | None:
    found = sa.select(account).where(account.c.network_id == network_id, account.c.person_id == person_id)
    row = connection.execute(found).mappings().first()
    return None if row is None else dict(row)


def list_accounts(connection: Connection, network_id: UUID) -> dict[UUID, tuple[str, bool]]:
    """By person, their e-mail, and whether they can sign in."""
    columns = (account.c.person_id, account.c.email, account.c.active & account.c.password_hash.is_not(None))
    found = connection.execute(sa.select(*columns).where(account.c.network_id == network_id))
    return {person_id: (email, bool(able)) for person_id, email, able in found}


def list_schools_of_people(connection: Connection, network_id: UUID) -> dict[UUID, set[UUID]]:
    """By person, the schools whose teams they belong or belonged to, and where they have or had a role."""
    found: dict[UUID, set[UUID]] = {}
    for table in (membership, assignment):
        columns = (table.c.person_id, table.c.school_id)
        for person_id, school_id in connection.execute(sa.select(*columns).where(table.c.network_id == network_id)):
            if school_id is not None:
                found.setdefault(person_id, set()).add(school_id)
    return found


def set_password(connection: Connection, network_id: UUID, account_id: UUID, password_hash: str) -> None:
    statement = sa.update(account).where(account.c.network_id == network_id, account.c.id == account_id)
    connection.execute(statement.values(password_hash=password_hash))


def list_imports(connection: Connection, network_id: UUID) -> list[dict[str, Any]]:
    """Every list and log that was brought in, newest first."""
    statement = sa.select(import_run).where(import_run.c.network_id == network_id)
    return [dict(row) for row in connection.execute(statement.order_by(import_run.c.started_at.desc())).mappings()]


def add_change(
    connection: Connection,
    network_id: UUID,
    subject: str,
    subject_id: UUID,
    before: Values,
    after: Values,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Keep a change; of two at one instant the second is a microsecond younger. Its id."""
    latest = connection.execute(
        sa.select(sa.func.max(change.c.changed_at)).where(change.c.network_id == network_id)
    ).scalar()
    if latest is not None and latest >= at:
        at = latest + timedelta(microseconds=1)
    row = {"network_id": network_id, "id": uuid4(), "subject": subject, "subject_id": subject_id}
    said = {"before": _json(before), "after": _json(after), "changed_by": by, "changed_at": at}
    connection.execute(sa.insert(change), row | said)
    return row["id"]  # type: ignore[return-value] # the one above


def list_changes(connection: Connection, network_id: UUID, limit: int, offset: int) -> list[KeptChange]:
    """Newest first."""
    statement = _changes(network_id).order_by(change.c.changed_at.desc(), change.c.id).limit(limit).offset(offset)
    return [_kept(row) for row in connection.execute(statement)]


def get_change(connection: Connection, network_id: UUID, change_id: UUID) -> KeptChange | None:
    row = connection.execute(_changes(network_id).where(change.c.id == change_id)).first()
    return None if row is None else _kept(row)


def mark_undone(connection: Connection, network_id: UUID, change_id: UUID, by: UUID, at: datetime) -> None:
    statement = sa.update(change).where(change.c.network_id == network_id, change.c.id == change_id)
    connection.execute(statement.values(undone_by=by, undone_at=at))


def plain(values: Values) -> dict[str, Any]:
    """Values as JSON gives them back: days and moments as text."""
    found: dict[str, Any] = json.loads(_json(values))
    return found


def read(subject: str, values: Values) -> dict[str, Any]:
    """Values from JSON as the subject's columns take them."""
    table = TABLES[subject]
    return {name: _read(table.c[name].type, value) for name, value in values.items()}


def _read(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(kind, sa.Uuid) else value


def _json(values: Values) -> str:
    return json.dumps({name: value if isinstance(value, _PLAIN) else str(value) for name, value in values.items()})


_PLAIN = (str, int, float, bool, type(None))


def _of(network_id: UUID, subject: str, row_id: UUID) -> Sequence[sa.ColumnElement[bool]]:
    table = TABLES[subject]
    return (table.c.id == row_id,) if subject == "network" else (table.c.network_id == network_id, table.c.id == row_id)


def _changes(network_id: UUID) -> sa.Select[Any]:
    by = (person.c.network_id == change.c.network_id) & (person.c.id == change.c.changed_by)
    return (
        sa.select(
            change.c.id,
            change.c.subject,
            change.c.subject_id,
            change.c.before,
            change.c.after,
            person.c.name,
            change.c.changed_at,
            change.c.undone_at.is_not(None),
        )
        .join(person, by)
        .where(change.c.network_id == network_id)
    )


def _kept(row: Any) -> KeptChange:
    id_, subject, subject_id, before, after, by, at, undone = row
    return KeptChange(id_, subject, subject_id, json.loads(before), json.loads(after), by, at, undone)
