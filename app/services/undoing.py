"""Undo: after saving, voiding and restoring, and of each change later. An undo is a version, and judged like one."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import later
from app.domain.language import told as in_words
from app.domain.versions import without_change
from app.services.session_changes import ConflictError, Submitted, answer_again, edit_kept, get_own, is_locked_now
from app.services.sessions import restore_session, void_session
from app.services.visits import Visit
from app.store.session_versions import Version, list_versions
from app.store.sessions import Kept

RIGHT_AFTER = timedelta(hours=1)
"""How long after saving an undo is of a slip, and says so where the session is read later."""

UNDONE_AT_ONCE = later("Undone right after saving")
UNDONE = later("Undone")
RESTORE_UNDONE = later("Its restoring was undone")
NOT_KEPT = later("What it said before that is not on record any more. Edit the session instead.")
TURNS = frozenset({"void", "restore"})


def void_reason_in_words(reason: str) -> str:
    """Why a session was voided, as its coach wrote it; what an undo wrote is kept in English and said as one reads."""
    return in_words(reason) if reason in {UNDONE_AT_ONCE, UNDONE, RESTORE_UNDONE} else reason


def undo_change(visit: Visit, session_id: UUID, seen: int, change: int) -> Submitted:
    """Take back what version `change` of a session of one's own did; prose stays as it is now.

    Of a create that is a void, of a void a restore, and the other way round; of an edit, what it changed is as it was
    before. Twice is once.

    Raises:
        NotFoundError: the session is not the visitor's.
        ConflictError: it has changed since the page was shown, or there is no such version.
        LockedError: its month is closed.
        InvalidError: as it was, it cannot be accepted any more; in words, by field.
    """
    kept = get_own(visit, session_id)
    if kept is None:
        raise NotFoundError
    versions = list_versions(visit.connection, visit.network_id, session_id)
    made, before = versions.get(change), versions.get(change - 1)
    if made is None:
        raise ConflictError(kept, None)
    if change == 1 or made.content_hash in TURNS:
        return _turn_back(visit, kept, seen, made)
    if before is None or before.told is None or made.told is None:
        raise InvalidError({"undo": in_words(NOT_KEPT)})
    telling = without_change(kept.telling, before.told, made.told)
    if kept.version != seen:
        return answer_again(visit, kept, seen, telling)
    return edit_kept(visit, kept, telling, "undo")


def _turn_back(visit: Visit, kept: Kept, seen: int, made: Version) -> Submitted:
    if made.content_hash == "void":
        turned = restore_session(visit, kept.id, seen)
    elif made.content_hash == "restore":
        turned = void_session(visit, kept.id, seen, RESTORE_UNDONE)
    else:
        at_once = visit.now - kept.received_at <= RIGHT_AFTER
        turned = void_session(visit, kept.id, seen, UNDONE_AT_ONCE if at_once else UNDONE)
    return Submitted(kept.id, turned.version, again=turned.version == kept.version)


def undoable(visit: Visit, kept: Kept) -> frozenset[int]:
    """The versions of a session of the visitor's own whose change can be undone now, and would bring something back.

    Voids and restores, and the logging of it, while nothing came after them; edits at any time.
    """
    if is_locked_now(visit, kept):
        return frozenset()
    versions = list_versions(visit.connection, visit.network_id, kept.id)
    return frozenset(number for number in versions if _brings_back(kept, versions, number))


def _brings_back(kept: Kept, versions: Mapping[int, Version], number: int) -> bool:
    made, before = versions[number], versions.get(number - 1)
    if number == 1 or made.content_hash in TURNS:
        return number == kept.version
    if kept.voided_at is not None or before is None or before.told is None or made.told is None:
        return False
    return without_change(kept.telling, before.told, made.told) != kept.telling
