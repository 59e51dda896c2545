"""Who holds which area of a school, and what of that a visitor may know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.continuity import LeadDay, departures, holders
from app.domain.handoffs import Handoff
from app.domain.language import _
from app.domain.periods import DAY, WINDOW_WEEKS, Window
from app.domain.vocabulary import Position
from app.store.schools import TeamMember

SOON = timedelta(weeks=4)
"""A successor within four weeks is one change, and not two marks on top of each other."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Of one area: how many hold it, and by name, for those who may know, who does and who left lately.

    `departures` say of each who holds it, by name, who would be left without them.
    """

    count: int
    names: tuple[str, ...] = ()
    left: tuple[tuple[str, date], ...] = ()
    departures: tuple[tuple[str, tuple[str, ...]], ...] = ()


def holding(
    led: Mapping[UUID, Collection[LeadDay]],
    team: Sequence[TeamMember],
    handed_over: Mapping[UUID, Handoff],
    today: date,
    *,
    names: bool,
) -> dict[UUID, Holding]:
    """Who holds each area in which anybody led, or whose handoff stands.

    Args:
        led: by area, the days of one school on which somebody led.
        team: everybody who ever belonged to the school.
        handed_over: by area, the handoff that stands.
        today: the network's date.
        names: whether the visitor may know who they are.
    """
    here = frozenset(member.person_id for member in team if member.on(today))
    lately = Window.ending(today, WINDOW_WEEKS)
    gone: dict[UUID, date] = {}
    for member in team:
        if member.person_id not in here and member.last_on and lately.holds(member.last_on):
            gone[member.person_id] = max(member.last_on, gone.get(member.person_id, member.last_on))
    called = {member.person_id: member.name for member in team} if names else {}
    found = {}
    for area in led.keys() | handed_over.keys():
        days, handoff = led.get(area, ()), handed_over.get(area)
        hold, left = holders(days, here, today, handoff), holders(days, gone, today, handoff)
        found[area] = Holding(
            count=len(hold),
            names=_named(hold, called),
            left=tuple(sorted((called[person], gone[person]) for person in left if person in called)),
            departures=tuple(
                sorted((called[one], _named(rest, called)) for one, rest in departures(hold).items() if one in called)
            ),
        )
    return found


def _named(people: Collection[UUID], called: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(called[person] for person in people if person in called))


def leadership_changes(team: Sequence[TeamMember], today: date) -> list[tuple[date, str]]:
    """When a principal came, and when one left with none to follow soon; without names, oldest first."""
    principals = [member for member in team if member.position is Position.PRINCIPAL]
    stayed = {
        (member.person_id, member.last_on) for member in principals
    }  # and went on with a seat on the ILT, or none
    came = [
        (member.first_on, _("new principal"))
        for member in principals
        if member.first_on <= today and (member.person_id, member.first_on - DAY) not in stayed
    ]
    left = [
        (member.last_on, _("principal left"))
        for member in principals
        if member.last_on
        and member.last_on < today
        and not any(other.on(member.last_on + DAY) or other.on(member.last_on + SOON) for other in principals)
    ]
    return sorted([*came, *left])
