"""A closed month: a director voids, restores or opens one of its sessions, each with a reason that the trail keeps."""

from collections.abc import Callable
from uuid import UUID

from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import later, told
from app.domain.locks import OPENED_FOR, is_locked
from app.services.session_changes import RESTORED, turn, voided_by
from app.services.sessions import in_a_few_words
from app.services.visits import Visit, trace
from app.store import rollups, sessions
from app.store.sessions import Kept

NOT_LOCKED = later("This month is open, so its coach can do this. Nothing was changed.")


def void_locked(visit: Visit, session_id: UUID, seen: int, reason: str) -> None:
    """Take a session of a closed month out of every count; voided already is the same answer again.

    Whoever calls has seen to it that the visitor may.

    Raises:
        NotFoundError: not in the network.
        InvalidError: no reason, or its month is open.
        ConflictError: it has changed since.
    """

    def work(kept: Kept, words: str) -> None:
        if kept.voided_at is None:
            turn(visit, kept, seen, voided_by(visit, words), words)

    _reach_over(visit, session_id, reason, work)


def restore_locked(visit: Visit, session_id: UUID, seen: int, reason: str) -> None:
    """Bring a voided session of a closed month back into every count; errors as `void_locked`."""

    def work(kept: Kept, words: str) -> None:
        if kept.voided_at is not None:
            turn(visit, kept, seen, RESTORED, words)

    _reach_over(visit, session_id, reason, work)


def open_locked(visit: Visit, session_id: UUID, reason: str) -> None:
    """Open a session of a closed month for its coach, for seven days from today; errors as `void_locked`.

    Opened from today already is the same answer again.
    """

    def work(kept: Kept, words: str) -> None:
        until = visit.today + OPENED_FOR
        if kept.opened_until == until:
            return
        sessions.open_until(visit.connection, visit.network_id, kept.id, until)
        trace(visit, "open", "opening", kept.id, reason=words)
        rollups.touch(visit.connection, visit.network_id, {kept.telling.school_id})

    _reach_over(visit, session_id, reason, work)


def _reach_over(visit: Visit, session_id: UUID, reason: str, work: Callable[[Kept, str], None]) -> None:
    kept = sessions.get_kept(visit.connection, visit.network_id, session_id)
    if kept is None:
        raise NotFoundError
    words = in_a_few_words(reason)
    if not is_locked(kept.telling.held_on, visit.today, visit.network.lock_after_days):
        raise InvalidError({"reason": told(NOT_LOCKED)})
    work(kept, words)
