"""Schools: the list of one's own, one school's page, and the sessions behind its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.periods import Window
from app.domain.vocabulary import Phase, Stage
from app.domain.words import hours
from app.services.seeing.school import see_school
from app.services.seeing.standings import Asked, stand
from app.store.schools import list_areas, list_schools
from app.store.tags import Behind, list_tagged, sum_tagged
from app.web.filters import FilterForm, address, filter_form, read_filters
from app.web.flags_page import done_of
from app.web.guards import allow, school_for
from app.web.house import house_of, reading
from app.web.render import Page, layout_of, render
from app.web.school_page import SchoolPage, SessionRow, kept_body, session_rows
from app.web.wearing import SchoolWear, school_wear
from app.web.which import kind_in_words, where_and_when
from app.web.words import plural

router = APIRouter()

PAGE_SIZE = 50

SEARCH_FROM = 12
"""A list of more schools than this is searched, not read."""

LAST_PAGE = 10_000


class SchoolRow(NamedTuple):
    id: UUID
    name: str
    phase: Phase
    stage: Stage
    sessions: str
    may_log: bool


@dataclass(frozen=True, slots=True)
class SchoolsPage(Page):
    template: ClassVar[str] = "schools/index.html"
    fragment: ClassVar[str] = "schools/_rows.html"
    lasting: ClassVar[bool] = True

    rows: tuple[SchoolRow, ...]
    q: str
    found: int
    all: int
    search: bool
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class SchoolSessionsPage(Page):
    template: ClassVar[str] = "schools/sessions.html"
    lasting: ClassVar[bool] = True

    id: UUID
    name: str
    wear: SchoolWear
    filters: FilterForm
    kind: str
    where: str
    sessions: int
    minutes: int
    hours: str
    for_sessions: int
    for_minutes: int
    for_hours: str
    one_mode: bool
    latest: tuple[SessionRow, ...]
    newer: str
    older: str


@router.get("/schools")
def index(request: Request, q: str = "", page: int = 1) -> Response:
    """The schools that one may see, by name; those whose name or code holds `q`."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_SCHOOL)
        mine = list_schools(
            visit.connection, visit.network_id, visit.rights.schools(Permission.SEE_SCHOOL), visit.today
        )
        wanted = q.strip().casefold()
        found = [each for each in mine if wanted in each.name.casefold() or wanted == each.code.casefold()]
        number, shown = _cut(page), found[(_cut(page) - 1) * PAGE_SIZE :][:PAGE_SIZE]
        areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
        asked = Asked(Window.ending(visit.today), areas)
        rows = tuple(
            SchoolRow(
                id=stood.school.id,
                name=stood.school.name,
                phase=stood.school.phase,
                stage=stood.stage,
                sessions=plural(stood.tally.sessions, "session"),
                may_log=visit.rights.may(Permission.LOG, stood.school.id),
            )
            for stood in stand(visit, house_of(request).kept, shown, asked)
        )
        layout = layout_of(visit)
    newer, older = _turn("/schools", {"q": q}, number, more=len(found) > number * PAGE_SIZE)
    shown_page = SchoolsPage(
        rows=rows,
        q=q,
        found=len(found),
        all=len(mine),
        search=len(mine) > SEARCH_FROM or bool(q),
        newer=newer,
        older=older,
    )
    return render(request, shown_page, layout)


@router.get("/schools/{school_id}")
def show(request: Request, school_id: UUID) -> Response:
    """One school: how it stands, whether that is changing, and who holds what."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        seen = see_school(visit, house_of(request).kept, school, areas, filters.window)
        body, html = kept_body(request, visit, seen, areas, filters)
        form = filter_form(filters, visit.today, areas, (), visit.network)
        page = SchoolPage(
            of=body,
            html=html,
            filters=form,
            done=done_of(request, "school"),
            wear=school_wear(school),
            may_wear=visit.rights.may(Permission.EDIT_TEAM, school.id),
        )
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


@router.get("/schools/{school_id}/sessions")
def sessions(request: Request, school_id: UUID, page: int = 1) -> Response:
    """The sessions behind a figure of the school; the sums at the head are those of the list."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        behind = Behind(
            school_id=school.id,
            window=filters.window,
            area_id=filters.area.id if filters.area else None,
            mode=filters.mode,
            lead=filters.lead,
            origin=filters.origin,
            only=filters.only,
            after=filters.after,
            aim=filters.aim,
        )
        sums = sum_tagged(visit.connection, visit.network_id, behind)
        number = _cut(page)
        found = list_tagged(visit.connection, visit.network_id, behind, PAGE_SIZE, (number - 1) * PAGE_SIZE)
        form = filter_form(
            filters, visit.today, areas, ("area", "mode", "lead", "origin", "aim", "only"), visit.network
        )
        where = where_and_when(filters, visit.today)
        layout = layout_of(visit)
    path = f"/schools/{school.id}/sessions"
    newer, older = _turn(path, filters.asked, number, more=sums.sessions > number * PAGE_SIZE)
    shown_page = SchoolSessionsPage(
        id=school.id,
        name=school.name,
        wear=school_wear(school),
        filters=form,
        kind=kind_in_words(filters),
        where=where,
        sessions=sums.sessions,
        minutes=sums.minutes,
        hours=hours(sums.minutes),
        for_sessions=sums.for_sessions,
        for_minutes=sums.for_minutes,
        for_hours=hours(sums.for_minutes),
        one_mode=filters.mode is not None,
        latest=session_rows(found, {area.id: area.name for area in areas}),
        newer=newer,
        older=older,
    )
    return render(request, shown_page, layout, filters.status)


def _cut(page: int) -> int:
    return min(max(page, 1), LAST_PAGE)


def _turn(path: str, asked: Mapping[str, object], number: int, *, more: bool) -> tuple[str, str]:
    """The addresses of the pages before and after; empty where there is none."""
    newer = address(path, **asked, page=number - 1 if number > 2 else "") if number > 1 else ""  # noqa: PLR2004 - the first page has no number
    return newer, address(path, **asked, page=number + 1) if more else ""
