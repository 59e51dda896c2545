"""What a director should look at: each flag with its numbers, what would clear it, and the sessions behind it.

The sentences speak of us, and never blame a school or a person: direct service is sometimes right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import floor
from uuid import UUID

from app.domain.change import Change
from app.domain.measures import Tally, dependence_of
from app.domain.periods import Window
from app.domain.vocabulary import Direction, Mode, Rule
from app.domain.words import counted, hours_of, percent, spoken

DEPENDENT_SESSIONS = 6
"""A session every other week; fewer are few visits, whatever their share."""

_RANKS = {rule: rank for rank, rule in enumerate(Rule)}


class Only(StrEnum):
    """Which sessions alone a flag speaks of, where no tag says it."""

    ALONE = "alone"
    DISPUTED = "disputed"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at, derived and never stored.

    `sessions` of the school (and area, where it names one), from `first` to `last`, in `mode` (None for both), are
    behind it: a link to that filter leads to exactly them. `good` is news to enjoy. `since` is for showing only.
    """

    rule: Rule
    school_id: UUID
    area_id: UUID | None
    since: date | None
    sentence: str
    clears: str
    good: bool
    first: date
    last: date
    sessions: int
    mode: Mode | None


def dependent(school_id: UUID, tally: Tally, window: Window, *, watch: float, high: float) -> Flag | None:
    """The school leans on our direct service: D at `high` or above, in enough sessions, and surely above `watch`.

    27 of 38 hours in 31 sessions are 71%, its interval .53 to .84: a flag at the usual .30 and .50.

    Args:
        school_id: the school.
        tally: its work in the window.
        window: the days that the tally covers.
        watch: the network's share that the lower bound has to pass.
        high: the network's share from which the work is ours.
    """
    measured = dependence_of(tally)
    if measured is None or tally.sessions < DEPENDENT_SESSIONS or measured.share < high or measured.low <= watch:
        return None
    hours = floor((tally.for_minutes / high - tally.minutes) / 60) + 1
    return Flag(
        rule=Rule.DEPENDENT,
        school_id=school_id,
        area_id=None,
        since=None,
        sentence=(
            f"We did {percent(measured.share)} of the work here in {counted(len(window.weeks), 'week')}: "
            f"{hours_of(tally.for_minutes, tally.minutes)}, "
            f"{tally.for_sessions} of {counted(tally.sessions, 'session')}."
        ),
        clears=f"Clears below {percent(high)}: {counted(hours, 'more hour')} side by side would do it.",
        good=False,
        first=window.first,
        last=window.last,
        sessions=tally.sessions,
        mode=None,
    )


def changing(school_id: UUID, change: Change) -> Flag | None:
    """Our share of the sessions is rising, or easing, which is good news; see measure 10."""
    if change.direction is None or change.since is None or change.usual is None:
        return None
    rising = change.direction is Direction.RISING
    usual = floor(change.usual * change.sessions + 0.5)
    return Flag(
        rule=Rule.RISING if rising else Rule.EASING,
        school_id=school_id,
        area_id=None,
        since=change.since,
        sentence=(
            f"Our share is {change.direction} since {spoken(change.since, change.through)}: "
            f"{change.for_sessions} of {counted(change.sessions, 'session')} since then were done for the school; "
            f"our usual there is {usual} in {change.sessions}."
        ),
        clears=(
            f"Clears after {counted(change.clears_after, 'session')} side by side and none done for the school."
            if rising
            else f"Ends after {counted(change.clears_after, 'session')} done for the school and none side by side."
        ),
        good=not rising,
        first=change.since,
        last=change.through,
        sessions=change.sessions,
        mode=None,
    )


def rank(flag: Flag) -> int:
    """Where a flag stands among those of its school: in the order of the rules."""
    return _RANKS[flag.rule]


def order(flags: Iterable[Flag]) -> tuple[int, int]:
    """A key that sorts schools by their flags, and not by D: more to look at first, then the first of the rules.

    Good news counts as nothing to look at. Schools that tie are the caller's to sort, by name.
    """
    ranks = [rank(flag) for flag in flags if not flag.good]
    return -len(ranks), min(ranks, default=len(_RANKS))
