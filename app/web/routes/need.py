"""A school's need and phase, as a director sets them, and how they came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.language import _
from app.domain.vocabulary import Phase
from app.services.visits import Visit
from app.services.weighing import (
    HEAVIEST,
    LIGHTEST,
    ChangedError,
    NewPhase,
    add_phase,
    phases_of,
    remove_phase,
    set_weights,
)
from app.store import weighing
from app.store.tables.sessions import LINE
from app.web.equity_page import WeightRow, read_weight, weight_row
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent
from app.web.guards import school_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.words import day_and_year, moment, said

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PhaseRow:
    id: UUID
    words: str
    since: str
    reason: str
    by: str
    now: bool
    removed: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class NeedPage(Page):
    """A school's weight as it `stands` and its phase, with their history; forms for who may set them."""

    template: ClassVar[str] = "equity/need.html"

    school_id: UUID
    school: str
    stands: WeightRow
    row: WeightRow
    weights: Sequence[tuple[str, str, str, str]]
    phases: tuple[PhaseRow, ...]
    choices: tuple[tuple[str, str], ...]
    id: UUID
    form: Filled
    may_set: bool
    today: date
    least: float
    most: float
    longest: int
    errors: Mapping[str, str]
    notice: str
    removed: UUID | None


@router.get("/schools/{school_id}/need")
def need(request: Request, school_id: UUID) -> Response:
    """A school's weight and phase, and how they came about."""
    return _need(request, school_id, {}, {})


@router.post("/schools/{school_id}/weight")
async def set_weight(request: Request, school_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)

    def job(visit: Visit) -> None:
        school_for(visit, school_id, Permission.DECIDE)
        value = read_weight(fields.raw("weight"))
        reason = fields.text("reason", LINE)
        if fields.errors:
            raise InvalidError(fields.errors)
        set_weights(visit, {school_id: (-1.0 if value is None else value, reason, fields.raw("seen"))})

    try:
        await write(request, job)
    except InvalidError as error:
        errors = {name.removesuffix(f"-{school_id}"): words for name, words in error.errors.items()}
        return await run_in_threadpool(_need, request, school_id, errors, fields.sent, 422)
    except ChangedError:
        words = _("Somebody else has set this weight since you opened this page. Look at it again, and save once more.")
        typed = {name: values for name, values in fields.sent.items() if name != "seen"}
        return await run_in_threadpool(_need, request, school_id, {"weight": words}, typed, 409)
    return see(f"/schools/{school_id}/need?done=weight")


@router.post("/schools/{school_id}/phase")
async def set_phase(request: Request, school_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)
    phase_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    phase = fields.one("phase", Phase, _("Choose a phase."), AGAIN)
    since_on = fields.one("since_on", date.fromisoformat, _("From which day?"), DAY)
    reason = fields.text("phase_reason", LINE)

    def job(visit: Visit) -> None:
        school = school_for(visit, school_id, Permission.DECIDE)
        if fields.errors or phase is None or since_on is None:
            raise InvalidError(fields.errors)
        add_phase(visit, school, NewPhase(phase_id, phase, since_on, reason))

    try:
        await write(request, job)
    except InvalidError as error:
        errors = {"phase_reason" if name == "reason" else name: words for name, words in error.errors.items()}
        return await run_in_threadpool(_need, request, school_id, errors, fields.sent, 422)
    return see(f"/schools/{school_id}/need?done=phase")


@router.post("/schools/{school_id}/phase/{phase_id}/remove")
async def remove(request: Request, school_id: UUID, phase_id: UUID) -> Response:
    return await _mark(request, school_id, phase_id, back=False)


@router.post("/schools/{school_id}/phase/{phase_id}/restore")
async def restore(request: Request, school_id: UUID, phase_id: UUID) -> Response:
    return await _mark(request, school_id, phase_id, back=True)


async def _mark(request: Request, school_id: UUID, phase_id: UUID, *, back: bool) -> Response:
    def job(visit: Visit) -> None:
        school_for(visit, school_id, Permission.DECIDE)
        remove_phase(visit, school_id, phase_id, back=back)

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_need, request, school_id, error.errors, {}, 422)
    return see(f"/schools/{school_id}/need?done={'restored' if back else 'removed'}&of={phase_id}")


def _need(
    request: Request,
    school_id: UUID,
    errors: Mapping[str, str],
    sent: Mapping[str, Sequence[str]],
    status: int = 200,
) -> Response:
    typed = Filled(sent)
    with reading(request) as visit:
        school = school_for(visit, school_id)
        connection, network_id = visit.connection, visit.network_id
        weight, may_set = weighing.get_weight(connection, network_id, school_id), visit.rights.may(Permission.DECIDE)
        phases = phases_of(visit, school)
        standing = [each for each in phases if not each.removed]
        zone, asked = visit.network.timezone, request.query_params
        stands = weight_row(school, weight)
        removed = next((each.id for each in phases if each.removed and str(each.id) == asked.get("of")), None)
        page = NeedPage(
            school_id=school.id,
            school=school.name,
            stands=stands,
            row=replace(
                stands,
                value=typed.one("weight") or stands.value,
                reason=typed.one("reason") or stands.reason,
                seen=typed.one("seen") or stands.seen,
            ),
            weights=tuple(
                (f"{each.value:.1f}", each.reason, each.by if may_set else "", moment(each.at, zone))
                for each in weighing.list_weights_set(connection, network_id, school_id)
            ),
            phases=tuple(
                PhaseRow(
                    id=each.id,
                    words=said(each.phase),
                    since=day_and_year(each.since_on) if school.first_on or each.by else _("from the beginning"),
                    reason=each.reason,
                    by=each.by if may_set else "",
                    now=bool(standing) and each.id == standing[0].id,
                    removed=each.removed,
                    may_remove=may_set and len(standing) > 1 and not each.removed,
                )
                for each in phases
                if not each.removed
            ),
            choices=tuple((phase.value, said(phase)) for phase in Phase),
            id=uuid4(),
            form=typed,
            may_set=may_set,
            today=visit.today,
            least=LIGHTEST,
            most=HEAVIEST,
            longest=LINE,
            errors=errors,
            notice=_notice(asked.get("done", "")) if may_set else "",
            removed=removed if may_set and asked.get("done") == "removed" else None,
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _notice(done: str) -> str:
    return {
        "weight": _("Saved. Equity, flags and the plan go by this weight from now on."),
        "phase": _("Saved. The school is in this phase from that day on."),
        "removed": _("Taken out of the history."),
        "restored": _("Back in the history."),
    }.get(done, "")
