"""A school's team as its page shows it: who is on it, who holds what, and what would be left if each one left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.access import Permission
from app.domain.continuity import departures, holders, in_work, memory
from app.domain.handoffs import Handoff
from app.domain.periods import Window
from app.domain.ratings import Meeting, meetings
from app.domain.reach import Reach, reach
from app.domain.teams import Membership
from app.services.seeing.history import History
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store import analytics, holding, teams
from app.store.handoffs import list_handoffs
from app.store.ratings import list_own_days, list_ratings
from app.store.reach import took_part
from app.store.schools import AreaFact, SchoolFact
from app.store.teams import Proposal


@dataclass(frozen=True, slots=True)
class Held:
    """An area in work: how many hold it and, for who may know, each one's name with the names of who would be left."""

    area: AreaFact
    holders: int
    left: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class TeamView:
    """`team` is everybody ever, by position and name; `held` leaves confidential areas out.

    `own_days` are those of the meetings that the visitor proposed, and nobody has agreed to yet.
    """

    school: SchoolFact
    team: tuple[Membership, ...]
    proposals: tuple[Proposal, ...]
    known: tuple[tuple[UUID, str], ...]
    reach: Reach
    held: tuple[Held, ...]
    sees_holders: bool
    meetings: tuple[Meeting, ...]
    own_days: frozenset[date]


def see_team(visit: Visit, kept: Kept, school: SchoolFact, areas: Sequence[AreaFact]) -> TeamView:
    """All that a team's page shows; without names of holders for those who may know their number only."""
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    team = teams.list_memberships(connection, network_id, school.id)
    ilt = {member.person_id for member in team if member.on_ilt and member.on(today)}
    return TeamView(
        school=school,
        team=tuple(team),
        proposals=tuple(teams.list_proposals(connection, network_id, school.id)),
        known=tuple(teams.list_known(connection, network_id, school.id)),
        reach=reach(ilt, took_part(connection, network_id, school.id, Window.ending(today), ilt)),
        held=tuple(_held(visit, kept, school, team, areas)),
        sees_holders=visit.rights.may(Permission.SEE_HOLDERS, school.id),
        meetings=tuple(meetings(list_ratings(connection, network_id, school.id))),
        own_days=list_own_days(connection, network_id, school.id, visit.person_id),
    )


def _held(
    visit: Visit, kept: Kept, school: SchoolFact, team: Sequence[Membership], areas: Sequence[AreaFact]
) -> list[Held]:
    today, school_id = visit.today, school.id
    here = {member.person_id: member.name for member in team if member.on(today)}
    names = here if visit.rights.may(Permission.SEE_HOLDERS, school_id) else {}
    question = (visit.network.revision, school, today, "who led")
    led, latest, standing = kept.pages.take(question, lambda: _work(visit, school_id))
    worked = in_work(latest, today, standing)
    found = []
    for area in areas:
        if area.id in worked and not area.confidential:
            them = holders(led.get(area.id, ()), here, today, standing.get(area.id))
            left = (
                {person: tuple(sorted(names[other] for other in rest)) for person, rest in departures(them).items()}
                if names
                else {}
            )
            found.append(Held(area, len(them), tuple(sorted((names[person], rest) for person, rest in left.items()))))
    return found


def _work(visit: Visit, school_id: UUID) -> tuple[Mapping[UUID, Any], Mapping[UUID, date], Mapping[UUID, Handoff]]:
    """By area, who led on which days, the latest session, and the handoff that stands."""
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    led = holding.list_lead_days(connection, network_id, school_id, memory(today))
    latest = History(analytics.list_area_weeks(connection, network_id, school_id)).latest
    handoffs = list_handoffs(connection, network_id, [school_id]).get(school_id, [])
    return led, latest, {handoff.area_id: handoff for handoff in handoffs if handoff.stands(today)}
