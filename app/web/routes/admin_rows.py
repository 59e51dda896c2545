"""The rows of the home office's rooms: a form for each to add, change and take out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.language import _
from app.services.office.changes import ChangedError, remove, save
from app.services.visits import Visit
from app.store import office
from app.web.admin_form import Shown, answer_form, row_for
from app.web.admin_kinds import ACCOUNT_FIELDS, AREAS, PEOPLE, Kind, kind_of
from app.web.admin_read import choices_of, read_values
from app.web.forms import AGAIN, Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import write
from app.web.render import see

router = APIRouter()


@router.get("/admin/{room}/new")
def new(request: Request, room: str) -> Response:
    return answer_form(request, kind_of(room), uuid4(), Shown(new=True))


@router.get("/admin/{room}/{row_id}")
def edit(request: Request, room: str, row_id: UUID) -> Response:
    return answer_form(request, kind_of(room), row_id, Shown())


@router.post("/admin/{room}")
async def create(request: Request, room: str, form: Sent) -> Response:
    """Add a row, whose id is made with its form."""
    fields = Fields.of(form)
    row_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    return await save_row(request, kind_of(room), row_id, fields, new=True)


@router.post("/admin/{room}/{row_id}")
async def update(request: Request, room: str, row_id: UUID, form: Sent) -> Response:
    return await save_row(request, kind_of(room), row_id, Fields.of(form))


@router.post("/admin/{room}/{row_id}/remove")
async def remove_row(request: Request, room: str, row_id: UUID) -> Response:
    """Only breaks go; all else gets a last day."""
    kind = kind_of(room)

    def job(visit: Visit) -> None:
        row_for(visit, kind, row_id)
        if not kind.removable:
            raise ChangedError(_("This is never deleted: give it a last day."))
        remove(visit, kind.subject, row_id)

    try:
        await write(request, job)
    except ChangedError as error:
        return await run_in_threadpool(answer_form, request, kind, row_id, Shown(status=409, wrong=str(error)))
    return see(f"/admin/{kind.path}?done=removed")


async def save_row(request: Request, kind: Kind, row_id: UUID | None, fields: Fields, *, new: bool = False) -> Response:
    """Add or change a row as its form says; without an id, the network's own."""

    def job(visit: Visit) -> str:
        at = row_id or visit.network_id
        was = {} if new else row_for(visit, kind, at)
        allow(visit, Permission.MANAGE)
        values = read_values(fields, kind.fields, choices_of(visit, kind))
        account = read_values(fields, ACCOUNT_FIELDS, {}) if kind is PEOPLE else None
        if fields.errors:
            raise InvalidError(fields.errors)
        save(visit, kind.subject, at, values, fields.raw("seen"))
        if account is not None:
            _save_account(visit, at, account, fields.raw("seen_account"))
        return _after(kind, at, was, values, new=new)

    try:
        return see(await write(request, job))
    except InvalidError as error:
        show = Shown(Filled(fields.sent), errors=error.errors, new=new, status=422)
    except ChangedError as error:
        show = Shown(late=Filled(fields.sent), status=409, wrong=str(error))
    except IntegrityError:  # two gave the same name, code or e-mail in the same moment
        words = _("Somebody else has just saved the same. Look again, and save once more.")
        show = Shown(Filled(fields.sent), new=new, status=409, wrong=words)
    return await run_in_threadpool(answer_form, request, kind, row_id, show)


def _after(kind: Kind, at: UUID, was: Mapping[str, Any], values: Mapping[str, Any], *, new: bool) -> str:
    """Where to go on: to somebody new, who has no password yet; else back to the list, or the settings."""
    if kind is PEOPLE and new:
        return f"/admin/people/{at}?done=saved"
    done = "saved"
    if kind is AREAS and was and was["confidential"] != values["confidential"]:
        done = "private" if values["confidential"] else "open"
    return f"/admin/{kind.path}?done={done}"


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
