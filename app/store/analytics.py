"""What pages sum up, read from the rollups: to a row a school, an area or a week in SQL, and to frozen facts here.

`schools` names the schools to read, None all of the network. A few schools are sought week by week, and all of them
together are one range; with its areas named, a rollup by area is read by its key either way.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.continuity import LED_DAYS, LeadDay, memory
from app.domain.measures import Tally
from app.domain.periods import Window
from app.store.rollups import area_lead, school, school_area_week, school_week
from app.store.schools import membership, on
from app.store.tables import SchoolBreak
from app.store.tables.base import table_of
from app.store.tables.rollups import COUNTERS

school_break = table_of(SchoolBreak)

Weeks = Mapping[date, tuple[int, int]]
"""Monday: (done for the school, all). A week that is missing had no sessions."""

Ids = Collection[UUID] | None

MINUTES, SESSIONS = (tuple(f"{lead}_{unit}" for lead in ("for", "coach", "shared", "school", "unsaid"))
                     for unit in ("minutes", "sessions"))  # fmt: skip


def sums_by_school(
    connection: Connection, network_id: UUID, window: Window, schools: Ids = None, areas: Ids = None
) -> dict[UUID, Tally]:
    """Each school's sums over the window's weeks, in some areas or in all; a school that is missing had none."""
    table = school_week if areas is None else school_area_week
    statement = (
        sa.select(table.c.school_id, *(sa.func.sum(table.c[name]) for name in COUNTERS))
        .where(*_within(table, network_id, window.weeks, schools, areas))
        .group_by(table.c.school_id)
    )
    return {row[0]: Tally(*row[1:]) for row in connection.execute(statement)}


def weeks_by_school(
    connection: Connection,
    network_id: UUID,
    window: Window,
    counters: Sequence[str],
    schools: Ids = None,
    areas: Ids = None,
) -> dict[UUID, str]:
    """Each school's weeks, in `MINUTES` or in `SESSIONS`, as text that `read_weeks` reads.

    A string a school leaves the database and not a row a week, and the pages read one school's after the other's.
    """
    table = school_week if areas is None else school_area_week
    figures = table.c[counters[0]], _all(table, counters)
    words = [sa.cast(column, sa.Text) for column in (table.c.week, *figures)]
    week = words[0] + " " + words[1] + " " + words[2]
    statement = (
        sa.select(table.c.school_id, sa.func.aggregate_strings(week, " ").label("weeks"))
        .where(*_within(table, network_id, window.weeks, schools, areas))
        .group_by(table.c.school_id)
    )
    return {row.school_id: row.weeks for row in connection.execute(statement)}


def read_weeks(text: str) -> Weeks:
    """The weeks of "2026-11-16 60 90 2026-11-23 0 45". By slices and not in a loop: a page may read 50,000 of them."""
    words = text.split()
    figures = zip(map(int, words[1::3]), map(int, words[2::3]), strict=True)
    return dict(zip(map(date.fromisoformat, words[::3]), figures, strict=True))


def first_weeks(connection: Connection, network_id: UUID, schools: Ids = None) -> dict[UUID, date]:
    """The Monday of each school's first week with a session; a school that is missing had none."""
    table = school_area_week
    first = (
        sa.select(sa.func.min(table.c.week))
        .where(table.c.network_id == network_id, table.c.school_id == school.c.id, _all(table, SESSIONS) > 0)
        .scalar_subquery()
    )
    statement = sa.select(school.c.id, first).where(school.c.network_id == network_id)
    if schools is not None:
        statement = statement.where(school.c.id.in_(schools))
    return {school_id: week for school_id, week in connection.execute(statement) if week is not None}


def latest_weeks(
    connection: Connection, network_id: UUID, window: Window, areas: Collection[UUID], schools: Ids = None
) -> dict[UUID, dict[UUID, date]]:
    """Per school and area, the Monday of the window's last week with a session."""
    table = school_area_week
    statement = (
        sa.select(table.c.school_id, table.c.area_id, sa.func.max(table.c.week))
        .where(*_within(table, network_id, window.weeks, schools, areas), _all(table, SESSIONS) > 0)
        .group_by(table.c.area_id, table.c.school_id)
    )
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for school_id, area_id, week in connection.execute(statement):
        found[school_id][area_id] = week
    return found


def count_holders(
    connection: Connection, network_id: UUID, today: date, schools: Ids = None
) -> dict[UUID, dict[UUID, int]]:
    """Per school and area, how many hold it: `continuity.holders`, said in SQL; a test holds the two together."""
    lead, window = area_lead, memory(today)
    leading = (
        sa.select(lead.c.school_id, lead.c.area_id, lead.c.person_id)
        .where(lead.c.network_id == network_id, lead.c.led_on.between(window.first, window.last), lead.c.sessions > 0)
        .group_by(lead.c.school_id, lead.c.area_id, lead.c.person_id)
        .having(sa.func.count() >= LED_DAYS, sa.func.sum(lead.c.school_led) > 0)
    )
    if schools is not None:
        leading = leading.where(lead.c.school_id.in_(schools))
    them = leading.subquery()
    on_the_team = sa.exists().where(
        membership.c.network_id == network_id,
        membership.c.school_id == them.c.school_id,
        membership.c.person_id == them.c.person_id,
        on(membership, today),
    )
    statement = (
        sa.select(them.c.school_id, them.c.area_id, sa.func.count())
        .where(on_the_team)
        .group_by(them.c.school_id, them.c.area_id)
    )
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for school_id, area_id, people in connection.execute(statement):
        found[school_id][area_id] = people
    return found


def list_area_weeks(connection: Connection, network_id: UUID, school_id: UUID) -> list[tuple[date, UUID, Tally]]:
    """All of one school's weeks with sessions, by (Monday, area), in order: some hundred rows for all the years."""
    table = school_area_week
    statement = (
        sa.select(table.c.week, table.c.area_id, *(table.c[name] for name in COUNTERS))
        .where(table.c.network_id == network_id, table.c.school_id == school_id, _all(table, SESSIONS) > 0)
        .order_by(table.c.week)
    )
    return [(row[0], row[1], Tally(*row[2:])) for row in connection.execute(statement)]


def list_lead_days(
    connection: Connection, network_id: UUID, school_id: UUID, window: Window
) -> dict[UUID, list[LeadDay]]:
    """One school's days on which somebody led, by area."""
    lead = area_lead
    statement = sa.select(lead.c.area_id, lead.c.person_id, lead.c.led_on, lead.c.school_led > 0).where(
        lead.c.network_id == network_id,
        lead.c.school_id == school_id,
        lead.c.led_on.between(window.first, window.last),
        lead.c.sessions > 0,
    )
    found: dict[UUID, list[LeadDay]] = defaultdict(list)
    for area_id, *day in connection.execute(statement):
        found[area_id].append(LeadDay(*day))
    return found


def list_breaks(connection: Connection, network_id: UUID, window: Window) -> list[tuple[date, date, str]]:
    """The network's breaks that touch the window: (first day, last day, name), in order."""
    rest = school_break
    statement = (
        sa.select(rest.c.first_on, rest.c.last_on, rest.c.name)
        .where(rest.c.network_id == network_id, rest.c.first_on <= window.last, rest.c.last_on >= window.first)
        .order_by(rest.c.first_on)
    )
    return [(row.first_on, row.last_on, row.name) for row in connection.execute(statement)]


def _within(
    table: sa.Table, network_id: UUID, weeks: Sequence[date], schools: Ids, areas: Ids
) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [table.c.network_id == network_id]
    if areas is not None:
        where.append(table.c.area_id.in_(areas))
    if schools is None:
        return [*where, table.c.week.between(weeks[0], weeks[-1])]
    return [*where, table.c.week.in_(weeks), table.c.school_id.in_(schools)]


def _all(table: sa.Table, counters: Sequence[str]) -> sa.ColumnElement[Any]:
    return reduce(add, (table.c[name] for name in counters))
