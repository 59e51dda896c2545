"""How a school's Instructional Leadership Team rates itself."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.ratings import Rating
from app.store.tables import IltRating
from app.store.tables.base import table_of

rating = table_of(IltRating)


def list_ratings(connection: Connection, network_id: UUID, school_id: UUID) -> list[Rating]:
    """A school's self-ratings, newest first: those that stand, and those that are only proposed (not `agreed`)."""
    statement = (
        sa.select(rating.c.rated_on, rating.c.dimension, rating.c.level, rating.c.agreed_by.is_not(None))
        .where(rating.c.network_id == network_id, rating.c.school_id == school_id, rating.c.removed_at.is_(None))
        .order_by(rating.c.rated_on.desc(), rating.c.dimension)
    )
    return [Rating(*row) for row in connection.execute(statement)]
