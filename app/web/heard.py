"""What a coach reads of their own sessions: each leader's word, and the one answer that a correction may have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.language import _
from app.domain.language import told as in_words
from app.domain.reviews import CORRECTS
from app.domain.sessions import DIFFERING
from app.domain.vocabulary import Heard as Together
from app.domain.vocabulary import Lead, Mode, Verdict
from app.services.review_reading import Heard, read_heard, read_unanswered
from app.services.visits import Visit
from app.store.review_log import Word
from app.store.schools import list_areas, list_schools, names_of
from app.store.sessions import Kept
from app.store.tables.sessions import LINE
from app.web.review_words import FIT_WORDS, HEARD, OF_A_LEADER
from app.web.words import day

MOST = 5
"""Corrections that are listed above one's sessions; the others come up as these are answered."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One leader's word. `may_answer` while it corrects and has no answer; `wrong` is what is wrong with `typed`."""

    reviewer_id: UUID
    number: int
    who: str
    said: str
    when: str
    corrects: bool
    comment: str
    fit: str
    answer: str
    answered: str
    may_answer: bool
    typed: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class HeardPart:
    """All that leaders say of one's own session, and what it counts as because of it."""

    session_id: UUID
    words: tuple[Spoken, ...]
    counts: str
    longest: int = LINE


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer that could not be kept: to whom, what was typed, and why."""

    reviewer_id: UUID
    typed: str = ""
    wrong: str = ""


def heard_part(visit: Visit, kept: Kept, tried: Tried | None = None) -> HeardPart | None:
    """What leaders say of a session, for its own coach alone; None while nobody has spoken of it."""
    if kept.coach_id != visit.person_id:
        return None
    (heard,) = read_heard(visit, [kept])
    if not heard.words:
        return None
    names = names_of(visit.connection, visit.network_id, frozenset(word.reviewer_id for word in heard.words))
    words = tuple(_spoken(visit, kept, word, names, tried) for word in heard.words)
    return HeardPart(kept.id, words, _counts(kept, heard.words))


def _spoken(visit: Visit, kept: Kept, word: Word, names: Mapping[UUID, str], tried: Tried | None) -> Spoken:
    back = tried if tried is not None and tried.reviewer_id == word.reviewer_id else None
    corrects = word.verdict in CORRECTS
    return Spoken(
        reviewer_id=word.reviewer_id,
        number=word.number,
        who=names[word.reviewer_id],
        said=in_words(OF_A_LEADER[word.verdict]),
        when=_date(visit, word.said_at),
        corrects=corrects,
        comment=word.comment,
        fit=in_words(FIT_WORDS[word.fit]).lower() if word.fit else "",
        answer=word.answer,
        answered=_date(visit, word.answered_at) if word.answered_at else "",
        may_answer=corrects and word.answered_at is None and kept.voided_at is None,
        typed=back.typed if back else "",
        wrong=back.wrong if back else "",
    )


def _counts(kept: Kept, words: Sequence[Word]) -> str:
    if kept.voided_at is not None:
        return ""
    heard = kept.effective.heard
    if heard in DIFFERING:
        return _(
            "Leaders see this differently, so it counts as you told it. A talk about what the words mean may help."
        )
    if heard is Together.CORRECTED:
        return _(
            "It counts as done for the school. If that is so, edit the session: then you agree, and nothing is open."
        )
    if heard is Together.CONFIRMED and kept.effective.lead is Lead.COACH and kept.telling.lead is not Lead.COACH:
        return _("It counts as side by side, led by you.")
    if any(word.verdict is Verdict.NOT_THERE for word in words):
        return _("Whoever was there can say how it was. Until then it counts as you told it.")
    return ""


def _date(visit: Visit, at: datetime) -> str:
    return day(at.astimezone(ZoneInfo(visit.network.timezone)).date())


class ToRead(NamedTuple):
    """A correction that awaits a look: of which session, and what was said."""

    session_id: UUID
    held_on: date
    school: str
    area: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is above a coach's own sessions: how many corrections there are to read, and the first of them."""

    number: int = 0
    first: tuple[ToRead, ...] = field(default_factory=tuple)


def corrections_of(visit: Visit) -> Corrections:
    """The corrections of the visitor's own sessions that have no answer yet: in one query, where there are none."""
    number, sessions = read_unanswered(visit, MOST)
    if not number:
        return Corrections()
    connection, network_id, heard = visit.connection, visit.network_id, read_heard(visit, sessions)
    names: dict[UUID, str] = names_of(connection, network_id, _speakers(heard))
    ids = frozenset(kept.telling.school_id for kept in sessions)
    names |= {school.id: school.name for school in list_schools(connection, network_id, ids, None)}
    names |= {area.id: area.name for area in list_areas(connection, network_id, visit.today)}
    return Corrections(number, tuple(_to_read(each, names) for each in heard))


def _speakers(heard: Collection[Heard]) -> frozenset[UUID]:
    return frozenset(word.reviewer_id for each in heard for word in each.words)


def _to_read(heard: Heard, names: Mapping[UUID, str]) -> ToRead:
    """`names` are of people, schools and areas alike: ids are unique."""
    told = heard.kept.telling
    open_ones = [word for word in heard.words if word.verdict in CORRECTS and word.answered_at is None]
    said = tuple(f"{names[word.reviewer_id]} {in_words(OF_A_LEADER[word.verdict])}" for word in open_ones)
    return ToRead(heard.kept.id, told.held_on, names[told.school_id], names[told.area_id], said)


def heard_in_a_word(kept: Kept) -> str:
    """What leaders say of one's own session taken together, for a list; empty where nobody has spoken of it."""
    heard = kept.effective.heard
    return in_words(HEARD[heard]) if heard is not None and kept.telling.mode is Mode.WITH else ""
