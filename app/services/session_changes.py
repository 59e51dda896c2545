"""What every accepted change of a session does, and what stands against one: another's version, a lock, the rules."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.errors import DomainError, InvalidError
from app.domain.language import _
from app.domain.locks import is_locked
from app.domain.reviews import Counted, Effective, as_counted, effective, lapses, standing
from app.domain.sessions import Surroundings, Telling, changed_fields, content_hash, problems
from app.domain.versions import write_counting
from app.services.visits import Visit, trace
from app.store import reviews, rollups, sessions
from app.store.people import list_coaches
from app.store.schools import assigned_and_open, team_ids
from app.store.session_support import list_funding, list_partners
from app.store.session_versions import get_hash, keep_version
from app.store.sessions import Kept


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a form: the version it now is, and whether this very form had been accepted before."""

    session_id: UUID
    version: int
    again: bool


class UnsavedError(DomainError):
    """A form that is not saved as things stand.

    `sent` is what it said, and `beside` the fields that it carried beside that, to be sent again if its coach so wants.
    """

    def __init__(self, kept: Kept, sent: Telling | None, words: str) -> None:
        super().__init__(words)
        self.kept = kept
        self.sent = sent
        self.beside: tuple[tuple[str, str], ...] = ()


class ConflictError(UnsavedError):
    """The form speaks of a version that has changed since, or of an id that says something else."""

    def __init__(self, kept: Kept, sent: Telling | None) -> None:
        super().__init__(kept, sent, "the session has changed since")


class LockedError(UnsavedError):
    """The session's month is closed, and nobody has opened it for its coach."""

    def __init__(self, kept: Kept, sent: Telling | None) -> None:
        super().__init__(kept, sent, "the session's month is closed")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that is accepted: what it is, the version that it makes, and what that version says."""

    session_id: UUID
    version: int
    act: str
    telling: Telling
    content_hash: str
    changed: tuple[str, ...] = ()
    reason: str = ""


def get_own(visit: Visit, session_id: UUID) -> Kept | None:
    """A session of the visitor's own; anybody else's is None, and so is one that does not exist."""
    kept = sessions.get_kept(visit.connection, visit.network_id, session_id)
    return kept if kept is not None and kept.coach_id == visit.person_id else None


def is_locked_now(visit: Visit, kept: Kept) -> bool:
    """Whether its coach may change a session no more."""
    return is_locked(kept.telling.held_on, visit.today, visit.network.lock_after_days, kept.opened_until)


def refuse_locked(visit: Visit, kept: Kept, sent: Telling | None = None) -> None:
    """Go on only with a session whose month is open, or that a director opened.

    Its coach may take their private note away at any time, and that alone.
    """
    wiped = sent is not None and sent == replace(kept.telling, private_note="")
    if is_locked_now(visit, kept) and not wiped:
        raise LockedError(kept, sent)


def surroundings(visit: Visit, telling: Telling, *, before: Telling | None = None) -> Surroundings:
    """What a telling is judged by, as of the day that it speaks of; who took part in `before` still may."""
    day, connection, network_id = telling.held_on, visit.connection, visit.network_id
    named = telling.participant_ids or telling.next_step_owner_id
    team = team_ids(connection, network_id, telling.school_id, day) if named else frozenset()
    coaches = {id_ for id_, _ in list_coaches(connection, network_id, day)} if telling.co_coach_id else set()
    backed = before if before and before.held_on == day else None  # what was said of this very day may still be said
    assigned, area_open = assigned_and_open(
        connection, network_id, visit.person_id, telling.school_id, telling.area_id, day
    )
    return Surroundings(
        today=visit.today,
        assigned=assigned,
        area_open=area_open,
        team=team | (before.participant_ids if before and before.school_id == telling.school_id else frozenset()),
        coach_id=visit.person_id,
        coaches=coaches,
        partners=_partners(visit, telling, backed),
        funding=_funding(visit, telling, backed),
    )


def _partners(visit: Visit, telling: Telling, before: Telling | None) -> set[UUID]:
    if telling.partner_id is None:
        return set()
    if before and before.partner_id == telling.partner_id:
        return {telling.partner_id}
    found = list_partners(visit.connection, visit.network_id)
    return {each.id for each in found if each.there_on(telling.held_on, visit.network.timezone)}


def _funding(visit: Visit, telling: Telling, before: Telling | None) -> set[UUID]:
    if telling.funding_id is None:
        return set()
    if before and before.funding_id == telling.funding_id:
        return {telling.funding_id}
    found = list_funding(visit.connection, visit.network_id)
    return {each.id for each in found if each.pays_on(telling.held_on, visit.network.timezone)}


def edit_kept(visit: Visit, kept: Kept, telling: Telling, act: str = "edit") -> Submitted:
    """Make `telling` the next version of a session of one's own, by the rules of an edit; errors as `submit_session`.

    Args:
        visit: its coach's.
        kept: the session as the form knows it.
        telling: what it is to say, settled.
        act: what the trail calls it.
    """
    changed = changed_fields(kept.telling, telling)
    if not changed:
        return Submitted(kept.id, kept.version, again=True)
    if kept.voided_at is not None:
        raise ConflictError(kept, telling)
    refuse_locked(visit, kept, telling)
    if found := problems(telling, surroundings(visit, telling, before=kept.telling)):
        raise InvalidError(found)
    moved = telling.held_on != kept.telling.held_on and kept.opened_until is None
    if moved and is_locked(telling.held_on, visit.today, visit.network.lock_after_days):
        raise InvalidError(
            {"held_on": _("That month is closed, so nothing is moved into it. Log a new session there.")}
        )
    connection, network_id = visit.connection, visit.network_id
    before = sessions.raise_version(connection, network_id, kept.id, kept.version, sessions.told(telling))
    if before is None:
        return answer_again(visit, get_own(visit, kept.id) or kept, kept.version, telling)
    sessions.clear_people(connection, network_id, kept.id, kept.telling)
    sessions.keep_people(connection, network_id, kept.id, telling)
    after = _count_anew(visit, kept.id, before, changed, telling)
    accepted = Accepted(kept.id, kept.version + 1, act, telling, content_hash(telling), changed)
    finish(visit, accepted, as_counted(kept.telling, before), as_counted(telling, after))
    return Submitted(kept.id, accepted.version, again=False)


def _count_anew(
    visit: Visit, session_id: UUID, before: Effective, changed: tuple[str, ...], telling: Telling
) -> Effective:
    """Let the reviews lapse that an edit makes void, and keep what the session counts as from here on."""
    connection, network_id = visit.connection, visit.network_id
    stand = standing(reviews.list_reviews(connection, network_id, session_id))
    lapsing = lapses(changed, telling.mode)
    reviews.lapse(connection, network_id, session_id, [each for each in stand if each.verdict in lapsing], visit.now)
    left = [each for each in stand if each.verdict not in lapsing]
    after = effective(telling.mode, telling.lead, telling.participant_ids, left)
    if after != before:
        sessions.count_as(connection, network_id, session_id, after)
    return after


def answer_again(visit: Visit, kept: Kept, seen: int, telling: Telling) -> Submitted:
    """The answer to a stale form: the same as before when it says what the very next version says, else a conflict."""
    if seen < kept.version and content_hash(telling) == get_hash(visit.connection, visit.network_id, kept.id, seen + 1):
        return Submitted(kept.id, seen + 1, again=True)
    raise ConflictError(kept, telling)


def voided_by(visit: Visit, reason: str) -> dict[str, Any]:
    """The columns of a session that the visitor voids now."""
    return {"voided_at": visit.now, "voided_by": visit.person_id, "void_reason": reason}


RESTORED: dict[str, Any] = {"voided_at": None, "voided_by": None, "void_reason": None}


def turn(visit: Visit, kept: Kept, seen: int, changes: dict[str, Any], reason: str = "") -> Kept:
    """Void or restore: `changes` are `voided_by` or `RESTORED`; `reason` is given where a lock is reached over.

    Raises:
        ConflictError: another version was accepted meanwhile.
    """
    act = "restore" if changes is RESTORED else "void"
    found = sessions.raise_version(visit.connection, visit.network_id, kept.id, seen, changes)
    now = sessions.get_kept(visit.connection, visit.network_id, kept.id) or kept
    if found is None:
        raise ConflictError(now, None)
    counted = as_counted(kept.telling, found)
    before, after = (None, counted) if act == "restore" else (counted, None)
    finish(visit, Accepted(kept.id, seen + 1, act, kept.telling, act, reason=reason), before, after)
    return now


def finish(visit: Visit, accepted: Accepted, before: Counted | None, after: Counted | None) -> None:
    """What every accepted change does: its version and trace kept, the sums moved, the revisions raised last."""
    connection, network_id = visit.connection, visit.network_id
    row = {
        "network_id": network_id,
        "session_id": accepted.session_id,
        "version": accepted.version,
        "content_hash": accepted.content_hash,
        "told": write_counting(accepted.telling),
    }
    keep_version(connection, row)
    trace(
        visit,
        accepted.act,
        "coaching_session",
        accepted.session_id,
        accepted.changed,
        version=accepted.version,
        reason=accepted.reason,
    )
    rollups.move(connection, network_id, before, after)
    touched = {session.telling.school_id for session in (before, after) if session is not None}
    rollups.touch(connection, network_id, touched)
