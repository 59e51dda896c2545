"""A school's need weight and phase, each with who set it, when and why."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.vocabulary import Phase
from app.store.schools import person, school
from app.store.tables import OfficeChange, PhaseChange
from app.store.tables.base import table_of

change = table_of(OfficeChange)
phase_change = table_of(PhaseChange)

WEIGHT = "need_weight"
"""The subject of a changed weight among the changes of the office."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A school's need weight, whether a director set it, and why."""

    value: float
    by_director: bool
    reason: str


@dataclass(frozen=True, slots=True)
class WeightSet:
    """A weight that was set: what it became, why, by whom and when."""

    value: float
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhaseSet:
    """A phase from a day on. `by` is empty for one that came with the school."""

    id: UUID
    phase: Phase
    since_on: date
    reason: str
    by: str
    removed: bool


def get_weight(connection: Connection, network_id: UUID, school_id: UUID) -> Weight:
    """The weight of a school that is the network's."""
    columns = (school.c.need_weight, school.c.need_weight_set, school.c.need_weight_reason)
    found = sa.select(*columns).where(school.c.network_id == network_id, school.c.id == school_id)
    return Weight(*connection.execute(found).one())


def list_weights(connection: Connection, network_id: UUID) -> dict[UUID, Weight]:
    columns = (school.c.id, school.c.need_weight, school.c.need_weight_set, school.c.need_weight_reason)
    found = connection.execute(sa.select(*columns).where(school.c.network_id == network_id))
    return {id_: Weight(*rest) for id_, *rest in found}


def put_weight(
    connection: Connection,
    network_id: UUID,
    school_id: UUID,
    before: Weight,
    after: Weight,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Set a school's weight, and keep what it was; of two at one instant the second is a microsecond younger."""
    of_school = (change.c.network_id == network_id, change.c.subject == WEIGHT, change.c.subject_id == school_id)
    latest = connection.execute(sa.select(sa.func.max(change.c.changed_at)).where(*of_school)).scalar()
    if latest is not None and latest >= at:
        at = latest + timedelta(microseconds=1)
    connection.execute(
        sa.update(school)
        .where(school.c.network_id == network_id, school.c.id == school_id)
        .values(need_weight=after.value, need_weight_set=after.by_director, need_weight_reason=after.reason)
    )
    row = {"network_id": network_id, "id": uuid4(), "subject": WEIGHT, "subject_id": school_id}
    said = {"before": _json(before), "after": _json(after), "changed_by": by, "changed_at": at}
    connection.execute(sa.insert(change), row | said)


def list_weights_set(connection: Connection, network_id: UUID, school_id: UUID) -> list[WeightSet]:
    """Every weight that was set, newest first."""
    statement = (
        sa.select(change.c.after, person.c.name, change.c.changed_at)
        .join(person, (person.c.network_id == change.c.network_id) & (person.c.id == change.c.changed_by))
        .where(change.c.network_id == network_id, change.c.subject == WEIGHT, change.c.subject_id == school_id)
        .order_by(change.c.changed_at.desc(), change.c.id)
    )
    found = []
    for after, name, at in connection.execute(statement):
        said = json.loads(after)
        found.append(WeightSet(said["value"], said["reason"], name, at))
    return found


def list_phases(connection: Connection, network_id: UUID, school_id: UUID) -> list[PhaseSet]:
    """A school's phases, the latest first; removed ones too."""
    setter = (person.c.network_id == phase_change.c.network_id) & (person.c.id == phase_change.c.set_by)
    columns = (
        phase_change.c.id,
        phase_change.c.phase,
        phase_change.c.since_on,
        phase_change.c.reason,
        sa.func.coalesce(person.c.name, ""),
        phase_change.c.removed_at.is_not(None),
    )
    statement = (
        sa.select(*columns)
        .select_from(phase_change.outerjoin(person, setter))
        .where(phase_change.c.network_id == network_id, phase_change.c.school_id == school_id)
        .order_by(phase_change.c.since_on.desc(), phase_change.c.set_at.desc(), phase_change.c.id)
    )
    return [PhaseSet(*row) for row in connection.execute(statement)]


def is_phase(connection: Connection, network_id: UUID, phase_id: UUID) -> bool:
    """Whether some school of the network has a phase of this id."""
    found = sa.select(phase_change.c.id).where(phase_change.c.network_id == network_id, phase_change.c.id == phase_id)
    return connection.execute(found).first() is not None


def add_phase(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a phase: a row of `PhaseChange`."""
    connection.execute(sa.insert(phase_change), row)


def mark_phase(connection: Connection, network_id: UUID, phase_id: UUID, removed_at: datetime | None) -> None:
    """Take a phase away, or with None bring it back."""
    statement = sa.update(phase_change).where(phase_change.c.network_id == network_id, phase_change.c.id == phase_id)
    connection.execute(statement.values(removed_at=removed_at))


def put_phase(connection: Connection, network_id: UUID, school_id: UUID, phase: Phase) -> None:
    """What the school's phase is today."""
    statement = sa.update(school).where(school.c.network_id == network_id, school.c.id == school_id)
    connection.execute(statement.values(phase=phase))


def _json(weight: Weight) -> str:
    return json.dumps({"value": weight.value, "by_director": weight.by_director, "reason": weight.reason})
