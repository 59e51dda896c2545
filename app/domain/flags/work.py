"""Flags of a school's work as a whole: who does it, whether that changes, and who asked for it."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor
from uuid import UUID

from app.domain.change import Change
from app.domain.flags.agreed import agreed_in_words
from app.domain.flags.clearing import steps_below
from app.domain.flags.facts import SchoolFacts
from app.domain.flags.flag import Flag
from app.domain.measures import Tally, dependence_of
from app.domain.periods import DAY, Window
from app.domain.vocabulary import Direction, Origin, Rule
from app.domain.words import counted, hours_of, percent, spoken

DEPENDENT_SESSIONS = 6
"""A session every other week; fewer are few visits, whatever their share."""

REACTIVE_SHARE = 0.5
"""Above it, most of our time goes where somebody called: 20 of 38 hours are a flag, and 19 are not."""

REACTIVE_SESSIONS = 6
"""As for dependence: three of five sessions may be one bad week in the front office."""


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
    ours, whole = tally.for_minutes, tally.minutes
    if tally.sessions < DEPENDENT_SESSIONS or not whole or ours / whole < high:
        return None
    measured = dependence_of(tally)
    if measured is None or measured.low <= watch:
        return None
    hours = steps_below(ours, whole, high, 60)
    return Flag(
        rule=Rule.DEPENDENT,
        school_id=school_id,
        sentence=(
            f"We did {percent(measured.share)} of the work here in {counted(len(window.weeks), 'week')}: "
            f"{hours_of(ours, whole)}, {tally.for_sessions} of {counted(tally.sessions, 'session')}."
        ),
        clears=f"Clears below {percent(high)}: {counted(hours, 'more hour')} side by side would do it.",
        first=window.first,
        last=window.last,
        sessions=tally.sessions,
    )


def dependence(facts: SchoolFacts, *, watch: float, high: float) -> Iterator[Flag]:
    """`dependent`, with what is agreed beside it. Agreed or not, it is up."""
    flag = dependent(facts.school_id, facts.tally, facts.window, watch=watch, high=high)
    if flag and facts.agreements:
        agreed, explained = agreed_in_words(facts, high=high)
        flag = replace(flag, agreed=agreed, as_agreed=explained)
    if flag:
        yield flag


def changing(school_id: UUID, change: Change) -> Flag | None:
    """Our share of the sessions is rising, or easing, which is good news; see measure 10."""
    if change.direction is None or change.since is None or change.usual is None:
        return None
    rising = change.direction is Direction.RISING
    usual = floor(change.usual * change.sessions + 0.5)
    return Flag(
        rule=Rule.RISING if rising else Rule.EASING,
        school_id=school_id,
        since=change.since,
        sentence=(
            f"Our share is {change.direction} since {spoken(change.since, change.through + DAY)}: "
            f"{change.for_sessions} of {counted(change.sessions, 'session')} since then were done for the school; "
            f"our usual there is {usual} in {change.sessions}."
        ),
        clears=(
            f"Clears after {counted(change.clears_after, 'session')} side by side and none done for the school."
            if rising
            else f"Ends after {counted(change.clears_after, 'session')} done for the school and none side by side."
        ),
        first=change.since,
        last=change.through,
        sessions=change.sessions,
    )


def reactive(facts: SchoolFacts) -> Iterator[Flag]:
    """Most of our minutes were asked for in the moment."""
    asked, whole = facts.tally.requested_minutes, facts.tally.minutes
    if facts.tally.sessions < REACTIVE_SESSIONS or not whole or asked / whole <= REACTIVE_SHARE:
        return
    hours = steps_below(asked, whole, REACTIVE_SHARE, 60, reach=True)
    yield Flag(
        rule=Rule.REACTIVE,
        school_id=facts.school_id,
        sentence=(
            f"Most of our time here was asked for in the moment: {hours_of(asked, whole)} in "
            f"{counted(len(facts.window.weeks), 'week')}, {facts.requested} of "
            f"{counted(facts.tally.sessions, 'session')}."
        ),
        clears=f"Clears at {percent(REACTIVE_SHARE)}: {counted(hours, 'more planned hour')} would do it.",
        first=facts.window.first,
        last=facts.window.last,
        sessions=facts.requested,
        origin=Origin.REQUESTED,
    )
