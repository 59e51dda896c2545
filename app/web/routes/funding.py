"""Sources of funding: the register that admins keep, its form, and what usually pays for a coach's time."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.funding import Source
from app.domain.language import _, ngettext
from app.domain.vocabulary import FundingKind
from app.services.funding import (
    SourceTold,
    may_edit,
    may_report,
    remove_source,
    restore_source,
    save_source,
    set_defaults,
    told_of,
)
from app.services.registers import Result, StaleError, taken
from app.services.visits import Visit
from app.store.funding import get_source
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent
from app.web.funding_page import defaults_page, filled_of, funding_page, source_form
from app.web.guards import allow
from app.web.house import reading, write
from app.web.partners_page import Undo
from app.web.render import layout_of, render, see

router = APIRouter()


def source_for(visit: Visit, source_id: UUID) -> Source:
    """A source of the network, to edit.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: the visitor does not keep the register.
    """
    kept = get_source(visit.connection, visit.network_id, source_id)
    if kept is None:
        raise NotFoundError
    if not may_edit(visit):
        raise NotAllowedError
    return kept


@router.get("/funding")
def index(request: Request, done: str = "", q: str = "") -> Response:
    """The register or what of it holds `q`, for who keeps it and for who reads its report."""
    with reading(request) as visit:
        if not may_report(visit):
            raise NotAllowedError
        page = funding_page(visit, _("Saved.") if done == "saved" else "", undo=_undo(request, visit), q=q.strip())
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/funding/new")
def new(request: Request) -> Response:
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = source_form(uuid4(), None, Filled({}))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/funding")
async def create(request: Request, form: Sent) -> Response:
    fields = Fields.of(form)
    return await _save(request, fields.one("id", UUID, "", AGAIN) or uuid4(), fields)


@router.get("/funding/defaults")
def defaults(request: Request, changed: int = -1) -> Response:
    """What usually pays for each coach's time."""
    with reading(request) as visit:
        allow(visit, Permission.MANAGE)
        page = defaults_page(visit, _changed_words(changed))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/funding/defaults")
async def update_defaults(request: Request, form: Sent) -> Response:
    """Change those that were changed on the form; what another admin changed meanwhile stays."""
    fields = Fields.of(form)

    def job(visit: Visit) -> int:
        allow(visit, Permission.MANAGE)
        return set_defaults(visit, _wanted(fields))

    changed = await write(request, job)
    return see(f"/funding/defaults?changed={changed}")


@router.get("/funding/{source_id}/edit")
def edit(request: Request, source_id: UUID) -> Response:
    with reading(request) as visit:
        kept = source_for(visit, source_id)
        page = source_form(kept.id, kept, filled_of(told_of(kept)))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/funding/{source_id}")
async def update(request: Request, source_id: UUID, form: Sent) -> Response:
    return await _save(request, source_id, Fields.of(form), there=True)


@router.post("/funding/{source_id}/remove")
async def remove(request: Request, source_id: UUID, form: Sent) -> Response:
    return await _act(request, source_id, form, remove_source, f"/funding?removed={source_id}")


@router.post("/funding/{source_id}/restore")
async def restore(request: Request, source_id: UUID, form: Sent) -> Response:
    return await _act(request, source_id, form, restore_source, "/funding?done=saved")


async def _save(request: Request, source_id: UUID, fields: Fields, *, there: bool = False) -> Response:
    name = fields.text("name", LINE)
    kind = fields.one("kind", FundingKind, _("Say whose money it is."), AGAIN)
    first_on = fields.one("first_on", date.fromisoformat, _("Choose its first day."), DAY)
    last_on = fields.one("last_on", date.fromisoformat, _("Choose its last day."), DAY)
    budget = fields.one("budget_hours", _minutes, "", _("Write hours as a number, like 600 or 37.5."))
    seen = fields.version() if there else 0

    def job(visit: Visit) -> Result:
        if there:
            source_for(visit, source_id)
        allow(visit, Permission.MANAGE)
        if fields.errors or kind is None or first_on is None or last_on is None:
            raise InvalidError(fields.errors)
        return save_source(visit, source_id, seen, SourceTold(name, kind, first_on, last_on, budget))

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, source_id, Filled(fields.sent), error.errors, there=there)
    except IntegrityError:  # two gave the same name in the same moment
        errors = taken(removed=False)
        return await run_in_threadpool(_mend, request, source_id, Filled(fields.sent), errors, there=there)
    except StaleError:
        return await run_in_threadpool(_stale, request, source_id, Filled(fields.sent))
    return see("/funding?done=saved")


async def _act(
    request: Request, source_id: UUID, form: Sent, act: Callable[[Visit, UUID, int], Result], then: str
) -> Response:
    seen = Fields.of(form).version()

    def job(visit: Visit) -> Result:
        source_for(visit, source_id)
        return act(visit, source_id, seen)

    try:
        await write(request, job)
    except StaleError:
        return await run_in_threadpool(_refused, request, source_id)
    return see(then)


def _mend(request: Request, source_id: UUID, form: Filled, errors: Mapping[str, str], *, there: bool) -> Response:
    """The form again, with what was typed and each error by its field."""
    with reading(request) as visit:
        kept = source_for(visit, source_id) if there else None
        page = source_form(source_id, kept, form, errors, version=max(Fields(form.values).version(), 0))
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _stale(request: Request, source_id: UUID, form: Filled) -> Response:
    """What was typed, with 409: saved again it is the next version."""
    with reading(request) as visit:
        kept = source_for(visit, source_id)
        if kept.removed:
            gone = funding_page(visit, trouble=_("It was removed meanwhile. Bring it back to change it."))
            return render(request, gone, layout_of(visit), status=409)
        words = _("It has changed since you opened this form. What you typed is still here: save it again to keep it.")
        page = source_form(source_id, kept, form, trouble=words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _refused(request: Request, source_id: UUID) -> Response:
    with reading(request) as visit:
        source_for(visit, source_id)
        words = _("It has changed since you opened this page, and stands here as it is now. Nothing was done.")
        page = funding_page(visit, trouble=words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _undo(request: Request, visit: Visit) -> Undo | None:
    """What was removed just now, as the address says it and as long as that is so."""
    try:
        removed = UUID(request.query_params.get("removed", ""))
    except ValueError:
        return None
    kept = get_source(visit.connection, visit.network_id, removed) if may_edit(visit) else None
    if kept is None or not kept.removed:
        return None
    return Undo(_("“%(name)s” is removed.", name=kept.name), f"/funding/{kept.id}/restore", kept.version)


_HOURS = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(\.[0-9]{1,2})?")


def _minutes(value: str) -> int:
    """Hours as people type them, "600", "1,200" or "37.5", in minutes.

    Raises:
        ValueError: anything else.
    """
    if not (value.isascii() and _HOURS.fullmatch(value)):
        raise ValueError(value)
    return round(Decimal(value.replace(",", "")) * 60)


def _wanted(fields: Fields) -> dict[UUID, UUID | None]:
    """The defaults that were changed on the form: those whose choice is another than the form began with.

    A field is called "of-", the coach, ".", and the source that the form began with, so that each coach takes one.

    Raises:
        NotFoundError: what names no coach, or no source.
    """
    wanted: dict[UUID, UUID | None] = {}
    for name in fields.sent:
        coach, _dot, was = name.removeprefix("of-").partition(".")
        chosen = fields.raw(name)
        if not name.startswith("of-") or chosen == was:
            continue
        try:
            wanted[UUID(coach)] = UUID(chosen) if chosen else None
        except ValueError as error:
            raise NotFoundError from error
    return wanted


def _changed_words(changed: int) -> str:
    if changed < 0:
        return ""
    if not changed:
        return _("Nothing was changed.")
    return ngettext("Saved: %(num)d coach changed.", "Saved: %(num)d coaches changed.", min(changed, 9999))
