"""Community partners: the register, one partner, its form, and a school's constellation."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.periods import Window
from app.services.partners import (
    PartnerTold,
    find_gaps,
    may_edit,
    remove_partner,
    restore_partner,
    save_partner,
    told_of,
)
from app.services.registers import Result, StaleError, taken
from app.services.visits import Visit
from app.store.analytics import leads_by_area
from app.store.handoffs import list_handoffs
from app.store.partners import KeptPartner, get_partner, list_partners
from app.store.schools import list_areas
from app.store.tables.sessions import LINE
from app.web.constellation import Sky, constellation
from app.web.downloads import downloaded
from app.web.forms import AGAIN, Fields, Filled, Sent
from app.web.guards import allow, school_for
from app.web.house import reading, write
from app.web.partners_page import (
    Around,
    SchoolPartnersPage,
    Undo,
    filled_of,
    found_partners,
    partner_form,
    partner_page,
    partners_page,
    partners_table,
)
from app.web.render import layout_of, render, see

router = APIRouter()


def partner_for(visit: Visit, partner_id: UUID, *, to_edit: bool = False) -> KeptPartner:
    """A partner of the network, for who sees its schools.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: the visitor sees no school, or does not keep the register and would edit.
    """
    kept = get_partner(visit.connection, visit.network_id, partner_id)
    if kept is None or (kept.removed and not may_edit(visit)):
        raise NotFoundError
    if not visit.rights.may(Permission.SEE_SCHOOL) or (to_edit and not may_edit(visit)):
        raise NotAllowedError
    return kept


@router.get("/partners")
def index(request: Request, q: str = "") -> Response:
    """The register, or what of it holds `q`; for directors also where neither coach nor partner is."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        page = partners_page(visit, q.strip(), _undo(request, visit))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/partners.csv")
@router.get("/partners.xlsx")
def download(request: Request, q: str = "") -> Response:
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        table = partners_table(found_partners(visit, Around(visit), q.strip()))
    return downloaded(request, table)


@router.get("/partners/new")
def new(request: Request) -> Response:
    with reading(request) as visit:
        _be_editor(visit)
        school = request.query_params.get("school", "")
        page = partner_form(visit, uuid4(), None, Filled({"school_ids": [school]}))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/partners")
async def create(request: Request, form: Sent) -> Response:
    fields = Fields.of(form)
    return await _save(request, fields.one("id", UUID, "", AGAIN) or uuid4(), fields)


@router.get("/partners/{partner_id}")
def show(request: Request, partner_id: UUID) -> Response:
    """One partner, and the sessions that named it."""
    with reading(request) as visit:
        kept = partner_for(visit, partner_id)
        saved = request.query_params.get("done") == "saved"
        page = partner_page(visit, kept, _("Saved.") if saved else "")
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/partners/{partner_id}/edit")
def edit(request: Request, partner_id: UUID) -> Response:
    with reading(request) as visit:
        kept = partner_for(visit, partner_id, to_edit=True)
        page = partner_form(visit, kept.id, kept, filled_of(told_of(kept)))
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/partners/{partner_id}")
async def update(request: Request, partner_id: UUID, form: Sent) -> Response:
    return await _save(request, partner_id, Fields.of(form), there=True)


@router.post("/partners/{partner_id}/remove")
async def remove(request: Request, partner_id: UUID, form: Sent) -> Response:
    return await _act(request, partner_id, form, remove_partner, f"/partners?removed={partner_id}")


@router.post("/partners/{partner_id}/restore")
async def restore(request: Request, partner_id: UUID, form: Sent) -> Response:
    return await _act(request, partner_id, form, restore_partner, f"/partners/{partner_id}?done=saved")


@router.get("/schools/{school_id}/partners")
def school(request: Request, school_id: UUID) -> Response:
    """A school's constellation: who is around each of its areas, and around which nobody is."""
    with reading(request) as visit:
        there = school_for(visit, school_id)
        connection, network_id, today = visit.connection, visit.network_id, visit.today
        areas = list_areas(connection, network_id, today)
        ids = [area.id for area in areas]
        found = leads_by_area(connection, network_id, Window.ending(today), ids, [school_id])
        handoffs = list_handoffs(connection, network_id, [school_id]).get(school_id, [])
        sky = Sky(
            visited={area_id: tally.sessions for area_id, tally in found.get(school_id, {}).items()},
            gaps={area.id for area in find_gaps(visit, [school_id], found).get(school_id, [])},
            handed_over={each.area_id for each in handoffs if each.stands(today)},
        )
        partners = [each for each in list_partners(connection, network_id) if school_id in each.school_ids]
        page = SchoolPartnersPage(
            id=there.id,
            school=there.name,
            may_edit=may_edit(visit),
            constellation=constellation(school_id, areas, partners, sky),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


async def _save(request: Request, partner_id: UUID, fields: Fields, *, there: bool = False) -> Response:
    told = PartnerTold(
        name=fields.text("name", LINE),
        does=fields.text("does", LINE),
        contact=fields.text("contact", LINE),
        area_ids=fields.many("area_ids", UUID, AGAIN),
        school_ids=fields.many("school_ids", UUID, AGAIN),
    )
    seen = fields.version() if there else 0

    def job(visit: Visit) -> Result:
        if there:
            partner_for(visit, partner_id, to_edit=True)
        _be_editor(visit)
        if fields.errors:
            raise InvalidError(fields.errors)
        return save_partner(visit, partner_id, seen, told)

    try:
        await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(_mend, request, partner_id, Filled(fields.sent), error.errors, there=there)
    except IntegrityError:  # two gave the same name in the same moment
        errors = taken(removed=False)
        return await run_in_threadpool(_mend, request, partner_id, Filled(fields.sent), errors, there=there)
    except StaleError:
        return await run_in_threadpool(_stale, request, partner_id, Filled(fields.sent))
    return see(f"/partners/{partner_id}?done=saved")


async def _act(
    request: Request, partner_id: UUID, form: Sent, act: Callable[[Visit, UUID, int], Result], then: str
) -> Response:
    seen = Fields.of(form).version()

    def job(visit: Visit) -> Result:
        partner_for(visit, partner_id, to_edit=True)
        return act(visit, partner_id, seen)

    try:
        await write(request, job)
    except StaleError:
        return await run_in_threadpool(_refused, request, partner_id)
    return see(then)


def _mend(request: Request, partner_id: UUID, form: Filled, errors: Mapping[str, str], *, there: bool) -> Response:
    """The form again, with what was typed and each error by its field."""
    with reading(request) as visit:
        kept = partner_for(visit, partner_id, to_edit=True) if there else None
        page = partner_form(visit, partner_id, kept, form, errors, version=max(Fields(form.values).version(), 0))
        layout = layout_of(visit)
    return render(request, page, layout, status=422)


def _stale(request: Request, partner_id: UUID, form: Filled) -> Response:
    """What was typed, with 409: saved again it is the next version."""
    with reading(request) as visit:
        kept = partner_for(visit, partner_id, to_edit=True)
        if kept.removed:
            page_gone = partner_page(visit, kept, "", _("It was removed meanwhile. Bring it back to change it."))
            return render(request, page_gone, layout_of(visit), status=409)
        words = _("It has changed since you opened this form. What you typed is still here: save it again to keep it.")
        page = partner_form(visit, partner_id, kept, form, trouble=words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _refused(request: Request, partner_id: UUID) -> Response:
    with reading(request) as visit:
        kept = partner_for(visit, partner_id, to_edit=True)
        words = _("It has changed since you opened this page, and stands here as it is now. Nothing was done.")
        page = partner_page(visit, kept, "", words)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def _undo(request: Request, visit: Visit) -> Undo | None:
    """What was removed just now, as the address says it and as long as that is so."""
    try:
        removed = UUID(request.query_params.get("removed", ""))
    except ValueError:
        return None
    kept = get_partner(visit.connection, visit.network_id, removed) if may_edit(visit) else None
    if kept is None or not kept.removed:
        return None
    return Undo(_("“%(name)s” is removed.", name=kept.name), f"/partners/{kept.id}/restore", kept.version)


def _be_editor(visit: Visit) -> None:
    if not may_edit(visit):
        raise NotAllowedError
