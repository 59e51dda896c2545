"""`sidebyside notes`: lets notes go that are older than their network keeps them; for cron or a timer."""

from datetime import UTC, datetime

import typer

from app.cli.console import network_written, opened
from app.services.prose import let_notes_go
from app.store.networks import list_network_marks


def notes() -> None:
    """Empty notes and comments that are older than their network keeps them (a setting); what counts stays.

    Safe to run as often as you like.
    """
    with opened() as database:
        with database.reading() as connection:
            slugs = [mark.slug for mark in list_network_marks(connection)]
        for slug in slugs:
            with network_written(database, slug) as (connection, network):
                gone = let_notes_go(connection, network, datetime.now(UTC))
            typer.echo(f"{slug}: {gone} let go." if gone else f"{slug}: nothing to let go.")
