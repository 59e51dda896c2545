"""The command line, `sidebyside`: one module a group of commands, each command a thin call of a service."""

import typer

from app.cli.assets import assets
from app.cli.calibrate import calibrate
from app.cli.database import check, migrate
from app.cli.demo import demo
from app.cli.digest import digest
from app.cli.imports import imports
from app.cli.network import network
from app.cli.notes import notes
from app.cli.person import person
from app.cli.serve import serve

app = typer.Typer(
    help="Are we working for a school, or with it? Coaching logs and capacity trends.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo)
app.command()(serve)
app.command()(migrate)
app.command()(check)
app.command()(assets)
app.command()(calibrate)
app.command()(digest)
app.command()(notes)
app.add_typer(network, name="network")
app.add_typer(person, name="person")
app.add_typer(imports, name="import")


def main() -> None:
    """Run the command that the arguments name."""
    app()
