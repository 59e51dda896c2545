"""Plans of a term: who gets how many minutes a week, as it was proposed and as it was planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.tables import PlannedTime, TermPlan
from app.store.tables.base import table_of

plan = table_of(TermPlan)
planned = table_of(PlannedTime)


@dataclass(frozen=True, slots=True)
class Planned:
    """A school's minutes a week: as proposed, as planned, and why they differ."""

    proposed: int
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan from a Monday to a Sunday, of `minutes_a_week` in all."""

    id: UUID
    name: str
    first_on: date
    last_on: date
    minutes_a_week: int
    made_at: datetime
    removed: bool


_COLUMNS = (
    plan.c.id,
    plan.c.name,
    plan.c.first_on,
    plan.c.last_on,
    plan.c.minutes_a_week,
    plan.c.made_at,
    plan.c.removed_at.is_not(None),
)


def list_plans(connection: Connection, network_id: UUID) -> list[KeptPlan]:
    """Every plan, the one made last first; removed ones too."""
    statement = sa.select(*_COLUMNS).where(plan.c.network_id == network_id).order_by(plan.c.made_at.desc(), plan.c.id)
    return [KeptPlan(*row) for row in connection.execute(statement)]


def get_plan_on(connection: Connection, network_id: UUID, day: date) -> KeptPlan | None:
    """The plan that holds on a day: of several the one made last."""
    statement = (
        sa.select(*_COLUMNS)
        .where(
            plan.c.network_id == network_id,
            plan.c.removed_at.is_(None),
            plan.c.first_on <= day,
            plan.c.last_on >= day,
        )
        .order_by(plan.c.made_at.desc(), plan.c.id)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else KeptPlan(*row)


def list_planned(connection: Connection, network_id: UUID, plan_id: UUID) -> dict[UUID, Planned]:
    """By school, what a plan gives it."""
    columns = (planned.c.school_id, planned.c.proposed, planned.c.minutes, planned.c.reason)
    statement = sa.select(*columns).where(planned.c.network_id == network_id, planned.c.plan_id == plan_id)
    return {school_id: Planned(*rest) for school_id, *rest in connection.execute(statement)}


def add_plan(connection: Connection, row: dict[str, Any], schools: Mapping[UUID, Planned]) -> None:
    """Keep a plan: a row of `TermPlan`, and what it gives each school."""
    connection.execute(sa.insert(plan), row)
    rows = [
        {
            "network_id": row["network_id"],
            "plan_id": row["id"],
            "school_id": school_id,
            "proposed": each.proposed,
            "minutes": each.minutes,
            "reason": each.reason,
        }
        for school_id, each in schools.items()
    ]
    if rows:
        connection.execute(sa.insert(planned), rows)


def mark_plan(connection: Connection, network_id: UUID, plan_id: UUID, removed_at: datetime | None) -> bool:
    """Take a plan away, or with None bring it back; False where there is nothing to do."""
    stands = plan.c.removed_at.is_(None) if removed_at else plan.c.removed_at.is_not(None)
    statement = sa.update(plan).where(plan.c.network_id == network_id, plan.c.id == plan_id, stands)
    return connection.execute(statement.values(removed_at=removed_at)).rowcount == 1
