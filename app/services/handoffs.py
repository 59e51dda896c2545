"""Propose a handoff, agree to it, decline it, check it, end it: each one transition, whoever else does so at once.

Every write holds the lock of its school and looks again at how things stand before it decides. What comes twice is done
once; what speaks of a state that is no longer so is a `ChangedError`, in words.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.agreements import handoff_problems
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.handoffs import Check, Handoff, changeable, next_check
from app.domain.language import _
from app.domain.sessions import settled
from app.domain.vocabulary import Outcome
from app.services.agreeing import (
    ChangedError,
    Result,
    area_problems,
    be_allowed,
    be_partners,
    be_partners_still,
    calendar_of,
    close_services,
    line_problems,
    may_any,
    open_handoff,
)
from app.services.visits import Visit, trace
from app.store import handoffs, rollups
from app.store.handoffs import KeptHandoff
from app.store.schools import team_ids


@dataclass(frozen=True, slots=True)
class Proposal:
    """A handoff as its form tells it; `id` is made with the form, so that a form twice is one handoff."""

    id: UUID
    area_id: UUID
    handed_over_on: date
    now_runs: str
    holder_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a leader says at a check. `instead_of` is the answer that this one changes; None answers anew."""

    number: int
    outcome: Outcome
    ran_by: UUID | None
    instead_of: Outcome | None = None


def handoff_of(visit: Visit, handoff_id: UUID, *permissions: Permission) -> KeptHandoff:
    """A handoff of a school that the visitor may use in one of these ways.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: of a school of theirs, without any of these rights.
    """
    kept = handoffs.get_kept(visit.connection, visit.network_id, handoff_id)
    if kept is None:
        raise NotFoundError
    be_allowed(visit, kept.handoff.school_id, *permissions)
    return kept


def propose_handoff(visit: Visit, school_id: UUID, said: Proposal) -> Result:
    """Propose that a school runs an area itself; a director's proposal is agreed to at once.

    Raises:
        NotFoundError: an area, or a form's id, that is none of the network's.
        InvalidError: it cannot be proposed as it is; in words, by field.
    """
    connection, network_id = visit.connection, visit.network_id
    opened_on = handoffs.lock_school(connection, network_id, school_id)
    before = handoffs.get_kept(connection, network_id, said.id)
    if before is not None:
        if before.handoff.school_id != school_id or before.proposed_by != visit.person_id:
            raise NotFoundError
        return Result.ALREADY
    be_partners(visit, school_id)
    problems = area_problems(visit, said.area_id) | handoff_problems(said.handed_over_on, opened_on, visit.today)
    problems |= line_problems("now_runs", said.now_runs, _("Say in a sentence what the school now runs."))
    team = team_ids(connection, network_id, school_id, visit.today)
    if not said.holder_ids:
        problems["holder_ids"] = _("Choose at least one person of the school who holds it.")
    elif not said.holder_ids <= team:
        problems["holder_ids"] = _("Somebody chosen here is not on the team today. Choose again.")
    if not problems and open_handoff(visit, school_id, said.area_id) is not None:
        problems["area_id"] = _("There is a handoff of this area already. Look for it under Handoffs.")
    if problems:
        raise InvalidError(problems)
    row = {
        "network_id": network_id,
        "id": said.id,
        "school_id": school_id,
        "area_id": said.area_id,
        "handed_over_on": said.handed_over_on,
        "now_runs": settled(said.now_runs),
        "proposed_by": visit.person_id,
        "proposed_at": visit.now,
    }
    if not handoffs.propose(connection, row, said.holder_ids):
        raise InvalidError({"area_id": _("There is a handoff of this area already. Look for it under Handoffs.")})
    trace(visit, "propose", "handoff", said.id, ("area_id", "handed_over_on", "now_runs", "holder_ids"))
    if visit.rights.may(Permission.DECIDE, school_id):
        made = handoffs.get_kept(connection, network_id, said.id)
        assert made is not None  # noqa: S101 - it was inserted above
        _agree(visit, made.handoff)
    rollups.touch(connection, network_id, {school_id})
    return Result.DONE


def agree_to_handoff(visit: Visit, handoff_id: UUID) -> Result:
    """The school's yes, or a director's: from its day on the school runs the area.

    Raises:
        ChangedError: it was declined or withdrawn meanwhile, or the partnership has ended.
    """
    handoff = _held(visit, handoff_id, Permission.AGREE, Permission.DECIDE).handoff
    if handoff.ended_on is not None:
        message = _("This handoff is over, so there is nothing to agree to.")
        raise ChangedError(message)
    if handoff.agreed_on is not None:
        return Result.ALREADY
    be_partners_still(visit, handoff.school_id)
    _agree(visit, handoff)
    rollups.touch(visit.connection, visit.network_id, {handoff.school_id})
    return Result.DONE


def decline_handoff(visit: Visit, handoff_id: UUID, reason: str) -> Result:
    """Take a proposal off the table: whoever made it withdraws it, a leader or a director declines it.

    Raises:
        ChangedError: it was agreed to meanwhile.
        InvalidError: no reason.
    """
    kept = _held(visit, handoff_id, Permission.AGREE, Permission.DECIDE, Permission.PROPOSE)
    handoff = kept.handoff
    own = kept.proposed_by == visit.person_id
    if not own and not may_any(visit, handoff.school_id, Permission.AGREE, Permission.DECIDE):
        raise NotAllowedError
    if handoff.agreed_on is not None:
        message = _("This handoff was agreed to meanwhile. It can be ended, with a reason.")
        raise ChangedError(message)
    return _end(visit, handoff, "withdraw" if own else "decline", reason)


def end_handoff(visit: Visit, handoff_id: UUID, reason: str) -> Result:
    """End a handoff that was agreed to: the school does not run the area any more, or not alone.

    Raises:
        ChangedError: it is a proposal, to be declined.
        InvalidError: no reason.
    """
    handoff = _held(visit, handoff_id, Permission.AGREE, Permission.DECIDE).handoff
    if handoff.agreed_on is None:
        message = _("Nobody has agreed to this handoff yet, so it cannot end. It can be declined.")
        raise ChangedError(message)
    return _end(visit, handoff, "end", reason)


def answer_check(visit: Visit, handoff_id: UUID, said: Answer) -> Result:
    """A leader's word whether a handoff held; "not held" ends it that day.

    On the day it was given the last answer may be changed (`instead_of`), which brings the handoff back.

    Raises:
        ChangedError: the check is not open (any more), or somebody has answered it otherwise.
        InvalidError: whoever ran it is not on the team.
    """
    handoff = _held(visit, handoff_id, Permission.AGREE).handoff
    if said.ran_by is not None and said.ran_by not in team_ids(
        visit.connection, visit.network_id, handoff.school_id, visit.today
    ):
        raise InvalidError({"ran_by": _("This person is not on the team today. Choose again.")})
    answered = next((check for check in handoff.checks if check.number == said.number), None)
    if answered is None:
        due = next_check(handoff, calendar_of(visit), visit.today)
        if due is None or due.number != said.number or not due.is_open(visit.today):
            message = _("There is nothing to answer here now.")
            raise ChangedError(message)
        due_on = due.due_on
    elif (answered.outcome, answered.ran_by) == (said.outcome, said.ran_by):
        return Result.ALREADY
    elif said.instead_of is not answered.outcome or changeable(handoff, visit.today) != answered:
        held = answered.outcome is Outcome.HELD
        raise ChangedError(
            _("This check was answered already: held.") if held else _("This check was answered already: not held.")
        )
    else:
        due_on = answered.due_on
    _turn(visit, handoff, said.outcome)
    answer = Check(said.number, due_on, said.outcome, said.ran_by, visit.today)
    handoffs.keep_answer(visit.connection, visit.network_id, handoff_id, answer, by=visit.person_id, at=visit.now)
    trace(visit, "check" if answered is None else "change_check", "handoff", handoff_id, ("outcome", "ran_by"))
    rollups.touch(visit.connection, visit.network_id, {handoff.school_id})
    return Result.DONE


def _held(visit: Visit, handoff_id: UUID, *permissions: Permission) -> KeptHandoff:
    """A handoff whose school's lock is held, as it stands now."""
    kept = handoff_of(visit, handoff_id, *permissions)
    handoffs.lock_school(visit.connection, visit.network_id, kept.handoff.school_id)
    return handoff_of(visit, handoff_id, *permissions)


def _agree(visit: Visit, handoff: Handoff) -> None:
    """Say yes. Direct service in the area that was agreed on is over on the day that the school takes it.

    Of a day to come nobody writes that down when it comes: see `store.agreements.list_agreements`.
    """
    connection, network_id = visit.connection, visit.network_id
    handoffs.set_agreed(connection, network_id, handoff.id, visit.person_id, visit.now)
    trace(visit, "agree", "handoff", handoff.id, ("agreed_by",))
    if handoff.handed_over_on <= visit.today:
        close_services(visit, handoff.school_id, handoff.area_id)


def _turn(visit: Visit, handoff: Handoff, outcome: Outcome) -> None:
    """End a handoff that did not hold, or bring it back when that was a slip, over what was agreed on meanwhile."""
    if outcome is Outcome.NOT_HELD:
        _set_ended(visit, handoff, "")
    elif handoff.ended_on is not None:
        if open_handoff(visit, handoff.school_id, handoff.area_id) is not None:
            message = _("Another handoff of this area has been proposed since, so this one stays as it was.")
            raise ChangedError(message)
        handoffs.bring_back(visit.connection, visit.network_id, handoff.id)
        close_services(visit, handoff.school_id, handoff.area_id)


def _end(visit: Visit, handoff: Handoff, act: str, reason: str) -> Result:
    if handoff.ended_on is not None:
        return Result.ALREADY
    if problems := line_problems("reason", reason, _("Say in a few words why, for whoever reads this later.")):
        raise InvalidError(problems)
    _set_ended(visit, handoff, settled(reason))
    trace(visit, act, "handoff", handoff.id, ("ended_on", "end_reason"))
    rollups.touch(visit.connection, visit.network_id, {handoff.school_id})
    return Result.DONE


def _set_ended(visit: Visit, handoff: Handoff, reason: str) -> None:
    handoffs.set_ended(
        visit.connection,
        visit.network_id,
        handoff.id,
        on=visit.today,
        by=visit.person_id,
        at=visit.now,
        reason=reason,
    )
