"""The home office: its rooms, their lists, and what was changed by whom, with undo."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.domain.language import _, told
from app.services.office.changes import ChangedError, undo
from app.services.visits import Visit
from app.store import office, rooms
from app.web.admin_history import history_rows, now_in_words
from app.web.admin_kinds import KINDS, SETTINGS, kind_of
from app.web.admin_lists import heads_of, import_rows, list_page, place_rows, rows_of
from app.web.admin_pages import PAGE_SIZE, HistoryPage, IndexPage, Room, first_steps, searched
from app.web.filters import address, number_of
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.seen_tables import WHOLE, rows_at_once

router = APIRouter()


@router.get("/admin")
def index(request: Request) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = IndexPage(_rooms(visit), first_steps(office.list_begun(visit.connection, visit.network_id)))
        layout = layout_of(visit)
    return render(request, page, layout)


def _rooms(visit: Visit) -> tuple[Room, ...]:
    connection, network_id = visit.connection, visit.network_id
    counts = rooms.count_rows(connection, network_id)

    def counted(title: str, subject: str) -> str:
        return f"{title} ({counts[subject]:,})"

    return (
        *(
            Room(f"/admin/{kind.path}", counted(told(kind.title), kind.subject), told(kind.what))
            for kind in KINDS.values()
        ),
        Room(
            "/admin/memberships",
            counted(_("Memberships"), "membership"),
            _("Who belongs to which school's team and ILT, with the way to where it is changed."),
        ),
        Room(
            "/partners",
            counted(_("Partners"), "partner"),
            _("Community partners: what they do, in which areas and at which schools."),
        ),
        Room(
            "/funding",
            counted(_("Funding"), "funding_source"),
            _("What pays for coaching, with its dates and budgets."),
        ),
        Room("/admin/brand", _("Brand"), _("The network's name, logo and color.")),
        Room(
            "/nudges",
            counted(_("Words to look at again"), "nudge_phrase"),
            _("What a coach is asked to look at again while typing."),
        ),
        Room("/admin/settings", told(SETTINGS.title), told(SETTINGS.what)),
        Room("/admin/imports", counted(_("Imports"), "import_run"), _("Lists and logs that were brought in.")),
        Room("/admin/history", counted(_("History"), "office_change"), _("Who changed what, with undo.")),
    )


@router.get("/admin/imports")
def imports(request: Request) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = list_page(
            request,
            import_rows(visit),
            title=_("Imports"),
            what=_("Lists and logs are brought in by whoever runs the server; a file twice adds nothing."),
            path="/admin/imports",
            heads=(_("File"), _("What"), _("When"), _("Rows"), _("Added"), _("Known before"), _("Left out")),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/memberships")
def memberships(request: Request) -> Response:
    """Everybody on any school's team; each is changed on the page of that team."""
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = list_page(
            request,
            place_rows(visit),
            title=_("Memberships"),
            what=_("Who belongs to which school's team. People join, change and leave on the page of their school."),
            path="/admin/memberships",
            heads=(_("Name"), _("School"), _("Position"), _("On the ILT"), _("First day"), _("Last day")),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/history")
def history(request: Request) -> Response:
    return _history(request)


@router.post("/admin/history/{office_change_id}/undo")
async def undo_change(request: Request, office_change_id: UUID) -> Response:
    def job(visit: Visit) -> str:
        kept = office.get_change(visit.connection, visit.network_id, office_change_id)
        if kept is None:
            raise NotFoundError
        allow(visit, Permission.MANAGE)
        try:
            undo(visit, office_change_id)
        except ChangedError as error:  # nothing is written before it is raised
            return f"{error} {now_in_words(visit, kept.subject, error.now)}".strip()
        return ""

    wrong = await write(request, job)
    return await run_in_threadpool(_history, request, wrong, 409) if wrong else see("/admin/history?done=undone")


@router.get("/admin/{room}")
def list_room(request: Request, room: str) -> Response:
    """A room's list, searched and in pages."""
    kind = kind_of(room)
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = list_page(
            request,
            rows_of(visit, kind),
            title=told(kind.title),
            what=told(kind.what),
            path=f"/admin/{kind.path}",
            heads=heads_of(kind),
            add=told(kind.one),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


def _history(request: Request, wrong: str = "", status: int = 200) -> Response:
    q, number, size = searched(request), number_of(request), rows_at_once(request, PAGE_SIZE)
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        if q:
            rows = history_rows(visit, office.list_changes(visit.connection, visit.network_id, WHOLE, 0), q)
            more, rows = len(rows) > number * size, rows[(number - 1) * size :][:size]
        else:
            kept = office.list_changes(visit.connection, visit.network_id, size + 1, (number - 1) * size)
            more, rows = len(kept) > size, history_rows(visit, kept[:size], "")
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
