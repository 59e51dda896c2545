"""The command line on a migrated database of either kind, where the cast lives."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app, console
from app.store.engine import Database

Sidebyside = Callable[..., Result]


@pytest.fixture
def sidebyside(database: Database, monkeypatch: pytest.MonkeyPatch) -> Sidebyside:
    """Run a command on `database`; `typed` is what comes from standard input."""
    monkeypatch.setenv("SBS_DATABASE_URL", database.url.render_as_string(hide_password=False))

    def run(*arguments: str | Path, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments], input=typed, catch_exceptions=False)

    return run


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a person sat there who can be asked."""
    monkeypatch.setattr(console, "can_ask", lambda: True)
