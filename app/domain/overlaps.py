"""What one coach logged of one day that can hardly all have been: pointed out, and never refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from uuid import UUID

LONG_DAY = 600
"""Minutes of one day over which the page asks whether that is right: ten hours happen, but a slip happens oftener."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A session as part of a coach's day; `started_at` is local, and None where that was not said."""

    id: UUID
    held_on: date
    minutes: int
    started_at: time | None = None

    @property
    def begins(self) -> int | None:
        """Minutes since midnight."""
        return None if self.started_at is None else self.started_at.hour * 60 + self.started_at.minute


def overlapping(stretches: Iterable[Stretch]) -> list[tuple[UUID, UUID]]:
    """Pairs that share time, each as (earlier, later), in the order of their beginnings.

    45 minutes from 9:30 and 30 from 10:00 overlap; from 10:15 they do not. Without a time a session overlaps nothing.
    """
    timed = sorted(
        [(each.held_on, begins, each) for each in stretches if (begins := each.begins) is not None],
        key=lambda one: (one[0], one[1], one[2].id),
    )
    return [
        (first.id, second.id)
        for (day, begins, first), (other_day, other_begins, second) in combinations(timed, 2)
        if day == other_day and other_begins < begins + first.minutes
    ]


def is_long(minutes: Iterable[int]) -> bool:
    """Whether what is logged of one day is more than a long day's work."""
    return sum(minutes) > LONG_DAY
