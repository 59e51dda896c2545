"""A demo's database file, made anew: beside the old one, which it replaces when it is whole."""

from datetime import datetime
from pathlib import Path

from app.domain.errors import DomainError
from app.services.demo.fill import fill_demo
from app.store import files
from app.store.engine import Database
from app.store.migrate import upgrade


class NotADemoError(DomainError):
    """There is a file that this demo must not touch; in words."""


def make_fresh(path: Path, now: datetime) -> None:
    """Make a demo's database at `path`, in place of an earlier demo's.

    Raises:
        NotADemoError: what is there is not a demo's database, or is open in another program. It is left as it is.
    """
    if path.exists():
        if not files.is_demo_file(path):
            message = f"{path} is not a demo's database, so it stays as it is. Choose another folder with --data."
            raise NotADemoError(message)
        if files.is_in_use(path):
            message = f"{path} is open in another program. Stop it, or choose another folder with --data."
            raise NotADemoError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    files.remove(unfinished)
    database = Database(f"sqlite:///{unfinished}")
    try:
        upgrade(database)
        fill_demo(database, now)
    finally:
        database.dispose()
    unfinished.replace(path)
