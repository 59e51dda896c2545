"""Facts of a school to raise flags by: by default one where there is nothing to see."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.change import Change
from app.domain.continuity import Continuity
from app.domain.flags import AreaFacts, Flag, SchoolFacts, raise_flags
from app.domain.handoffs import Check, Handoff
from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.vocabulary import Outcome, Phase, Rule, Stage

SCHOOL = UUID(int=1)
BUDGET, DATA, OBSERVATION, FRONT_OFFICE = (UUID(int=number) for number in (11, 12, 13, 14))
NAMES = {
    BUDGET: "Budget development",
    DATA: "Data inquiry",
    OBSERVATION: "Observation and feedback",
    FRONT_OFFICE: "Front office",
}
TODAY = date(2026, 5, 6)
WINDOW = Window.ending(TODAY)
"""From February 16."""

NO_CHANGE = Change(None, None, date(2026, 5, 3), 0.3, date(2024, 8, 12), date(2025, 8, 11), 30, 100)


def work(ours: int = 0, coach: int = 0, shared: int = 0, school: int = 0, *, minutes: int = 60, **more: int) -> Tally:
    """As many sessions of some minutes each."""
    numbers = (ours, coach, shared, school)
    figures = [figure for number in numbers for figure in (minutes * number, minutes**2 * number, number)]
    return Tally(*figures, **more)


def area(area_id: UUID = DATA, tally: Tally | None = None, **facts: Any) -> AreaFacts:
    usual: dict[str, Any] = {
        "stage": Stage.SIDE_BY_SIDE,
        "holders": 0,
        "confidential": False,
        "district_provides": False,
    }
    return AreaFacts(area_id, NAMES[area_id], tally=tally or Tally.zero(), **(usual | facts))


def school(tally: Tally | None = None, areas: Iterable[AreaFacts] = (), **facts: Any) -> SchoolFacts:
    """A school in the middle of its way; without a tally, the sum of its areas."""
    areas = tuple(areas)
    usual: dict[str, Any] = {
        "phase": Phase.TRANSFORMING,
        "today": TODAY,
        "window": WINDOW,
        "change": NO_CHANGE,
        "stage": Stage.SIDE_BY_SIDE,
        "stage_before": Stage.SIDE_BY_SIDE,
        "continuity": Continuity(0, 1, 0.0),
    }
    return SchoolFacts(
        SCHOOL,
        tally=Tally.total([Tally.zero(), *(each.tally for each in areas)]) if tally is None else tally,
        areas={each.area_id: each for each in areas},
        **(usual | facts),
    )


def raised(facts: SchoolFacts, watch: float = 0.30, high: float = 0.50) -> tuple[Flag, ...]:
    return raise_flags(facts, watch=watch, high=high)


def flags_of(rule: Rule, facts: SchoolFacts) -> list[Flag]:
    return [flag for flag in raised(facts) if flag.rule is rule]


def the_flag(rule: Rule, facts: SchoolFacts) -> Flag:
    (flag,) = flags_of(rule, facts)
    return flag


def handoff(
    on: date = date(2026, 2, 3),
    *checks: tuple[date, Outcome],
    area_id: UUID = DATA,
    holders: Iterable[UUID] = (),
    ran_by: UUID | None = None,
    **changes: Any,
) -> Handoff:
    """Agreed on the day of the handoff, with its checks answered on the days they were due."""
    usual: dict[str, Any] = {"agreed_on": on, "ended_on": None, "now_runs": "Runs it."}
    return Handoff(
        id=UUID(int=99),
        school_id=SCHOOL,
        area_id=area_id,
        handed_over_on=on,
        holders=frozenset(holders),
        checks=tuple(Check(number, day, found, ran_by, day) for number, (day, found) in enumerate(checks, start=1)),
        **(usual | changes),
    )
