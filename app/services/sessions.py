"""Log a session, edit it, void it, restore it: each once, however often the form comes.

A session's id is made with its form and its version 0 creates. Every accepted version keeps a hash of its contents, so
that a form which comes again, after a lost answer or a double tap, is told apart from one that says something else.
"""

from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.reviews import Counted, as_told
from app.domain.sessions import Telling, content_hash, problems, settle, settled
from app.domain.vocabulary import Source
from app.services.session_changes import (
    RESTORED,
    Accepted,
    Submitted,
    answer_again,
    edit_kept,
    finish,
    get_own,
    refuse_locked,
    surroundings,
    turn,
    voided_by,
)
from app.services.visits import Visit
from app.store import sessions
from app.store.schools import assigned_and_open
from app.store.sessions import Kept
from app.store.tables.sessions import LINE


def submit_session(
    visit: Visit, session_id: UUID, seen: int, said: Telling, *, part_of: Telling | None = None
) -> Submitted:
    """Create (`seen` 0) or edit (`seen` the version that the form was made from) a session of one's own.

    `part_of` is the session that a new one was a part of: who and what was named there on that day still may be.

    Raises:
        InvalidError: it cannot be accepted as it is; in words, by field.
        ConflictError: another version was accepted meanwhile, with other contents.
        LockedError: its month is closed. A new session comes in all the same, and is marked as late.
        NotFoundError: the id is another coach's or another network's, or there is nothing to edit.
        NotAllowedError: this person logs no sessions, and did not on that day.
    """
    telling = settle(said)
    if not visit.rights.may(Permission.LOG) and not (seen == 0 and _coached_then(visit, telling)):
        raise NotAllowedError
    found = problems(telling, surroundings(visit, telling, before=part_of)) if seen == 0 else {}
    if seen == 0 and not found and _create(visit, session_id, telling):
        return Submitted(session_id, 1, again=False)
    kept = get_own(visit, session_id)  # to edit, or what was first: this form's twin, or another's session
    if kept is None:
        if found and not sessions.is_taken(visit.connection, session_id):
            raise InvalidError(found)
        raise NotFoundError
    if kept.version != seen:
        return answer_again(visit, kept, seen, telling)
    return edit_kept(visit, kept, telling)


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
    words = in_a_few_words(reason)
    refuse_locked(visit, kept)
    return turn(visit, kept, seen, voided_by(visit, words))


def restore_session(visit: Visit, session_id: UUID, seen: int) -> Kept:
    """Bring a voided session of one's own back into every count."""
    kept = get_own(visit, session_id)
    if kept is None:
        raise NotFoundError
    if kept.voided_at is None:
        return kept
    refuse_locked(visit, kept)
    return turn(visit, kept, seen, RESTORED)


def in_a_few_words(reason: str) -> str:
    """A reason as it is kept.

    Raises:
        InvalidError: none is given, or more than a few words.
    """
    words = settled(reason)
    if not words or len(words) > LINE:
        raise InvalidError(
            {
                "reason": _(
                    "Say in a few words why (up to %(number)s characters), for whoever reads this later.", number=LINE
                )
            }
        )
    return words


def _coached_then(visit: Visit, telling: Telling) -> bool:
    """Whether the visitor coached at the school on that day: what was logged in time comes in, however late."""
    where = telling.school_id, telling.area_id, telling.held_on
    return assigned_and_open(visit.connection, visit.network_id, visit.person_id, *where)[0]


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
    finish(visit, Accepted(session_id, 1, "create", telling, content_hash(telling)), None, Counted(telling))
    return True
