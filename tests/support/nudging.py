"""Nudges, as tests put them on a network's list."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from app.store import tables
from app.store.engine import Database
from app.store.nudges import SUBJECT
from tests.support.cast import Someone
from tests.support.rows import add


def add_nudge(database: Database, who: Someone, words: str = "low kids", instead: str = "our students") -> UUID:
    """A phrase on the list of somebody's network; its id."""
    nudge_id = uuid4()
    add(
        database,
        who.network_id,
        tables.NudgePhrase(network_id=who.network_id, id=nudge_id, words=words, instead=instead),
    )
    return nudge_id


def changed_nudge(database: Database, who: Someone, words: str) -> dict[str, UUID]:
    """A phrase, and a change of the list that is not its latest."""
    change_id = uuid4()
    nudge_id = add_nudge(database, who, words)
    kept = tables.OfficeChange(
        network_id=who.network_id,
        id=change_id,
        subject=SUBJECT,
        subject_id=nudge_id,
        before='{"words": "lazy"}',
        after='{"words": "idle"}',
        changed_by=who.person_id,
        changed_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    add(database, who.network_id, kept)
    return {"nudge_id": nudge_id, "nudge_change_id": change_id}
