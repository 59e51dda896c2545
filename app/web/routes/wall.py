"""A school's strengths wall, and the taps that put a strength on it and take it down."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.visits import Visit
from app.services.wall import Tapped, put_on_wall, take_off_wall
from app.store.schools import list_areas
from app.web.forms import Fields, Sent
from app.web.guards import school_for, session_for
from app.web.house import reading, write
from app.web.render import layout_of, render, see
from app.web.wall_page import wall_page

router = APIRouter()


@router.get("/schools/{school_id}/strengths")
def index(request: Request, school_id: UUID, area: str = "", page: int = 1, done: str = "", of: str = "") -> Response:
    """What coaches saw go well, by area and day."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        shown = wall_page(visit, school, areas, area=area, page=page, done=done, of=of)
        layout = layout_of(visit)
    return render(request, shown, layout)


@router.post("/sessions/{session_id}/wall")
async def create(request: Request, session_id: UUID, form: Sent) -> Response:
    """Put a session's strength on its school's wall, or back on it."""
    return await _tap(request, session_id, form, up=True)


@router.post("/sessions/{session_id}/wall/down")
async def remove(request: Request, session_id: UUID, form: Sent) -> Response:
    return await _tap(request, session_id, form, up=False)


async def _tap(request: Request, session_id: UUID, form: Sent, *, up: bool) -> Response:
    def job(visit: Visit) -> tuple[Tapped, UUID]:
        seen = session_for(visit, session_id)
        return (put_on_wall if up else take_off_wall)(visit, session_id), seen.school.id

    tapped, school_id = await write(request, job)
    word = {Tapped.DONE: "up" if up else "down", Tapped.ALREADY: "already", Tapped.NOTHING: "nothing"}[tapped]
    if Fields.of(form).raw("back") == "session":
        return see(f"/sessions/{session_id}?done=wall-{word}")
    return see(f"/schools/{school_id}/strengths?done={word}&of={session_id}")
