"""Coaching sessions: one's own list, one session, and what is done to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.periods import monday
from app.services.sessions import (
    ConflictError,
    Submitted,
    refuse_taken,
    restore_session,
    submit_session,
    void_session,
)
from app.services.visits import Visit
from app.store.audit import Trace, list_traces
from app.store.schools import list_areas, list_schools
from app.store.sessions import Kept, list_kept, session
from app.store.tables.sessions import LINE
from app.web.forms import Fields, Filled, Sent, filled, read_telling
from app.web.guards import SeenSession, allow, own_session_for, same_account, session_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.routes.conflict import conflict_answer
from app.web.routes.log import log_page
from app.web.telling import Told, told_of
from app.web.words import ACTS, FIELD_NAMES, moment

router = APIRouter()

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One of one's own sessions in the list."""

    id: UUID
    held_on: date
    school: str
    area: str
    minutes: int
    mode: str
    lead: str | None
    voided: bool


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    lines: tuple[Line, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class SessionsPage(Page):
    template: ClassVar[str] = "sessions/index.html"

    weeks: tuple[Week, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the audit trail: who did what and when, with the names of the fields and never their contents."""

    when: str
    who: str
    did: str
    fields: str


@dataclass(frozen=True, slots=True)
class SessionPage(Page):
    template: ClassVar[str] = "sessions/show.html"

    told: Told
    trail: tuple[Step, ...]
    done: str
    reason: str
    void_errors: Mapping[str, str]
    timezone: str


@router.get("/sessions")
def index(request: Request, page: int = 1) -> Response:
    """One's own sessions, newest first, by week."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        page = min(max(page, 1), 10_000)
        mine = list_kept(
            visit.connection,
            visit.network_id,
            session.c.coach_id == visit.person_id,
            limit=PAGE_SIZE + 1,
            offset=(page - 1) * PAGE_SIZE,
        )
        shown = SessionsPage(weeks=_weeks(visit, mine[:PAGE_SIZE]), page=page, more=len(mine) > PAGE_SIZE)
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.post("/sessions/{session_id}")
async def create(request: Request, session_id: UUID, form: Sent) -> Response:
    """Log a session (version 0) or save an edit (the version that its form was made from).

    A tablet that sends what it has kept asks for JSON: the id and version that are kept here, or the errors by field.
    """
    fields = Fields.of(form)
    seen = fields.version()
    from_tablet = request.headers.get("accept", "") == "application/json"

    def job(visit: Visit) -> Submitted:
        same_account(visit, fields.raw("account"))
        return submit_session(visit, session_id, seen, telling)

    try:
        telling = read_telling(fields)
        submitted = await write(request, job)
    except InvalidError as error:
        start = Filled(fields.sent)
        again = await run_in_threadpool(_mend, request, session_id, max(seen, 0), start, error.errors)
        return JSONResponse({"errors": error.errors}, 422) if from_tablet else again
    except ConflictError as conflict:
        return await run_in_threadpool(conflict_answer, request, conflict)
    if from_tablet:
        return JSONResponse({"id": str(submitted.session_id), "version": submitted.version})
    return see(f"/sessions/{session_id}?done=saved")


@router.get("/sessions/{session_id}")
def show(request: Request, session_id: UUID) -> Response:
    with reading(request) as visit:
        shown = _session_page(visit, session_for(visit, session_id), done=request.query_params.get("done", ""))
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.get("/sessions/{session_id}/edit")
def edit(request: Request, session_id: UUID) -> Response:
    with reading(request) as visit:
        kept = own_session_for(visit, session_id)
        shown = log_page(visit, kept.id, kept.version, filled(kept.telling), edited=kept)
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.post("/sessions/{session_id}/void")
async def void(request: Request, session_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)
    reason, seen = fields.text("reason", LINE), fields.version()

    def job(visit: Visit) -> None:
        own_session_for(visit, session_id)
        void_session(visit, session_id, seen, reason)

    try:
        if fields.errors:
            return await run_in_threadpool(_void_again, request, session_id, reason, fields.errors)
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_void_again, request, session_id, reason, error.errors)
    except ConflictError as conflict:
        return await run_in_threadpool(conflict_answer, request, conflict)
    return see(f"/sessions/{session_id}?done=voided")


@router.post("/sessions/{session_id}/restore")
async def restore(request: Request, session_id: UUID, form: Sent) -> Response:
    seen = Fields.of(form).version()

    def job(visit: Visit) -> None:
        own_session_for(visit, session_id)
        restore_session(visit, session_id, seen)

    try:
        await write(request, job)
    except ConflictError as conflict:
        return await run_in_threadpool(conflict_answer, request, conflict)
    return see(f"/sessions/{session_id}?done=restored")


def _void_again(request: Request, session_id: UUID, reason: str, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        own_session_for(visit, session_id)
        shown = _session_page(visit, session_for(visit, session_id), reason=reason, void_errors=errors)
        layout = layout_of(visit)
    return render(request, shown, layout, status=422)


def _mend(request: Request, session_id: UUID, seen: int, start: Filled, errors: Mapping[str, str]) -> Response:
    """The form again, with 422, what was typed, and each error by its field."""
    with reading(request) as visit:
        same_account(visit, start.one("account"))
        allow(visit, Permission.LOG)
        refuse_taken(visit, session_id)
        edited = own_session_for(visit, session_id) if seen else None
        shown = log_page(visit, session_id, seen, start, errors, edited=edited)
        layout = layout_of(visit)
    return render(request, shown, layout, status=422)


def _session_page(
    visit: Visit, seen: SeenSession, *, done: str = "", reason: str = "", void_errors: Mapping[str, str] | None = None
) -> SessionPage:
    trail: tuple[Step, ...] = ()
    if seen.sight.audit:
        traces = list_traces(visit.connection, visit.network_id, seen.kept.id)
        trail = tuple(_step(visit, seen.kept, trace) for trace in traces)
    return SessionPage(
        told=told_of(visit, seen.kept, seen.sight, school=seen.school.name, area=seen.area.name),
        trail=trail,
        done=done,
        reason=reason,
        void_errors=void_errors or {},
        timezone=visit.network.timezone,
    )


def _step(visit: Visit, kept: Kept, trace: Trace) -> Step:
    """Whoever is not its coach never learns from the trail who is."""
    who = trace.actor or "The system"
    if trace.actor_id == kept.coach_id:
        who = "You" if kept.coach_id == visit.person_id else "The coach"
    names = ", ".join(FIELD_NAMES[name].lower() for name in trace.fields if name in FIELD_NAMES)
    return Step(moment(trace.at, visit.network.timezone), who, ACTS[trace.act], names)


def _weeks(visit: Visit, mine: list[Kept]) -> tuple[Week, ...]:
    ids = frozenset(kept.telling.school_id for kept in mine)
    schools = {s.id: s.name for s in list_schools(visit.connection, visit.network_id, ids, None)}
    areas = {a.id: a.name for a in list_areas(visit.connection, visit.network_id, visit.today)}
    lines = [
        Line(
            id=kept.id,
            held_on=kept.telling.held_on,
            school=schools[kept.telling.school_id],
            area=areas[kept.telling.area_id],
            minutes=kept.telling.minutes,
            mode=kept.telling.mode,
            lead=kept.telling.lead,
            voided=kept.voided_at is not None,
        )
        for kept in mine
    ]
    by_week = [(start, tuple(group)) for start, group in groupby(lines, key=lambda line: monday(line.held_on))]
    return tuple(Week(start, week, sum(line.minutes for line in week if not line.voided)) for start, week in by_week)
