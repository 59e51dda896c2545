"""The database: one engine to read with and one to write with.

Reads cannot write: their connections are read-only, so a GET that tries is an error and not a surprise. On SQLite one
connection of a process writes at a time, and the others wait their turn in the pool; between processes BEGIN IMMEDIATE
and the busy time-out do the same.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.store import once
from app.store.glance import Glance
from app.store.scope import keep_walls
from app.store.writer import GroupWriter

T = TypeVar("T")

BUSY_MILLISECONDS = 20_000
"""How long a write waits for another process's: an import of 100,000 rows, all or nothing, writes for some 10 s."""

STATEMENT_MILLISECONDS = 30_000
"""PostgreSQL gives up on a statement after this long; no page needs a hundredth of it. It is longer than a wait for a
lock may be, so that a row which somebody else holds is told as "busy"."""

WAIT_SECONDS = 20
"""How long a request waits for a connection before it is told that the server is busy."""

READERS = 24
"""Threads that read at once: a little over half of the server's forty, since pages are bound by the processor."""

WRITERS = 16
"""Threads that write to PostgreSQL at once: some may wait for a row that an import holds, and the others go on."""

DEADLOCK = "40P01"
"""PostgreSQL's word for it."""


class Database:
    """Where a network's rows live; `url` is SQLAlchemy's, for SQLite or PostgreSQL (psycopg 3)."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if not self.is_sqlite and self.url.get_backend_name() != "postgresql":
            raise sa.exc.NoSuchModuleError(self.url.get_backend_name())
        self._reader = self._engine(writes=False)
        self._writer = self._engine(writes=True)
        self._group = GroupWriter(self._engine(writes=True, waits=False)) if self.is_sqlite else None
        self._writing_threads = None if self.is_sqlite else ThreadPoolExecutor(WRITERS, "writing")
        self._eye = Glance(self._engine(writes=False, waits=False)) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only transaction. All of it is of one moment, so that the sums on a page are those of its rows."""
        with self._reader.connect() as connection, connection.begin():
            once.begin(connection)
            try:
                yield connection
            finally:
                once.end(connection)

    async def glance(self, look: Callable[[Connection], T]) -> T:
        """One small read, with what is `Prepared`: on SQLite on the event loop itself, see `glance`."""
        if self._eye is not None:
            return self._eye.look(look)
        return await asyncio.to_thread(self._look, look)

    def _look(self, look: Callable[[Connection], T]) -> T:
        with self.reading() as connection:
            return look(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one transaction of a request that writes: committed at the end, undone by any error."""
        with self._writer.begin() as connection:
            yield connection

    async def write(self, do: Callable[[Connection], T]) -> T:
        """Do one request's writing in a transaction; returns after the commit.

        On SQLite the requests that wait commit together (see `writer`); PostgreSQL takes many writers at once.
        """
        if self._group is not None:
            return await self._group.write(do)
        return await asyncio.get_running_loop().run_in_executor(self._writing_threads, self._write_alone, do)

    def _write_alone(self, do: Callable[[Connection], T]) -> T:
        """Write on PostgreSQL, and once more where it ended a deadlock by undoing this: with an import, it may."""
        try:
            with self.writing() as connection:
                return do(connection)
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != DEADLOCK:
                raise
        with self.writing() as connection:
            return do(connection)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction that may rebuild tables, of every network, so without walls.

        On SQLite foreign keys rest meanwhile and are checked before the commit.
        """
        engine = _sqlite(self.url, writes=True, keys=False) if self.is_sqlite else _postgresql(self.url, writes=True)
        try:
            with engine.begin() as connection:
                yield connection
                if self.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    msg = f"a migration left rows that point nowhere: {broken[:3]}"
                    raise RuntimeError(msg)
        finally:
            engine.dispose()

    def dispose(self) -> None:
        if self._writing_threads is not None:
            self._writing_threads.shutdown()
        self._reader.dispose()
        self._writer.dispose()
        if self._group is not None:
            self._group.dispose()
        if self._eye is not None:
            self._eye.dispose()

    def _engine(self, *, writes: bool, waits: bool = True) -> sa.Engine:
        engine = (
            _sqlite(self.url, writes=writes, waits=waits) if self.is_sqlite else _postgresql(self.url, writes=writes)
        )
        keep_walls(engine)
        return engine


def _sqlite(url: sa.URL, *, writes: bool, waits: bool = True, keys: bool = True) -> sa.Engine:
    busy = BUSY_MILLISECONDS if waits else 0
    engine = sa.create_engine(
        url,
        poolclass=sa.QueuePool,
        pool_size=1 if writes else READERS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,  # an error must not carry a note into the log
        connect_args={"check_same_thread": False, "timeout": busy / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver's guess
        pragmas = (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"foreign_keys={'ON' if keys else 'OFF'}",
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        if not writes:
            connection.execute("PRAGMA query_only=ON")
        if not waits:
            # What a savepoint sets aside stays in memory: a file for it, made and removed, takes longer than the work.
            connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA busy_timeout={busy}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: sa.URL, *, writes: bool) -> sa.Engine:
    patience = f"-c lock_timeout={BUSY_MILLISECONDS} -c statement_timeout={STATEMENT_MILLISECONDS}"
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "prepare_threshold": None,  # PgBouncer in transaction mode keeps no prepared statements
            "options": f"{patience} -c timezone=UTC",
        },
    )
    return engine if writes else engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
