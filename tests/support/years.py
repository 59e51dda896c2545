"""Years of work for the pages that look back: weeks of sessions in a few strokes, and a count of what a page asks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.domain.periods import monday
from app.domain.sessions import Telling, settle
from app.domain.vocabulary import Source
from app.store.bulk import BulkRow, insert_tellings
from app.store.engine import Database
from app.store.prepared import Prepared
from app.store.scope import scoped
from tests.support.cast import Cast, Someone
from tests.support.tellings import side_by_side, telling

SPRING = date(2026, 5, 6)
"""A Wednesday late in a school year that is watched from August 11 on; last year began on August 12, 2024."""

YEARS = date(2024, 8, 12)
FEBRUARY = date(2026, 2, 2)
"""When the years of `keep_rising` begin, and when our share of them begins to rise."""


def keep_rising(database: Database, cast: Cast) -> None:
    """Alder, where we did a third of the work for years, and two thirds of it since February: its budget, above all."""
    keep(database, cast.jo, weeks(cast, YEARS, FEBRUARY - timedelta(days=1), "FWW WWF"))
    keep(database, cast.jo, weeks(cast, FEBRUARY, SPRING, "FFW"))


def keep(database: Database, who: Someone, tellings: Iterable[Telling]) -> None:
    """Log sessions of somebody's, as the form would, all at once."""
    told = [settle(each) for each in tellings]
    with database.writing() as connection:
        scoped(connection, who.network_id).close()
        insert_tellings(
            connection,
            who.network_id,
            [
                BulkRow(
                    id=uuid4(),
                    coach_id=who.person_id,
                    source=Source.FORM,
                    received_at=datetime.combine(each.held_on, datetime.min.time(), UTC),
                    telling=each,
                )
                for each in told
            ],
        )


def weeks(cast: Cast, first: date, last: date, marks: str, **changes: Any) -> list[Telling]:
    """Sessions at Alder, week after week from Monday on: each mark is one, "F" for the school and "W" with it.

    The marks of a week are parted by spaces, and after the last week's the first come again: "FWW WW" is three sessions
    one week and two the next. Rosa leads those done with the school.
    """
    patterns = marks.split()
    start = monday(first)
    told = []
    for number in range((last - start).days // 7 + 1):
        for day, mark in enumerate(patterns[number % len(patterns)]):
            held_on = start + timedelta(weeks=number, days=day)
            if held_on <= last:
                make = telling if mark == "F" else side_by_side
                told.append(make(cast, held_on=held_on, **changes))
    return told


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The reads that reach the database meanwhile, on whatever connection, prepared ones too."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    run = Prepared._run

    def note_prepared(prepared: Prepared, connection: Connection, rows: Any) -> Any:
        note(connection, None, prepared._for(connection.dialect).text)
        return run(prepared, connection, rows)

    engine = database._reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        with patch.object(Prepared, "_run", note_prepared):
            yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
