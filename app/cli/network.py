"""`sidebyside network`: partner organizations."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from app.cli import console
from app.cli.console import network_written, opened
from app.services.networks import PROMISE, Setup, add_break, change_settings, create_network

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


@network.command()
def settings(
    *,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The network's short name.")],
    watch: Annotated[
        float | None, typer.Option(help="The share from which to look; above 0.10 and below --high.")
    ] = None,
    high: Annotated[float | None, typer.Option(help="The share from which a school depends on us; below 1.")] = None,
    year_starts: Annotated[str | None, typer.Option(metavar="MM-DD", help="The school year's first day.")] = None,
    year_ends: Annotated[str | None, typer.Option(metavar="MM-DD", help="The school year's last day.")] = None,
    review_due_days: Annotated[int | None, typer.Option(help="Days that leaders have to say their word.")] = None,
) -> None:
    """Change what a network's figures are judged by."""
    asked = {
        "watch": watch,
        "high": high,
        "year_starts_on": year_starts,
        "year_ends_on": year_ends,
        "review_due_days": review_due_days,
    }
    with opened() as database, network_written(database, slug) as (connection, found):
        wanted = {name: value for name, value in asked.items() if value is not None}
        changed = change_settings(connection, found, wanted, datetime.now(UTC))
    typer.echo(f"Changed: {', '.join(name.replace('_', ' ') for name in changed)}." if changed else "Nothing changed.")


@network.command("break")
def add_a_break(
    *,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The network's short name.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help='As in "Winter break".')],
    first: Annotated[
        datetime, typer.Argument(metavar="FIRST", formats=["%Y-%m-%d"], help="Its first day, YYYY-MM-DD.")
    ],
    last: Annotated[datetime, typer.Argument(metavar="LAST", formats=["%Y-%m-%d"], help="Its last day, YYYY-MM-DD.")],
) -> None:
    """Add a school break: charts show it, and the clocks of handoffs and of silent schools rest in it."""
    days: tuple[date, date] = (first.date(), last.date())
    with opened() as database, network_written(database, slug) as (connection, found):
        added = add_break(connection, found, name, *days, datetime.now(UTC))
    typer.echo(f"{name}, {days[0]} to {days[1]}, is {'added' if added else 'there already'}.")
