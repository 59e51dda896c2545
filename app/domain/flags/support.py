"""Flags of how we and a school get on: time that follows need, seeing it alike, being there, and a stage reached."""

from collections.abc import Iterator
from math import ceil

from app.domain.flags.clearing import steps_below
from app.domain.flags.facts import SchoolFacts
from app.domain.flags.flag import Flag, Only
from app.domain.language import _, later, told
from app.domain.measures import dependence_of
from app.domain.periods import DAY, WEEK
from app.domain.vocabulary import Phase, Rule, Stage
from app.domain.words import counted, hours, hours_of, percent, spoken

UNDER_SERVED_RATIO = 0.75
"""Below three quarters of what goes with its need: with 15 hours due, 11 are a flag and 12 are not."""

HAIR = 1e-9
"""A ratio comes as a float: what is promised to clear a flag is this much above the threshold, and no hour more."""

DISPUTED_SESSIONS = 6
"""Reviewed ones: a leader who corrects two of four may have waited for just these two."""

DISPUTED_SHARE = 0.25
"""Above a quarter seen differently, the log says less than it seems to: 3 of 11 are a flag, 3 of 12 are not."""

SILENT_WEEKS = 4
"""School weeks; a month without us is no plan that anybody made."""

_STAGES = {stage: place for place, stage in enumerate(Stage)}


def under_served(facts: SchoolFacts) -> Iterator[Flag]:
    """Our time does not follow need here; see `equity.Equity.judged` for when that can be said at all."""
    ratio, minutes = facts.equity, facts.tally.minutes
    if ratio is None or ratio >= UNDER_SERVED_RATIO or facts.phase is Phase.SUSTAINING:
        return
    weeks, bar = counted(len(facts.window.weeks), "week"), percent(UNDER_SERVED_RATIO)
    sentence = _("We gave this school no time in %(weeks)s, and its need asks for some.", weeks=weeks)
    clears = _("Clears at %(share)s of the time that goes with its need.", share=bar)
    if minutes and ratio > HAIR:
        moved = ceil(minutes * ((UNDER_SERVED_RATIO + HAIR) / ratio - 1) / 60)
        sentence = _(
            "We gave this school %(share)s of the time that goes with its need in %(weeks)s: %(hours)s, %(sessions)s.",
            share=percent(ratio),
            weeks=weeks,
            hours=hours(minutes),
            sessions=counted(facts.tally.sessions, "session"),
        )
        clears = _(
            "Clears at %(share)s: %(hours)s of our time elsewhere, spent here, would do it.",
            share=bar,
            hours=counted(moved, "hour"),
        )
    yield Flag(
        rule=Rule.UNDER_SERVED,
        school_id=facts.school_id,
        sentence=sentence,
        clears=clears,
        first=facts.window.first,
        last=facts.window.last,
        sessions=facts.tally.sessions,
    )


def disputed(facts: SchoolFacts) -> Iterator[Flag]:
    """Of the sessions that leaders spoke of, many look different to them. By school, and never by coach."""
    differently = facts.tally.corrected_sessions + facts.tally.differing_sessions
    reviewed = facts.tally.reviewed_sessions
    if reviewed < DISPUTED_SESSIONS or differently / reviewed <= DISPUTED_SHARE:
        return
    more = steps_below(differently, reviewed, DISPUTED_SHARE, reach=True)
    yield Flag(
        rule=Rule.DISPUTED,
        school_id=facts.school_id,
        sentence=_(
            "We and the school see it differently in %(part)s of %(sessions)s in %(weeks)s.",
            part=differently,
            sessions=counted(reviewed, "reviewed session"),
            weeks=counted(len(facts.window.weeks), "week"),
        ),
        clears=_("Clears after %(sessions)s that we see alike.", sessions=counted(more, "more reviewed session")),
        first=facts.window.first,
        last=facts.window.last,
        sessions=differently,
        only=Only.DISPUTED,
    )


def silent(facts: SchoolFacts) -> Iterator[Flag]:
    """We have a coach here and have not come, in school weeks, and no check of a handoff said that all is well."""
    if not facts.coached or facts.quiet < SILENT_WEEKS or facts.phase is Phase.SUSTAINING:
        return
    end = facts.last_week + WEEK - DAY if facts.last_week else None
    if facts.check_answered_on and (end is None or facts.check_answered_on > end):
        return
    weeks = counted(facts.quiet, "school week")
    yield Flag(
        rule=Rule.SILENT,
        school_id=facts.school_id,
        since=end and end + DAY,
        sentence=(
            _(
                "We have not been here for %(weeks)s; our last session was in the week of %(day)s.",
                weeks=weeks,
                day=spoken(facts.last_week, facts.today),
            )
            if facts.last_week
            else _("We have not been here for %(weeks)s, and had no session before.", weeks=weeks)
        ),
        clears=_("Clears with 1 session, or when a check of a handoff is answered."),
        first=facts.last_week or facts.window.first,
        last=end or facts.window.last,
        sessions=facts.last_sessions if facts.last_week else 0,
    )


def reached(facts: SchoolFacts) -> Iterator[Flag]:
    """Good news: the school is releasing or sustaining, and was not yet as far in the window before."""
    now, before = facts.stage, facts.stage_before
    if now not in {Stage.RELEASING, Stage.SUSTAINING} or before is Stage.FEW_VISITS or _STAGES[now] <= _STAGES[before]:
        return
    weeks, tally = counted(len(facts.window.weeks), "week"), facts.tally
    measured = dependence_of(tally)
    moved = {"before": _said(before), "now": _said(now), "weeks": weeks}
    sentence = _("The school moved from %(before)s to %(now)s in %(weeks)s: it needed no session of ours.", **moved)
    if measured:
        sentence = _(
            "The school moved from %(before)s to %(now)s in %(weeks)s: we did %(share)s of the work here, %(hours)s in "
            "%(sessions)s.",
            share=percent(measured.share),
            hours=hours_of(tally.for_minutes, tally.minutes),
            sessions=counted(tally.sessions, "session"),
            **moved,
        )
    yield Flag(
        rule=Rule.REACHED,
        school_id=facts.school_id,
        sentence=sentence,
        clears=_("Ends when the %(weeks)s before are at %(now)s too.", weeks=weeks, now=_said(now)),
        first=facts.window.first,
        last=facts.window.last,
        sessions=tally.sessions,
    )


_SAID = {
    Stage.FEW_VISITS: later("few visits"),
    Stage.DIRECT_SERVICE: later("direct service"),
    Stage.SIDE_BY_SIDE: later("side by side"),
    Stage.RELEASING: later("releasing"),
    Stage.SUSTAINING: later("sustaining"),
}
"""Stages within a sentence."""


def _said(stage: Stage) -> str:
    return told(_SAID[stage])
