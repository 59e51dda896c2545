"""Filling a database fast: raw rows in the order of their keys, and the sums by week counted on the way.

Beside the product's own way in (`app.store.bulk`) this leaves out what a bench does not ask: whether a session is new,
and a hash of its contents. What it fills is held to the product's check of its sums by a test.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import cache, partial
from operator import add
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg.sql import SQL, Identifier

from app.domain.periods import monday
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Origin, Source, Verdict
from app.store.reviews import review
from app.store.rollups import area_lead, school_area_week, school_week
from app.store.session_versions import version
from app.store.sessions import participant, session
from app.store.tables.rollups import COUNTERS
from tests.load.network import BenchNetwork
from tests.load.tellings import AIMS, ORIGINS, SHARED_NOTE, STRENGTH, Told, received_at, tell

Rows = list[tuple[Any, ...]]
Write = Callable[[sa.Table, Sequence[str], Rows], None]
Encode = Callable[[Any], Any]

CACHE_KIB = 1 << 20
"""A GiB of SQLite's pages while it is filled: many rows go to one of some ten thousand places."""

UNHURRIED = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", f"cache_size=-{CACHE_KIB}")
"""What is lost when the machine stops in the middle is made again."""

INDEXES = """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
    AND tbl_name IN ('coaching_session', 'session_participant', 'school_area_week')"""
"""Those of the large tables that are made faster at the end, from rows that are all there, than row by row."""

SESSION = (
    "network_id", "id", "school_id", "area_id", "coach_id", "held_on", "minutes", "mode", "lead", "counted_mode",
    "counted_lead", "heard", "origin", "aim", "teachers", "strength", "shared_note", "private_note", "source",
    "version", "received_at",
)  # fmt: skip
PARTICIPANT = ("network_id", "session_id", "slot", "person_id", "led")
VERSION = ("network_id", "session_id", "version", "content_hash")
REVIEW = ("network_id", "session_id", "reviewer_id", "number", "verdict", "comment", "said_at")
WEEK = ("network_id", "week", "school_id", *COUNTERS)
AREA_WEEK = ("network_id", "area_id", "week", "school_id", *COUNTERS)
LEAD = ("network_id", "school_id", "area_id", "person_id", "led_on", "sessions", "school_led")

KINDS = (None, *Lead)
"""In the order of the counters: three for each, the first those of sessions done for the school."""

AT = {name: place for place, name in enumerate(COUNTERS)}


def fill(url: sa.URL, network: BenchNetwork, sessions: int) -> None:
    """Put sessions and their sums into a database that has none, and that nobody else has open."""
    with _writing(url) as (write, encode):
        rows = _Rows(network, encode, write)
        for piece in tell(network, sessions, datetime.now(UTC).date()):
            rows.add(piece)
        rows.end_week()
    if url.get_backend_name() != "sqlite":
        _settle(url)


@contextmanager
def _writing(url: sa.URL) -> Iterator[tuple[Write, Encode]]:
    """How rows are written, and how values are put in them; in one transaction, and without a look at foreign keys."""
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as connection:
            for pragma in UNHURRIED:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            later = connection.execute(INDEXES).fetchall()
            for name, _ in later:
                connection.execute(f"DROP INDEX {name}")
            yield partial(_into_sqlite, connection), _for_sqlite
            for _, made in later:
                connection.execute(made)
            connection.execute("COMMIT")
    else:
        with _postgresql(url) as server, server.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            yield partial(_into_postgresql, cursor), _for_postgresql


def _into_sqlite(connection: sqlite3.Connection, table: sa.Table, columns: Sequence[str], rows: Rows) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _into_postgresql(cursor: psycopg.Cursor[Any], table: sa.Table, columns: Sequence[str], rows: Rows) -> None:
    copying = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), SQL(", ").join(map(Identifier, columns)))
    with cursor.copy(copying) as copy:
        copy.write("".join(["\t".join(row) + "\n" for row in rows]))


def _for_sqlite(value: Any) -> Any:
    """A value as the product's column types keep it there."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None).isoformat(' ')}.000000"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def _for_postgresql(value: Any) -> str:
    """A value as COPY reads it; none of them holds a tab or a backslash."""
    return r"\N" if value is None else str(value)


def _postgresql(url: sa.URL) -> psycopg.Connection[Any]:
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))


def _settle(url: sa.URL) -> None:
    """PostgreSQL counts and clears up by itself within minutes, which a bench doesn't wait for."""
    with _postgresql(url) as server:
        server.autocommit = True
        server.execute("VACUUM ANALYZE")
        server.execute("CHECKPOINT")


class _Rows:
    """Turns sessions into rows of every table, and keeps the sums of the week that is being told."""

    def __init__(self, network: BenchNetwork, encode: Encode, write: Write) -> None:
        self._write = write
        self._figure = encode
        self._encode = cache(encode)  # but for figures, of which there are too many; and 1 would be True there
        self._network = self._encode(network.id)
        self._areas = [self._encode(area_id) for area_id in network.area_ids]
        self._schools = [self._encode(place.school_id) for place in network.places]
        self._coaches = [self._encode(network.coaches[place.coach].person_id) for place in network.places]
        self._teams = [[self._encode(person_id) for person_id in place.team] for place in network.places]
        self._week: date | None = None
        self._sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(COUNTERS))
        self._leads: dict[tuple[int, int, int, date], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, piece: Sequence[Told]) -> None:
        """Sessions that come after those that were added before."""
        self._write(session, SESSION, [self._session(told) for told in piece])
        self._write(participant, PARTICIPANT, [row for told in piece for row in self._people(told)])
        one = self._encode(1)
        self._write(version, VERSION, [(self._network, told.id, one, told.id * 2) for told in piece])  # for a hash
        self._write(review, REVIEW, [self._review(told) for told in piece if told.heard is not None])
        for told in piece:
            self._count(told)

    def _session(self, told: Told) -> tuple[Any, ...]:
        put, place = self._encode, told.place
        return (
            self._network,
            told.id,
            self._schools[place],
            self._areas[told.area],
            self._coaches[place],
            put(told.day),
            put(told.minutes),
            put(Mode.FOR if told.lead is None else Mode.WITH),
            put(told.lead),
            put(Mode.FOR if told.counted is None else Mode.WITH),
            put(told.counted),
            put(told.heard),
            put(ORIGINS[told.origin]),
            put(AIMS[told.aim]),
            put(told.teachers),
            put(STRENGTH if told.has_strength else ""),
            put(SHARED_NOTE if told.has_note else ""),
            put(""),
            put(Source.FORM),
            put(1),
            put(received_at(told.day)),
        )

    def _people(self, told: Told) -> Iterable[tuple[Any, ...]]:
        put, team = self._encode, self._teams[told.place]
        for slot, person in enumerate(told.people):
            yield self._network, told.id, put(slot), team[person], put(int(told.led and slot == 0))

    def _review(self, told: Told) -> tuple[Any, ...]:
        put = self._encode
        verdict = Verdict.CORRECTED if told.heard is Heard.CORRECTED else Verdict.CONFIRMED
        principal = self._teams[told.place][0]
        return self._network, told.id, principal, put(1), put(verdict), put(""), put(received_at(told.day))

    def _count(self, told: Told) -> None:
        if self._week is None or (told.day - self._week).days > 6:
            self.end_week()
            self._week = monday(told.day)
        sums, minutes = self._sums[told.area, told.place], told.minutes
        at = 3 * KINDS.index(told.counted)
        sums[at] += minutes
        sums[at + 1] += minutes * minutes
        sums[at + 2] += 1
        if ORIGINS[told.origin] is Origin.REQUESTED:
            sums[AT["requested_minutes"]] += minutes
        if aim := AIMS[told.aim]:
            sums[AT["system_minutes" if aim is Aim.SYSTEM else "symptom_minutes"]] += minutes
        if told.heard is not None:
            sums[AT["reviewed_sessions"]] += 1
            sums[AT["corrected_sessions" if told.heard is Heard.CORRECTED else "confirmed_sessions"]] += 1
        if told.led and told.counted is not None:
            lead = self._leads[told.place, told.area, told.people[0], told.day]
            lead[0] += 1
            lead[1] += told.lead is Lead.SCHOOL

    def end_week(self) -> None:
        """Write the sums of the week, in the order of their keys."""
        put, figure = self._encode, self._figure
        week = put(self._week)
        by_school: dict[int, list[int]] = defaultdict(lambda: [0] * len(COUNTERS))
        for (_, place), sums in self._sums.items():
            by_school[place][:] = map(add, by_school[place], sums)
        whole = [(self._network, week, self._schools[place], *map(figure, sums)) for place, sums in by_school.items()]
        areas = [
            (self._network, self._areas[area], week, self._schools[place], *map(figure, sums))
            for (area, place), sums in self._sums.items()
        ]
        leads = [
            (
                self._network,
                self._schools[place],
                self._areas[area],
                self._teams[place][person],
                put(day),
                *map(figure, of),
            )
            for (place, area, person, day), of in self._leads.items()
        ]
        self._write(school_week, WEEK, sorted(whole))
        self._write(school_area_week, AREA_WEEK, sorted(areas))
        self._write(area_lead, LEAD, sorted(leads))
        self._sums.clear()
        self._leads.clear()
