"""Sources of funding, whose time each pays for unless said otherwise, and what each has paid for."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.funding import Source, Spent, SpentOther
from app.store.other_time import other_time
from app.store.schools import assignment, on, person
from app.store.session_support import support
from app.store.sessions import session
from app.store.tables import DefaultFunding, FundingSource
from app.store.tables.base import table_of

source = table_of(FundingSource)
default_funding = table_of(DefaultFunding)

_COLUMNS = tuple(source.c[name] for name in Source.__slots__ if name in source.c)


class CoachDefault(NamedTuple):
    """A coach, and what usually pays for their time; None where nothing was said."""

    coach_id: UUID
    name: str
    source_id: UUID | None


def list_sources(connection: Connection, network_id: UUID, *, removed: bool = False) -> list[Source]:
    """A network's sources, the one that began last first; with `removed`, those that were removed too."""
    statement: sa.Select[Any] = sa.select(*_COLUMNS, source.c.removed_at.is_not(None)).where(
        source.c.network_id == network_id
    )
    if not removed:
        statement = statement.where(source.c.removed_at.is_(None))
    statement = statement.order_by(source.c.first_on.desc(), source.c.name, source.c.id)
    return [Source(*row) for row in connection.execute(statement)]


def get_source(connection: Connection, network_id: UUID, source_id: UUID) -> Source | None:
    """A source, also a removed one."""
    return next((each for each in list_sources(connection, network_id, removed=True) if each.id == source_id), None)


def create_source(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Insert a source unless its id is there or its name is taken; whether it was inserted."""
    made = _insert(connection, source).on_conflict_do_nothing().values(dict(row)).returning(source.c.id)
    return connection.execute(made).first() is not None


def raise_source(
    connection: Connection, network_id: UUID, source_id: UUID, seen: int, changes: Mapping[str, Any]
) -> bool:
    """Write `changes` as the version after `seen`; False when somebody else was first."""
    statement = (
        sa.update(source)
        .where(source.c.network_id == network_id, source.c.id == source_id, source.c.version == seen)
        .values(version=seen + 1, **changes)
    )
    return connection.execute(statement).rowcount == 1


def list_defaults(connection: Connection, network_id: UUID, day: date) -> list[CoachDefault]:
    """Everybody who coaches on a day, by name, with their default."""
    coaches = (
        sa.select(assignment.c.person_id)
        .where(assignment.c.network_id == network_id, assignment.c.role == Role.COACH, on(assignment, day))
        .distinct()
    )
    theirs = (default_funding.c.network_id == network_id) & (default_funding.c.coach_id == person.c.id)
    statement = (
        sa.select(person.c.id, person.c.name, default_funding.c.funding_id)
        .outerjoin(default_funding, theirs)
        .where(person.c.network_id == network_id, person.c.id.in_(coaches))
        .order_by(person.c.name, person.c.id)
    )
    return [CoachDefault(*row) for row in connection.execute(statement)]


def set_default(connection: Connection, network_id: UUID, coach_id: UUID, source_id: UUID | None) -> None:
    """Say what usually pays for a coach's time; None says nothing any more."""
    row = default_funding.c
    if source_id is None:
        connection.execute(sa.delete(default_funding).where(row.network_id == network_id, row.coach_id == coach_id))
        return
    values = {"network_id": network_id, "coach_id": coach_id, "funding_id": source_id}
    made = _insert(connection, default_funding).values(values)
    connection.execute(
        made.on_conflict_do_update(index_elements=["network_id", "coach_id"], set_={"funding_id": source_id})
    )


def default_on(connection: Connection, network_id: UUID, coach_id: UUID, day: date) -> UUID | None:
    """The source that pays for a coach's time on a day unless said otherwise: the default, where it covers the day."""
    statement = (
        sa.select(source.c.id)
        .join(
            default_funding,
            (default_funding.c.network_id == source.c.network_id) & (default_funding.c.funding_id == source.c.id),
        )
        .where(
            source.c.network_id == network_id,
            default_funding.c.network_id == network_id,
            default_funding.c.coach_id == coach_id,
            source.c.removed_at.is_(None),
            source.c.first_on <= day,
            source.c.last_on >= day,
        )
    )
    return connection.execute(statement).scalar()


def spent(connection: Connection, network_id: UUID, first: date, last: date) -> list[Spent]:
    """What sources paid for in sessions of some days, and what no source is named for; without voided ones.

    A session that two coached has one source and is counted once, with its own minutes: a source pays for what a school
    received. (Both coaches' load counts it, which is another question.)
    """
    named = (support.c.network_id == network_id) & (support.c.session_id == session.c.id)
    statement = (
        sa.select(
            support.c.funding_id,
            session.c.school_id,
            session.c.area_id,
            session.c.counted_mode,
            sa.func.sum(session.c.minutes),
            sa.func.count(),
        )
        .select_from(sa.outerjoin(session, support, named))
        .where(
            session.c.network_id == network_id,
            session.c.held_on.between(first, last),
            session.c.voided_at.is_(None),
        )
        .group_by(support.c.funding_id, session.c.school_id, session.c.area_id, session.c.counted_mode)
    )
    return [Spent(*row) for row in connection.execute(statement)]


def spent_otherwise(connection: Connection, network_id: UUID, first: date, last: date) -> list[SpentOther]:
    """The same of other time, without what was removed."""
    table = other_time.c
    statement = (
        sa.select(table.funding_id, table.kind, table.school_id, sa.func.sum(table.minutes))
        .where(table.network_id == network_id, table.spent_on.between(first, last), table.removed_at.is_(None))
        .group_by(table.funding_id, table.kind, table.school_id)
    )
    return [SpentOther(*row) for row in connection.execute(statement) if row[3]]


def used_by_source(connection: Connection, network_id: UUID, until: date) -> dict[UUID, int]:
    """Minutes that each source has paid for until a day, whenever they were: sessions and other time."""
    named = (support.c.network_id == session.c.network_id) & (support.c.session_id == session.c.id)
    sessions = (
        sa.select(support.c.funding_id, sa.func.sum(session.c.minutes))
        .select_from(sa.join(support, session, named))
        .where(
            support.c.network_id == network_id,
            session.c.network_id == network_id,
            support.c.funding_id.is_not(None),
            session.c.held_on <= until,
            session.c.voided_at.is_(None),
        )
        .group_by(support.c.funding_id)
    )
    table = other_time.c
    others = (
        sa.select(table.funding_id, sa.func.sum(table.minutes))
        .where(
            table.network_id == network_id,
            table.funding_id.is_not(None),
            table.spent_on <= until,
            table.removed_at.is_(None),
        )
        .group_by(table.funding_id)
    )
    found: dict[UUID, int] = {}
    for statement in (sessions, others):
        for source_id, minutes in connection.execute(statement):
            found[source_id] = found.get(source_id, 0) + int(minutes)
    return found


def _insert(connection: Connection, table: sa.Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
