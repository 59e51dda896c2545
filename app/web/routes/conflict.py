"""When two versions meet: both on one page, and the coach chooses."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from app.domain.ids import time_ordered_id
from app.domain.language import _
from app.domain.language import told as in_words
from app.domain.sessions import Telling, settle
from app.services.session_changes import ConflictError, LockedError
from app.services.visits import Visit
from app.store.schools import list_areas, list_schools, names_of
from app.store.session_support import list_funding, list_partners
from app.web.forms import filled, from_tablet
from app.web.house import reading
from app.web.render import Page, layout_of, render
from app.web.session_page import closed_words
from app.web.words import FIELD_NAMES, clock, day_and_year, said


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    kept: str
    sent: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ConflictPage(Page):
    template: ClassVar[str] = "sessions/conflict.html"

    session_id: UUID
    version: int
    voided: bool
    rows: tuple[Difference, ...]
    hidden: tuple[tuple[str, str], ...]
    another_id: UUID


@dataclass(frozen=True, slots=True)
class LockedPage(Page):
    template: ClassVar[str] = "sessions/locked.html"

    session_id: UUID
    version: int
    words: str
    rows: tuple[Difference, ...]
    hidden: tuple[tuple[str, str], ...]


def conflict_page(visit: Visit, conflict: ConflictError) -> ConflictPage:
    """Both versions, field by field; without a sent one (a stale void) only what is kept."""
    kept, sent = conflict.kept, conflict.sent
    mine = settle(sent) if sent else kept.telling
    return ConflictPage(
        session_id=kept.id,
        version=kept.version,
        voided=kept.voided_at is not None,
        rows=_differences(visit, kept.telling, mine),
        hidden=(*_hidden(mine), *conflict.beside) if sent else (),
        another_id=time_ordered_id(visit.now),
    )


def conflict_answer(request: Request, conflict: ConflictError) -> Response:
    """Both versions, with 409; a tablet asks for the page when somebody is there to choose."""
    if from_tablet(request):
        return JSONResponse({"id": str(conflict.kept.id), "version": conflict.kept.version}, 409)
    with reading(request) as visit:
        shown = conflict_page(visit, conflict)
        layout = layout_of(visit)
    return render(request, shown, layout, status=409)


def locked_answer(request: Request, locked: LockedError) -> Response:
    """What was sent, who can open the session for it, and 409; a tablet that keeps the form is told why it stays."""
    with reading(request) as visit:
        if from_tablet(request):
            return JSONResponse({"errors": {"": closed_words(visit, locked.kept)}}, 422)
        shown = _locked_page(visit, locked)
        layout = layout_of(visit)
    return render(request, shown, layout, status=409)


def install(app: FastAPI) -> None:
    """Whatever changes a session may meet another's version, or a closed month: each is answered here.

    The types are those of any handler; each of these is told of its own error and no other.
    """
    app.add_exception_handler(ConflictError, conflict_answer)  # type: ignore[arg-type]
    app.add_exception_handler(LockedError, locked_answer)  # type: ignore[arg-type]


def _locked_page(visit: Visit, locked: LockedError) -> LockedPage:
    kept, sent = locked.kept, locked.sent
    mine = settle(sent) if sent else kept.telling
    return LockedPage(
        session_id=kept.id,
        version=kept.version,
        words=closed_words(visit, kept),
        rows=tuple(row for row in _differences(visit, kept.telling, mine) if row.differs),
        hidden=(*_hidden(mine), *locked.beside) if sent else (),
    )


def _differences(visit: Visit, kept: Telling, sent: Telling) -> tuple[Difference, ...]:
    """Field by field, as a page says them."""
    speak = _Speaker(visit, kept, sent)
    return tuple(
        Difference(
            in_words(words), speak(name, kept), speak(name, sent), differs=getattr(kept, name) != getattr(sent, name)
        )
        for name, words in FIELD_NAMES.items()
    )


def _hidden(sent: Telling) -> tuple[tuple[str, str], ...]:
    """What was sent, as hidden fields that send it again."""
    return tuple((name, value) for name, values in filled(sent).values.items() for value in values)


class _Speaker:
    """Says the value of a field in words, with names for ids."""

    def __init__(self, visit: Visit, *tellings: Telling) -> None:
        ids = frozenset(told.school_id for told in tellings)
        schools = list_schools(visit.connection, visit.network_id, ids, None)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        people = frozenset(
            id_
            for told in tellings
            for id_ in (*told.participant_ids, told.next_step_owner_id, told.co_coach_id)
            if id_ is not None
        )
        self.names: dict[UUID, str] = {school.id: school.name for school in schools}
        self.names |= {area.id: area.name for area in areas}
        self.names |= names_of(visit.connection, visit.network_id, people)
        if any(told.partner_id or told.funding_id for told in tellings):
            self.names |= {each.id: each.name for each in list_partners(visit.connection, visit.network_id)}
            self.names |= {each.id: each.name for each in list_funding(visit.connection, visit.network_id)}

    def __call__(self, name: str, telling: Telling) -> str:
        value = getattr(telling, name)
        if isinstance(value, frozenset):
            return ", ".join(sorted(self._one(each) for each in value)) or _("nobody")
        return self._one(value)

    def _one(self, value: object) -> str:
        if value is None or value == "":
            return _("not said")
        if isinstance(value, UUID):
            return self.names.get(value, _("somebody else"))
        if isinstance(value, StrEnum):
            return said(value)
        if isinstance(value, time):
            return clock(value)
        return day_and_year(value) if isinstance(value, date) else str(value)
