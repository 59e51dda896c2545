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
from app.domain.language import _
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
        sentence=_(
            "We did %(share)s of the work here in %(weeks)s: %(hours)s, %(ours)s of %(sessions)s.",
            share=percent(measured.share),
            weeks=counted(len(window.weeks), "week"),
            hours=hours_of(ours, whole),
            ours=tally.for_sessions,
            sessions=counted(tally.sessions, "session"),
        ),
        clears=_(
            "Clears below %(share)s: %(hours)s side by side would do it.",
            share=percent(high),
            hours=counted(hours, "more hour"),
        ),
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
    counts = {
        "day": spoken(change.since, change.through + DAY),
        "ours": change.for_sessions,
        "sessions": counted(change.sessions, "session"),
        "usual": floor(change.usual * change.sessions + 0.5),
        "number": change.sessions,
    }
    after = counted(change.clears_after, "session")
    return Flag(
        rule=Rule.RISING if rising else Rule.EASING,
        school_id=school_id,
        since=change.since,
        sentence=(
            _(
                "Our share is rising since %(day)s: %(ours)s of %(sessions)s since then were done for the school; "
                "our usual there is %(usual)s in %(number)s.",
                **counts,
            )
            if rising
            else _(
                "Our share is easing since %(day)s: %(ours)s of %(sessions)s since then were done for the school; "
                "our usual there is %(usual)s in %(number)s.",
                **counts,
            )
        ),
        clears=(
            _("Clears after %(sessions)s side by side and none done for the school.", sessions=after)
            if rising
            else _("Ends after %(sessions)s done for the school and none side by side.", sessions=after)
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
        sentence=_(
            "Most of our time here was asked for in the moment: %(hours)s in %(weeks)s, %(part)s of %(sessions)s.",
            hours=hours_of(asked, whole),
            weeks=counted(len(facts.window.weeks), "week"),
            part=facts.requested,
            sessions=counted(facts.tally.sessions, "session"),
        ),
        clears=_(
            "Clears at %(share)s: %(hours)s would do it.",
            share=percent(REACTIVE_SHARE),
            hours=counted(hours, "more planned hour"),
        ),
        first=facts.window.first,
        last=facts.window.last,
        sessions=facts.requested,
        origin=Origin.REQUESTED,
    )
