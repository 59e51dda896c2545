"""Two of one: the assistant principal was called away, so 20 minutes were with the school and 25 for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import InvalidError, NotFoundError
from app.domain.ids import time_ordered_id
from app.domain.language import _
from app.domain.vocabulary import Lead, Mode
from app.services.splitting import Part, split_session
from app.services.visits import Visit
from app.web.forms import Fields, Filled, Sent, whole
from app.web.guards import own_session_for, session_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.telling import Told, told_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SplitPage(Page):
    template: ClassVar[str] = "sessions/split.html"

    told: Told
    version: int
    rest_id: UUID
    filled: Filled
    errors: Mapping[str, str]


@router.get("/sessions/{session_id}/split")
def new(request: Request, session_id: UUID) -> Response:
    with reading(request) as visit:
        shown = _page(visit, session_id, time_ordered_id(visit.now), Filled({}), {})
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.post("/sessions/{session_id}/split")
async def create(request: Request, session_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)
    seen = fields.version()
    rest_id = fields.one("rest_id", UUID, "", _("Open this page again.")) or uuid4()

    def job(visit: Visit) -> None:
        own_session_for(visit, session_id)
        split_session(visit, session_id, seen, rest_id, part)

    try:
        part = _read(fields)
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_again, request, session_id, rest_id, Filled(fields.sent), error.errors)
    return see(f"/sessions/{session_id}?done=split")


def _again(request: Request, session_id: UUID, rest_id: UUID, start: Filled, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        shown = _page(visit, session_id, rest_id, start, errors)
        layout = layout_of(visit)
    return render(request, shown, layout, status=422)


def _read(fields: Fields) -> Part:
    needed, wrong = _("How many minutes was the second part?"), _("Write a whole number, like 25.")
    minutes = fields.one("minutes", whole, needed, wrong)
    mode = fields.one("mode", Mode, _("Say who did the work in the second part."), _("Choose one of the two."))
    lead = fields.one("lead", Lead, "", _("Choose again."))
    if fields.errors or minutes is None or mode is None:
        raise InvalidError(fields.errors)
    return Part(minutes, mode, lead)


def _page(visit: Visit, session_id: UUID, rest_id: UUID, start: Filled, errors: Mapping[str, str]) -> SplitPage:
    own_session_for(visit, session_id)
    seen = session_for(visit, session_id)
    if seen.kept.voided_at is not None:
        raise NotFoundError
    if "lead" in errors and start.one("mode") == Mode.FOR:
        start = start.without("lead")
    told = told_of(visit, seen.kept, seen.sight, school=seen.school.name, area=seen.area)
    return SplitPage(told=told, version=seen.kept.version, rest_id=rest_id, filled=start, errors=errors)
