"""How well measure 10 tells a change from chance, beside the other tests of a page, over simulated school years.

A school has a year that says what is usual, and a year that is watched. Either nothing changes, and each verdict is a
false alarm; or the share moves on the first Monday of the watched year, where our test stands at 0, which is the worst
place for it. The tests of fortnights are asked at the end of each, ours at the end of each week.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, sqrt
from random import Random
from statistics import median

from app.domain.change import LIMIT, ODDS, Baseline, Week, steps, watch
from app.domain.p_chart import p_chart
from app.domain.run_chart import run_chart
from app.domain.simulated_years import SUMMER_WEEKS, Law, law
from app.domain.vocabulary import Direction

USUAL, MOVED = 0.30, 0.55
"""The change worth seeing in time: of ten sessions three were done for the school, and now more than five are."""

RATES = (1.5, 3.0, 6.0)
"""Sessions a week at a school that is seen seldom, as planned, and almost daily."""

CLUSTERED = 0.1
"""The intraclass correlation of clustered weeks: at 6 sessions a week the spread is 1.5 times a binomial's."""

YEARS = 4_000
"""Years simulated of each kind: 55% is then within 1.6 points, and 5% within .7, in 19 of 20 runs."""

SOON, LATER = 12, 16
"""Weeks after the move: a window, and four more."""

ENOUGH_POINTS = 12
"""Fortnights with sessions before a page draws its run chart and limits."""

FORTNIGHT = 2
"""Weeks of a point."""

ROUNDING = 1e-9
"""What sums of steps may be off by, so that no week is passed over that is at the limit."""


@dataclass(frozen=True, slots=True)
class Heard:
    """After how many weeks of a year a test first said rising, and easing; None where it never did.

    `judged` is False where it had too little to say anything at all.
    """

    rising: int | None
    easing: int | None
    judged: bool = True


Test = Callable[[Sequence[Week], Sequence[Week]], Heard]
"""From the weeks of last school year and of this one. A test hears of all that was, and of nothing to come."""


def by_our_test(last: Sequence[Week], this: Sequence[Week]) -> Heard:
    """Measure 10 at each week's end, with last year and its summer as the baseline.

    It is asked only where it may have an answer: in a week C grows at most by what the sessions of one mode add, so
    most weeks need no look.
    """
    baseline = [*last, *[(0, 0)] * SUMMER_WEEKS]
    usual = Baseline.of(baseline)
    if usual.lacks() is not None:
        return Heard(None, None, judged=False)
    limit = LIMIT * usual.dispersion - ROUNDING
    most_up, most_down = steps(usual.usual, ODDS)[0], steps(usual.usual, 1 / ODDS)[1]
    rising = easing = None
    up = down = 0.0
    for number, (done, held) in enumerate(this, 1):
        up += done * most_up
        down += (held - done) * most_down
        if (rising is None and up >= limit) or (easing is None and down >= limit):
            seen = watch(baseline, this[:number])
            up, down = seen.statistic_up, seen.statistic_down
            if seen.direction is Direction.RISING:
                rising = rising or number
            elif seen.direction is Direction.EASING:
                easing = easing or number
    return Heard(rising, easing)


def by_run_rules(last: Sequence[Week], this: Sequence[Week]) -> Heard:
    """The run chart's rules at each fortnight's end, over both years, as a page has them under Figures."""
    before = [done / held for done, held in fortnights(last) if held]
    points = fortnights(this)
    if len(before) + sum(held > 0 for _, held in points) < ENOUGH_POINTS:
        return Heard(None, None, judged=False)
    rising = easing = None
    drawn = list(before)
    for number, (done, held) in enumerate(points, 1):
        if not held:
            continue
        drawn.append(done / held)
        if len(drawn) < ENOUGH_POINTS:
            continue
        direction = run_chart(drawn).direction
        if direction is Direction.RISING:
            rising = rising or number * FORTNIGHT
        elif direction is Direction.EASING:
            easing = easing or number * FORTNIGHT
        if rising and easing:
            break
    return Heard(rising, easing)


def by_limits(last: Sequence[Week], this: Sequence[Week]) -> Heard:
    """A p chart at each fortnight's end: a point outside the limits that last year's fortnights draw."""
    before = [point for point in fortnights(last) if point[1]]
    if len(before) < ENOUGH_POINTS:
        return Heard(None, None, judged=False)
    points = [(number, *point) for number, point in enumerate(fortnights(this), 1) if point[1]]
    counts, sizes = zip(*before, *[point[1:] for point in points], strict=True)
    chart = p_chart(counts, sizes, exclude=range(len(before) + 1, len(counts) + 1))
    outside = [points[place - len(before) - 1] for place in chart.outside if place > len(before)]
    above = [number for number, done, held in outside if done / held > chart.center[0]]
    below = [number for number, done, held in outside if done / held < chart.center[0]]
    return Heard(above[0] * FORTNIGHT if above else None, below[0] * FORTNIGHT if below else None)


def fortnights(weeks: Sequence[Week]) -> list[Week]:
    """Two weeks a point, as a page draws them; an odd last week stands alone."""
    pairs = (weeks[at : at + FORTNIGHT] for at in range(0, len(weeks), FORTNIGHT))
    return [(sum(week[0] for week in pair), sum(week[1] for week in pair)) for pair in pairs]


OURS = "our test"

TESTS: Mapping[str, Test] = {OURS: by_our_test, "run rules": by_run_rules, "p chart": by_limits}
"""Side by side, under the names that the table gives them."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one test said of one kind of school, in shares of the simulated years.

    `false_rising` and `false_easing` are of years in which nothing changed; `soon` and `later` are of the moves seen
    within 12 and 16 weeks. `delay` is the median number of weeks from the move to the first rising, None where the
    year ended before half of the moves were seen. `silent` are the years without data enough for a verdict.
    """

    rate: float
    rho: float
    test: str
    years: int
    false_rising: float
    false_easing: float
    soon: float
    later: float
    delay: float | None
    silent: float


def calibrate(
    luck: Random, years: int, *, rates: Sequence[float] = RATES, share: float = USUAL, moved: float = MOVED
) -> Iterator[Row]:
    """Simulate each kind of school and hear every test: a row a test, rates in order, independent weeks first.

    Args:
        luck: what the years are drawn with; the same seed gives the same rows.
        years: how many to simulate of each kind and each outcome, 1 or more.
        rates: sessions a week.
        share: what is usual, done for the school.
        moved: what it becomes on the first Monday.

    Raises:
        ValueError: no years, or rates and shares that cannot be; see `law`.
    """
    if years < 1:
        message = f"Simulate a year or more, not {years}."
        raise ValueError(message)
    for rate in rates:
        for rho in (0.0, CLUSTERED):
            usual, after = law(rate, share, rho), law(rate, moved, rho)
            still = _hear(luck, years, usual, usual)
            moves = _hear(luck, years, usual, after)
            for test in TESTS:
                yield _row(rate, rho, test, still[test], moves[test])


def _hear(luck: Random, years: int, usual: Law, watched: Law) -> dict[str, list[Heard]]:
    """All tests on the same years, so that they differ by nothing but themselves."""
    found: dict[str, list[Heard]] = {name: [] for name in TESTS}
    for _ in range(years):
        last, this = usual.year(luck), watched.year(luck)
        for name, test in TESTS.items():
            found[name].append(test(last, this))
    return found


def _row(rate: float, rho: float, test: str, still: Sequence[Heard], moves: Sequence[Heard]) -> Row:
    years = len(still)
    delays = sorted(inf if heard.rising is None else heard.rising for heard in moves)
    half = median(delays)
    return Row(
        rate=rate,
        rho=rho,
        test=test,
        years=years,
        false_rising=sum(heard.rising is not None for heard in still) / years,
        false_easing=sum(heard.easing is not None for heard in still) / years,
        soon=sum(delay <= SOON for delay in delays) / years,
        later=sum(delay <= LATER for delay in delays) / years,
        delay=half if isfinite(half) else None,
        silent=sum(not heard.judged for heard in (*still, *moves)) / (2 * years),
    )


AIMS = (
    (3.0, "false_rising", "false alarms of rising", 0.06, True),
    (3.0, "false_easing", "false alarms of easing", 0.06, True),
    (3.0, "soon", "moves seen within 12 weeks", 0.55, False),
    (6.0, "soon", "moves seen within 12 weeks", 0.90, False),
)
"""For our test, in independent weeks: rate, figure, what that is, its limit, and whether the limit is the most."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What our test should reach, and what it did.

    `close` says that the limit lies within the simulation's own 95% margin, so that another seed may say otherwise.
    """

    words: str
    found: float
    met: bool
    close: bool


def aims(rows: Iterable[Row]) -> tuple[Aim, ...]:
    """The aims at the rates that were simulated."""
    ours = {row.rate: row for row in rows if row.rho == 0 and row.test == OURS}
    found = []
    for rate, figure, words, limit, most in AIMS:
        if row := ours.get(rate):
            share = float(getattr(row, figure))
            said = f"At {rate:g} sessions a week {'at most' if most else 'at least'} {limit:.0%} {words}"
            met = share <= limit if most else share >= limit
            found.append(Aim(said, share, met, abs(share - limit) < margin(limit, row.years)))
    return tuple(found)


def margin(share: float, years: int) -> float:
    """How far a simulated share may be from the true one, in 19 of 20 runs: 1.96 standard errors."""
    return 1.96 * sqrt(share * (1 - share) / years)
