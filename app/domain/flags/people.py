"""A flag of people, without names: an area that the school takes over hangs on one person, or on nobody."""

from collections.abc import Iterator
from datetime import date

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.flags.clearing import gone_by
from app.domain.flags.facts import AreaFacts, SchoolFacts
from app.domain.flags.flag import Flag
from app.domain.language import _
from app.domain.periods import WINDOW_WEEKS, Window
from app.domain.story import in_sentence
from app.domain.vocabulary import Rule, Stage
from app.domain.words import spoken

LEFT_WEEKS = WINDOW_WEEKS
"""How long a holder's leaving is worth a look even if two hold the area still: a trimester, in which one learns whether
the others carry on. Who left on October 4 is spoken of through December 20."""


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
    if left:
        return _left(area, spoken(left, today))
    if area.handoff:
        said = {"area": in_sentence(area.name), "day": spoken(area.handoff.handed_over_on, today)}
        if area.holders:
            return _("Since the handoff on %(day)s, one person holds %(area)s; who is next?", **said)
        return _("Since the handoff on %(day)s, nobody holds %(area)s; who is next?", **said)
    if area.holders:
        return _("One person has led %(area)s so far; who is next?", area=in_sentence(area.name))
    return _("Nobody holds %(area)s yet; who is first?", area=in_sentence(area.name))


def _left(area: AreaFacts, day: str) -> str:
    said = {"area": in_sentence(area.name), "day": day}
    if area.holders >= ENOUGH_HOLDERS:
        said["number"] = str(area.holders)
        return _("Somebody who held %(area)s left on %(day)s: %(number)s others hold it now.", **said)
    if area.holders:
        return _("Somebody who held %(area)s left on %(day)s: one person holds it now; who is next?", **said)
    return _("Somebody who held %(area)s left on %(day)s: nobody holds it now; who is next?", **said)


def _clears(area: AreaFacts, day: str) -> str:
    if area.holders >= ENOUGH_HOLDERS:
        return _("Clears on %(day)s.", day=day)
    if area.holders:
        who = _("one more person has led it on two days, one of them with the school in the lead")
    else:
        who = _("two people have each led it on two days, one of them with the school in the lead")
    if area.handoff:
        who = _("%(who)s, or ran it when the handoff is checked", who=who)
    if day:
        return _("Clears when %(who)s, and not before %(day)s.", who=who, day=day)
    return _("Clears when %(who)s.", who=who)
