"""A school in one page, to read, to print, and as a PDF: what a leadership team has on the table when it meets."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.services.one_page import see_one_page
from app.store.brand import get_logo
from app.store.schools import list_areas
from app.web.filters import read_filters
from app.web.guards import school_for
from app.web.house import house_of, reading
from app.web.one_page import OnePage, one_page
from app.web.pdf import NEEDED, BusyPressError, NoPressError, file_header, to_pdf
from app.web.render import Layout, Page, layout_of, render
from app.web.unchanged import VARY, lasting
from app.web.wearing import drawn_path

router = APIRouter()

DENSITIES = ("roomy", "close", "closest")
"""How the sheet is set: as it looks best, and smaller where a school has more to say than fits on it."""


@dataclass(frozen=True, slots=True)
class NoPdfPage(Page):
    template: ClassVar[str] = "one_page/no_pdf.html"

    busy: bool
    school: str
    path: str
    needed: str


@router.get("/schools/{school_id}/one-page")
def show(request: Request, school_id: UUID) -> Response:
    """The page as one reads and prints it."""
    page, layout, status, _png = _seen(request, school_id)
    return render(request, page, layout, status)


@router.get("/schools/{school_id}/one-page.pdf")
async def pdf(request: Request, school_id: UUID) -> Response:
    """The same sheet as a PDF."""
    page, layout, status, png = await run_in_threadpool(_seen, request, school_id, printed=True)
    if page.errors:
        return await run_in_threadpool(render, request, page, layout, status)
    paper = house_of(request).templates.get_template("one_page/paper.html")
    versions: list[Callable[[], str]] = [partial(_laid_out, paper, page, png, density) for density in DENSITIES]
    try:
        made = await to_pdf(versions)
    except (BusyPressError, NoPressError) as error:
        busy = isinstance(error, BusyPressError)
        path = page.pdf_path if busy else page.pdf_path.replace("/one-page.pdf", "/one-page")
        refusal = NoPdfPage(busy=busy, school=page.school, path=path, needed=NEEDED)
        return await run_in_threadpool(render, request, refusal, layout, 503)
    name = file_header(f"{page.school} in one page")
    headers = {"content-disposition": name, "vary": VARY} | lasting(request)
    return Response(made, media_type="application/pdf", headers=headers)


def _seen(request: Request, school_id: UUID, *, printed: bool = False) -> tuple[OnePage, Layout, int, bytes]:
    """The page, its frame, its status and, where it is to be printed, the network's logo."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        view = see_one_page(visit, house_of(request).kept, school, areas, filters.window)
        page = one_page(visit, view, filters)
        logo = get_logo(visit.connection, visit.network_id) if printed and visit.logo else None
        return page, layout_of(visit), filters.status, logo.png if logo else b""


def _laid_out(paper: Any, page: OnePage, png: bytes, density: str) -> str:
    html: str = paper.render(page=page, density=density, logo=f"sidebyside:{drawn_path(png)}" if png else "")
    return html
