"""The report on funding: as a page, as tables to take along, and as a PDF that a funder can be sent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import NotAllowedError
from app.services.funding import may_report
from app.services.funding_report import FundingReport, funding_report
from app.services.visits import Visit
from app.store.brand import get_logo
from app.web.downloads import downloaded
from app.web.filters import address
from app.web.funding_asked import PATH, Asked, read_asked
from app.web.funding_report import FundingReportPage, funding_report_page
from app.web.funding_sheet import FundingSheet, funding_sheet, sheet_title
from app.web.funding_tables import report_table, sources_table
from app.web.house import house_of, reading
from app.web.pdf import NEEDED, BusyPressError, NoPressError, file_header, to_pdf
from app.web.render import Layout, Page, layout_of, render, see
from app.web.wearing import drawn_path

router = APIRouter()

DENSITIES = ("roomy", "close", "closest")
MOST_PAGES = 2


@dataclass(frozen=True, slots=True)
class NoReportPdfPage(Page):
    template: ClassVar[str] = "funding/no_pdf.html"

    busy: bool
    path: str
    needed: str


@router.get("/funding/report")
def show(request: Request) -> Response:
    """What sources have paid for in some days, by kind, mode and school, and how each stands against its budget."""
    with reading(request) as visit:
        asked, report = _report(request, visit)
        page = funding_report_page(report, asked, visit)
        layout = layout_of(visit)
    return render(request, page, layout, asked.filters.status)


@router.get("/funding/report.csv")
@router.get("/funding/report.xlsx")
def download(request: Request, table: str = "") -> Response:
    """The report's lines, or with `table=sources` each source and its budget; cut as the page is."""
    with reading(request) as visit:
        asked, report = _report(request, visit)
        if asked.filters.errors:
            return _wrong(request, visit, asked, report)
        made = sources_table(report) if table == "sources" else report_table(report)
    return downloaded(request, made)


@router.get("/funding/report.pdf")
async def pdf(request: Request) -> Response:
    """One source on paper; without one, its page, where one is chosen."""
    found = await run_in_threadpool(_sheet, request)
    if isinstance(found, Response):
        return found
    paper = house_of(request).templates.get_template("funding/paper.html")
    versions: list[Callable[[], str]] = [partial(_laid_out, paper, found, density) for density in DENSITIES]
    try:
        made = await to_pdf(versions, MOST_PAGES)
    except (BusyPressError, NoPressError) as error:
        busy = isinstance(error, BusyPressError)
        path = found.path.replace(PATH, f"{PATH}.pdf", 1) if busy else found.path
        refusal = NoReportPdfPage(busy=busy, path=path, needed=NEEDED)
        return await run_in_threadpool(render, request, refusal, found.layout, 503)
    headers = {"content-disposition": file_header(found.title), "cache-control": "private, no-store"}
    return Response(made, media_type="application/pdf", headers=headers)


def _report(request: Request, visit: Visit) -> tuple[Asked, FundingReport]:
    if not may_report(visit):
        raise NotAllowedError
    asked = read_asked(request, visit)
    return asked, funding_report(visit, asked.cut)


def _wrong(request: Request, visit: Visit, asked: Asked, report: FundingReport) -> Response:
    """What could not be read of the address, said on the page: a file would not say it."""
    page: FundingReportPage = funding_report_page(report, asked, visit)
    return render(request, page, layout_of(visit), asked.filters.status)


class _Printed(NamedTuple):
    """What the paper shows, what the file is called, and the page to lead to where it cannot be printed."""

    sheet: FundingSheet
    title: str
    logo: str
    layout: Layout
    path: str


def _sheet(request: Request) -> Response | _Printed:
    with reading(request) as visit:
        asked, report = _report(request, visit)
        source, path = asked.cut.source, address(PATH, **asked.days, **asked.choices)
        if asked.filters.errors:
            return _wrong(request, visit, asked, report)
        if source is None or source.id not in report.balances:
            return see(path)
        title = sheet_title(source, asked.cut.first, asked.cut.last)
        logo = get_logo(visit.connection, visit.network_id) if visit.logo else None
        drawn = f"sidebyside:{drawn_path(logo.png)}" if logo else ""
        return _Printed(funding_sheet(report, source, asked, visit), title, drawn, layout_of(visit), path)


def _laid_out(paper: Any, found: _Printed, density: str) -> str:
    html: str = paper.render(page=found.sheet, title=found.title, logo=found.logo, density=density)
    return html
