"""A coach's old log: a row for each session, understood as a whole or not at all, and kept once.

What a row says makes its id, and so does which of several rows that say the same it is. The file twice adds nothing;
two honest sessions that read alike both count; a file that has grown adds what is new. The id comes from what is meant
(the day, the school, the coach), so the order of columns, the delimiter or the form of a date do not change it. A row
that is edited in the file is another row.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy.engine import Connection

from app.domain.errors import InvalidError
from app.domain.periods import local_today
from app.domain.vocabulary import Source
from app.services.imports.dates import Order, order_of
from app.services.imports.folding import BadCellError, sentence
from app.services.imports.headings import LOG, LOG_REQUIRED
from app.services.imports.known import Known, look_around
from app.services.imports.log_rows import BadRowError, Judged, Manner, judge
from app.services.imports.outcome import BadRow, Outcome, Progress, record, unseen
from app.services.imports.reading import Sheet, open_sheet
from app.store.bulk import BulkRow, insert_tellings
from app.store.logins import NetworkFact


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log whose headings are understood: how it says what it says, and how many rows it has."""

    sheet: Sheet
    order: Order
    manner: Manner
    rows: int


def open_log(path: Path, *, coach: str = "", day_first: bool | None = None) -> LogFile:
    """Look through a log's headings and dates.

    Args:
        path: a CSV file.
        coach: whose log it is, by name or e-mail, where no column says so.
        day_first: whether 9/3 is March 9; None leaves it to the file's dates, and where they don't say, it is not.

    Raises:
        UnreadableError: it is no such file; in words.
    """
    required = {name: word for name, word in LOG_REQUIRED.items() if name != "coach" or not coach}
    sheet = open_sheet(path, LOG, required)
    rows = 0

    def dates() -> Iterator[tuple[int, str]]:
        nonlocal rows
        for row in sheet.rows():
            rows += 1
            yield row.line, row.cells.get("date", "")

    found = order_of(dates())
    order = found if day_first is None else Order(day_first)
    manner = Manner(
        day_first=order.day_first,
        hours=sheet.hint("minutes") == "hours",
        by_worker=sheet.hint("mode") == "worker",
        coach=coach,
    )
    return LogFile(sheet, order, manner, rows)


def check_log(
    connection: Connection, network: NetworkFact, log: LogFile, now: datetime, progress: Progress = unseen
) -> Outcome:
    """Judge every row and keep none; on a connection that is tied to the network.

    Raises:
        InvalidError: whoever is said to have written the log is nobody here.
    """
    outcome = Outcome(kind="log", path=log.sheet.path)
    for _ in _understood(connection, network, log, now, outcome, progress):
        pass
    return outcome


def keep_log(
    connection: Connection,
    network: NetworkFact,
    log: LogFile,
    now: datetime,
    *,
    skip_bad: bool = False,
    progress: Progress = unseen,
) -> Outcome:
    """Keep every session of the log that is not there yet, and that this was done.

    Raises:
        BadRowsError: there are bad rows and they are not to be skipped; nothing may be committed then.
        InvalidError: as `check_log`.
    """
    outcome = Outcome(kind="log", path=log.sheet.path)
    judged = _understood(connection, network, log, now, outcome, progress)
    ids = _identities(network.id)
    new = (
        BulkRow(id=ids(each), coach_id=each.coach_id, source=Source.IMPORT, received_at=now, telling=each.telling)
        for each in judged
    )
    outcome.added = insert_tellings(connection, network.id, new)
    outcome.unchanged = outcome.rows - len(outcome.bad) - outcome.added
    record(connection, network.id, outcome, now, skip_bad=skip_bad)
    return outcome


def _understood(
    connection: Connection, network: NetworkFact, log: LogFile, now: datetime, outcome: Outcome, progress: Progress
) -> Iterator[Judged]:
    """The rows that were understood; what became of the others is noted in `outcome` on the way."""
    known = look_around(connection, network.id, local_today(now, network.timezone))
    if log.manner.coach:
        _need_coach(known, log.manner.coach)
    for row in log.sheet.rows():
        outcome.rows += 1
        progress(1)
        try:
            judged = judge(row, known, log.manner)
        except BadRowError as error:
            outcome.bad.append(BadRow(row.line, str(error)))
            continue
        outcome.left_out += judged.left_out
        yield judged


def _need_coach(known: Known, coach: str) -> None:
    """Say once, and not on every row, that nobody has this name."""
    try:
        known.people.find(coach)
    except BadCellError as error:
        raise InvalidError({"coach": sentence(str(error))}) from error


def _identities(network_id: UUID) -> Callable[[Judged], UUID]:
    """Ids for the rows of one file: of what a row says, and of how often it was said before."""
    seen: Counter[bytes] = Counter()

    def identify(judged: Judged) -> UUID:
        says = blake2b(judged.identity.encode(), digest_size=16).digest()
        seen[says] += 1
        return uuid5(network_id, f"log {says.hex()} {seen[says]}")

    return identify
