"""The sums by week: moved with each change, recomputed from the sessions to check them.

`move` is on the hot path, so it is Core. A sum is lowered by an UPDATE and raised by an upsert: the CHECK constraints
look at the proposed row of an upsert too, and would refuse a negative one.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.measures import Tally
from app.domain.periods import monday
from app.domain.reviews import Counted
from app.domain.sessions import Telling, tally
from app.domain.vocabulary import Lead
from app.store.prepared import Prepared
from app.store.tables import AreaLead, Network, School, SchoolAreaWeek, SchoolWeek
from app.store.tables.base import table_of
from app.store.tables.rollups import COUNTERS

network = table_of(Network)
school = table_of(School)
school_week = table_of(SchoolWeek)
school_area_week = table_of(SchoolAreaWeek)
area_lead = table_of(AreaLead)

LEAD_COUNTERS = ("sessions", "school_led")

_figures = attrgetter(*COUNTERS)


def move(connection: Connection, network_id: UUID, before: Counted | None, after: Counted | None) -> None:
    """Take `before` out of the sums and put `after` in; None where there is no such side (created, voided)."""
    move_all(connection, network_id, [(before, after)])


def move_all(
    connection: Connection, network_id: UUID, changes: Iterable[tuple[Counted | None, Counted | None]]
) -> None:
    """The same of several sessions, each as (before, after).

    Rows are written table by table and by their keys, so that two writers never wait for each other in a circle.
    """
    steps = [
        (place, key_of(table, row), write, table, counters, row)
        for before, after in changes
        for session, write in ((before, _take_out), (after, _put_in))
        if session is not None
        for place, (table, counters, rows) in enumerate(_rows(network_id, session))
        for row in rows
    ]
    for _, _, write, table, counters, row in sorted(steps, key=itemgetter(0, 1)):
        write(connection, table, counters, row)


def key_of(table: sa.Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The row's primary key: the order in which everybody locks the rows of a rollup."""
    return tuple(row[column.name] for column in table.primary_key)


def _take_out(connection: Connection, table: sa.Table, counters: tuple[str, ...], row: dict[str, Any]) -> None:
    connection.execute(_lower(table, counters), _lowered(row, counters))


def _put_in(connection: Connection, table: sa.Table, counters: tuple[str, ...], row: dict[str, Any]) -> None:
    _raising(table, counters).write(connection, row)


def touch(connection: Connection, network_id: UUID, school_ids: Iterable[UUID]) -> None:
    """Raise the revisions of the schools and of their network: last before the commit, and always in the same order."""
    for school_id in sorted(school_ids):
        _touch_school.write(connection, {"of_network": network_id, "of_school": school_id})
    _touch_network.write(connection, {"of_network": network_id})


_touch_school = Prepared(
    sa.update(school)
    .where(school.c.network_id == sa.bindparam("of_network"), school.c.id == sa.bindparam("of_school"))
    .values(revision=school.c.revision + 1)
)
_touch_network = Prepared(
    sa.update(network).where(network.c.id == sa.bindparam("of_network")).values(revision=network.c.revision + 1)
)


def _rows(network_id: UUID, session: Counted) -> Iterable[tuple[sa.Table, tuple[str, ...], list[dict[str, Any]]]]:
    telling = session.telling
    counts = counted(tally(telling, session.heard))
    week = {"network_id": network_id, "week": monday(telling.held_on), "school_id": telling.school_id}
    yield school_week, COUNTERS, [week | counts]
    yield school_area_week, COUNTERS, [week | counts | {"area_id": telling.area_id}]
    if telling.led_ids:
        yield area_lead, LEAD_COUNTERS, lead_rows(network_id, telling)


def counted(sums: Tally) -> dict[str, int]:
    """The counters of a rollup's row."""
    return dict(zip(COUNTERS, _figures(sums), strict=True))


def lead_rows(network_id: UUID, telling: Telling) -> list[dict[str, Any]]:
    """A row for each person marked as leading, in a session as it counts."""
    return [
        {
            "network_id": network_id,
            "school_id": telling.school_id,
            "area_id": telling.area_id,
            "person_id": person_id,
            "led_on": telling.held_on,
            "sessions": 1,
            "school_led": int(telling.lead is Lead.SCHOOL),
        }
        for person_id in telling.led_ids
    ]


@cache
def raising(dialect: str, table: sa.Table, counters: tuple[str, ...]) -> Any:
    """Add the row's counters to the row that is there, or make it. Both databases say it alike, by other classes."""
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + insert.excluded[name] for name in counters},
    )


@cache
def _raising(table: sa.Table, counters: tuple[str, ...]) -> Prepared:
    return Prepared({dialect: raising(dialect, table, counters) for dialect in ("sqlite", "postgresql")})


@cache
def _lower(table: sa.Table, counters: tuple[str, ...]) -> sa.Update:
    return (
        sa.update(table)
        .where(*(column == sa.bindparam(f"key_{column.name}") for column in table.primary_key.columns))
        .values({name: table.c[name] - sa.bindparam(f"by_{name}") for name in counters})
    )


def _lowered(row: dict[str, Any], counters: tuple[str, ...]) -> dict[str, Any]:
    """A row's values under the names that `_lower` binds; an UPDATE keeps the columns' own names for itself."""
    return {f"by_{name}" if name in counters else f"key_{name}": value for name, value in row.items()}
