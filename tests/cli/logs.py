"""Old logs for the tests of their import, and what an import made of them."""

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from app.store.engine import Database
from app.store.scope import tie
from app.store.sessions import Kept, list_kept
from tests.support.cast import Cast
from tests.support.filling import ANYBODY, TABLES

HEADER = "Date,School,Coach,Minutes,For/With,Area,Led by,Participants,Notes"
FOR = "9/3/2025,Alder High,Jo Park,45,for,Budget development,,,We wrote it"
WITH = "9/4/2025,Alder High,Jo Park,60,with,Data inquiry,Rosa Alvarez,Rosa Alvarez; AP,"
UNSAID = "9/5/2025,Birch Middle,Jo Park,30,with,ILT meetings,,,"
ROWS = (FOR, WITH, UNSAID)


def write_log(path: Path, rows: Iterable[str] = ROWS, header: str = HEADER) -> Path:
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def sessions_of(database: Database, cast: Cast) -> list[Kept]:
    """Bridge Partners' sessions, oldest first."""
    with database.reading() as connection:
        tie(connection, cast.bridge)
        return list(reversed(list_kept(connection, cast.bridge)))


def everything_written(database: Database) -> str:
    """The text of every row of every table."""
    with database.reading() as connection:
        rows = (connection.execute(sa.select(table), execution_options=ANYBODY).all() for table in TABLES.values())
        return "\n".join(repr(row) for found in rows for row in found)
