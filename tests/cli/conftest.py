"""The command line on a migrated database of either kind, where the cast lives."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app, console
from app.store.engine import Database
from tests.support.filling import NOW
from tests.support.mailing import Mailbox, mail_server, parts

Sidebyside = Callable[..., Result]
Lines = Callable[[str], list[str]]


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


SITE = "https://sbs.example"
"""Where the product is, as its mails say."""


class Clock:
    """What `sidebyside digest` takes for now: ten in the morning of the cast's today, or of so many days later."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, *, days: int = 0, hours: int = 0) -> None:
        self.now = NOW + timedelta(days=days, hours=hours)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(import_module("app.cli.digest"), "clock", found)
    return found


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Mailbox]:
    """The mail server that `sidebyside digest` is set up with."""
    assert clock
    with mail_server() as box:
        settings = {
            "SBS_PUBLIC_URL": SITE,
            "SBS_SMTP_HOST": "127.0.0.1",
            "SBS_SMTP_PORT": str(box.port),
            "SBS_SMTP_SECURITY": "none",
            "SBS_SMTP_TIMEOUT": "20",
            "SBS_MAIL_FROM": "reminders@sbs.example",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield box


@pytest.fixture
def lines(sidebyside: Sidebyside, mailbox: Mailbox) -> Lines:
    """Run the command, and give what somebody's mail says: its subject, and each thing with its way; [] without one."""

    def run(to: str) -> list[str]:
        mailbox.received.clear()
        assert sidebyside("digest", "--network", "bridge").exit_code == 0
        if to not in mailbox.to:
            return []
        plain, _ = parts(mailbox.of(to))
        found = re.findall(r"^\* (.*)\n  (.*): (\S+)$", plain, re.MULTILINE)
        return [mailbox.of(to)["Subject"], *(f"{words} {act} {path.removeprefix(SITE)}" for words, act, path in found)]

    return run
