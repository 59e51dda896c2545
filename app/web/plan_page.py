"""The term's plan as a page: what was planned beside what came of it, and the form that makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.equity import equity
from app.domain.language import _, ngettext
from app.domain.periods import DAY, Window, school_year
from app.domain.words import hours
from app.services.plans import LONGEST_NAME, Proposal, Running, running
from app.services.visits import Visit
from app.store.equity import list_support
from app.store.plans import KeptPlan
from app.store.schools import SchoolFact
from app.store.tables.sessions import LINE
from app.web.forms import Filled
from app.web.measure_lines import MeasureLine
from app.web.render import Page
from app.web.words import day_and_year, plural, said

NEAR = 0.1
"""Within a tenth of what was planned is as planned: one session moves as much."""


class PlannedRow(NamedTuple):
    """A school: planned and actual hours a week, in words, and why the plan is not as proposed."""

    name: str
    to: str
    planned: str
    actual: str
    words: str
    reason: str


class ProposedRow(NamedTuple):
    """A school in the form: what it asks for, what is proposed, and what was typed."""

    id: UUID
    name: str
    asks: str
    proposed: str
    hours: str
    reason: str


class PlanLine(NamedTuple):
    """A plan in the history."""

    id: UUID
    name: str
    days: str
    hours: str
    removed: bool


@dataclass(frozen=True, slots=True)
class PlanPage(Page):
    """Without a plan that holds today `rows` are empty; `provisional` keeps a new one from being made."""

    template: ClassVar[str] = "plan/show.html"

    name: str
    days: str
    headline: str
    rows: tuple[PlannedRow, ...]
    provisional: bool
    history: tuple[PlanLine, ...]
    notice: str
    removed: UUID | None


@dataclass(frozen=True, slots=True)
class NewPlanPage(Page):
    template: ClassVar[str] = "plan/new.html"

    id: UUID
    name: str
    first_on: str
    last_on: str
    hours: str
    usual: str
    rows: tuple[ProposedRow, ...]
    left: str
    longest_name: int
    longest: int
    errors: Mapping[str, str]


def provisional(visit: Visit) -> bool:
    """Whether a weight is a placeholder still, of a school that counts: then no plan goes by weights."""
    support = list_support(visit.connection, visit.network_id, Window.ending(visit.today), visit.today)
    return equity(support).provisional


def plan_page(
    visit: Visit,
    now: Running | None,
    schools: list[SchoolFact],
    history: list[KeptPlan],
    *,
    notice: str,
    removed: UUID | None,
) -> PlanPage:
    rows: tuple[PlannedRow, ...] = ()
    if now is not None:
        rows = tuple(
            _planned(school, now) for school in schools if school.id in now.schools or now.actual.get(school.id)
        )
    return PlanPage(
        name=now.plan.name if now else "",
        days=_days(now.plan) if now else "",
        headline=plan_headline(now) or _ahead(history, visit.today),
        rows=rows,
        provisional=provisional(visit),
        history=tuple(
            PlanLine(each.id, each.name, _days(each), _planned_hours(each.minutes_a_week), removed=False)
            for each in history
            if not each.removed
        ),
        notice=notice,
        removed=removed,
    )


def new_plan_page(
    plan_id: UUID, visit: Visit, proposals: list[Proposal], minutes: int, form: Filled, errors: Mapping[str, str]
) -> NewPlanPage:
    """The form: what was typed stands; where nothing was, what is proposed."""
    first, last = _term(visit)
    rows = tuple(
        ProposedRow(
            id=each.school.id,
            name=each.school.name,
            asks=_asks(each),
            proposed=hours_typed(each.minutes),
            hours=form.one(f"minutes-{each.school.id}") or hours_typed(each.minutes),
            reason=form.one(f"reason-{each.school.id}"),
        )
        for each in proposals
    )
    rest = minutes - sum(each.minutes for each in proposals)
    return NewPlanPage(
        id=plan_id,
        name=form.one("name"),
        first_on=form.one("first_on") or str(first),
        last_on=form.one("last_on") or str(last),
        hours=form.one("hours") or (hours_typed(minutes) if minutes else ""),
        usual=_usual(visit),
        rows=rows if minutes else (),
        left=_planned_hours(rest) if rest else "",
        longest_name=LONGEST_NAME,
        longest=LINE,
        errors=errors,
    )


def _usual(visit: Visit) -> str:
    """What there was to hand out of late, for whoever wonders what to write; nothing where there was nothing."""
    window = Window.ending(visit.today)
    support = list_support(visit.connection, visit.network_id, window, visit.today)
    minutes = sum(each.tally.minutes for each in support.values())
    weeks = plural(len(window.weeks), "week")
    each_week = hours(round(minutes / len(window.weeks)))
    return _("In the last %(weeks)s it was %(hours)s a week.", weeks=weeks, hours=each_week) if minutes else ""


def planned_words(minutes: int, actual: int, weeks: int) -> str:
    """How a school's time compares with its plan: "as planned", "less than planned", "more than planned".

    Nothing before a week of it has passed whole.
    """
    if not weeks:
        return ""
    if not minutes:
        return _("not planned") if actual else _("nothing planned")
    ratio = actual / weeks / minutes
    if abs(ratio - 1) <= NEAR:
        return _("as planned")
    return _("less than planned") if ratio < 1 else _("more than planned")


def planned_lines(visit: Visit, school_id: UUID) -> tuple[MeasureLine, ...]:
    """What a school's page says of the plan that holds today; nothing where none does, or gives the school nothing."""
    now = running(visit, school_id=school_id)
    plan = now.schools.get(school_id) if now else None
    if now is None or plan is None or not plan.minutes or not now.weeks:
        return ()
    actual = now.actual.get(school_id, 0)
    of = _(
        "a week, of %(hours)s planned: %(words)s",
        hours=_planned_hours(plan.minutes),
        words=planned_words(plan.minutes, actual, now.weeks),
    )
    to = "/plan" if visit.rights.may(Permission.SEE_NETWORK) else ""
    return (MeasureLine(_("Planned time"), hours(round(actual / now.weeks)), of, to),)


def hours_typed(minutes: int) -> str:
    """Hours as a form shows and reads them: "2.25"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _planned_hours(minutes: int) -> str:
    """As exact as they were planned: "2.25 h"."""
    return _("%(number)s h", number=hours_typed(minutes))


def _planned(school: SchoolFact, now: Running) -> PlannedRow:
    plan, actual = now.schools.get(school.id), now.actual.get(school.id, 0)
    minutes = plan.minutes if plan else 0
    return PlannedRow(
        name=school.name,
        to=f"/schools/{school.id}",
        planned=_planned_hours(minutes),
        actual=hours(round(actual / now.weeks)) if now.weeks else "",
        words=planned_words(minutes, actual, now.weeks),
        reason=plan.reason if plan else "",
    )


def plan_headline(now: Running | None) -> str:
    """What came of the plan so far, in a sentence; nothing where no plan holds."""
    if now is None:
        return ""
    if not now.weeks:
        return _("The plan began this week. What comes of it shows from its second week on.")
    words = [planned_words(each.minutes, now.actual.get(id_, 0), now.weeks) for id_, each in now.schools.items()]
    fitting = sum(each == _("as planned") for each in words)
    return ngettext(
        "In %(weeks)s, %(fitting)s of %(num)d school got the time that was planned.",
        "In %(weeks)s, %(fitting)s of %(num)d schools got the time that was planned.",
        len(words),
        weeks=plural(now.weeks, "week"),
        fitting=fitting,
    )


def _ahead(history: list[KeptPlan], today: date) -> str:
    """Where no plan holds today: which one begins next."""
    to_come = [each for each in history if not each.removed and each.first_on > today]
    if not to_come:
        return _("No plan holds today.")
    first = min(to_come, key=lambda each: each.first_on)
    return _("“%(plan)s” begins on %(day)s.", plan=first.name, day=day_and_year(first.first_on))


def _asks(proposal: Proposal) -> str:
    ask = proposal.ask
    said_of = {"weight": f"{ask.weight:.1f}", "phase": said(ask.phase), "stage": said(ask.stage).lower()}
    if ask.deepens:
        return _("Weight %(weight)s · %(phase)s · %(stage)s: time to deepen, not to replace", **said_of)
    return _("Weight %(weight)s · %(phase)s · %(stage)s", **said_of)


def _days(plan: KeptPlan) -> str:
    return _("%(first)s to %(last)s", first=day_and_year(plan.first_on), last=day_and_year(plan.last_on))


def _term(visit: Visit) -> tuple[date, date]:
    """From next Monday to the end of the school year, or of the next one where it is over."""
    network = visit.network
    first = visit.today + timedelta(days=7 - visit.today.weekday())
    year = school_year(first, network.year_starts_on, network.year_ends_on)
    if first > year.last:
        year = school_year(year.first + 366 * DAY, network.year_starts_on, network.year_ends_on)
        return year.first, year.last
    return first, year.last
