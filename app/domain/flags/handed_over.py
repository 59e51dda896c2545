"""What became of a handoff: the area came back to us, or the school runs it still."""

from collections.abc import Iterator

from app.domain.flags.clearing import gone_by
from app.domain.flags.facts import SchoolFacts
from app.domain.flags.flag import Flag
from app.domain.language import _
from app.domain.story import in_sentence
from app.domain.vocabulary import Mode, Outcome, Rule
from app.domain.words import counted, hours, spoken

SLIPPED_SESSIONS = 2
"""Once may be help in a hard week; twice is a habit."""

SLIPPED_MINUTES = 60
"""An hour at once is a piece of the work itself, and not a hand with it."""


def slipped(facts: SchoolFacts) -> Iterator[Flag]:
    """In the window and since its handoff, we did the work of an area again."""
    for area in facts.areas.values():
        sessions, minutes = area.since_handoff
        if area.handoff is None or (sessions < SLIPPED_SESSIONS and minutes < SLIPPED_MINUTES):
            continue
        since = area.handoff.handed_over_on
        weeks = counted(len(facts.window.weeks), "week")
        said = {
            "area": area.name,
            "day": spoken(since, facts.today),
            "sessions": counted(sessions, "session"),
            "hours": hours(minutes),
        }
        yield Flag(
            rule=Rule.SLIPPED,
            school_id=facts.school_id,
            area_id=area.area_id,
            since=since,
            sentence=(
                _(
                    "%(area)s came back to us: since the handoff on %(day)s, in the last %(weeks)s, we did "
                    "%(sessions)s for the school, %(hours)s.",
                    weeks=weeks,
                    **said,
                )
                if since < facts.window.first
                else _(
                    "%(area)s came back to us: since the handoff on %(day)s we did %(sessions)s for the school, "
                    "%(hours)s.",
                    **said,
                )
            ),
            clears=_(
                "Clears when %(weeks)s hold no more than one such session, of under an hour: if we do no more, "
                "by %(day)s at the latest.",
                weeks=weeks,
                day=spoken(gone_by(facts.window.last, facts.window), facts.today),
            ),
            first=facts.window.first,
            last=facts.window.last,
            sessions=sessions,
            mode=Mode.FOR,
            after=max(since, facts.window.first),
        )


def held(facts: SchoolFacts) -> Iterator[Flag]:
    """Good news: a check in the window found that the school runs the area itself."""
    for area in facts.areas.values():
        if area.handoff is None:
            continue
        found = [
            check.answered_on
            for check in area.handoff.checks
            if check.outcome is Outcome.HELD and facts.window.holds(check.answered_on)
        ]
        if not found:
            continue
        since, checked = area.handoff.handed_over_on, max(found)
        yield Flag(
            rule=Rule.HELD,
            school_id=facts.school_id,
            area_id=area.area_id,
            since=since,
            sentence=_(
                "The school runs its own %(area)s, %(days)s after the handoff on %(day)s.",
                area=in_sentence(area.name),
                days=counted((checked - since).days, "day"),
                day=spoken(since, facts.today),
            ),
            clears=_(
                "Ends on %(day)s, as the check gets old.",
                day=spoken(gone_by(checked, facts.window), facts.today),
            ),
            first=facts.window.first,
            last=facts.window.last,
            sessions=area.tally.sessions,
        )
