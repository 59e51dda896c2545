"""What the demo's coaches do beside sessions, and a place that is empty: the home office has something to look at."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.other_time import OtherTelling, OtherVersion, write_history
from app.domain.periods import WEEK, WINDOW_WEEKS, monday
from app.domain.vocabulary import Other
from app.services.demo.calendar import Calendar
from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity
from app.services.demo.weeks import WEEKS
from app.store.tables import Assignment, OtherTime, Person

A_WEEK: tuple[tuple[int, Other, int], ...] = (
    (0, Other.NETWORK_MEETING, 90),
    (1, Other.TRAVEL, 40),
    (2, Other.PREPARATION, 60),
    (3, Other.TRAVEL, 40),
    (4, Other.PREPARATION, 50),
    (4, Other.LEARNING, 45),
)
"""Other time of a coach's week, as (weekday, kind, minutes), more or less."""

LEFT_WEEKS_AGO = 14
"""When a coach left whom nobody has followed yet; before the usual window, so that no row of it stands there."""

LEFT = ("8208", "Dana Whitlock")
"""The code of the school, and who it was."""


def other_hours(story: NetworkStory, days: Calendar, by_hand: UUID) -> Iterator[SQLModel]:
    """Travel and the like of the last twelve weeks; of who keeps their own last weeks by hand, only those before them.

    Args:
        story: whose coaches.
        days: its calendar.
        by_hand: the coach who signs in.
    """
    this_week = monday(days.today)
    names = sorted({coach.name for school in story.schools for coach in school.coaches})
    for name in names:
        coach_id = identity(story, "coach", name)
        luck = Random(f"{story.slug}/hours/{name}")  # noqa: S311 - a story, not a secret
        for number in range(WEEKS if coach_id == by_hand else 0, WINDOW_WEEKS):
            week = this_week - number * WEEK
            for weekday, kind, minutes in A_WEEK:
                day = week + timedelta(days=weekday)
                spent = minutes + luck.randint(-2, 4) * 5
                if day <= days.today and not days.quiet(day):
                    yield _row(story, coach_id, kind, day, spent)


def place_to_fill(story: NetworkStory, days: Calendar) -> Iterator[SQLModel]:
    """Somebody who coached beside another until a while ago, at one school, and was not followed."""
    code, name = LEFT
    if code not in {school.code for school in story.schools}:
        return
    person_id = identity(story, "coach", name)
    yield Person(network_id=identity(story), id=person_id, name=name)
    yield Assignment(
        network_id=identity(story),
        id=identity(story, "role", str(person_id), Role.COACH),
        person_id=person_id,
        role=Role.COACH,
        school_id=identity(story, code),
        first_on=days.first,
        last_on=monday(days.today) - LEFT_WEEKS_AGO * WEEK - timedelta(days=3),
    )


def _row(story: NetworkStory, coach_id: UUID, kind: Other, day: date, minutes: int) -> OtherTime:
    return OtherTime(
        network_id=identity(story),
        id=identity(story, "other time", str(coach_id), str(day), kind),
        coach_id=coach_id,
        kind=kind,
        spent_on=day,
        minutes=minutes,
        received_at=datetime.combine(day, time(17, 30), ZoneInfo(story.timezone)),
        history=write_history([OtherVersion(OtherTelling(kind, day, minutes))]),
    )
