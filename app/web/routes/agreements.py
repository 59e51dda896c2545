"""Agreed direct service: the form that proposes it, and what is done to it with a tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.handoffs import a_year_on
from app.domain.language import _
from app.services.agreeing import Result, ended_words
from app.services.agreements import ServiceProposal, agree_to_service, end_service, propose_service
from app.services.visits import Visit
from app.store.schools import list_areas
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent
from app.web.guards import school_for
from app.web.handoff_rows import Options
from app.web.handoff_taps import Tap, tapped
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NewAgreementPage(Page):
    """The form of agreed direct service, or why there is none any more (`ended`).

    `carries` is whether the visitor's proposal carries a director's yes.
    """

    template: ClassVar[str] = "handoffs/new_agreement.html"

    school_id: UUID
    school: str
    id: UUID
    form: Filled
    areas: Options
    today: date
    latest: date
    carries: bool
    ended: str
    errors: Mapping[str, str]


@router.get("/schools/{school_id}/agreements/new")
def new(request: Request, school_id: UUID, area: str = "") -> Response:
    with reading(request) as visit:
        page = _new_page(visit, school_id, uuid4(), Filled({"area_id": [area]}), {})
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/agreements")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Propose that we do an area for the school until a day, and say what comes next."""
    fields = Fields.of(form)
    agreement_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    area_id = fields.one("area_id", UUID, _("Choose an area."), AGAIN)
    until_on = fields.one("until_on", date.fromisoformat, _("Choose a day."), DAY)
    next_up = fields.text("next_up", LINE)

    def job(visit: Visit) -> Result:
        school_for(visit, school_id, Permission.PROPOSE)
        if fields.errors or area_id is None or until_on is None:
            raise InvalidError(fields.errors)
        return propose_service(visit, school_id, ServiceProposal(agreement_id, area_id, until_on, next_up))

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, school_id, agreement_id, Filled(fields.sent), error.errors)
    return see(f"/handoffs?done=proposed&of={agreement_id}#agreement-{agreement_id}")


@router.post("/agreements/{agreement_id}/agree")
async def agree(request: Request, agreement_id: UUID, form: Sent) -> Response:
    """A director's yes, or a leader's."""
    tap = Tap("agreement", agreement_id, "agreed", (Permission.AGREE, Permission.DECIDE), Fields.of(form))
    return await tapped(request, tap, lambda visit: agree_to_service(visit, agreement_id))


@router.post("/agreements/{agreement_id}/end")
async def end(request: Request, agreement_id: UUID, form: Sent) -> Response:
    """Withdraw, decline, end early or close."""
    allowed = (Permission.AGREE, Permission.DECIDE, Permission.PROPOSE)
    tap = Tap("agreement", agreement_id, "ended", allowed, Fields.of(form))
    return await tapped(request, tap, lambda visit: end_service(visit, agreement_id))


def _new_page(
    visit: Visit, school_id: UUID, agreement_id: UUID, form: Filled, errors: Mapping[str, str]
) -> NewAgreementPage:
    school = school_for(visit, school_id, Permission.PROPOSE)
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    return NewAgreementPage(
        school_id=school.id,
        school=school.name,
        id=agreement_id,
        form=form,
        areas=tuple((area.id, area.name) for area in areas if area.open and not area.confidential),
        today=visit.today,
        latest=a_year_on(visit.today),
        carries=visit.rights.may(Permission.DECIDE, school.id),
        ended=ended_words(visit, school.id),
        errors=errors,
    )


def _mend(request: Request, school_id: UUID, agreement_id: UUID, form: Filled, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        page = _new_page(visit, school_id, agreement_id, form, errors)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)
