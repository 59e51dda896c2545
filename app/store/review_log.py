"""What leaders said, word for word: one more review, all reviews of sessions, and a coach's one answer to a review."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.vocabulary import Verdict
from app.store.reviews import review
from app.store.sessions import session


@dataclass(frozen=True, slots=True)
class Word:
    """A review as it is kept, with its prose; `answer` is its coach's, empty where none was given."""

    session_id: UUID
    reviewer_id: UUID
    number: int
    verdict: Verdict
    comment: str
    fit: int | None
    said_at: datetime
    lapsed_at: datetime | None
    answer: str
    answered_at: datetime | None

    @property
    def stands(self) -> bool:
        """Of a reviewer's latest: whether it is neither taken back nor lapsed."""
        return self.lapsed_at is None and self.verdict is not Verdict.WITHDRAWN


def lock_sessions(connection: Connection, network_id: UUID, session_ids: Collection[UUID]) -> None:
    """Keep every other writer of these sessions waiting until this transaction ends; always in the same order.

    SQLite has one writer at a time anyhow.
    """
    statement = (
        sa.select(session.c.id)
        .where(session.c.network_id == network_id, session.c.id.in_(session_ids))
        .order_by(session.c.id)
        .with_for_update(key_share=True)
    )
    connection.execute(statement).all()


def list_words(
    connection: Connection, network_id: UUID, session_ids: Collection[UUID], reviewer_id: UUID | None = None
) -> dict[UUID, list[Word]]:
    """By session, all that was ever said of it, or said by one reviewer, in the order in which each said it."""
    statement = (
        sa.select(*(review.c[name] for name in Word.__slots__))
        .where(review.c.network_id == network_id, review.c.session_id.in_(session_ids))
        .order_by(review.c.session_id, review.c.reviewer_id, review.c.number)
    )
    if reviewer_id is not None:
        statement = statement.where(review.c.reviewer_id == reviewer_id)
    found: dict[UUID, list[Word]] = defaultdict(list)
    for row in connection.execute(statement) if session_ids else ():
        found[row.session_id].append(Word(*row))
    return dict(found)


def add_word(connection: Connection, network_id: UUID, word: Word) -> None:
    row: dict[str, Any] = {name: getattr(word, name) for name in Word.__slots__}
    connection.execute(sa.insert(review), row | {"network_id": network_id})


def answer_word(connection: Connection, network_id: UUID, word: Word, answer: str, at: datetime) -> bool:
    """Keep what its coach says happened, unless there is an answer already; whether it was kept."""
    statement = sa.update(review).where(
        review.c.network_id == network_id,
        review.c.session_id == word.session_id,
        review.c.reviewer_id == word.reviewer_id,
        review.c.number == word.number,
        review.c.answered_at.is_(None),
    )
    return connection.execute(statement.values(answer=answer, answered_at=at)).rowcount == 1
