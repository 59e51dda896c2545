"""`sidebyside network`: partner organizations."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from app.cli import console
from app.cli.console import opened
from app.services.networks import PROMISE, Setup, create_network

network = typer.Typer(help="Partner organizations.", no_args_is_help=True)


@network.callback()
def group() -> None:
    """Partner organizations."""


@network.command()
def create(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As people call it.")],
    slug: Annotated[str, typer.Option(help="A short name for commands: lowercase letters, digits, hyphens.")],
    timezone: Annotated[str, typer.Option(help="Where its days begin.")] = "America/Los_Angeles",
    year_starts: Annotated[str, typer.Option(metavar="MM-DD", help="The school year's first day.")] = "08-12",
    year_ends: Annotated[str, typer.Option(metavar="MM-DD", help="The school year's last day.")] = "06-12",
    not_for_evaluation: Annotated[
        bool, typer.Option("--not-for-evaluation", help=f"Yes: what is logged is {PROMISE}.")
    ] = False,
) -> None:
    """Set a network up, with the usual capacity areas."""
    with opened() as database:
        promised = not_for_evaluation or (console.can_ask() and typer.confirm(f"What is logged is {PROMISE}. Agreed?"))
        setup = Setup(name, slug, timezone, year_starts, year_ends, promised)
        with database.writing() as connection:
            create_network(connection, setup, datetime.now(UTC)).close()
    typer.echo(f"{name} is set up. Add its schools with: sidebyside import schools FILE --network {slug}")
