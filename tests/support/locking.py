"""A network whose months close, for tests: October through November 10, where the cast lives on November 24."""

from datetime import date, timedelta

from app.store.engine import Database
from app.store.networks import change_network
from app.store.scope import tie
from tests.support.cast import Cast
from tests.support.filling import NOW

OCTOBER = date(2026, 10, 14)
DAYS = 10
OPEN = NOW.replace(day=10)
"""The last day on which October is open."""

CLOSED = OPEN + timedelta(days=1)


def close_months(database: Database, cast: Cast, days: int | None = DAYS) -> None:
    """Let Bridge Partners' months close so many days after their end; None lets none close."""
    with database.writing() as connection:
        tie(connection, cast.bridge)
        change_network(connection, cast.bridge, {"lock_after_days": days})
