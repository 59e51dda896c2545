"""The register of handoffs and agreed direct service, and the part of it that stands on a school's page."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar, TypeVar
from uuid import UUID

from app.domain.access import Permission
from app.domain.flags.facts import AreaFacts
from app.domain.language import later
from app.domain.next_handoffs import NextHandoff, next_handoffs
from app.services.visits import Visit
from app.store import agreements, handoffs
from app.store.agreements import KeptAgreement
from app.store.handoffs import KeptHandoff
from app.store.schools import SchoolFact
from app.web.handoff_rows import (
    NOTHING_SAID,
    AgreementRow,
    HandoffRow,
    Said,
    agreement_row,
    ground,
    handoff_row,
)
from app.web.render import Page

MOST = 60
"""Rows of one kind on a page; a network with more reads them school by school."""

STATES: Mapping[str, str] = {
    "waiting": later("Waiting for an answer"),
    "next": later("To hand over next"),
    "standing": later("Handed over"),
    "agreed": later("Agreed direct service"),
    "over": later("Earlier"),
}

Row = TypeVar("Row", HandoffRow, AgreementRow)


@dataclass(frozen=True, slots=True)
class NextRow:
    """An area to hand over next; `to` is the form that proposes it, for who may."""

    school_id: UUID
    school: str
    area: str
    ready: bool
    reason: str
    to: str


@dataclass(frozen=True, slots=True)
class SchoolBlock:
    """One school's handoffs and agreements, on its page; `next_up` at most three."""

    school_id: UUID
    may_propose: bool
    handoffs: tuple[HandoffRow, ...]
    agreements: tuple[AgreementRow, ...]
    next_up: tuple[NextRow, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A state's rows, as many as a page holds; `more` are left out."""

    handoffs: tuple[HandoffRow, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class RegisterPage(Page):
    """`ever` is whether there is anything to show in any state; `said` stands at the top where it speaks of no row."""

    template: ClassVar[str] = "handoffs/index.html"
    fragment: ClassVar[str] = "handoffs/_register.html"
    lasting: ClassVar[bool] = True

    schools: tuple[tuple[UUID, str], ...]
    school_id: UUID | None
    school: str
    state: str
    states: Mapping[str, str]
    ever: bool
    waiting: Part
    next_up: tuple[NextRow, ...]
    more_next: int
    standing: Part
    agreed: Part
    over: Part
    open_over: bool
    said: str
    may_propose: bool


Facts = Callable[[Sequence[SchoolFact]], Mapping[UUID, Collection[AreaFacts]]]
"""The areas of schools as flags are judged by, by school."""


def register_page(
    visit: Visit,
    mine: Sequence[SchoolFact],
    one: SchoolFact | None,
    state: str,
    facts: Facts,
    said: Said = NOTHING_SAID,
) -> RegisterPage:
    """The register of the visitor's schools, or of one of them.

    Args:
        visit: whose.
        mine: the visitor's schools, by name.
        one: the school that was asked for.
        state: one of `STATES`, or "" for all.
        facts: gathers what "to hand over next" is judged by; asked only where that is shown.
        said: what a row says back.
    """
    schools = [one] if one else list(mine)
    ids = [school.id for school in schools]
    handed, served, agreed_at = _kept(visit, ids)
    on = ground(visit, schools, agreed_at)
    rows = [handoff_row(on, kept, said) for school in ids for kept in handed.get(school, ())]
    services = [agreement_row(on, kept, said) for school in ids for kept in served.get(school, ())]
    next_up: list[NextRow] = []
    if state in {"", "next"}:
        gathered = facts(schools)
        found = (next_rows(visit, each, gathered.get(each.id, ()), handed.get(each.id, ())) for each in schools)
        next_up = [row for of_school in found for row in of_school if one or row.ready]

    def part(name: str) -> Part:
        return _part(rows, services, name, said) if state in {"", name} else Part()

    over = part("over")
    return RegisterPage(
        schools=tuple((school.id, school.name) for school in mine),
        school_id=one.id if one else None,
        school=one.name if one else "",
        state=state,
        states=STATES,
        ever=bool(rows or services or next_up),
        waiting=part("waiting"),
        next_up=tuple(next_up[:MOST]),
        more_next=max(0, len(next_up) - MOST),
        standing=part("standing"),
        agreed=part("agreed"),
        over=over,
        open_over=state == "over" or said.of in _ids(over.handoffs, over.agreements),
        said="" if said.of in _ids(rows, services) else said.words,
        may_propose=one is not None and may_propose(visit, one),
    )


def school_block(visit: Visit, school: SchoolFact, areas: Collection[AreaFacts]) -> SchoolBlock:
    """What of the register stands on a school's page: all that is open, and what to hand over next."""
    handed, served, agreed_at = _kept(visit, [school.id])
    on = ground(visit, [school], agreed_at)
    rows = [handoff_row(on, kept) for kept in handed.get(school.id, ())]
    services = [agreement_row(on, kept) for kept in served.get(school.id, ())]
    return SchoolBlock(
        school_id=school.id,
        may_propose=may_propose(visit, school),
        handoffs=tuple(_yours_first(row for row in rows if row.group != "over" or row.asks)),
        agreements=tuple(_yours_first(row for row in services if row.group != "over")),
        next_up=tuple(next_rows(visit, school, areas, handed.get(school.id, ()))),
    )


def may_propose(visit: Visit, school: SchoolFact) -> bool:
    """Whether the visitor may propose something new at a school: nobody may once the partnership has ended."""
    return visit.rights.may(Permission.PROPOSE, school.id) and not school.ended(visit.today)


def next_rows(
    visit: Visit, school: SchoolFact, areas: Collection[AreaFacts], handed: Iterable[KeptHandoff]
) -> list[NextRow]:
    """What to hand over next at a school, with the form that proposes it for who may; `handed` are its handoffs."""
    if school.ended(visit.today):
        return []
    may = visit.rights.may(Permission.PROPOSE, school.id)
    taken = {kept.handoff.area_id for kept in handed if kept.handoff.ended_on is None}
    return [_next_row(school, found, may=may) for found in next_handoffs(areas, taken)]


def _next_row(school: SchoolFact, found: NextHandoff, *, may: bool) -> NextRow:
    to = f"/schools/{school.id}/handoffs/new?area={found.area_id}" if may else ""
    return NextRow(school.id, school.name, found.name, found.ready, found.reason, to)


def _kept(
    visit: Visit, ids: Sequence[UUID]
) -> tuple[dict[UUID, list[KeptHandoff]], dict[UUID, list[KeptAgreement]], list[UUID]]:
    """What is kept of schools, and those of them whose team has something handed over."""
    everywhere = len(ids) > MOST and visit.rights.schools(Permission.SEE_SCHOOL) is None
    wanted = None if everywhere else ids
    handed = handoffs.list_kept(visit.connection, visit.network_id, wanted)
    served = agreements.list_kept(visit.connection, visit.network_id, visit.today, wanted)
    return handed, served, [school_id for school_id in ids if school_id in handed]


def _ids(rows: Iterable[HandoffRow], services: Iterable[AgreementRow]) -> set[UUID]:
    return {row.id for row in rows} | {row.id for row in services}


def _part(rows: Sequence[HandoffRow], services: Sequence[AgreementRow], name: str, said: Said) -> Part:
    """The rows of one state: what awaits whoever looks comes first, and of what is over, each school's latest."""
    latest_first = name == "over"
    mine = _yours_first(row for row in rows[:: -1 if latest_first else 1] if _state(row) == name)
    ours = _yours_first(row for row in services[:: -1 if latest_first else 1] if _state(row) == name)
    if latest_first:
        mine.sort(key=attrgetter("school"))
        ours.sort(key=attrgetter("school"))
    shown, offered = _cut(mine, said), _cut(ours, said)
    return Part(shown, offered, len(mine) + len(ours) - len(shown) - len(offered))


def _state(row: HandoffRow | AgreementRow) -> str:
    if row.group == "over":
        return "over"
    return "waiting" if row.waits_for else "standing" if row.group == "planned" else row.group


def _yours_first(rows: Iterable[Row]) -> list[Row]:
    """What awaits whoever looks, then what awaits others; late before not yet."""
    return sorted(rows, key=lambda row: (row.waits_for != "you", not row.waits_for, not row.late))


def _cut(rows: Sequence[Row], said: Said) -> tuple[Row, ...]:
    """As many rows as a page holds, with the one that says something back among them."""
    kept = list(rows[:MOST])
    kept += [row for row in rows[MOST:] if row.id == said.of]
    return tuple(kept)
