"""A flag of people, without names: an area that the school takes over hangs on one person, or on nobody."""

from collections.abc import Iterator
from datetime import date

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.flags.clearing import gone_by
from app.domain.flags.facts import AreaFacts, SchoolFacts
from app.domain.flags.flag import Flag
from app.domain.periods import WINDOW_WEEKS, Window
from app.domain.story import in_sentence
from app.domain.vocabulary import Rule, Stage
from app.domain.words import spoken

LEFT_WEEKS = WINDOW_WEEKS
"""How long a holder's leaving is worth a look even if two hold the area still: a trimester, in which one learns whether
the others carry on. Who left on October 4 is spoken of through December 20."""

_FEWER = ("nobody holds", "one person holds")


def fragile(facts: SchoolFacts) -> Iterator[Flag]:
    """An area at releasing or beyond that fewer than two hold, or that a holder left in the last 12 weeks.

    Never in a confidential area, where even how many is not said.
    """
    lately = Window.ending(facts.today, LEFT_WEEKS)
    for area in facts.areas.values():
        released = area.stage in {Stage.RELEASING, Stage.SUSTAINING} or area.handoff is not None
        left = area.left_on if area.left_on and lately.holds(area.left_on) else None
        if area.confidential or not released or (area.holders >= ENOUGH_HOLDERS and left is None):
            continue
        yield Flag(
            rule=Rule.FRAGILE,
            school_id=facts.school_id,
            area_id=area.area_id,
            since=left,
            sentence=_sentence(area, left, facts.today),
            clears=_clears(area, spoken(gone_by(left, lately), facts.today) if left else ""),
            first=facts.window.first,
            last=facts.window.last,
            sessions=area.tally.sessions,
        )


def _sentence(area: AreaFacts, left: date | None, today: date) -> str:
    name = in_sentence(area.name)
    if left:
        who = f"{area.holders} others hold" if area.holders >= ENOUGH_HOLDERS else _FEWER[area.holders]
        rest = "." if area.holders >= ENOUGH_HOLDERS else "; who is next?"
        return f"Somebody who held {name} left on {spoken(left, today)}: {who} it now{rest}"
    if area.handoff:
        since = spoken(area.handoff.handed_over_on, today)
        return f"Since the handoff on {since}, {_FEWER[area.holders]} {name}; who is next?"
    return (
        f"One person has led {name} so far; who is next?" if area.holders else f"Nobody holds {name} yet; who is first?"
    )


def _clears(area: AreaFacts, day: str) -> str:
    if area.holders >= ENOUGH_HOLDERS:
        return f"Clears on {day}."
    who = "one more person has" if area.holders else "two people have each"
    checked = ", or ran it when the handoff is checked" if area.handoff else ""
    wait = f", and not before {day}" if day else ""
    return f"Clears when {who} led it on two days, one of them with the school in the lead{checked}{wait}."
