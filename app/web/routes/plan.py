"""The term's plan: who gets how many coach hours a week, as proposed by need and adjusted with a reason."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _
from app.domain.plan import MOST_HOURS
from app.services.plans import LONGEST_NAME, Draft, SavedError, propose_plan, remove_plan, running, save_plan
from app.services.visits import Visit
from app.store import plans
from app.store.schools import list_schools
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, DAY, Fields, Filled, Sent, decimal
from app.web.guards import allow
from app.web.house import house_of, reading, write
from app.web.plan_page import new_plan_page, plan_page, provisional
from app.web.render import layout_of, render, see

router = APIRouter()

MOST_LETTERS = 8
"""Of a plan's hours as typed."""

PREFIX = "minutes-"

NOTICES = ("saved", "removed", "restored")


@router.get("/plan")
def show(request: Request) -> Response:
    """The plan of today beside what came of it, and earlier ones."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        history = plans.list_plans(visit.connection, visit.network_id)
        schools = list_schools(visit.connection, visit.network_id, None, visit.today)
        asked = request.query_params
        removed = next((each.id for each in history if each.removed and str(each.id) == asked.get("of")), None)
        page = plan_page(
            visit,
            running(visit),
            schools,
            history,
            notice=_notice(asked.get("done", "")),
            removed=removed if asked.get("done") == "removed" else None,
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/plan/new")
def new(request: Request) -> Response:
    """First the hours of a week, then what they would give each school."""
    fields = Fields({name: request.query_params.getlist(name) for name in request.query_params})
    return _new(request, fields, uuid4(), {})


@router.post("/plan")
async def create(request: Request, form: Sent) -> Response:
    fields = Fields.of(form)
    plan_id = fields.one("id", UUID, "", AGAIN) or uuid4()
    name = fields.text("name", LONGEST_NAME)
    first_on = fields.one("first_on", date.fromisoformat, _("From which day?"), DAY)
    last_on = fields.one("last_on", date.fromisoformat, _("Until when?"), DAY)
    minutes = fields.one("hours", read_hours, _("How many hours a week?"), _hours_wrong())
    schools = _schools(fields)

    def job(visit: Visit) -> None:
        allow(visit, Permission.DECIDE)
        if provisional(visit):
            raise InvalidError({"hours": _("Set every school's weight first: a plan goes by them.")})
        if fields.errors or first_on is None or last_on is None or minutes is None:
            raise InvalidError(fields.errors)
        save_plan(visit, house_of(request).kept, Draft(plan_id, name, first_on, last_on, minutes, schools))

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_new, request, fields, plan_id, error.errors, 422)
    except SavedError:
        again = {"name": _("This form has saved a plan already. Save again to make another one of it.")}
        return await run_in_threadpool(_new, request, fields, uuid4(), again, 409)
    return see("/plan?done=saved")


@router.post("/plan/{plan_id}/remove")
async def remove(request: Request, plan_id: UUID) -> Response:
    return await _mark(request, plan_id, back=False)


@router.post("/plan/{plan_id}/restore")
async def restore(request: Request, plan_id: UUID) -> Response:
    return await _mark(request, plan_id, back=True)


async def _mark(request: Request, plan_id: UUID, *, back: bool) -> Response:
    def job(visit: Visit) -> None:
        if all(each.id != plan_id for each in plans.list_plans(visit.connection, visit.network_id)):
            raise NotFoundError
        allow(visit, Permission.DECIDE)
        remove_plan(visit, plan_id, back=back)

    await write(request, job)
    return see(f"/plan?done={'restored' if back else 'removed'}&of={plan_id}")


def read_hours(typed: str) -> int:
    """Hours as people type them ("2.25", "2,25"), in minutes.

    Raises:
        ValueError: anything else, or too many.
    """
    number = decimal(typed, MOST_LETTERS)
    if number > MOST_HOURS:
        raise ValueError(typed)
    return round(number * 60)


def _hours_wrong() -> str:
    return _("Write hours as a number, like 40 or 2.25, up to %(most)s.", most=f"{MOST_HOURS:,}")


def _schools(fields: Fields) -> dict[UUID, tuple[int, str]]:
    found: dict[UUID, tuple[int, str]] = {}
    for name in [name for name in fields.sent if name.startswith(PREFIX)]:
        try:
            school_id = UUID(name.removeprefix(PREFIX))
        except ValueError:
            continue
        minutes = fields.one(name, read_hours, "", _hours_wrong())
        reason = fields.text(f"reason-{school_id}", LINE)
        if minutes is not None:
            found[school_id] = (minutes, reason)
    return found


def _new(request: Request, fields: Fields, plan_id: UUID, errors: Mapping[str, str], status: int = 200) -> Response:
    minutes = fields.one("hours", read_hours, "", _hours_wrong()) or 0
    with reading(request) as visit:
        allow(visit, Permission.DECIDE)
        found = dict(errors) | {name: words for name, words in fields.errors.items() if name == "hours"}
        if provisional(visit):
            minutes, found = 0, {"hours": _("Set every school's weight first: a plan goes by them.")}
        proposals = propose_plan(visit, house_of(request).kept, minutes) if minutes else []
        page = new_plan_page(plan_id, visit, proposals, minutes, Filled(fields.sent), found)
        layout = layout_of(visit)
    return render(request, page, layout, (status if errors else 422) if found else status)


def _notice(done: str) -> str:
    if done not in NOTICES:
        return ""
    return {
        "saved": _("Saved. From its first day on the dashboard and the schools' pages hold our time against it."),
        "removed": _("The plan is taken away."),
        "restored": _("The plan is back."),
    }[done]
