"""Handoffs, with who holds what was handed over and what the checks said."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.handoffs import Check, Handoff
from app.domain.periods import local_today
from app.store.binds import OF_NETWORK, SCHOOLS, of
from app.store.prepared import Prepared
from app.store.tables import Network, School, capacity
from app.store.tables.base import table_of

handoff = table_of(capacity.Handoff)
holder = table_of(capacity.HandoffHolder)
check = table_of(capacity.HandoffCheck)
network = table_of(Network)
school = table_of(School)

_propose = Prepared(
    {
        "sqlite": sqlite.insert(handoff).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(handoff).on_conflict_do_nothing(),
    }
)
_insert_holder = Prepared(sa.insert(holder))


@dataclass(frozen=True, slots=True)
class KeptHandoff:
    """A handoff and by whom, for who may act on it."""

    handoff: Handoff
    proposed_by: UUID
    proposed_at: datetime
    ended_by: UUID | None
    end_reason: str


def list_handoffs(
    connection: Connection, network_id: UUID, school_ids: Collection[UUID] | None
) -> dict[UUID, list[Handoff]]:
    """By school, every handoff there ever was, proposals and history too, oldest first: in three queries.

    `school_ids` None means every school of the network; a school without any is missing.
    """
    return {
        school_id: [kept.handoff for kept in found]
        for school_id, found in list_kept(connection, network_id, school_ids).items()
    }


def list_kept(
    connection: Connection, network_id: UUID, school_ids: Collection[UUID] | None
) -> dict[UUID, list[KeptHandoff]]:
    """The same, with who proposed and ended each."""
    found: dict[UUID, list[KeptHandoff]] = defaultdict(list)
    for kept in _read(connection, _ALL if school_ids is None else _OF_SCHOOLS, of(network_id, school_ids)):
        found[kept.handoff.school_id].append(kept)
    return dict(found)


def get_kept(connection: Connection, network_id: UUID, handoff_id: UUID) -> KeptHandoff | None:
    return next(iter(_read(connection, _ONE, of(network_id, None) | {"of_handoff": handoff_id})), None)


class _Reading(NamedTuple):
    """The statements that read handoffs, with whom they name and what their checks found."""

    handoffs: sa.Select[Any]
    holders: sa.Select[Any]
    checks: sa.Select[Any]


_FIELDS = (
    *(handoff.c[name] for name in Handoff.__slots__ if name in handoff.c),
    *(handoff.c[name] for name in ("agreed_at", "proposed_by", "proposed_at", "ended_by", "end_reason")),
)


def _reading(*wanted: sa.ColumnElement[bool]) -> _Reading:
    mine = [handoff.c.network_id == OF_NETWORK, *wanted]
    checked = (check.c.handoff_id, *(check.c[name] for name in Check.__slots__))
    return _Reading(
        handoffs=sa.select(*_FIELDS, network.c.timezone)
        .join(network, network.c.id == handoff.c.network_id)
        .where(*mine)
        .order_by(handoff.c.handed_over_on, handoff.c.proposed_at, handoff.c.id),
        holders=sa.select(holder.c.handoff_id, holder.c.person_id)
        .join(handoff, _whose(holder))
        .where(holder.c.network_id == OF_NETWORK, *mine),
        checks=sa.select(*checked)
        .join(handoff, _whose(check))
        .where(check.c.network_id == OF_NETWORK, *mine)
        .order_by(check.c.handoff_id, check.c.number),
    )


def _read(connection: Connection, reading: _Reading, values: Mapping[str, Any]) -> list[KeptHandoff]:
    rows = connection.execute(reading.handoffs, values).all()
    if not rows:
        return []
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    for handoff_id, person_id in connection.execute(reading.holders, values).all():
        holders[handoff_id].add(person_id)
    checks: dict[UUID, list[Check]] = defaultdict(list)
    for handoff_id, *answer in connection.execute(reading.checks, values).all():
        checks[handoff_id].append(Check(*answer))
    return [_kept(row, frozenset(holders[row.id]), tuple(checks[row.id])) for row in rows]


def _whose(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(handoff.c.network_id == table.c.network_id, handoff.c.id == table.c.handoff_id)


_ALL = _reading()
_OF_SCHOOLS = _reading(handoff.c.school_id.in_(SCHOOLS))
_ONE = _reading(handoff.c.id == sa.bindparam("of_handoff"))


def _kept(row: Any, holders: frozenset[UUID], checks: tuple[Check, ...]) -> KeptHandoff:
    agreed_on = None if row.agreed_at is None else local_today(row.agreed_at, row.timezone)
    made = Handoff(
        id=row.id,
        school_id=row.school_id,
        area_id=row.area_id,
        handed_over_on=row.handed_over_on,
        now_runs=row.now_runs,
        agreed_on=agreed_on,
        ended_on=row.ended_on,
        holders=holders,
        checks=checks,
    )
    return KeptHandoff(made, row.proposed_by, row.proposed_at, row.ended_by, row.end_reason)


def lock_school(connection: Connection, network_id: UUID, school_id: UUID) -> date | None:
    """Keep every other writer of the school's agreements waiting until this transaction ends; its first day with us.

    SQLite has one writer at a time anyhow.
    """
    statement = (
        sa.select(school.c.first_on)
        .where(school.c.network_id == network_id, school.c.id == school_id)
        .with_for_update(key_share=True)
    )
    first_on: date | None = connection.execute(statement).scalar_one()
    return first_on


def propose(connection: Connection, row: Mapping[str, Any], holders: Iterable[UUID]) -> bool:
    """Insert a handoff with its holders, unless one is open for the area; whether it was inserted."""
    nothing_yet = {
        "agreed_by": None,
        "agreed_at": None,
        "ended_on": None,
        "ended_by": None,
        "ended_at": None,
        "end_reason": "",
    }
    if _propose.write(connection, nothing_yet | dict(row)) != 1:
        return False
    its = {"network_id": row["network_id"], "handoff_id": row["id"]}
    if rows := [its | {"person_id": person_id} for person_id in sorted(holders)]:
        _insert_holder.write(connection, *rows)
    return True


def set_agreed(connection: Connection, network_id: UUID, handoff_id: UUID, by: UUID, at: datetime) -> None:
    _change(connection, network_id, handoff_id, agreed_by=by, agreed_at=at)


def set_ended(
    connection: Connection, network_id: UUID, handoff_id: UUID, *, on: date, by: UUID, at: datetime, reason: str
) -> None:
    _change(connection, network_id, handoff_id, ended_on=on, ended_by=by, ended_at=at, end_reason=reason)


def bring_back(connection: Connection, network_id: UUID, handoff_id: UUID) -> None:
    """Open an ended handoff again; of its area no other may be open."""
    _change(connection, network_id, handoff_id, ended_on=None, ended_by=None, ended_at=None, end_reason="")


def _change(connection: Connection, network_id: UUID, handoff_id: UUID, **values: Any) -> None:
    statement = sa.update(handoff).where(handoff.c.network_id == network_id, handoff.c.id == handoff_id)
    connection.execute(statement.values(**values))


def keep_answer(
    connection: Connection, network_id: UUID, handoff_id: UUID, answer: Check, *, by: UUID, at: datetime
) -> None:
    """Write what a check said, over the answer that it had."""
    key = {"network_id": network_id, "handoff_id": handoff_id, "number": answer.number}
    said = {"outcome": answer.outcome, "ran_by": answer.ran_by, "answered_by": by, "answered_at": at}
    dates = {"due_on": answer.due_on, "answered_on": answer.answered_on}
    mine = [check.c[name] == value for name, value in key.items()]
    if not connection.execute(sa.update(check).where(*mine).values(**said, **dates)).rowcount:
        connection.execute(sa.insert(check).values(**key, **said, **dates))
