"""Equitably, not evenly: what goes with each school's need beside what it got. By name, never by rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.equity import ENOUGH_SCHOOLS, Equity, Share, Support, equity
from app.domain.language import _, ngettext
from app.domain.words import hours, percent
from app.services.visits import Visit
from app.services.weighing import stamp
from app.store.equity import list_support
from app.store.schools import SchoolFact, list_schools
from app.store.weighing import Weight
from app.web.filters import FilterForm, Filters, address
from app.web.forms import decimal
from app.web.render import Page
from app.web.words import plural, said

AS_EXPECTED = (0.9, 1.1)
"""A tenth more or less is as need has it: one session moves as much."""

HALF = 60
"""Units of a bar from "as need has it" to none at all, and to twice as much."""


MOST_LETTERS = 6
"""Of a weight as typed."""


@dataclass(frozen=True, slots=True)
class WeightRow:
    id: UUID
    name: str
    value: str
    reason: str
    placeholder: bool
    seen: str


class Bar(NamedTuple):
    """A bar from the middle, for less to the left and for more to the right; `cut` where there is still more."""

    x: str
    width: str
    under: bool
    cut: bool


class EquityRow(NamedTuple):
    """A school. Shares are empty where there is no time to share."""

    name: str
    to: str
    phase: str
    weight: str
    placeholder: bool
    expected: str
    actual: str
    beside: str
    ratio: str
    words: str
    bar: Bar | None
    hours: str


@dataclass(frozen=True, slots=True)
class EquityPage(Page):
    """`provisional` until a director has set every weight: then neither flag nor plan goes by it."""

    template: ClassVar[str] = "equity/show.html"
    lasting: ClassVar[bool] = True

    headline: str
    subline: str
    filters: FilterForm
    provisional: bool
    missing: str
    may_set: bool
    enough: bool
    rows: tuple[EquityRow, ...]


def equity_page(visit: Visit, filters: Filters, form: FilterForm, *, may_set: bool) -> EquityPage:
    """Of every school that has a coach or had a session in the window; of one phase, where that was asked for."""
    support = list_support(visit.connection, visit.network_id, filters.window, visit.today)
    fair = equity(support)
    schools = [
        school
        for school in list_schools(visit.connection, visit.network_id, None, visit.today)
        if school.id in fair.shares and filters.phase in (None, school.phase)
    ]
    rows = tuple(_row(school, support[school.id], fair.shares[school.id], filters.days) for school in schools)
    unset = sum(not support[school_id].by_director for school_id in fair.shares)
    minutes = sum(support[school.id].tally.minutes for school in schools)
    weeks = plural(len(filters.window.weeks), "week")
    return EquityPage(
        headline=_headline(schools, fair, support),
        subline=_(
            "%(weeks)s, %(schools)s, %(hours)s", weeks=weeks, schools=plural(len(rows), "school"), hours=hours(minutes)
        ),
        filters=form,
        provisional=fair.provisional,
        missing=ngettext(
            "%(num)d school has a placeholder for a weight", "%(num)d schools have a placeholder for a weight", unset
        ),
        may_set=may_set,
        enough=len(fair.shares) >= ENOUGH_SCHOOLS,
        rows=rows,
    )


def _headline(schools: list[SchoolFact], fair: Equity, support: Mapping[UUID, Support]) -> str:
    if not schools:
        return _("No school to compare in these weeks.")
    if not any(support[school.id].tally.minutes for school in schools):
        return _("No session in these weeks, so no time to share.")
    ratios = [fair.shares[school.id].ratio or 0.0 for school in schools]
    low, high = AS_EXPECTED
    under, over = sum(ratio < low for ratio in ratios), sum(ratio > high for ratio in ratios)
    if not under and not over:
        return _("Our time goes where need is, at every school.")
    parts = (
        ngettext("%(num)d school gets less", "%(num)d schools get less", under) if under else "",
        ngettext("%(num)d gets more", "%(num)d get more", over) if over and under else "",
        ngettext("%(num)d school gets more", "%(num)d schools get more", over) if over and not under else "",
    )
    return _("%(parts)s of our time than goes with the need there.", parts=", ".join(part for part in parts if part))


def _row(school: SchoolFact, of: Support, share: Share, days: Mapping[str, object]) -> EquityRow:
    return EquityRow(
        name=school.name,
        to=address(f"/schools/{school.id}", **days),
        phase=said(school.phase),
        weight=f"{of.weight:.1f}",
        placeholder=not of.by_director,
        expected=percent(share.expected),
        actual="" if share.ratio is None else percent(min(share.ratio * share.expected, 1.0)),
        beside="" if share.with_ratio is None else percent(min(share.with_ratio * share.expected, 1.0)),
        ratio="" if share.ratio is None else f"{share.ratio:.2f}",
        words=_words(share),
        bar=None if share.ratio is None else _bar(share.ratio),
        hours=hours(of.tally.minutes),
    )


def _words(share: Share) -> str:
    """Where a school stands, for who does not see the bar."""
    if share.ratio is None:
        return _("no time to share")
    low, high = AS_EXPECTED
    if share.ratio < low:
        return _("less than goes with its need")
    return _("more than goes with its need") if share.ratio > high else _("as goes with its need")


def _bar(ratio: float) -> Bar:
    size = HALF * min(abs(ratio - 1), 1)
    return Bar(f"{HALF - size if ratio < 1 else HALF:.1f}", f"{size:.1f}", under=ratio < 1, cut=ratio > 2)  # noqa: PLR2004 - twice as much


def read_weight(typed: str) -> float | None:
    """A weight as people type it, with a point or a comma."""
    try:
        return float(decimal(typed, MOST_LETTERS))
    except ValueError:
        return None


def weight_row(school: SchoolFact, weight: Weight) -> WeightRow:
    """A school's weight as it stands, for a form."""
    return WeightRow(
        id=school.id,
        name=school.name,
        value=f"{weight.value:.1f}",
        reason=weight.reason,
        placeholder=not weight.by_director,
        seen=stamp(weight),
    )
