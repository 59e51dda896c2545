"""How a school's Instructional Leadership Team rates itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.ratings import Rating
from app.domain.vocabulary import Dimension
from app.store.tables import IltRating
from app.store.tables.base import table_of

rating = table_of(IltRating)

_KEY = ["network_id", "school_id", "rated_on", "dimension"]


@dataclass(frozen=True, slots=True)
class Day:
    """What is written for a school on one day, whether it stands or was removed."""

    levels: Mapping[Dimension, int]
    entered_by: UUID
    agreed: bool
    removed: bool


def list_ratings(connection: Connection, network_id: UUID, school_id: UUID) -> list[Rating]:
    """A school's self-ratings, newest first: those that stand, and those that are only proposed (not `agreed`)."""
    statement = (
        sa.select(rating.c.rated_on, rating.c.dimension, rating.c.level, rating.c.agreed_by.is_not(None))
        .where(rating.c.network_id == network_id, rating.c.school_id == school_id, rating.c.removed_at.is_(None))
        .order_by(rating.c.rated_on.desc(), rating.c.dimension)
    )
    return [Rating(*row) for row in connection.execute(statement)]


def list_own_days(connection: Connection, network_id: UUID, school_id: UUID, person_id: UUID) -> frozenset[date]:
    """The days whose ratings this person proposed, and nobody has agreed to yet."""
    statement = sa.select(rating.c.rated_on).where(
        rating.c.network_id == network_id,
        rating.c.school_id == school_id,
        rating.c.entered_by == person_id,
        rating.c.agreed_by.is_(None),
        rating.c.removed_at.is_(None),
    )
    return frozenset(connection.execute(statement).scalars())


def _of_day(network_id: UUID, school_id: UUID, rated_on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return rating.c.network_id == network_id, rating.c.school_id == school_id, rating.c.rated_on == rated_on


def get_day(connection: Connection, network_id: UUID, school_id: UUID, rated_on: date) -> Day | None:
    """What is written for a day; None when nothing ever was."""
    statement = sa.select(
        rating.c.dimension, rating.c.level, rating.c.entered_by, rating.c.agreed_by, rating.c.removed_at
    ).where(*_of_day(network_id, school_id, rated_on))
    rows = connection.execute(statement).all()
    if not rows:
        return None
    return Day(
        levels={row.dimension: row.level for row in rows},
        entered_by=rows[0].entered_by,
        agreed=all(row.agreed_by is not None for row in rows),
        removed=all(row.removed_at is not None for row in rows),
    )


def keep_day(
    connection: Connection,
    network_id: UUID,
    school_id: UUID,
    rated_on: date,
    levels: Mapping[Dimension, int],
    *,
    entered_by: UUID,
    entered_at: datetime,
    agreed_by: UUID | None,
) -> None:
    """Write a day's levels, in the place of those that were there."""
    said: dict[str, Any] = {
        "entered_by": entered_by,
        "entered_at": entered_at,
        "agreed_by": agreed_by,
        "removed_at": None,
    }
    where = {"network_id": network_id, "school_id": school_id, "rated_on": rated_on}
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    for dimension, level in levels.items():
        insert = kind.insert(rating)
        written = {name: insert.excluded[name] for name in ("level", *said)}
        statement = insert.on_conflict_do_update(index_elements=_KEY, set_=written)
        connection.execute(statement, where | said | {"dimension": dimension, "level": level})


def update_day(
    connection: Connection, network_id: UUID, school_id: UUID, rated_on: date, changes: Mapping[str, Any]
) -> None:
    connection.execute(sa.update(rating).where(*_of_day(network_id, school_id, rated_on)).values(**changes))
