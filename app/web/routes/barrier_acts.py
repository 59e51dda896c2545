"""What is done to a barrier with a tap: moved on, removed and brought back, and sessions put behind it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.language import _
from app.domain.vocabulary import BarrierStatus
from app.services.agreeing import ChangedError, Result
from app.services.barriers import (
    barrier_of,
    link_session,
    move_barrier,
    remove_barrier,
    restore_barrier,
    tick_sessions,
)
from app.services.visits import Visit
from app.web.barrier_pages import Tried, barrier_page
from app.web.forms import AGAIN, DAY, Fields, Sent
from app.web.guards import session_for
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.session_page import session_page

router = APIRouter()


@router.post("/barriers/{barrier_id}/move")
async def move(request: Request, barrier_id: UUID, form: Sent) -> Response:
    """Say how far a barrier is, and since when it is solved or left."""
    fields = Fields.of(form)
    status = fields.one("status", BarrierStatus, _("Choose one of the four."), AGAIN)
    settled_on = fields.one("settled_on", date.fromisoformat, "", DAY)

    def job(visit: Visit) -> Result:
        if fields.errors or status is None:
            raise InvalidError(fields.errors)
        return move_barrier(visit, barrier_id, fields.version(), status, settled_on)

    return await _act(request, barrier_id, fields, "moved", job)


@router.post("/barriers/{barrier_id}/sessions")
async def tick(request: Request, barrier_id: UUID, form: Sent) -> Response:
    """Put the ticked sessions behind it; of those that the form showed, the others are taken away."""
    fields = Fields.of(form)
    shown = fields.many("shown", UUID, AGAIN)
    ticked = fields.many("session_ids", UUID, AGAIN)

    def job(visit: Visit) -> Result:
        if fields.errors:
            raise InvalidError(fields.errors)
        return tick_sessions(visit, barrier_id, shown, ticked)

    return await _act(request, barrier_id, fields, "linked", job)


@router.post("/barriers/{barrier_id}/remove")
async def remove(request: Request, barrier_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)
    where = ""

    def job(visit: Visit) -> Result:
        nonlocal where
        school_id = barrier_of(visit, barrier_id, write=True).school_id
        where = f"/schools/{school_id}/barriers" if school_id else "/barriers"
        return remove_barrier(visit, barrier_id, fields.version())

    try:
        await write(request, job)
    except ChangedError as changed:
        return await run_in_threadpool(_show, request, barrier_id, Tried(trouble=str(changed)), 409)
    return see(f"{where}?removed={barrier_id}")


@router.post("/barriers/{barrier_id}/restore")
async def restore(request: Request, barrier_id: UUID) -> Response:
    await write(request, lambda visit: restore_barrier(visit, barrier_id))
    return see(f"/barriers/{barrier_id}?done=restored")


@router.post("/sessions/{session_id}/barriers")
async def link(request: Request, session_id: UUID, form: Sent) -> Response:
    """A barrier stands behind this session."""
    fields = Fields.of(form)
    barrier_id = fields.one("barrier_id", UUID, _("Choose a barrier."), AGAIN)

    def job(visit: Visit) -> Result:
        seen = session_for(visit, session_id)
        if not visit.rights.may(Permission.BARRIERS, seen.school.id):
            raise NotAllowedError
        if fields.errors or barrier_id is None:
            raise InvalidError(fields.errors)
        return link_session(visit, barrier_id, session_id)

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_session, request, session_id, " ".join(error.errors.values()), 422)
    except ChangedError as changed:
        return await run_in_threadpool(_session, request, session_id, str(changed), 409)
    return see(f"/sessions/{session_id}?done=linked#barriers")


async def _act(
    request: Request, barrier_id: UUID, fields: Fields, done: str, job: Callable[[Visit], Result]
) -> Response:
    """Do it for who may, and answer with the barrier's page; `done` is its word for when it was done."""

    def guarded(visit: Visit) -> Result:
        barrier_of(visit, barrier_id, write=True)
        return job(visit)

    try:
        result = await write(request, guarded)
    except InvalidError as error:
        tried = Tried(fields.raw("status"), fields.raw("settled_on"), error.errors, _not_yet())
        return await run_in_threadpool(_show, request, barrier_id, tried, 422)
    except ChangedError as changed:
        return await run_in_threadpool(_show, request, barrier_id, Tried(trouble=str(changed)), 409)
    return see(f"/barriers/{barrier_id}?done={done if result is Result.DONE else 'already'}")


def _not_yet() -> str:
    return _("Not saved yet: look at what is marked below.")


def _show(request: Request, barrier_id: UUID, tried: Tried, status: int) -> Response:
    with reading(request) as visit:
        page = barrier_page(visit, barrier_of(visit, barrier_id), tried=tried)
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _session(request: Request, session_id: UUID, trouble: str, status: int) -> Response:
    with reading(request) as visit:
        page = session_page(visit, session_for(visit, session_id), trouble=trouble)
        layout = layout_of(visit)
    return render(request, page, layout, status)
