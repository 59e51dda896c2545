"""One day of a coach as it adds up: sessions that overlap, and a day that is longer than a day's work."""

from datetime import date
from uuid import UUID

from app.domain.overlaps import Stretch, is_long, overlapping
from app.services.visits import Visit
from app.store.other_time import list_other_time
from app.store.sessions import STANDING, Kept, coached_by, held_between, list_kept


def stretch_of(kept: Kept) -> Stretch:
    told = kept.telling
    return Stretch(kept.id, told.held_on, told.minutes, told.started_at)


def list_coached(visit: Visit, first: date, last: date) -> list[Kept]:
    """The visitor's sessions of some days that are not voided, as their coach or beside another, oldest first."""
    mine = coached_by(visit.network_id, visit.person_id)
    return list_kept(visit.connection, visit.network_id, mine, held_between(first, last), STANDING)[::-1]


def look_at_day(visit: Visit, session_id: UUID, held_on: date) -> tuple[list[Kept], int]:
    """What may be a slip beside a session of the visitor's: sessions that overlap it, and the minutes of a long day.

    Where the sessions of a day say when they were, ten hours are no riddle; so the minutes are 0 then, and where they
    are no more than a long day's.
    """
    that_day = list_coached(visit, held_on, held_on)
    pairs = overlapping(map(stretch_of, that_day))
    with_it = {id_ for pair in pairs if session_id in pair for id_ in pair} - {session_id}
    other = list_other_time(visit.connection, visit.network_id, visit.person_id, held_on, held_on)
    minutes = [*(kept.telling.minutes for kept in that_day), *(each.minutes for each in other)]
    untimed = any(kept.telling.started_at is None for kept in that_day)
    long = sum(minutes) if untimed and is_long(minutes) else 0
    return [kept for kept in that_day if kept.id in with_it], long
