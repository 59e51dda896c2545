"""What sessions count as against what their reviews say: each that counts as something else, and the mending of it.

One statement finds all that can be wrong, the sessions that somebody has spoken of and those that don't count as they
were told, so that the check sees one moment; what each should count as is the domain's to say, a session at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.reviews import Effective, Review, effective
from app.store.reviews import review
from app.store.sessions import counting, participant, session

AT_ONCE = 1_000
"""Rows in memory at a time, of the dozen or so that a session with its people and reviews may have."""


@dataclass(frozen=True, slots=True)
class Misheard:
    """A session that does not count as its reviews say."""

    id: UUID
    school_id: UUID
    area_id: UUID
    held_on: date
    kept: Effective
    said: Effective


def list_misheard(connection: Connection, network_id: UUID) -> list[Misheard]:
    """Every session of the network, voided ones too, that is kept as something else; by school and day."""
    rows = connection.execute(_spoken_of(network_id), execution_options={"yield_per": AT_ONCE})
    found = (_misheard(list(group)) for _, group in groupby(rows, attrgetter("id")))
    return sorted(filter(None, found), key=attrgetter("school_id", "held_on", "id"))


def set_right(connection: Connection, network_id: UUID, misheard: Sequence[Misheard]) -> None:
    """Let each count as its reviews say, unless it was changed meanwhile; the sums are for `rollup_check` to mend."""
    for each in misheard:
        statement = sa.update(session).where(
            session.c.network_id == network_id,
            session.c.id == each.id,
            session.c.counted_mode == each.kept.mode,
            session.c.counted_lead.is_not_distinct_from(each.kept.lead),
            session.c.heard.is_not_distinct_from(each.kept.heard),
        )
        connection.execute(statement.values(counting(each.said)))


def _spoken_of(network_id: UUID) -> sa.Select[Any]:
    """A row for each pair of a person who took part and a review, in the order of the sessions."""
    named = (
        (participant.c.network_id == session.c.network_id)
        & (participant.c.session_id == session.c.id)
        & participant.c.person_id.is_not(None)
    )
    reviewed = (review.c.network_id == session.c.network_id) & (review.c.session_id == session.c.id)
    return (
        sa.select(
            session.c.id,
            session.c.school_id,
            session.c.area_id,
            session.c.held_on,
            session.c.mode,
            session.c.lead,
            session.c.counted_mode,
            session.c.counted_lead,
            session.c.heard,
            participant.c.person_id,
            review.c.reviewer_id,
            review.c.verdict,
            review.c.number,
            review.c.lapsed_at,
        )
        .select_from(session.outerjoin(participant, named).outerjoin(review, reviewed))
        .where(
            session.c.network_id == network_id,
            sa.or_(
                review.c.number.is_not(None),
                session.c.heard.is_not(None),
                session.c.counted_mode != session.c.mode,
                session.c.counted_lead.is_distinct_from(session.c.lead),
            ),
        )
        .order_by(session.c.id)
    )


def _misheard(rows: Sequence[Any]) -> Misheard | None:
    """The session of these rows, if it is kept as something else than its reviews say."""
    row = rows[0]
    named = {each.person_id for each in rows if each.person_id is not None}
    kept = Effective(row.counted_mode, row.counted_lead, row.heard)
    said = effective(row.mode, row.lead, named, set(_reviews(rows)))
    return None if kept == said else Misheard(row.id, row.school_id, row.area_id, row.held_on, kept, said)


def _reviews(rows: Iterable[Any]) -> Iterable[Review]:
    for row in rows:
        if row.reviewer_id is not None:
            yield Review(row.reviewer_id, row.verdict, row.number, row.lapsed_at is not None)
