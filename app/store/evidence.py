"""What flags ask of single sessions and days, where sums by week do not say it: a few schools or areas at a time."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.periods import Window
from app.domain.vocabulary import Mode, Origin
from app.store.analytics import Ids
from app.store.handoffs import handoff
from app.store.schools import assignment, on
from app.store.sessions import STANDING, held_between, session
from app.store.tags import with_a_school_leader

SchoolArea = tuple[UUID, UUID]

Days = tuple[date, date]


def days_side_by_side(
    connection: Connection, network_id: UUID, window: Window, wanted: Collection[SchoolArea]
) -> dict[SchoolArea, Days]:
    """By (school, area), the days of the window's first and last session that counts as done with the school."""
    if not wanted:
        return {}
    place = (session.c.school_id, session.c.area_id)
    statement = (
        sa.select(
            session.c.school_id, session.c.area_id, sa.func.min(session.c.held_on), sa.func.max(session.c.held_on)
        )
        .where(
            *_within(network_id, window, {school_id for school_id, _ in wanted}),
            session.c.area_id.in_({area_id for _, area_id in wanted}),
            session.c.counted_mode == Mode.WITH,
        )
        .group_by(*place)
    )
    asked = frozenset(wanted)
    return {
        (school_id, area_id): (first, last)
        for school_id, area_id, first, last in connection.execute(statement)
        if (school_id, area_id) in asked
    }


def count_alone(
    connection: Connection, network_id: UUID, window: Window, area_id: UUID, schools: Collection[UUID]
) -> dict[UUID, int]:
    """Per school the sessions of an area in which neither a principal nor an assistant principal took part."""
    if not schools:
        return {}
    statement = (
        sa.select(session.c.school_id, sa.func.count())
        .where(*_within(network_id, window, schools), session.c.area_id == area_id, ~with_a_school_leader(network_id))
        .group_by(session.c.school_id)
    )
    return _pairs(connection, statement)


def count_requested(
    connection: Connection, network_id: UUID, window: Window, schools: Collection[UUID]
) -> dict[UUID, int]:
    """Per school the sessions that were asked for in the moment."""
    if not schools:
        return {}
    statement = (
        sa.select(session.c.school_id, sa.func.count())
        .where(*_within(network_id, window, schools), session.c.origin == Origin.REQUESTED)
        .group_by(session.c.school_id)
    )
    return _pairs(connection, statement)


def sums_since_handoff(
    connection: Connection, network_id: UUID, window: Window, standing: Mapping[SchoolArea, UUID]
) -> dict[SchoolArea, tuple[int, int]]:
    """By (school, area), the (sessions, minutes) done for the school since the handoff that stands, in the window.

    Args:
        connection: of the network.
        network_id: whose schools.
        window: of the flags.
        standing: the handoff that stands in each area, by its id.
    """
    if not standing:
        return {}
    statement = (
        sa.select(session.c.school_id, session.c.area_id, sa.func.count(), sa.func.sum(session.c.minutes))
        .join(
            handoff,
            sa.and_(
                handoff.c.network_id == session.c.network_id,
                handoff.c.school_id == session.c.school_id,
                handoff.c.area_id == session.c.area_id,
                handoff.c.handed_over_on <= session.c.held_on,
            ),
        )
        .where(
            *_within(network_id, window, {school_id for school_id, _ in standing}),
            handoff.c.network_id == network_id,
            handoff.c.id.in_(standing.values()),
            session.c.counted_mode == Mode.FOR,
        )
        .group_by(session.c.school_id, session.c.area_id)
    )
    return {
        (school_id, area_id): (count, minutes) for school_id, area_id, count, minutes in connection.execute(statement)
    }


def coached_since(
    connection: Connection, network_id: UUID, today: date, schools: Ids = None
) -> dict[UUID | None, date]:
    """Since when the schools that have a coach today have had one of those; under None, a coach of all the network."""
    statement = (
        sa.select(assignment.c.school_id, sa.func.min(assignment.c.first_on))
        .where(assignment.c.network_id == network_id, assignment.c.role == Role.COACH, on(assignment, today))
        .group_by(assignment.c.school_id)
    )
    if schools is not None:
        statement = statement.where(sa.or_(assignment.c.school_id.is_(None), assignment.c.school_id.in_(schools)))
    return _pairs(connection, statement)


def _within(network_id: UUID, window: Window, schools: Collection[UUID]) -> list[sa.ColumnElement[bool]]:
    return [
        session.c.network_id == network_id,
        session.c.school_id.in_(schools),
        held_between(window.first, window.last),
        STANDING,
    ]


def _pairs(connection: Connection, statement: sa.Select[Any]) -> dict[Any, Any]:
    """Two columns as a mapping of the first to the second."""
    return dict(connection.execute(statement).all())
