"""What stands in the way in the demo: barriers in each of their states, and what people thought of the last months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from app.domain.periods import WEEK, monday
from app.domain.reflections import first_of_month, month_after, month_before
from app.domain.vocabulary import SCHOOL_LEADERS, Area, BarrierStatus, Origin
from app.services.demo.calendar import Calendar
from app.services.demo.story import NetworkStory, SchoolStory
from app.services.demo.telling import identity
from app.store.bulk import BulkRow
from app.store.tables import Barrier, BarrierSession, Reflection


@dataclass(frozen=True, slots=True)
class BarrierStory:
    """A barrier, named so many weeks ago at a school (by its name; "" for the network) and settled so many weeks ago.

    `due` is in how many weeks the next act is. It stands behind the latest `sessions` of its area at its school.
    """

    school: str
    area: Area | None
    what: str
    weeks: int
    status: BarrierStatus
    owner: str = ""
    next_act: str = ""
    due: int | None = None
    settled: int = 0
    sessions: int = 0


BARRIERS = (
    BarrierStory(
        "Alder High",
        Area.BUDGET,
        "Each department learns of its budget dates too late, so every draft is due tomorrow",
        weeks=5,
        status=BarrierStatus.WORKING,
        owner="The principal and the office manager",
        next_act="One calendar with all budget dates, on the wall of the office",
        due=2,
        sessions=5,
    ),
    BarrierStory(
        "Birch Middle",
        Area.DATA_INQUIRY,
        "Nobody at the school can export its own data",
        weeks=3,
        status=BarrierStatus.OPEN,
        next_act="Ask the district who can be given access",
        due=1,
        sessions=4,
    ),
    BarrierStory(
        "Birch Middle",
        Area.CULTURE,
        "Lunch duty has no plan for days when somebody is out",
        weeks=20,
        status=BarrierStatus.SOLVED,
        owner="The counselor",
        next_act="The plan hangs in the staff room",
        settled=6,
        sessions=3,
    ),
    BarrierStory(
        "Cedar Street Elementary",
        Area.STAFFING,
        "Postings open after other schools have hired",
        weeks=26,
        status=BarrierStatus.LEFT,
        owner="The network's director",
        settled=9,
        sessions=2,
    ),
    BarrierStory(
        "",
        None,
        "Substitutes are hard to find on Fridays, so teams cannot meet in the day",
        weeks=10,
        status=BarrierStatus.WORKING,
        owner="The director, with the district's office",
        next_act="A shared pool of substitutes, tried at three schools",
        due=4,
    ),
)

ANSWERED = {"Alder High": (2, 3), "Birch Middle": (2,), "Maple Middle": (1, 2, 3)}
"""Schools whose coach and leaders with an account looked back on each of the months before the last, and which of them
(the coach first) did on the last too: there the coach and the leader who sign in are asked still."""

MONTHS = 4

NEEDS_NOTES = (
    "New teachers asked for shorter feedback, and more often. We tried it with two of them.",
    "",
    "The office staff was left out of the planning again.",
    "Everybody chose their own question for the data day. It showed.",
)
BARRIERS_NOTES = (
    "Half of our time went to what was due the next day.",
    "We named the calendar as the barrier, and moved two dates.",
    "",
    "We said no to one draft and sat beside them instead.",
)


def in_the_way(
    story: NetworkStory, days: Calendar, director_id: UUID, told: Sequence[BulkRow], now: datetime
) -> Iterator[list[SQLModel]]:
    """Rows in the order in which they point to each other."""
    schools = {school.name: school for school in story.schools}
    yield [_barrier(story, schools.get(each.school), each, days, director_id) for each in BARRIERS]
    yield [
        BarrierSession(network_id=identity(story), barrier_id=_id(story, each), session_id=session_id)
        for each in BARRIERS
        for session_id in _behind(story, schools.get(each.school), each, told)
    ]
    yield [row for name in ANSWERED for row in _reflections(story, schools[name], days, now)]


def _barrier(
    story: NetworkStory, school: SchoolStory | None, of: BarrierStory, days: Calendar, director_id: UUID
) -> Barrier:
    this = monday(days.today)
    opened_on = this - of.weeks * WEEK
    by = identity(story, "coach", school.coaches[0].name) if school else director_id
    return Barrier(
        network_id=identity(story),
        id=_id(story, of),
        school_id=identity(story, school.code) if school else None,
        area_id=identity(story, of.area) if of.area else None,
        what=of.what,
        owner=of.owner,
        status=of.status,
        next_act=of.next_act,
        next_on=None if of.due is None else this + of.due * WEEK + timedelta(days=3),
        opened_by=by,
        opened_on=opened_on,
        opened_at=datetime.combine(opened_on, time(16), ZoneInfo(story.timezone)),
        settled_on=this - of.settled * WEEK if of.settled else None,
    )


def _behind(
    story: NetworkStory, school: SchoolStory | None, of: BarrierStory, told: Sequence[BulkRow]
) -> Iterator[UUID]:
    """The latest sessions of the area there, those that were asked for first."""
    if school is None or of.area is None:
        return
    place = identity(story, school.code), identity(story, of.area)
    here = [row for row in told if (row.telling.school_id, row.telling.area_id) == place]
    here.sort(key=lambda row: (row.telling.origin is Origin.REQUESTED, row.telling.held_on, row.id), reverse=True)
    yield from (row.id for row in here[: of.sessions])


def _reflections(story: NetworkStory, school: SchoolStory, days: Calendar, now: datetime) -> Iterator[Reflection]:
    """Of each month before the last by its coach and leaders; of the last by some of them so far."""
    people = [identity(story, "coach", coach.name) for coach in school.coaches]
    leaders = [member for member in school.team if member.account and member.position in SCHOOL_LEADERS]
    people += [identity(story, school.code, member.name) for member in leaders]
    month = month_before(first_of_month(days.today))
    for back in range(MONTHS + 1):
        for turn, author_id in enumerate(people):
            if back or turn + 1 in ANSWERED[school.name]:
                yield _reflection(story, school, author_id, month, back + 2 * turn, now)
        month = month_before(month)


def _reflection(
    story: NetworkStory, school: SchoolStory, author_id: UUID, month: date, turn: int, now: datetime
) -> Reflection:
    said_on = month_after(month) + timedelta(days=turn % 7)
    return Reflection(
        network_id=identity(story),
        school_id=identity(story, school.code),
        month=month,
        author_id=author_id,
        needs=(3, 2, 3, 2, 4)[turn % 5],
        needs_note=NEEDS_NOTES[turn % len(NEEDS_NOTES)],
        barriers=(2, 3, 2, 1, 3)[turn % 5],
        barriers_note=BARRIERS_NOTES[turn % len(BARRIERS_NOTES)],
        said_at=min(datetime.combine(said_on, time(16), ZoneInfo(story.timezone)), now),
    )


def _id(story: NetworkStory, of: BarrierStory) -> UUID:
    return identity(story, "barrier", of.what)
