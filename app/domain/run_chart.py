"""The run chart and its two rules for a shift that is not chance (Anhoej and Olesen 2014): no limits, only a median."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import comb, isfinite, log2
from statistics import median

from app.domain.vocabulary import Direction

RUN_ALLOWANCE = 3
"""A run may be this much longer than round(log2(points)) by chance: 7 of 20 points."""

ONE_IN = 20
"""Chance gives fewer crossings than the limit in at most one series of 20: fewer than 6 in 20 points."""


@dataclass(frozen=True, slots=True)
class RunChart:
    """A run chart's verdict. A signal is a run longer than its limit, or fewer crossings than theirs.

    `useful` counts the points that are not on the median; the others neither break nor lengthen a run. With a signal,
    `direction` is the side of the last point, and None when that is on the median. `median` is None without values.
    """

    median: float | None
    useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int
    signal: bool
    direction: Direction | None


def run_chart(values: Sequence[float], baseline: int | None = None) -> RunChart:
    """Judge a series by its longest run and its crossings of the median.

    Args:
        values: in order of time; how many there should be is for the caller to say.
        baseline: how many first points make the median; None, or more than there are, for all.

    Raises:
        ValueError: a value that is no finite number, or a baseline of no points.
    """
    if not all(map(isfinite, values)):
        message = "A run chart takes finite numbers only."
        raise ValueError(message)
    if baseline is not None and baseline < 1:
        message = f"A baseline has a point or more, not {baseline}."
        raise ValueError(message)
    middle = median(values[:baseline]) if values else None
    above = [value > middle for value in values if value != middle] if middle is not None else []
    longest = max((len(list(run)) for _, run in groupby(above)), default=0)
    crossings = sum(left != right for left, right in pairwise(above))
    run_limit, crossings_limit = longest_run_limit(len(above)), fewest_crossings(len(above))
    signal = longest > run_limit or crossings < crossings_limit
    direction = None
    if signal and values[-1] != middle:
        direction = Direction.RISING if above[-1] else Direction.EASING
    return RunChart(middle, len(above), longest, run_limit, crossings, crossings_limit, signal, direction)


def longest_run_limit(useful: int) -> int:
    """The longest run that chance explains: round(log2(n)) + 3, and 3 where there is nothing to count."""
    return round(log2(max(useful, 1))) + RUN_ALLOWANCE


def fewest_crossings(useful: int) -> int:
    """The fewest crossings that chance explains: the 5% quantile of Binomial(n - 1, .5)."""
    return half_quantile(max(useful - 1, 0))


@lru_cache
def half_quantile(trials: int) -> int:
    """The least k with P(X <= k) >= 1 in 20, for X of Binomial(trials, .5); exact, in whole numbers.

    Raises:
        ValueError: negative trials.
    """
    if trials < 0:
        message = f"Trials cannot be negative, and {trials} are."
        raise ValueError(message)
    k, ways = 0, 1
    while ways * ONE_IN < 2**trials:
        k += 1
        ways += comb(trials, k)
    return k
