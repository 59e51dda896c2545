"""The demo coach's weeks: when sessions began, who coached too, travel and the like, and which weeks are complete."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.domain.other_time import OtherTelling
from app.domain.periods import DAY, WEEK, monday
from app.domain.sessions import Telling
from app.domain.vocabulary import Other
from app.services.other_time import REASONS, submit_other_time
from app.services.visits import Visit
from app.services.week import say_complete
from app.store.bulk import BulkRow

FIRST_HOUR, BETWEEN = 8 * 60 + 30, 25
"""Minutes since midnight at which a coach's day begins, and from one session to the next."""

WEEKS = 3
"""How many weeks of other time the coach has put down, this one among them."""

A_DAY: dict[int, tuple[tuple[Other, int], ...]] = {
    0: ((Other.NETWORK_MEETING, 90), (Other.TRAVEL, 20)),
    1: ((Other.TRAVEL, 30),),
    2: ((Other.TRAVEL, 30), (Other.PREPARATION, 45)),
    3: ((Other.TRAVEL, 30),),
    4: ((Other.PREPARATION, 60), (Other.LEARNING, 45)),
}
"""Other time of a week's days, Monday first."""


def with_clocks(rows: Sequence[BulkRow]) -> list[BulkRow]:
    """The same sessions, most of which say when they began: one after the other, but for the first two of one day."""
    days: dict[date, list[BulkRow]] = defaultdict(list)
    for row in rows:
        days[row.telling.held_on].append(row)
    full = next((day for day, found in sorted(days.items()) if len(found) > 1), None)
    return [row for day, found in days.items() for row in _laid_out(found, overlaps=day == full)]


def _laid_out(rows: Sequence[BulkRow], *, overlaps: bool) -> Iterator[BulkRow]:
    begins = FIRST_HOUR
    for number, row in enumerate(rows):
        if number == 1 and overlaps:
            begins -= BETWEEN + 15
        said = number != 2  # noqa: PLR2004 - of the third of a day nobody says when it was
        yield replace(row, telling=_begun(row.telling, begins)) if said else row
        begins += row.telling.minutes + BETWEEN


def _begun(telling: Telling, minutes: int) -> Telling:
    hour, minute = divmod(minutes // 5 * 5, 60)
    return replace(telling, started_at=time(hour, minute))


def beside(rows: Sequence[BulkRow], coach_id: UUID | None) -> list[BulkRow]:
    """The same sessions, of which the latest one done with the school had a second coach, if there is one."""
    latest = max((row for row in rows if row.telling.lead), key=lambda row: (row.telling.held_on, row.id), default=None)
    return [replace(row, telling=replace(row.telling, co_coach_id=coach_id)) if row is latest else row for row in rows]


def keep_weeks(visit: Callable[[datetime], Visit], schools: Sequence[UUID], today: date, zone: ZoneInfo) -> None:
    """Put down other time of the last weeks, and say of those before this one that they are complete.

    Args:
        visit: the coach's at a moment.
        schools: the coach's; at the first of them a visit did not happen last week.
        today: the network's date.
        zone: the network's.
    """
    first = monday(today) - (WEEKS - 1) * WEEK
    for number in range((today - first).days + 1):
        day = first + number * DAY
        evening = datetime.combine(day, time(17, 30), zone)
        for place, (kind, minutes) in enumerate(A_DAY.get(day.weekday(), ())):
            at = visit(evening + timedelta(minutes=place))
            submit_other_time(at, uuid5(at.person_id, f"{day} {kind}"), 0, OtherTelling(kind, day, minutes))
        if day == monday(today) - 4 * DAY:
            at = visit(evening)
            missed = OtherTelling(Other.MISSED_VISIT, day, 20, schools[0], REASONS[0])
            submit_other_time(at, uuid5(at.person_id, f"{day} missed"), 0, missed)
        if day.weekday() == 6 and day < monday(today):  # noqa: PLR2004 - on Sunday evening
            say_complete(visit(evening), monday(day))
