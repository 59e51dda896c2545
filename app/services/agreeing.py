"""What handoffs and agreed direct service share: one transition a tap, whoever else taps at once."""

from collections.abc import Iterable
from enum import Enum, auto
from uuid import UUID

from app.domain.access import Permission
from app.domain.agreements import partnership_ended
from app.domain.errors import DomainError, InvalidError, NotAllowedError, NotFoundError
from app.domain.handoffs import Handoff
from app.domain.language import _
from app.domain.periods import EARLIEST, WEEK, Window
from app.domain.school_weeks import SchoolCalendar
from app.domain.sessions import settled
from app.domain.waits import Powers
from app.services.visits import Visit, trace
from app.store import agreements, handoffs
from app.store.analytics import list_breaks
from app.store.schools import SchoolFact, get_school, list_areas
from app.store.tables.sessions import LINE

AHEAD = 156 * WEEK
"""How far the clock of a check may look for school weeks: past the check of a year after next summer."""


class Result(Enum):
    """What became of a tap: done now, or done before, by this very form or by somebody else."""

    DONE = auto()
    ALREADY = auto()


class ChangedError(DomainError):
    """What the page offered is not on offer any more; the message is the sentence for whoever tapped it."""


def calendar_of(visit: Visit) -> SchoolCalendar:
    """The network's school weeks, as far as any check reaches."""
    network = visit.network
    breaks = list_breaks(visit.connection, network.id, Window(EARLIEST, visit.today + AHEAD))
    return SchoolCalendar(
        network.year_starts_on, network.year_ends_on, tuple((first, last) for first, last, _ in breaks)
    )


def may_any(visit: Visit, school_id: UUID, *permissions: Permission) -> bool:
    return any(visit.rights.may(permission, school_id) for permission in permissions)


def powers_at(visit: Visit, school: SchoolFact) -> Powers:
    """What the visitor may do about handoffs and agreements at a school: begin none once its partnership has ended."""
    ended = school.ended(visit.today)
    return Powers(
        leads=visit.rights.may(Permission.AGREE, school.id),
        decides=visit.rights.may(Permission.DECIDE, school.id),
        proposes=visit.rights.may(Permission.PROPOSE, school.id) and not ended,
        begins=not ended,
    )


def be_allowed(visit: Visit, school_id: UUID, *permissions: Permission) -> None:
    """Go on only at a school that the visitor may use in one of these ways.

    Raises:
        NotFoundError: it is none of the visitor's.
        NotAllowedError: theirs, without any of these rights.
    """
    if not visit.rights.knows(school_id):
        raise NotFoundError
    if not may_any(visit, school_id, *permissions):
        raise NotAllowedError


def ended_words(visit: Visit, school_id: UUID) -> str:
    """Why nothing new can be agreed on with a school; "" as long as our partnership with it goes on."""
    school = get_school(visit.connection, visit.network_id, school_id)
    if school is None or school.last_on is None or not school.ended(visit.today):
        return ""
    return partnership_ended(school.last_on, visit.today)


def be_partners(visit: Visit, school_id: UUID) -> None:
    """Go on only with a school that something new can be agreed on with.

    Raises:
        InvalidError: our partnership with it has ended.
    """
    if words := ended_words(visit, school_id):
        raise InvalidError({"area_id": words})


def be_partners_still(visit: Visit, school_id: UUID) -> None:
    """The same for who says yes to what was proposed before.

    Raises:
        ChangedError: our partnership with it has ended meanwhile.
    """
    if words := ended_words(visit, school_id):
        raise ChangedError(words)


def area_problems(visit: Visit, area_id: UUID) -> dict[str, str]:
    """What is wrong with an area to agree on, by field.

    Raises:
        NotFoundError: it is none of the network's.
    """
    area = next(
        (each for each in list_areas(visit.connection, visit.network_id, visit.today) if each.id == area_id), None
    )
    if area is None:
        raise NotFoundError
    if area.confidential:
        return {"area_id": _("This area is confidential, so it stays between the people who take part.")}
    return {} if area.open else {"area_id": _("This area is not in use any more. Choose another.")}


def line_problems(field: str, words: str, missing: str) -> dict[str, str]:
    """What is wrong with a sentence of a form."""
    if not settled(words):
        return {field: missing}
    return {field: _("Keep it to %(most)d characters.", most=LINE)} if len(settled(words)) > LINE else {}


def open_handoff(visit: Visit, school_id: UUID, area_id: UUID) -> Handoff | None:
    """The handoff of an area that stands, will stand or awaits a yes: there is one at most."""
    found = handoffs.list_handoffs(visit.connection, visit.network_id, [school_id]).get(school_id, [])
    return next((each for each in found if each.area_id == area_id and each.ended_on is None), None)


def close_services(visit: Visit, school_id: UUID, area_id: UUID, *, but: Iterable[UUID] = ()) -> None:
    """End what direct service is agreed on in an area, since something else is agreed now."""
    connection, network_id = visit.connection, visit.network_id
    for service in agreements.list_agreements(connection, network_id, visit.today, [school_id]).get(school_id, []):
        if service.area_id == area_id and service.ended_on is None and service.id not in but:
            end_agreed(visit, service.id, "end")


def end_agreed(visit: Visit, agreement_id: UUID, act: str) -> None:
    """Agreed direct service, or its proposal, is over as of today; `act` says how for the audit log."""
    over = {"ended_on": visit.today, "ended_by": visit.person_id, "ended_at": visit.now}
    agreements.change(visit.connection, visit.network_id, agreement_id, **over)
    trace(visit, act, "agreed_service", agreement_id, ("ended_on",))
