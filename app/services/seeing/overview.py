"""The network at a glance: every school's standing, what needs a look, and totals that are the sums of the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.access import Permission
from app.domain.flags import Flag, rank
from app.domain.measures import Dependence, Release, Tally, dependence_of, release
from app.domain.vocabulary import Phase, Rule
from app.services.seeing.standings import Asked, Kept, Standing, stand
from app.services.visits import Visit
from app.store.schools import list_schools_within


@dataclass(frozen=True, slots=True)
class Overview:
    """`standings` are sorted by what there is to look at, then by name, and never by dependence.

    `judged` counts the schools with sessions enough to say anything of, and `raised` those with each flag.
    """

    standings: tuple[Standing, ...]
    judged: int
    raised: Mapping[Rule, int]
    tally: Tally
    dependence: Dependence | None
    release: Release | None
    before: tuple[int, ...]
    line_for: tuple[int, ...]
    line_all: tuple[int, ...]


def see_network(visit: Visit, kept: Kept, asked: Asked, phase: Phase | None = None) -> Overview:
    """The schools of the network that were active in the window, all of them or those of one phase."""
    mine = visit.rights.schools(Permission.SEE_NETWORK)
    schools = list_schools_within(visit.connection, visit.network_id, mine, asked.window.first, asked.window.last)
    chosen = [school for school in schools if phase is None or school.phase is phase]
    standings = sorted(stand(visit, kept, chosen, asked), key=_place)
    tally = Tally.total(standing.tally for standing in standings)
    return Overview(
        standings=tuple(standings),
        judged=sum(standing.enough for standing in standings),
        raised=Counter(flag.rule for standing in standings for flag in standing.flags),
        tally=tally,
        dependence=dependence_of(tally),
        release=release(tally),
        before=_total(standing.before for standing in standings),
        line_for=_total(standing.line_for for standing in standings),
        line_all=_total(standing.line_all for standing in standings),
    )


def to_look_at(standings: tuple[Standing, ...]) -> list[tuple[Standing, Flag]]:
    """Every flag that is up: a school's own in the order of the rules, the schools in theirs."""
    return [(standing, flag) for standing in standings for flag in sorted(standing.flags, key=rank)]


def _total(rows: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def _place(standing: Standing) -> tuple[tuple[int, int], str, str]:
    return standing.order, standing.school.name.casefold(), standing.school.code
