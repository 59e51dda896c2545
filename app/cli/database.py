"""`sidebyside migrate` and `sidebyside check`: the database itself."""

from typing import Annotated

import typer

from app.cli.console import network_read, network_written, opened, refuse
from app.services.rollup_check import check_rollups
from app.store.engine import Database
from app.store.migrate import NewerDatabaseError, upgrade
from app.store.networks import list_network_marks


def migrate() -> None:
    """Bring the database to the schema of this version; one that is there already stays as it is."""
    with opened(migrated=False) as database:
        try:
            upgrade(database)
        except NewerDatabaseError as error:
            refuse(str(error), 1)
    typer.echo("The database has the schema of this version.")


def check(
    *,
    rollup: Annotated[bool, typer.Option("--rollup", help="Recompute every weekly sum from the sessions.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what differs.")] = False,
    network: Annotated[str | None, typer.Option(help="One network only, by its short name.")] = None,
) -> None:
    """Check what the database keeps against what it was made from; a difference is said, and is a failure."""
    if not rollup:
        refuse("Say what to check: sidebyside check --rollup")
    with opened() as database:
        slugs = [network] if network is not None else _slugs(database)
        differ = sum(_check(database, slug, repair=repair) for slug in slugs)
    if not differ:
        typer.echo("Every sum is what the sessions say.")
    elif repair:
        typer.echo(f"Mended: {differ}.")
    else:
        refuse(f"Differences: {differ}. Mend them with --repair.", 1)


def _slugs(database: Database) -> list[str]:
    with database.reading() as connection:
        return [mark.slug for mark in list_network_marks(connection)]


def _check(database: Database, slug: str, *, repair: bool) -> int:
    visiting = network_written if repair else network_read
    with visiting(database, slug) as (connection, fact):
        found = check_rollups(connection, fact.id, repair=repair)
    for sentence in found:
        typer.echo(f"{slug}: {sentence}")
    return len(found)
