"""Sessions by what the leaders named in them have said, and corrections by coach: for lists and counts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.reviews import CORRECTS
from app.domain.vocabulary import Mode, Source, Verdict
from app.store.reviews import review
from app.store.sessions import STANDING, coached_by, participant, session
from app.store.tables import AuditEvent, SessionVersion
from app.store.tables.base import table_of

event = table_of(AuditEvent)
version = table_of(SessionVersion)


class Shelf(StrEnum):
    """Where a session that names a leader lies: it waits for their word, is too old to be asked about, or has it."""

    WAITING = "waiting"
    EARLIER = "earlier"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A leader, the schools that they lead (None: all), and the first day whose sessions they are still asked about."""

    network_id: UUID
    person_id: UUID
    schools: frozenset[UUID] | None
    since: date


def count_shelves(connection: Connection, reviewer: Reviewer) -> dict[Shelf, int]:
    """How many sessions lie where."""
    counted = [sa.func.count(sa.case((_lies_on(shelf, reviewer), 1))) for shelf in Shelf]
    row = connection.execute(_naming(reviewer, *counted)).one()
    return dict(zip(Shelf, row, strict=True))


def list_shelf(connection: Connection, reviewer: Reviewer, shelf: Shelf, limit: int, offset: int = 0) -> list[UUID]:
    """The ids of a shelf's sessions, newest first; but what changed since they spoke comes before all else.

    Of what was answered, the latest word comes first, be it the reviewer's or the coach's answer to it.
    """
    lately = sa.case((review.c.answered_at > review.c.said_at, review.c.answered_at), else_=review.c.said_at)
    first = lately.desc() if shelf is Shelf.ANSWERED else review.c.lapsed_at.is_(None)
    statement = (
        _naming(reviewer, session.c.id)
        .where(_lies_on(shelf, reviewer))
        .order_by(first, session.c.held_on.desc(), session.c.received_at.desc(), session.c.id)
        .limit(limit)
        .offset(offset)
    )
    return list(connection.execute(statement).scalars())


def list_naming(connection: Connection, reviewer: Reviewer, session_ids: Collection[UUID]) -> list[UUID]:
    """Those of these sessions that name the reviewer, whatever they say of them."""
    return list(connection.execute(_naming(reviewer, session.c.id).where(session.c.id.in_(session_ids))).scalars())


def _naming(reviewer: Reviewer, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Sessions that name a leader of their school, or of which they have spoken, each with their latest word on it.

    Those that they coached themselves are not among them.
    """
    network_id, me = reviewer.network_id, reviewer.person_id
    spoken = sa.select(review.c.session_id).where(review.c.network_id == network_id, review.c.reviewer_id == me)
    latest = (
        (review.c.network_id == network_id)
        & (review.c.session_id == session.c.id)
        & (review.c.reviewer_id == me)
        & ~_said_later(network_id)
    )
    statement = (
        sa.select(*columns)
        .select_from(session.outerjoin(review, latest))
        .where(
            session.c.network_id == network_id,
            session.c.id.in_(_named(reviewer).union(spoken)),
            STANDING,
            ~coached_by(network_id, me),
        )
    )
    return statement if reviewer.schools is None else statement.where(session.c.school_id.in_(reviewer.schools))


def _said_later(network_id: UUID) -> sa.ColumnElement[bool]:
    """Whether its reviewer has spoken of the session again since a review."""
    later = review.alias()
    return sa.exists().where(
        later.c.network_id == network_id,
        later.c.session_id == review.c.session_id,
        later.c.reviewer_id == review.c.reviewer_id,
        later.c.number > review.c.number,
    )


def _named(reviewer: Reviewer) -> sa.Select[Any]:
    return sa.select(participant.c.session_id).where(
        participant.c.network_id == reviewer.network_id, participant.c.person_id == reviewer.person_id
    )


def _lies_on(shelf: Shelf, reviewer: Reviewer) -> sa.ColumnElement[bool]:
    said, lapsed = review.c.number.is_not(None), review.c.lapsed_at.is_not(None)
    asks = (session.c.mode == Mode.WITH) & session.c.id.in_(_named(reviewer))
    if shelf is Shelf.ANSWERED:
        return said & (review.c.verdict != Verdict.WITHDRAWN) & ~(lapsed & asks)
    open_still = asks & (session.c.source == Source.FORM) & (~said | lapsed | (review.c.verdict == Verdict.WITHDRAWN))
    asked = (session.c.held_on >= reviewer.since) | lapsed
    return open_still & (asked if shelf is Shelf.WAITING else ~asked)


@dataclass(frozen=True, slots=True)
class Change:
    """One accepted version of a session: its number, when, and the names of the fields that it changed."""

    version: int
    at: datetime
    fields: tuple[str, ...]


def list_changes(
    connection: Connection, network_id: UUID, session_ids: Collection[UUID]
) -> tuple[dict[UUID, list[Change]], dict[tuple[UUID, int], str]]:
    """By session, its accepted versions from the first on, as the audit log has them; and `list_told`; in one query."""
    changes = sa.select(
        event.c.subject_id, event.c.version.label("version"), event.c.at, event.c.fields, sa.null()
    ).where(event.c.network_id == network_id, event.c.subject_id.in_(session_ids), event.c.version.is_not(None))
    statement = changes.union_all(_told(network_id, session_ids, sa.null(), sa.null())).order_by("version")
    found: dict[UUID, list[Change]] = defaultdict(list)
    told: dict[tuple[UUID, int], str] = {}
    for of, version_, at, fields, was in connection.execute(statement) if session_ids else ():
        if was is None:
            found[of].append(Change(version_, at, tuple(filter(None, fields.split(",")))))
        else:
            told[of, version_] = was
    return dict(found), told


def list_told(connection: Connection, network_id: UUID, session_ids: Collection[UUID]) -> dict[tuple[UUID, int], str]:
    """By session and version, what was told then, as it is kept; a version that kept nothing is missing."""
    rows = connection.execute(_told(network_id, session_ids)) if session_ids else ()
    return {(row.session_id, row.version): row.told for row in rows}


def _told(network_id: UUID, session_ids: Collection[UUID], *between: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(version.c.session_id, version.c.version, *between, version.c.told).where(
        version.c.network_id == network_id, version.c.session_id.in_(session_ids), version.c.told.is_not(None)
    )


def list_unanswered(connection: Connection, network_id: UUID, coach_id: UUID, since: date) -> list[UUID]:
    """Ids of a coach's own sessions from a day on that a leader corrected, once for each correction without an answer.

    Newest first, and only those that stand as `with`. Only a reviewer's latest word counts, while it stands.
    """
    of_session = (review.c.network_id == network_id) & (review.c.session_id == session.c.id)
    statement = (
        sa.select(session.c.id)
        .select_from(session.join(review, of_session))
        .where(
            session.c.network_id == network_id,
            session.c.coach_id == coach_id,
            session.c.held_on >= since,
            STANDING,
            session.c.mode == Mode.WITH,
            review.c.verdict.in_(CORRECTS),
            review.c.lapsed_at.is_(None),
            review.c.answered_at.is_(None),
            ~_said_later(network_id),
        )
        .order_by(session.c.held_on.desc(), session.c.received_at.desc(), session.c.id, review.c.reviewer_id)
    )
    return list(connection.execute(statement).scalars())
