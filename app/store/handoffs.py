"""Handoffs, with who holds what was handed over and what the checks said."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.handoffs import Check, Handoff
from app.domain.periods import local_today
from app.store.binds import OF_NETWORK, SCHOOLS, as_text, of, uuid_of
from app.store.once import once
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


@once
def list_handoffs(
    connection: Connection, network_id: UUID, school_ids: Collection[UUID] | None
) -> dict[UUID, list[Handoff]]:
    """By school, every handoff there ever was, proposals and history too, oldest first: in one query.

    `school_ids` None means every school of the network; a school without any is missing.
    """
    found: dict[UUID, list[Handoff]] = defaultdict(list)
    for made, _ in _read(connection, _ALL if school_ids is None else _OF_SCHOOLS, of(network_id, school_ids)):
        found[made.school_id].append(made)
    return dict(found)


def list_kept(
    connection: Connection, network_id: UUID, school_ids: Collection[UUID] | None
) -> dict[UUID, list[KeptHandoff]]:
    """The same, with who proposed and ended each."""
    found: dict[UUID, list[KeptHandoff]] = defaultdict(list)
    for made, by in _read(
        connection, _ALL_KEPT if school_ids is None else _OF_SCHOOLS_KEPT, of(network_id, school_ids)
    ):
        found[made.school_id].append(KeptHandoff(made, *by))
    return dict(found)


def get_kept(connection: Connection, network_id: UUID, handoff_id: UUID) -> KeptHandoff | None:
    found = _read(connection, _ONE_KEPT, of(network_id, None) | {"of_handoff": handoff_id})
    return next((KeptHandoff(made, *by) for made, by in found), None)


_FIELDS = (
    *(as_text(handoff.c[name]).label(name) for name in ("id", "school_id", "area_id")),
    *(handoff.c[name] for name in ("handed_over_on", "now_runs", "agreed_at", "ended_on")),
    network.c.timezone,
)
_BESIDE = slice(len(_FIELDS), len(_FIELDS) + 5)
"""Where a row says a check, or a holder's id alone."""

_BY = tuple(handoff.c[name] for name in ("proposed_by", "proposed_at", "ended_by", "end_reason"))
"""The further fields of a `KeptHandoff`, in their order."""


def _reading(*wanted: sa.ColumnElement[bool], by: tuple[sa.ColumnElement[Any], ...] = _BY) -> sa.Executable:
    """Handoffs, a row for each of their checks and of their holders; one that has neither has a row all the same."""
    mine = [handoff.c.network_id == OF_NETWORK, *wanted]
    found = (
        check.c.number,
        check.c.due_on,
        check.c.outcome,
        as_text(check.c.ran_by).label("person_id"),
        check.c.answered_on,
    )
    checks = (
        sa.select(as_text(check.c.handoff_id).label("handoff_id"), *found)
        .join(handoff, _whose(check))
        .where(check.c.network_id == OF_NETWORK, *mine)
    )
    holders = (
        sa.select(as_text(holder.c.handoff_id), *[sa.null()] * 3, as_text(holder.c.person_id), sa.null())
        .join(handoff, _whose(holder))
        .where(holder.c.network_id == OF_NETWORK, *mine)
    )
    beside = checks.union_all(holders).subquery()
    return (
        sa.select(
            *_FIELDS, beside.c.number, beside.c.due_on, beside.c.outcome, beside.c.person_id, beside.c.answered_on, *by
        )
        .join(network, network.c.id == handoff.c.network_id)
        .outerjoin(beside, beside.c.handoff_id == as_text(handoff.c.id))
        .where(*mine)
        .order_by(handoff.c.handed_over_on, handoff.c.proposed_at, handoff.c.id, beside.c.number)
    )


def _read(
    connection: Connection, reading: sa.Executable, values: Mapping[str, Any]
) -> Iterator[tuple[Handoff, Sequence[Any]]]:
    """Each handoff, with the further fields that were asked for."""
    found: dict[str, Sequence[Any]] = {}
    holders: dict[str, set[UUID]] = defaultdict(set)
    checks: dict[str, list[Check]] = defaultdict(list)
    for row in connection.execute(reading, values):
        found[row[0]] = row
        number, due_on, outcome, person_id, answered_on = row[_BESIDE]
        if number is not None:
            checks[row[0]].append(Check(number, due_on, outcome, person_id and uuid_of(person_id), answered_on))
        elif person_id is not None:
            holders[row[0]].add(uuid_of(person_id))
    for text, kept in found.items():
        _, school_id, area_id, handed_over_on, now_runs, agreed_at, ended_on, zone = kept[: _BESIDE.start]
        made = Handoff(
            id=uuid_of(text),
            school_id=uuid_of(school_id),
            area_id=uuid_of(area_id),
            handed_over_on=handed_over_on,
            now_runs=now_runs,
            agreed_on=None if agreed_at is None else local_today(agreed_at, zone),
            ended_on=ended_on,
            holders=frozenset(holders[text]),
            checks=tuple(checks[text]),
        )
        yield made, kept[_BESIDE.stop :]


def _whose(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(handoff.c.network_id == table.c.network_id, handoff.c.id == table.c.handoff_id)


_NAMED = handoff.c.school_id.in_(SCHOOLS)
_ALL, _ALL_KEPT = _reading(by=()), _reading()
_OF_SCHOOLS, _OF_SCHOOLS_KEPT = _reading(_NAMED, by=()), _reading(_NAMED)
_ONE_KEPT = _reading(handoff.c.id == sa.bindparam("of_handoff"))


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
