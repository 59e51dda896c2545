"""What a school could be handed next, each with its reason in words. A suggestion for a talk, never a task."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.flags.facts import AreaFacts
from app.domain.language import _, later, told
from app.domain.measures import Tally
from app.domain.vocabulary import Stage
from app.domain.words import counted, hours, percent

MOST = 3
"""A school takes over one thing at a time; three leave it a choice, and a fourth would be a list to work off."""

_LET_GO = frozenset({Stage.RELEASING, Stage.SUSTAINING})
_PEOPLE = (
    later("Nobody"),
    later("One person"),
    later("Two people"),
    later("Three people"),
    later("Four people"),
    later("Five people"),
)


@dataclass(frozen=True, slots=True)
class NextHandoff:
    """An area that could be handed over: `ready` now, or after what its `reason` says."""

    area_id: UUID
    name: str
    ready: bool
    reason: str


def next_handoffs(areas: Iterable[AreaFacts], proposed: Collection[UUID] = ()) -> tuple[NextHandoff, ...]:
    """The areas to hand over next, at most three: those that two people hold at `releasing` or beyond come first.

    Among areas that are as near, the one of which we do least comes first. What is confidential, what is handed over,
    and what is proposed already is never among them.

    Example: budget development at `releasing` with two holders, 21% of 14 h ours, comes before data inquiry at
    `releasing` with one, and that before ILT meetings side by side with two.

    Args:
        areas: of one school; see `SchoolFacts.areas`.
        proposed: areas with a handoff that is open, agreed or not.
    """
    found = []
    for area in areas:
        if area.confidential or area.handoff is not None or area.area_id in proposed:
            continue
        if (near := _near(area)) is not None:
            place, reason = near
            order = (place, _share(area.tally) or 0.0, -area.tally.minutes, area.name, area.area_id)
            found.append((order, NextHandoff(area.area_id, area.name, place == 0, reason)))
    return tuple(next_up for _, next_up in sorted(found, key=lambda pair: pair[0])[:MOST])


def _near(area: AreaFacts) -> tuple[int, str] | None:
    """How near it is, 0 being ready, and why; None where a handoff is not next."""
    held = area.holders >= ENOUGH_HOLDERS
    them = told(_PEOPLE[area.holders]) if area.holders < len(_PEOPLE) else counted(area.holders, "person")
    if area.stage in _LET_GO:
        if held:
            return 0, _("%(people)s hold it, and we did %(part)s.", people=them, part=_ours(area))
        if area.holders:
            return 1, _("One more person to lead it, then hand over.")
        part = _ours(area)
        return 2, _("We did %(part)s: two people of the school to lead it, then hand over.", part=part)
    if area.stage is Stage.SIDE_BY_SIDE and held:
        return 2, _(
            "%(people)s hold it, and we still did %(part)s: leave them more of it, then hand over.",
            people=them,
            part=_ours(area),
        )
    if area.stage is Stage.FEW_VISITS and held and not area.tally.for_sessions:
        return 3, _("%(people)s hold it, and we hardly came: does the school run it already?", people=them)
    return None


def _ours(area: AreaFacts) -> str:
    share = _share(area.tally)
    if share is None:
        return _("none of it")
    whole = hours(area.tally.minutes)
    return (
        _("%(share)s of its %(hours)s", share=percent(share), hours=whole)
        if share
        else _("none of its %(hours)s", hours=whole)
    )


def _share(tally: Tally) -> float | None:
    """What we did for the school of its minutes; how sure that is, nobody asks here."""
    return tally.for_minutes / tally.minutes if tally.minutes else None
