"""Barriers: the register, of all that one may see or of one school, and the form that names or changes one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.barriers import OWNER, Saying
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.services.agreeing import ChangedError, Result
from app.services.barriers import Opening, barrier_of, may_write, open_barrier, say_barrier
from app.services.recurring import list_recurring, requests_behind
from app.services.visits import Visit
from app.store.barriers import KeptBarrier, list_barriers
from app.store.schools import SchoolFact, list_areas, list_schools
from app.store.tables.sessions import LINE
from app.store.tags import Tagged
from app.web.barrier_form import BarrierFormPage, Start, form_page
from app.web.barrier_pages import STATES, barrier_page, barriers_page
from app.web.barrier_rows import recurring_words, tag_rows
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent
from app.web.guards import allow, school_for, session_for
from app.web.house import reading, write
from app.web.render import layout_of, render, see

router = APIRouter()


@router.get("/barriers")
def index(request: Request, school: str = "", state: str = "", removed: str = "") -> Response:
    """What stands in the way of the visitor's schools and of the network, and what is asked for again and again."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        theirs = visit.rights.schools(Permission.SEE_SCHOOL)
        mine = list_schools(visit.connection, visit.network_id, theirs, None)
        one = school_for(visit, _asked_id(school)) if school.strip() else None
        page = barriers_page(visit, mine, one, _state(state), "/barriers", _id_or_none(removed))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/schools/{school_id}/barriers")
def of_school(request: Request, school_id: UUID, state: str = "", removed: str = "") -> Response:
    """The same of one school, with the network's own."""
    with reading(request) as visit:
        one = school_for(visit, school_id)
        path = f"/schools/{school_id}/barriers"
        page = barriers_page(visit, (), one, _state(state), path, _id_or_none(removed))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/barriers/new")
def new_of_network(request: Request) -> Response:
    with reading(request) as visit:
        _be_network_wide(visit)
        page = form_page(visit, None, uuid4(), 0, Filled({}), {})
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/schools/{school_id}/barriers/new")
def new(request: Request, school_id: UUID, area: str = "", recurring: str = "", session: str = "") -> Response:
    """The form at a school; it may come from an area, from requests that recur there, or from a session."""
    with reading(request) as visit:
        school = school_for(visit, school_id, Permission.BARRIERS)
        came = _came_from(visit, school, recurring, session)
        values = {"area_id": [str(came.area_id or area)], "what": [came.what]}
        ticked = [str(each.id) for each in came.sessions]
        page = form_page(
            visit,
            school,
            uuid4(),
            0,
            Filled(values | {"session_ids": ticked}),
            {},
            start=_start(visit, school, came, ticked),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/barriers")
async def create_of_network(request: Request, form: Sent) -> Response:
    """Name a barrier that stands in the whole network's way."""
    return await _create(request, None, Fields.of(form))


@router.post("/schools/{school_id}/barriers")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Name a barrier at a school, with the sessions that it stands behind."""
    return await _create(request, school_id, Fields.of(form))


@router.get("/barriers/{barrier_id}")
def show(request: Request, barrier_id: UUID, done: str = "") -> Response:
    with reading(request) as visit:
        page = barrier_page(visit, barrier_of(visit, barrier_id), done)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/barriers/{barrier_id}/edit")
def edit(request: Request, barrier_id: UUID) -> Response:
    with reading(request) as visit:
        kept = barrier_of(visit, barrier_id, write=True)
        page = form_page(visit, _school_of(visit, kept), kept.id, kept.version, _filled(kept), {})
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/barriers/{barrier_id}")
async def update(request: Request, barrier_id: UUID, form: Sent) -> Response:
    """Save what a form says of a barrier; a form that was made from an older version changes nothing."""
    fields = Fields.of(form)
    said = _read(fields)

    def job(visit: Visit) -> Result:
        barrier_of(visit, barrier_id, write=True)
        if fields.errors or said is None:
            raise InvalidError(fields.errors)
        return say_barrier(visit, barrier_id, fields.version(), said)

    try:
        result = await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, barrier_id, Filled(fields.sent), error.errors, fields.version())
    except ChangedError as changed:
        return await run_in_threadpool(_meet, request, barrier_id, Filled(fields.sent), str(changed))
    return see(f"/barriers/{barrier_id}?done={'saved' if result is Result.DONE else 'already'}")


async def _create(request: Request, school_id: UUID | None, fields: Fields) -> Response:
    barrier_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    said = _read(fields)
    session_ids = fields.many("session_ids", UUID, AGAIN)

    def job(visit: Visit) -> Result:
        if school_id is None:
            _be_network_wide(visit)
        else:
            school_for(visit, school_id, Permission.BARRIERS)
        if fields.errors or said is None:
            raise InvalidError(fields.errors)
        return open_barrier(visit, school_id, Opening(barrier_id, said, session_ids))

    try:
        result = await write(request, job)
    except InvalidError as error:
        sent = Filled(fields.sent)
        return await run_in_threadpool(_try_again, request, school_id, barrier_id, sent, error.errors)
    return see(f"/barriers/{barrier_id}?done={'opened' if result is Result.DONE else 'already'}")


def _read(fields: Fields) -> Saying | None:
    """What the form says of a barrier; None where that cannot be read, which the fields' errors say."""
    said = Saying(
        what=fields.text("what", LINE),
        area_id=fields.one("area_id", UUID, "", AGAIN),
        owner=fields.text("owner", OWNER),
        next_act=fields.text("next_act", LINE),
        next_on=fields.one("next_on", date.fromisoformat, "", DAY),
    )
    return None if fields.errors else said


@dataclass(frozen=True, slots=True)
class Came:
    """Where a new barrier comes from, with the sessions to put behind it and a first sentence."""

    recurring: str = ""
    recurs: str = ""
    session: str = ""
    area_id: UUID | None = None
    what: str = ""
    sessions: tuple[Tagged, ...] = ()


def _came_from(visit: Visit, school: SchoolFact, recurring: str, session: str) -> Came:
    """What the address or the form says of it; what recurs no more, or stands elsewhere, is passed over."""
    area_id, session_id = _id_or_none(recurring), _id_or_none(session)
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    if area_id is not None:
        kept = list_barriers(visit.connection, visit.network_id, [school.id], network_wide=False)
        found = list_recurring(visit, [school.id], areas, kept).get(school.id, ())
        again = next((each for each in found if each.area_id == area_id), None)
        if again is not None:
            name = next(area.name for area in areas if area.id == area_id)
            what = _("%(area)s: asked for again and again", area=name)
            sessions = tuple(requests_behind(visit, school.id, again))
            return Came(recurring, recurring_words(again, visit.today), "", area_id, what, sessions)
    if session_id is not None:
        seen = session_for(visit, session_id)
        told, counted = seen.kept.telling, seen.kept.effective
        if told.school_id == school.id and not seen.area.confidential and seen.kept.voided_at is None:
            tagged = Tagged(
                session_id, told.held_on, told.area_id, told.minutes, counted.mode, counted.lead, told.origin
            )
            return Came(session=session, area_id=told.area_id, sessions=(tagged,))
    return Came()


def _start(visit: Visit, school: SchoolFact, came: Came, ticked: list[str]) -> Start:
    names = {area.id: area.name for area in list_areas(visit.connection, visit.network_id, visit.today)}
    rows = tag_rows(((school.id, each) for each in came.sessions), {}, names, map(UUID, ticked))
    return Start(came.recurring, came.recurs, came.session, rows)


def _try_again(
    request: Request, school_id: UUID | None, barrier_id: UUID, sent: Filled, errors: Mapping[str, str]
) -> Response:
    """A new barrier's form again, with 422, what was typed and ticked, and each error by its field."""
    with reading(request) as visit:
        school, start = None, None
        if school_id is not None:
            school = school_for(visit, school_id, Permission.BARRIERS)
            came = _came_from(visit, school, sent.one("recurring"), sent.one("session"))
            ticked = [str(each.id) for each in came.sessions if sent.has("session_ids", each.id)]
            start = _start(visit, school, came, ticked)
        page = form_page(visit, school, barrier_id, 0, sent, errors, start=start)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _mend(request: Request, barrier_id: UUID, sent: Filled, errors: Mapping[str, str], version: int) -> Response:
    with reading(request) as visit:
        kept = barrier_of(visit, barrier_id, write=True)
        page = form_page(visit, _school_of(visit, kept), kept.id, max(version, 1), sent, errors)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _meet(request: Request, barrier_id: UUID, sent: Filled, words: str) -> Response:
    """Two versions meet: the form keeps what was typed, made from the version that stands, which is said beside it."""
    with reading(request) as visit:
        kept = barrier_of(visit, barrier_id, write=True)
        page = _met(visit, kept, sent, words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _met(visit: Visit, kept: KeptBarrier, sent: Filled, words: str) -> BarrierFormPage:
    stands = _("It now says: “%(what)s” Save again to put yours in its place.", what=kept.what)
    trouble = words if kept.removed else f"{words} {stands}"
    return form_page(visit, _school_of(visit, kept), kept.id, kept.version, sent, {}, trouble=trouble)


def _filled(kept: KeptBarrier) -> Filled:
    values = {name: getattr(kept, name) for name in ("what", "area_id", "owner", "next_act", "next_on")}
    return Filled({name: [str(value)] for name, value in values.items() if value})


def _school_of(visit: Visit, kept: KeptBarrier) -> SchoolFact | None:
    return school_for(visit, kept.school_id) if kept.school_id else None


def _be_network_wide(visit: Visit) -> None:
    if not may_write(visit, None):
        raise NotAllowedError


def _state(typed: str) -> str:
    return typed if typed in STATES else "open"


def _asked_id(typed: str) -> UUID:
    found = _id_or_none(typed)
    if found is None:
        raise NotFoundError
    return found


def _id_or_none(typed: str) -> UUID | None:
    try:
        return UUID(typed.strip())
    except ValueError:
        return None
