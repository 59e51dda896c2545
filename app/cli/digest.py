"""`sidebyside digest`: reminders by mail, for cron or a timer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from app.cli.console import opened, refuse
from app.domain.words import counted
from app.services.digest.letters import AddressError, Sender, sender, site
from app.services.digest.post import PORTS, Post, Server, UnreachableError
from app.services.digest.run import Due, Outcome, Plan, carry_out, plan
from app.settings import Security, Settings
from app.store.engine import Database
from app.store.networks import list_network_marks

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Mail servers to which a password may travel in the clear: it does not leave this machine."""


def digest(
    *,
    network: Annotated[str | None, typer.Option(help="One network only, by its short name.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent to whom; send nothing.")] = False,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="As if it were this day; else today."),
    ] = None,
) -> None:
    """Mail everybody what waits for them, what is due and what is newly flagged: one mail a person and day at most.

    Safe to run as often as you like, also twice at once. Demo networks are never mailed.
    """
    with opened() as database:
        settings = Settings()
        slugs = _slugs(database, network)
        on, outcome = day.date() if day else None, Outcome()
        if dry_run:
            url = _site(settings)
            plans = _plans(database, slugs, on, outcome)
            mails = sum(_show(due, url) for each in plans for due in each.due)
            typer.echo(f"{_mails(mails)} would be sent.{_rest(outcome)} This was a dry run: nothing was sent or kept.")
            return
        by, server = _sender(settings), _server(settings)
        with Post(server) as post:
            try:
                for each in _plans(database, slugs, on, outcome):
                    carry_out(database, each, post, by, clock, outcome)
            except UnreachableError as error:
                outcome.troubles.append(f"The mail server: {error}. Those who got no mail get it with the next run.")
    _report(outcome)


def clock() -> datetime:
    return datetime.now(UTC)


def _slugs(database: Database, network: str | None) -> list[str]:
    with database.reading() as connection:
        marks = list_network_marks(connection)
    if network is None:
        return [mark.slug for mark in marks if not mark.demo]
    found = next((mark for mark in marks if mark.slug == network), None)
    if found is None:
        refuse(f"There is no network {network}.")
    if found.demo:
        refuse(f"{network} is a demo: its people are made up, and nobody is mailed.")
    return [network]


def _plans(database: Database, slugs: list[str], day: date | None, outcome: Outcome) -> Iterator[Plan]:
    for slug in slugs:
        found = plan(database, slug, clock(), day, outcome)
        if found is not None:
            yield found


def _site(settings: Settings) -> str:
    if not settings.public_url:
        refuse("SBS_PUBLIC_URL is not set: mails need to know where their links lead (as in https://coaching.example).")
    try:
        return site(settings.public_url)
    except AddressError as error:
        refuse(f"SBS_PUBLIC_URL cannot be used: {error}.")


def _sender(settings: Settings) -> Sender:
    _site(settings)
    if not settings.mail_from:
        refuse("SBS_MAIL_FROM is not set: whom are the mails from, as in reminders@bridge.example?")
    try:
        return sender(settings.mail_from, settings.public_url)
    except AddressError as error:
        refuse(f"SBS_MAIL_FROM cannot be used: {error}.")


def _server(settings: Settings) -> Server:
    if not settings.smtp_host:
        refuse("SBS_SMTP_HOST is not set: which mail server takes the mails?")
    if settings.smtp_user and settings.smtp_security is Security.NONE and settings.smtp_host not in HERE:
        refuse("SBS_SMTP_SECURITY is none, so that the password would travel in the clear. Set it to starttls or ssl.")
    return Server(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_security],
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        timeout=settings.smtp_timeout,
    )


def _show(due: Due, url: str) -> int:
    typer.echo(f"{due.who.email}: {due.digest.subject}")
    for section in due.digest.sections:
        for item in section.items:
            typer.echo(f"  {item.school}: {item.words} {url}{item.path}")
        if section.more:
            typer.echo(f"  and {section.more:,} more {url}{section.path or '/'}")
    return 1


def _report(outcome: Outcome) -> None:
    said = f"{_mails(outcome.sent)} sent.{_rest(outcome)}"
    if not outcome.failed:
        typer.echo(said)
        return
    refuse("\n".join([*outcome.troubles, f"{said} {outcome.failed:,} failed."]), 1)


def _rest(outcome: Outcome) -> str:
    """Those who get none, and why."""
    people = "1 person" if outcome.nothing == 1 else f"{outcome.nothing:,} people"
    parts = [
        (outcome.nothing, f"Nothing to tell {people}."),
        (outcome.earlier, f"{outcome.earlier:,} had theirs earlier today."),
        (outcome.out, f"{outcome.out:,} opted out."),
    ]
    return "".join(f" {words}" for number, words in parts if number)


def _mails(number: int) -> str:
    return "No mail" if not number else counted(number, "mail")
