"""What a named leader says of a session: said, changed and taken back, each once, however often the form comes.

Nothing is ever overwritten: each saying is one more review, and the reviewer's latest stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _, later
from app.domain.language import told as in_words
from app.domain.reviews import Counted, as_counted, effective, spoken_mark
from app.domain.sessions import settled
from app.domain.versions import read_counting
from app.domain.vocabulary import Mode, Verdict
from app.services.agreeing import ChangedError, Result
from app.services.visits import Visit, trace
from app.store import review_log, reviews, rollups, sessions
from app.store.review_lists import list_told
from app.store.review_log import Word
from app.store.sessions import Kept
from app.store.tables.sessions import LINE

FITS = range(1, 5)
"""How far a session met what somebody needed to learn: from 1, not yet, to 4, fully."""

VOIDED = later("This session was voided meanwhile, so there is nothing left to say of it.")
MADE_FOR = later(
    "The coach has said meanwhile that this was done for you. That is settled, so there is nothing left to say."
)
NAMED_NO_MORE = later(
    "The coach does not name you in this session any more. What you said before can still be taken back."
)
EDITED = later("This session was changed since you opened the page. Here is what it says now: is it still so?")
ANSWERED = later(
    "You have answered this meanwhile, perhaps in another tab. Your latest word is below; change it if you like."
)

Moves = list[tuple[Counted | None, Counted | None]]


@dataclass(frozen=True, slots=True)
class Saying:
    """One answer: the verdict, and what goes with it if anything does; `fit` is one of `FITS`."""

    verdict: Verdict
    comment: str = ""
    fit: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form was made from; what it does not say is not held against it.

    `version` is the session's, `mark` that of what leaders speak of in it (see `spoken_mark`), and `number` that of the
    reviewer's own latest word, 0 without any.
    """

    version: int | None = None
    mark: str = ""
    number: int | None = None


ANYTHING = Seen()


@dataclass(slots=True)
class Several:
    """What became of one answer to several sessions; `changed` are sentences for those that were not answered."""

    done: list[UUID] = field(default_factory=list)
    already: list[UUID] = field(default_factory=list)
    changed: dict[UUID, str] = field(default_factory=dict)


def review_session(visit: Visit, session_id: UUID, saying: Saying, seen: Seen = ANYTHING) -> Result:
    """Say of one session how it was, say it otherwise, or take it back (`Verdict.WITHDRAWN`).

    Raises:
        NotFoundError: there is no such session, or it is of a school that is none of the visitor's.
        NotAllowedError: the visitor is not named in it, leads nothing there, or coached it.
        InvalidError: the comment is too long, or the fit none of `FITS`.
        ChangedError: there is nothing to say any more, or something else to say it of; in words.
    """
    found = review_sessions(visit, {session_id: seen}, saying)
    if found.changed:
        raise ChangedError(found.changed[session_id])
    return Result.DONE if found.done else Result.ALREADY


def review_sessions(visit: Visit, seen: Mapping[UUID, Seen], saying: Saying) -> Several:
    """The same of several sessions at once: those that have changed are left as they are, and the others answered.

    Raises:
        NotFoundError, NotAllowedError, InvalidError: as for one; then none is answered.
    """
    said = Saying(saying.verdict, settled(saying.comment), saying.fit)
    connection, network_id = visit.connection, visit.network_id
    review_log.lock_sessions(connection, network_id, list(seen))
    them = {session_id: reviewable(visit, session_id) for session_id in sorted(seen)}
    if problems := _problems(said):
        raise InvalidError(problems)
    found, moves, touched = Several(), Moves(), set[UUID]()
    for session_id, kept in them.items():
        try:
            result = _say(visit, kept, seen[session_id], said, moves)
        except ChangedError as changed:
            found.changed[session_id] = str(changed)
            continue
        (found.done if result is Result.DONE else found.already).append(session_id)
        touched |= {kept.telling.school_id} if result is Result.DONE else set()
    if touched:
        rollups.move_all(connection, network_id, moves)
        rollups.touch(connection, network_id, touched)
    return found


def reviewable(visit: Visit, session_id: UUID) -> Kept:
    """A session that the visitor may speak of: one that names them, at a school that they lead, and not their own.

    Who is named no more may still take back what they said; and whose form was made while they were named is told so.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: within sight, and not theirs to review.
    """
    connection, network_id, person_id = visit.connection, visit.network_id, visit.person_id
    kept = sessions.get_kept(connection, network_id, session_id)
    if kept is None:
        raise NotFoundError
    own = person_id in {kept.coach_id, kept.telling.co_coach_id}
    if not own and not visit.rights.knows(kept.telling.school_id):
        raise NotFoundError
    if own or not visit.rights.may(Permission.REVIEW, kept.telling.school_id):
        raise NotAllowedError
    if person_id in kept.telling.participant_ids or _own_words(visit, session_id) or _was_named(visit, session_id):
        return kept
    raise NotAllowedError


def _was_named(visit: Visit, session_id: UUID) -> bool:
    told = list_told(visit.connection, visit.network_id, [session_id])
    return any(visit.person_id in read_counting(version)["participant_ids"] for version in told.values())


def _own_words(visit: Visit, session_id: UUID) -> list[Word]:
    found = review_log.list_words(visit.connection, visit.network_id, [session_id], visit.person_id)
    return found.get(session_id, [])


def _problems(said: Saying) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(said.comment) > LINE:
        found["comment"] = _("Keep it to %(number)s characters.", number=LINE)
    if said.fit is not None and said.fit not in FITS:
        found["fit"] = _("Choose from %(least)s to %(most)s, or leave it out.", least=FITS[0], most=FITS[-1])
    return found


def _say(visit: Visit, kept: Kept, seen: Seen, said: Saying, moves: Moves) -> Result:
    """Decide what one answer does, and do all of it but the sums, which are added to `moves`."""
    words = _own_words(visit, kept.id)
    latest = words[-1] if words else None
    standing = latest if latest is not None and latest.stands else None
    if _is_again(words, standing, seen, said):
        return Result.ALREADY
    _still_as_seen(visit, kept, words, seen, said)
    connection, network_id, told = visit.connection, visit.network_id, kept.telling
    goes_on = standing is not None and standing.verdict is said.verdict
    word = Word(
        session_id=kept.id,
        reviewer_id=visit.person_id,
        number=len(words) + 1,
        verdict=said.verdict,
        comment=said.comment,
        fit=said.fit,
        said_at=visit.now,
        lapsed_at=None,
        answer=standing.answer if standing and goes_on else "",  # a correction is answered once, whatever is added
        answered_at=standing.answered_at if standing and goes_on else None,
    )
    review_log.add_word(connection, network_id, word)
    after = effective(told.mode, told.lead, told.participant_ids, reviews.list_reviews(connection, network_id, kept.id))
    if after != kept.effective:
        sessions.count_as(connection, network_id, kept.id, after)
        moves.append((kept.counted, as_counted(told, after)))
    act = "withdraw_review" if said.verdict is Verdict.WITHDRAWN else "review"
    trace(visit, act, "review", kept.id, _changed(standing, said))
    return Result.DONE


def _is_again(words: list[Word], standing: Word | None, seen: Seen, said: Saying) -> bool:
    """Whether this very form was accepted before, or says what stands already."""
    if seen.number is not None and seen.number < len(words):
        return _same(words[seen.number], said)
    if said.verdict is Verdict.WITHDRAWN:
        return standing is None
    if standing is None:
        return False
    bare = seen.number is None and not said.comment and said.fit is None
    return _same(standing, said) or (bare and standing.verdict is said.verdict)


def _same(word: Word, said: Saying) -> bool:
    return (word.verdict, word.comment, word.fit) == (said.verdict, said.comment, said.fit)


def _still_as_seen(visit: Visit, kept: Kept, words: list[Word], seen: Seen, said: Saying) -> None:
    if kept.voided_at is not None:
        raise ChangedError(in_words(VOIDED))
    if kept.telling.mode is Mode.FOR:
        raise ChangedError(in_words(MADE_FOR))
    if seen.number is not None and seen.number != len(words):
        raise ChangedError(in_words(ANSWERED))
    if said.verdict is Verdict.WITHDRAWN:
        return
    if visit.person_id not in kept.telling.participant_ids:
        raise ChangedError(in_words(NAMED_NO_MORE))
    if seen.mark and seen.mark != spoken_mark(kept.telling):
        raise ChangedError(in_words(EDITED))
    if not seen.mark and seen.version not in {None, kept.version}:
        raise ChangedError(in_words(EDITED))


def _changed(before: Word | None, said: Saying) -> list[str]:
    """Names of what this answer changes, for the audit log: never what it says."""
    was = (before.verdict, before.comment, before.fit) if before else (None, "", None)
    pairs = zip(("verdict", "comment", "fit"), was, (said.verdict, said.comment, said.fit), strict=True)
    return [name for name, old, new in pairs if old != new]
