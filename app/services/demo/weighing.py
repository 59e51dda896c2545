"""What a director of the demo has weighed and planned: the schools' phases so far, and the hours of this term."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import SQLModel

from app.domain.periods import DAY, WEEK, monday
from app.domain.plan import QUARTER, Ask, propose
from app.domain.vocabulary import Phase, Stage
from app.services.demo.calendar import Calendar
from app.services.demo.story import NetworkStory, SchoolStory
from app.services.demo.telling import identity
from app.store.tables import PhaseChange, PlannedTime, TermPlan

PLANNED_HOURS = 30
"""A week: about what the demo's coaches give its schools."""

GONE, LEFT = 9, 20
"""Weeks of the plan that have gone by, and that are left."""

BEFORE = {Phase.SUSTAINING: Phase.TRANSFORMING, Phase.TRANSFORMING: Phase.REBUILDING}
"""What a school was before, where it has moved on."""

ADJUSTED = {
    "Alder High": (8, "A new principal: more time until the team stands"),
    "Olive Elementary": (-1, "It runs itself"),
}
"""By the school's name, quarter hours more or less than proposed, and why."""


def weighed_and_planned(
    story: NetworkStory, days: Calendar, director_id: UUID, now: datetime
) -> Iterator[list[SQLModel]]:
    """Rows in the order in which they point to each other."""
    yield [row for school in story.schools for row in _phases(story, school, days, director_id, now)]
    first_on = monday(days.today) - (GONE - 1) * WEEK
    plan = TermPlan(
        network_id=identity(story),
        id=uuid5(identity(story), "this term's plan"),
        name="This term",
        first_on=first_on,
        last_on=first_on + (GONE + LEFT) * WEEK - DAY,
        minutes_a_week=PLANNED_HOURS * 60,
        made_by=director_id,
        made_at=now - GONE * WEEK,
    )
    yield [plan]
    asks = {
        identity(story, school.code): Ask(school.need_weight, school.phase, Stage.SIDE_BY_SIDE)
        for school in story.schools
    }
    parts = propose(plan.minutes_a_week, asks)
    adjusted = {identity(story, school.code): ADJUSTED.get(school.name, (0, "")) for school in story.schools}
    yield [
        PlannedTime(
            network_id=identity(story),
            plan_id=plan.id,
            school_id=school_id,
            proposed=minutes,
            minutes=max(minutes + adjusted[school_id][0] * QUARTER, QUARTER),
            reason=adjusted[school_id][1],
        )
        for school_id, minutes in parts.items()
    ]


def _phases(
    story: NetworkStory, school: SchoolStory, days: Calendar, director_id: UUID, now: datetime
) -> Iterator[SQLModel]:
    """The phase it is in since the summer before last year's end, and the one before it where there was one."""
    began, before = days.years[1].first, BEFORE.get(school.phase)
    told = [(school.phase, began, "Systems stand, and the team leads more of them")] if before else []
    told.append((before or school.phase, days.first, ""))
    for number, (phase, since_on, reason) in enumerate(told):
        yield PhaseChange(
            network_id=identity(story),
            id=uuid5(identity(story, school.code), f"phase {number}"),
            school_id=identity(story, school.code),
            phase=phase,
            since_on=since_on,
            reason=reason,
            set_by=director_id if reason else None,
            set_at=now - timedelta(days=400 + number),
        )
