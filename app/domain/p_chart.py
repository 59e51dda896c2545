"""The p chart: shares of unequal samples and the limits that chance stays within (Montgomery, 7.3).

Laney's p' chart (Laney 2002) widens the limits by how much more the samples differ than binomial chance explains.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

SIGMAS = 3
"""The limits' distance from the center in standard errors, as Shewhart set it: at 30 of 100, from .16 to .44."""

MOVING_RANGE = 1.128
"""d2 of samples of two: what a mean moving range is divided by to estimate a standard deviation."""


@dataclass(frozen=True, slots=True)
class PChart:
    """Center, lower and upper limit at each sample, in shares cut to 0..1, and what lies outside.

    `outside` holds positions counted from 1. `sigma_z` is 1.0 unless the limits are Laney's.
    """

    center: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    outside: tuple[int, ...]
    sigma_z: float


def p_chart(
    counts: Sequence[int], sizes: Sequence[int], *, laney: bool = False, exclude: Collection[int] = ()
) -> PChart:
    """Draw the limits pbar +- 3 sz sqrt(pbar (1 - pbar) / n), and find the samples outside.

    Laney's sz = mean|dz| / 1.128 of z = (p - pbar) / sqrt(pbar (1 - pbar) / n), and is kept as computed when below 1.

    Args:
        counts: how many of each sample, in order of time.
        sizes: of how many.
        laney: whether samples may differ by more than chance; needs two samples that count.
        exclude: positions, counted from 1, that are drawn and judged but do not count for pbar and sz.

    Raises:
        ValueError: no samples, too few that count, or counts, sizes and positions that do not fit together.
    """
    _check(counts, sizes)
    if not all(1 <= position <= len(counts) for position in exclude):
        message = f"Positions to leave out run from 1 to {len(counts)}."
        raise ValueError(message)
    kept = [
        (count, size)
        for number, (count, size) in enumerate(zip(counts, sizes, strict=True), 1)
        if number not in exclude
    ]
    if len(kept) < (2 if laney else 1):
        message = f"{len(kept)} samples are too few to draw limits from."
        raise ValueError(message)
    center = sum(count for count, _ in kept) / sum(size for _, size in kept)
    sigma_z = _sigma_z(kept, center) if laney else 1.0
    reach = SIGMAS * sigma_z * sqrt(center * (1 - center))
    lower = tuple(max(0.0, center - reach / sqrt(size)) for size in sizes)
    upper = tuple(min(1.0, center + reach / sqrt(size)) for size in sizes)
    shares = (count / size for count, size in zip(counts, sizes, strict=True))
    samples = enumerate(zip(lower, shares, upper, strict=True), 1)
    outside = tuple(number for number, (low, share, high) in samples if not low <= share <= high)
    return PChart((center,) * len(counts), lower, upper, outside, sigma_z)


def _check(counts: Sequence[int], sizes: Sequence[int]) -> None:
    if not counts or len(counts) != len(sizes):
        message = f"A p chart takes as many counts as sizes, and some: not {len(counts)} and {len(sizes)}."
        raise ValueError(message)
    for count, size in zip(counts, sizes, strict=True):
        if size <= 0 or not 0 <= count <= size:
            message = f"{count} of {size} is no share of a sample."
            raise ValueError(message)


def _sigma_z(samples: Sequence[tuple[int, int]], center: float) -> float:
    """Laney's sz; 0.0 when the samples are all none or all full, and so do not differ at all."""
    spread = sqrt(center * (1 - center))
    if spread == 0:
        return 0.0
    scores = [(count / size - center) / spread * sqrt(size) for count, size in samples]
    ranges = [abs(right - left) for left, right in pairwise(scores)]
    return sum(ranges) / len(ranges) / MOVING_RANGE
