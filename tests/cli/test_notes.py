"""`sidebyside notes`: old prose goes, and all that counts stays."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.domain.vocabulary import Verdict
from app.services.prose import months_before
from app.services.reviews import Saying, review_session
from app.store import tables
from app.store.engine import Database
from app.store.networks import change_network
from app.store.scope import tie
from tests.cli.conftest import Sidebyside
from tests.support.acts import submit, visit
from tests.support.cast import Cast
from tests.support.rows import change, rows_of
from tests.support.tellings import side_by_side


def test_old_notes_go_and_new_ones_and_all_that_counts_stay(
    sidebyside: Sidebyside, database: Database, cast: Cast
) -> None:
    old, new = uuid4(), uuid4()
    for session_id in (old, new):
        submit(database, cast.jo, 0, side_by_side(cast, shared_note="read", private_note="mine"), session_id)
        with visit(database, cast.rosa) as rosa:
            review_session(rosa, session_id, Saying(Verdict.CORRECTED, "It was done"))
    long_ago = datetime.now(UTC).date() - timedelta(days=500)
    change(database, tables.CoachingSession, cast.bridge, {"id": old}, held_on=long_ago)
    assert sidebyside("notes").stdout == "bridge: nothing to let go.\nother: nothing to let go.\n"
    with database.writing() as connection:
        tie(connection, cast.bridge)
        change_network(connection, cast.bridge, {"notes_keep_months": 12})
    today = datetime.now(UTC).date()
    change(database, tables.CoachingSession, cast.bridge, {"id": new}, held_on=today)
    assert sidebyside("notes").stdout == "bridge: 2 let go.\nother: nothing to let go.\n"
    assert sidebyside("notes").stdout == "bridge: nothing to let go.\nother: nothing to let go.\n"
    kept = {row["id"]: row for row in rows_of(database, tables.CoachingSession, cast.bridge)}
    assert (kept[old]["shared_note"], kept[old]["private_note"], kept[old]["minutes"]) == ("", "", 45)
    assert (kept[new]["shared_note"], kept[new]["private_note"]) == ("read", "mine")
    (event,) = [each for each in rows_of(database, tables.AuditEvent, cast.bridge) if each["act"] == "forget"]
    assert event["fields"] == "notes 1,comments 1", "how many, and nothing of what they said"
    comments = {row["session_id"]: row["comment"] for row in rows_of(database, tables.Review, cast.bridge)}
    assert comments == {old: "", new: "It was done"}


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 11, 30), 24, date(2024, 11, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 5, 9), 5, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, first: date) -> None:
    assert months_before(day, months) == first
