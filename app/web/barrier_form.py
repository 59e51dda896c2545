"""The form that names a barrier or changes one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from app.domain.barriers import LONGEST_AHEAD, OWNER
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_areas
from app.web.barrier_rows import TagRow
from app.web.forms import Filled
from app.web.render import Page


@dataclass(frozen=True, slots=True)
class BarrierFormPage(Page):
    """The form: `version` 0 names a new barrier, another changes one. `asked` are sessions to put behind a new one."""

    template: ClassVar[str] = "barriers/form.html"

    id: UUID
    version: int
    school_id: UUID | None
    school: str
    action: str
    back: str
    form: Filled
    areas: tuple[tuple[UUID, str], ...]
    recurring: str
    recurs: str
    session: str
    sessions: tuple[TagRow, ...]
    today: date
    latest: date
    longest_owner: int
    trouble: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a new barrier comes from: an area whose requests recur, or a session; ids as text, empty for neither."""

    recurring: str = ""
    recurs: str = ""
    session: str = ""
    sessions: tuple[TagRow, ...] = ()


def form_page(
    visit: Visit,
    school: SchoolFact | None,
    barrier_id: UUID,
    version: int,
    form: Filled,
    errors: Mapping[str, str],
    *,
    start: Start | None = None,
    trouble: str = "",
) -> BarrierFormPage:
    """The form with the areas that can be chosen: those in use, and the one that is chosen already."""
    start = start or Start()
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    home = f"/schools/{school.id}/barriers" if school else "/barriers"
    return BarrierFormPage(
        id=barrier_id,
        version=version,
        school_id=school.id if school else None,
        school=school.name if school else "",
        action=f"/barriers/{barrier_id}" if version else home,
        back=f"/barriers/{barrier_id}" if version else home,
        form=form,
        areas=tuple(
            (area.id, area.name)
            for area in areas
            if form.one("area_id") == str(area.id) or (area.open and not area.confidential)
        ),
        recurring=start.recurring,
        recurs=start.recurs,
        session=start.session,
        sessions=start.sessions,
        today=visit.today,
        latest=visit.today + LONGEST_AHEAD,
        longest_owner=OWNER,
        trouble=trouble,
        errors=errors,
    )
