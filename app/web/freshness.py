"""Until when sessions are in, and how many of them nobody of the school has spoken of."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.language import _, ngettext
from app.domain.periods import DAY
from app.services.visits import Visit
from app.web.cells import since
from app.web.words import clock

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
        *([_("Sessions are in until %(moment)s", moment=_moment(visit, in_until))] if in_until else []),
        *([_waiting(waiting)] if waiting else []),
    ]
    return "; ".join(parts)


def _waiting(number: int) -> str:
    return ngettext("%(num)d awaits the word of a school leader", "%(num)d await the word of a school leader", number)


def _moment(visit: Visit, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(visit.network.timezone))
    day, hour = local.date(), f"{local.hour % 12 or 12}:{local:%M}"
    if day >= visit.today:
        if local.hour < NOON:
            return _("%(hour)s this morning", hour=hour)
        if local.hour < EVENING:
            return _("%(hour)s this afternoon", hour=hour)
        return _("%(hour)s this evening", hour=hour)
    if day == visit.today - DAY:
        return _("%(moment)s yesterday", moment=clock(local.time()))
    return since(day, visit.today)
