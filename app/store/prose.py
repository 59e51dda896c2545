"""Letting prose go: notes and comments of long ago, while all that counts stays."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.reviews import review
from app.store.sessions import session
from app.store.tables import Reflection
from app.store.tables.base import table_of

reflection = table_of(Reflection)


def forget_prose(connection: Connection, network_id: object, before: date) -> Mapping[str, int]:
    """Empty the notes of sessions held before a day, what was said of them, and older reflections; how many of each."""
    old = sa.select(session.c.id).where(session.c.network_id == network_id, session.c.held_on < before)
    notes = sa.update(session).where(
        session.c.network_id == network_id,
        session.c.held_on < before,
        sa.or_(session.c.shared_note != "", session.c.private_note != ""),
    )
    comments = sa.update(review).where(
        review.c.network_id == network_id,
        review.c.session_id.in_(old),
        sa.or_(review.c.comment != "", review.c.answer != ""),
    )
    thoughts = sa.update(reflection).where(
        reflection.c.network_id == network_id,
        reflection.c.month < before,
        sa.or_(reflection.c.needs_note != "", reflection.c.barriers_note != ""),
    )
    return {
        "notes": connection.execute(notes.values(shared_note="", private_note="")).rowcount,
        "comments": connection.execute(comments.values(comment="", answer="")).rowcount,
        "reflections": connection.execute(thoughts.values(needs_note="", barriers_note="")).rowcount,
    }
