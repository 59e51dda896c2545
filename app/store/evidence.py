"""What flags ask of single sessions and days, where sums by week do not say it: a few schools or areas at a time."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.periods import Window
from app.domain.vocabulary import Mode, Origin
from app.store.binds import AREAS, DAY, FIRST, LAST, OF_NETWORK, SCHOOLS, Ids, as_text, of, uuid_of
from app.store.handoffs import handoff
from app.store.schools import assignment, on
from app.store.sessions import STANDING, session
from app.store.tags import with_a_school_leader

SchoolArea = tuple[UUID, UUID]

Days = tuple[date, date]


def days_side_by_side(
    connection: Connection, network_id: UUID, window: Window, wanted: Collection[SchoolArea]
) -> dict[SchoolArea, Days]:
    """By (school, area), the days of the window's first and last session that counts as done with the school."""
    if not wanted:
        return {}
    asked = frozenset(wanted)
    values = _values(network_id, window, {school for school, _ in asked}) | {"areas": list({area for _, area in asked})}
    found = connection.execute(_side_by_side(), values).all()
    places = ((uuid_of(school), uuid_of(area), (first, last)) for school, area, first, last in found)
    return {(school, area): days for school, area, days in places if (school, area) in asked}


@cache
def _side_by_side() -> sa.Executable:
    place = (session.c.school_id, session.c.area_id)
    return (
        sa.select(*map(as_text, place), sa.func.min(session.c.held_on), sa.func.max(session.c.held_on))
        .where(*_within(), session.c.area_id.in_(AREAS), session.c.counted_mode == Mode.WITH)
        .group_by(*place)
    )


def count_alone(
    connection: Connection, network_id: UUID, window: Window, area_id: UUID, schools: Collection[UUID]
) -> dict[UUID, int]:
    """Per school the sessions of an area in which neither a principal nor an assistant principal took part."""
    if not schools:
        return {}
    values = _values(network_id, window, schools) | {"of_area": area_id}
    return _by_school(connection, _alone(network_id), values)


@lru_cache(maxsize=64)
def _alone(network_id: UUID) -> sa.Executable:
    return (
        sa.select(as_text(session.c.school_id), sa.func.count())
        .where(*_within(), session.c.area_id == sa.bindparam("of_area"), ~with_a_school_leader(network_id))
        .group_by(session.c.school_id)
    )


def count_requested(
    connection: Connection, network_id: UUID, window: Window, schools: Collection[UUID]
) -> dict[UUID, int]:
    """Per school the sessions that were asked for in the moment."""
    if not schools:
        return {}
    return _by_school(connection, _requested(), _values(network_id, window, schools))


@cache
def _requested() -> sa.Executable:
    return (
        sa.select(as_text(session.c.school_id), sa.func.count())
        .where(*_within(), session.c.origin == Origin.REQUESTED)
        .group_by(session.c.school_id)
    )


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
    values = _values(network_id, window, {school for school, _ in standing}) | {"handoffs": list(standing.values())}
    found = connection.execute(_since_handoff(), values).all()
    return {(uuid_of(school), uuid_of(area)): (count, minutes) for school, area, count, minutes in found}


@cache
def _since_handoff() -> sa.Executable:
    place = (session.c.school_id, session.c.area_id)
    of_area = sa.and_(
        handoff.c.network_id == session.c.network_id,
        handoff.c.school_id == session.c.school_id,
        handoff.c.area_id == session.c.area_id,
        handoff.c.handed_over_on <= session.c.held_on,
    )
    return (
        sa.select(*map(as_text, place), sa.func.count(), sa.func.sum(session.c.minutes))
        .join(handoff, of_area)
        .where(
            *_within(),
            handoff.c.network_id == OF_NETWORK,
            handoff.c.id.in_(sa.bindparam("handoffs", expanding=True)),
            session.c.counted_mode == Mode.FOR,
        )
        .group_by(*place)
    )


def coached_since(
    connection: Connection, network_id: UUID, today: date, schools: Ids = None
) -> dict[UUID | None, date]:
    """Since when the schools that have a coach today have had one of those; under None, a coach of all the network."""
    rows = connection.execute(_coached(few=schools is not None), of(network_id, schools) | {"day": today}).all()
    return {school_id and uuid_of(school_id): since for school_id, since in rows}


@cache
def _coached(*, few: bool) -> sa.Executable:
    here = on(assignment, DAY)
    statement = (
        sa.select(as_text(assignment.c.school_id), sa.func.min(assignment.c.first_on))
        .where(assignment.c.network_id == OF_NETWORK, assignment.c.role == Role.COACH, here)
        .group_by(assignment.c.school_id)
    )
    named = sa.or_(assignment.c.school_id.is_(None), assignment.c.school_id.in_(SCHOOLS))
    return statement.where(named) if few else statement


def _within() -> list[sa.ColumnElement[bool]]:
    return [
        session.c.network_id == OF_NETWORK,
        session.c.school_id.in_(SCHOOLS),
        session.c.held_on.between(FIRST, LAST),
        STANDING,
    ]


def _values(network_id: UUID, window: Window, schools: Collection[UUID]) -> dict[str, Any]:
    return of(network_id, schools) | {"first": window.first, "last": window.last}


def _by_school(connection: Connection, statement: sa.Executable, values: Mapping[str, Any]) -> dict[UUID, int]:
    return {uuid_of(school_id): count for school_id, count in connection.execute(statement, values).all()}
