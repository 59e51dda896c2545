"""A coach's one answer to a correction: what happened, in their own words, for the leader who corrected."""

from uuid import UUID

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _, later, told
from app.domain.reviews import CORRECTS
from app.domain.sessions import settled
from app.services.agreeing import ChangedError, Result
from app.services.visits import Visit, trace
from app.store import review_log, rollups
from app.store.review_log import Word
from app.store.sessions import Kept, get_kept
from app.store.tables.sessions import LINE

GONE = later("This word does not stand any more, so there is nothing to answer.")
ONCE = later("You have answered this already, and an answer is given once. It stands below.")


def answer_review(visit: Visit, session_id: UUID, reviewer_id: UUID, number: int, words: str) -> Result:
    """Say once what happened in a session of one's own that a leader corrected.

    Args:
        visit: the coach's.
        session_id: the session.
        reviewer_id: whose correction it is.
        number: that of the review which the coach has read.
        words: the answer.

    Raises:
        NotFoundError: no such session for the visitor, or nobody of this id has spoken of it.
        NotAllowedError: within sight, but another's session.
        InvalidError: no words, or too many.
        ChangedError: the correction does not stand any more, or was answered in other words; in words.
    """
    connection, network_id = visit.connection, visit.network_id
    review_log.lock_sessions(connection, network_id, [session_id])
    kept = answerable(visit, session_id)
    said = review_log.list_words(connection, network_id, [session_id], reviewer_id).get(session_id)
    if not said:
        raise NotFoundError
    answer = settled(words)
    if not answer or len(answer) > LINE:
        raise InvalidError({"answer": _("Say what happened, in up to %(number)s characters.", number=LINE)})
    word = said[-1]
    if word.answered_at is not None and word.answer == answer:
        return Result.ALREADY
    _still_open(word, number)
    if not review_log.answer_word(connection, network_id, word, answer, visit.now):
        raise ChangedError(told(ONCE))
    trace(visit, "answer_review", "review", session_id, ("answer",))
    rollups.touch(connection, network_id, {kept.telling.school_id})
    return Result.DONE


def answerable(visit: Visit, session_id: UUID) -> Kept:
    """A session of the visitor's own, whose leaders' words are theirs to answer.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: within sight, but another's.
    """
    kept = get_kept(visit.connection, visit.network_id, session_id)
    if kept is None or (kept.coach_id != visit.person_id and not visit.rights.knows(kept.telling.school_id)):
        raise NotFoundError
    if kept.coach_id != visit.person_id:
        raise NotAllowedError
    return kept


def _still_open(word: Word, number: int) -> None:
    if not word.stands or word.verdict not in CORRECTS or word.number < number:
        raise ChangedError(told(GONE))
    if word.number != number:
        message = _("The leader has said more since you opened the page. It stands below; answer that.")
        raise ChangedError(message)
    if word.answered_at is not None:
        raise ChangedError(told(ONCE))
