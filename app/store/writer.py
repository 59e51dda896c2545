"""Writes that commit together, on the event loop of one process.

SQLite writes one transaction at a time and pays for each with a flush to the disk. Requests that arrive while one is
being flushed would queue up anyway; here they queue as work, run one after another in the next transaction, each
under a savepoint of its own, and are flushed once. Nobody is answered before the commit that holds their change, and
a failure in one undoes only that one.

The work itself, a fifth of a millisecond of small statements, runs on the loop's own thread: handed to another, each
statement would give up the interpreter lock and wait to have it back, which takes four times as long under load.
Only the flush of several, where others wait to be read meanwhile, is left to a thread; a lone one is quicker than the
way there.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from app.store.scope import untie

T = TypeVar("T")

TOGETHER = 32
"""Pieces of work in one transaction: the first of them waits some 10 ms for the last."""

WAIT_SECONDS = 20.0
"""How long to ask for a lock that another process holds, as an import does for some 10 s, before saying "busy"."""

ASK_AGAIN_SECONDS = 0.004

LOCKED = "locked"
"""In what SQLite says while another process writes. A disk that cannot be written to is not waited for."""


@dataclass(slots=True)
class _Work:
    do: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    outcome: Any = None
    error: Exception | None = None

    def run(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("SAVEPOINT work")
        try:
            self.outcome = self.do(connection)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's to see
            self.error = error
            driver.execute("ROLLBACK TO work")
        finally:
            driver.execute("RELEASE work")
            untie(connection)

    def answer(self) -> None:
        if self.future.cancelled():
            return
        if self.error is None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error)


class GroupWriter:
    """The writer of one SQLite database in this process. `engine`'s connections must not wait for a lock themselves."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._queue: list[_Work] = []
        self._draining: asyncio.Task[None] | None = None

    async def write(self, do: Callable[[Connection], T]) -> T:
        """Do a piece of work in the next transaction; returns once what it did is on the disk, or raises its error."""
        loop = asyncio.get_running_loop()
        work = _Work(do, loop.create_future())
        self._queue.append(work)
        if self._draining is None or self._draining.done():
            self._draining = loop.create_task(self._drain())
        outcome: T = await work.future
        return outcome

    def dispose(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()

    async def _drain(self) -> None:
        while self._queue:
            batch, self._queue = self._queue[:TOGETHER], self._queue[TOGETHER:]
            try:
                await self._write(batch)
            except Exception as error:  # noqa: BLE001 - the transaction failed, and with it everything in it
                for work in batch:
                    work.error = error
            for work in batch:
                work.answer()

    async def _write(self, batch: list[_Work]) -> None:
        connection = await self._begin()
        try:
            for work in batch:
                work.run(connection)
            if len(batch) == 1:
                connection.commit()
            else:
                await asyncio.to_thread(connection.commit)
        except BaseException:  # nothing of it is kept, and its transaction may still be open, as after a full disk
            connection.invalidate()
            self.dispose()
            raise

    async def _begin(self) -> Connection:
        """The connection, with the write lock; asked for again and again, so that the loop goes on meanwhile."""
        if self._connection is None:
            self._connection = self._engine.connect()
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        while True:
            try:
                self._connection.begin()
            except OperationalError as error:
                if LOCKED not in str(error.orig) or asyncio.get_running_loop().time() > until:
                    raise
            else:
                return self._connection
            await asyncio.sleep(ASK_AGAIN_SECONDS)
