"""How schools stand in a window: measures, stage, change and flags of each, worked out once for each revision."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from app.domain import flags
from app.domain.access import Permission
from app.domain.answers import still_served
from app.domain.equity import Equity, Support, equity
from app.domain.flags import Flag
from app.domain.flags.support import under_served
from app.domain.measures import Tally
from app.domain.periods import Window
from app.services.seeing.freshness import Fresh
from app.services.seeing.gathering import few
from app.services.seeing.ground import Ground, ground_of
from app.services.seeing.judging import Flagged, judge
from app.services.seeing.shelf import Latest, Shelf
from app.services.seeing.standing import LINE_WEEKS, Asked, Spans, Standing, a_year_before, standing
from app.services.visits import Visit
from app.store import analytics
from app.store.equity import list_support
from app.store.schools import SchoolFact, list_schools_within

__all__ = ["LINE_WEEKS", "Asked", "Kept", "Standing", "flagged", "stand"]

NOTHING = Tally.zero()

FEW_SERVED = 1024
"""Schools of which it is kept that they are under-served; of all schools it can never be more than three quarters."""

NETWORKS = 32
"""Questions about a whole network that are kept: a few revisions, and a few choices of each."""

PAGES = 128
"""Schools' pages that are kept: what a network's people have open on a morning, about 5 MB."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What this process keeps between requests."""

    judged: Shelf[Flagged] = field(default_factory=Shelf)
    standings: Shelf[Standing] = field(default_factory=Shelf)
    fresh: Shelf[Fresh] = field(default_factory=Shelf)
    networks: Latest[Any] = field(default_factory=lambda: Latest(NETWORKS))
    pages: Latest[Any] = field(default_factory=lambda: Latest(PAGES))


def flagged(visit: Visit, kept: Kept, schools: Sequence[SchoolFact]) -> list[Flagged]:
    """Each of the schools with its flags, in their order; in two queries when all of it is kept."""
    ground = ground_of(visit)
    found = judged(visit, kept, ground, schools)
    fair = _equity_for(visit, kept, ground, schools)
    return found if fair is None else [_served(each, fair) for each in found]


def stand(visit: Visit, kept: Kept, schools: Sequence[SchoolFact], asked: Asked) -> list[Standing]:
    """How each of the schools stands, in their order; in one query when all of it is kept."""
    ground = ground_of(visit, asked.areas)
    return fairly(visit, kept, ground, stand_on(visit, kept, ground, schools, asked))


def judged(visit: Visit, kept: Kept, ground: Ground, schools: Sequence[SchoolFact]) -> list[Flagged]:
    """The verdict on each of the schools, in their order."""
    return kept.judged.take(ground, schools, lambda missing: judge(visit.connection, ground, missing))


def stand_on(visit: Visit, kept: Kept, ground: Ground, schools: Sequence[SchoolFact], asked: Asked) -> list[Standing]:
    """The same on a known ground, and without the flag that depends on all schools."""
    question: Hashable = (ground, asked.window, asked.area_id)
    return kept.standings.take(question, schools, lambda missing: _stand(visit, kept, ground, missing, asked))


def equity_of(visit: Visit, kept: Kept, ground: Ground, *, judging: bool = False) -> Equity:
    """Measure 8 of the network in the usual window, worked out once for each of its revisions.

    For whoever is `judging` all of its schools anyhow it comes of their verdicts, else of three queries: to the same.
    """

    def read() -> Equity:
        if not judging:
            return equity(list_support(visit.connection, ground.network_id, ground.window, ground.today))
        schools = list_schools_within(visit.connection, visit.network_id, None, ground.today, ground.today)
        verdicts = judged(visit, kept, ground, schools)
        return equity({each.school.id: _support(each) for each in verdicts})

    found: Equity = about_network(visit, kept, ("equity", ground), read)
    return found


def fairly(visit: Visit, kept: Kept, ground: Ground, standings: list[Standing]) -> list[Standing]:
    """The standings with the flag that depends on all schools."""
    fair = _equity_for(visit, kept, ground, [standing.school for standing in standings])
    return standings if fair is None else [with_equity(standing, fair) for standing in standings]


def _equity_for(visit: Visit, kept: Kept, ground: Ground, schools: Sequence[SchoolFact]) -> Equity | None:
    """None where a director has set none of these schools' weights: then no flag comes of it, and nobody is asked."""
    if not any(school.need_weight_set for school in schools):
        return None
    everywhere = few(schools) is None and visit.rights.schools(Permission.SEE_SCHOOL) is None
    return equity_of(visit, kept, ground, judging=everywhere)


def _support(verdict: Flagged) -> Support:
    school, facts = verdict.school, verdict.facts
    return Support(school.need_weight, school.need_weight_set, facts.coached, facts.tally)


def about_network(visit: Visit, kept: Kept, question: tuple[Hashable, ...], answer: Callable[[], Any]) -> Any:
    """What holds until the network's revision is raised, which every change to it or to a school does."""
    return kept.networks.take((visit.network.revision, visit.language, *question), answer)


def with_equity(standing: Standing, fair: Equity) -> Standing:
    """The standing with `under-served`, where that is up; else itself."""
    served = _served(standing.raised, fair)
    return standing if served is standing.raised else _restood(standing, served)


def _served(raised: Flagged, fair: Equity) -> Flagged:
    ratio = fair.judged(raised.school.id)
    if ratio is None:
        return raised
    flag = next(under_served(replace(raised.facts, equity=ratio)), None)
    return raised if flag is None else _with_flag(raised, flag)


@lru_cache(maxsize=FEW_SERVED)
def _with_flag(raised: Flagged, flag: Flag) -> Flagged:
    up = tuple(sorted((*raised.flags, flag), key=flags.rank))
    answers = raised.answers
    if raised.served is not None and still_served(raised.served, raised.facts.today):
        answers = {**answers, flag.about: raised.served}
    return replace(raised, flags=up, answers=answers)


@lru_cache(maxsize=FEW_SERVED)
def _restood(standing: Standing, raised: Flagged) -> Standing:
    """Kept, so that a standing stays one and the same: rows of pages are kept by it."""
    return replace(standing, raised=raised, order=flags.order(raised.flags, raised.answers))


def _stand(visit: Visit, kept: Kept, ground: Ground, schools: list[SchoolFact], asked: Asked) -> Iterator[Standing]:
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
