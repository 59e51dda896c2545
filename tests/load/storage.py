"""Where the bench's databases live (files in a folder, or a PostgreSQL server's), and what is put into them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.store.bulk import insert_tellings
from app.store.engine import Database
from app.store.migrate import upgrade
from app.store.scope import tie
from tests.load.network import BenchNetwork, make_network
from tests.load.plan import Plan
from tests.load.tellings import tell
from tests.support.databases import PostgresqlServer, postgresql

SQLITE, POSTGRESQL = "sqlite", "postgresql"

LIKE_A_REAL_ONE = ("fsync=on", "synchronous_commit=on", "shared_buffers=256MB")

PIECE = 50_000
"""Sessions that are filled in together: more in one transaction only make a longer log of it."""

FRESH_STATISTICS = "ANALYZE coaching_session, school_week, school_area_week, area_lead"
"""PostgreSQL does it by itself within a minute, which a bench doesn't wait for."""


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


@contextmanager
def filled(storage: Storage, plan: Plan, sessions: int) -> Iterator[Filled]:
    """A database with the network and so many sessions."""
    with storage.bare() as database:
        upgrade(database)
        network = make_network(database, plan.schools, plan.coaches)
        fill(database, network, sessions)
        database.dispose()
        yield Filled(database.url.render_as_string(hide_password=False), network, sessions)


def fill(database: Database, network: BenchNetwork, sessions: int) -> None:
    """Put sessions in, some at a time, as an import does."""
    rows = tell(network, sessions, datetime.now(UTC).date())
    while piece := list(islice(rows, PIECE)):
        with database.writing() as connection:
            tie(connection, network.id)
            insert_tellings(connection, network.id, piece)
    if not database.is_sqlite:
        with database.writing() as connection:
            connection.exec_driver_sql(FRESH_STATISTICS)
