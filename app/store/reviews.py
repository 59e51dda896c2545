"""What leaders say of sessions: a session's reviews, and how far a school's sessions are verified."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.reviews import Review
from app.domain.sessions import SIDE_BY_SIDE
from app.domain.vocabulary import Mode, Source
from app.store.sessions import STANDING, held_between, participant, session
from app.store.tables import Account, School
from app.store.tables import Review as ReviewTable
from app.store.tables.base import table_of

account = table_of(Account)
review = table_of(ReviewTable)
school = table_of(School)


def list_reviews(connection: Connection, network_id: UUID, session_id: UUID) -> list[Review]:
    """All that was ever said of a session, by reviewer and in the order in which each said it."""
    key = review.c.reviewer_id, review.c.number
    statement = (
        sa.select(review.c.reviewer_id, review.c.verdict, review.c.number, review.c.lapsed_at.is_not(None))
        .where(review.c.network_id == network_id, review.c.session_id == session_id)
        .order_by(*key)
    )
    return [Review(*row) for row in connection.execute(statement)]


_lapse = (
    sa.update(review)
    .where(
        review.c.network_id == sa.bindparam("of_network"),
        review.c.session_id == sa.bindparam("of_session"),
        review.c.reviewer_id == sa.bindparam("of_reviewer"),
        review.c.number == sa.bindparam("of_number"),
    )
    .values(lapsed_at=sa.bindparam("at"))
)


def lapse(connection: Connection, network_id: UUID, session_id: UUID, those: Iterable[Review], at: datetime) -> None:
    """Mark reviews of a session as lapsed: an edit changed what they spoke of."""
    rows = [
        {
            "of_network": network_id,
            "of_session": session_id,
            "of_reviewer": each.reviewer_id,
            "of_number": each.number,
            "at": at,
        }
        for each in those
    ]
    if rows:
        connection.execute(_lapse, rows)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How far leaders have spoken of the sessions of theirs that were done `with` them (measure 6).

    `due` are old enough to have been reviewed; `verified` are those of them that stand as side by side; `waiting` are
    all, due or not, of which nobody has spoken yet.
    """

    due: int = 0
    verified: int = 0
    waiting: int = 0


def reviewing_by_school(
    connection: Connection,
    network_id: UUID,
    window: Window,
    today: date,
    due_days: int,
    schools: Collection[UUID] | None = None,
    *,
    zone: str,
) -> Mapping[UUID, Reviewing]:
    """How far each school's sessions of the window are verified; a school that is missing had none to review.

    What counts is what a coach tagged `with`, on the form and not in an import, naming somebody with an account.

    Args:
        connection: tied to the network.
        network_id: the network.
        window: the days of the sessions.
        today: the network's date.
        due_days: of days that leaders have; 14 days after it was held, and after it came in, a session is not due yet.
        schools: which; None for all of the network.
        zone: the network's time zone, for the day on which a session came in.
    """
    them = sa.select(school.c.id).where(school.c.network_id == network_id) if schools is None else schools
    is_due = Due(today, due_days, zone).condition()
    statement = (
        sa.select(
            session.c.school_id,
            sa.func.count(sa.case((is_due, 1))),
            sa.func.count(sa.case((is_due & session.c.heard.in_(SIDE_BY_SIDE), 1))),
            sa.func.count(sa.case((session.c.heard.is_(None), 1))),
        )
        .where(
            session.c.network_id == network_id,
            session.c.school_id.in_(them),
            held_between(window.first, window.last),
            *is_reviewable(network_id),
        )
        .group_by(session.c.school_id)
    )
    return {row[0]: Reviewing(*row[1:]) for row in connection.execute(statement)}


class Due:
    """Which sessions leaders have had time to review: `days` lie between today and the later of held and received."""

    def __init__(self, today: date, days: int, zone: str) -> None:
        self.held_before = today - timedelta(days=days)
        self.received_before = datetime.combine(self.held_before, time.min, ZoneInfo(zone))

    def condition(self) -> sa.ColumnElement[bool]:
        return (session.c.held_on < self.held_before) & (session.c.received_at < self.received_before)


def is_reviewable(network_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    """Which sessions a leader could speak of: `with`, from the form, not voided, naming somebody with an account."""
    form = session.c.source == Source.FORM
    return STANDING, session.c.mode == Mode.WITH, form, _somebody_may_review(network_id)


def _somebody_may_review(network_id: UUID) -> sa.ColumnElement[bool]:
    """Somebody named in the session has an account."""
    of_person = (account.c.network_id == participant.c.network_id) & (account.c.person_id == participant.c.person_id)
    return (
        sa.select(sa.literal(1))
        .select_from(participant.join(account, of_person))
        .where(participant.c.network_id == network_id, participant.c.session_id == session.c.id)
        .exists()
    )
