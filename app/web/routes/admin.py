"""The home office: schools, areas, people, assignments, breaks and settings, each change on record and undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.domain.language import _, told
from app.services.office.changes import ChangedError, undo
from app.services.visits import Visit
from app.store import office
from app.web.admin_kinds import (
    KINDS,
    SETTINGS,
)
from app.web.admin_pages import (
    PAGE_SIZE,
    HistoryPage,
    IndexPage,
    ListPage,
    ListRow,
    Room,
    first_steps,
    heads_of,
    history_rows,
    kind_of,
    list_rows,
    notice_of,
)
from app.web.filters import address
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.seen_tables import WHOLE, rows_at_once
from app.web.words import moment

router = APIRouter()

LAST_PAGE = 10_000


@router.get("/admin")
def index(request: Request) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        counts = {
            kind.path: len(office.list_rows(visit.connection, visit.network_id, kind.subject, kind.order))
            for kind in KINDS.values()
        }
        rooms = [
            Room(f"/admin/{kind.path}", f"{told(kind.title)} ({counts[kind.path]})", told(kind.what))
            for kind in KINDS.values()
        ]
        rooms += [
            Room("/schools", _("Teams and ILTs"), _("Who belongs to a school's team, on each school's own page.")),
            Room(
                "/partners", _("Partners"), _("Community partners: what they do, in which areas and at which schools.")
            ),
            Room("/funding", _("Funding"), _("What pays for coaching, with its dates and budgets.")),
            Room("/admin/brand", _("Brand"), _("The network's name, logo and color.")),
            Room("/nudges", _("Words to look at again"), _("What a coach is asked to look at again while typing.")),
            Room("/admin/settings", told(SETTINGS.title), told(SETTINGS.what)),
            Room("/admin/imports", _("Imports"), _("Lists and logs that were brought in.")),
            Room("/admin/history", _("History"), _("Who changed what, with undo.")),
        ]
        page = IndexPage(tuple(rooms), first_steps(office.list_begun(visit.connection, visit.network_id)))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/imports")
def imports(request: Request) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        runs = office.list_imports(visit.connection, visit.network_id)
        heads = (_("File"), _("What"), _("When"), _("Rows"), _("Added"), _("Known before"), _("Left out"))
        page = ListPage(
            title=_("Imports"),
            what=_("Lists and logs are brought in by whoever runs the server; a file twice adds nothing."),
            path="/admin/imports",
            add="",
            heads=heads,
            rows=tuple(_import_row(run, visit.network.timezone) for run in runs),
            found=len(runs),
            q="",
            notice="",
            newer="",
            older="",
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/history")
def history(request: Request) -> Response:
    return _history(request)


@router.post("/admin/history/{office_change_id}/undo")
async def undo_change(request: Request, office_change_id: UUID) -> Response:
    def job(visit: Visit) -> None:
        if office.get_change(visit.connection, visit.network_id, office_change_id) is None:
            raise NotFoundError
        allow(visit, Permission.MANAGE)
        undo(visit, office_change_id)

    try:
        await write(request, job)
    except ChangedError as error:
        return await run_in_threadpool(_history, request, str(error), 409)
    return see("/admin/history?done=undone")


@router.get("/admin/{room}")
def list_room(request: Request, room: str) -> Response:
    """A room's list, searched and in pages."""
    kind = kind_of(room)
    q = request.query_params.get("q", "").strip()[:80]
    number = _number(request)
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        size = rows_at_once(request, PAGE_SIZE)
        rows, found = list_rows(visit, kind, q, rows_at_once=size, number=number)
        path = f"/admin/{kind.path}"
        page = ListPage(
            title=told(kind.title),
            what=told(kind.what),
            path=path,
            add=told(kind.one),
            heads=heads_of(kind),
            rows=rows,
            found=found,
            q=q,
            notice=notice_of(request),
            newer=address(path, q=q, page=number - 1) if number > 1 else "",
            older=address(path, q=q, page=number + 1) if found > number * size else "",
        )
        layout = layout_of(visit)
    return render(request, page, layout)


def _history(request: Request, wrong: str = "", status: int = 200) -> Response:
    q = request.query_params.get("q", "").strip()[:80]
    number = _number(request)
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        if q:
            rows = history_rows(visit, office.list_changes(visit.connection, visit.network_id, WHOLE, 0), q)
            more, rows = len(rows) > number * PAGE_SIZE, rows[(number - 1) * PAGE_SIZE :][:PAGE_SIZE]
        else:
            kept = office.list_changes(visit.connection, visit.network_id, PAGE_SIZE + 1, (number - 1) * PAGE_SIZE)
            more, rows = len(kept) > PAGE_SIZE, history_rows(visit, kept[:PAGE_SIZE], "")
        page = HistoryPage(
            rows=rows,
            q=q,
            notice=_("Undone.") if request.query_params.get("done") == "undone" else "",
            wrong=wrong,
            newer=address("/admin/history", q=q, page=number - 1) if number > 1 else "",
            older=address("/admin/history", q=q, page=number + 1) if more else "",
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _number(request: Request) -> int:
    typed = request.query_params.get("page", "")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1  # noqa: PLR2004 - no page has more digits


def _import_row(run: Mapping[str, Any], zone: str) -> ListRow:
    counts = (str(run[name]) for name in ("rows", "added", "unchanged", "bad"))
    return ListRow(run["id"], "", (run["file_name"], run["kind"], moment(run["started_at"], zone), *counts))
