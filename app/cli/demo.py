"""`sidebyside demo`: a made-up network, on this machine only, made anew at each start."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import refuse
from app.cli.running import need_port, run
from app.services.demo import PASSWORD, SIGN_INS, NotADemoError, make_fresh

HERE = "127.0.0.1"


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen on 127.0.0.1.")] = 8000,
    data: Annotated[Path, typer.Option(file_okay=False, help="The folder of the demo's database.")] = Path(".demo"),
) -> None:
    """Show the product with a made-up network of fourteen schools, and nothing outside this machine."""
    path = data.absolute() / "sidebyside.db"
    need_port(HERE, port)
    try:
        make_fresh(path, datetime.now(UTC))
    except NotADemoError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"Cannot write to {data}: {error.strerror or error}.")
    os.environ |= {"SBS_DATABASE_URL": f"sqlite:///{path}", "SBS_DEMO": "true", "SBS_SECURE_COOKIES": "false"}
    typer.echo(welcome(port))
    run(HERE, port, quiet=True)


def welcome(port: int) -> str:
    """Where the demo is, and whom one can be in it."""
    mail, name = (max(len(getattr(who, part)) for who in SIGN_INS) for part in ("email", "name"))
    people = "\n".join(f"  {who.email:<{mail}}  {who.name:<{name}}  {who.does}" for who in SIGN_INS)
    return (
        f"\nSide by Side, with made-up schools and people:  http://{HERE}:{port}\n\n"
        f"Sign in with the password {PASSWORD} as\n{people}\n\n"
        "What you change is gone at the next start. Stop with Ctrl+C.\n"
    )
