"""Barriers and reflections of the cast, as they name and say them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from app.domain.barriers import Saying
from app.services.barriers import Opening, open_barrier
from app.services.reflections import Reflecting, reflect
from app.store.engine import Database
from tests.support.acts import visit
from tests.support.cast import Someone
from tests.support.filling import NOW

OCTOBER = date(2026, 10, 1)


def name_barrier(
    database: Database,
    who: Someone,
    school_id: UUID | None,
    *,
    sessions: Iterable[UUID] = (),
    now: datetime = NOW,
    **said: Any,
) -> UUID:
    """A barrier that somebody names at a school, or in the whole network; its id. `said` are fields of a `Saying`."""
    barrier_id = uuid4()
    with visit(database, who, now) as theirs:
        saying = Saying(**{"what": "No time in the schedule when all teams can meet"} | said)
        open_barrier(theirs, school_id, Opening(barrier_id, saying, frozenset(sessions)))
    return barrier_id


def look_back(database: Database, who: Someone, school_id: UUID, month: date = OCTOBER, **said: Any) -> None:
    """Somebody's reflection on a month: needs 2 and barriers 3, if nothing else is `said`."""
    with visit(database, who) as theirs:
        reflect(theirs, school_id, Reflecting(month, **{"needs": 2, "barriers": 3} | said))
