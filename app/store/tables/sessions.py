"""Coaching sessions, who took part in them, and every version that was accepted."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import Aim, Heard, Lead, Mode, Modelled, Origin, Position, Source, Verdict
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of
from app.store.types import Instant, words

PROSE = 4_000
"""Characters of a note: two printed pages. More is a document, and belongs elsewhere."""

LINE = 300
"""Characters of a strength, a next step or a reason: a sentence or two."""


COUNTED_BY = ("area_id", "counted_mode", "origin", "minutes", "voided_at")
"""What flags count the sessions of a school's weeks by: they find it in the index, and need not open each session."""


class CoachingSession(Row, table=True):
    """One stretch of coaching at one school in one area on one day, begun at a local time where that was said.

    `opened_until` is the last day on which its coach may change it though its month is locked; a director opened it.
    `mode` and `lead` are its coach's word. `counted_mode` and `counted_lead` are the effective ones, which measures
    count, and `heard` is what its reviewers say taken together; they move in the transaction of the review.
    """

    __tablename__ = "coaching_session"
    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "coach_id"),
        of("person", "voided_by"),
        sa.UniqueConstraint("id"),
        check("minutes", "minutes BETWEEN 5 AND 600"),
        check("teachers", "teachers BETWEEN 0 AND 200"),
        check("version", "version >= 1"),
        check("lead", "(mode = 'for' AND lead IS NULL) OR (mode = 'with' AND (lead IS NOT NULL OR source = 'import'))"),
        check("voided", "(voided_at IS NULL) = (void_reason IS NULL)"),
        sa.Index("ix_coaching_session_by_day", "network_id", "school_id", "held_on", *COUNTED_BY),
        sa.Index(None, "network_id", "coach_id", "held_on"),
    )

    school_id: UUID
    area_id: UUID
    coach_id: UUID
    held_on: date
    started_at: time | None = None
    minutes: int
    mode: Mode = Field(sa_type=words(Mode, "mode_word"))
    lead: Lead | None = Field(default=None, sa_type=words(Lead, "lead_word"))
    counted_mode: Mode = Field(sa_type=words(Mode, "counted_mode_word"))
    counted_lead: Lead | None = Field(default=None, sa_type=words(Lead, "counted_lead_word"))
    heard: Heard | None = Field(default=None, sa_type=words(Heard, "heard_word"))
    origin: Origin = Field(sa_type=words(Origin, "origin_word"))
    aim: Aim | None = Field(default=None, sa_type=words(Aim, "aim_word"))
    teachers: int = 0
    strength: str = Field(default="", max_length=LINE)
    shared_note: str = Field(default="", sa_type=sa.Text)
    private_note: str = Field(default="", sa_type=sa.Text)
    source: Source = Field(default=Source.FORM, sa_type=words(Source, "source_word"))
    version: int = 1
    received_at: datetime = Field(sa_type=Instant)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    voided_by: UUID | None = None
    void_reason: str | None = Field(default=None, max_length=LINE)
    opened_until: date | None = None


class SessionCoCoach(Tenant, table=True):
    """A second coach of a session: the school's minutes count once, both coaches' load counts them."""

    __tablename__ = "session_co_coach"
    __table_args__ = (
        of("coaching_session", "session_id"),
        of("person", "coach_id"),
        sa.Index(None, "network_id", "coach_id"),
        KEYED_ROWS,
    )

    session_id: UUID = Field(primary_key=True)
    coach_id: UUID


class SessionSupport(Tenant, table=True):
    """What else a coach says of a session: the community partner who took part, what pays for it, what was modelled.

    A session about which none of it is said has no such row.
    """

    __tablename__ = "session_support"
    __table_args__ = (
        of("coaching_session", "session_id"),
        of("partner", "partner_id"),
        of("funding_source", "funding_id"),
        sa.Index(None, "network_id", "partner_id"),
        KEYED_ROWS,
    )

    session_id: UUID = Field(primary_key=True)
    partner_id: UUID | None = None
    funding_id: UUID | None = None
    modelled: Modelled | None = Field(default=None, sa_type=words(Modelled, "modelled_word"))


class WallStrength(Tenant, table=True):
    """A strength that a coach put on the school's wall with a tap; its words, area and day are its session's."""

    __tablename__ = "wall_strength"
    __table_args__ = (of("coaching_session", "session_id"), of("person", "put_by"), KEYED_ROWS)

    session_id: UUID = Field(primary_key=True)
    put_by: UUID
    put_at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class SessionParticipant(Tenant, table=True):
    """Someone from the school's team who took part: a person, or "someone else" by position only."""

    __tablename__ = "session_participant"
    __table_args__ = (
        of("coaching_session", "session_id"),
        of("person", "person_id"),
        check("who", "(person_id IS NULL) <> (position IS NULL)"),
        check("led", "NOT led OR person_id IS NOT NULL"),
        sa.Index(None, "network_id", "person_id"),
        KEYED_ROWS,
    )

    session_id: UUID = Field(primary_key=True)
    slot: int = Field(primary_key=True)
    person_id: UUID | None = None
    position: Position | None = Field(default=None, sa_type=words(Position, "position_word"))
    led: bool = False


class SessionVersion(Tenant, table=True):
    """An accepted version and a hash of its contents, so that the same form twice is the same answer twice.

    `told` is what counts of it, as JSON and without any prose, so that a later edit can be undone; None where that was
    not kept.
    """

    __tablename__ = "session_version"
    __table_args__ = (of("coaching_session", "session_id"), KEYED_ROWS)

    session_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    content_hash: str = Field(max_length=64)
    told: str | None = Field(default=None, sa_type=sa.Text)


class NextStep(Row, table=True):
    """What happens next, who does it and by when; agreed in a session."""

    __tablename__ = "next_step"
    __table_args__ = (
        of("school", "school_id"),
        of("coaching_session", "session_id"),
        of("person", "owner_id"),
        sa.UniqueConstraint("network_id", "session_id"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    session_id: UUID
    text: str = Field(max_length=LINE)
    owner_id: UUID | None = None
    due_on: date | None = None


class Review(Tenant, table=True):
    """What a named school leader says of a `with` session. Append-only: each reviewer's latest stands until it lapses.

    `number` counts a reviewer's reviews of the session from 1; `lapsed_at` is when an edit changed what was reviewed.
    `answer` is what its coach says happened, once, to a review that corrects.
    """

    __table_args__ = (
        of("coaching_session", "session_id"),
        of("person", "reviewer_id"),
        check("number", "number >= 1"),
        check("fit", "fit IS NULL OR fit BETWEEN 1 AND 4"),
        sa.Index(None, "network_id", "reviewer_id"),
        KEYED_ROWS,
    )

    session_id: UUID = Field(primary_key=True)
    reviewer_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    verdict: Verdict = Field(sa_type=words(Verdict, "verdict_word"))
    comment: str = Field(default="", sa_type=sa.Text)
    fit: int | None = None
    said_at: datetime = Field(sa_type=Instant)
    lapsed_at: datetime | None = Field(default=None, sa_type=Instant)
    answer: str = Field(default="", sa_type=sa.Text)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
