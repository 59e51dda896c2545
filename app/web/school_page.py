"""One school's page, from what the service saw to what the template shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fastapi import Request
from markupsafe import Markup

from app.domain.access import Permission
from app.domain.stages import SCHOOL_SESSIONS
from app.domain.vocabulary import Lead, Mode, Phase, Stage
from app.domain.words import hours, hours_of, percent
from app.services.seeing.school import SchoolView
from app.services.visits import Visit
from app.store.schools import AreaFact
from app.store.tags import Tagged
from app.web.annotations_part import Annotations, annotations_part
from app.web.area_rows import AreaRow, area_row
from app.web.barrier_rows import SchoolBarriers, school_barriers
from app.web.cells import between, change_in_words, counts
from app.web.charts import NARROW, WIDE, Drawn, Leads, SchoolChart, leads, school_chart
from app.web.compare import Compared, compared
from app.web.constellation import Constellation, constellation_of
from app.web.figures import FortnightRow, TestWords, chart_words, fortnights, tests_in_words
from app.web.filters import FilterForm, Filters, address
from app.web.flags_page import Done
from app.web.freshness import fresh
from app.web.handoff_register import SchoolBlock, school_block
from app.web.house import house_of
from app.web.looks import Look, Place, looks_of
from app.web.measure_lines import MeasureLine, measure_lines
from app.web.plan_page import planned_lines
from app.web.ratings_chart import Ratings, ratings_part
from app.web.render import Page
from app.web.same import Same
from app.web.waiting import Wait, waits_of
from app.web.wall_page import wall_path
from app.web.wearing import SchoolWear
from app.web.words import plural

LEADS_WIDTH = 288

LADDER = (Stage.DIRECT_SERVICE, Stage.SIDE_BY_SIDE, Stage.RELEASING, Stage.SUSTAINING)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session by its tags: never its coach, never who took part."""

    id: UUID
    held_on: date
    area: str
    minutes: int
    mode: Mode
    lead: Lead | None
    asked_for: bool


@dataclass(frozen=True, slots=True)
class SchoolPage(Page):
    """`html` is `of` as schools/_body.html shows it; both are kept until something of the school changes.

    `may_wear` is whether the visitor may change the school's color and motto.
    """

    template: ClassVar[str] = "schools/show.html"
    lasting: ClassVar[bool] = True

    of: "SchoolBody"
    html: Markup
    filters: FilterForm
    done: Done | None
    wear: SchoolWear
    may_wear: bool


@dataclass(frozen=True, slots=True)
class SchoolBody:
    """All that the page says of the school to one visitor, in one window."""

    id: UUID
    name: str
    phase: Phase
    weeks: str
    fresh: str
    stage: Stage
    ladder: tuple[Stage, ...]
    ended: str
    sees_network: bool
    may_log: bool
    waits: tuple[Wait, ...]
    ever: bool
    sessions: int
    share: str
    measured: str
    hours: str
    minutes: int
    counts: str
    lines: tuple[MeasureLine, ...]
    leads: Leads | None
    compared: Compared
    direction: str
    story: str
    charts: tuple[SchoolChart, ...]
    has_breaks: bool
    chart_words: str
    fortnights: tuple[FortnightRow, ...]
    tests: TestWords | None
    annotations: Annotations
    ratings: Ratings
    looks: tuple[Look, ...]
    good: tuple[Look, ...]
    areas: tuple[AreaRow, ...]
    block: SchoolBlock
    barriers: SchoolBarriers
    latest: tuple[SessionRow, ...]
    sessions_path: str
    wall_path: str
    sky: Constellation


def kept_body(
    request: Request, visit: Visit, seen: SchoolView, areas: Sequence[AreaFact], filters: Filters
) -> tuple[SchoolBody, Markup]:
    """The body as it was last made from the same view of the school, for the same visitor with the same rights.

    Such a view stands until something of the school, its people or its agreements changes; see `see_school`.
    """
    house, school = house_of(request), seen.standing.school
    rights = visit.rights.everywhere | visit.rights.at.get(school.id, frozenset())

    def make() -> tuple[SchoolBody, Markup]:
        block = school_block(visit, school, seen.standing.facts.areas.values())
        body = school_body(visit, seen, areas, filters, annotations_part(visit, school.id), block)
        return body, Markup(house.templates.get_template("schools/_body.html").render(page=body))  # noqa: S704 - escaped by its template

    view = Same(seen.standing), Same(seen.areas)  # the view itself is made anew around them where equity has a flag
    question = ("body", *view, visit.person_id, rights, visit.rights.roles)
    found: tuple[SchoolBody, Markup] = house.kept.pages.take(question, make)
    return found


def school_body(
    visit: Visit,
    seen: SchoolView,
    areas: Sequence[AreaFact],
    filters: Filters,
    annotations: Annotations,
    block: SchoolBlock,
) -> SchoolBody:
    """What the page says of a school as seen."""
    stood, school = seen.standing, seen.standing.school
    tally, change = stood.tally, stood.change
    measured = stood.dependence if stood.enough else None
    place = Place(visit.today, "school", answers=visit.rights.may(Permission.DECIDE, school.id))
    looks = tuple(looks_of(stood, place))
    weeks = len(filters.window.weeks)
    charts = _charts(seen)
    return SchoolBody(
        id=school.id,
        name=school.name,
        phase=school.phase,
        weeks=plural(weeks, "week"),
        fresh=fresh(visit, seen.in_until, seen.waiting),
        stage=stood.stage,
        ladder=LADDER,
        ended=seen.ended,
        sees_network=visit.rights.may(Permission.SEE_NETWORK),
        may_log=visit.rights.may(Permission.LOG, school.id) and not seen.ended,
        waits=waits_of(visit, school.id, block, annotations, seen.ratings),
        ever=bool(seen.points or seen.areas),
        sessions=tally.sessions,
        share=percent(measured.share) if measured else "",
        measured=f"{hours_of(tally.for_minutes, tally.minutes)}, {between(measured)}" if measured else "",
        hours=hours(tally.minutes),
        minutes=tally.minutes,
        counts=counts(tally),
        lines=(*measure_lines(seen, filters), *planned_lines(visit, school.id)),
        leads=leads(stood.release, LEADS_WIDTH) if measured and stood.release else None,
        compared=compared((tally, seen.before, seen.last_year), weeks, SCHOOL_SESSIONS),
        direction=change.direction or "",
        story=seen.story,
        charts=charts,
        has_breaks=bool(seen.breaks),
        chart_words=chart_words(seen),
        fortnights=tuple(fortnights(seen.points)),
        tests=tests_in_words(seen.points, seen.tests) if seen.tests else None,
        annotations=annotations,
        ratings=ratings_part(seen.ratings, charts, _span(seen), visit.today),
        looks=tuple(look for look in looks if not look.good),
        good=tuple(look for look in looks if look.good),
        areas=tuple(area_row(area, stood.facts.areas, school.id, filters, visit.today) for area in seen.areas),
        block=block,
        barriers=school_barriers(visit, school, areas),
        latest=session_rows(seen.latest, {area.id: area.name for area in areas}),
        sessions_path=address(f"/schools/{school.id}/sessions", **filters.days),
        wall_path=wall_path(visit, school.id),
        sky=constellation_of(visit, seen, areas, filters.window),
    )


def _charts(seen: SchoolView) -> tuple[SchoolChart, ...]:
    change = seen.standing.change
    drawn = Drawn(
        points=seen.points,
        usual=change.usual,
        signal=(change.since, change_in_words(change)) if change.direction and change.since else None,
        events=seen.events,
        breaks=seen.breaks,
    )
    return tuple(chart for frame in (WIDE, NARROW) if (chart := school_chart(drawn, frame)))


def _span(seen: SchoolView) -> tuple[date, date] | None:
    return (seen.points[0].first, seen.points[-1].last) if seen.points else None


def session_rows(found: Sequence[Tagged], names: dict[UUID, str]) -> tuple[SessionRow, ...]:
    """Sessions as rows of a list."""
    return tuple(
        SessionRow(
            id=each.id,
            held_on=each.held_on,
            area=names[each.area_id],
            minutes=each.minutes,
            mode=each.mode,
            lead=each.lead,
            asked_for=each.origin == "requested",
        )
        for each in found
    )
