"""The network, its schools and its areas."""

from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.domain.vocabulary import Phase
from app.store.tables.base import Row, check, of_network
from app.store.types import words


class Network(SQLModel, table=True):
    """The partner organization: the tenant.

    `year_starts_on` and `year_ends_on` are "MM-DD"; `watch` and `high` are the shares of measure 9 and flag
    `dependent`; `color` is the accent of its pages, as "#1f6f5c", or "" for ours; notes are kept `notes_keep_months`,
    or for good; `revision` is raised last in every transaction that changes what a page of the network shows.
    """

    __table_args__ = (
        check("thresholds", "watch > 0.10 AND watch < high AND high < 1"),
        check("lock_after_days", "lock_after_days IS NULL OR lock_after_days >= 0"),
        check("review_due_days", "review_due_days >= 1"),
        sa.UniqueConstraint("slug"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=120)
    slug: str = Field(max_length=60)
    timezone: str = Field(default="America/Los_Angeles", max_length=60)
    locale: str = Field(default="en_US", max_length=12)
    year_starts_on: str = Field(default="08-12", max_length=5)
    year_ends_on: str = Field(default="06-12", max_length=5)
    watch: float = 0.30
    high: float = 0.50
    review_due_days: int = 14
    lock_after_days: int | None = None
    notes_keep_months: int | None = None
    color: str = Field(default="", max_length=7)
    demo: bool = False
    not_for_evaluation: bool = False
    revision: int = 0


class SchoolBreak(Row, table=True):
    __tablename__ = "school_break"
    __table_args__ = (of_network(), check("dates", "first_on <= last_on"))

    name: str = Field(max_length=80)
    first_on: date
    last_on: date


class School(Row, table=True):
    """A partner school. Nobody but a director sets `need_weight`, with a reason; until then it is a placeholder.

    `color` and `motto` are the school's own, for its pages and its one-page report; `phase` is the latest that has
    begun, see `PhaseChange`.
    """

    __table_args__ = (
        of_network(),
        sa.UniqueConstraint("network_id", "source_id"),
        sa.UniqueConstraint("network_id", "code"),
        check("need_weight", "need_weight BETWEEN 1.0 AND 3.0"),
        check("enrollment", "enrollment IS NULL OR enrollment >= 0"),
        check("dates", "last_on IS NULL OR first_on IS NULL OR first_on <= last_on"),
    )

    name: str = Field(max_length=160)
    code: str = Field(max_length=60)
    source_id: str | None = Field(default=None, max_length=60)
    need_weight: float = 1.0
    need_weight_set: bool = False
    need_weight_reason: str = Field(default="", max_length=300)
    phase: Phase = Field(default=Phase.TRANSFORMING, sa_type=words(Phase, "phase"))
    enrollment: int | None = None
    color: str = Field(default="", max_length=7)
    motto: str = Field(default="", max_length=120)
    first_on: date | None = None
    last_on: date | None = None
    revision: int = 0


class Area(Row, table=True):
    """A capacity area. `key` ties a default area to rules that speak of it; areas a network adds have none.

    `district_contact` says whom to call at the district, in an area that it provides.
    """

    __table_args__ = (
        of_network(),
        sa.UniqueConstraint("network_id", "name"),
        sa.UniqueConstraint("network_id", "key"),
        check("dates", "last_on IS NULL OR first_on IS NULL OR first_on <= last_on"),
    )

    name: str = Field(max_length=80)
    key: str | None = Field(default=None, max_length=60)
    place: int = 0
    confidential: bool = False
    district_provides: bool = False
    district_contact: str = Field(default="", max_length=160)
    first_on: date | None = None
    last_on: date | None = None


class NetworkLogo(SQLModel, table=True):
    """The network's logo, made anew from what was uploaded: a PNG whose `mark` names it in addresses."""

    __tablename__ = "network_logo"
    __table_args__ = (of_network(),)

    network_id: UUID = Field(primary_key=True)
    png: bytes = Field(sa_type=sa.LargeBinary)
    width: int
    height: int
    mark: str = Field(max_length=16)


class NudgePhrase(Row, table=True):
    """Words that a coach is asked to look at again while typing what others will read, and another way to say it."""

    __tablename__ = "nudge_phrase"
    __table_args__ = (of_network(), sa.UniqueConstraint("network_id", "words"))

    words: str = Field(max_length=60)
    instead: str = Field(max_length=160)
