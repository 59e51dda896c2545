"""How schools stand in a window: measures, stage, change and flags of each, worked out once for each revision."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

from app.domain import flags
from app.domain.answers import About, Answer, still_served
from app.domain.change import Change
from app.domain.continuity import Continuity
from app.domain.equity import Equity, equity
from app.domain.flags import Flag, SchoolFacts
from app.domain.flags.support import under_served
from app.domain.measures import Dependence, Release, Tally, dependence_of, release
from app.domain.periods import Window
from app.domain.stages import AREA_SESSIONS, SCHOOL_SESSIONS, area_stage, school_stage
from app.domain.vocabulary import Rule, Stage
from app.services.seeing.freshness import Fresh
from app.services.seeing.gathering import few
from app.services.seeing.ground import Ground, ground_of
from app.services.seeing.judging import Judged, judge
from app.services.seeing.shelf import MOST, Latest, Shelf
from app.services.visits import Visit
from app.store import analytics
from app.store.analytics import Weeks
from app.store.equity import list_support
from app.store.schools import AreaFact, SchoolFact

YEAR = timedelta(weeks=52)

NOTHING = Tally.zero()

LINE_WEEKS = 24
"""Two windows: enough to see where this one came from."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How one school stands in a window: in one area, or in all. `enough` sessions are those that say anything of it.

    `flags` and `facts` are of the usual window that ends today and of all areas, whatever the page shows; `answers` are
    those to flags that are up and that have not lapsed, by `Flag.about`. `tally_before` and `tally_last_year` are of as
    many weeks before the window, and of the same weeks 52 weeks before; `before` is (for, all) minutes of the former.
    `line_for` and `line_all` are the same of each fortnight of the last 24 weeks, oldest first.
    `holders` counts who holds the area asked for; None when none was.
    """

    school: SchoolFact
    tally: Tally
    tally_before: Tally
    tally_last_year: Tally
    enough: bool
    dependence: Dependence | None
    release: Release | None
    stage: Stage
    change: Change
    continuity: Continuity
    holders: int | None
    flags: tuple[Flag, ...]
    answers: Mapping[About, Answer]
    order: tuple[int, int]
    before: tuple[int, ...]
    line_for: tuple[int, ...]
    line_all: tuple[int, ...]
    facts: SchoolFacts
    served: Answer | None

    def unanswered(self) -> tuple[Flag, ...]:
        """The flags that await an answer; see `flags.needs_answer`."""
        return tuple(flag for flag in self.flags if flags.needs_answer(flag, self.answers))


NETWORKS = 64
"""Questions about a whole network that are kept: a few revisions, and a few choices of each."""

PAGES = 256
"""Schools' pages that are kept: what a network's people have open on a morning, about 10 MB."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What this process keeps between requests."""

    judged: Shelf[Judged] = field(default_factory=Shelf)
    standings: Shelf[Standing] = field(default_factory=Shelf)
    fresh: Shelf[Fresh] = field(default_factory=Shelf)
    networks: Latest[Any] = field(default_factory=lambda: Latest(NETWORKS))
    pages: Latest[Any] = field(default_factory=lambda: Latest(PAGES))


@dataclass(frozen=True, slots=True)
class Asked:
    """A window, and perhaps one area; `areas` are all of the network's."""

    window: Window
    areas: tuple[AreaFact, ...]
    area_id: UUID | None = None


def stand(visit: Visit, kept: Kept, schools: Sequence[SchoolFact], asked: Asked) -> list[Standing]:
    """How each of the schools stands, in their order; in one query when all of it is kept."""
    ground = ground_of(visit, asked.areas)
    return fairly(visit, kept, ground, stand_on(visit, kept, ground, schools, asked))


def judged(visit: Visit, kept: Kept, ground: Ground, schools: Sequence[SchoolFact]) -> list[Judged]:
    """The verdict on each of the schools, in their order."""
    return kept.judged.take(ground, schools, lambda missing: judge(visit.connection, ground, missing))


def stand_on(
    visit: Visit, kept: Kept, ground: Ground, schools: Sequence[SchoolFact], asked: Asked
) -> list[Standing]:
    """The same on a known ground, and without the flag that depends on all schools."""
    question: Hashable = (ground, asked.window, asked.area_id)
    return kept.standings.take(question, schools, lambda missing: _stand(visit, kept, ground, missing, asked))


def equity_of(visit: Visit, kept: Kept, ground: Ground) -> Equity:
    """Measure 8 of the network in the usual window, worked out once for each of its revisions."""

    def read() -> Equity:
        return equity(list_support(visit.connection, ground.network_id, ground.window, ground.today))

    return about_network(visit, kept, ("equity", ground), read)


def fairly(visit: Visit, kept: Kept, ground: Ground, standings: list[Standing]) -> list[Standing]:
    """The standings with the flag that depends on all schools.

    Where a director has not set a school's own weight there is none, and the other schools need not be asked.
    """
    if not any(standing.school.need_weight_set for standing in standings):
        return standings
    fair = equity_of(visit, kept, ground)
    return [with_equity(standing, fair) for standing in standings]


def about_network(visit: Visit, kept: Kept, question: tuple[Hashable, ...], answer: Callable[[], Any]) -> Any:
    """What holds until the network's revision is raised, which every change to it or to a school does."""
    return kept.networks.take((visit.network.revision, *question), answer)


def with_equity(standing: Standing, fair: Equity) -> Standing:
    """The standing with `under-served`, where that is up; else itself."""
    ratio = fair.judged(standing.school.id)
    if ratio is None:
        return standing
    flag = next(under_served(replace(standing.facts, equity=ratio)), None)
    return standing if flag is None else _with_flag(standing, flag)


@lru_cache(maxsize=MOST)
def _with_flag(standing: Standing, flag: Flag) -> Standing:
    """Kept, so that a standing stays one and the same: rows of pages are kept by it."""
    up = tuple(sorted((*standing.flags, flag), key=flags.rank))
    answers = standing.answers
    if standing.served is not None and still_served(standing.served, standing.facts.today):
        answers = {**answers, (Rule.UNDER_SERVED, None): standing.served}
    return replace(standing, flags=up, answers=answers, order=flags.order(up, answers))


def _stand(
    visit: Visit, kept: Kept, ground: Ground, schools: list[SchoolFact], asked: Asked
) -> Iterator[Standing]:
    connection, window = visit.connection, asked.window
    verdicts = judged(visit, kept, ground, schools)
    ids, areas = few(schools), None if asked.area_id is None else (asked.area_id,)
    sums, before, last_year = (
        analytics.sums_by_school(connection, ground.network_id, span, ids, areas)
        for span in (window, window.before(), a_year_before(window))
    )
    behind = Window.ending(window.last, LINE_WEEKS)
    weeks = analytics.weeks_by_school(connection, ground.network_id, behind, analytics.MINUTES, ids, areas)
    for school, verdict in zip(schools, verdicts, strict=True):
        spans = Spans(*(each.get(school.id, NOTHING) for each in (sums, before, last_year)))
        yield standing(ground, school, verdict, spans, weeks.get(school.id, {}), asked)


class Spans(NamedTuple):
    """A school's work in the window, in as many weeks before it, and in the same weeks 52 weeks before."""

    now: Tally
    before: Tally
    last_year: Tally


def a_year_before(window: Window) -> Window:
    """The same weeks of last school year."""
    return Window(window.first - YEAR, window.last - YEAR)


def standing(
    ground: Ground, school: SchoolFact, verdict: Judged, spans: Spans, minutes: Weeks, asked: Asked
) -> Standing:
    """Put the measures of one school together.

    Args:
        ground: whose thresholds count.
        school: whose.
        verdict: its facts and flags today.
        spans: its work, in the area asked for or in all.
        minutes: (for, all) minutes of its weeks, at least of the last 24.
        asked: the window and area.
    """
    facts, tally, holders = verdict.facts, spans.now, None
    watch, high = ground.watch, ground.high
    if asked.area_id is None:
        stage = school_stage(tally, facts.continuity, phase=school.phase, watch=watch, high=high)
    else:
        area = facts.areas.get(asked.area_id)
        holders = area.holders if area else 0
        handed_over = area is not None and area.handoff is not None
        stage = area_stage(tally, holders, watch=watch, high=high, handed_over=handed_over)
    line_for, line_all = _line(minutes, asked.window.last)
    return Standing(
        school=school,
        tally=tally,
        tally_before=spans.before,
        tally_last_year=spans.last_year,
        enough=tally.sessions >= (SCHOOL_SESSIONS if holders is None else AREA_SESSIONS),
        dependence=dependence_of(tally),
        release=release(tally),
        stage=stage,
        change=facts.change,
        continuity=facts.continuity,
        holders=holders,
        flags=verdict.flags,
        answers=verdict.answers,
        order=flags.order(verdict.flags, verdict.answers),
        before=(spans.before.for_minutes, spans.before.minutes),
        line_for=line_for,
        line_all=line_all,
        facts=facts,
        served=verdict.served,
    )


def _line(minutes: Weeks, last: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    figures = [minutes.get(week, (0, 0)) for week in Window.ending(last, LINE_WEEKS).weeks]
    done, held = zip(*figures, strict=True)
    return tuple(map(add, done[::2], done[1::2])), tuple(map(add, held[::2], held[1::2]))
