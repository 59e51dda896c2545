"""What sources of funding have paid for in some days, and how each stands against its budget. No coach in it."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.domain.funding import Balance, Hours, Source, Spent, SpentOther, balance
from app.domain.vocabulary import FundingKind, Mode
from app.services.visits import Visit
from app.store.funding import list_sources, spent, spent_otherwise, used_by_source
from app.store.schools import AreaFact, SchoolFact, list_areas, list_schools

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cut:
    """What of it is asked for: None is all. Other time has no mode, so where one is asked for it is left out."""

    first: date
    last: date
    source: Source | None = None
    kind: FundingKind | None = None
    mode: Mode | None = None
    school_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FundingReport:
    """What was spent in the days of the cut. `balances` are of each source's whole time, whatever the days.

    A session that two coached counts once, with its own minutes, for its own source: a source pays for what a school
    received. Both coaches' load counts it, which is another question. Voided sessions are left out.
    """

    cut: Cut
    sources: tuple[Source, ...]
    sessions: tuple[Spent, ...]
    others: tuple[SpentOther, ...]
    balances: dict[UUID, Balance]
    schools: dict[UUID, SchoolFact]
    areas: dict[UUID, AreaFact]

    @property
    def spent(self) -> tuple[Spent | SpentOther, ...]:
        return (*self.sessions, *self.others)

    @property
    def total(self) -> Hours:
        return Hours.of(self.spent)

    def of_source(self, source_id: UUID | None) -> Hours:
        """Of one source, or with None of what no source is named for."""
        return Hours.of(each for each in self.spent if each.source_id == source_id)

    def by(self, key: Callable[[Spent], Group]) -> dict[Group, Hours]:
        """Sessions summed by what the key says of each."""
        return _sums(self.sessions, key)

    def others_by(self, key: Callable[[SpentOther], Group]) -> dict[Group, Hours]:
        """Other time, in the same way."""
        return _sums(self.others, key)


def funding_report(visit: Visit, cut: Cut) -> FundingReport:
    """Read and cut; who may see it is for the caller to have asked."""
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    sources = {each.id: each for each in list_sources(connection, network_id, removed=True)}
    found = [each for each in spent(connection, network_id, cut.first, cut.last) if _within(each, cut, sources)]
    others = [
        each
        for each in spent_otherwise(connection, network_id, cut.first, cut.last)
        if cut.mode is None and _within(each, cut, sources)
    ]
    paid = {each.source_id for each in found} | {each.source_id for each in others}
    asked = [
        each
        for each in sources.values()
        if (not each.removed or each.id in paid)
        and (cut.source is None or each.id == cut.source.id)
        and (cut.kind is None or each.kind is cut.kind)
    ]
    used = used_by_source(connection, network_id, today)
    return FundingReport(
        cut=cut,
        sources=tuple(asked),
        sessions=tuple(found),
        others=tuple(others),
        balances={each.id: balance(each, used.get(each.id, 0), today) for each in asked},
        schools={each.id: each for each in list_schools(connection, network_id, None, None)},
        areas={each.id: each for each in list_areas(connection, network_id, today)},
    )


def _within(each: Spent | SpentOther, cut: Cut, sources: dict[UUID, Source]) -> bool:
    source = sources.get(each.source_id) if each.source_id else None
    return (
        (cut.source is None or (source is not None and source.id == cut.source.id))
        and (cut.kind is None or (source is not None and source.kind is cut.kind))
        and (cut.school_id is None or each.school_id == cut.school_id)
        and (cut.mode is None or isinstance(each, SpentOther) or each.mode is cut.mode)
    )


Each = TypeVar("Each", Spent, SpentOther)


def _sums(spent_in: Iterable[Each], key: Callable[[Each], Group]) -> dict[Group, Hours]:
    found: dict[Group, list[Each]] = {}
    for each in spent_in:
        found.setdefault(key(each), []).append(each)
    return {group: Hours.of(rows) for group, rows in found.items()}
