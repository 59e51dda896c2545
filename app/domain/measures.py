"""Measures 1, 2, 3, 6 and 7: how much we do for a school, how sure that is, who leads, who agrees, what it is for.

Every share is of minutes, those of measure 6 of sessions, and comes as a quotient of whole numbers. Such a quotient is
the nearest float there is, so 3 of 10 hours equals a threshold written .30 exactly, and comparisons need no tolerance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite, sqrt
from operator import add
from statistics import NormalDist
from typing import NamedTuple, Self

CONFIDENCE = 0.95
"""How often an interval should hold the true share. At .95, 22 of 31 sessions say .53 to .84."""


class Tally(NamedTuple):
    """Sums over sessions, by effective mode and lead: one row of a rollup, or several added up.

    A tuple, since a page of 500 schools makes six thousand of them: a frozen dataclass sets its fields one by one.

    Minutes are whole; `_squared` is the sum of each session's minutes squared. `coach`, `shared` and `school` led
    sessions done with the school; `unsaid` are such sessions of an import that did not say who led. `reviewed` are the
    sessions that a leader has spoken of: `confirmed` that it was side by side, `corrected` that it was for the school,
    or `differing` among themselves.
    """

    for_minutes: int = 0
    for_squared: int = 0
    for_sessions: int = 0
    coach_minutes: int = 0
    coach_squared: int = 0
    coach_sessions: int = 0
    shared_minutes: int = 0
    shared_squared: int = 0
    shared_sessions: int = 0
    school_minutes: int = 0
    school_squared: int = 0
    school_sessions: int = 0
    unsaid_minutes: int = 0
    unsaid_squared: int = 0
    unsaid_sessions: int = 0
    requested_minutes: int = 0
    system_minutes: int = 0
    symptom_minutes: int = 0
    reviewed_sessions: int = 0
    confirmed_sessions: int = 0
    corrected_sessions: int = 0
    differing_sessions: int = 0

    @classmethod
    def zero(cls) -> Self:
        """Nothing logged."""
        return cls()

    @classmethod
    def total(cls, rows: Iterable[Self]) -> Self:
        """The rows added up, counter by counter: a page of 500 schools would feel them added one to the next."""
        return cls(*map(sum, zip(*rows, strict=True)))

    def __add__(self, other: Self) -> Self:  # type: ignore[override] # sums, and not a tuple after another
        return type(self)(*map(add, self, other))

    @property
    def with_minutes(self) -> int:
        return self.coach_minutes + self.shared_minutes + self.school_minutes + self.unsaid_minutes

    @property
    def with_sessions(self) -> int:
        return self.coach_sessions + self.shared_sessions + self.school_sessions + self.unsaid_sessions

    @property
    def minutes(self) -> int:
        return self.for_minutes + self.with_minutes

    @property
    def sessions(self) -> int:
        return self.for_sessions + self.with_sessions

    @property
    def squared(self) -> int:
        return self.for_squared + self.coach_squared + self.shared_squared + self.school_squared + self.unsaid_squared


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval for a proportion, without continuity correction: (low, high).

    It lies within 0 to 1, is exact at the edges, and always holds successes / trials. Source: Newcombe 1998, method 3.

    Args:
        successes: from 0 to `trials`; need not be whole.
        trials: above 0; need not be whole (an effective number of sessions is not).
        confidence: strictly between 0 and 1.

    Raises:
        ValueError: for anything else.
    """
    if not (isfinite(trials) and trials > 0):
        message = f"An interval needs a number of trials above 0, not {trials}."
        raise ValueError(message)
    if not 0 <= successes <= trials:
        message = f"{successes} successes do not fit into {trials} trials."
        raise ValueError(message)
    if not 0 < confidence < 1:
        message = f"A confidence lies between 0 and 1, and {confidence} does not."
        raise ValueError(message)
    share = successes / trials
    z = NormalDist().inv_cdf(0.5 + 0.5 * confidence)
    denominator = 2 * (trials + z**2)
    center = (2 * trials * share + z**2) / denominator
    reach = z / denominator * sqrt(4 * trials * share * (1 - share) + z**2)
    low = 0.0 if successes == 0 else max(0.0, min(center - reach, share))
    high = 1.0 if successes == trials else min(1.0, max(center + reach, share))
    return low, high


@dataclass(frozen=True, slots=True)
class Dependence:
    """The share of minutes done for the school, with its 95% interval: always low <= share <= high.

    `effective` is the number of equally long sessions that would say as much.
    """

    share: float
    low: float
    high: float
    effective: float


def dependence(minutes_for: int, minutes_with: int, minutes_squared: int) -> Dependence | None:
    """Measures 1 and 2: for / (for + with), and how sure; None without minutes, which is never 0%.

    The interval is Wilson's with n = (sum of minutes)^2 / (sum of minutes squared), Kish's effective sample size: one
    long session says less than several short ones. Three sessions of 240 minutes for a school and twenty of 30 with it:
    share .545, n 9.13, interval .26 to .80.

    Args:
        minutes_for: minutes done for the school.
        minutes_with: minutes done with it.
        minutes_squared: the sum over all those sessions of minutes squared.

    Raises:
        ValueError: negative minutes, or a sum of squares that no sessions of these minutes can have.
    """
    if minutes_for < 0 or minutes_with < 0:
        message = f"Minutes cannot be negative: {minutes_for} for, {minutes_with} with."
        raise ValueError(message)
    minutes = minutes_for + minutes_with
    if not minutes <= minutes_squared <= minutes_for**2 + minutes_with**2:
        message = f"No sessions of {minutes_for} + {minutes_with} minutes have squares that sum to {minutes_squared}."
        raise ValueError(message)
    if minutes == 0:
        return None
    share = minutes_for / minutes
    effective = minutes**2 / minutes_squared
    low, high = wilson(share * effective, effective)
    return Dependence(share, min(low, share), max(high, share), effective)


def dependence_of(tally: Tally) -> Dependence | None:
    """Measures 1 and 2 of a tally; see `dependence`."""
    return dependence(tally.for_minutes, tally.with_minutes, tally.squared)


@dataclass(frozen=True, slots=True)
class Release:
    """Who led the work done with the school: shares of its minutes that sum to 1, and school-led of all minutes."""

    coach: float
    shared: float
    school: float
    unsaid: float
    school_of_all: float


def release(tally: Tally) -> Release | None:
    """Measure 3; None when nothing was done with the school."""
    whole = tally.with_minutes
    if whole == 0:
        return None
    return Release(
        coach=tally.coach_minutes / whole,
        shared=tally.shared_minutes / whole,
        school=tally.school_minutes / whole,
        unsaid=tally.unsaid_minutes / whole,
        school_of_all=tally.school_minutes / tally.minutes,
    )


@dataclass(frozen=True, slots=True)
class Verified:
    """Measure 6: of the sessions that leaders have had time to review, those that stand as side by side.

    Which sessions these are is said where they are counted, `store.reviews.reviewing_by_school`. Of 20 due, 12 have
    a leader's `confirmed` or `coach_led` and no `corrected`: a share of .60. The other 8 were corrected, or nobody has
    spoken of them yet.

    Raises:
        ValueError: more verified than due, or fewer than none.
    """

    verified: int
    due: int

    def __post_init__(self) -> None:
        if not 0 <= self.verified <= self.due:
            message = f"Of {self.due} sessions that are due, {self.verified} cannot be verified."
            raise ValueError(message)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None while nothing is due."""
        return self.verified / self.due if self.due else None


def disagreement(tally: Tally) -> float | None:
    """Measure 6: of the sessions reviewed, the share where a leader or all of them see it differently; None of none.

    Of 8 reviewed, leaders corrected 2 to `for`, and differ among themselves on 1: .375. A session that a leader calls
    led by the coach is no disagreement as long as no other leader confirms it as it was told.
    """
    if not tally.reviewed_sessions:
        return None
    return (tally.corrected_sessions + tally.differing_sessions) / tally.reviewed_sessions


def strategic(tally: Tally) -> float | None:
    """Measure 7: the share of minutes that were planned rather than asked for in the moment; None without minutes."""
    return (tally.minutes - tally.requested_minutes) / tally.minutes if tally.minutes else None


def lasting(tally: Tally) -> float | None:
    """Measure 7: of the minutes whose aim was said, the share that worked on a system; None when none was said."""
    said = tally.system_minutes + tally.symptom_minutes
    return tally.system_minutes / said if said else None
