"""The network: the dashboard of its directors."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from jinja2 import Environment
from markupsafe import Markup

from app.domain.access import Permission
from app.domain.story import in_sentence
from app.domain.summary import Part, network_in_words
from app.domain.vocabulary import Rule
from app.domain.words import hours, percent, spoken
from app.services.seeing.overview import Overview, see_network, to_look_at
from app.services.seeing.standings import Asked
from app.services.visits import Visit
from app.store.schools import AreaFact, list_areas
from app.web.cells import rows_html
from app.web.filters import FilterForm, Filters, address, filter_form, read_filters
from app.web.guards import allow
from app.web.house import house_of, reading
from app.web.looks import Look, Place, look_of
from app.web.network_card import NetworkCard, network_card
from app.web.render import Page, layout_of, render
from app.web.words import plural

router = APIRouter()

MOST_LOOKS = 12
"""Flags in the list above the table: what one reads in a minute. The others are marked in their schools' rows."""


@dataclass(frozen=True, slots=True)
class DashboardPage(Page):
    template: ClassVar[str] = "network/show.html"
    lasting: ClassVar[bool] = True

    headline: tuple[Part, ...]
    subline: str
    filters: FilterForm
    looks: tuple[Look, ...]
    more_looks: int
    network: NetworkCard | None
    rows: tuple[Markup, ...]
    area: str
    through: str
    judged: bool
    high: str


@router.get("/dashboard")
def show(request: Request) -> Response:
    """The network in one sentence, what needs a look, and every school."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        asked = Asked(filters.window, tuple(areas), filters.area.id if filters.area else None)
        seen = see_network(visit, house_of(request).kept, asked, filters.phase)
        page = _page(house_of(request).templates, visit, seen, filters, areas)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def _page(
    templates: Environment, visit: Visit, seen: Overview, filters: Filters, areas: list[AreaFact]
) -> DashboardPage:
    area = filters.area
    looks = to_look_at(seen.standings)
    private = area is not None and area.confidential
    place = Place(visit, "dashboard", answers=visit.rights.may(Permission.DECIDE))
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
        filters=filter_form(filters, visit.today, areas, ("area", "phase"), visit.network),
        looks=tuple(look_of(flag, standing, place) for standing, flag in looks[:MOST_LOOKS]),
        more_looks=max(len(looks) - MOST_LOOKS, 0),
        network=network_card(seen, filters.window),
        rows=rows_html(templates, seen.standings, days=address("", **filters.days), private=private),
        area=area.name if area else "",
        through=spoken(seen.standings[0].change.through, visit.today) if seen.standings else "",
        judged=seen.judged > 0,
        high=percent(visit.network.high),
    )
