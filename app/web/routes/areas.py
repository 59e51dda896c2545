"""Areas: all of them at a glance, and one across the schools that one may see."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.services.answers import see_flags
from app.services.seeing.area import see_area
from app.store.schools import list_areas, list_schools
from app.web.area_page import area_page, areas_page
from app.web.filters import filter_form, read_filters
from app.web.guards import allow
from app.web.house import house_of, reading
from app.web.render import layout_of, render

router = APIRouter()


@router.get("/areas")
def index(request: Request) -> Response:
    """Every area: at how many schools, how far along, and who holds it."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        mine = visit.rights.schools(Permission.SEE_SCHOOL)
        schools = list_schools(visit.connection, visit.network_id, mine, visit.today)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        page = areas_page(areas, see_flags(visit, house_of(request).kept, schools), sees_all=mine is None)
        layout = layout_of(visit)
    return render(request, page, layout)


@router.get("/areas/{area_id}")
def show(request: Request, area_id: UUID) -> Response:
    """One area, school by school. Areas are seen through schools: whoever sees none, sees no area either."""
    with reading(request) as visit:
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        area = next((each for each in areas if each.id == area_id), None)
        if area is None or not visit.rights.may(Permission.SEE_SCHOOL):
            raise NotFoundError
        filters = read_filters(request, visit.today, areas)
        seen = see_area(visit, house_of(request).kept, area, areas, filters.window)
        form = filter_form(filters, visit.today, areas, (), visit.network)
        network = visit.rights.may(Permission.SEE_NETWORK)
        page = area_page(seen, filters, form, visit.today, sees_network=network)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)
