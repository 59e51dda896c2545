"""Handoffs: the register, the form that proposes one, and what is done to one with a tap."""

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
from app.domain.vocabulary import Outcome
from app.services.agreeing import ended_words
from app.services.handoffs import (
    Answer,
    Proposal,
    agree_to_handoff,
    answer_check,
    decline_handoff,
    end_handoff,
    propose_handoff,
)
from app.services.visits import Visit
from app.store.schools import TeamMember, list_areas, list_team
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent, whole
from app.web.guards import school_for
from app.web.handoff_rows import Options
from app.web.handoff_taps import Tap, register, said_back, tapped
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NewHandoffPage(Page):
    """The form of a handoff, or why there is none any more (`ended`).

    `agrees` is whether the visitor's proposal is agreed to at once.
    """

    template: ClassVar[str] = "handoffs/new.html"

    school_id: UUID
    school: str
    id: UUID
    form: Filled
    areas: Options
    team: tuple[TeamMember, ...]
    latest: date
    agrees: bool
    ended: str
    errors: Mapping[str, str]


@router.get("/handoffs")
def index(request: Request) -> Response:
    """Every handoff and agreement of the schools that one may see, what awaits an answer first."""
    asked = request.query_params
    with reading(request) as visit:
        page = register(request, visit, said_back(visit, asked.get("done", ""), asked.get("of", "")))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/schools/{school_id}/handoffs/new")
def new(request: Request, school_id: UUID, area: str = "") -> Response:
    with reading(request) as visit:
        start = Filled({"handed_over_on": [str(visit.today)], "area_id": [area]})
        page = _new_page(visit, school_id, uuid4(), start, {})
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/handoffs")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Propose that the school runs an area itself from a day on."""
    fields = Fields.of(form)
    handoff_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    area_id = fields.one("area_id", UUID, _("Choose an area."), AGAIN)
    handed_over_on = fields.one("handed_over_on", date.fromisoformat, _("Choose a day."), DAY)
    now_runs = fields.text("now_runs", LINE)
    holder_ids = fields.many("holder_ids", UUID, AGAIN)

    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.PROPOSE)
        if fields.errors or area_id is None or handed_over_on is None:
            raise InvalidError(fields.errors)
        propose_handoff(visit, school_id, Proposal(handoff_id, area_id, handed_over_on, now_runs, holder_ids))
        return "agreed" if visit.rights.may(Permission.DECIDE, school_id) else "proposed"

    try:
        word = await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, school_id, handoff_id, Filled(fields.sent), error.errors)
    return see(f"/handoffs?done={word}&of={handoff_id}#handoff-{handoff_id}")


@router.post("/handoffs/{handoff_id}/agree")
async def agree(request: Request, handoff_id: UUID, form: Sent) -> Response:
    """The school's yes to a proposal, or a director's."""
    tap = Tap("handoff", handoff_id, "agreed", (Permission.AGREE, Permission.DECIDE), Fields.of(form))
    return await tapped(request, tap, lambda visit: agree_to_handoff(visit, handoff_id))


@router.post("/handoffs/{handoff_id}/decline")
async def decline(request: Request, handoff_id: UUID, form: Sent) -> Response:
    """Withdraw a proposal of one's own, or decline another's."""
    fields = Fields.of(form)
    reason = fields.text("reason", LINE)
    allowed = (Permission.AGREE, Permission.DECIDE, Permission.PROPOSE)
    tap = Tap("handoff", handoff_id, "declined", allowed, fields)
    return await tapped(request, tap, lambda visit: decline_handoff(visit, handoff_id, reason))


@router.post("/handoffs/{handoff_id}/end")
async def end(request: Request, handoff_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)
    reason = fields.text("reason", LINE)
    tap = Tap("handoff", handoff_id, "ended", (Permission.AGREE, Permission.DECIDE), fields)
    return await tapped(request, tap, lambda visit: end_handoff(visit, handoff_id, reason))


@router.post("/handoffs/{handoff_id}/check")
async def check(request: Request, handoff_id: UUID, form: Sent) -> Response:
    """Answer a check, or change the answer that was given today."""
    fields = Fields.of(form)
    number = fields.one("number", whole, "", AGAIN)
    outcome = fields.one("outcome", Outcome, _("Say whether it held."), AGAIN)
    ran_by = fields.one("ran_by", UUID, "", AGAIN)
    instead_of = fields.one("instead_of", Outcome, "", AGAIN)
    said = Answer(number or 0, outcome or Outcome.HELD, ran_by, instead_of)  # the tap's errors come before its answer
    tap = Tap("handoff", handoff_id, said.outcome.value, (Permission.AGREE,), fields)
    return await tapped(request, tap, lambda visit: answer_check(visit, handoff_id, said))


def _new_page(
    visit: Visit, school_id: UUID, handoff_id: UUID, form: Filled, errors: Mapping[str, str]
) -> NewHandoffPage:
    school = school_for(visit, school_id, Permission.PROPOSE)
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    return NewHandoffPage(
        school_id=school.id,
        school=school.name,
        id=handoff_id,
        form=form,
        areas=tuple((area.id, area.name) for area in areas if area.open and not area.confidential),
        team=tuple(
            {
                each.person_id: each for each in list_team(visit.connection, visit.network_id, school.id, visit.today)
            }.values()
        ),
        latest=a_year_on(visit.today),
        agrees=visit.rights.may(Permission.DECIDE, school.id),
        ended=ended_words(visit, school.id),
        errors=errors,
    )


def _mend(request: Request, school_id: UUID, handoff_id: UUID, form: Filled, errors: Mapping[str, str]) -> Response:
    with reading(request) as visit:
        page = _new_page(visit, school_id, handoff_id, form, errors)
        layout = layout_of(visit)
    return render(request, page, layout, status=422)
