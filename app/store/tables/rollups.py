"""Sums by week, moved in the same transaction as the session that moves them.

The twenty-two counters are those of `app.domain.measures.Tally`, under the same names and in the same order.
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.store.tables.base import KEYED_ROWS, Tenant, check, of


class Counters(SQLModel):
    for_minutes: int = 0
    for_squared: int = 0
    for_sessions: int = 0
    coach_minutes: int = 0
    coach_squared: int = 0
    coach_sessions: int = 0
    shared_minutes: int = 0
    shared_squared: int = 0
    shared_sessions: int = 0
    school_minutes: int = 0
    school_squared: int = 0
    school_sessions: int = 0
    unsaid_minutes: int = 0
    unsaid_squared: int = 0
    unsaid_sessions: int = 0
    requested_minutes: int = 0
    system_minutes: int = 0
    symptom_minutes: int = 0
    reviewed_sessions: int = 0
    confirmed_sessions: int = 0
    corrected_sessions: int = 0
    differing_sessions: int = 0


COUNTERS = tuple(Counters.model_fields)

LATER = COUNTERS[-4:]
"""Counters of reviews, which came after the others: each has a CHECK of its own, so that SQLite can add it."""


def not_negative() -> tuple[sa.CheckConstraint, ...]:
    first = " AND ".join(f"{name} >= 0" for name in COUNTERS if name not in LATER)
    return check("not_negative", first), *(check(name, f"{name} >= 0") for name in LATER)


class OfWeek(Tenant):
    """A key. It stands before the counters, or SQLite 3.40's own `integrity_check` finds NULLs where there are none."""

    week: date = Field(primary_key=True)
    school_id: UUID = Field(primary_key=True)


class OfAreaAndWeek(Tenant):
    area_id: UUID = Field(primary_key=True)
    week: date = Field(primary_key=True)
    school_id: UUID = Field(primary_key=True)


class SchoolWeek(Counters, OfWeek, table=True):
    """One school's sums of one week; `week` is its Monday."""

    __tablename__ = "school_week"
    __table_args__ = (of("school", "school_id"), *not_negative(), KEYED_ROWS)


class SchoolAreaWeek(Counters, OfAreaAndWeek, table=True):
    """One school's sums of one week in one area."""

    __tablename__ = "school_area_week"
    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        *not_negative(),
        sa.Index(None, "network_id", "school_id", "week"),
        KEYED_ROWS,
    )


class AreaLead(Tenant, table=True):
    """A day on which a team member was marked as leading in an area: the sessions, and those the school led."""

    __tablename__ = "area_lead"
    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "person_id"),
        check("counts", "sessions >= school_led AND school_led >= 0"),
        KEYED_ROWS,
    )

    school_id: UUID = Field(primary_key=True)
    area_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    led_on: date = Field(primary_key=True)
    sessions: int = 0
    school_led: int = 0
