"""The network at a glance: every school's standing, what needs a look, and totals that are the sums of the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.access import Permission
from app.domain.equity import Equity
from app.domain.measures import Dependence, Release, Tally, dependence_of, release
from app.domain.vocabulary import Phase, Rule
from app.services.seeing.freshness import freshness
from app.services.seeing.ground import Ground, ground_of
from app.services.seeing.standing import Asked, Standing
from app.services.seeing.standings import Kept, about_network, equity_of, stand_on, with_equity
from app.services.visits import Visit
from app.store.schools import list_schools_within


@dataclass(frozen=True, slots=True)
class Overview:
    """`standings` are sorted by what there is to answer, then by name, and never by dependence.

    `judged` counts the schools with sessions enough to say anything of, `raised` those with each flag, and `unanswered`
    the flags that await an answer. `tally_before` and `tally_last_year` are of as many weeks before the window, and of
    the same weeks 52 weeks before, at the same schools. `waiting` are the sessions of the usual window that await a
    leader's word, and `in_until` is when the latest came in. `equity` is of the whole network.
    """

    standings: tuple[Standing, ...]
    judged: int
    raised: Mapping[Rule, int]
    unanswered: int
    answered: int
    tally: Tally
    tally_before: Tally
    tally_last_year: Tally
    dependence: Dependence | None
    release: Release | None
    before: tuple[int, ...]
    line_for: tuple[int, ...]
    line_all: tuple[int, ...]
    waiting: int
    in_until: datetime | None
    equity: Equity


def see_network(visit: Visit, kept: Kept, asked: Asked, phase: Phase | None = None) -> Overview:
    """The schools of the network that were active in the window, all of them or those of one phase."""
    ground = ground_of(visit, asked.areas)
    mine = visit.rights.schools(Permission.SEE_NETWORK)
    question = ("overview", ground, asked.window, asked.area_id, phase, mine)
    found: Overview = about_network(visit, kept, question, lambda: _see(visit, kept, ground, asked, phase))
    return found


def _see(visit: Visit, kept: Kept, ground: Ground, asked: Asked, phase: Phase | None) -> Overview:
    mine = visit.rights.schools(Permission.SEE_NETWORK)
    schools = list_schools_within(visit.connection, visit.network_id, mine, asked.window.first, asked.window.last)
    chosen = [school for school in schools if phase is None or school.phase is phase]
    fair = equity_of(visit, kept, ground, judging=True)
    found = [with_equity(standing, fair) for standing in stand_on(visit, kept, ground, chosen, asked)]
    standings = tuple(sorted(found, key=_place))
    fresh = freshness(visit, kept.fresh, ground, chosen)
    unanswered = sum(len(standing.unanswered()) for standing in standings)
    tally = Tally.total(standing.tally for standing in standings)
    return Overview(
        standings=standings,
        judged=sum(standing.enough for standing in standings),
        raised=Counter(flag.rule for standing in standings for flag in standing.flags),
        unanswered=unanswered,
        answered=sum(len(standing.answers) for standing in standings),
        tally=tally,
        tally_before=Tally.total(standing.tally_before for standing in standings),
        tally_last_year=Tally.total(standing.tally_last_year for standing in standings),
        dependence=dependence_of(tally),
        release=release(tally),
        before=_total(standing.before for standing in standings),
        line_for=_total(standing.line_for for standing in standings),
        line_all=_total(standing.line_all for standing in standings),
        waiting=sum(each.reviewing.waiting for each in fresh),
        in_until=max((each.in_until for each in fresh if each.in_until), default=None),
        equity=fair,
    )


def _total(rows: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def _place(standing: Standing) -> tuple[tuple[int, int], str, str]:
    return standing.order, standing.school.name.casefold(), standing.school.code
