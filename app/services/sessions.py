"""Log a session, edit it, void it, restore it: each once, however often the form comes.

A session's id is made with its form and its version 0 creates. Every accepted version keeps a hash of its contents, so
that a form which comes again, after a lost answer or a double tap, is told apart from one that says something else.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import DomainError, InvalidError, NotAllowedError, NotFoundError
from app.domain.reviews import Counted, Effective, as_counted, as_told, effective, lapses, standing
from app.domain.sessions import Surroundings, Telling, changed_fields, content_hash, problems, settle
from app.domain.vocabulary import Source
from app.services.visits import Visit, trace
from app.store import reviews, rollups, sessions
from app.store.schools import assigned_and_open, team_ids
from app.store.sessions import Kept
from app.store.tables.sessions import LINE


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a form: the version it now is, and whether this very form had been accepted before."""

    session_id: UUID
    version: int
    again: bool


class ConflictError(DomainError):
    """The form speaks of a version that has changed since, or of an id that says something else."""

    def __init__(self, kept: Kept, sent: Telling | None) -> None:
        super().__init__("the session has changed since")
        self.kept = kept
        self.sent = sent


def submit_session(visit: Visit, session_id: UUID, seen: int, said: Telling) -> Submitted:
    """Create (`seen` 0) or edit (`seen` the version that the form was made from) a session of one's own.

    Raises:
        InvalidError: it cannot be accepted as it is; in words, by field.
        ConflictError: another version was accepted meanwhile, with other contents.
        NotFoundError: the id is another coach's or another network's, or there is nothing to edit.
        NotAllowedError: this person logs no sessions.
    """
    if not visit.rights.may(Permission.LOG):
        raise NotAllowedError
    telling = settle(said)
    found = problems(telling, _surroundings(visit, telling)) if seen == 0 else {}
    if seen == 0 and not found and _create(visit, session_id, telling):
        return Submitted(session_id, 1, again=False)
    kept = get_own(visit, session_id)  # to edit, or what was first: this form's twin, or another's session
    if kept is None:
        if found and not sessions.is_taken(visit.connection, session_id):
            raise InvalidError(found)
        raise NotFoundError
    if kept.version != seen:
        return _answer_again(visit, kept, seen, telling)
    return _edit(visit, kept, telling)


def refuse_taken(visit: Visit, session_id: UUID) -> None:
    """Stop at an id that is another coach's or another network's, before anything is said about the form.

    Raises:
        NotFoundError: the id is somebody else's.
    """
    if get_own(visit, session_id) is None and sessions.is_taken(visit.connection, session_id):
        raise NotFoundError


def void_session(visit: Visit, session_id: UUID, seen: int, reason: str) -> Kept:
    """Take a session of one's own out of every count, with a reason; it stays readable and can be restored.

    Voiding what is voided already is the same answer again.
    """
    kept = get_own(visit, session_id)
    if kept is None:
        raise NotFoundError
    if kept.voided_at is not None:
        return kept
    words = reason.strip()
    if not words or len(words) > LINE:
        raise InvalidError(
            {"reason": f"Say in a few words why (up to {LINE} characters), for whoever reads this later."}
        )
    changes = {"voided_at": visit.now, "voided_by": visit.person_id, "void_reason": words}
    return _turn(visit, kept, seen, "void", changes, counts=False)


def restore_session(visit: Visit, session_id: UUID, seen: int) -> Kept:
    """Bring a voided session of one's own back into every count."""
    kept = get_own(visit, session_id)
    if kept is None:
        raise NotFoundError
    if kept.voided_at is None:
        return kept
    changes: dict[str, Any] = {"voided_at": None, "voided_by": None, "void_reason": None}
    return _turn(visit, kept, seen, "restore", changes, counts=True)


def get_own(visit: Visit, session_id: UUID) -> Kept | None:
    """A session of the visitor's own; anybody else's is None, and so is one that does not exist."""
    kept = sessions.get_kept(visit.connection, visit.network_id, session_id)
    return kept if kept is not None and kept.coach_id == visit.person_id else None


def _surroundings(visit: Visit, telling: Telling, *, before: Telling | None = None) -> Surroundings:
    day, connection, network_id = telling.held_on, visit.connection, visit.network_id
    named = telling.participant_ids or telling.next_step_owner_id
    team = team_ids(connection, network_id, telling.school_id, day) if named else frozenset()
    assigned, area_open = assigned_and_open(
        connection, network_id, visit.person_id, telling.school_id, telling.area_id, day
    )
    return Surroundings(
        today=visit.today,
        assigned=assigned,
        area_open=area_open,
        team=team | (before.participant_ids if before and before.school_id == telling.school_id else frozenset()),
        coach_id=visit.person_id,
    )


def _create(visit: Visit, session_id: UUID, telling: Telling) -> bool:
    connection, network_id = visit.connection, visit.network_id
    row = {
        "network_id": network_id,
        "id": session_id,
        "coach_id": visit.person_id,
        "source": Source.FORM,
        "version": 1,
        "received_at": visit.now,
    }
    counted = as_told(telling)
    if not sessions.create(connection, row | sessions.told(telling) | sessions.counting(counted)):
        return False
    sessions.keep_people(connection, network_id, session_id, telling)
    _finish(visit, session_id, 1, content_hash(telling), "create", (), None, Counted(telling))
    return True


def _edit(visit: Visit, kept: Kept, telling: Telling) -> Submitted:
    changed = changed_fields(kept.telling, telling)
    if not changed:
        return Submitted(kept.id, kept.version, again=True)
    if kept.voided_at is not None:
        raise ConflictError(kept, telling)
    if found := problems(telling, _surroundings(visit, telling, before=kept.telling)):
        raise InvalidError(found)
    connection, network_id = visit.connection, visit.network_id
    before = sessions.raise_version(connection, network_id, kept.id, kept.version, sessions.told(telling))
    if before is None:
        return _answer_again(visit, get_own(visit, kept.id) or kept, kept.version, telling)
    sessions.clear_people(connection, network_id, kept.id)
    sessions.keep_people(connection, network_id, kept.id, telling)
    after = _count_anew(visit, kept.id, before, changed, telling)
    version = kept.version + 1
    counted = as_counted(kept.telling, before), as_counted(telling, after)
    _finish(visit, kept.id, version, content_hash(telling), "edit", changed, *counted)
    return Submitted(kept.id, version, again=False)


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


def _answer_again(visit: Visit, kept: Kept, seen: int, telling: Telling) -> Submitted:
    """The answer to a stale form: the same as before when it says what the very next version says, else a conflict."""
    if seen < kept.version and content_hash(telling) == sessions.get_hash(
        visit.connection, visit.network_id, kept.id, seen + 1
    ):
        return Submitted(kept.id, seen + 1, again=True)
    raise ConflictError(kept, telling)


def _turn(visit: Visit, kept: Kept, seen: int, act: str, changes: dict[str, Any], *, counts: bool) -> Kept:
    found = sessions.raise_version(visit.connection, visit.network_id, kept.id, seen, changes)
    if found is None:
        raise ConflictError(get_own(visit, kept.id) or kept, None)
    counted = as_counted(kept.telling, found)
    before, after = (None, counted) if counts else (counted, None)
    _finish(visit, kept.id, seen + 1, act, act, (), before, after)
    return get_own(visit, kept.id) or kept


def _finish(
    visit: Visit,
    session_id: UUID,
    version: int,
    digest: str,
    act: str,
    changed: tuple[str, ...],
    before: Counted | None,
    after: Counted | None,
) -> None:
    """What every accepted change does: its version and trace kept, the sums moved, the revisions raised last."""
    connection, network_id = visit.connection, visit.network_id
    sessions.keep_version(connection, network_id, session_id, version, digest)
    trace(visit, act, "coaching_session", session_id, changed)
    rollups.move(connection, network_id, before, after)
    touched = {session.telling.school_id for session in (before, after) if session is not None}
    rollups.touch(connection, network_id, touched)
