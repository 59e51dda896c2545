"""Who else works with the schools, and whose money pays for the coaching."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import FundingKind
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of, of_network
from app.store.tables.sessions import LINE
from app.store.types import Instant, words


class Partner(Row, table=True):
    """A community partner: what it does, whom to ask, and (beside it) in which areas and at which schools."""

    __table_args__ = (of_network(), sa.UniqueConstraint("network_id", "name"), check("version", "version >= 1"))

    name: str = Field(max_length=120)
    does: str = Field(default="", max_length=LINE)
    contact: str = Field(default="", max_length=LINE)
    version: int = 1
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class PartnerArea(Tenant, table=True):
    __tablename__ = "partner_area"
    __table_args__ = (of("partner", "partner_id"), of("area", "area_id"), KEYED_ROWS)

    partner_id: UUID = Field(primary_key=True)
    area_id: UUID = Field(primary_key=True)


class PartnerSchool(Tenant, table=True):
    __tablename__ = "partner_school"
    __table_args__ = (of("partner", "partner_id"), of("school", "school_id"), KEYED_ROWS)

    partner_id: UUID = Field(primary_key=True)
    school_id: UUID = Field(primary_key=True)


class FundingSource(Row, table=True):
    """A grant, a contract or public money that pays for coaching: from when until when, and how many minutes."""

    __tablename__ = "funding_source"
    __table_args__ = (
        of_network(),
        sa.UniqueConstraint("network_id", "name"),
        check("dates", "first_on <= last_on"),
        check("budget", "budget_minutes IS NULL OR budget_minutes >= 0"),
        check("version", "version >= 1"),
    )

    name: str = Field(max_length=120)
    kind: FundingKind = Field(sa_type=words(FundingKind, "kind_word"))
    first_on: date
    last_on: date
    budget_minutes: int | None = None
    version: int = 1
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class DefaultFunding(Tenant, table=True):
    """What usually pays for a coach's time; each session and each stretch of other time may say otherwise."""

    __tablename__ = "default_funding"
    __table_args__ = (of("person", "coach_id"), of("funding_source", "funding_id"), KEYED_ROWS)

    coach_id: UUID = Field(primary_key=True)
    funding_id: UUID
