"""Equity: each school's need, what goes with it and what it got; its weight and its phase, as a director sets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    stamp,
)
from app.store import weighing
from app.store.schools import list_areas, list_schools
from app.store.tables.sessions import LINE
from app.web.equity_page import equity_page
from app.web.filters import filter_form, read_filters
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent
from app.web.guards import allow, school_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.words import day_and_year, moment, said

router = APIRouter()

MOST_LETTERS = 6
"""Of a weight as typed."""


@dataclass(frozen=True, slots=True)
class WeightRow:
    id: UUID
    name: str
    value: str
    reason: str
    placeholder: bool
    seen: str


@dataclass(frozen=True, slots=True)
class WeightsPage(Page):
    """All weights as one form; a row that is left as it is changes nothing."""

    template: ClassVar[str] = "equity/weights.html"

    rows: tuple[WeightRow, ...]
    least: float
    most: float
    longest: int
    errors: Mapping[str, str]
    notice: str
    wrong: str


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
    """A school's weight and phase with their history; forms for who may set them."""

    template: ClassVar[str] = "equity/need.html"

    school_id: UUID
    school: str
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


@router.get("/equity")
def show(request: Request) -> Response:
    """The whole network's, for who directs it."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        form = filter_form(filters, visit.today, areas, ("phase",), visit.network)
        page = equity_page(visit, filters, form, may_set=visit.rights.may(Permission.DECIDE))
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


@router.get("/equity/weights")
def edit(request: Request) -> Response:
    return _weights(request, {}, {})


@router.post("/equity/weights")
async def update(request: Request, form: Sent) -> Response:
    """Set all weights that the form changes, each with its reason."""
    fields = Fields.of(form)

    def job(visit: Visit) -> int:
        allow(visit, Permission.DECIDE)
        return set_weights(visit, _read_weights(visit, fields))

    try:
        changed = await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_weights, request, error.errors, fields.sent, 422)
    except ChangedError:
        words = _("Somebody else has set a weight since you opened this page. Look at it again, and save once more.")
        return await run_in_threadpool(_weights, request, {}, {}, 409, words)
    return see(f"/equity/weights?done={changed}")


@router.get("/schools/{school_id}/need")
def need(request: Request, school_id: UUID) -> Response:
    """A school's weight and phase, and how they came about."""
    return _need(request, school_id, {}, {})


@router.post("/schools/{school_id}/weight")
async def set_weight(request: Request, school_id: UUID, form: Sent) -> Response:
    fields = Fields.of(form)

    def job(visit: Visit) -> None:
        school_for(visit, school_id, Permission.DECIDE)
        value = _number(fields.raw("weight"))
        reason = fields.text("reason", LINE)
        set_weights(visit, {school_id: (-1.0 if value is None else value, reason, fields.raw("seen"))})

    try:
        await write(request, job)
    except InvalidError as error:
        errors = {name.removesuffix(f"-{school_id}"): words for name, words in error.errors.items()}
        return await run_in_threadpool(_need, request, school_id, errors, fields.sent, 422)
    except ChangedError:
        words = _("Somebody else has set this weight since you opened this page. Look at it again, and save once more.")
        return await run_in_threadpool(_need, request, school_id, {"weight": words}, {}, 409)
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


def _number(typed: str) -> float | None:
    """A weight as people type it, with a point or a comma."""
    plain = typed.replace(",", ".", 1)
    if len(plain) > MOST_LETTERS or not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        return None
    return float(plain)


def _read_weights(visit: Visit, fields: Fields) -> dict[UUID, tuple[float, str, str]]:
    """What the form says of each school that it changes."""
    said: dict[UUID, tuple[float, str, str]] = {}
    weights = weighing.list_weights(visit.connection, visit.network_id)
    for school in list_schools(visit.connection, visit.network_id, None, visit.today):
        typed, reason = fields.raw(f"weight-{school.id}"), fields.text(f"reason-{school.id}", LINE)
        if not typed:
            continue
        value, there = _number(typed), weights[school.id]
        if value == there.value and reason.strip() in {"", there.reason}:
            continue
        said[school.id] = (-1.0 if value is None else value, reason, fields.raw(f"seen-{school.id}"))
    if fields.errors:
        raise InvalidError(fields.errors)
    return said


def _weights(
    request: Request,
    errors: Mapping[str, str],
    sent: Mapping[str, Sequence[str]],
    status: int = 200,
    wrong: str = "",
) -> Response:
    typed = Filled(sent)
    with reading(request) as visit:
        allow(visit, Permission.DECIDE)
        weights = weighing.list_weights(visit.connection, visit.network_id)
        schools = list_schools(visit.connection, visit.network_id, None, visit.today)
        done = request.query_params.get("done", "")
        page = WeightsPage(
            rows=tuple(
                WeightRow(
                    id=school.id,
                    name=school.name,
                    value=typed.one(f"weight-{school.id}") or f"{weights[school.id].value:.1f}",
                    reason=typed.one(f"reason-{school.id}") or weights[school.id].reason,
                    placeholder=not weights[school.id].by_director,
                    seen=stamp(weights[school.id]),
                )
                for school in schools
            ),
            least=LIGHTEST,
            most=HEAVIEST,
            longest=LINE,
            errors=errors,
            notice=_("Saved. Equity, flags and the plan go by these weights from now on.") if done.isdecimal() else "",
            wrong=wrong,
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)


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
        removed = next((each.id for each in phases if each.removed and str(each.id) == asked.get("of")), None)
        page = NeedPage(
            school_id=school.id,
            school=school.name,
            row=WeightRow(
                id=school.id,
                name=school.name,
                value=typed.one("weight") or f"{weight.value:.1f}",
                reason=typed.one("reason") or weight.reason,
                placeholder=not weight.by_director,
                seen=stamp(weight),
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
