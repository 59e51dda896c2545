"""The rollups against the sessions: every sum made anew in the database, and each row that says something else.

One statement a rollup adds up two columns for each counter, what is kept and what the sessions say, and leaves only the
keys where they differ. So it sees one moment, and takes no memory for what is in order; no row and zeros are the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.sessions import DIFFERING, SIDE_BY_SIDE
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Origin
from app.store.rollups import LEAD_COUNTERS, area_lead, school_area_week, school_week, touch
from app.store.sessions import STANDING, participant, session
from app.store.tables.rollups import COUNTERS

_WITH = session.c.counted_mode == Mode.WITH
_KINDS: Mapping[str, sa.ColumnElement[bool]] = {
    "for": session.c.counted_mode == Mode.FOR,
    "coach": _WITH & (session.c.counted_lead == Lead.COACH),
    "shared": _WITH & (session.c.counted_lead == Lead.SHARED),
    "school": _WITH & (session.c.counted_lead == Lead.SCHOOL),
    "unsaid": _WITH & session.c.counted_lead.is_(None),
    "requested": session.c.origin == Origin.REQUESTED,
    "system": session.c.aim == Aim.SYSTEM,
    "symptom": session.c.aim == Aim.SYMPTOM,
    "reviewed": session.c.heard.is_not(None),
    "confirmed": session.c.heard.in_(SIDE_BY_SIDE),
    "corrected": session.c.heard == Heard.CORRECTED,
    "differing": session.c.heard.in_(DIFFERING),
}
_FIGURES: Mapping[str, Any] = {
    "minutes": session.c.minutes,
    "squared": session.c.minutes * session.c.minutes,
    "sessions": sa.literal(1),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of a rollup that is not what the sessions say: its key by column, and its counters as (kept, said)."""

    table: str
    key: Mapping[str, Any]
    counters: Mapping[str, tuple[int, int]]


def list_differences(connection: Connection, network_id: UUID) -> list[Difference]:
    """Every row of the three rollups that differs, in the order of its key."""
    week = _week(connection.dialect.name)
    by_school = {"school_id": session.c.school_id, "week": week}
    return [
        *_compare(connection, network_id, school_week, COUNTERS, _weekly(network_id, by_school)),
        *_compare(
            connection,
            network_id,
            school_area_week,
            COUNTERS,
            _weekly(network_id, by_school | {"area_id": session.c.area_id}),
        ),
        *_compare(connection, network_id, area_lead, LEAD_COUNTERS, _leading(network_id)),
    ]


def mend(
    connection: Connection, network_id: UUID, differences: Sequence[Difference], also: Collection[UUID] = ()
) -> None:
    """Shift each counter by what it is off, so that a session logged meanwhile still counts; raise the revisions.

    Args:
        connection: in a transaction that writes.
        network_id: the network.
        differences: of its sums.
        also: schools where something else was mended that their pages show.
    """
    for table, counters in _TABLES.items():
        rows = [each for each in differences if each.table == table.name]
        if rows:
            keys = [{"network_id": network_id, **each.key} for each in rows]
            connection.execute(
                _making(connection.dialect.name, table), [key | dict.fromkeys(counters, 0) for key in keys]
            )
            shifts = [
                {f"key_{name}": value for name, value in key.items()}
                | {f"by_{name}": 0 for name in counters}
                | {f"by_{name}": said - kept for name, (kept, said) in each.counters.items()}
                for key, each in zip(keys, rows, strict=True)
            ]
            connection.execute(_shifting(table, counters), shifts)
    touch(connection, network_id, {each.key["school_id"] for each in differences}.union(also))


_TABLES = {school_week: COUNTERS, school_area_week: COUNTERS, area_lead: LEAD_COUNTERS}


def _week(dialect: str) -> sa.ColumnElement[Any]:
    """The Monday of a session's week."""
    if dialect == "postgresql":
        return sa.cast(sa.func.date_trunc("week", session.c.held_on), sa.Date)
    return sa.type_coerce(sa.func.date(session.c.held_on, "-6 days", "weekday 1"), sa.Date)


def _weekly(network_id: UUID, key: Mapping[str, sa.ColumnElement[Any]]) -> sa.Select[Any]:
    sums = []
    for name in COUNTERS:
        kind, _, figure = name.partition("_")
        sums.append(sa.func.sum(sa.case((_KINDS[kind], _FIGURES[figure]), else_=0)).label(name))
    return (
        sa.select(*(column.label(name) for name, column in key.items()), *sums)
        .where(session.c.network_id == network_id, STANDING)
        .group_by(*key.values())
    )


def _leading(network_id: UUID) -> sa.Select[Any]:
    """Days led, of sessions that count as led by the school or by both: in the others nobody of the school led."""
    key = (session.c.school_id, session.c.area_id, participant.c.person_id, session.c.held_on.label("led_on"))
    school_led = sa.func.sum(sa.case((session.c.counted_lead == Lead.SCHOOL, 1), else_=0))
    of_session = (participant.c.network_id == session.c.network_id) & (participant.c.session_id == session.c.id)
    return (
        sa.select(*key, sa.func.count().label("sessions"), school_led.label("school_led"))
        .join_from(session, participant, of_session)
        .where(
            session.c.network_id == network_id,
            STANDING,
            participant.c.led,
            session.c.counted_lead.in_((Lead.SHARED, Lead.SCHOOL)),
        )
        .group_by(session.c.school_id, session.c.area_id, participant.c.person_id, session.c.held_on)
    )


def _compare(
    connection: Connection, network_id: UUID, table: sa.Table, counters: tuple[str, ...], sessions: sa.Select[Any]
) -> list[Difference]:
    key = [column.name for column in table.primary_key.columns if column.name != "network_id"]
    said = sessions.subquery()
    zero = sa.literal(0)
    both = sa.union_all(
        sa.select(
            *(table.c[name] for name in key),
            *(table.c[name].label(f"kept_{name}") for name in counters),
            *(zero.label(f"said_{name}") for name in counters),
        ).where(table.c.network_id == network_id),
        sa.select(
            *(said.c[name] for name in key),
            *(zero.label(f"kept_{name}") for name in counters),
            *(said.c[name].label(f"said_{name}") for name in counters),
        ),
    ).subquery()
    kept = {name: sa.func.sum(both.c[f"kept_{name}"]) for name in counters}
    found = {name: sa.func.sum(both.c[f"said_{name}"]) for name in counters}
    statement = (
        sa.select(*(both.c[name] for name in key), *kept.values(), *found.values())
        .group_by(*(both.c[name] for name in key))
        .having(sa.or_(*(kept[name] != found[name] for name in counters)))
        .order_by(*(both.c[name] for name in key))
    )
    width, many = len(key), len(counters)
    return [
        Difference(
            table.name,
            dict(zip(key, row[:width], strict=True)),
            {
                name: (int(row[width + at]), int(row[width + many + at]))
                for at, name in enumerate(counters)
                if row[width + at] != row[width + many + at]
            },
        )
        for row in connection.execute(statement)
    ]


def _making(dialect: str, table: sa.Table) -> Any:
    """A row, unless it is there."""
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing()


def _shifting(table: sa.Table, counters: tuple[str, ...]) -> sa.Update:
    return (
        sa.update(table)
        .where(*(column == sa.bindparam(f"key_{column.name}") for column in table.primary_key.columns))
        .values({name: table.c[name] + sa.bindparam(f"by_{name}") for name in counters})
    )
