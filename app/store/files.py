"""SQLite files on their own: looked at, and laid aside, before any of the product's connections opens them."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path


def begin(path: Path) -> None:
    """Make an empty file for a new database that nobody else on the machine can read: private notes will be in it.

    One that is there already keeps its mode. Where it cannot be made, whoever opens the database will say why.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def is_demo_file(path: Path) -> bool:
    """Whether the file is a database with demo networks and no others. It is only read, whatever it is."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            marks = [mark for (mark,) in connection.execute("SELECT demo FROM network")]
    except sqlite3.DatabaseError:
        return False
    return bool(marks) and all(marks)


def is_in_use(path: Path) -> bool:
    """Whether another program has the database open. If none has, its write-ahead log is folded into the file."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            return True
    return False


def remove(path: Path) -> None:
    """Remove a database that nobody has open, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
