"""One school: how it stands, its areas and who holds them, its chart and what that says, and its latest sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.access import Permission
from app.domain.chart import Point, points, spans
from app.domain.continuity import memory
from app.domain.measures import Dependence, Tally, dependence_of
from app.domain.p_chart import PChart, p_chart
from app.domain.periods import Window
from app.domain.run_chart import RunChart, run_chart
from app.domain.stages import area_stage
from app.domain.story import verdict_in_words
from app.domain.vocabulary import Stage
from app.services.seeing.history import History, minutes, sessions
from app.services.seeing.holding import Holding, holding, leadership_changes
from app.services.seeing.standings import Asked, Standing, judge, standing
from app.services.visits import Visit
from app.store import analytics
from app.store.schools import AreaFact, SchoolFact, list_team
from app.store.tags import Behind, Tagged, list_tagged

LATEST = 6
"""Sessions on the school's page: two weeks of them, at three a week."""

ENOUGH_POINTS = 12
"""Points from which a run chart and limits say anything: about half a school year."""


@dataclass(frozen=True, slots=True)
class AreaView:
    """How an area stands in the window; `holding` is None where nobody may know it, in a confidential area."""

    area: AreaFact
    tally: Tally
    dependence: Dependence | None
    stage: Stage
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class Tests:
    """The other tests of measure 11, for who wants them; over the fortnights with sessions."""

    run: RunChart
    plain: PChart
    laney: PChart


@dataclass(frozen=True, slots=True)
class SchoolView:
    """`story` is the verdict in words; `points` begin with the first fortnight of last school year with a session."""

    standing: Standing
    areas: tuple[AreaView, ...]
    points: tuple[Point, ...]
    tests: Tests | None
    story: str
    events: tuple[tuple[date, str], ...]
    breaks: tuple[tuple[date, date, str], ...]
    latest: tuple[Tagged, ...]


def see_school(visit: Visit, school: SchoolFact, areas: Sequence[AreaFact], window: Window) -> SchoolView:
    """All that a school's page shows, in five queries; without names for those who may not know who holds what."""
    connection, network, today = visit.connection, visit.network, visit.today
    history = History(analytics.list_area_weeks(connection, network.id, school.id))
    led = analytics.list_lead_days(connection, network.id, school.id, memory(today))
    team = list_team(connection, network.id, school.id, today, former=True)
    held = holding(led, team, today, names=visit.rights.may(Permission.SEE_HOLDERS, school.id))
    weeks = history.weeks
    judged = judge(
        network,
        today,
        sessions(weeks),
        min(weeks, default=today),
        history.latest,
        {area: of.count for area, of in held.items()},
    )
    by_area = history.by_area(window.first, window.last)
    drawn = points(weeks, spans(today, network.year_starts_on, network.year_ends_on))
    change = judged.change
    since = change.since or change.watched_from
    named = {area.id: area.name for area in areas}
    behind = {named[area]: tally for area, tally in history.by_area(since, change.through).items()}
    at_work = {area for area, week in history.latest.items() if memory(today).holds(week)} | set(by_area)
    return SchoolView(
        standing=standing(
            network,
            school,
            judged,
            Tally.total(by_area.values()),
            minutes(weeks),
            Asked(window, tuple(named)),
        ),
        areas=tuple(
            _area_view(visit, area, by_area.get(area.id, Tally.zero()), held.get(area.id, Holding(0)))
            for area in areas
            if area.id in at_work
        ),
        points=tuple(drawn),
        tests=_tests(drawn),
        story=verdict_in_words(change, behind, history.sessions_a_year_before(since, change.through)),
        events=tuple(leadership_changes(team, today)),
        breaks=tuple(analytics.list_breaks(connection, network.id, Window(drawn[0].first, today)) if drawn else ()),
        latest=tuple(list_tagged(connection, network.id, Behind(school.id, window), LATEST)),
    )


def _area_view(visit: Visit, area: AreaFact, tally: Tally, held: Holding) -> AreaView:
    return AreaView(
        area=area,
        tally=tally,
        dependence=dependence_of(tally),
        stage=area_stage(tally, held.count, watch=visit.network.watch, high=visit.network.high),
        holding=None if area.confidential else held,
    )


def _tests(drawn: Sequence[Point]) -> Tests | None:
    judged = [point.tally for point in drawn if point.tally.sessions]
    if len(judged) < ENOUGH_POINTS:
        return None
    counts, sizes = [tally.for_sessions for tally in judged], [tally.sessions for tally in judged]
    return Tests(
        run=run_chart([tally.for_minutes / tally.minutes for tally in judged]),
        plain=p_chart(counts, sizes),
        laney=p_chart(counts, sizes, laney=True),
    )
