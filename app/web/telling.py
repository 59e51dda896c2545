"""A session as a page shows it: all that the visitor may see of it, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _
from app.domain.locks import is_late
from app.domain.periods import local_today
from app.domain.sessions import Telling
from app.domain.sight import Sight
from app.domain.vocabulary import Aim, Lead, Mode, Modelled, Origin, Position, Source
from app.services.undoing import void_reason_in_words
from app.services.visits import Visit
from app.store.schools import AreaFact, list_team, names_of
from app.store.session_support import list_funding, list_partners
from app.store.sessions import Kept


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    position: Position | None
    led: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    text: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    id: UUID
    version: int
    held_on: date
    started_at: time | None
    received_at: datetime
    late: bool
    school_id: UUID
    school: str
    area: str
    minutes: int
    mode: Mode
    lead: Lead | None
    origin: Origin
    aim: Aim | None
    teachers: int
    imported: bool
    voided_at: datetime | None
    void_reason: str
    own: bool
    coached_with: str
    people: tuple[Attendee, ...] | None
    strength: str
    next_step: NextStep | None
    shared_note: str
    private_note: str
    partner: str
    funding: str
    modelled: Modelled | None


def told_of(visit: Visit, kept: Kept, sight: Sight, *, school: str, area: AreaFact) -> Told:
    """What `sight` leaves of a session; names are read only for those who may read them.

    A partner is among who took part, so where that is confidential so is the partner; what pays is ours to know.
    """
    told = kept.telling
    step = None
    if sight.strength and told.next_step_text:
        owner = _owner(visit, kept) if sight.names else ""
        step = NextStep(told.next_step_text, owner, told.next_step_due_on)
    return Told(
        id=kept.id,
        version=kept.version,
        held_on=told.held_on,
        started_at=told.started_at,
        received_at=kept.received_at,
        late=came_late(visit, kept),
        school_id=told.school_id,
        school=school,
        area=area.name,
        minutes=told.minutes,
        mode=told.mode,
        lead=told.lead,
        origin=told.origin,
        aim=told.aim,
        teachers=told.teachers,
        imported=kept.source is Source.IMPORT,
        voided_at=kept.voided_at,
        void_reason=void_reason_in_words(kept.void_reason or "") if sight.own else "",
        own=sight.own,
        coached_with=_other_coach(visit, kept, sight),
        people=_people(visit, kept) if sight.people else None,
        strength=told.strength if sight.strength else "",
        next_step=step,
        shared_note=told.shared_note if sight.people else "",
        private_note=told.private_note if sight.own else "",
        partner=_partner(visit, told) if sight.people or not area.confidential else "",
        funding=_funding(visit, told) if sight.own or sight.beside or _of_the_office(visit) else "",
        modelled=told.modelled,
    )


def _of_the_office(visit: Visit) -> bool:
    return visit.rights.may(Permission.DECIDE) or visit.rights.may(Permission.MANAGE)


def _partner(visit: Visit, told: Telling) -> str:
    if told.partner_id is None:
        return ""
    names = {each.id: each.name for each in list_partners(visit.connection, visit.network_id)}
    return names[told.partner_id]


def _funding(visit: Visit, told: Telling) -> str:
    if told.funding_id is None:
        return ""
    names = {each.id: each.name for each in list_funding(visit.connection, visit.network_id)}
    return names[told.funding_id]


def came_late(visit: Visit, kept: Kept) -> bool:
    """Whether a session came in after its month was closed; what an import brings is of another day anyway."""
    received_on = local_today(kept.received_at, visit.network.timezone)
    late = is_late(kept.telling.held_on, received_on, visit.network.lock_after_days)
    return late and kept.source is Source.FORM


def _other_coach(visit: Visit, kept: Kept, sight: Sight) -> str:
    """The name of who coached beside the visitor; nobody else learns it."""
    beside = kept.telling.co_coach_id if sight.own else kept.coach_id if sight.beside else None
    return names_of(visit.connection, visit.network_id, frozenset({beside}))[beside] if beside else ""


def _people(visit: Visit, kept: Kept) -> tuple[Attendee, ...]:
    told = kept.telling
    names = names_of(visit.connection, visit.network_id, told.participant_ids)
    team = list_team(visit.connection, visit.network_id, told.school_id, told.held_on, former=True)
    positions = {member.person_id: member.position for member in team}
    people = [Attendee(name, positions.get(id_), id_ in told.led_ids) for id_, name in names.items()]
    others = [Attendee(_("Someone else"), position, led=False) for position in sorted(told.positions)]
    return (*sorted(people, key=lambda person: person.name), *others)


def _owner(visit: Visit, kept: Kept) -> str:
    """Whose step it is; whoever is not its coach never learns from it who is."""
    owner_id = kept.telling.next_step_owner_id
    if owner_id is None:
        return ""
    if owner_id == kept.coach_id:
        return _("You") if owner_id == visit.person_id else _("The coach")
    return names_of(visit.connection, visit.network_id, frozenset({owner_id})).get(owner_id, "")
