"""The last days of the demo's coach and leader, through the same doors as real ones.

The coach edits a session that the leader had confirmed, voids another, and answers one of the corrections.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from app.domain.vocabulary import Mode, Verdict
from app.services.demo.lines import LOGGED_TWICE
from app.services.demo.weeks import keep_weeks
from app.services.review_answers import answer_review
from app.services.reviews import Saying, review_session
from app.services.sessions import submit_session, void_session
from app.services.visits import Visit, open_visit, token_hash
from app.store import logins
from app.store.bulk import BulkRow

TOO_LONG = 15
"""Minutes that the coach first put down too many, and took back later."""

SOON = timedelta(minutes=2)

WHAT_HAPPENED = "You are right: I had drafted it before we met. Next time we start from your page."
"""The coach's answer to a correction."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody who signs in to the demo."""

    account_id: UUID
    person_id: UUID


class _Door:
    """Opens visits of one person at any moment from when they signed in until now."""

    def __init__(self, connection: Connection, network_id: UUID, who: Signing, began: datetime, now: datetime) -> None:
        self.connection, self.network_id, self.now = connection, network_id, now
        self.token = secrets.token_urlsafe(32)
        hashed = token_hash(self.token)
        until = now + timedelta(days=1)
        logins.add_login(connection, network_id, who.account_id, hashed, at=began, until=until)

    def __call__(self, moment: datetime) -> Visit:
        opened = open_visit(self.connection, self.token, min(moment, self.now))
        if opened is None:
            message = "Somebody of the demo is not signed in."
            raise RuntimeError(message)
        return opened

    def close(self) -> None:
        logins.revoke_login(self.connection, self.network_id, self(self.now).login_id, self.now)


@contextmanager
def _signed_in(
    connection: Connection, network_id: UUID, who: Signing, began: datetime, now: datetime
) -> Iterator[_Door]:
    door = _Door(connection, network_id, who, began, now)
    yield door
    door.close()


def log_by_hand(
    connection: Connection,
    network_id: UUID,
    coach: Signing,
    leader: Signing | None,
    rows: Sequence[BulkRow],
    now: datetime,
) -> None:
    """Log a coach's sessions one by one, each at its own moment; mend one, and void a twin of the last but one.

    The one that is mended is the first that names the leader, who had confirmed it by then; if there is any. Beside
    them come travel and the like, and the word that each week before this one is complete.

    Args:
        connection: the network's, writing.
        network_id: the network.
        coach: whose sessions they are.
        leader: of one of the coach's schools; None in a network without one who signs in.
        rows: the coach's own sessions, two or more.
        now: the moment up to which all of it has happened.
    """
    in_order = sorted(rows, key=lambda row: row.received_at)
    mended = next((row for row in in_order if leader and _names(row, leader)), in_order[0])
    began, since = in_order[0].received_at, now - mended.received_at
    with _signed_in(connection, network_id, coach, began, now) as visit:
        mistaken = replace(mended.telling, minutes=mended.telling.minutes + TOO_LONG)
        submit_session(visit(mended.received_at), mended.id, 0, mistaken)
        if leader and _names(mended, leader):
            with _signed_in(connection, network_id, leader, began, now) as leaders:
                review_session(leaders(mended.received_at + since / 4), mended.id, Saying(Verdict.CONFIRMED))
        submit_session(visit(mended.received_at + since / 2), mended.id, 1, mended.telling)
        for row in in_order:
            if row is not mended:
                submit_session(visit(row.received_at), row.id, 0, row.telling)
        doubled = in_order[-2]
        twin = uuid5(doubled.id, "twin")
        submit_session(visit(doubled.received_at + SOON), twin, 0, doubled.telling)
        void_session(visit(doubled.received_at + 2 * SOON), twin, 1, LOGGED_TWICE)
        last = visit(now)
        keep_weeks(visit, sorted({row.telling.school_id for row in rows}), last.today, ZoneInfo(last.network.timezone))


def answer_by_hand(
    connection: Connection,
    network_id: UUID,
    coach: Signing,
    leader: Signing | None,
    rows: Sequence[BulkRow],
    now: datetime,
) -> None:
    """Let the coach answer the leader's last but one correction of a session of theirs; the last one is still to read.

    Args:
        connection: the network's, writing.
        network_id: the network.
        coach: who answers.
        leader: who corrected.
        rows: sessions that are kept with what was said of them.
        now: when.
    """
    corrected = [
        row
        for row in rows
        if leader
        and row.coach_id == coach.person_id
        and any(each.reviewer_id == leader.person_id and each.verdict is Verdict.CORRECTED for each in row.reviews)
    ]
    corrected.sort(key=lambda row: (row.telling.held_on, row.received_at))
    if leader is None or len(corrected) < 2:  # noqa: PLR2004 - the last but one
        return
    with _signed_in(connection, network_id, coach, now, now) as visit:
        answer_review(visit(now), corrected[-2].id, leader.person_id, 1, WHAT_HAPPENED)


def _names(row: BulkRow, leader: Signing) -> bool:
    return row.telling.mode is Mode.WITH and leader.person_id in row.telling.participant_ids
