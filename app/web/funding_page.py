"""The register of funding sources, its form, and coaches' defaults, from what is kept to what the templates show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.funding import Balance, Source, balance
from app.domain.language import _, ngettext
from app.domain.vocabulary import FundingKind
from app.domain.words import hours, percent
from app.services.funding import SourceTold, may_edit
from app.services.visits import Visit
from app.store.funding import list_defaults, list_sources, used_by_source
from app.web.forms import Filled
from app.web.partners_page import Undo
from app.web.render import Page
from app.web.words import day_and_year, has_words, said

BAR = 120
"""Units that a budget's bar is wide."""


class Gauge(NamedTuple):
    """A budget as a bar: how far what is used goes, and where the time stands."""

    used: str
    now: str


class SourceRow(NamedTuple):
    """A source's line; `gauge` is None without a budget."""

    id: UUID
    name: str
    kind: FundingKind
    days: str
    budget: str
    left: str
    time: str
    gauge: Gauge | None
    version: int


@dataclass(frozen=True, slots=True)
class FundingPage(Page):
    template: ClassVar[str] = "funding/index.html"
    lasting: ClassVar[bool] = True

    q: str
    ever: bool
    rows: tuple[SourceRow, ...]
    removed: tuple[SourceRow, ...]
    may_edit: bool
    done: str
    trouble: str
    undo: Undo | None


@dataclass(frozen=True, slots=True)
class SourceFormPage(Page):
    """`path` is where the form goes; `version` 0 is a new one."""

    template: ClassVar[str] = "funding/form.html"

    id: UUID
    version: int
    path: str
    title: str
    form: Filled
    kinds: tuple[FundingKind, ...]
    trouble: str
    errors: Mapping[str, str]


class DefaultRow(NamedTuple):
    coach_id: UUID
    name: str
    chosen: str


@dataclass(frozen=True, slots=True)
class DefaultsPage(Page):
    template: ClassVar[str] = "funding/defaults.html"

    rows: tuple[DefaultRow, ...]
    sources: tuple[tuple[UUID, str], ...]
    done: str


def funding_page(visit: Visit, done: str = "", trouble: str = "", undo: Undo | None = None, q: str = "") -> FundingPage:
    """Sources as they stand today, if name and kind hold all words of `q`; removed ones for who keeps the register."""
    edits = may_edit(visit)
    used = used_by_source(visit.connection, visit.network_id, visit.today)
    every = list_sources(visit.connection, visit.network_id, removed=True)
    rows = [
        (each.removed, source_row(each, balance(each, used.get(each.id, 0), visit.today), visit.today))
        for each in every
    ]
    return FundingPage(
        q=q,
        ever=any(not removed for removed, _row in rows),
        rows=tuple(row for removed, row in rows if not removed and has_words(f"{row.name} {said(row.kind)}", q)),
        removed=tuple(row for removed, row in rows if removed and edits),
        may_edit=edits,
        done=done,
        trouble=trouble,
        undo=undo,
    )


def source_row(source: Source, stands: Balance, today: date) -> SourceRow:
    return SourceRow(
        id=source.id,
        name=source.name,
        kind=source.kind,
        days=days_of(source.first_on, source.last_on),
        budget=budget_in_words(stands),
        left=left_in_words(stands),
        time=time_in_words(source, stands, today),
        gauge=gauge(stands),
        version=source.version,
    )


def days_of(first_on: date, last_on: date) -> str:
    return _("%(first)s to %(last)s", first=day_and_year(first_on), last=day_and_year(last_on))


def budget_in_words(stands: Balance) -> str:
    """What is used of the budget: "312 h of 600 h"."""
    if stands.budget is None:
        return _("%(used)s used; no hours agreed", used=hours(stands.used))
    return _("%(used)s of %(budget)s used", used=hours(stands.used), budget=hours(stands.budget))


def left_in_words(stands: Balance) -> str:
    """What is left of it, or by how much it is passed; nothing without a budget."""
    left = stands.remaining
    if left is None:
        return ""
    if left < 0:
        return _("%(hours)s more than budgeted", hours=hours(-left))
    return _("%(hours)s left", hours=hours(left))


def time_in_words(source: Source, stands: Balance, today: date) -> str:
    """How much of a source's time has gone by, and the days that are left of it."""
    if today > source.last_on:
        return _("ended %(day)s", day=day_and_year(source.last_on))
    if today < source.first_on:
        return _("begins %(day)s", day=day_and_year(source.first_on))
    days = (source.last_on - today).days
    gone = _("%(share)s of its time gone by", share=percent(stands.gone))
    return gone if not days else _("%(gone)s, %(left)s to go", gone=gone, left=_days(days))


def gauge(stands: Balance) -> Gauge | None:
    if stands.share is None:
        return None
    return Gauge(f"{BAR * min(stands.share, 1):.1f}", f"{BAR * stands.gone:.1f}")


def filled_of(told: SourceTold) -> Filled:
    """A source as its form would show it."""
    typed = "" if told.budget_minutes is None else f"{(Decimal(told.budget_minutes) / 60).quantize(Decimal('.01')):f}"
    return Filled(
        {
            "name": [told.name],
            "kind": [told.kind],
            "first_on": [str(told.first_on)],
            "last_on": [str(told.last_on)],
            "budget_hours": [typed.rstrip("0").rstrip(".") if "." in typed else typed],
        }
    )


def source_form(
    source_id: UUID,
    kept: Source | None,
    form: Filled,
    errors: Mapping[str, str] | None = None,
    *,
    trouble: str = "",
    version: int | None = None,
) -> SourceFormPage:
    """The form of a new source (`kept` None) or of one that is there; made from its `version`, else from the last."""
    return SourceFormPage(
        id=source_id,
        version=(kept.version if kept else 0) if version is None else version,
        path=f"/funding/{kept.id}" if kept else "/funding",
        title=kept.name if kept else _("New source of funding"),
        form=form,
        kinds=tuple(FundingKind),
        trouble=trouble,
        errors=errors or {},
    )


def defaults_page(visit: Visit, done: str) -> DefaultsPage:
    """Coaches of today, and what usually pays for the time of each; sources that are over are left out."""
    rows = list_defaults(visit.connection, visit.network_id, visit.today)
    chosen = {each.source_id for each in rows}
    sources = [
        each
        for each in list_sources(visit.connection, visit.network_id)
        if each.last_on >= visit.today or each.id in chosen
    ]
    return DefaultsPage(
        rows=tuple(DefaultRow(each.coach_id, each.name, str(each.source_id or "")) for each in rows),
        sources=tuple((each.id, each.name) for each in sources),
        done=done,
    )


def _days(days: int) -> str:
    return ngettext("%(num)d day", "%(num)d days", days)
