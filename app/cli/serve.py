"""`sidebyside serve`: the product, for real networks."""

from typing import Annotated

import typer

from app.cli.console import opened, refuse
from app.cli.running import need_port, run
from app.settings import Settings
from app.store.engine import Database
from app.store.migrate import upgrade
from app.store.networks import list_network_marks


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer; one a core is plenty.")] = 1,
) -> None:
    """Bring the database that SBS_DATABASE_URL names up to date, and serve it."""
    need_port(host, port)
    with opened(migrated=False) as database:
        prepare(database)
        if Settings().demo:
            refuse("SBS_DEMO is for a demo: take it out of the environment to serve real networks.")
    run(host, port, workers=workers)


def prepare(database: Database) -> None:
    """Migrate once, before any worker starts; a demo's passwords are public, so it is not for serving."""
    upgrade(database)
    with database.reading() as connection:
        marks = list_network_marks(connection)
    if any(mark.demo for mark in marks):
        refuse("This is a demo's database, and its passwords are public. Use it with `sidebyside demo`.")
