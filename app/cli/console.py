"""What every command shares: plain words on the way out, and the database that SBS_DATABASE_URL names."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from app.domain.errors import InvalidError
from app.settings import Settings
from app.store.engine import Database
from app.store.logins import NetworkFact
from app.store.migrate import NewerDatabaseError
from app.store.networks import find_network
from app.store.schema import is_current
from app.store.scope import tie

STEPS = 500
"""Rows after which a progress bar is drawn anew."""

USAGE = 2
"""The exit code of a command that could not even begin: a missing file, an unknown network. What it found is 1."""


def refuse(message: str, code: int = USAGE) -> NoReturn:
    """Say why not, in a line, and end."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def in_words() -> Iterator[None]:
    """Say what stands against a command instead of showing a traceback."""
    try:
        yield
    except InvalidError as error:
        refuse("\n".join(error.errors.values()))
    except NewerDatabaseError as error:
        refuse(str(error))
    except DBAPIError as error:
        refuse(f"The database cannot be used: {' '.join(str(error.orig).split())}.", 1)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Database]:
    """The database of this command; unless `migrated` is False, one with the schema of this version."""
    try:
        url = Settings().database_url
        database = Database(url)
    except ValidationError as error:
        refuse("\n".join(map(_wrong_setting, error.errors())))
    except SettingsError:  # the only setting of several values
        refuse('SBS_ALLOWED_HOSTS is a JSON list, as in ["coaching.example.org"].')
    except (ArgumentError, NoSuchModuleError, ValueError):
        refuse("SBS_DATABASE_URL is no database's address, as in sqlite:////srv/sidebyside.db or postgresql://...")
    with in_words():
        try:
            if migrated and not _is_ready(database):
                refuse("This database is not ready for this version. Run: sidebyside migrate")
            yield database
        finally:
            database.dispose()


def _wrong_setting(error: ErrorDetails) -> str:
    name = f"SBS_{'_'.join(map(str, error['loc'])).upper()}"
    return f"{name} is not set." if error["type"] == "missing" else f"{name}: {error['msg']}."


def _is_ready(database: Database) -> bool:
    path = database.url.database
    if database.is_sqlite and path and not Path(path).exists():  # looking into it would make it
        return False
    return is_current(database)


@contextmanager
def network_read(database: Database, slug: str) -> Iterator[tuple[Connection, NetworkFact]]:
    """A transaction that reads one network."""
    with database.reading() as connection:
        yield connection, _enter(connection, slug)


@contextmanager
def network_written(database: Database, slug: str, *, keep: bool = True) -> Iterator[tuple[Connection, NetworkFact]]:
    """The transaction of a command, undone by anything that stops it, and without `keep` in any case."""
    with database.writing() as connection:
        yield connection, _enter(connection, slug)
        if not keep:
            connection.rollback()


def _enter(connection: Connection, slug: str) -> NetworkFact:
    network = find_network(connection, slug)
    if network is None:
        refuse(f"There is no network {slug}. Make it with: sidebyside network create NAME --slug {slug}")
    tie(connection, network.id)
    return network


@contextmanager
def progress_bar(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, and nothing elsewhere; the function that is given moves it on."""
    quiet = not sys.stderr.isatty()
    with typer.progressbar(length=length, label=label, file=sys.stderr, hidden=quiet, update_min_steps=STEPS) as bar:
        yield bar.update


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()
