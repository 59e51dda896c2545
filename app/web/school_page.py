"""One school's page, from what the service saw to what the template shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.story import next_move
from app.domain.vocabulary import Lead, Mode, Phase, Stage
from app.domain.words import hours, hours_of, percent
from app.services.seeing.holding import Holding
from app.services.seeing.school import AreaView, SchoolView
from app.store.schools import AreaFact
from app.store.tags import Tagged
from app.web.cells import between, change_in_words, counts
from app.web.charts import NARROW, WIDE, Drawn, Leads, SchoolChart, leads, school_chart
from app.web.figures import FortnightRow, TestWords, chart_words, fortnights, tests_in_words
from app.web.filters import FilterForm, Filters, address
from app.web.looks import Look, Place, looks_of
from app.web.render import Page
from app.web.words import plural, short_day

LEADS_WIDTH = 288

LADDER = (Stage.DIRECT_SERVICE, Stage.SIDE_BY_SIDE, Stage.RELEASING, Stage.SUSTAINING)


class Person(NamedTuple):
    """Somebody who holds an area, or held it until they left."""

    initials: str
    name: str
    left: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """`held` says in words how many hold it where no names are shown."""

    name: str
    path: str
    stage: Stage
    share: str
    counts: str
    people: tuple[Person, ...]
    held: str
    next: str
    minutes: int
    hours: str


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
    template: ClassVar[str] = "schools/show.html"
    lasting: ClassVar[bool] = True

    id: UUID
    name: str
    phase: Phase
    weeks: str
    stage: Stage
    ladder: tuple[Stage, ...]
    filters: FilterForm
    sees_network: bool
    may_log: bool
    ever: bool
    sessions: int
    share: str
    measured: str
    hours: str
    minutes: int
    counts: str
    leads: Leads | None
    direction: str
    story: str
    charts: tuple[SchoolChart, ...]
    has_breaks: bool
    chart_words: str
    fortnights: tuple[FortnightRow, ...]
    tests: TestWords | None
    looks: tuple[Look, ...]
    areas: tuple[AreaRow, ...]
    latest: tuple[SessionRow, ...]
    sessions_path: str


def school_page(
    seen: SchoolView,
    areas: Sequence[AreaFact],
    filters: Filters,
    form: FilterForm,
    *,
    place: Place,
    sees_network: bool,
    may_log: bool,
) -> SchoolPage:
    """What the page shows of a school as seen."""
    stood, school = seen.standing, seen.standing.school
    tally, change = stood.tally, stood.change
    measured = stood.dependence if stood.enough else None
    drawn = Drawn(
        points=seen.points,
        usual=change.usual,
        signal=(change.since, change_in_words(change)) if change.direction and change.since else None,
        events=seen.events,
        breaks=seen.breaks,
    )
    names = {area.id: area.name for area in areas}
    return SchoolPage(
        id=school.id,
        name=school.name,
        phase=school.phase,
        weeks=plural(len(filters.window.weeks), "week"),
        stage=stood.stage,
        ladder=LADDER,
        filters=form,
        sees_network=sees_network,
        may_log=may_log,
        ever=bool(seen.points or seen.areas),
        sessions=tally.sessions,
        share=percent(measured.share) if measured else "",
        measured=f"{hours_of(tally.for_minutes, tally.minutes)}, {between(measured)}" if measured else "",
        hours=hours(tally.minutes),
        minutes=tally.minutes,
        counts=counts(tally),
        leads=leads(stood.release, LEADS_WIDTH) if measured and stood.release else None,
        direction=change.direction or "",
        story=seen.story,
        charts=tuple(chart for frame in (WIDE, NARROW) if (chart := school_chart(drawn, frame))),
        has_breaks=bool(seen.breaks),
        chart_words=chart_words(seen),
        fortnights=tuple(fortnights(seen.points)),
        tests=tests_in_words(seen.points, seen.tests) if seen.tests else None,
        looks=tuple(looks_of(stood, place)),
        areas=tuple(_area_row(area, school.id, filters) for area in seen.areas),
        latest=session_rows(seen.latest, names),
        sessions_path=address(f"/schools/{school.id}/sessions", **filters.days),
    )


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


def _area_row(seen: AreaView, school_id: UUID, filters: Filters) -> AreaRow:
    tally, held = seen.tally, seen.holding
    shown = held or Holding(0)
    return AreaRow(
        name=seen.area.name,
        path=address(f"/schools/{school_id}/sessions", **filters.days, area=seen.area.id),
        stage=seen.stage,
        share=percent(seen.dependence.share) if seen.dependence and seen.stage is not Stage.FEW_VISITS else "",
        counts=counts(tally) if tally.sessions else "none in these weeks",
        people=(
            *(Person(_initials(name), name, "") for name in shown.names),
            *(Person(_initials(name), name, f"left {short_day(day)}") for name, day in shown.left),
        ),
        held="kept private" if held is None else _how_many(held.count),
        next="" if held is None else next_move(tally, seen.stage, held.count, _only_name(held)),
        minutes=tally.minutes,
        hours=hours(tally.minutes),
    )


def _how_many(holders: int) -> str:
    return plural(holders, "person", "people") if holders else "nobody yet"


def _only_name(held: Holding) -> str:
    return _short_name(held.names[0]) if len(held.names) == 1 else ""


def _initials(name: str) -> str:
    """What stands in a chip: "RA" for "Rosa Alvarez"."""
    parts = name.split()
    return "".join(part[0] for part in (parts[0], *parts[1:][-1:])).upper()


def _short_name(name: str) -> str:
    """A name within a sentence: "R. Alvarez" for "Rosa Alvarez"."""
    parts = name.split()
    return f"{parts[0][0]}. {parts[-1]}" if len(parts) > 1 else name
