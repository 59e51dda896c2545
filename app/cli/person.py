"""`sidebyside person`: who coaches, leads, directs and administers, and who is on a school's team."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.engine import Connection

from app.cli import console
from app.cli.console import network_read, network_written, opened, refuse
from app.domain.access import Role
from app.domain.errors import InvalidError
from app.domain.periods import local_today
from app.domain.vocabulary import Position
from app.services.imports.folding import BadCellError, sentence
from app.services.imports.known import find_schools
from app.services.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_password
from app.services.people import Entered, Entry, enter_person, find_person

person = typer.Typer(help="People.", no_args_is_help=True)


@person.callback()
def group() -> None:
    """People."""


@person.command()
def add(  # noqa: PLR0913 - the options of a command
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their full name.")],
    network: Annotated[str, typer.Option(help="The network's short name.")],
    email: Annotated[str | None, typer.Option(help="For an account; without it they don't sign in.")] = None,
    role: Annotated[Role | None, typer.Option(help="What they do in the network.")] = None,
    school: Annotated[
        list[str] | None, typer.Option(metavar="SCHOOL", help="By code or name; may be given several times.")
    ] = None,
    position: Annotated[Position | None, typer.Option(help="Their position on the schools' teams.")] = None,
    ilt: Annotated[bool, typer.Option("--ilt", help="On the Instructional Leadership Team.")] = False,
    first_on: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Since when; today if not said."),
    ] = None,
    same: Annotated[
        bool | None, typer.Option("--same/--namesake", help="Whether somebody of this name is this person.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking.")
    ] = False,
) -> None:
    """Add a person, or what is missing of one who is there: an account, roles, a place on schools' teams."""
    now = datetime.now(UTC)
    with opened() as database:
        with network_read(database, network) as (connection, fact):
            entry = Entry(
                name=" ".join(name.split()),
                email=email.strip().lower() if email is not None else None,
                role=role,
                position=position,
                on_ilt=ilt,
                school_ids=_schools(connection, fact.id, school or []),
                first_on=first_on.date() if first_on else local_today(now, fact.timezone),
                same=same,
            )
            needs_password = _needs_password(connection, fact.id, entry)
        password_hash = hash_password(_password(from_stdin=password_stdin)) if needs_password else None
        with network_written(database, network) as (connection, fact):
            entered = enter_person(connection, fact.id, entry, password_hash, now)
    typer.echo(_summary(entry.name, entered))


def _schools(connection: Connection, network_id: UUID, words: Sequence[str]) -> list[UUID]:
    schools = find_schools(connection, network_id)
    try:
        return [schools.find(word) for word in words]
    except BadCellError as error:
        refuse(sentence(str(error)))


def _needs_password(connection: Connection, network_id: UUID, entry: Entry) -> bool:
    try:
        there = find_person(connection, network_id, entry)
    except InvalidError as error:
        if "same" in error.errors:
            refuse(f"{error.errors['same']} Say --same to add to them, or --namesake for somebody else.")
        raise
    return entry.email is not None and not (there and there.has_account)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.buffer.readline().decode(errors="surrogateescape").rstrip("\r\n")
    elif console.can_ask():
        password = typer.prompt("Password for the account", hide_input=True, confirmation_prompt="Once more")
    else:
        refuse("An account needs a password: type it at the prompt, or send it with --password-stdin.")
    if len(password) > LONGEST_PASSWORD or not password.isprintable():
        refuse(f"A password has up to {LONGEST_PASSWORD:,} characters, and each can be typed.")
    if len(password) < SHORTEST_PASSWORD:
        refuse(
            f"A password has {SHORTEST_PASSWORD} characters or more. A few words that make you smile are easily kept."
        )
    return password


def _summary(name: str, entered: Entered) -> str:
    parts = (
        (entered.people, "person"),
        (entered.accounts, "account"),
        (entered.assignments, "role"),
        (entered.memberships, "place on a team"),
    )
    added = [f"{word} ({count})" if count > 1 else word for count, word in parts if count]
    return f"{name}: added {', '.join(added)}." if added else f"{name} is there already, with all of this."
