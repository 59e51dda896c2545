"""What a coach proposes for a school's team, and what those who may edit it make of that, in one tap.

A proposal changes nothing until it is accepted. Accepting does then what the school's own form would do, on the team as
it is by that time; declining, or taking one's own back, leaves the team as it is.
"""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.teams import Change, Membership, NewMember, change_problems, departure_problems
from app.services.teams import (
    ChangedError,
    able_to_join,
    be_editor,
    be_fresh,
    change_member,
    finish,
    join,
    locked,
    record_departure,
)
from app.services.visits import Visit
from app.store import teams
from app.store.handoffs import lock_school
from app.store.teams import Proposal


def propose_member(visit: Visit, school_id: UUID, new: NewMember) -> None:
    """Propose that somebody is on the team.

    Raises:
        InvalidError: it could not be; in words, by field.
        NotFoundError: a person who is not known at this school.
    """
    _be_proposer(visit, school_id)
    lock_school(visit.connection, visit.network_id, school_id)
    new = able_to_join(visit, school_id, new)
    known = dict(teams.list_known(visit.connection, visit.network_id, school_id))
    name = known[new.person_id] if new.person_id else new.name
    row = {"person_id": new.person_id, "name": name, "position": new.position, "on_ilt": new.on_ilt}
    row["another"] = new.another and new.person_id is None
    _propose(visit, school_id, row | {"membership_id": None, "first_on": new.first_on, "last_on": None})


def propose_change(visit: Visit, school_id: UUID, membership_id: UUID, seen: str, change: Change) -> None:
    """Propose another position or seat from a day on.

    Raises:
        InvalidError, ChangedError, NotFoundError: as for who edits.
    """
    _be_proposer(visit, school_id)
    there, _ = locked(visit, school_id, membership_id)
    be_fresh(there, seen)
    if found := change_problems(there, change, visit.today):
        raise InvalidError(found)
    row = {"position": change.position, "on_ilt": change.on_ilt, "first_on": change.from_on, "last_on": None}
    _propose(visit, school_id, _about(there) | row)


def propose_departure(visit: Visit, school_id: UUID, membership_id: UUID, seen: str, last_on: date) -> None:
    """Propose that somebody's last day is this one.

    Raises:
        InvalidError, ChangedError, NotFoundError: as for who edits.
    """
    _be_proposer(visit, school_id)
    there, team = locked(visit, school_id, membership_id)
    be_fresh(there, seen)
    if found := departure_problems(there, last_on, team, visit.today):
        raise InvalidError(found)
    row = {"position": there.position, "on_ilt": there.on_ilt, "first_on": there.first_on, "last_on": last_on}
    _propose(visit, school_id, _about(there) | row)


def accept_proposal(visit: Visit, school_id: UUID, proposal_id: UUID, *, another: bool = False) -> None:
    """Do what was proposed.

    Args:
        visit: of somebody who may edit the team.
        school_id: the school.
        proposal_id: what was proposed.
        another: it is said now that who joins is not who has the same name there by this time.

    Raises:
        InvalidError: the team is not any more as it would have to be; in words, of the proposal or of `another`.
        ChangedError: it was declined meanwhile.
        NotFoundError: it is none of this school's.
    """
    be_editor(visit, school_id)
    said = _locked_proposal(visit, school_id, proposal_id)
    if said.decided:
        if not said.accepted:
            raise ChangedError
        return
    try:
        _do(visit, school_id, said, another=another or said.another)
    except (InvalidError, NotFoundError) as error:
        if isinstance(error, InvalidError) and "another" in error.errors:
            raise
        words = " ".join(error.errors.values()) if isinstance(error, InvalidError) else _("The team has changed.")
        raise InvalidError({"proposal": _("This cannot be done as it was proposed. %(why)s", why=words)}) from error
    _decide(visit, school_id, said, accepted=True)


def decline_proposal(visit: Visit, school_id: UUID, proposal_id: UUID) -> None:
    """Leave the team as it is. Whoever proposed it may take it back so.

    Raises:
        ChangedError: it was accepted meanwhile.
        NotFoundError: it is none of this school's.
        NotAllowedError: another's, and the visitor may not decide.
    """
    said = _locked_proposal(visit, school_id, proposal_id)
    if said.proposed_by != visit.person_id:
        be_editor(visit, school_id)
    if said.decided:
        if said.accepted:
            raise ChangedError
        return
    _decide(visit, school_id, said, accepted=False)


def _do(visit: Visit, school_id: UUID, said: Proposal, *, another: bool) -> None:
    if said.membership_id is None:
        join(visit, school_id, NewMember(
            id=said.id, person_id=said.person_id, name="" if said.person_id else said.name, position=said.position,
            on_ilt=said.on_ilt, first_on=said.first_on, another=another,
        ))  # fmt: skip
        return
    there, _ = locked(visit, school_id, said.membership_id)
    if said.last_on is not None:
        record_departure(visit, school_id, there.id, there.stamp, said.last_on)
    else:
        change = Change(said.position, said.on_ilt, said.first_on)
        change_member(visit, school_id, there.id, there.stamp, change)


def _about(there: Membership) -> dict[str, Any]:
    return {"person_id": there.person_id, "membership_id": there.id, "name": there.name}


def _be_proposer(visit: Visit, school_id: UUID) -> None:
    if not visit.rights.may(Permission.PROPOSE, school_id):
        raise NotAllowedError


def _propose(visit: Visit, school_id: UUID, row: dict[str, Any]) -> None:
    """Keep a proposal, unless the same one waits already."""
    waiting = teams.list_proposals(visit.connection, visit.network_id, school_id)
    if any(all(getattr(each, name) == value for name, value in row.items()) for each in waiting):
        return
    proposal_id = uuid4()
    made = {"network_id": visit.network_id, "id": proposal_id, "school_id": school_id, "accepted": False}
    teams.insert_proposal(visit.connection, row | made | {"proposed_by": visit.person_id, "proposed_at": visit.now})
    finish(visit, school_id, "propose", "membership_proposal", proposal_id)


def _locked_proposal(visit: Visit, school_id: UUID, proposal_id: UUID) -> Proposal:
    lock_school(visit.connection, visit.network_id, school_id)
    found = teams.get_proposal(visit.connection, visit.network_id, school_id, proposal_id)
    if found is None:
        raise NotFoundError
    return found


def _decide(visit: Visit, school_id: UUID, said: Proposal, *, accepted: bool) -> None:
    teams.decide(visit.connection, visit.network_id, said.id, visit.person_id, visit.now, accepted=accepted)
    act = "accept" if accepted else "decline"
    finish(visit, school_id, act, "membership_proposal", said.id, ("accepted",))
