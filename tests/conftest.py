"""What every test may ask for.

Store and web tests live twice, on SQLite and on PostgreSQL, since `database` does; whoever needs one kind only asks for
`sqlite_database` or `postgresql_database`, or overrides `database` in the conftest of a folder.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.engine import Database
from tests.support.cast import Cast, Someone, make_cast
from tests.support.databases import PostgresqlServer, SqliteFile, postgresql
from tests.support.serving import serving

LOGIN_COOKIE = "sbs_login"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests measured and recorded, whichever process ran them."""
    said = [each for report in terminalreporter.getreports("passed") for each in report.user_properties]
    if said:
        terminalreporter.section("measured")
    for what, measured in said:
        terminalreporter.write_line(f"{what}: {measured}")


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
    return SqliteFile(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    with postgresql() as server:
        yield server


@pytest.fixture
def sqlite_database(sqlite_file: SqliteFile, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database without any row."""
    with sqlite_file.fresh(tmp_path) as database:
        yield database


@pytest.fixture
def postgresql_database(postgresql_server: PostgresqlServer) -> Iterator[Database]:
    """A migrated PostgreSQL database without any row."""
    with postgresql_server.fresh() as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database without any row: the test runs once for each kind."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def cast(database: Database) -> Cast:
    """The fixed cast, living in `database`."""
    return make_cast(database)


@pytest.fixture
def app(database: Database) -> FastAPI:
    """The product on `database`."""
    url = database.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, demo=False, secure_cookies=False), database)


class ClientOf(Protocol):
    def __call__(self, who: Someone | None) -> TestClient: ...


@pytest.fixture
def client_of(app: FastAPI) -> ClientOf:
    """The browser of somebody of the cast, who is signed in: `client_of(cast.jo).get("/log")`; None is a stranger.

    Redirections are not followed, so a test sees their status; a fetch from another site is
    `client.post(..., headers={"sec-fetch-site": "cross-site"})`.
    """

    def client(who: Someone | None) -> TestClient:
        return TestClient(
            app,
            base_url="http://testserver",
            headers={"sec-fetch-site": "same-origin"},
            cookies={LOGIN_COOKIE: who.token} if who else {},
            follow_redirects=False,
        )

    return client


@pytest.fixture
def live_server(app: FastAPI, cast: Cast) -> Iterator[str]:  # noqa: ARG001 - somebody has to be there
    """The address of a real server on `database`, with the cast living there."""
    with serving(app) as address:
        yield address
