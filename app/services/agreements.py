"""Propose that we do an area for a school until a day, say yes to it, end it. See `handoffs` for how races end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.agreements import AgreedService, service_problems
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.sessions import settled
from app.services.agreeing import (
    ChangedError,
    Result,
    area_problems,
    be_allowed,
    be_partners,
    be_partners_still,
    close_services,
    end_agreed,
    line_problems,
    may_any,
    open_handoff,
)
from app.services.visits import Visit, trace
from app.store import agreements, rollups
from app.store.agreements import KeptAgreement
from app.store.handoffs import lock_school


@dataclass(frozen=True, slots=True)
class ServiceProposal:
    """Direct service as its form tells it; `id` is made with the form, so that a form twice is one proposal."""

    id: UUID
    area_id: UUID
    until_on: date
    next_up: str


def agreement_of(visit: Visit, agreement_id: UUID, *permissions: Permission) -> KeptAgreement:
    """Agreed direct service at a school that the visitor may use in one of these ways.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: of a school of theirs, without any of these rights.
    """
    kept = agreements.get_kept(visit.connection, visit.network_id, visit.today, agreement_id)
    if kept is None:
        raise NotFoundError
    be_allowed(visit, kept.service.school_id, *permissions)
    return kept


def propose_service(visit: Visit, school_id: UUID, said: ServiceProposal) -> Result:
    """Propose that we do an area for the school for a time; a director's proposal carries the director's yes.

    Raises:
        NotFoundError: an area, or a form's id, that is none of the network's.
        InvalidError: it cannot be proposed as it is; in words, by field.
    """
    connection, network_id = visit.connection, visit.network_id
    lock_school(connection, network_id, school_id)
    before = agreements.get_kept(connection, network_id, visit.today, said.id)
    if before is not None:
        if before.service.school_id != school_id or before.proposed_by != visit.person_id:
            raise NotFoundError
        return Result.ALREADY
    be_partners(visit, school_id)
    problems = area_problems(visit, said.area_id) | service_problems(said.until_on, visit.today)
    problems |= line_problems("next_up", said.next_up, _("Say in a sentence what comes next, so that it does end."))
    if problems or (problems := _in_the_way(visit, school_id, said.area_id)):
        raise InvalidError(problems)
    row = {
        "network_id": network_id,
        "id": said.id,
        "school_id": school_id,
        "area_id": said.area_id,
        "first_on": visit.today,
        "until_on": said.until_on,
        "next_up": settled(said.next_up),
        "proposed_by": visit.person_id,
        "proposed_at": visit.now,
    }
    agreements.propose(connection, row)
    trace(visit, "propose", "agreed_service", said.id, ("area_id", "until_on", "next_up"))
    made = agreements.get_kept(connection, network_id, visit.today, said.id)
    assert made is not None  # noqa: S101 - it was inserted above
    _say_yes(visit, made.service)
    rollups.touch(connection, network_id, {school_id})
    return Result.DONE


def agree_to_service(visit: Visit, agreement_id: UUID) -> Result:
    """A director's yes or a leader's; with both it is in force, and takes the place of an earlier one.

    Raises:
        ChangedError: it is over, or its last day or the partnership's has passed before everybody had said yes.
    """
    service = _held(visit, agreement_id, Permission.AGREE, Permission.DECIDE).service
    if service.ended_on is not None:
        message = _("This proposal is over, so there is nothing to agree to.")
        raise ChangedError(message)
    if service.is_proposal and service.until_on < visit.today:
        message = _("The last day of this proposal has passed. Propose it again, with another day.")
        raise ChangedError(message)
    be_partners_still(visit, service.school_id)
    if not _say_yes(visit, service):
        return Result.ALREADY
    rollups.touch(visit.connection, visit.network_id, {service.school_id})
    return Result.DONE


def end_service(visit: Visit, agreement_id: UUID) -> Result:
    """Withdraw or decline a proposal, or end before its day what is in force; close what has passed."""
    kept = _held(visit, agreement_id, Permission.AGREE, Permission.DECIDE, Permission.PROPOSE)
    service = kept.service
    own = service.is_proposal and kept.proposed_by == visit.person_id
    if not own and not may_any(visit, service.school_id, Permission.AGREE, Permission.DECIDE):
        raise NotAllowedError
    if service.ended_on is not None:
        return Result.ALREADY
    act = ("withdraw" if own else "decline") if service.is_proposal else "end"
    end_agreed(visit, agreement_id, act)
    rollups.touch(visit.connection, visit.network_id, {service.school_id})
    return Result.DONE


def _held(visit: Visit, agreement_id: UUID, *permissions: Permission) -> KeptAgreement:
    """An agreement whose school's lock is held, as it stands now."""
    kept = agreement_of(visit, agreement_id, *permissions)
    lock_school(visit.connection, visit.network_id, kept.service.school_id)
    return agreement_of(visit, agreement_id, *permissions)


def _say_yes(visit: Visit, service: AgreedService) -> bool:
    """Give every yes that is the visitor's to give and still missing; whether there was one."""
    of, rights = service.school_id, visit.rights
    director = rights.may(Permission.DECIDE, of) and service.director_on is None
    leader = rights.may(Permission.AGREE, of) and service.leader_on is None
    given = {f"{side}_id": visit.person_id for side, yes in (("director", director), ("leader", leader)) if yes}
    if not given:
        return False
    values: dict[str, object] = given | {f"{name.removesuffix('_id')}_at": visit.now for name in given}
    both = (director or service.director_on is not None) and (leader or service.leader_on is not None)
    if both:
        values["first_on"] = visit.today
        close_services(visit, of, service.area_id, but=(service.id,))
    agreements.change(visit.connection, visit.network_id, service.id, **values)
    trace(visit, "agree", "agreed_service", service.id, tuple(given))
    return True


def _in_the_way(visit: Visit, school_id: UUID, area_id: UUID) -> dict[str, str]:
    """Why an area cannot have another agreement now: one that ends soon or has passed can be renewed."""
    found = agreements.list_agreements(visit.connection, visit.network_id, visit.today, [school_id]).get(school_id, [])
    mine = [service for service in found if service.area_id == area_id and service.ended_on is None]
    if any(service.is_proposal for service in mine):
        return {"area_id": _("This is proposed already. Look for it under Handoffs.")}
    if any(service.in_force(visit.today) and not service.ends_soon(visit.today) for service in mine):
        return {"area_id": _("This is agreed already, for more than another month. End it first to agree anew.")}
    handoff = open_handoff(visit, school_id, area_id)
    if handoff is not None and handoff.stands(visit.today):
        return {"area_id": _("The school runs this area itself. End the handoff first, if it does not any more.")}
    return {}
