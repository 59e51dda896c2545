"""With the district, and no duplication: what we did for schools in areas that the district runs well."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.errors import NotAllowedError
from app.services.visits import Visit
from app.store.schools import list_areas
from app.web.district_page import district_page
from app.web.filters import filter_form, read_filters
from app.web.house import reading
from app.web.render import layout_of, render

router = APIRouter()


@router.get("/areas/district")
def show(request: Request) -> Response:
    """By area and window, for whoever sees the sessions of all the network: its directors and admins."""
    with reading(request) as visit:
        if not sees_all(visit):
            raise NotAllowedError
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        page = district_page(visit, areas, filters, filter_form(filters, visit.today, areas, (), visit.network))
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def sees_all(visit: Visit) -> bool:
    return visit.rights.schools(Permission.SEE_SCHOOL) is None
