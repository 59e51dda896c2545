"""How schools stand: measures, stage, change and flags of each, worked out once for each revision of a school."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import add
from uuid import UUID

from app.domain import flags
from app.domain.change import BASELINE, Change, verdict
from app.domain.continuity import Continuity, continuity_of, in_work, memory
from app.domain.flags import Flag
from app.domain.measures import Dependence, Release, Tally, dependence_of, release
from app.domain.periods import Window, anchor
from app.domain.stages import AREA_SESSIONS, SCHOOL_SESSIONS, area_stage, school_stage
from app.domain.vocabulary import Stage
from app.services.seeing.shelf import Shelf
from app.services.visits import Visit
from app.store import analytics
from app.store.analytics import Weeks, read_weeks
from app.store.logins import NetworkFact
from app.store.schools import SchoolFact

LINE_WEEKS = 24
"""Two windows: enough to see where this one came from."""

FEW = 100
"""Up to so many schools are read one by one; more of them, all of the network at once."""

Holders = Mapping[UUID, int]
"""How many people hold each area; an area that is missing is held by nobody."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What does not depend on a page's filters: the change as of today, and who holds what."""

    change: Change
    holders: Holders
    continuity: Continuity


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How one school stands in a window: in one area, or in all. `enough` sessions are those that say anything of it.

    `before` is (for, all) minutes of as many weeks before the window; `line_for` and `line_all` are the same of each
    fortnight of the last 24 weeks, oldest first. `holders` counts who holds the area asked for; None when none was.
    """

    school: SchoolFact
    tally: Tally
    enough: bool
    dependence: Dependence | None
    release: Release | None
    stage: Stage
    change: Change
    continuity: Continuity
    holders: int | None
    flags: tuple[Flag, ...]
    order: tuple[int, int]
    before: tuple[int, ...]
    line_for: tuple[int, ...]
    line_all: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What this process keeps between requests."""

    verdicts: Shelf[Verdict] = field(default_factory=Shelf)
    standings: Shelf[Standing] = field(default_factory=Shelf)


@dataclass(frozen=True, slots=True)
class Asked:
    """A window, and perhaps one area; `areas` are all of the network's."""

    window: Window
    areas: tuple[UUID, ...]
    area_id: UUID | None = None


def stand(visit: Visit, kept: Kept, schools: Sequence[SchoolFact], asked: Asked) -> list[Standing]:
    """How each of the schools stands, in their order: in six queries at most, and in none when all of it is kept."""
    network = visit.network
    question: Hashable = (network.id, visit.today, network.watch, network.high, _year(network), asked)
    return kept.standings.take(question, schools, lambda missing: _stand(visit, kept, missing, asked))


def _stand(visit: Visit, kept: Kept, schools: list[SchoolFact], asked: Asked) -> Iterator[Standing]:
    network, window = visit.network, asked.window
    verdicts = kept.verdicts.take(
        (network.id, visit.today, _year(network)), schools, lambda missing: _judge(visit, missing, asked.areas)
    )
    ids, areas = _few(schools), None if asked.area_id is None else (asked.area_id,)
    sums = analytics.sums_by_school(visit.connection, network.id, window, ids, areas)
    behind = max(LINE_WEEKS, 2 * len(window.weeks))
    weeks = analytics.weeks_by_school(
        visit.connection, network.id, Window.ending(window.last, behind), analytics.MINUTES, ids, areas
    )
    for school, judged in zip(schools, verdicts, strict=True):
        yield standing(
            network, school, judged, sums.get(school.id, Tally.zero()), read_weeks(weeks.get(school.id, "")), asked
        )


def standing(
    network: NetworkFact, school: SchoolFact, judged: Verdict, tally: Tally, minutes: Weeks, asked: Asked
) -> Standing:
    """Put the measures of one school together.

    Args:
        network: whose thresholds count.
        school: whose.
        judged: its verdict.
        tally: its work in the window, in the area asked for or in all.
        minutes: (for, all) minutes of its weeks, at least of the last 24 and of those before the window.
        asked: the window and area.
    """
    window, area_id = asked.window, asked.area_id
    watch, high = network.watch, network.high
    holders = None if area_id is None else judged.holders.get(area_id, 0)
    if holders is None:
        stage = school_stage(tally, judged.continuity, phase=school.phase, watch=watch, high=high)
    else:
        stage = area_stage(tally, holders, watch=watch, high=high)
    leaning = flags.dependent(school.id, tally, window, watch=watch, high=high)
    raised = (replace(leaning, area_id=area_id) if leaning else None, flags.changing(school.id, judged.change))
    up = tuple(flag for flag in raised if flag is not None)
    line_for, line_all = _line(minutes, window.last)
    return Standing(
        school=school,
        tally=tally,
        enough=tally.sessions >= (SCHOOL_SESSIONS if holders is None else AREA_SESSIONS),
        dependence=dependence_of(tally),
        release=release(tally),
        stage=stage,
        change=judged.change,
        continuity=judged.continuity,
        holders=holders,
        flags=up,
        order=flags.order(up),
        before=_sum(minutes, window.before().weeks),
        line_for=line_for,
        line_all=line_all,
    )


def _judge(visit: Visit, schools: list[SchoolFact], areas: tuple[UUID, ...]) -> Iterator[Verdict]:
    connection, network, today = visit.connection, visit.network, visit.today
    ids, since = _few(schools), watched_since(network, today)
    sessions = analytics.weeks_by_school(connection, network.id, Window(since, today), analytics.SESSIONS, ids)
    first = analytics.first_weeks(connection, network.id, ids)
    latest = analytics.latest_weeks(connection, network.id, memory(today), areas, ids)
    holders = analytics.count_holders(connection, network.id, today, ids)
    for school in schools:
        of = school.id
        yield judge(
            network,
            today,
            read_weeks(sessions.get(of, "")),
            first.get(of, today),
            latest.get(of, {}),
            holders.get(of, {}),
        )


def judge(
    network: NetworkFact, today: date, sessions: Weeks, first: date, latest: Mapping[UUID, date], holders: Holders
) -> Verdict:
    """The verdict on one school.

    Args:
        network: whose school year counts.
        today: the network's date.
        sessions: (for, all) sessions of the school's weeks, at least since `watched_since`.
        first: a day of the first week of our work there.
        latest: each area's latest week with a session.
        holders: of each area.
    """
    start = anchor(today, network.year_starts_on, network.year_ends_on)
    return Verdict(
        change=verdict(sessions, first, start, today),
        holders=holders,
        continuity=continuity_of(holders, in_work(latest, today)),
    )


def watched_since(network: NetworkFact, today: date) -> date:
    """The Monday from which on a school's weeks may speak in its verdict."""
    return anchor(today, network.year_starts_on, network.year_ends_on) - BASELINE


def _few(schools: Sequence[SchoolFact]) -> list[UUID] | None:
    return [school.id for school in schools] if len(schools) <= FEW else None


def _year(network: NetworkFact) -> tuple[str, str]:
    return network.year_starts_on, network.year_ends_on


def _sum(minutes: Weeks, weeks: Sequence[date]) -> tuple[int, int]:
    found = [minutes[week] for week in weeks if week in minutes]
    return sum(done for done, _ in found), sum(held for _, held in found)


def _line(minutes: Weeks, last: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    figures = [minutes.get(week, (0, 0)) for week in Window.ending(last, LINE_WEEKS).weeks]
    done, held = zip(*figures, strict=True)
    return tuple(map(add, done[::2], done[1::2])), tuple(map(add, held[::2], held[1::2]))
