"""When a month is closed: its figures have been reported, and its sessions stand until a director says otherwise."""

from datetime import date, timedelta

from app.domain.periods import DAY

OPENED_FOR = timedelta(days=7)
"""How long a director opens one session for its coach: a working week, whichever day it begins on."""


def last_open_day(held_on: date, lock_after_days: int | None) -> date | None:
    """The last day on which a session may be changed: the end of its month and `lock_after_days` more; None is ever.

    Held on October 14, 2026, with 10 days: November 10. On November 11 it is locked.
    """
    if lock_after_days is None:
        return None
    next_month = (held_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return next_month - DAY + timedelta(days=lock_after_days)


def is_locked(held_on: date, today: date, lock_after_days: int | None, opened_until: date | None = None) -> bool:
    """Whether its coach may change a session no more.

    Args:
        held_on: the session's day.
        today: the network's date.
        lock_after_days: the network's; None locks nothing.
        opened_until: the last day for which a director opened this session, if one did.
    """
    last = last_open_day(held_on, lock_after_days)
    return last is not None and today > last and (opened_until is None or today > opened_until)


def is_late(held_on: date, received_on: date, lock_after_days: int | None) -> bool:
    """Whether a session came in after its month was closed; `received_on` is on the network's calendar."""
    return is_locked(held_on, received_on, lock_after_days)
