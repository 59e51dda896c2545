"""`sidebyside migrate` and `sidebyside check`, and what every command says of a database that it cannot use."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from app.cli import app
from app.store.engine import Database
from app.store.rollups import school_week
from app.store.schema import is_current
from app.store.scope import tie
from tests.cli.conftest import Sidebyside
from tests.cli.logs import write_log
from tests.support.cast import Cast
from tests.support.databases import PostgresqlServer, SqliteFile

CHECK = ("check", "--rollup")


def test_migrating_makes_the_schema_and_again_changes_nothing(
    sqlite_file: SqliteFile, postgresql_server: PostgresqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_file.bare(tmp_path) as small, postgresql_server.bare() as large:
        for database in (small, large):
            monkeypatch.setenv("SBS_DATABASE_URL", database.url.render_as_string(hide_password=False))
            early = CliRunner().invoke(app, CHECK)
            assert (early.exit_code, early.stderr) == (
                2, "This database is not ready for this version. Run: sidebyside migrate\n",
            )  # fmt: skip
            for _ in range(2):
                result = CliRunner().invoke(app, ["migrate"])
                assert (result.exit_code, result.stderr) == (0, "")
            assert is_current(database)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (None, "SBS_DATABASE_URL is not set."),
        ("nonsense", "SBS_DATABASE_URL is no database's address"),
        ("postgresql://[::1", "SBS_DATABASE_URL is no database's address"),
        ("sqlite:////nowhere/at/all.db", "This database is not ready"),
        ("postgresql://postgres@127.0.0.1:1/none", "The database cannot be used:"),
    ],
)
def test_a_database_that_cannot_be_used_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, url: str | None, reason: str
) -> None:
    monkeypatch.delenv("SBS_DATABASE_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("SBS_DATABASE_URL", url)
    result = CliRunner().invoke(app, CHECK, catch_exceptions=False)
    assert result.exit_code in {1, 2}
    assert (result.stdout, result.stderr.count("\n")) == ("", 1)
    assert result.stderr.startswith(reason)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SBS_ALLOWED_HOSTS", "example.org", 'SBS_ALLOWED_HOSTS is a JSON list, as in ["coaching.example.org"].'),
        ("SBS_LOGIN_DAYS", "-1", "SBS_LOGIN_DAYS: Input should be greater than or equal to 1."),
        ("SBS_LOGIN_DAYS", "9" * 12, "SBS_LOGIN_DAYS: Input should be less than or equal to 3650."),
        ("SBS_BODY_LIMIT", "0", "SBS_BODY_LIMIT: Input should be greater than or equal to 16384."),
    ],
)
@pytest.mark.usefixtures("cast")
def test_a_setting_that_cannot_be_is_said_in_a_line(
    sidebyside: Sidebyside, monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    result = sidebyside(*CHECK)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{reason}\n")


def test_looking_at_a_database_that_is_not_there_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "none.db"
    monkeypatch.setenv("SBS_DATABASE_URL", f"sqlite:///{path}")
    assert CliRunner().invoke(app, CHECK).exit_code == 2
    assert not path.exists()


def test_sums_that_are_right_are_said_to_be(sidebyside: Sidebyside, cast: Cast, tmp_path: Path) -> None:
    assert cast.bridge
    sidebyside("import", "log", write_log(tmp_path / "log.csv"), "--network", "bridge")
    result = sidebyside(*CHECK)
    assert (result.exit_code, result.stdout) == (0, "Every sum is what the sessions say.\n")


def test_differences_are_said_and_are_a_failure_until_they_are_mended(
    sidebyside: Sidebyside, database: Database, cast: Cast, tmp_path: Path
) -> None:
    sidebyside("import", "log", write_log(tmp_path / "log.csv"), "--network", "bridge")
    with database.writing() as connection:
        tie(connection, cast.bridge)
        birch = (school_week.c.network_id == cast.bridge) & (school_week.c.school_id == cast.birch)
        connection.execute(sa.update(school_week).where(birch).values(unsaid_minutes=31))
    said = (
        "bridge: Birch Middle, week of 2025-09-01: minutes with the school, nobody said who led "
        "are kept as 31, and by the sessions 30.\n"
    )
    assert sidebyside(*CHECK, "--network", "other").exit_code == 0
    result = sidebyside(*CHECK)
    assert (result.exit_code, result.stdout, result.stderr) == (1, said, "Differences: 1. Mend them with --repair.\n")
    result = sidebyside(*CHECK, "--repair")
    assert (result.exit_code, result.stdout) == (0, f"{said}Mended: 1.\n")
    assert sidebyside(*CHECK).exit_code == 0


def test_what_to_check_has_to_be_said(sidebyside: Sidebyside) -> None:
    result = sidebyside("check")
    assert (result.exit_code, result.stderr) == (2, "Say what to check: sidebyside check --rollup\n")
    assert sidebyside(*CHECK, "--network", "none").exit_code == 2
