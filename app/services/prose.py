"""A network keeps notes for as many months as it has set; what counts stays for good."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.periods import local_today
from app.store import audit, office
from app.store.logins import NetworkFact
from app.store.prose import forget_prose
from app.store.rollups import touch


def months_before(day: date, months: int) -> date:
    """The first of the month so many months before a day's: 24 before November 30, 2026 is November 1, 2024."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def let_notes_go(connection: Connection, network: NetworkFact, now: datetime) -> int:
    """Empty the notes that are older than the network keeps them; how many there were. Twice is once.

    On record as how many of each, like "notes 3".

    Args:
        connection: the network's, writing.
        network: whose setting says how long.
        now: an aware instant.
    """
    months = _months(connection, network.id)
    if months is None:
        return 0
    found = forget_prose(connection, network.id, months_before(local_today(now, network.timezone), months))
    gone = sum(found.values())
    if gone:
        audit.record(
            connection,
            network_id=network.id,
            actor_id=None,
            at=now,
            act="forget",
            subject="network",
            subject_id=network.id,
            fields=[f"{name} {count}" for name, count in found.items() if count],
        )
        touch(connection, network.id, [row["id"] for row in office.list_rows(connection, network.id, "school", "name")])
    return gone


def _months(connection: Connection, network_id: UUID) -> int | None:
    row = office.get_row(connection, network_id, "network", network_id)
    months: int | None = row["notes_keep_months"] if row else None
    return months
