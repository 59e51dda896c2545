"""What pages sum up, read from the rollups: to a row a school, an area or a week in SQL, and to frozen facts here.

`schools` names the schools to read, None all of the network. A few schools are sought week by week; many of them, and
all together, are one range where areas are named, that of the key.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache, lru_cache, reduce
from itertools import repeat
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.measures import Tally
from app.domain.periods import Window
from app.store.binds import AREAS, FIRST, LAST, OF_NETWORK, SCHOOLS, WEEKS, Ids, as_text, of, uuid_of
from app.store.once import once
from app.store.prepared import Prepared
from app.store.rollups import school, school_area_week, school_week
from app.store.sessions import session
from app.store.tables import SchoolBreak
from app.store.tables.base import table_of
from app.store.tables.rollups import COUNTERS

school_break = table_of(SchoolBreak)

Weeks = dict[date, tuple[int, int]]
"""Monday: (done for the school, all), in order. A week that is missing had no sessions."""

SOUGHT = 20
"""Schools up to which each is sought by area and week: one in .3 ms instead of 7 among a million sessions of 500; from
about 60 on, their range is read faster."""

LEADING = ("for", "coach", "shared", "school", "unsaid")
MINUTES, SESSIONS = (tuple(f"{lead}_{unit}" for lead in LEADING) for unit in ("minutes", "sessions"))

LEADS = tuple("" if name.endswith("_squared") else name for name in COUNTERS if name.startswith(LEADING))
"""The first counters of a tally: minutes and sessions by mode and lead, and nothing for the squares between them."""


class _Reach(NamedTuple):
    """Whether schools are named, and whether their weeks are sought one by one."""

    few: bool
    by_week: bool


def _reach(schools: Ids, areas: Ids = None) -> _Reach:
    if schools is None:
        return _Reach(few=False, by_week=False)
    return _Reach(few=True, by_week=areas is None or len(schools) <= SOUGHT)


def sums_by_school(
    connection: Connection, network_id: UUID, window: Window, schools: Ids = None, areas: Ids = None
) -> dict[UUID, Tally]:
    """Each school's sums over the window's weeks, in some areas or in all; a school that is missing had none."""
    statement = _sums(COUNTERS, _reach(schools, areas), areas=areas is not None)
    rows = connection.execute(statement, _values(network_id, window, schools, areas)).all()
    return {uuid_of(row[0]): Tally._make(row[1:]) for row in rows}


def leads_by_school(connection: Connection, network_id: UUID, window: Window, schools: Ids = None) -> dict[UUID, Tally]:
    """Each school's minutes and sessions by mode and lead over the window's weeks, which is what a stage asks.

    The other counters stay 0, and there is no interval to be had of such a tally.
    """
    statement = _sums(LEADS, _reach(schools), areas=False)
    rows = connection.execute(statement, _values(network_id, window, schools)).all()
    return {uuid_of(row[0]): Tally(*row[1:]) for row in rows}


@cache
def _sums(counters: tuple[str, ...], reach: _Reach, *, areas: bool) -> sa.Executable:
    table = school_area_week if areas else school_week
    return (
        sa.select(as_text(table.c.school_id), *map(_sum, counters, repeat(table)))
        .where(*_within(table, reach, areas=areas))
        .group_by(table.c.school_id)
    )


def weeks_by_school(
    connection: Connection,
    network_id: UUID,
    window: Window,
    counters: tuple[str, ...],
    schools: Ids = None,
    areas: Ids = None,
) -> dict[UUID, Weeks]:
    """Each school's weeks in order, in `MINUTES` or in `SESSIONS`; a school that is missing had none.

    A row a week leaves the database, with all of its schools as text: 40,000 rows of two years would take three times
    as long. A rollup is kept by its weeks, so they come without sorting.
    """
    statement = _weeks(counters, _reach(schools, areas), areas=areas is not None)
    found: dict[str, dict[date, tuple[int, int]]] = defaultdict(dict)
    for week, ids, figures in connection.execute(statement, _values(network_id, window, schools, areas)).all():
        for school_id, pair in zip(ids.split(), figures.split(), strict=True):
            found[school_id][week] = _unpacked(pair)
    return {uuid_of(school_id): weeks for school_id, weeks in found.items()}


PACK = 1_000_000
"""More minutes than a week has for a whole network: two figures of it leave the database as one number."""


@lru_cache(maxsize=4096)
def _unpacked(text: str) -> tuple[int, int]:
    """Like (3, 5) of "3000005". The same few pairs come again and again, so they are kept once."""
    return divmod(int(text), PACK)


@cache
def _weeks(counters: tuple[str, ...], reach: _Reach, *, areas: bool) -> sa.Executable:
    table = school_area_week if areas else school_week
    packed = sa.cast(table.c[counters[0]], sa.BigInteger) * PACK + _all(table, counters)
    texts = (sa.func.aggregate_strings(as_text(column), " ") for column in (table.c.school_id, packed))
    rows = sa.select(table.c.week, *texts).where(*_within(table, reach, areas=areas))
    return rows.group_by(table.c.week).order_by(table.c.week)


def first_weeks(connection: Connection, network_id: UUID, schools: Ids = None) -> dict[UUID, date]:
    """The Monday of each school's first week with a session; a school that is missing had none."""
    rows = connection.execute(_first_weeks(few=schools is not None), _values(network_id, None, schools)).all()
    return {uuid_of(school_id): week for school_id, week in rows if week is not None}


@cache
def _first_weeks(*, few: bool) -> sa.Executable:
    table = school_area_week
    first = (
        sa.select(sa.func.min(table.c.week))
        .where(table.c.network_id == OF_NETWORK, table.c.school_id == school.c.id, _all(table, SESSIONS) > 0)
        .scalar_subquery()
    )
    statement = sa.select(as_text(school.c.id), first).where(school.c.network_id == OF_NETWORK)
    return statement.where(school.c.id.in_(SCHOOLS)) if few else statement


def leads_by_area(
    connection: Connection, network_id: UUID, window: Window, areas: Collection[UUID], schools: Ids = None
) -> dict[UUID, dict[UUID, Tally]]:
    """Each school's minutes and sessions by mode and lead over the window's weeks, by area.

    It is what stages and flags ask of an area; the other counters stay 0, and all twenty-two would take more than twice
    as long. `areas` are all of the network's.
    """
    rows = connection.execute(_leads(_reach(schools, areas)), _values(network_id, window, schools, areas)).all()
    found: dict[UUID, dict[UUID, Tally]] = defaultdict(dict)
    for row in rows:
        found[uuid_of(row[0])][uuid_of(row[1])] = Tally(*row[2:])
    return found


@cache
def _leads(reach: _Reach) -> sa.Executable:
    table = school_area_week
    ids = (as_text(column) for column in (table.c.school_id, table.c.area_id))
    return (
        sa.select(*ids, *map(_sum, LEADS, repeat(table)))
        .where(*_within(table, reach, areas=True), _all(table, SESSIONS) > 0)
        .group_by(table.c.area_id, table.c.school_id)
    )


def areas_in_work(
    connection: Connection, network_id: UUID, window: Window, areas: Collection[UUID], schools: Ids = None
) -> dict[UUID, set[UUID]]:
    """Per school the areas with a session in the window's weeks; `areas` are those to look at.

    A row an area leaves the database: a rollup is kept by its areas, so that they come without sorting.
    """
    rows = connection.execute(_in_work(_reach(schools, areas)), _values(network_id, window, schools, areas)).all()
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for area_id, ids in rows:
        area = uuid_of(area_id)
        for school_id in set(ids.split()):
            found[uuid_of(school_id)].add(area)
    return found


@cache
def _in_work(reach: _Reach) -> sa.Executable:
    table = school_area_week
    area, of_school = as_text(table.c.area_id), as_text(table.c.school_id)
    return (
        sa.select(area, sa.func.aggregate_strings(of_school, " "))
        .where(*_within(table, reach, areas=True), _all(table, SESSIONS) > 0)
        .group_by(table.c.area_id)
    )


def received_by_school(connection: Connection, network_id: UUID, schools: Ids = None) -> dict[UUID, datetime]:
    """When the latest of the sessions of each school's last week came in; a school that is missing had none.

    Two steps in an index for each school: the latest that ever came in would ask all sessions.
    """
    last = (
        sa.select(sa.func.max(school_area_week.c.week))
        .where(school_area_week.c.network_id == network_id, school_area_week.c.school_id == school.c.id)
        .scalar_subquery()
    )
    weeks = sa.select(school.c.id, last.label("week")).where(school.c.network_id == network_id)
    if schools is not None:
        weeks = weeks.where(school.c.id.in_(schools))
    these = weeks.subquery()
    latest = (
        sa.select(sa.func.max(session.c.received_at))
        .where(session.c.network_id == network_id, session.c.school_id == these.c.id, session.c.held_on >= these.c.week)
        .scalar_subquery()
    )
    statement = sa.select(these.c.id, latest)
    return {school_id: at for school_id, at in connection.execute(statement).all() if at is not None}


def list_area_weeks(connection: Connection, network_id: UUID, school_id: UUID) -> list[tuple[date, UUID, Tally]]:
    """All of one school's weeks with sessions, by (Monday, area), in order: some hundred rows for all the years."""
    table = school_area_week
    statement = (
        sa.select(table.c.week, table.c.area_id, *(table.c[name] for name in COUNTERS))
        .where(table.c.network_id == network_id, table.c.school_id == school_id, _all(table, SESSIONS) > 0)
        .order_by(table.c.week)
    )
    return [(row[0], row[1], Tally._make(row[2:])) for row in connection.execute(statement)]


_BREAKS = Prepared(
    sa.select(school_break.c.first_on, school_break.c.last_on, school_break.c.name)
    .where(school_break.c.network_id == OF_NETWORK, school_break.c.first_on <= LAST, school_break.c.last_on >= FIRST)
    .order_by(school_break.c.first_on)
)


@once
def list_breaks(connection: Connection, network_id: UUID, window: Window) -> list[tuple[date, date, str]]:
    """The network's breaks that touch the window: (first day, last day, name), in order."""
    values = {"of_network": network_id, "first": window.first, "last": window.last}
    return [(first_on, last_on, name) for first_on, last_on, name in _BREAKS.read(connection, values)]


def _within(table: sa.Table, reach: _Reach, *, areas: bool) -> list[sa.ColumnElement[bool]]:
    """The rows of a network's schools and weeks; `_values` gives the values."""
    where: list[sa.ColumnElement[bool]] = [table.c.network_id == OF_NETWORK]
    if areas:
        where.append(table.c.area_id.in_(AREAS))
    if reach.few:
        where.append(table.c.school_id.in_(SCHOOLS))
    return [*where, table.c.week.in_(WEEKS) if reach.by_week else table.c.week.between(FIRST, LAST)]


def _values(network_id: UUID, window: Window | None, schools: Ids, areas: Ids = None) -> dict[str, Any]:
    values = of(network_id, schools)
    if areas is not None:
        values["areas"] = list(areas)
    if window is not None:
        weeks = window.weeks
        values |= {"weeks": weeks, "first": weeks[0], "last": weeks[-1]}
    return values


def _all(table: sa.Table, counters: Sequence[str]) -> sa.ColumnElement[Any]:
    return reduce(add, (table.c[name] for name in counters))


def _sum(counter: str, table: sa.Table) -> sa.ColumnElement[int]:
    return sa.func.sum(table.c[counter]) if counter else sa.literal(0)
