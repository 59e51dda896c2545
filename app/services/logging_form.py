"""What the log form offers a coach: their schools with their teams, the areas in use, and where to start from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.access import Permission
from app.domain.periods import lasts
from app.services.visits import Visit
from app.store.nudges import list_nudges
from app.store.people import list_coaches
from app.store.schools import AreaFact, SchoolFact, TeamMember, list_areas, list_schools, list_teams, names_of
from app.store.session_support import FundingChoice, list_funding_for, list_partners
from app.store.sessions import STANDING, Kept, list_kept, session

MOST_SCHOOLS = 12
"""Schools offered as chips, each with its team in the page, so that changing school asks nothing of the Wi-Fi."""

LOOKING_BACK = timedelta(days=400)
"""How long ago money may have ended and still be offered: last year's sessions come in late, too."""


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    school: SchoolFact
    team: tuple[TeamMember, ...]


@dataclass(frozen=True, slots=True)
class Paying:
    """What may pay for a session, both days included."""

    id: UUID
    name: str
    first_on: date
    last_on: date

    def covers(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)


@dataclass(frozen=True, slots=True)
class Choices:
    """`usual` is what usually pays for the coach's time; `nudges` are words, and another way to say them."""

    schools: tuple[SchoolChoice, ...]
    more_schools: bool
    areas: tuple[AreaFact, ...]
    coaches: tuple[tuple[UUID, str], ...]
    partners: tuple[tuple[UUID, str], ...]
    funding: tuple[Paying, ...]
    usual: UUID | None
    nudges: tuple[tuple[str, str], ...]


def list_choices(visit: Visit, school_id: UUID | None, *, edited: Kept | None = None) -> Choices:
    """The coach's schools (the one asked for among them), their teams today, and the areas in use.

    A session that is edited keeps its own school, area and people on offer, also where they have left since.
    """
    connection, network_id = visit.connection, visit.network_id
    mine = list_schools(connection, network_id, visit.rights.schools(Permission.LOG), visit.today)
    wanted = {school_id, edited.telling.school_id if edited else None}
    if edited and edited.telling.school_id not in {school.id for school in mine}:
        mine += list_schools(connection, network_id, frozenset({edited.telling.school_id}), edited.telling.held_on)
    offered = sorted(mine, key=lambda school: school.id not in wanted)[:MOST_SCHOOLS]
    shown = sorted(offered, key=lambda school: school.name)
    used = edited.telling.area_id if edited else None
    teams = list_teams(connection, network_id, [school.id for school in shown], visit.today, former=edited is not None)
    sources, usual = list_funding_for(connection, network_id, visit.person_id)
    return Choices(
        schools=tuple(SchoolChoice(school, _offered(visit, school.id, teams[school.id], edited)) for school in shown),
        more_schools=len(mine) > MOST_SCHOOLS,
        areas=tuple(a for a in list_areas(connection, network_id, visit.today) if a.open or a.id == used),
        coaches=tuple(_others(visit, edited)),
        partners=tuple(_partners(visit, edited)),
        funding=tuple(_funding(visit, edited, sources)),
        usual=usual,
        nudges=tuple((each.words, each.instead) for each in list_nudges(connection, network_id)),
    )


def _partners(visit: Visit, edited: Kept | None) -> Iterator[tuple[UUID, str]]:
    """Partners of today, and whoever took part in the session that is edited."""
    named = edited.telling.partner_id if edited else None
    for each in list_partners(visit.connection, visit.network_id):
        if each.id == named or each.there_on(visit.today, visit.network.timezone):
            yield each.id, each.name


def _funding(visit: Visit, edited: Kept | None, sources: Sequence[FundingChoice]) -> Iterator[Paying]:
    """What pays today, what paid not long ago (sessions come in late), and what paid for the one that is edited."""
    paid = edited.telling.funding_id if edited else None
    for each in sources:
        if each.id == paid or _is_on_offer(each, visit.today):
            yield Paying(each.id, each.name, each.first_on, each.last_on)


def _is_on_offer(source: FundingChoice, today: date) -> bool:
    begun, recent = source.first_on <= today, source.last_on >= today - LOOKING_BACK
    return source.removed_at is None and begun and recent


def _others(visit: Visit, edited: Kept | None) -> Iterator[tuple[UUID, str]]:
    """Who may have coached beside the visitor; whoever did in the session that is edited, also where they have left."""
    connection, network_id = visit.connection, visit.network_id
    now = list_coaches(connection, network_id, visit.today)
    beside = edited.telling.co_coach_id if edited else None
    if beside and beside not in dict(now):
        yield from names_of(connection, network_id, frozenset({beside})).items()
    yield from ((id_, name) for id_, name in now if id_ != visit.person_id)


def _offered(
    visit: Visit, school_id: UUID, everybody: Sequence[TeamMember], edited: Kept | None
) -> tuple[TeamMember, ...]:
    took_part = edited.telling.participant_ids if edited and edited.telling.school_id == school_id else frozenset()
    chosen: dict[UUID, TeamMember] = {}
    for member in everybody:
        if member.person_id in took_part or member.on(visit.today):
            chosen.setdefault(member.person_id, member)
    return tuple(chosen.values())


def get_last_own(visit: Visit) -> Kept | None:
    """The session that the coach logged last: where the next one most likely is."""
    own = list_kept(visit.connection, visit.network_id, session.c.coach_id == visit.person_id, STANDING, limit=1)
    return own[0] if own else None
