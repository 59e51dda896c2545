"""Coaching sessions: one's own list, one session, and what is done to it."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.services.session_changes import Submitted, UnsavedError
from app.services.sessions import refuse_taken, restore_session, submit_session, void_session
from app.services.visits import Visit
from app.services.wall import WallTap, follow_tap
from app.store.tables.sessions import LINE
from app.store.wall import get_put
from app.web.forms import Fields, Filled, Sent, filled, from_tablet, read_telling
from app.web.guards import allow, allow_late, own_session_for, same_account, session_for
from app.web.house import reading, write
from app.web.log_page import log_page
from app.web.render import layout_of, render, see
from app.web.session_list import sessions_page
from app.web.session_page import Tried, session_page

router = APIRouter()

WALL = ("wall", "wall_was")
"""Fields of a session's form beside what it tells of the session."""


@router.get("/sessions")
def index(request: Request, page: int = 1) -> Response:
    """One's own sessions, newest first, by week."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        shown = sessions_page(visit, page)
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.post("/sessions/{session_id}")
async def create(request: Request, session_id: UUID, form: Sent) -> Response:
    """Log a session (version 0) or save an edit (the version that its form was made from).

    A tablet that sends what it has kept asks for JSON: the id and version that are kept here, or the errors by field.
    """
    fields = Fields.of(form)
    seen, tap = fields.version(), WallTap(up=bool(fields.raw("wall")), seen=fields.raw("wall_was"))

    def job(visit: Visit) -> Submitted:
        same_account(visit, fields.raw("account"))
        saved = submit_session(visit, session_id, seen, telling)
        follow_tap(visit, session_id, tap)
        return saved

    try:
        telling = read_telling(fields)
        submitted = await write(request, job)
    except UnsavedError as error:
        error.beside = tuple((name, value) for name in WALL if (value := fields.raw(name)))
        raise
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, session_id, max(seen, 0), Filled(fields.sent), error.errors)
    if from_tablet(request):
        return JSONResponse({"id": str(submitted.session_id), "version": submitted.version})
    return see(f"/sessions/{session_id}?done=saved")


@router.get("/sessions/{session_id}")
def show(request: Request, session_id: UUID) -> Response:
    with reading(request) as visit:
        shown = session_page(visit, session_for(visit, session_id), done=request.query_params.get("done", ""))
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.get("/sessions/{session_id}/edit")
def edit(request: Request, session_id: UUID) -> Response:
    with reading(request) as visit:
        kept = own_session_for(visit, session_id)
        put = get_put(visit.connection, visit.network_id, kept.id)
        wall = {"wall": ["1"] if put and put.up else [], "wall_was": [put.mark] if put else []}
        start = Filled({**filled(kept.telling).values, **wall})
        shown = log_page(visit, kept.id, kept.version, start, edited=kept)
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
    return see(f"/sessions/{session_id}?done=voided")


@router.post("/sessions/{session_id}/restore")
async def restore(request: Request, session_id: UUID, form: Sent) -> Response:
    seen = Fields.of(form).version()

    def job(visit: Visit) -> None:
        own_session_for(visit, session_id)
        restore_session(visit, session_id, seen)

    await write(request, job)
    return see(f"/sessions/{session_id}?done=restored")


def _void_again(request: Request, session_id: UUID, reason: str, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        own_session_for(visit, session_id)
        shown = session_page(visit, session_for(visit, session_id), void=Tried(reason, errors))
        layout = layout_of(visit)
    return render(request, shown, layout, status=422)


def _mend(request: Request, session_id: UUID, seen: int, start: Filled, errors: Mapping[str, str]) -> Response:
    """The form again, with 422, what was typed, and each error by its field; a tablet has the form, and gets those."""
    with reading(request) as visit:
        same_account(visit, start.one("account"))
        allow_late(visit)
        refuse_taken(visit, session_id)
        edited = own_session_for(visit, session_id) if seen else None
        if from_tablet(request):
            return JSONResponse({"errors": errors}, 422)
        shown = log_page(visit, session_id, seen, start, errors, edited=edited)
        layout = layout_of(visit)
    return render(request, shown, layout, status=422)
