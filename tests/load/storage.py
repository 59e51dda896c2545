"""Where the bench's databases live (files in a folder, or a PostgreSQL server's), and what is put into them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.store.engine import Database
from app.store.migrate import upgrade
from tests.load.filling import fill
from tests.load.network import BenchNetwork, make_network
from tests.load.plan import Plan
from tests.support.databases import PostgresqlServer, postgresql

SQLITE, POSTGRESQL = "sqlite", "postgresql"

LIKE_A_REAL_ONE = ("fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB")


class Storage(Protocol):
    """Makes empty databases. `folder` is where they are, if that is known here."""

    folder: Path | None

    def bare(self) -> AbstractContextManager[Database]: ...


class Files:
    """SQLite databases in a folder, gone at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder

    @contextmanager
    def bare(self) -> Iterator[Database]:
        with TemporaryDirectory(prefix="sidebyside-bench-", dir=self.folder) as folder:
            yield Database(f"sqlite:///{folder}/sidebyside.db")


class Server:
    """Databases of a PostgreSQL server, gone at the end."""

    def __init__(self, server: PostgresqlServer) -> None:
        self.folder: Path | None = None
        self.bare = server.bare


@contextmanager
def storage_of(database: str, data: Path) -> Iterator[Storage]:
    """SQLite in the folder `data`; a PostgreSQL server made for this run; or the one that a URL names."""
    if database == SQLITE:
        yield Files(data)
    elif database == POSTGRESQL:
        with postgresql(*LIKE_A_REAL_ONE) as server:
            yield Server(server)
    else:
        named = PostgresqlServer(Database(database).url)
        try:
            yield Server(named)
        finally:
            named.close()


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with the network in it. Nothing of it is open here."""

    url: str
    network: BenchNetwork
    sessions: int
    filled_on: date


@contextmanager
def filled(storage: Storage, plan: Plan, sessions: int) -> Iterator[Filled]:
    """A database with the network and so many sessions."""
    with storage.bare() as database:
        upgrade(database)
        network = make_network(database, plan.schools, plan.coaches)
        database.dispose()
        fill(database.url, network, sessions)
        today = datetime.now(UTC).date()
        yield Filled(database.url.render_as_string(hide_password=False), network, sessions, today)


class Fillings:
    """Databases that several parts of the bench look at, each filled once and kept until the end."""

    def __init__(self, storage: Storage, plan: Plan, stack: ExitStack) -> None:
        self._storage = storage
        self._plan = plan
        self._stack = stack
        self._made: dict[int, Filled] = {}

    def of(self, sizes: Sequence[int]) -> list[Filled]:
        """The databases with so many sessions each, made where they are not there yet."""
        for sessions in sizes:
            if sessions not in self._made:
                self._made[sessions] = self._stack.enter_context(filled(self._storage, self._plan, sessions))
        return [self._made[sessions] for sessions in sizes]
