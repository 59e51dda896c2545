"""Other time of one's own: added, changed, removed, and each of it undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotFoundError
from app.domain.ids import time_ordered_id
from app.domain.language import _, later, told
from app.domain.periods import monday
from app.services.other_time import (
    Result,
    StaleError,
    get_own_time,
    refuse_taken_time,
    remove_other_time,
    submit_other_time,
    telling_of,
    undo_other_time,
)
from app.services.visits import Visit
from app.services.week import week_of
from app.store.other_time import KeptOther
from app.web.forms import Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import reading, write
from app.web.other_form import OtherForm, filled_of, other_form, read_other_time
from app.web.render import Page, layout_of, render, see
from app.web.week_page import week_page

router = APIRouter()

CHANGED = later(
    "It has changed since you opened this form. What you typed is still here: save it again to put it in place."
)
REMOVED = later("It was removed meanwhile. What you typed is still here: save it to add it as new.")
STALE = later("It has changed since you opened this page, and stands here as it is now. Nothing was done.")


@dataclass(frozen=True, slots=True)
class OtherPage(Page):
    template: ClassVar[str] = "week/other.html"
    fragment: ClassVar[str | None] = "week/_other_form.html"

    first: date
    title: str
    trouble: str
    form: OtherForm


@router.get("/other-time/{other_id}/edit")
def edit(request: Request, other_id: UUID) -> Response:
    with reading(request) as visit:
        kept = own_time_for(visit, other_id)
        if kept.removed_at is not None:
            raise NotFoundError
        page = _page(visit, kept.id, kept.version, filled_of(telling_of(kept)), kept.spent_on)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/other-time/{other_id}")
async def create(request: Request, other_id: UUID, form: Sent) -> Response:
    """Add it (version 0), or save a change of it (the version that its form was made from)."""
    fields = Fields.of(form)
    seen = fields.version()
    try:
        said = read_other_time(fields)
        await write(request, lambda visit: submit_other_time(visit, other_id, seen, said))
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, other_id, max(seen, 0), Filled(fields.sent), error.errors)
    except StaleError as stale:
        return await run_in_threadpool(_stale, request, stale.kept, Filled(fields.sent))
    return see(f"/week?of={monday(said.spent_on)}&done={'changed' if seen else 'added'}&about={other_id}")


@router.post("/other-time/{other_id}/remove")
async def remove(request: Request, other_id: UUID, form: Sent) -> Response:
    return await _act(request, other_id, form, remove_other_time, "removed")


@router.post("/other-time/{other_id}/undo")
async def undo(request: Request, other_id: UUID, form: Sent) -> Response:
    return await _act(request, other_id, form, undo_other_time, "undone")


def own_time_for(visit: Visit, other_id: UUID) -> KeptOther:
    """Time of the visitor's own.

    Raises:
        NotAllowedError: the visitor logs nothing.
        NotFoundError: not there, or not theirs.
    """
    allow(visit, Permission.LOG)
    kept = get_own_time(visit, other_id)
    if kept is None:
        raise NotFoundError
    return kept


async def _act(
    request: Request, other_id: UUID, form: Sent, act: Callable[[Visit, UUID, int], Result], done: str
) -> Response:
    seen = Fields.of(form).version()

    def job(visit: Visit) -> date:
        own_time_for(visit, other_id)
        act(visit, other_id, seen)
        return own_time_for(visit, other_id).spent_on

    try:
        spent_on = await write(request, job)
    except InvalidError as error:
        words = " ".join([_("It cannot be as it was before."), *error.errors.values()])
        return await run_in_threadpool(_refused, request, other_id, words, 422)
    except StaleError:
        return await run_in_threadpool(_refused, request, other_id, told(STALE), 409)
    return see(f"/week?of={monday(spent_on)}&done={done}&about={other_id}")


def _refused(request: Request, other_id: UUID, trouble: str, status: int) -> Response:
    with reading(request) as visit:
        kept = own_time_for(visit, other_id)
        page = week_page(visit, week_of(kept.spent_on, visit.today), trouble=trouble)
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _mend(request: Request, other_id: UUID, seen: int, start: Filled, errors: Mapping[str, str]) -> Response:
    """The form again, with 422, what was typed, and each error by its field."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        refuse_taken_time(visit, other_id)
        if seen:
            own_time_for(visit, other_id)
        page = _page(visit, other_id, seen, start, _day(start, visit), errors)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _stale(request: Request, kept: KeptOther, start: Filled) -> Response:
    """What was typed, with 409: saved again it is the next version, or new where the other was removed."""
    with reading(request) as visit:
        gone = kept.removed_at is not None
        other_id, version = (time_ordered_id(visit.now), 0) if gone else (kept.id, kept.version)
        words = told(REMOVED if gone else CHANGED)
        page = _page(visit, other_id, version, start, _day(start, visit), trouble=words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _page(
    visit: Visit,
    other_id: UUID,
    version: int,
    start: Filled,
    about: date,
    errors: Mapping[str, str] | None = None,
    *,
    trouble: str = "",
) -> OtherPage:
    first = week_of(about, visit.today)
    form = other_form(visit, first, other_id, version, start, errors)
    return OtherPage(first=first, title=_("Change it") if version else _("Other time"), trouble=trouble, form=form)


def _day(start: Filled, visit: Visit) -> date:
    try:
        return date.fromisoformat(start.one("spent_on"))
    except ValueError:
        return visit.today
