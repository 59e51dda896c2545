"""Flags of single areas: we still lead, we observe alone, or we do what the district does well."""

from collections.abc import Iterator

from app.domain.flags.clearing import gone_by, listed, steps_below
from app.domain.flags.facts import SchoolFacts
from app.domain.flags.flag import Flag, Only
from app.domain.language import _
from app.domain.measures import Tally
from app.domain.story import in_sentence
from app.domain.vocabulary import Mode, Rule
from app.domain.words import counted, hours, spoken

STUCK_SESSIONS = 6
"""One side by side every other week: enough to have led some of them by now."""

STUCK_DAYS = 56
"""Eight weeks from the first to the last: at the start it is right that we lead, "I do" before "we do"."""

STUCK_SHARE = 0.8
"""All but one of five: 8 of 10 sessions led by us are stuck, 7 of 9 (.78) are not."""

ALONE_SESSIONS = 3
"""Once or twice a principal was called away; three times it is how we do it."""

ALONE_SHARE = 1 / 3
"""A flag above a third: 4 of 11 observations are a flag, 4 of 12 are not. Leaders do miss some."""

DUPLICATE_MINUTES = 60
"""An hour in 12 weeks: less is a favor on the way."""


def stuck(facts: SchoolFacts) -> Iterator[Flag]:
    """In an area we work side by side for weeks, and it is still we who lead nearly every session."""
    for area in facts.areas.values():
        if area.with_days is None:
            continue
        led, beside = area.tally.coach_sessions, area.tally.with_sessions
        if beside < STUCK_SESSIONS or led / beside < STUCK_SHARE:
            continue
        first, last = area.with_days
        if (last - first).days < STUCK_DAYS:
            continue
        more = steps_below(led, beside, STUCK_SHARE)
        yield Flag(
            rule=Rule.STUCK,
            school_id=facts.school_id,
            area_id=area.area_id,
            since=first,
            sentence=_(
                "We have led %(part)s side by side in %(area)s since %(day)s.",
                part=_part(area.tally),
                area=in_sentence(area.name),
                day=spoken(first, facts.today),
            ),
            clears=_(
                "Clears after %(sessions)s here that the school leads, or leads with us.",
                sessions=counted(more, "session"),
            ),
            first=facts.window.first,
            last=facts.window.last,
            sessions=beside,
            mode=Mode.WITH,
        )


def _part(tally: Tally) -> str:
    """How many we led. Where an import left out who led, "all but one" would say too much."""
    led, beside = tally.coach_sessions, counted(tally.with_sessions, "session")
    others = 0 if tally.unsaid_sessions else tally.with_sessions - led
    if led == tally.with_sessions:
        return _("all %(sessions)s", sessions=beside)
    if others == 1:
        return _("all but one of %(sessions)s", sessions=beside)
    return _("%(part)s of %(sessions)s", part=led, sessions=beside)


def alone(facts: SchoolFacts) -> Iterator[Flag]:
    """We observe teachers, and neither the principal nor an assistant principal is beside us.

    Not in an area that is confidential: who took part, even by position, is not said there.
    """
    for area in facts.areas.values():
        ours, observed = area.observed
        if ours < ALONE_SESSIONS or area.confidential or ours / observed <= ALONE_SHARE:
            continue
        more = steps_below(ours, observed, ALONE_SHARE, reach=True)
        yield Flag(
            rule=Rule.ALONE,
            school_id=facts.school_id,
            area_id=area.area_id,
            sentence=_(
                "We observed without a school leader in %(ours)s of %(sessions)s of %(area)s in %(weeks)s: "
                "no principal or assistant principal took part.",
                ours=ours,
                sessions=counted(observed, "session"),
                area=in_sentence(area.name),
                weeks=counted(len(facts.window.weeks), "week"),
            ),
            clears=_(
                "Clears after %(sessions)s with a principal or assistant principal beside us.",
                sessions=counted(more, "session"),
            ),
            first=facts.window.first,
            last=facts.window.last,
            sessions=ours,
            only=Only.ALONE,
        )


def duplicate(facts: SchoolFacts) -> Iterator[Flag]:
    """We do for the school what its district runs well."""
    doubled = [area for area in facts.areas.values() if area.district_provides and area.tally.for_sessions]
    minutes = sum(area.tally.for_minutes for area in doubled)
    if minutes < DUPLICATE_MINUTES:
        return
    sessions = sum(area.tally.for_sessions for area in doubled)
    weeks = counted(len(facts.window.weeks), "week")
    yield Flag(
        rule=Rule.DUPLICATE,
        school_id=facts.school_id,
        sentence=_(
            "The district runs %(areas)s well: we did %(hours)s of it for the school in %(weeks)s, in %(sessions)s.",
            areas=listed(sorted(in_sentence(area.name) for area in doubled)),
            hours=hours(minutes),
            weeks=weeks,
            sessions=counted(sessions, "session"),
        ),
        clears=_(
            "Clears when under an hour of %(weeks)s goes there: if no more does, by %(day)s at the latest.",
            weeks=weeks,
            day=spoken(gone_by(facts.window.last, facts.window), facts.today),
        ),
        first=facts.window.first,
        last=facts.window.last,
        sessions=sessions,
        mode=Mode.FOR,
        only=Only.DISTRICT,
    )
