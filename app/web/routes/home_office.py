"""The home office: how evenly our own work lies on our coaches, and where a coach is missing. For directors."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.language import _, ngettext
from app.domain.load import NEAR, Load, lean
from app.domain.vocabulary import Other
from app.domain.words import hours, spoken
from app.services.home_office import HomeOffice, see_home_office
from app.store.schools import list_areas
from app.web.filters import FilterForm, Filters, filter_form, read_filters
from app.web.guards import allow
from app.web.house import reading
from app.web.render import Page, layout_of, render
from app.web.words import plural, said

router = APIRouter()

BAR_MIDDLE, BAR_FULL = 60, 0.5
"""A bar begins in the middle, at 60 of 120, and is at its end at half as much again, or at half of the even share."""


LEAST = 3
"""Minutes a week from which a kind of time is named: what is less reads as 0 h."""


class LoadRow(NamedTuple):
    """A coach's row, a week: no more of a coach than their time, and the need of the schools that it went to."""

    name: str
    schools: str
    weeks: str
    sessions: str
    other: str
    kinds: str
    all: str
    minutes: int
    weighed: str
    x: str
    width: str
    words: str


class Place(NamedTuple):
    """A school where a coach is missing; `since` is when the last one left, where that is not long ago."""

    id: UUID
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class HomeOfficePage(Page):
    template: ClassVar[str] = "home_office/show.html"
    lasting: ClassVar[bool] = True

    headline: str
    subline: str
    filters: FilterForm
    rows: tuple[LoadRow, ...]
    all: str
    minutes: int
    share: str
    schools: int
    uncoached: tuple[Place, ...]
    vacancies: tuple[Place, ...]


@router.get("/home-office")
def show(request: Request) -> Response:
    """Each coach's load beside the even share, by name; schools without a coach, and vacancies."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        seen = see_home_office(visit, filters.window)
        page = _page(seen, filters, filter_form(filters, visit.today, areas, (), visit.network), visit.today)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def _page(seen: HomeOffice, filters: Filters, form: FilterForm, today: date) -> HomeOfficePage:
    minutes = sum(load.minutes for load in seen.loads)
    weeks = plural(len(filters.window.weeks), "week")
    return HomeOfficePage(
        headline=_headline(seen),
        subline=_(
            "%(weeks)s to %(day)s · %(hours)s in all",
            weeks=weeks,
            day=spoken(filters.window.last, today),
            hours=hours(minutes),
        ),
        filters=form,
        rows=tuple(_row(load, seen.share, len(filters.window.weeks)) for load in seen.loads),
        all=hours(minutes),
        minutes=minutes,
        share=_a_week(seen.share) if seen.share else "",
        schools=seen.schools,
        uncoached=tuple(Place(school.id, school.name, "") for school in seen.uncoached),
        vacancies=tuple(
            Place(each.school.id, each.school.name, _("since %(day)s", day=spoken(each.left_on, today)))
            for each in seen.vacancies
        ),
    )


def _headline(seen: HomeOffice) -> str:
    """Total and spread, in one sentence that names nobody."""
    coaches = len(seen.loads)
    if not seen.share:
        return _("No time is put down in these weeks, so there is no load to share.")
    together = _a_week(sum(load.a_week for load in seen.loads))
    start = ngettext(
        "%(num)d coach carries %(hours)s a week", "%(num)d coaches carry %(hours)s a week", coaches, hours=together
    )
    if coaches == 1:
        return _("%(start)s, so there is nobody yet to share with.", start=start)
    rates = sorted(load.weighed_a_week for load in seen.loads)
    return _(
        "%(start)s; weighed by need, the even share is %(share)s, and loads go from %(least)s to %(most)s.",
        start=start,
        share=_a_week(seen.share),
        least=_a_week(rates[0]),
        most=_a_week(rates[-1]),
    )


def _row(load: Load, share: float | None, weeks: int) -> LoadRow:
    far = lean(load, share) if share else 0.0
    width = min(abs(far) / BAR_FULL, 1.0) * BAR_MIDDLE
    rest = load.minutes - load.sessions
    return LoadRow(
        name=load.name,
        schools=plural(load.schools, "school") if load.schools else _("no school today"),
        weeks=_("%(part)s of %(whole)s weeks with us", part=load.weeks, whole=weeks) if load.weeks < weeks else "",
        sessions=_a_week(load.sessions / load.weeks),
        other=_a_week(rest / load.weeks) if rest else _("none put down"),
        kinds=", ".join(
            _("%(kind)s %(hours)s", kind=said(kind), hours=_a_week(load.other[kind] / load.weeks))
            for kind in Other
            if load.other.get(kind, 0) / load.weeks >= LEAST
        ),
        all=_a_week(load.a_week),
        minutes=load.minutes,
        weighed=_a_week(load.weighed_a_week),
        x=f"{BAR_MIDDLE - width if far < 0 else BAR_MIDDLE:.1f}",
        width=f"{width:.1f}",
        words=_in_words(load, share, far),
    )


def _in_words(load: Load, share: float | None, far: float) -> str:
    if share is None or abs(far) <= NEAR:
        return _("near the even share")
    apart = _a_week(abs(load.weighed_a_week - share))
    return _("%(hours)s more than even", hours=apart) if far > 0 else _("%(hours)s less than even", hours=apart)


def _a_week(minutes: float) -> str:
    return hours(round(minutes))
