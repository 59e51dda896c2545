"""The term's plan: proposed by need, phase and stage, adjusted with reasons, and held against what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.language import _
from app.domain.periods import DAY, EARLIEST, WEEK, Window, monday
from app.domain.plan import MOST_HOURS, QUARTER, Ask, propose
from app.domain.sessions import settled, unseen
from app.services.seeing.standings import Kept, flagged
from app.services.visits import Visit, trace
from app.store import plans, rollups
from app.store.analytics import sums_by_school
from app.store.plans import KeptPlan, Planned
from app.store.schools import SchoolFact, list_schools
from app.store.tables.sessions import LINE
from app.store.turns import take_turn

LONGEST_WEEKS = 60
"""A plan is of a term, or of a school year with its summer."""

AHEAD = 2 * 366 * DAY
"""How far ahead a plan may begin: after next summer. A year typed as 2206 is a slip, and is said to be one."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as its form tells it; by school, the minutes a week and why they differ from what is proposed."""

    id: UUID
    name: str
    first_on: date
    last_on: date
    minutes_a_week: int
    schools: Mapping[UUID, tuple[int, str]]


class SavedError(DomainError):
    """The form has saved a plan already, and not this one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A school with what it asks for and the minutes a week that are proposed."""

    school: SchoolFact
    ask: Ask
    minutes: int


@dataclass(frozen=True, slots=True)
class Running:
    """The plan of today, what it gives each school, and our minutes there in the `weeks` of it that have passed whole.

    The week that runs is left out: on its Monday it has no sessions yet, and a school that gets all its hours would
    read as getting an eighth less in the eighth week.
    """

    plan: KeptPlan
    schools: Mapping[UUID, Planned]
    actual: Mapping[UUID, int]
    weeks: int


def propose_plan(visit: Visit, kept: Kept, minutes: int) -> list[Proposal]:
    """How a week's minutes could be handed out to the schools of today, by their names."""
    schools = list_schools(visit.connection, visit.network_id, None, visit.today)
    asks = {
        each.school.id: Ask(each.school.need_weight, each.school.phase, each.facts.stage)
        for each in flagged(visit, kept, schools)
    }
    parts = propose(minutes, asks)
    return [Proposal(school, asks[school.id], parts[school.id]) for school in schools]


def save_plan(visit: Visit, kept: Kept, draft: Draft) -> None:
    """Keep a plan; this very form twice is one plan.

    Raises:
        InvalidError: it cannot be; by field, and by school as "minutes-<id>" and "reason-<id>".
        SavedError: the form was saved before and says something else now, or its plan was taken away.
    """
    connection, network_id = visit.connection, visit.network_id
    take_turn(connection, network_id, "term_plan")
    before = next((each for each in plans.list_plans(connection, network_id) if each.id == draft.id), None)
    if before is not None:
        if before.removed or not _says_the_same(draft, before, plans.list_planned(connection, network_id, draft.id)):
            raise SavedError
        return
    proposed = {each.school.id: each for each in propose_plan(visit, kept, draft.minutes_a_week)}
    if problems := _problems(draft, proposed, visit.today):
        raise InvalidError(problems)
    row = {
        "network_id": network_id,
        "id": draft.id,
        "name": settled(draft.name),
        "first_on": monday(draft.first_on),
        "last_on": monday(draft.last_on) + WEEK - DAY,
        "minutes_a_week": draft.minutes_a_week,
        "made_by": visit.person_id,
        "made_at": visit.now,
    }
    given = {
        school_id: Planned(proposed[school_id].minutes, minutes, settled(reason))
        for school_id, (minutes, reason) in draft.schools.items()
        if school_id in proposed
    }
    plans.add_plan(connection, row, given)
    trace(visit, "create", "term_plan", draft.id, ("minutes_a_week",))
    rollups.touch(connection, network_id, proposed)


def remove_plan(visit: Visit, plan_id: UUID, *, back: bool = False) -> None:
    """Take a plan away, or with `back` undo that; twice is once.

    Raises:
        NotFoundError: no such plan.
    """
    connection, network_id = visit.connection, visit.network_id
    if all(each.id != plan_id for each in plans.list_plans(connection, network_id)):
        raise NotFoundError
    if not plans.mark_plan(connection, network_id, plan_id, None if back else visit.now):
        return
    trace(visit, "restore" if back else "remove", "term_plan", plan_id)
    rollups.touch(connection, network_id, plans.list_planned(connection, network_id, plan_id))


def running(visit: Visit, *, school_id: UUID | None = None) -> Running | None:
    """The plan that holds today, in three queries at most: all of it, or what it gives one school.

    None where there is none.
    """
    connection, network_id = visit.connection, visit.network_id
    plan = plans.get_plan_on(connection, network_id, visit.today)
    if plan is None:
        return None
    last = min(plan.last_on, monday(visit.today) - DAY)
    if last < plan.first_on:
        return Running(plan, plans.list_planned(connection, network_id, plan.id), {}, 0)
    window = Window(plan.first_on, last)
    sums = sums_by_school(connection, network_id, window, None if school_id is None else [school_id])
    actual = {school_id: tally.minutes for school_id, tally in sums.items()}
    return Running(plan, plans.list_planned(connection, network_id, plan.id), actual, len(window.weeks))


def _says_the_same(draft: Draft, kept: KeptPlan, schools: Mapping[UUID, Planned]) -> bool:
    given = {id_: (minutes, settled(reason)) for id_, (minutes, reason) in draft.schools.items() if id_ in schools}
    said = settled(draft.name), monday(draft.first_on), monday(draft.last_on), draft.minutes_a_week
    stands = kept.name, kept.first_on, monday(kept.last_on), kept.minutes_a_week
    return said == stands and given == {id_: (each.minutes, each.reason) for id_, each in schools.items()}


def _problems(draft: Draft, proposed: Mapping[UUID, Proposal], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if unseen(draft.name):
        found["name"] = _("Name the term, like “Spring 2027”.")
    elif len(settled(draft.name)) > LONGEST_NAME:
        found["name"] = _("Keep it to %(most)s characters.", most=LONGEST_NAME)
    if not 0 < draft.minutes_a_week <= MOST_HOURS * 60:
        found["hours"] = _("Hours a week go from a quarter to %(most)s.", most=f"{MOST_HOURS:,}")
    if draft.first_on < EARLIEST:
        found["first_on"] = _("Check the year: this day is too long ago.")
    elif draft.first_on > today + AHEAD:
        found["first_on"] = _("Check the year: this day is too far ahead.")
    elif draft.last_on < draft.first_on:
        found["last_on"] = _("The last day is before the first.")
    elif (draft.last_on - draft.first_on).days > 7 * LONGEST_WEEKS:
        found["last_on"] = _("A plan is of %(weeks)s weeks at most.", weeks=LONGEST_WEEKS)
    for school_id, (minutes, reason) in draft.schools.items():
        if school_id in proposed:
            found |= _school_problems(school_id, minutes, reason, proposed[school_id].minutes)
    return found


def _school_problems(school_id: UUID, minutes: int, reason: str, proposed: int) -> dict[str, str]:
    if minutes % QUARTER or minutes < 0:
        return {f"minutes-{school_id}": _("Plan in quarter hours, like 2.25.")}
    if minutes != proposed and not settled(reason):
        return {f"reason-{school_id}": _("Say why it differs from what is proposed.")}
    if len(settled(reason)) > LINE:
        return {f"reason-{school_id}": _("Keep it to %(most)s characters.", most=LINE)}
    return {}
