"""`sidebyside serve`: the product, for a real network."""

from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from app.cli.running import need_port, refuse, run
from app.settings import Settings
from app.store.engine import Database
from app.store.migrate import NewerDatabaseError, upgrade
from app.store.networks import list_network_marks


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer; one a core is plenty.")] = 1,
) -> None:
    """Bring the database that SBS_DATABASE_URL names up to date, and serve it."""
    need_port(host, port)
    try:
        prepare(Settings())  # type: ignore[call-arg]  # SBS_... variables
    except ValidationError as error:
        refuse("\n".join(f"SBS_{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}." for each in error.errors()))
    run(host, port, workers=workers)


def prepare(settings: Settings) -> None:
    """Migrate the database once, before any worker starts; refuse what cannot be served, in one line."""
    if settings.demo:
        refuse("SBS_DEMO is for a demo: take it out of the environment to serve a real network.")
    try:
        database = Database(settings.database_url)
    except (ArgumentError, NoSuchModuleError):
        refuse("SBS_DATABASE_URL is not a database's address, as in sqlite:////srv/sidebyside.db or postgresql://...")
    try:
        upgrade(database)
        with database.reading() as connection:
            marks = list_network_marks(connection)
    except NewerDatabaseError as error:
        refuse(error)
    except DBAPIError as error:
        refuse(f"The database cannot be used: {' '.join(str(error.orig).split())}.")
    finally:
        database.dispose()
    if any(mark.demo for mark in marks):
        refuse("This is a demo's database, and its passwords are public. Use it with `sidebyside demo`.")
