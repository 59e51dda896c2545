"""What would clear a flag, in numbers that hold when they are done."""

from collections.abc import Sequence
from datetime import date
from math import floor

from app.domain.language import _
from app.domain.periods import WEEK, Window, monday


def steps_below(part: int, whole: int, share: float, step: int = 1, *, reach: bool = False) -> int:
    """How often the whole has to grow until a part of it is below a share: at least once.

    27 of 38 hours are below half after 17 more hours: 27 of 55. The quotient is the one that the rule compares, so what
    is promised is what clears it, also where a threshold is met exactly.

    Args:
        part: what stays, 0 or more.
        whole: what grows.
        share: above 0.
        step: by how much it grows at a time.
        reach: whether being at the share is enough.
    """
    steps = max(1, floor((part / share - whole) / step) - 1)
    while (quotient := part / (whole + step * steps)) > share or (quotient == share and not reach):
        steps += 1
    return steps


def gone_by(day: date, window: Window) -> date:
    """The Monday from which on a day lies outside the latest window of this many weeks.

    With 12 weeks, what was on November 25, 2026 (or that week's Monday) counts through February 14.
    """
    return monday(day) + len(window.weeks) * WEEK


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"; of none, nothing."""
    if not words:
        return ""
    first = ", ".join(words[:-1])
    return _("%(first)s and %(last)s", first=first, last=words[-1]) if first else words[-1]
