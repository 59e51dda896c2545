"""Measure 8: does our time follow need? Each school's share of our minutes beside the share that goes with its need."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.domain.measures import Tally

ENOUGH_SCHOOLS = 4
"""Under four schools a share says more of how many there are than of need: of two, one is always below the other."""


@dataclass(frozen=True, slots=True)
class Support:
    """An active school: its need (1.0 to 3.0), who said so, whether it has a coach, and its work in the window."""

    weight: float
    by_director: bool
    coached: bool
    tally: Tally

    @property
    def counts(self) -> bool:
        """Whether equity is asked of it: a coach is assigned, or there was a session."""
        return self.coached or self.tally.sessions > 0


@dataclass(frozen=True, slots=True)
class Share:
    """A school's part of our time.

    `expected` is its share of need, above 0. `ratio` is its share of all our minutes / expected, and `with_ratio` its
    share of the minutes done with schools / expected; 1 is as need has it, and None: there are no such minutes.
    """

    expected: float
    ratio: float | None
    with_ratio: float | None


@dataclass(frozen=True, slots=True)
class Equity:
    """Each school's share. `provisional` until a director has set every weight: an imported one is a placeholder."""

    shares: Mapping[UUID, Share]
    provisional: bool

    def judged(self, school_id: UUID) -> float | None:
        """The ratio of minutes that a flag may judge by.

        None while it is provisional, with under four schools, and for a school that is not part of it.
        """
        if self.provisional or len(self.shares) < ENOUGH_SCHOOLS or school_id not in self.shares:
            return None
        return self.shares[school_id].ratio


def equity(schools: Mapping[UUID, Support]) -> Equity:
    """Measure 8 over the active schools that have a coach or had a session in the window.

    Needs of 3, 2, 2 and 1 expect 3/8 of our minutes at the first school. With 240 of 960 minutes it got 1/4 of them:
    a ratio of 2/3. The ratios, each weighted by what is expected, sum to 1.

    Args:
        schools: the network's active schools; those without coach and session are left out here.

    Raises:
        ValueError: a weight of 0 or less.
    """
    asked = {school_id: school for school_id, school in schools.items() if school.counts}
    if any(school.weight <= 0 for school in asked.values()):
        message = "A school's need weighs more than 0."
        raise ValueError(message)
    need = sum(school.weight for school in asked.values())
    minutes = sum(school.tally.minutes for school in asked.values())
    beside = sum(school.tally.with_minutes for school in asked.values())
    shares = {}
    for school_id, school in asked.items():
        expected = school.weight / need
        shares[school_id] = Share(
            expected=expected,
            ratio=school.tally.minutes / minutes / expected if minutes else None,
            with_ratio=school.tally.with_minutes / beside / expected if beside else None,
        )
    return Equity(shares, provisional=not all(school.by_director for school in asked.values()))
