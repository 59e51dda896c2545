"""(f) Every page of the demo network: the processor time of an answer, with nothing kept of it and then again.

Processor time and not the clock's, since a page waits for nothing but the processor; on SQLite the database's work is
part of it. The walk is the one that a test counts statements on, see `tests.support.walking`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.services.demo import make_fresh
from app.store.engine import Database
from tests.load.figures import Aim, Line
from tests.support.walking import ROLES, Look, Walker, sign_in

PART = "(f) pages of the demo network, processor time"

PAGE = Aim(0.1)
"""A tenth of a second, in which a page seems to be there at once."""


def measure_demo_pages(times: int) -> Iterator[Line]:
    """By route the dearest look at it of any role, dearest first; each page is asked for so many times again."""
    with TemporaryDirectory(prefix="sidebyside-bench-") as folder:
        path, now = Path(folder) / "sidebyside.db", datetime.now(UTC)
        make_fresh(path, now)
        with _opened(path) as database:
            looks = _walk(database, now, times)
    worst: dict[str, tuple[Look, Look]] = {}
    for look in looks:
        cold, warm = worst.get(look.route, (look, look))
        worst[look.route] = max(cold, look, key=_cold), max(warm, look, key=_warm)
    for route, (cold, warm) in sorted(worst.items(), key=lambda each: -_cold(each[1][0])):
        asked = f"{len(cold.cold.statements)} statements", f"{len(warm.warm.statements)}"
        yield Line(PART, f"{route}: nothing kept ({cold.role}, {asked[0]})", _cold(cold), "ms", aim=PAGE)
        yield Line(PART, f"{route}: again ({warm.role}, {asked[1]})", _warm(warm), "ms", aim=PAGE)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.dispose()


def _walk(database: Database, now: datetime, times: int) -> list[Look]:
    """Once to load what a process loads once (templates, compiled statements), and then to measure."""
    walker = Walker(database, now)
    tokens = {role: sign_in(database, role, now) for role in ROLES}
    for role, token in tokens.items():
        for _ in walker.walk(role, token):
            pass
    gc.freeze()  # as in the product once it is made
    try:
        return [look for role, token in tokens.items() for look in walker.walk(role, token, warm=times)]
    finally:
        gc.unfreeze()


def _cold(look: Look) -> float:
    return look.cold.seconds


def _warm(look: Look) -> float:
    return look.warm.seconds
