"""`sidebyside assets`: a verified copy of htmx of our own, for networks that filter CDNs."""

import typer

from app.cli.console import refuse
from app.services.assets import AssetError, fetch
from app.settings import ASSETS


def assets() -> None:
    """Fetch a verified copy of htmx, so that pages need no other host; they use it from the next start on."""
    try:
        typer.echo(fetch(ASSETS))
    except AssetError as error:
        refuse(str(error), 1)
