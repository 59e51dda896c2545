"""Flags of every school that one may see, and a director's answers to them."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _, later
from app.domain.vocabulary import Rule
from app.services.answers import (
    WHO,
    ClearedError,
    OvertakenError,
    answer_flag,
    restore_answer,
    withdraw_answer,
)
from app.services.visits import Visit
from app.store.answer_log import Place, Words
from app.store.tables.sessions import LINE
from app.web.flags_page import done_path, flags_page
from app.web.forms import DAY, Fields, Filled, Sent
from app.web.guards import allow, school_for
from app.web.house import reading, write
from app.web.looks import Tried
from app.web.render import layout_of, render, see

router = APIRouter()

OVERTAKEN = later(
    "Somebody has changed this answer since you opened the form: it stands above. "
    "What you typed is still here; save it again to put it in its place."
)


@router.get("/flags")
def index(request: Request) -> Response:
    """Every flag that is up: those that wait first, then the answered ones, and good news beside them."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        page = flags_page(request, visit)
        layout = layout_of(visit)
    return render(request, page, layout, page.status)


@router.post("/schools/{school_id}/flags/{rule}/answer")
async def answer(request: Request, school_id: UUID, rule: Rule, form: Sent) -> Response:
    """Say what we will change, who does it, and by when."""
    fields = Fields.of(form)
    what, who = fields.text("what", LINE), fields.text("who", WHO)
    due_on = fields.one("due_on", date.fromisoformat, _("Say by when."), DAY)
    if not what.strip():
        fields.errors["what"] = _("Say what we will change.")
    if not who.strip():
        fields.errors["who"] = _("Say who does it.")

    def job(visit: Visit, place: Place) -> None:
        if fields.errors or due_on is None:
            raise InvalidError(fields.errors)
        answer_flag(visit, place, fields.raw("seen"), Words(what, who, due_on))

    return await _act(request, (school_id, rule), fields, job, "answered")


@router.post("/schools/{school_id}/flags/{rule}/answer/withdraw")
async def withdraw(request: Request, school_id: UUID, rule: Rule, form: Sent) -> Response:
    """Take the answer back."""
    fields = Fields.of(form)

    def job(visit: Visit, place: Place) -> None:
        withdraw_answer(visit, place, fields.raw("seen"))

    return await _act(request, (school_id, rule), fields, job, "withdrawn")


@router.post("/schools/{school_id}/flags/{rule}/answer/restore")
async def restore(request: Request, school_id: UUID, rule: Rule, form: Sent) -> Response:
    """Let the answer stand that was taken back."""
    fields = Fields.of(form)

    def job(visit: Visit, place: Place) -> None:
        restore_answer(visit, place)

    return await _act(request, (school_id, rule), fields, job, "restored")


async def _act(
    request: Request,
    of: tuple[UUID, Rule],
    fields: Fields,
    job: Callable[[Visit, Place], None],
    done: str,
) -> Response:
    school_id, rule = of
    area_id = _area(fields.raw("area"))

    def guarded(visit: Visit) -> None:
        school_for(visit, school_id, Permission.DECIDE)
        job(visit, Place(school_id, rule, area_id))

    status = 409
    try:
        await write(request, guarded)
    except InvalidError as error:
        status, errors = 422, error.errors
    except ClearedError:
        errors = {}
    except OvertakenError:
        errors = {"notice": OVERTAKEN}
    else:
        return see(done_path(fields.raw("back"), done, school_id, rule, area_id))
    sent = Filled(fields.sent)
    typed = {name: sent.one(name) for name in ("what", "who", "due_on")}
    tried = Tried((school_id, rule, area_id), typed, errors)
    return await run_in_threadpool(_again, request, tried, status)


def _again(request: Request, tried: Tried, status: int) -> Response:
    """The school's flags, with all that was typed, and each error by its field."""
    with reading(request) as visit:
        school_for(visit, tried.about[0], Permission.DECIDE)
        page = flags_page(request, visit, tried)
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _area(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFoundError from error
