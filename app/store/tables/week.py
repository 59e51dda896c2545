"""A coach's week beside its sessions: other time, and the word that the week is complete."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import Other
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of
from app.store.tables.sessions import LINE
from app.store.types import Instant, words


class OtherTime(Row, table=True):
    """Travel, preparation, a network meeting, own learning, or a visit that did not happen (and why), on one day.

    A visit that did not happen has a school and a reason, and may have taken no minutes. `funding_id` is what pays for
    it. `history` is what each version said, the first one first, as JSON: a form that comes again is known by it, and
    the last change can be undone.
    """

    __tablename__ = "other_time"
    __table_args__ = (
        of("school", "school_id"),
        of("person", "coach_id"),
        of("funding_source", "funding_id"),
        sa.UniqueConstraint("id"),
        check("minutes", "minutes BETWEEN 0 AND 600"),
        check("version", "version >= 1"),
        check("missed", "kind <> 'missed_visit' OR (school_id IS NOT NULL AND note <> '')"),
        check("some", "kind = 'missed_visit' OR minutes >= 5"),
        sa.Index(None, "network_id", "coach_id", "spent_on"),
    )

    coach_id: UUID
    kind: Other = Field(sa_type=words(Other, "kind_word"))
    spent_on: date
    minutes: int
    school_id: UUID | None = None
    note: str = Field(default="", max_length=LINE)
    version: int = 1
    received_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    funding_id: UUID | None = None
    history: str = Field(default="[]", sa_type=sa.Text)


class CompleteWeek(Tenant, table=True):
    """A coach's word that all of a week is in; `week` is its Monday, and `mark` tells what was in it then."""

    __tablename__ = "complete_week"
    __table_args__ = (of("person", "coach_id"), KEYED_ROWS)

    coach_id: UUID = Field(primary_key=True)
    week: date = Field(primary_key=True)
    said_at: datetime = Field(sa_type=Instant)
    mark: str = Field(default="", max_length=64)
