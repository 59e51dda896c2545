"""Equitably, not evenly: a school's phases, and the plan that says how many hours of coaching each school gets."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import Phase
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of
from app.store.tables.sessions import LINE
from app.store.types import Instant, words


class PhaseChange(Row, table=True):
    """A school's phase from a day on, set by a director with a reason; the one before it ends the day before."""

    __tablename__ = "phase_change"
    __table_args__ = (
        of("school", "school_id"),
        of("person", "set_by"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    phase: Phase = Field(sa_type=words(Phase, "phase_word"))
    since_on: date
    reason: str = Field(default="", max_length=LINE)
    set_by: UUID | None = None
    set_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class TermPlan(Row, table=True):
    """How a term's coach hours are handed out: `minutes_a_week` in all, by school in `PlannedTime`.

    `first_on` is a Monday and `last_on` a Sunday. Plans that overlap replace each other: the one made last counts.
    """

    __tablename__ = "term_plan"
    __table_args__ = (
        of("person", "made_by"),
        check("dates", "first_on <= last_on"),
        check("minutes", "minutes_a_week >= 0"),
    )

    name: str = Field(max_length=80)
    first_on: date
    last_on: date
    minutes_a_week: int
    made_by: UUID
    made_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class PlannedTime(Tenant, table=True):
    """A school's minutes a week in a plan: as proposed by need, phase and stage, and as planned, with the reason."""

    __tablename__ = "planned_time"
    __table_args__ = (
        of("term_plan", "plan_id"),
        of("school", "school_id"),
        check("minutes", "proposed >= 0 AND minutes >= 0"),
        KEYED_ROWS,
    )

    plan_id: UUID = Field(primary_key=True)
    school_id: UUID = Field(primary_key=True)
    proposed: int
    minutes: int
    reason: str = Field(default="", max_length=LINE)
