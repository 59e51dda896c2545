"""The network's brand: its name, its color and its logo; and the addresses from which pages take the last two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from app.domain.access import Permission
from app.domain.brand import NAME, one_line
from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import later, speaking
from app.services.brand import LOGO, NETWORK, ChangedSinceError, get_change, set_logo, set_network, undo
from app.services.languages import language
from app.services.logo import MOST_BYTES, redraw
from app.services.visits import Visit
from app.store.brand import get_logo
from app.store.logins import LogoFact
from app.web.brand_parts import ColorPart, Done, after, asked_color, color_part, done_of
from app.web.forms import Fields, Sent
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.security import Roomy
from app.web.wearing import sheet_of

router = APIRouter()

PATH = "/admin/brand"

UPLOAD = Roomy(
    path=f"{PATH}/logo",
    limit=MOST_BYTES + 16_384,
    words=later("This file is over 2 MB. A logo needs less: go back and choose a smaller one."),
)
"""A file, and room for the lines around it."""

KEPT = "private, max-age=31536000, immutable"
KEPT_BY_ALL = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class BrandPage(Page):
    template: ClassVar[str] = "brand/network.html"

    name: str
    kept_name: str
    longest: int
    color: ColorPart
    logo: LogoFact | None
    errors: Mapping[str, str]
    conflict: str
    done: Done | None


@router.get("/admin/brand")
def show(request: Request) -> Response:
    """What the network wears; with a color in the address, that color as it would be worn."""
    asked, problems = asked_color(request)
    return _page(request, asked=asked, errors=problems, status=422 if problems else 200)


@router.post("/admin/brand")
async def rename(request: Request, form: Sent) -> Response:
    """Give the network another name."""
    fields = Fields.of(form)
    name = one_line(fields.text("name", NAME))

    def job(visit: Visit) -> UUID | None:
        if fields.errors:
            raise InvalidError(fields.errors)
        return set_network(visit, fields.was(), name=name)

    return await _changed(request, job, "name", name=name)


@router.post("/admin/brand/color")
async def color(request: Request, form: Sent) -> Response:
    """Wear a color, or with the button that says so none."""
    fields = Fields.of(form)
    wanted = "" if fields.raw("act") == "remove" else fields.raw("color").lower()
    act = "color" if wanted else "uncolored"
    return await _changed(request, lambda visit: set_network(visit, fields.was(), color=wanted), act, asked=wanted)


@router.post("/admin/brand/logo")
async def upload(request: Request) -> Response:
    """Wear a logo. The right is asked for before the file is read: a stranger's two megabytes are not."""
    code = await run_in_threadpool(_allowed, request)
    data, was = await _file(request)
    with speaking(language(code)):
        try:
            logo = await run_in_threadpool(redraw, data)
        except InvalidError as error:
            return await run_in_threadpool(_page, request, errors=error.errors, status=422)
    return await _changed(request, lambda visit: set_logo(visit, logo, was), "logo")


@router.post("/admin/brand/logo/remove")
async def remove(request: Request, form: Sent) -> Response:
    """Wear no logo."""
    was = Fields.of(form).was()
    return await _changed(request, lambda visit: set_logo(visit, None, was), "removed")


@router.post("/admin/brand/undo/{brand_change_id}")
async def take_back(request: Request, brand_change_id: UUID) -> Response:
    """Wear what was worn before a change."""

    def job(visit: Visit) -> None:
        kept = get_change(visit, (NETWORK, LOGO), visit.network_id, brand_change_id)
        allow(visit, Permission.MANAGE)
        undo(visit, kept)

    try:
        await write(request, job)
    except ChangedSinceError as error:
        return await run_in_threadpool(_page, request, conflict=str(error), status=409)
    return see(f"{PATH}?done=undone")


@router.get("/brand/{mark}.css")
def sheet(mark: str) -> Response:
    """A color's style sheet: the same for everybody, and made from its address alone."""
    return Response(sheet_of(mark), media_type="text/css", headers={"cache-control": KEPT_BY_ALL})


@router.get("/brand/{mark}.png")
def logo(request: Request, mark: str) -> Response:
    """The visitor's own network's logo, whatever mark was asked for; kept for good under its own."""
    with reading(request) as visit:
        found = get_logo(visit.connection, visit.network_id)
    if found is None:
        raise NotFoundError
    headers = {"cache-control": KEPT} if mark == found.mark else {}
    return Response(found.png, media_type="image/png", headers=headers)


async def _changed(
    request: Request, job: Callable[[Visit], UUID | None], done: str, name: str | None = None, asked: str = ""
) -> Response:
    """Do a change; what could not be accepted is shown again, with the reason."""

    def allowed(visit: Visit) -> UUID | None:
        allow(visit, Permission.MANAGE)
        return job(visit)

    try:
        change = await write(request, allowed)
    except InvalidError as error:
        return await run_in_threadpool(_page, request, name=name, asked=asked, errors=error.errors, status=422)
    except ChangedSinceError as error:
        return await run_in_threadpool(_page, request, name=name, asked=asked, conflict=str(error), status=409)
    return see(after(PATH, done, change))


def _allowed(request: Request) -> str:
    """Whether the visitor may; the language that they read."""
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        return visit.language


async def _file(request: Request) -> tuple[bytes, str | None]:
    """The file of a form, nothing where none was chosen; and the mark of the logo that the form showed.

    Raises:
        HTTPException: it is no form with a file, or it names a character set of its own, as no browser does.
    """
    kind = request.headers.get("content-type", "").lower()
    if not kind.startswith("multipart/form-data") or "charset" in kind:
        raise HTTPException(415)
    async with request.form(max_files=1, max_fields=4) as form:
        found = form.get("logo")
        data = await found.read() if isinstance(found, UploadFile) else b""
        was = form.get("was")
        return data, was if isinstance(was, str) else None


def _page(
    request: Request,
    *,
    name: str | None = None,
    asked: str = "",
    errors: Mapping[str, str] | None = None,
    conflict: str = "",
    status: int = 200,
) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = BrandPage(
            name=visit.network.name if name is None else name,
            kept_name=visit.network.name,
            longest=NAME,
            color=color_part("network", visit.network.color, asked),
            logo=visit.logo,
            errors=errors or {},
            conflict=conflict,
            done=done_of(request),
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)
