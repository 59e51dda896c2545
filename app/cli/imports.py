"""`sidebyside import`: real schools, and coaches' old logs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli.console import network_read, network_written, opened, progress_bar, refuse
from app.services.imports.encodings import UnreadableError
from app.services.imports.folding import quote
from app.services.imports.log import LogFile, check_log, keep_log, open_log
from app.services.imports.outcome import BadRowsError, Outcome
from app.services.imports.schools import import_schools, open_schools

imports = typer.Typer(help="Real input, from files.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]
Network = Annotated[str, typer.Option(help="The network's short name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but keep it, and say what would be added.")]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Leave bad rows out. Without this, one bad row stops it all.")
]


@imports.callback()
def group() -> None:
    """Real input, from files."""


@imports.command()
def schools(*, file: File, network: Network, dry_run: DryRun = False, skip_bad: SkipBad = False) -> None:
    """Import the federal list of schools (NCES). The same file twice adds nothing.

    A school is known by its NCES id. Name, enrollment and the placeholder of its need are brought up to date; a weight
    that a director has set stays. Schools that the list calls closed, inactive or future are not added.
    """
    now = datetime.now(UTC)
    with opened() as database, network_written(database, network, keep=not dry_run) as (connection, fact):
        try:
            sheet = open_schools(file)
            with progress_bar("Reading", sum(1 for _ in sheet.rows())) as progress:
                outcome = import_schools(connection, fact.id, sheet, now, skip_bad=skip_bad, progress=progress)
        except UnreadableError as error:
            refuse(str(error))
        except BadRowsError as error:
            _list_bad(error.outcome)
            _refuse_bad(error.outcome)
    _list_bad(outcome)
    _say(outcome, dry_run=dry_run)


@imports.command()
def log(
    *,
    file: File,
    network: Network,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    coach: Annotated[str, typer.Option(help="Whose log it is, where no column says so.")] = "",
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How to read 9/3/2025; if not said, the file's dates decide."),
    ] = None,
) -> None:
    """Import a coach's old log, a row for each session. The same file twice adds nothing.

    Columns, in any order: date, school, coach, minutes, for/with, area; and where there are any: led by, participants,
    notes, planned/requested, aim, teachers. Notes become private notes, which only that coach will ever read.
    Of the participants, people known at that school are kept, and positions; no other names. Nothing is guessed: a row
    that is not understood is listed with its line, and nothing at all is added then, unless --skip-bad leaves it out.
    """
    now = datetime.now(UTC)
    with opened() as database:
        with network_read(database, network) as (connection, fact):
            try:
                old = open_log(file, coach=coach, day_first=day_first)
                with progress_bar("Reading", old.rows) as progress:
                    found = check_log(connection, fact, old, now, progress)
            except UnreadableError as error:
                refuse(str(error))
        _list_bad(found)
        if found.bad and not skip_bad:
            _refuse_bad(found)
        with (
            network_written(database, network, keep=not dry_run) as (connection, fact),
            progress_bar("Keeping", old.rows) as progress,
        ):
            outcome = keep_log(connection, fact, old, now, skip_bad=skip_bad, progress=progress)
    _say(outcome, dry_run=dry_run)
    _say_more(outcome, old)


def _list_bad(outcome: Outcome) -> None:
    for row in outcome.bad:
        typer.echo(f"line {row.line}: {row.reason}", err=True)


def _refuse_bad(outcome: Outcome) -> NoReturn:
    refuse(
        f"{len(outcome.bad)} of {_rows(outcome)} cannot be taken in, so nothing was added. "
        "Mend what is listed above, or leave it out with --skip-bad.",
        1,
    )


def _say(outcome: Outcome, *, dry_run: bool) -> None:
    counts = {"added": outcome.added, "changed": outcome.changed, "unchanged": outcome.unchanged}
    counts |= {"closed and left out": outcome.closed, "skipped": len(outcome.bad)}
    parts = [f"{count:,} {word}" for word, count in counts.items() if count or word in {"added", "unchanged"}]
    typer.echo(f"{_rows(outcome)}: {', '.join(parts)}.")
    if dry_run:
        typer.echo("This was a dry run: that is what would be, and nothing was kept.")


def _rows(outcome: Outcome) -> str:
    return "1 row" if outcome.rows == 1 else f"{outcome.rows:,} rows"


def _say_more(outcome: Outcome, log: LogFile) -> None:
    if outcome.left_out:
        names = "1 name was" if outcome.left_out == 1 else f"{outcome.left_out:,} names were"
        typer.echo(f"{names} not known at the school, and left out.")
    if log.order.day_first and log.order.line:
        typer.echo(f"Dates were read as {log.order.words}, as line {log.order.line} has it ({log.order.text}).")
    if log.sheet.ignored:
        typer.echo(f"Columns that were not read: {', '.join(map(quote, log.sheet.ignored))}.")
