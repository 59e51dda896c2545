"""Undo, and a director's reach over a closed month: what is done to a session beside what its coach says of it."""

from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.language import _
from app.services.locked import open_locked, restore_locked, void_locked
from app.services.session_changes import ConflictError
from app.services.undoing import undo_change
from app.services.visits import Visit
from app.store.tables.sessions import LINE
from app.web.forms import Fields, Sent
from app.web.guards import own_session_for, session_for
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.session_page import NOTHING, Tried, session_page

router = APIRouter()


@router.post("/sessions/{session_id}/undo")
async def undo(request: Request, session_id: UUID, form: Sent) -> Response:
    """Take back what one version changed: `change` is its number, `version` the one that the page showed."""
    fields = Fields.of(form)
    seen, change = fields.version(), fields.version("change")

    def job(visit: Visit) -> None:
        own_session_for(visit, session_id)
        undo_change(visit, session_id, seen, change)

    try:
        await write(request, job)
    except InvalidError as error:
        words = " ".join([_("It cannot be as it was before."), *error.errors.values()])
        return await run_in_threadpool(_again, request, session_id, trouble=words)
    return see(f"/sessions/{session_id}?done=undone")


@router.post("/sessions/{session_id}/locked/void")
async def void(request: Request, session_id: UUID, form: Sent) -> Response:
    seen = Fields.of(form).version()
    return await _reach_over(request, session_id, form, lambda visit, why: void_locked(visit, session_id, seen, why))


@router.post("/sessions/{session_id}/locked/restore")
async def restore(request: Request, session_id: UUID, form: Sent) -> Response:
    seen = Fields.of(form).version()
    return await _reach_over(request, session_id, form, lambda visit, why: restore_locked(visit, session_id, seen, why))


@router.post("/sessions/{session_id}/locked/open")
async def open_for_coach(request: Request, session_id: UUID, form: Sent) -> Response:
    return await _reach_over(request, session_id, form, lambda visit, why: open_locked(visit, session_id, why))


async def _reach_over(request: Request, session_id: UUID, form: Sent, act: Callable[[Visit, str], None]) -> Response:
    fields = Fields.of(form)
    reason = fields.text("reason", LINE)

    def job(visit: Visit) -> None:
        _director(visit, session_id)
        if fields.errors:
            raise InvalidError(fields.errors)
        act(visit, reason)

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_again, request, session_id, office=Tried(reason, error.errors))
    except ConflictError:
        words = _("It has changed since you opened this page, and stands here as it is now. Nothing was done.")
        return await run_in_threadpool(_again, request, session_id, status=409, trouble=words)
    return see(f"/sessions/{session_id}?done=recorded")


def _director(visit: Visit, session_id: UUID) -> None:
    seen = session_for(visit, session_id)
    if not visit.rights.may(Permission.UNLOCK, seen.school.id):
        raise NotAllowedError


def _again(
    request: Request, session_id: UUID, *, office: Tried = NOTHING, trouble: str = "", status: int = 422
) -> Response:
    with reading(request) as visit:
        shown = session_page(visit, session_for(visit, session_id), office=office, trouble=trouble)
        layout = layout_of(visit)
    return render(request, shown, layout, status)
