"""What people agree on and say of a school's capacity: handoffs, agreed direct service, self-ratings, answers.

A row that was only proposed counts nowhere until it is agreed; what has ended stays as history.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.vocabulary import Dimension, Outcome, Position, Rule
from app.store.tables.base import KEYED_ROWS, Row, Tenant, check, of
from app.store.tables.sessions import LINE
from app.store.types import Instant, words

_OPEN = sa.text("ended_at IS NULL")


class Handoff(Row, table=True):
    """The dated agreement that the school runs an area itself: proposed, then agreed, then perhaps ended.

    Agreed by a leader of the school or by a director, it stands from `handed_over_on` until `ended_on`. A proposal that
    is declined or withdrawn ends without having been agreed. Of an area at a school one is open at a time.
    """

    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "proposed_by"),
        of("person", "agreed_by"),
        of("person", "ended_by"),
        check("agreed", "(agreed_at IS NULL) = (agreed_by IS NULL)"),
        check("ended", "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_on IS NULL)"),
        sa.Index(None, "network_id", "school_id"),
        sa.Index(
            "uq_handoff_open",
            "network_id",
            "school_id",
            "area_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    school_id: UUID
    area_id: UUID
    handed_over_on: date
    now_runs: str = Field(max_length=LINE)
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=Instant)
    agreed_by: UUID | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_on: date | None = None
    ended_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    end_reason: str = Field(default="", max_length=LINE)


class HandoffHolder(Tenant, table=True):
    """Who holds the area from the handoff on: a team member named in it."""

    __tablename__ = "handoff_holder"
    __table_args__ = (of("handoff", "handoff_id"), of("person", "person_id"), KEYED_ROWS)

    handoff_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)


class HandoffCheck(Tenant, table=True):
    """An answered check of a handoff. `number` 1 is the check after 60 days, 2 after 120, 3 and on yearly."""

    __tablename__ = "handoff_check"
    __table_args__ = (
        of("handoff", "handoff_id"),
        of("person", "answered_by"),
        of("person", "ran_by"),
        check("number", "number >= 1"),
        KEYED_ROWS,
    )

    handoff_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    due_on: date
    outcome: Outcome = Field(sa_type=words(Outcome, "outcome_word"))
    ran_by: UUID | None = None
    answered_by: UUID
    answered_on: date
    answered_at: datetime = Field(sa_type=Instant)


class AgreedService(Row, table=True):
    """Direct service that is agreed: we do an area for the school until a day, and then comes `next_up`.

    In force once a director and a leader of the school have both said yes. Of an area one is open at a time.
    """

    __tablename__ = "agreed_service"
    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "proposed_by"),
        of("person", "director_id"),
        of("person", "leader_id"),
        of("person", "ended_by"),
        check("director", "(director_id IS NULL) = (director_at IS NULL)"),
        check("leader", "(leader_id IS NULL) = (leader_at IS NULL)"),
        check("ended", "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_on IS NULL)"),
        check("dates", "until_on >= first_on"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    area_id: UUID
    first_on: date
    until_on: date
    next_up: str = Field(max_length=LINE)
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=Instant)
    director_id: UUID | None = None
    director_at: datetime | None = Field(default=None, sa_type=Instant)
    leader_id: UUID | None = None
    leader_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_on: date | None = None
    ended_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class IltRating(Tenant, table=True):
    """How an Instructional Leadership Team rates itself at a meeting: 1 Not evident to 4 Exemplary.

    A coach's is a proposal until somebody of the school, or the office, agrees.
    """

    __tablename__ = "ilt_rating"
    __table_args__ = (
        of("school", "school_id"),
        of("person", "entered_by"),
        of("person", "agreed_by"),
        check("level", "level BETWEEN 1 AND 4"),
        KEYED_ROWS,
    )

    school_id: UUID = Field(primary_key=True)
    rated_on: date = Field(primary_key=True)
    dimension: Dimension = Field(primary_key=True, sa_type=words(Dimension, "dimension_word"))
    level: int
    entered_by: UUID
    entered_at: datetime = Field(sa_type=Instant)
    agreed_by: UUID | None = None
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class Annotation(Row, table=True):
    """Words at a day of a school's chart ("new principal"). A coach's is a proposal until somebody else agrees."""

    __table_args__ = (
        of("school", "school_id"),
        of("person", "entered_by"),
        of("person", "agreed_by"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    noted_on: date
    words: str = Field(max_length=60)
    entered_by: UUID
    entered_at: datetime = Field(sa_type=Instant)
    agreed_by: UUID | None = None
    removed_at: datetime | None = Field(default=None, sa_type=Instant)


class MembershipProposal(Row, table=True):
    """What a coach proposes for a school's team: somebody new, or a change of a membership.

    `person_id` is None for somebody who is new to the network; `membership_id` names the membership to change.
    `another` says that they are not who has the same name there already.
    """

    __tablename__ = "membership_proposal"
    __table_args__ = (
        of("school", "school_id"),
        of("person", "person_id"),
        of("membership", "membership_id"),
        of("person", "proposed_by"),
        of("person", "decided_by"),
        check("decided", "(decided_at IS NULL) = (decided_by IS NULL)"),
        check("dates", "last_on IS NULL OR first_on <= last_on"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    person_id: UUID | None = None
    membership_id: UUID | None = None
    name: str = Field(max_length=120)
    position: Position = Field(sa_type=words(Position, "position_word"))
    on_ilt: bool = False
    first_on: date
    last_on: date | None = None
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=Instant)
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    accepted: bool = False
    another: bool = False


class FlagAnswer(Row, table=True):
    """A director's answer to a flag: what we will change, who, by when. It belongs to (rule, school, area)."""

    __tablename__ = "flag_answer"
    __table_args__ = (
        of("school", "school_id"),
        of("area", "area_id"),
        of("person", "answered_by"),
        sa.Index(None, "network_id", "school_id"),
    )

    school_id: UUID
    rule: Rule = Field(sa_type=words(Rule, "rule_word"))
    area_id: UUID | None = None
    what: str = Field(max_length=LINE)
    who: str = Field(max_length=80)
    due_on: date
    answered_by: UUID
    answered_on: date
    answered_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
