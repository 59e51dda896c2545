"""The rows of the home office's rooms: a form for each to add, change and take out, and the network's settings."""

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
from app.services.office.changes import ChangedError, remove, save, stamp
from app.services.passwords import hash_password
from app.services.seeing.ground import ground_of
from app.services.seeing.judging import judge
from app.services.visits import Visit, trace
from app.store import office
from app.store.schools import list_schools
from app.web.admin_kinds import (
    ACCOUNT_FIELDS,
    PEOPLE,
    SETTINGS,
    Kind,
    choices_of,
    read_values,
    typed_of,
)
from app.web.admin_pages import (
    FormPage,
    controls_of,
    kind_of,
    notice_of,
    preview_words,
)
from app.web.forms import AGAIN, Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import layout_of, render, see

router = APIRouter()

PASSWORD_BYTES = 12
"""Of a password that is shown once: 96 bits, 16 letters."""


@router.get("/admin/settings")
def settings(request: Request) -> Response:
    return _form(request, SETTINGS, None, Shown())


@router.post("/admin/settings")
async def change_settings(request: Request, form: Sent) -> Response:
    """Change them, or say what changing them would do now."""
    if "preview" in form:
        return await run_in_threadpool(_preview, request, Fields.of(form))
    return await _save(request, SETTINGS, None, Fields.of(form))


@router.get("/admin/{room}/new")
def new(request: Request, room: str) -> Response:
    return _form(request, kind_of(room), uuid4(), Shown(new=True))


@router.get("/admin/{room}/{row_id}")
def edit(request: Request, room: str, row_id: UUID) -> Response:
    return _form(request, kind_of(room), row_id, Shown())


@router.post("/admin/{room}")
async def create(request: Request, room: str, form: Sent) -> Response:
    """Add a row, whose id is made with its form."""
    fields = Fields.of(form)
    row_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    return await _save(request, kind_of(room), row_id, fields, new=True)


@router.post("/admin/{room}/{row_id}")
async def update(request: Request, room: str, row_id: UUID, form: Sent) -> Response:
    return await _save(request, kind_of(room), row_id, Fields.of(form))


@router.post("/admin/{room}/{row_id}/remove")
async def remove_row(request: Request, room: str, row_id: UUID) -> Response:
    """Only breaks go; all else gets a last day."""
    kind = kind_of(room)

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
            notice=notice_of(request),
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


def _choices(visit: Visit, kind: Kind) -> Mapping[str, Any]:
    people = office.list_rows(visit.connection, visit.network_id, "person", "name")
    return choices_of(visit, kind, [(row["id"], row["name"]) for row in people])
