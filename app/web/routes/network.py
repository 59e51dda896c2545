"""The network: the dashboard of its directors."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from jinja2 import Environment
from markupsafe import Markup

from app.domain.access import Permission
from app.domain.flags import dependent as depends
from app.domain.flags import needs_answer
from app.domain.flags.clearing import listed
from app.domain.language import _, ngettext
from app.domain.stages import AREA_SESSIONS, SCHOOL_SESSIONS
from app.domain.story import in_sentence
from app.domain.summary import Counted, Part, network_in_words
from app.domain.vocabulary import Rule
from app.domain.words import hours, percent, spoken
from app.services.plans import running
from app.services.seeing.overview import Overview, see_network
from app.services.seeing.standings import Asked
from app.services.visits import Visit
from app.store.schools import AreaFact, list_areas
from app.web.cells import rows_html
from app.web.filters import FilterForm, Filters, address, filter_form, read_filters
from app.web.flags_page import Done, done_of
from app.web.freshness import fresh
from app.web.guards import allow
from app.web.house import house_of, reading
from app.web.looks import Look, Place, look_of
from app.web.network_card import NetworkCard, network_card
from app.web.plan_page import plan_headline
from app.web.render import Page, layout_of, render
from app.web.same import Same
from app.web.words import plural

router = APIRouter()

MOST_LOOKS = 8
"""Flags in the list above the table: what one reads in a minute. The others are marked in their schools' rows."""

MOST_GOOD = 4
"""Good news in the list: half as many, since it asks for nothing."""


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the table: flags, good news, and the network's own figures.

    `waits` says how many handoffs and agreements a director has to answer, and is empty where none.
    """

    waits: str
    usual: bool
    phase: str
    area: str
    looks: tuple[Look, ...]
    more_looks: int
    good: tuple[Look, ...]
    more_good: int
    network: NetworkCard | None
    judged: bool
    high: str
    plan: str


@dataclass(frozen=True, slots=True)
class DashboardPage(Page):
    """`top` is templates/network/_top.html, kept until something in the network changes."""

    template: ClassVar[str] = "network/show.html"
    lasting: ClassVar[bool] = True

    headline: tuple[Part, ...]
    subline: str
    filters: FilterForm
    done: Done | None
    top: Markup
    network: NetworkCard | None
    rows: tuple[Markup, ...]
    area: str
    through: str


@router.get("/dashboard")
def show(request: Request) -> Response:
    """The network in one sentence, what needs a look, and every school."""
    with reading(request) as visit:
        allow(visit, Permission.SEE_NETWORK)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        asked = Asked(filters.window, tuple(areas), filters.area.id if filters.area else None)
        seen = see_network(visit, house_of(request).kept, asked, filters.phase)
        page = _page(request, visit, seen, filters, areas)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def _page(request: Request, visit: Visit, seen: Overview, filters: Filters, areas: list[AreaFact]) -> DashboardPage:
    area, house = filters.area, house_of(request)
    private = area is not None and area.confidential
    may_answer = visit.rights.may(Permission.DECIDE)
    network, top = house.kept.networks.take(
        ("top", Same(seen), may_answer), lambda: _top(house.templates, visit, seen, filters)
    )
    return DashboardPage(
        headline=_headline(visit, seen, filters),
        subline=_subline(visit, seen, filters),
        filters=filter_form(filters, visit.today, areas, ("area", "phase"), visit.network),
        done=done_of(request, "dashboard"),
        top=top,
        network=network,
        rows=rows_html(house.templates, seen.standings, days=address("", **filters.days), private=private),
        area=area.name if area else "",
        through=spoken(seen.standings[0].change.through, visit.today) if seen.standings else "",
    )


def _top(templates: Environment, visit: Visit, seen: Overview, filters: Filters) -> tuple[NetworkCard | None, Markup]:
    """The network's figures, and all that stands above the table; both depend on nothing of the request but these."""
    place = Place(visit.today, "dashboard", answers=visit.rights.may(Permission.DECIDE))
    up = [(flag, standing) for standing in seen.standings for flag in standing.flags]
    looks = [(flag, standing) for flag, standing in up if not flag.good]
    looks.sort(key=lambda pair: not needs_answer(pair[0], pair[1].answers))
    good = [(flag, standing) for flag, standing in up if flag.good]
    network = network_card(seen, filters.window, AREA_SESSIONS if filters.area else SCHOOL_SESSIONS)
    top = Top(
        waits=_waits(visit, seen) if place.answers and not filters.phase else "",
        usual=filters.usual,
        phase=filters.phase or "",
        area=filters.area.name if filters.area else "",
        looks=tuple(look_of(flag, standing, place) for flag, standing in looks[:MOST_LOOKS]),
        more_looks=max(len(looks) - MOST_LOOKS, 0),
        good=tuple(look_of(flag, standing, place) for flag, standing in good[:MOST_GOOD]),
        more_good=max(len(good) - MOST_GOOD, 0),
        network=network,
        judged=seen.judged > 0,
        high=percent(visit.network.high),
        plan=plan_headline(running(visit)) if filters.usual else "",
    )
    return network, Markup(templates.get_template("network/_top.html").render(page=top))  # noqa: S704 - escaped by its template


def _waits(visit: Visit, seen: Overview) -> str:
    """As on the register: what a director has not agreed to, and agreements whose date is near or has passed."""
    handed = sum(each.is_proposal for standing in seen.standings for each in standing.raised.handoffs)
    served = sum(
        (each.is_proposal and each.director_on is None) or each.ends_soon(visit.today) or each.has_passed(visit.today)
        for standing in seen.standings
        for each in standing.raised.agreements
    )
    parts = [plural(handed, "handoff")] * bool(handed) + [plural(served, "agreement")] * bool(served)
    if not parts:
        return ""
    return ngettext(
        "%(things)s waits for your word.", "%(things)s wait for your word.", handed + served, things=listed(parts)
    )


def _headline(visit: Visit, seen: Overview, filters: Filters) -> tuple[Part, ...]:
    """The answer in a sentence. Flags are of the usual weeks and all areas; who depends is said of those asked for."""
    area, network = filters.area, visit.network
    if filters.usual and area is None:
        leaning = [flag for each in seen.standings for flag in each.flags if flag.rule is Rule.DEPENDENT]
        dependent, agreed = len(leaning), sum(flag.as_agreed for flag in leaning)
    else:
        found = (
            depends(each.school.id, each.tally, filters.window, watch=network.watch, high=network.high)
            for each in seen.standings
        )
        dependent, agreed = sum(flag is not None for flag in found), 0
    rising, easing = (seen.raised.get(rule, 0) for rule in (Rule.RISING, Rule.EASING))
    return network_in_words(
        Counted(len(seen.standings), seen.judged, dependent, rising, easing, agreed),
        phase=filters.phase,
        area=in_sentence(area.name) if area else "",
        past=not filters.usual,
    )


def _subline(visit: Visit, seen: Overview, filters: Filters) -> str:
    weeks, tally = plural(len(filters.window.weeks), "week"), seen.tally
    few = len(seen.standings) - seen.judged
    parts = (
        _("%(weeks)s to %(day)s", weeks=weeks, day=spoken(filters.window.last, visit.today)),
        f"{plural(tally.sessions, 'session')}, {hours(tally.minutes)}",
        _("too few to say at %(schools)s", schools=plural(few, "school")) if few and seen.judged else "",
    )
    until = fresh(visit, seen.in_until, seen.waiting)
    return " · ".join(part for part in parts if part) + (f". {until}." if until else ".")
