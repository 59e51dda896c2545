"""Answer a flag: what we will change, who, and by when. Change the answer, take it back, and take that back.

Only a flag that is up can be answered. Each form tells which answer it was made from, so that of two directors who
answer at once the second sees the first's words before anything replaces them.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.language import _
from app.domain.sessions import settled
from app.services.seeing.judging import Flagged
from app.services.seeing.standings import Kept, flagged
from app.services.visits import Visit, trace
from app.store import answer_log, handoffs
from app.store.answer_log import Place, Words
from app.store.rollups import touch
from app.store.schools import SchoolFact, get_school, list_areas
from app.store.tables.sessions import LINE

WHO = 80
"""Characters of who does it: a name or two, or "the ILT and the coach"."""

USUAL_TIME = timedelta(weeks=2)
"""By when, unless somebody says otherwise: the ILT that would hear of it meets every other week."""

LONGEST_TIME = timedelta(days=366)
"""What is more than a year away changes nothing this school year; such a date is more likely a slip."""


class Answered(Protocol):
    """An answer that stands."""

    @property
    def what(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def answered_on(self) -> date: ...


class ClearedError(DomainError):
    """The flag is not up any more, so there is nothing to answer."""


class OvertakenError(DomainError):
    """Somebody else has answered, or taken the answer back, since the form was made."""


def mark_of(answer: Answered | None) -> str:
    """What a form carries of the answer that it was made from; empty where there was none."""
    if answer is None:
        return ""
    return sha256("\n".join((answer.what, answer.who, str(answer.due_on))).encode()).hexdigest()[:16]


def see_flags(visit: Visit, kept: Kept, schools: list[SchoolFact]) -> list[Flagged]:
    """The schools with their flags, in their order: those of the usual window, which is where flags are answered."""
    return flagged(visit, kept, schools)


def answer_flag(visit: Visit, place: Place, seen: str, said: Words) -> None:
    """Answer a flag of a school, or change the answer; the same form again changes nothing more.

    Args:
        visit: a director's; whoever calls has asked for the right.
        place: the school, the rule and the area that the flag speaks of.
        seen: the mark of the answer that the form was made from; see `mark_of`.
        said: the answer.

    Raises:
        NotFoundError: an area that is none of the network's.
        InvalidError: something is missing, too long, or a day that cannot be.
        ClearedError: the flag is not up.
        OvertakenError: another answer stands meanwhile.
    """
    standing = _standing(visit, place)
    said = Words(settled(said.what), settled(said.who), said.due_on)
    if (problems := _problems(said, standing, visit.today)) is not None:
        raise InvalidError(problems)
    if standing is not None and said == Words(standing.what, standing.who, standing.due_on):
        return
    if mark_of(standing) != seen:
        raise OvertakenError
    answer_id = answer_log.add_answer(
        visit.connection,
        visit.network_id,
        place,
        said,
        answered_by=visit.person_id,
        answered_on=visit.today,
        at=visit.now,
    )
    fields = ("what", "who", "due_on")
    changed = [name for name in fields if standing is None or getattr(standing, name) != getattr(said, name)]
    _record(visit, place, "change_answer" if standing else "answer", answer_id, changed)


def withdraw_answer(visit: Visit, place: Place, seen: str) -> None:
    """Take an answer back; twice is once.

    Raises:
        NotFoundError: an area that is none of the network's.
        ClearedError: the flag is not up.
        OvertakenError: another answer stands meanwhile.
    """
    standing = _standing(visit, place)
    if standing is None:
        return
    if mark_of(standing) != seen:
        raise OvertakenError
    answer_log.withdraw_answers(visit.connection, visit.network_id, place, visit.now)
    _record(visit, place, "withdraw_answer", place.school_id)


def restore_answer(visit: Visit, place: Place) -> None:
    """Let the answer that was taken back stand again; where one stands, nothing happens.

    Raises:
        NotFoundError: an area that is none of the network's.
        ClearedError: the flag is not up.
    """
    if _standing(visit, place) is not None:
        return
    answer_id = answer_log.restore_answer(visit.connection, visit.network_id, place)
    if answer_id is not None:
        _record(visit, place, "restore_answer", answer_id)


def _standing(visit: Visit, place: Place) -> Answered | None:
    """The answer that stands, while nobody else may answer; the flag must be up.

    Judged anew, and kept nowhere: a transaction that may yet fail must leave nothing behind for pages to show.
    """
    areas = {area.id for area in list_areas(visit.connection, visit.network_id, visit.today)}
    if place.area_id is not None and place.area_id not in areas:
        raise NotFoundError
    handoffs.lock_school(visit.connection, visit.network_id, place.school_id)
    school = get_school(visit.connection, visit.network_id, place.school_id)  # as it is now that nobody else may answer
    if school is None:
        raise NotFoundError
    (stood,) = see_flags(visit, Kept(), [school])
    about = place.rule, place.area_id
    if not any((flag.rule, flag.area_id) == about and not flag.good for flag in stood.flags):
        raise ClearedError
    found: Answered | None = stood.answers.get(about)
    return found


def _problems(said: Words, standing: Answered | None, today: date) -> dict[str, str] | None:
    found: dict[str, str] = {}
    if not said.what:
        found["what"] = _("Say what we will change.")
    elif len(said.what) > LINE:
        found["what"] = _("This is longer than %(most)d characters. Shorten it.", most=LINE)
    if not said.who:
        found["who"] = _("Say who does it.")
    elif len(said.who) > WHO:
        found["who"] = _("This is longer than %(most)d characters. Shorten it.", most=WHO)
    kept = standing is not None and standing.due_on == said.due_on
    if said.due_on < today and not kept:
        found["due_on"] = _("This day has passed. Choose one from today on.")
    elif said.due_on > today + LONGEST_TIME:
        found["due_on"] = _("This is more than a year away. Choose a nearer day: what can be done by then?")
    return found or None


def _record(visit: Visit, place: Place, act: str, subject_id: UUID, fields: list[str] | None = None) -> None:
    trace(visit, act, "flag", subject_id, fields or ())
    touch(visit.connection, visit.network_id, {place.school_id})
