"""School years that never were: weeks drawn by chance, to see what a test makes of them.

Each of a week's ten half days holds a session with the same chance, and each session is done for the school with the
same chance. In clustered weeks that chance is drawn anew every week (beta-binomial, with an intraclass correlation
`rho`), so that the sessions of one week hang together.
"""

from dataclasses import dataclass
from itertools import accumulate
from math import comb, prod
from random import Random

from app.domain.change import Week

YEAR_WEEKS, BREAKS = 40, (15, 19, 20, 33)
"""A school year from its first Monday in August: 180 days of school, which most US states ask for, are 36 weeks; in the
four others (counted from 0: Thanksgiving, two of winter, one of spring) nothing is held."""

SUMMER_WEEKS = 12
"""Without sessions: with the school year before them they are the 52 weeks of a baseline."""

HALF_DAYS = 10
"""A coach is at a school for a half day at a time: of these in a week, so many at most have a session."""


@dataclass(frozen=True, slots=True)
class Law:
    """Every week there can be, as (for_sessions, all_sessions), and their chances added up one after the other."""

    weeks: tuple[Week, ...]
    chances: tuple[float, ...]

    def year(self, luck: Random) -> list[Week]:
        """The weeks of a school year."""
        weeks = luck.choices(self.weeks, cum_weights=self.chances, k=YEAR_WEEKS - len(BREAKS))
        for number in BREAKS:
            weeks.insert(number, (0, 0))
        return weeks


def law(rate: float, share: float, rho: float) -> Law:
    """What a week may bring.

    Args:
        rate: sessions a week on average, above 0 and up to 10.
        share: done for the school on average, 0 to 1.
        rho: how much the sessions of a week hang together: 0 for not at all, below 1.

    Raises:
        ValueError: for anything else.
    """
    if not 0 < rate <= HALF_DAYS:
        message = f"Sessions a week are above 0 and {HALF_DAYS} at most, not {rate:g}."
        raise ValueError(message)
    if not (0 <= share <= 1 and 0 <= rho < 1):
        message = f"A share of {share:g} and a correlation of {rho:g} do not lie between 0 and 1."
        raise ValueError(message)
    weeks = [(done, held) for held in range(HALF_DAYS + 1) for done in range(held + 1)]
    chances = [_binomial(held, HALF_DAYS, rate / HALF_DAYS) * _done(done, held, share, rho) for done, held in weeks]
    return Law(tuple(weeks), tuple(accumulate(chances)))


def _binomial(successes: int, trials: int, share: float) -> float:
    return comb(trials, successes) * share**successes * (1 - share) ** (trials - successes)


def _done(done: int, held: int, share: float, rho: float) -> float:
    """The chance that so many of the sessions of a week were done for the school."""
    if rho == 0 or share in {0, 1}:
        return _binomial(done, held, share)
    a, b = share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho
    return comb(held, done) * _rising(a, done) * _rising(b, held - done) / _rising(a + b, held)


def _rising(start: float, steps: int) -> float:
    """The product of `start`, `start` + 1 and so on: a ratio of gammas, exact also near shares of none and all."""
    return prod(start + step for step in range(steps))
