"""What became of an import, to be said to whoever ran it and kept for whoever asks later."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.errors import DomainError
from app.store import audit
from app.store.imports import Run, record_run

FILE_NAME = 255
"""Characters of a file's name that are kept."""


Progress = Callable[[int], object]
"""Told of rows that are done: how many more."""


def unseen(_rows: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: str


@dataclass(slots=True)
class Outcome:
    """Rows of a file, and what became of them; `left_out` counts names, not rows."""

    kind: str
    path: Path
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    left_out: int = 0
    bad: list[BadRow] = field(default_factory=list)


class BadRowsError(DomainError):
    """There are bad rows, and nobody said to skip them."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{len(outcome.bad)} rows cannot be taken in")
        self.outcome = outcome


def record(connection: Connection, network_id: UUID, outcome: Outcome, now: datetime, *, skip_bad: bool) -> None:
    """Keep that the import was run, last of all.

    Raises:
        BadRowsError: there are bad rows, and they are not to be skipped.
    """
    if outcome.bad and not skip_bad:
        raise BadRowsError(outcome)
    run = Run(
        kind=outcome.kind,
        file_name=outcome.path.name[:FILE_NAME],
        started_at=now,
        rows=outcome.rows,
        added=outcome.added,
        unchanged=outcome.unchanged,
        bad=len(outcome.bad),
    )
    audit.record(
        connection,
        network_id=network_id,
        actor_id=None,
        at=now,
        act="import",
        subject="import_run",
        subject_id=record_run(connection, network_id, run),
    )
