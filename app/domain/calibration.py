"""How well measure 10 tells a change from chance: simulated school years, and what each test of a page says of them.

A simulated school has a year that says what is usual, and a year that is watched. Its weeks are drawn alike and without
regard to each other: a Poisson number of sessions, of which a binomial number is done for the school; in clustered
weeks a beta-binomial one, so that the sessions of one week hang together (intraclass correlation `rho`). Either nothing
changes, and each verdict is a false alarm, or the share moves on the first Monday of the watched year: where our test
stands at 0, which is the worst place for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb, exp, inf, isfinite, lgamma
from random import Random
from statistics import median

from app.domain.change import LIMIT, ODDS, Baseline, Week, steps, watch
from app.domain.p_chart import p_chart
from app.domain.run_chart import run_chart
from app.domain.vocabulary import Direction

USUAL, MOVED = 0.30, 0.55
"""The change worth seeing in time: of ten sessions three were done for the school, and now more than five are."""

SCHOOL_WEEKS, SUMMER_WEEKS = 40, 12
"""A year: 40 weeks with school, as mid-August to mid-June has without its breaks, and a summer without sessions."""

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

RARE = 1e-12
"""Weeks less likely than this are left out: one in a thousand runs of the longest simulation would meet one."""

MOST_A_WEEK = 60
"""A school is not seen more often than this, and the table of possible weeks stays small."""


@dataclass(frozen=True, slots=True)
class Law:
    """Every week there can be, as (for_sessions, all_sessions), and their chances added up one after the other."""

    weeks: tuple[Week, ...]
    chances: tuple[float, ...]

    def draw(self, luck: Random, number: int) -> list[Week]:
        return luck.choices(self.weeks, cum_weights=self.chances, k=number)


def law(rate: float, share: float, rho: float) -> Law:
    """What a week may bring.

    Args:
        rate: sessions a week on average, above 0 and up to 60.
        share: done for the school on average, 0 to 1.
        rho: how much the sessions of a week hang together: 0 for not at all, below 1.

    Raises:
        ValueError: for anything else.
    """
    if not (isfinite(rate) and 0 < rate <= MOST_A_WEEK):
        message = f"Sessions a week are more than 0 and {MOST_A_WEEK} at most, not {rate:g}."
        raise ValueError(message)
    if not (0 <= share <= 1 and 0 <= rho < 1):
        message = f"A share of {share:g} and a correlation of {rho:g} do not lie between 0 and 1."
        raise ValueError(message)
    found: list[tuple[Week, float]] = []
    held, chance = 0, exp(-rate)
    while held <= rate or chance > RARE:
        each = [((done, held), chance * _done(done, held, share, rho)) for done in range(held + 1)]
        found += [pair for pair in each if pair[1] > RARE]
        held += 1
        chance *= rate / held
    weeks, chances = zip(*found, strict=True)
    return Law(weeks, tuple(accumulate(chances)))


def _done(done: int, held: int, share: float, rho: float) -> float:
    """The chance that so many of the sessions of a week were done for the school."""
    if rho == 0 or share in {0, 1}:
        return comb(held, done) * share**done * (1 - share) ** (held - done)
    a, b = share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho
    return comb(held, done) * exp(_log_beta(a + done, b + held - done) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


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
        last, this = usual.draw(luck, SCHOOL_WEEKS), watched.draw(luck, SCHOOL_WEEKS)
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
    (3.0, "false_rising", "False alarms of rising", 0.06, True),
    (3.0, "false_easing", "False alarms of easing", 0.06, True),
    (3.0, "soon", "Moves seen within 12 weeks", 0.55, False),
    (6.0, "soon", "Moves seen within 12 weeks", 0.90, False),
)
"""Rate, figure, what it is, its limit, and whether that is the most or the least; for our test and independent weeks."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What our test should reach with independent weeks; `found` is None where the rate was not simulated."""

    words: str
    found: float | None
    met: bool | None


def aims(rows: Sequence[Row]) -> tuple[Aim, ...]:
    """Whether the aims are met, by the figures as simulated."""
    ours = {row.rate: row for row in rows if row.rho == 0 and row.test == OURS}
    found = []
    for rate, column, words, limit, most in AIMS:
        row = ours.get(rate)
        value = None if row is None else float(getattr(row, column))
        met = None if value is None else (value <= limit if most else value >= limit)
        found.append(Aim(f"{words} at {rate:g} a week, {'at most' if most else 'at least'} {limit:.0%}", value, met))
    return tuple(found)
