"""The home office: schools, areas, people, assignments, breaks and settings, each change on record and undone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _, told
from app.domain.vocabulary import Rule
from app.services.office.changes import ChangedError, remove, save, stamp, undo
from app.services.passwords import hash_password
from app.services.seeing.ground import ground_of
from app.services.seeing.judging import judge
from app.services.visits import Visit, trace
from app.store import office
from app.store.schools import list_schools
from app.web.admin_kinds import (
    ACCOUNT_FIELDS,
    KINDS,
    PEOPLE,
    SETTINGS,
    Kind,
    choices_of,
    read_values,
    typed_of,
)
from app.web.admin_pages import (
    PAGE_SIZE,
    FormPage,
    HistoryPage,
    IndexPage,
    ListPage,
    ListRow,
    Room,
    controls_of,
    heads_of,
    history_rows,
    list_rows,
    preview_words,
)
from app.web.filters import address
from app.web.forms import AGAIN, Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.seen_tables import WHOLE, rows_at_once
from app.web.words import moment

router = APIRouter()

LAST_PAGE = 10_000

PASSWORD_BYTES = 12
"""Of a password that is shown once: 96 bits, 16 letters."""


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
        page = IndexPage(tuple(rooms))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/settings")
def settings(request: Request) -> Response:
    return _form(request, SETTINGS, None, Shown())


@router.post("/admin/settings")
async def change_settings(request: Request, form: Sent) -> Response:
    """Change them, or say what changing them would do now."""
    if "preview" in form:
        return await run_in_threadpool(_preview, request, Fields.of(form))
    return await _save(request, SETTINGS, None, Fields.of(form))


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
    kind = _kind(room)
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
            notice=_notice(request),
            newer=address(path, q=q, page=number - 1) if number > 1 else "",
            older=address(path, q=q, page=number + 1) if found > number * size else "",
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/admin/{room}/new")
def new(request: Request, room: str) -> Response:
    return _form(request, _kind(room), uuid4(), Shown(new=True))


@router.get("/admin/{room}/{row_id}")
def edit(request: Request, room: str, row_id: UUID) -> Response:
    return _form(request, _kind(room), row_id, Shown())


@router.post("/admin/{room}")
async def create(request: Request, room: str, form: Sent) -> Response:
    """Add a row, whose id is made with its form."""
    fields = Fields.of(form)
    row_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    return await _save(request, _kind(room), row_id, fields, new=True)


@router.post("/admin/{room}/{row_id}")
async def update(request: Request, room: str, row_id: UUID, form: Sent) -> Response:
    return await _save(request, _kind(room), row_id, Fields.of(form))


@router.post("/admin/{room}/{row_id}/remove")
async def remove_row(request: Request, room: str, row_id: UUID) -> Response:
    """Only breaks go; all else gets a last day."""
    kind = _kind(room)

    def job(visit: Visit) -> None:
        _row_for(visit, kind, row_id)
        if not kind.removable:
            raise ChangedError(_("This is never deleted: give it a last day."))
        remove(visit, kind.subject, row_id)

    try:
        await write(request, job)
    except ChangedError as error:
        return await run_in_threadpool(_form, request, kind, row_id, Shown(status=409, wrong=str(error)))
    return see(f"/admin/{kind.path}?done=removed")


@router.post("/admin/people/{account_person_id}/password")
async def give_password(request: Request, account_person_id: UUID) -> Response:
    """A new password for a person's account, shown once and kept as a hash; the office hands it over."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with_right = await run_in_threadpool(_has_account, request, account_person_id)
    hashed = await run_in_threadpool(hash_password, password)

    def job(visit: Visit) -> None:
        allow(visit, Permission.MANAGE)
        office.set_password(visit.connection, visit.network_id, with_right, hashed)
        trace(visit, "edit", "account", with_right, ("password",))

    await write(request, job)
    return await run_in_threadpool(_form, request, PEOPLE, account_person_id, Shown(password=password))


def _has_account(request: Request, person_id: UUID) -> UUID:
    """The account of a person, for who may give it a password: asked before anything is hashed."""
    with reading(request) as visit:
        account = office.get_account_of(visit.connection, visit.network_id, person_id)
        if account is None:
            raise NotFoundError
        allow(visit, Permission.MANAGE)
        found: UUID = account["id"]
        return found


def _row_for(visit: Visit, kind: Kind, row_id: UUID) -> dict[str, Any]:
    """A row of the network's, for who may change it.

    Raises:
        NotFoundError: none of this network's.
        NotAllowedError: not an admin.
    """
    row = office.get_row(visit.connection, visit.network_id, kind.subject, row_id)
    if row is None:
        raise NotFoundError
    allow(visit, Permission.MANAGE)
    return row


async def _save(request: Request, kind: Kind, row_id: UUID | None, fields: Fields, *, new: bool = False) -> Response:
    def job(visit: Visit) -> None:
        at = row_id or visit.network_id
        if not new:
            _row_for(visit, kind, at)
        allow(visit, Permission.MANAGE)
        values = read_values(fields, kind.fields, _choices(visit, kind))
        account = read_values(fields, ACCOUNT_FIELDS, {}) if kind is PEOPLE else None
        if fields.errors:
            raise InvalidError(fields.errors)
        save(visit, kind.subject, at, values, fields.raw("seen"))
        if account is not None:
            _save_account(visit, at, account, fields.raw("seen_account"))

    try:
        await write(request, job)
    except InvalidError as error:
        show = Shown(Filled(fields.sent), error.errors, new=new, status=422)
        return await run_in_threadpool(_form, request, kind, row_id, show)
    except ChangedError as error:
        return await run_in_threadpool(_form, request, kind, row_id, Shown(status=409, wrong=str(error)))
    return see("/admin/settings?done=saved" if kind is SETTINGS else f"/admin/{kind.path}?done=saved")


def _save_account(visit: Visit, person_id: UUID, said: Mapping[str, Any], seen: str) -> None:
    """Make, change or close a person's account; without an e-mail none is made, and one that is there stays."""
    kept = office.get_account_of(visit.connection, visit.network_id, person_id)
    if kept is None and not said["email"]:
        return
    if kept is not None and not said["email"]:
        raise InvalidError({"email": _("An account keeps its e-mail. To close it, untick “May sign in”.")})
    values = {"email": said["email"].lower(), "active": said["active"] or kept is None}
    if kept is None:
        save(visit, "account", uuid4(), values | {"person_id": person_id}, "")
    else:
        save(visit, "account", kept["id"], values, seen)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows beside its row: what was typed and is wrong with it, what saving would do, a new password."""

    typed: Filled = field(default_factory=lambda: Filled({}))
    errors: Mapping[str, str] = field(default_factory=dict)
    new: bool = False
    status: int = 200
    wrong: str = ""
    preview: str = ""
    password: str = ""


def _form(request: Request, kind: Kind, row_id: UUID | None, show: Shown) -> Response:
    typed = show.typed
    with reading(request) as visit:
        at = row_id or visit.network_id
        row = None if show.new else _row_for(visit, kind, at)
        allow(visit, Permission.MANAGE)
        fields = kind.fields
        account = office.get_account_of(visit.connection, visit.network_id, at) if kind is PEOPLE else None
        shown = typed_of(row or {}, kind.fields)
        if kind is PEOPLE:
            fields = (*kind.fields, *ACCOUNT_FIELDS)
            shown |= typed_of(account or {"active": True}, ACCOUNT_FIELDS)
            if account:
                shown |= {"seen_account": [stamp(account, {"email": 0, "active": 0})]}
        name = str(row["name"]) if row is not None and "name" in row and kind is not SETTINGS else ""
        page = FormPage(
            title=name or told(kind.title if kind is SETTINGS else kind.one),
            room=told(kind.title),
            back="/admin" if kind is SETTINGS else f"/admin/{kind.path}",
            id=at,
            action="/admin/settings"
            if kind is SETTINGS
            else f"/admin/{kind.path}"
            if show.new
            else f"/admin/{kind.path}/{at}",
            seen=stamp(row, {each.name: 0 for each in kind.fields}) if row else "",
            controls=controls_of(fields, _choices(visit, kind)),
            form=typed if typed.values else Filled(shown),
            errors=show.errors,
            notice=_notice(request),
            wrong=show.wrong,
            removable=kind.removable and row is not None,
            previews=kind is SETTINGS,
            preview=show.preview,
            person=at if kind is PEOPLE and row is not None else None,
            has_account=account is not None,
            password=show.password,
        )
        if kind is PEOPLE and account and typed.values:
            page = replace(page, form=Filled({**typed.values, "seen_account": shown["seen_account"]}))
        layout = layout_of(visit)
    return render(request, page, layout, show.status)


def _preview(request: Request, fields: Fields) -> Response:
    """What these thresholds would do now, without changing anything."""
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        values = read_values(fields, SETTINGS.fields, _choices(visit, SETTINGS))
        words = ""
        if not fields.errors:
            ground = ground_of(visit)
            then = replace(ground, watch=values["watch"], high=values["high"])
            schools = list_schools(visit.connection, visit.network_id, None, visit.today)
            now_up, then_up = (
                {
                    each.school.id: each.school.name
                    for each in judge(visit.connection, asked, schools)
                    if any(flag.rule is Rule.DEPENDENT for flag in each.flags)
                }
                for asked in (ground, then)
            )
            words = preview_words(now_up, then_up)
    status = 422 if fields.errors else 200
    show = Shown(Filled(fields.sent), fields.errors, status=status, preview=words)
    return _form(request, SETTINGS, None, show)


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


def _kind(room: str) -> Kind:
    if room not in KINDS:
        raise NotFoundError
    return KINDS[room]


def _choices(visit: Visit, kind: Kind) -> Mapping[str, Any]:
    people = office.list_rows(visit.connection, visit.network_id, "person", "name")
    return choices_of(visit, kind, [(row["id"], row["name"]) for row in people])


def _number(request: Request) -> int:
    typed = request.query_params.get("page", "")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1  # noqa: PLR2004 - no page has more digits


def _notice(request: Request) -> str:
    done = request.query_params.get("done", "")
    return {"saved": _("Saved."), "removed": _("Removed. History has the way back.")}.get(done, "")


def _import_row(run: Mapping[str, Any], zone: str) -> ListRow:
    counts = (str(run[name]) for name in ("rows", "added", "unchanged", "bad"))
    return ListRow(run["id"], "", (run["file_name"], run["kind"], moment(run["started_at"], zone), *counts))
