"""Until when sessions are in, and how many of them nobody of the school has spoken of."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.periods import DAY
from app.services.visits import Visit
from app.web.cells import since

NOON, EVENING = 12, 17
"""Hours from which a day is an afternoon and an evening."""


def fresh(visit: Visit, in_until: datetime | None, waiting: int) -> str:
    """Like "Sessions are in until 9:12 this morning; 18 await the word of a school leader".

    Empty where there is nothing to say.

    A moment of today is said by its hour and never by how long ago it was, so a page stays true until the day is over.

    Args:
        visit: whose network's time zone and date count.
        in_until: when the last session came in; None without any.
        waiting: sessions that a leader could speak of and has not.
    """
    parts = [
        *([f"Sessions are in until {_moment(visit, in_until)}"] if in_until else []),
        *([f"{waiting} {'awaits' if waiting == 1 else 'await'} the word of a school leader"] if waiting else []),
    ]
    return "; ".join(parts)


def _moment(visit: Visit, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(visit.network.timezone))
    day, clock = local.date(), f"{local.hour % 12 or 12}:{local:%M}"
    if day >= visit.today:
        part = "morning" if local.hour < NOON else "afternoon" if local.hour < EVENING else "evening"
        return f"{clock} this {part}"
    if day == visit.today - DAY:
        return f"{clock} {local:%p} yesterday"
    return since(day, visit.today)
