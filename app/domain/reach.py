"""Measure 4: how much of the Instructional Leadership Team (ILT) works with us."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the ILT's current members, how many took part in a session done with the school."""

    reached: int
    members: int

    @property
    def share(self) -> float | None:
        """Reached / members, from 0 to 1; None for a school whose ILT nobody has entered, which is never 0%."""
        return self.reached / self.members if self.members else None


def reach(ilt: Collection[UUID], took_part: Collection[UUID]) -> Reach:
    """Measure 4. A person counts once, however many sessions or positions they had.

    Args:
        ilt: who is on the ILT today.
        took_part: who is named in a `with` session of the window; also people who are not on the ILT.
    """
    members = frozenset(ilt)
    return Reach(len(members & frozenset(took_part)), len(members))
