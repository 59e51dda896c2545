"""Agreement on what was side by side: how far leaders and coaches see the same sessions alike."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_areas, list_schools
from app.web.agreement_page import AgreementPage, agreement_page
from app.web.filters import filter_form, read_filters
from app.web.guards import allow, school_for
from app.web.house import reading
from app.web.render import layout_of, render

router = APIRouter()


@router.get("/agreement")
def index(request: Request) -> Response:
    """By school and by area, of the schools that one may see."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        mine = visit.rights.schools(Permission.SEE_SCHOOL)
        schools = list_schools(visit.connection, visit.network_id, mine, visit.today)
        one = schools[0] if mine is not None and len(schools) == 1 else None
        page, status = _page(request, visit, schools, one)
        layout = layout_of(visit)
    return render(request, page, layout, status)


@router.get("/schools/{school_id}/agreement")
def show(request: Request, school_id: UUID) -> Response:
    """One school's, by area."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        page, status = _page(request, visit, [school], school)
        layout = layout_of(visit)
    return render(request, page, layout, status)


def _page(
    request: Request, visit: Visit, schools: list[SchoolFact], one: SchoolFact | None
) -> tuple[AgreementPage, int]:
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    filters = read_filters(request, visit.today, areas)
    form = filter_form(filters, visit.today, areas, (), visit.network)
    everywhere = visit.rights.schools(Permission.SEE_SCHOOL) is None
    return agreement_page(visit, filters, form, schools, areas, one, sees_network=everywhere), filters.status
