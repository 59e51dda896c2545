"""Who holds which area of a school, and what of that a visitor may know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.continuity import LeadDay, holders
from app.domain.periods import DAY, WINDOW_WEEKS, Window
from app.domain.vocabulary import Position
from app.store.schools import TeamMember

SOON = timedelta(weeks=4)
"""A successor within four weeks is one change, and not two marks on top of each other."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Of one area: how many hold it, and by name, for those who may know, who does and who left lately."""

    count: int
    names: tuple[str, ...] = ()
    left: tuple[tuple[str, date], ...] = ()


def holding(
    led: Mapping[UUID, Collection[LeadDay]], team: Sequence[TeamMember], today: date, *, names: bool
) -> dict[UUID, Holding]:
    """Who holds each area in which anybody led.

    Args:
        led: by area, the days of one school on which somebody led.
        team: everybody who ever belonged to the school.
        today: the network's date.
        names: whether the visitor may know who they are.
    """
    here = frozenset(member.person_id for member in team if member.on(today))
    gone = {
        member.person_id: member.last_on
        for member in team
        if member.person_id not in here and member.last_on and Window.ending(today, WINDOW_WEEKS).holds(member.last_on)
    }
    called = {member.person_id: member.name for member in team} if names else {}
    found = {}
    for area, days in led.items():
        hold, left = holders(days, here, today), holders(days, gone, today)
        found[area] = Holding(
            count=len(hold),
            names=tuple(sorted(called[person] for person in hold if person in called)),
            left=tuple(sorted((called[person], gone[person]) for person in left if person in called)),
        )
    return found


def leadership_changes(team: Sequence[TeamMember], today: date) -> list[tuple[date, str]]:
    """When a principal came, and when one left with none to follow soon; without names, oldest first."""
    principals = [member for member in team if member.position is Position.PRINCIPAL]
    came = [(member.first_on, "new principal") for member in principals if member.first_on <= today]
    left = [
        (member.last_on, "principal left")
        for member in principals
        if member.last_on
        and member.last_on < today
        and not any(other.on(member.last_on + DAY) or other.on(member.last_on + SOON) for other in principals)
    ]
    return sorted([*came, *left])
