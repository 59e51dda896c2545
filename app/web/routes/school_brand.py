"""A school's own color and motto line: set by its leaders or the office, worn by its pages and its one-page report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.brand import MOTTO, one_line
from app.domain.errors import InvalidError
from app.services.brand import SCHOOL, ChangedSinceError, get_change, set_school, undo
from app.services.visits import Visit
from app.store.schools import SchoolFact
from app.web.brand_parts import ColorPart, Done, after, asked_color, color_part, done_of
from app.web.forms import Fields, Sent
from app.web.guards import school_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.wearing import SchoolWear, school_wear

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SchoolBrandPage(Page):
    template: ClassVar[str] = "brand/school.html"

    id: UUID
    school: str
    wear: SchoolWear
    motto: str
    longest: int
    color: ColorPart
    errors: Mapping[str, str]
    conflict: str
    done: Done | None


@router.get("/schools/{school_id}/brand")
def show(request: Request, school_id: UUID) -> Response:
    """What the school wears; with a color in the address, that color as it would be worn."""
    asked, problems = asked_color(request)
    return _page(request, school_id, asked=asked, errors=problems, status=422 if problems else 200)


@router.post("/schools/{school_id}/brand")
async def motto(request: Request, school_id: UUID, form: Sent) -> Response:
    """Give the school its motto line, or with an empty one none."""
    fields = Fields.of(form)
    words = one_line(fields.text("motto", MOTTO))

    def job(visit: Visit, school: SchoolFact) -> UUID | None:
        if fields.errors:
            raise InvalidError(fields.errors)
        return set_school(visit, school, fields.was(), motto=words)

    return await _changed(request, school_id, job, "motto", motto=words)


@router.post("/schools/{school_id}/brand/color")
async def color(request: Request, school_id: UUID, form: Sent) -> Response:
    """Wear a color, or with the button that says so none."""
    fields = Fields.of(form)
    wanted = "" if fields.raw("act") == "remove" else fields.raw("color").lower()
    act = "color" if wanted else "uncolored"

    def job(visit: Visit, school: SchoolFact) -> UUID | None:
        return set_school(visit, school, fields.was(), color=wanted)

    return await _changed(request, school_id, job, act, asked=wanted)


@router.post("/schools/{school_id}/brand/undo/{change_id}")
async def take_back(request: Request, school_id: UUID, change_id: UUID) -> Response:
    """Wear what was worn before a change."""

    def job(visit: Visit) -> None:
        school = school_for(visit, school_id, Permission.EDIT_TEAM)
        undo(visit, get_change(visit, (SCHOOL,), school.id, change_id))

    try:
        await write(request, job)
    except ChangedSinceError as error:
        return await run_in_threadpool(_page, request, school_id, conflict=str(error), status=409)
    return see(f"/schools/{school_id}/brand?done=undone")


async def _changed(
    request: Request,
    school_id: UUID,
    job: Callable[[Visit, SchoolFact], UUID | None],
    done: str,
    motto: str | None = None,
    asked: str = "",
) -> Response:
    """Do a change; what could not be accepted is shown again, with the reason."""

    def allowed(visit: Visit) -> UUID | None:
        return job(visit, school_for(visit, school_id, Permission.EDIT_TEAM))

    try:
        change = await write(request, allowed)
    except InvalidError as error:
        return await run_in_threadpool(
            _page, request, school_id, motto=motto, asked=asked, errors=error.errors, status=422
        )
    except ChangedSinceError as error:
        return await run_in_threadpool(
            _page, request, school_id, motto=motto, asked=asked, conflict=str(error), status=409
        )
    return see(after(f"/schools/{school_id}/brand", done, change))


def _page(
    request: Request,
    school_id: UUID,
    *,
    motto: str | None = None,
    asked: str = "",
    errors: Mapping[str, str] | None = None,
    conflict: str = "",
    status: int = 200,
) -> Response:
    with reading(request) as visit:
        school = school_for(visit, school_id, Permission.EDIT_TEAM)
        page = SchoolBrandPage(
            id=school.id,
            school=school.name,
            wear=school_wear(school),
            motto=school.motto if motto is None else motto,
            longest=MOTTO,
            color=color_part("school", school.color, asked),
            errors=errors or {},
            conflict=conflict,
            done=done_of(request),
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)
