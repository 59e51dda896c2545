"""Five minutes a month: what a coach or a leader of a school thinks of it, and for directors how that spreads."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.language import _
from app.domain.reflections import LEVELS, first_of_month, month_before
from app.services.reflections import Reflecting, reflect, remove_reflection, restore_reflection
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_schools
from app.store.tables.sessions import PROSE
from app.web.filters import address
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent, whole
from app.web.guards import allow, school_for
from app.web.house import reading, write
from app.web.reflection_words import month_asked, network_reflections_page
from app.web.reflections_page import reflections_page
from app.web.render import layout_of, render, see

router = APIRouter()


@router.get("/reflections")
def index(request: Request, month: str = "") -> Response:
    """How many looked back on a month, school by school: numbers, and nobody's words or name."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        theirs = visit.rights.schools(Permission.SEE_NETWORK)
        schools = list_schools(visit.connection, visit.network_id, theirs, visit.today)
        latest = month_before(first_of_month(visit.today))  # of the one that runs little can have been said
        page = network_reflections_page(visit, schools, month_asked(month, visit.today, latest))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/schools/{school_id}/reflections")
def show(request: Request, school_id: UUID, month: str = "", done: str = "") -> Response:
    """The month's two questions with its figures, and what was said of the months before."""
    with reading(request) as visit:
        school = _reader(visit, school_id)
        page = reflections_page(visit, school, month_asked(month, visit.today), done=done)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/reflections")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Say what one thinks of a month, or say it anew."""
    fields = Fields.of(form)
    month = fields.one("month", date.fromisoformat, _("Choose a month."), DAY)
    needs = fields.one("needs", _level, _("Choose one of the four."), AGAIN)
    barriers = fields.one("barriers", _level, _("Choose one of the four."), AGAIN)
    needs_note, barriers_note = fields.text("needs_note", PROSE), fields.text("barriers_note", PROSE)

    def job(visit: Visit) -> None:
        school_for(visit, school_id, Permission.REFLECT)
        if fields.errors or month is None or needs is None or barriers is None:
            raise InvalidError(fields.errors)
        reflect(visit, school_id, Reflecting(month, needs, barriers, needs_note, barriers_note))

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, school_id, Filled(fields.sent), error.errors)
    return see(address(f"/schools/{school_id}/reflections", month=month, done="saved"))


@router.post("/schools/{school_id}/reflections/{month}/remove")
async def remove(request: Request, school_id: UUID, month: date) -> Response:
    """Take back what one said of a month."""
    return await _set(request, school_id, month, remove_reflection, "removed")


@router.post("/schools/{school_id}/reflections/{month}/restore")
async def restore(request: Request, school_id: UUID, month: date) -> Response:
    return await _set(request, school_id, month, restore_reflection, "restored")


async def _set(
    request: Request, school_id: UUID, month: date, act: Callable[[Visit, UUID, date], None], done: str
) -> Response:
    def job(visit: Visit) -> None:
        school_for(visit, school_id, Permission.REFLECT)
        act(visit, school_id, month)

    await write(request, job)
    return see(address(f"/schools/{school_id}/reflections", month=month, done=done))


def _reader(visit: Visit, school_id: UUID) -> SchoolFact:
    """A school of whose reflections the visitor may know something: to admins they are none of their business."""
    school = school_for(visit, school_id)
    if not any(visit.rights.may(each, school_id) for each in (Permission.REFLECT, Permission.SEE_NETWORK)):
        raise NotAllowedError
    return school


def _mend(request: Request, school_id: UUID, sent: Filled, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        school = school_for(visit, school_id, Permission.REFLECT)
        month = month_asked(sent.one("month"), visit.today)
        page = reflections_page(visit, school, month, sent=sent, errors=errors)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _level(text: str) -> int:
    level = whole(text)
    if level not in LEVELS:
        raise ValueError(text)
    return level
