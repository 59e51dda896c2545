"""One small read of a request that may need no more: on SQLite without leaving the event loop.

A thread would cost more than the read itself. The connection is its own, reads only, waits for no lock, and is in no
transaction between two looks: one that stayed open would keep the write-ahead log from being folded back.
"""

from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

T = TypeVar("T")


class Glance:
    """The eye of one SQLite database in this process. `engine`'s connections must not wait for a lock themselves."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def look(self, look: Callable[[Connection], T]) -> T:
        """Read with what is `Prepared`, which begins no transaction; tens of microseconds.

        Raises:
            DBAPIError: the database cannot be read right now; the next look tries with a new connection.
        """
        if self._connection is None:
            self._connection = self._engine.connect()
        connection = self._connection
        try:
            return look(connection)
        except BaseException:
            self.dispose()
            raise
        finally:
            if connection.in_transaction():
                connection.rollback()

    def dispose(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        self._engine.dispose()
