"""The server's own log: lines for an operator, with nothing in them that a person wrote or typed.

An error's words are left out, since they may quote a note: PostgreSQL repeats the whole row that it refuses. What is
kept is what an operator mends by: which error, where in the code, and a database's first line.
"""

import traceback
from collections.abc import Iterator

import structlog

DEEPEST = 12
"""Frames of one error that are kept, counted from where it happened."""

DATABASES = ("sqlite3", "psycopg")
"""Whose errors say in their first line which rule was broken, and only below it by what."""


def begin(*, as_json: bool) -> None:
    """Set the log up for this process: one line an event, as JSON for machines or as text for a terminal."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
    )


def trace(error: BaseException) -> list[str]:
    """What happened and where, the error itself first and then what led to it; without its words."""
    return list(_trace(error))


def _trace(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        kind = type(error)
        words = str(error).splitlines()[:1] if kind.__module__.startswith(DATABASES) else []
        yield ": ".join([kind.__name__, *words])
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-DEEPEST:]):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or error.__context__
