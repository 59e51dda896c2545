"""Measure 10: is our share of the work at a school rising, or easing?

A Bernoulli CUSUM on the session counts of complete weeks (Reynolds and Stoumbos 1999), the quickest test there is for a
shift in a proportion, its limit raised by the dispersion of a binomial (McCullagh and Nelder 1989, 4.5) where the
sessions of one week hang together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import floor, log
from typing import Self

from app.domain.language import _
from app.domain.periods import DAY, WEEK, monday
from app.domain.vocabulary import Direction

Week = tuple[int, int]
"""One complete week at one school: (sessions done for it, all sessions), by effective mode."""

ODDS = 2.5
"""The shift worth seeing, in odds: from a usual of .30 it is to .52 (rising) or to .15 (easing)."""

LIMIT = 4.5
"""How far C goes before it counts, times the dispersion. At a usual of .30, nine `for` sessions in a row (.545 each).

At 3 sessions a week on .30, simulated, 6% of school years call it rising falsely, and a move to .55 is seen within 12
weeks in 56% of cases, within 16 in 70%; at 6 a week in 90% and 95%. `sidebyside calibrate` simulates it anew.
"""

CAP = 1.5
"""C stops at this many times the limit, so that a long bad year is not held against a good spring: from the cap, seven
sessions side by side bring a usual of .30 (.372 each) below the limit again."""

DISPERSIONS = (1.0, 3.0)
"""Weeks that look calmer than chance do not lower the limit, and one wild week does not raise it out of reach."""

MIN_WEEKS, MIN_BUSY_WEEKS, MIN_SESSIONS = 12, 8, 24
"""The least that says what is usual here: 24 sessions, 8 of them `for`, leave a standard error of a tenth."""

BASELINE = timedelta(weeks=52)
"""The weeks before the anchor that say what is usual: one whole year, so that every season counts once."""

FIRST_WEEKS = 24
"""A school without a year before the anchor has these as its baseline: about two trimesters."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual at a school: counts, `usual` = p0 = (for + 1) / (sessions + 2), and `dispersion` = phi."""

    weeks: int
    busy_weeks: int
    for_sessions: int
    sessions: int
    usual: float
    dispersion: float

    @classmethod
    def of(cls, weeks: Iterable[Week]) -> Self:
        """Sum complete weeks up.

        Raises:
            ValueError: a week with a negative count, or with more `for` sessions than sessions.
        """
        number = done = held = 0
        busy = []
        for week in weeks:
            number += 1
            if week != (0, 0):
                if not 0 <= week[0] <= week[1]:
                    raise _impossible(*week)
                busy.append(week)
                done += week[0]
                held += week[1]
        usual = (done + 1) / (held + 2)
        dispersion, most = DISPERSIONS
        if len(busy) > 1:
            spread = sum([(f - n * usual) ** 2 / n for f, n in busy]) / (usual * (1 - usual))
            dispersion = min(most, max(dispersion, spread / (len(busy) - 1)))
        return cls(number, len(busy), done, held, usual, dispersion)

    def lacks(self, weeks: int = MIN_WEEKS) -> str | None:
        """What is missing, in numbers ("17 of 24 sessions"); None when this is enough to judge change by."""
        if self.sessions >= MIN_SESSIONS and self.busy_weeks >= MIN_BUSY_WEEKS and self.weeks >= weeks:
            return None
        lacking = (
            (self.sessions, MIN_SESSIONS, _("%(have)s of %(need)s sessions", have=self.sessions, need=MIN_SESSIONS)),
            (
                self.busy_weeks,
                MIN_BUSY_WEEKS,
                _("%(have)s of %(need)s weeks with sessions", have=self.busy_weeks, need=MIN_BUSY_WEEKS),
            ),
            (self.weeks, weeks, _("%(have)s of %(need)s weeks", have=self.weeks, need=weeks)),
        )
        return ", ".join(words for have, need, words in lacking if have < need)


@dataclass(frozen=True, slots=True)
class Watch:
    """Where both sides of the test stand after the last week.

    `since` counts weeks from 0; `statistic_*` are the last C and `threshold` is h, all in natural logarithms of odds;
    with a direction, `for_sessions` of `sessions` were held since, and `clears_after` is how many sessions in a row of
    the other mode end it.
    """

    direction: Direction | None
    since: int | None
    usual: float
    dispersion: float
    statistic_up: float
    statistic_down: float
    threshold: float
    for_sessions: int = 0
    sessions: int = 0
    clears_after: int = 0


def steps(usual: float, odds: float) -> tuple[float, float]:
    """What a `for` and a `with` session add to C: ln(p1 / p0) and ln((1 - p1) / (1 - p0)).

    p1 is the share whose odds are `odds` times those of p0. At p0 .3 and odds 2.5 it is .517241, and the steps are
    .544727 and -.371564.
    """
    p1 = odds * usual / (1 - usual + odds * usual)
    return log(p1 / usual), log((1 - p1) / (1 - usual))


def watch(baseline: Iterable[Week], weeks: Sequence[Week], *, odds: float = ODDS, limit: float = LIMIT) -> Watch:
    """Run the test over complete weeks, in order.

    Args:
        baseline: (for_sessions, all_sessions) of each week that says what is usual.
        weeks: the same of each week to watch.
        odds: the shift to look for, above 1; its inverse for easing.
        limit: h for a dispersion of 1, above 0.

    Raises:
        ValueError: in words when the baseline is too small ("17 of 24 sessions"), and for counts that cannot be.
    """
    if not (odds > 1 and limit > 0):
        message = f"The odds must be above 1 and the limit above 0, not {odds} and {limit}."
        raise ValueError(message)
    usual = Baseline.of(baseline)
    if lacks := usual.lacks():
        message = f"The baseline is too small: {lacks}."
        raise ValueError(message)
    return _watch(usual, weeks, odds, limit)


def _watch(baseline: Baseline, weeks: Sequence[Week], odds: float, limit: float) -> Watch:
    threshold = limit * baseline.dispersion
    up, down = steps(baseline.usual, odds), steps(baseline.usual, 1 / odds)
    rising, rising_since, easing, easing_since = _cusum(weeks, up, down, threshold)
    still = Watch(None, None, baseline.usual, baseline.dispersion, rising, easing, threshold)
    if rising >= threshold:
        direction, since, clears_after = Direction.RISING, rising_since, floor((rising - threshold) / -up[1]) + 1
    elif easing >= threshold:
        direction, since, clears_after = Direction.EASING, easing_since, floor((easing - threshold) / -down[0]) + 1
    else:
        return still
    done = sum(week[0] for week in weeks[since:])
    held = sum(week[1] for week in weeks[since:])
    excess = done * baseline.sessions - baseline.for_sessions * held
    if excess == 0 or (excess > 0) != (direction is Direction.RISING):
        return still
    return replace(still, direction=direction, since=since, for_sessions=done, sessions=held, clears_after=clears_after)


def _cusum(
    weeks: Sequence[Week], up_steps: tuple[float, float], down_steps: tuple[float, float], threshold: float
) -> tuple[float, int, float, int]:
    """The last C of the rising side and the week it left 0 in, then the same of the easing side.

    It runs for every school of a page, hence the plain numbers.
    """
    (up_for, up_with), (down_for, down_with) = up_steps, down_steps
    cap = CAP * threshold
    up = down = 0.0
    up_since = down_since = 0
    for number, (done, held) in enumerate(weeks):
        if not held and not done:
            continue
        if not 0 <= done <= held:
            raise _impossible(done, held)
        side_by_side = held - done
        if not up:
            up_since = number
        up += done * up_for + side_by_side * up_with
        up = 0.0 if up < 0 else min(up, cap)
        if not down:
            down_since = number
        down += done * down_for + side_by_side * down_with
        down = 0.0 if down < 0 else min(down, cap)
        if up >= threshold:  # never both: what one side gains in a week, the other loses at least
            down = 0.0
        elif down >= threshold:
            up = 0.0
    return up, up_since, down, down_since


@dataclass(frozen=True, slots=True)
class Split:
    """A school's weeks as the test takes them: the baseline, then the complete weeks to watch, each without a gap.

    `lacks` says in numbers what the baseline is short of, or None.
    """

    baseline: Baseline
    weeks: Sequence[Week]
    baseline_from: date
    watched_from: date
    lacks: str | None


def split(series: Mapping[date, Week], first_week: date, anchor: date, today: date) -> Split:
    """Pick the weeks that say what is usual at a school, and those to watch.

    The baseline is the up to 52 weeks before the anchor. A school that has too little there keeps its first 24 weeks
    until the next anchor, and is watched after them; a school back after a year too thin to say what is usual counts as
    new from the anchor on. The current week is not complete, and left out.

    Args:
        series: Monday: (for_sessions, all_sessions), by effective mode. A week that is missing had no sessions.
        first_week: the first week of our work with the school, by any of its days.
        anchor: the Monday on which monitoring started; see `periods.anchor`.
        today: the network's date.

    Raises:
        ValueError: counts that cannot be.
    """
    this_week = monday(today)
    start = min(max(monday(first_week), anchor - BASELINE), this_week)
    usual = Baseline.of(_weeks(series, start, anchor))
    if usual.lacks() is None:
        return Split(usual, _weeks(series, anchor, this_week), start, anchor, None)
    if start + FIRST_WEEKS * WEEK <= anchor:
        start = min(anchor, this_week)
    watched_from = min(start + FIRST_WEEKS * WEEK, this_week)
    usual = Baseline.of(_weeks(series, start, watched_from))
    return Split(usual, _weeks(series, watched_from, this_week), start, watched_from, usual.lacks(FIRST_WEEKS))


@dataclass(frozen=True, slots=True)
class Change:
    """What a page says of a school's change, up to the Sunday `through`.

    With a direction, `for_sessions` of `sessions` were done for the school since the Monday `since`, where `usual` is
    what was to be expected. With a `reason` ("17 of 24 sessions") there is no verdict yet, and no usual either.
    """

    direction: Direction | None
    since: date | None
    through: date
    usual: float | None
    baseline_from: date
    watched_from: date
    baseline_for: int
    baseline_sessions: int
    for_sessions: int = 0
    sessions: int = 0
    clears_after: int = 0
    reason: str | None = None


def verdict(series: Mapping[date, Week], first_week: date, anchor: date, today: date) -> Change:
    """Measure 10 for one school; see `split` for the arguments and errors."""
    parts = split(series, first_week, anchor, today)
    usual = parts.baseline
    through = monday(today) - DAY
    counts = (parts.baseline_from, parts.watched_from, usual.for_sessions, usual.sessions)
    if parts.lacks:
        return Change(None, None, through, None, *counts, reason=parts.lacks)
    seen = _watch(usual, parts.weeks, ODDS, LIMIT)
    since = None if seen.since is None else parts.watched_from + seen.since * WEEK
    return Change(
        seen.direction, since, through, seen.usual, *counts, seen.for_sessions, seen.sessions, seen.clears_after
    )


def _weeks(series: Mapping[date, Week], first: date, end: date) -> list[Week]:
    """The weeks from one Monday to before another, with (0, 0) for those that had no sessions."""
    return [series.get(week, (0, 0)) for week in _mondays(first, end)]


@lru_cache(maxsize=256)
def _mondays(first: date, end: date) -> tuple[date, ...]:
    """Kept, because a page asks for the same weeks of every school."""
    return tuple(first + number * WEEK for number in range((end - first) // WEEK))


def _impossible(done: int, held: int) -> ValueError:
    return ValueError(f"A week cannot have {done} sessions done for a school out of {held}.")
