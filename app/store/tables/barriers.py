"""Systems, not band-aids: barriers that stand in a school's way, and the month's five minutes of reflection."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import BarrierStatus
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of, of_network
from app.store.tables.sessions import LINE, PROSE
from app.store.types import Instant, words


class Barrier(Row, table=True):
    """A system that stands in the way, of one school or, with no school, of the whole network.

    `owner` is who takes it on, in words, since they may have no account; `next_act` is what comes next, by `next_on`.
    """

    __table_args__ = (
        of_network(),
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "opened_by"),
        check("version", "version >= 1"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID | None = None
    area_id: UUID | None = None
    what: str = Field(max_length=LINE)
    owner: str = Field(default="", max_length=80)
    status: BarrierStatus = Field(default=BarrierStatus.OPEN, sa_type=words(BarrierStatus, "status_word"))
    next_act: str = Field(default="", max_length=LINE)
    next_on: date | None = None
    opened_by: UUID
    opened_on: date
    opened_at: datetime = Field(sa_type=Instant)
    settled_on: date | None = None
    version: int = 1
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class BarrierSession(Tenant, table=True):
    """A session, perhaps a request, behind which the barrier stands."""

    __tablename__ = "barrier_session"
    __table_args__ = (
        of("barrier", "barrier_id"),
        of("coaching_session", "session_id"),
        sa.Index(None, "network_id", "session_id"),
        KEYED_ROWS,
    )

    barrier_id: UUID = Field(primary_key=True)
    session_id: UUID = Field(primary_key=True)


class Reflection(Tenant, table=True):
    """What a coach or a leader of a school thinks of a month there; `month` is its first day.

    `needs` is how far we meet the differing learning needs of the adults, 1 to 4, and `needs_note` says more;
    `barriers` is how far we work on barriers and not on band-aids, 1 to 4, and `barriers_note` says more.
    """

    __table_args__ = (
        of("school", "school_id"),
        of("person", "author_id"),
        check("needs", "needs BETWEEN 1 AND 4"),
        check("barriers", "barriers BETWEEN 1 AND 4"),
        KEYED_ROWS,
    )

    school_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True)
    author_id: UUID = Field(primary_key=True)
    needs: int
    needs_note: str = Field(default="", max_length=PROSE)
    barriers: int
    barriers_note: str = Field(default="", max_length=PROSE)
    said_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
