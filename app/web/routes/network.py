"""The network: the dashboard of its directors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.flags import Flag
from app.domain.story import in_sentence
from app.domain.summary import Part, network_in_words
from app.domain.vocabulary import Phase, Rule
from app.domain.words import hours, spoken
from app.services.seeing.overview import Overview, see_network, to_look_at
from app.services.seeing.standings import Asked
from app.services.visits import Visit
from app.store.schools import AreaFact, list_areas
from app.web.cells import Row, row_of
from app.web.filters import Filters, address, read_filters
from app.web.guards import allow
from app.web.house import house_of, reading
from app.web.network_card import NetworkCard, network_card
from app.web.render import Page, layout_of, render
from app.web.words import plural, said

router = APIRouter()

MOST_LOOKS = 12
"""Flags in the list above the table: what one reads in a minute. The others are marked in their schools' rows."""


@dataclass(frozen=True, slots=True)
class Look:
    """A flag as a page shows it; `path` leads to exactly the sessions behind it."""

    rule: Rule
    name: str
    school_id: UUID
    school: str
    sentence: str
    clears: str
    good: bool
    sessions: str
    path: str


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The choices as the form shows them, and in words."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    areas: tuple[tuple[UUID, str], ...]
    phases: tuple[tuple[str, str], ...]
    first: str
    last: str
    words: str
    usual: bool


@dataclass(frozen=True, slots=True)
class DashboardPage(Page):
    template: ClassVar[str] = "network/show.html"

    headline: tuple[Part, ...]
    subline: str
    filters: FilterForm
    looks: tuple[Look, ...]
    more_looks: int
    network: NetworkCard | None
    rows: tuple[Row, ...]
    days: str
    area: str
    through: str


@router.get("/dashboard")
def show(request: Request) -> Response:
    """The network in one sentence, what needs a look, and every school."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        asked = Asked(filters.window, tuple(area.id for area in areas), filters.area.id if filters.area else None)
        seen = see_network(visit, house_of(request).kept, asked, filters.phase)
        page = _page(visit, seen, filters, areas)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def _page(visit: Visit, seen: Overview, filters: Filters, areas: list[AreaFact]) -> DashboardPage:
    area = filters.area
    looks = to_look_at(seen.standings)
    private = area is not None and area.confidential
    weeks, tally = plural(len(filters.window.weeks), "week"), seen.tally
    last = spoken(filters.window.last, visit.today)
    few = len(seen.standings) - seen.judged
    subline = f"{weeks} to {last} · {plural(tally.sessions, 'session')}, {hours(tally.minutes)}"
    if few and seen.judged:
        subline += f" · at {plural(few, 'school')} too few to say"
    return DashboardPage(
        headline=network_in_words(
            schools=len(seen.standings),
            judged=seen.judged,
            dependent=seen.raised.get(Rule.DEPENDENT, 0),
            rising=seen.raised.get(Rule.RISING, 0),
            easing=seen.raised.get(Rule.EASING, 0),
            phase=filters.phase,
            area=in_sentence(area.name) if area else "",
        ),
        subline=subline,
        filters=filter_form(filters, areas, f"last {weeks}" if filters.usual else f"{weeks} to {last}"),
        looks=tuple(look_of(flag, standing.school.name) for standing, flag in looks[:MOST_LOOKS]),
        more_looks=max(len(looks) - MOST_LOOKS, 0),
        network=network_card(seen, filters.window),
        rows=tuple(row_of(standing, private=private) for standing in seen.standings),
        days=address("", **filters.days),
        area=area.name if area else "",
        through=spoken(seen.standings[0].change.through, visit.today) if seen.standings else "",
    )


def look_of(flag: Flag, school: str) -> Look:
    """A flag for a list."""
    return Look(
        rule=flag.rule,
        name=said(flag.rule),
        school_id=flag.school_id,
        school=school,
        sentence=flag.sentence,
        clears=flag.clears,
        good=flag.good,
        sessions=plural(flag.sessions, "session"),
        path=address(
            f"/schools/{flag.school_id}/sessions",
            first=flag.first,
            last=flag.last,
            area=flag.area_id,
            mode=flag.mode,
        ),
    )


def filter_form(filters: Filters, areas: list[AreaFact], window: str) -> FilterForm:
    """The filters as a form, and in words: "last 12 weeks · all areas · all phases"."""
    area = filters.area.name if filters.area else "all areas"
    phase = f"{said(filters.phase).lower()} schools" if filters.phase else "all phases"
    return FilterForm(
        typed=filters.typed,
        errors=filters.errors,
        areas=tuple((each.id, each.name) for each in areas),
        phases=tuple((phase.value, said(phase)) for phase in Phase),
        first=filters.typed.get("first") or str(filters.window.first),
        last=filters.typed.get("last") or str(filters.window.last),
        words=f"{window[:1].upper()}{window[1:]} · {area} · {phase}",
        usual=filters.usual and not filters.area and not filters.phase,
    )
