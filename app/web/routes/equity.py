"""Equity: each school's need, what goes with it and what it got; its weight and its phase, as a director sets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.language import _
from app.services.visits import Visit
from app.services.weighing import (
    HEAVIEST,
    LIGHTEST,
    ChangedError,
    left_alone,
    set_weights,
    stamp,
)
from app.store import weighing
from app.store.schools import SchoolFact, list_areas, list_schools
from app.store.tables.sessions import LINE
from app.store.weighing import Weight
from app.web.equity_page import WeightRow, equity_page, read_weight, weight_row
from app.web.filters import filter_form, read_filters
from app.web.forms import Fields, Filled, Sent
from app.web.guards import allow
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see

router = APIRouter()


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
        words = _(
            "Somebody else has set a weight since you opened this page. Theirs stands here: save again, or change it."
        )
        return await run_in_threadpool(_weights, request, {}, fields.sent, 409, words)
    return see(f"/equity/weights?done={changed}")


def _read_weights(visit: Visit, fields: Fields) -> dict[UUID, tuple[float, str, str]]:
    """What the form says of each school that it changes."""
    said: dict[UUID, tuple[float, str, str]] = {}
    weights = weighing.list_weights(visit.connection, visit.network_id)
    for school in list_schools(visit.connection, visit.network_id, None, visit.today):
        typed, reason = fields.raw(f"weight-{school.id}"), fields.text(f"reason-{school.id}", LINE)
        if not typed:
            continue
        value, there = read_weight(typed), weights[school.id]
        if value == there.value and reason.strip() in {"", there.reason}:
            continue
        seen = fields.raw(f"seen-{school.id}")
        if value is not None and left_alone(value, reason, seen):
            continue
        said[school.id] = (-1.0 if value is None else value, reason, seen)
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
            rows=tuple(_weight_row(school, weights[school.id], typed) for school in schools),
            least=LIGHTEST,
            most=HEAVIEST,
            longest=LINE,
            errors=errors,
            notice=_notice(done, all_set=all(weights[school.id].by_director for school in schools)),
            wrong=wrong,
        )
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _weight_row(school: SchoolFact, weight: Weight, typed: Filled) -> WeightRow:
    """A school's line of the form: what was typed, unless somebody else has set its weight meanwhile."""
    mine = typed if typed.one(f"seen-{school.id}") in {"", stamp(weight)} else Filled({})
    stands = weight_row(school, weight)
    value, reason = mine.one(f"weight-{school.id}"), mine.one(f"reason-{school.id}")
    return replace(stands, value=value or stands.value, reason=reason or stands.reason)


def _notice(done: str, *, all_set: bool) -> str:
    if not done.isdecimal():
        return ""
    if done == "0":
        return _("Nothing was changed, so there was nothing to save.")
    if not all_set:
        return _("Saved. Equity, flags and the plan go by these weights once every school has its own.")
    return _("Saved. Equity, flags and the plan go by these weights from now on.")
