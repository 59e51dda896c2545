"""The plan of a term: how many hours of coaching each school gets, equitably and not evenly."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.domain.vocabulary import Phase, Stage

QUARTER = 15
"""Minutes: nobody plans finer, and a coach's day is made of them."""

REBUILDING = 1.25
"""A school that rebuilds gets a quarter more than its need alone would say: systems have to be put up before anything
can be handed over. With 20 h for two schools of weight 2 it gets 11.25 and 8.75 h go to the one that transforms."""

DEEPENING = 0.5
"""A school that sustains keeps half of what its need would say: enough to deepen what it does, never to replace it."""

MOST_HOURS = 2_000
"""A week's coach hours of a network: fifty coaches. More is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a school's hours follow: its need (1.0 to 3.0), its phase and its stage."""

    weight: float
    phase: Phase
    stage: Stage

    @property
    def deepens(self) -> bool:
        return self.phase is Phase.SUSTAINING or self.stage is Stage.SUSTAINING

    @property
    def claim(self) -> float:
        """What it asks for, beside what the others do."""
        if self.deepens:
            return self.weight * DEEPENING
        return self.weight * (REBUILDING if self.phase is Phase.REBUILDING else 1.0)


def propose(minutes: int, schools: Mapping[UUID, Ask]) -> dict[UUID, int]:
    """Hand minutes out by what each school asks for, in quarter hours, by largest remainder.

    Every school gets a quarter hour where there are enough of them, so that a school which runs itself stays in sight.
    Of equal remainders the school with the larger claim comes first, then the smaller id. The parts add up to the
    minutes, less what is under a quarter hour.

    Args:
        minutes: a week's, 0 or more.
        schools: the schools to hand them out to.

    Raises:
        ValueError: negative minutes, or a weight of 0 or less.
    """
    if minutes < 0 or any(ask.weight <= 0 for ask in schools.values()):
        message = "Minutes are 0 or more, and weights more than 0."
        raise ValueError(message)
    quarters = minutes // QUARTER
    if not schools:
        return {}
    least = 1 if quarters >= len(schools) else 0
    rest = quarters - least * len(schools)
    whole = sum(ask.claim for ask in schools.values())
    exact = {school: rest * ask.claim / whole for school, ask in schools.items()}
    given = {school: least + int(share) for school, share in exact.items()}
    order = sorted(schools, key=lambda school: (int(exact[school]) - exact[school], -schools[school].claim, school))
    for school in order[: quarters - sum(given.values())]:
        given[school] += 1
    return {school: number * QUARTER for school, number in given.items()}
