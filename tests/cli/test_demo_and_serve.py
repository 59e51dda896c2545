"""`sidebyside demo` and `sidebyside serve`: which databases each takes, and what they say of the others."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from typer.testing import CliRunner, Result

from app.cli import app, running
from app.cli.console import USAGE
from app.services.demo import SIGN_INS
from app.store.engine import Database
from app.store.files import is_demo_file
from app.store.migrate import upgrade
from app.store.networks import add_network
from app.store.schema import is_current
from app.store.tables import Network
from tests.support.databases import SqliteFile

Run = Callable[..., Result]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the server was told to serve, in place of a server that would never come back."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: calls.append({"app": app, **how}))
    return calls


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `demo` or `serve` as from a shell whose environment has these variables and no other SBS_ ones."""
    for name in ("SBS_DATABASE_URL", "SBS_DEMO", "SBS_SECURE_COOKIES"):
        monkeypatch.setenv(name, "")  # whatever the command sets is taken back after the test
        monkeypatch.delenv(name)

    def run_command(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(app, arguments, env=environment)

    return run_command


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
    return found


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of either kind without any table."""
    if request.param == "postgresql":
        with request.getfixturevalue("postgresql_server").bare() as database:
            yield database
    else:
        database = Database(f"sqlite:///{tmp_path / 'bare.db'}")
        yield database
        database.dispose()


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_demo_serves_a_fresh_demo_on_this_machine_only(
    run: Run, served: list[dict[str, Any]], port: int, tmp_path: Path
) -> None:
    result = run("demo", "--port", str(port), "--data", str(tmp_path / "demo"))
    assert result.exit_code == 0, result.output
    assert is_demo_file(tmp_path / "demo" / "sidebyside.db")
    assert [(call["app"], call["host"], call["port"]) for call in served] == [
        ("app.main:from_environment", "127.0.0.1", port)
    ]
    assert f"http://127.0.0.1:{port}" in result.output
    for who in SIGN_INS:
        assert who.email in result.output


def test_demo_refuses_a_real_networks_database(
    run: Run, served: list[dict[str, Any]], port: int, sqlite_file: SqliteFile, tmp_path: Path
) -> None:
    with sqlite_file.fresh(tmp_path) as database, database.writing() as connection:
        add_network(connection, Network(name="Real Partners", slug="real")).close()
        path = Path(str(database.url.database))
    result = run("demo", "--port", str(port), "--data", str(path.parent))
    assert result.exit_code == USAGE
    assert "is not a demo's database, so it stays as it is" in result.output
    assert served == []


def test_demo_says_in_a_line_that_its_port_is_taken(run: Run, taken_port: int, tmp_path: Path) -> None:
    result = run("demo", "--port", str(taken_port), "--data", str(tmp_path))
    assert (result.exit_code, result.output) == (USAGE, f"Port {taken_port} is in use. Choose another with --port.\n")
    assert list(tmp_path.iterdir()) == []


def test_serve_migrates_once_and_then_serves(
    run: Run, served: list[dict[str, Any]], port: int, bare_database: Database
) -> None:
    result = run("serve", "--port", str(port), "--workers", "2", SBS_DATABASE_URL=url_of(bare_database))
    assert result.exit_code == 0, result.output
    assert is_current(bare_database)
    assert [(call["host"], call["workers"], call["factory"]) for call in served] == [("127.0.0.1", 2, True)]


def test_a_worker_has_a_minute_to_start_before_it_is_taken_for_dead(
    run: Run, served: list[dict[str, Any]], port: int, sqlite_database: Database
) -> None:
    """A busy machine takes longer than the five seconds after which uvicorn would kill it, and kill it again."""
    run("serve", "--port", str(port), "--workers", "2", SBS_DATABASE_URL=url_of(sqlite_database))
    assert [call["timeout_worker_healthcheck"] for call in served] == [60]


def test_serve_takes_a_real_network_on_either_database(
    run: Run, served: list[dict[str, Any]], port: int, database: Database
) -> None:
    with database.writing() as connection:
        add_network(connection, Network(name="Real Partners", slug="real")).close()
    result = run("serve", "--port", str(port), SBS_DATABASE_URL=url_of(database))
    assert result.exit_code == 0, result.output
    assert len(served) == 1


def test_serve_refuses_a_database_with_a_demo_in_it(
    run: Run, served: list[dict[str, Any]], port: int, database: Database
) -> None:
    for slug, mark in (("real", False), ("demo", True)):
        with database.writing() as connection:
            add_network(connection, Network(name=slug, slug=slug, demo=mark)).close()
    result = run("serve", "--port", str(port), SBS_DATABASE_URL=url_of(database))
    assert result.exit_code == USAGE
    assert result.output == "This is a demo's database, and its passwords are public. Use it with `sidebyside demo`.\n"
    assert served == []


def test_serve_says_in_a_line_that_the_database_is_newer(run: Run, port: int, bare_database: Database) -> None:
    upgrade(bare_database)
    with bare_database.migrating() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '20991231_later'")
    result = run("serve", "--port", str(port), SBS_DATABASE_URL=url_of(bare_database))
    assert (result.exit_code, result.output.count("\n")) == (USAGE, 1)
    assert "made by a newer version" in result.output


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all.db",
        "postgresql://nobody:secret@127.0.0.1:1/none",
        "no address",
        "",
        "sqlite:///{file}",
    ],
)
def test_serve_says_in_a_line_that_a_database_cannot_be_used(run: Run, port: int, tmp_path: Path, url: str) -> None:
    (tmp_path / "notes.db").write_text("My notes on the budget, which are no database. " * 9)
    result = run("serve", "--port", str(port), SBS_DATABASE_URL=url.format(file=tmp_path / "notes.db"))
    assert result.exit_code > 0
    assert result.output.count("\n") == 1
    assert "database" in result.output
    assert "secret" not in result.output


def test_serve_asks_for_the_address_of_the_database(run: Run, port: int) -> None:
    result = run("serve", "--port", str(port))
    assert (result.exit_code, result.output.count("\n")) == (USAGE, 1)
    assert "SBS_DATABASE_URL" in result.output


def test_serve_does_not_serve_a_real_network_as_a_demo(run: Run, port: int, database: Database) -> None:
    result = run("serve", "--port", str(port), SBS_DATABASE_URL=url_of(database), SBS_DEMO="true")
    assert result.exit_code == USAGE
    assert "SBS_DEMO is for a demo" in result.output


def test_serve_says_in_a_line_that_it_cannot_listen(run: Run, taken_port: int) -> None:
    assert (
        run("serve", "--port", str(taken_port)).output == f"Port {taken_port} is in use. Choose another with --port.\n"
    )
    elsewhere = run("serve", "--host", "192.0.2.1", "--port", str(taken_port))
    assert elsewhere.exit_code == USAGE
    assert elsewhere.output.startswith("Cannot listen on 192.0.2.1")


def test_workers_would_find_the_application_by_its_name() -> None:
    module, name = running.APP.split(":")
    assert callable(getattr(__import__(module, fromlist=[name]), name))


def test_a_file_is_only_looked_at_when_asked_whether_it_is_a_demo(sqlite_database: Database) -> None:
    path = Path(str(sqlite_database.url.database))
    with sqlite_database.writing() as connection:
        add_network(connection, Network(name="Real Partners", slug="real")).close()
    sqlite_database.dispose()
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert not is_demo_file(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert is_current(sqlite_database)
