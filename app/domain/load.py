"""How our work lies on coaches: their time and the need of the schools it went to. Never how they worked.

Nothing here knows for or with, who led, what was asked for or what leaders said: a table of coaches that did would turn
every session into "with" within a week.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.periods import WEEK, Window, lasts
from app.domain.vocabulary import Other

NEAR = 0.10
"""Within a tenth of the even share a load reads as even: at 30 hours a week that is an afternoon."""

UNWEIGHED = 1.0
"""What an hour weighs that went to no school, as travel: as much as one at the school of the least need."""

VACANT = timedelta(weeks=26)
"""Half a year: a place that has been empty for longer is no vacancy any more, but a school without a coach."""

HANDOVER = timedelta(weeks=8)
"""Who began in the last two months before another coach left came to follow them; who was there longer stayed on."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A coach's assignment: to a school, or with None to all of them."""

    person_id: UUID
    school_id: UUID | None
    first_on: date
    last_on: date | None

    def on(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)

    def touches(self, first: date, last: date) -> bool:
        """Whether it holds on any of some days."""
        return self.first_on <= last and (self.last_on is None or self.last_on >= first)


@dataclass(frozen=True, slots=True)
class Load:
    """What a coach's time of some weeks went to, in minutes.

    `sessions` are those of all sessions coached, beside a colleague too; `other` is the rest by its kind. `weighed` is
    all of it, each minute times its school's need. `schools` are those assigned today, and `weeks` those in which they
    coached for us, one at least: somebody who came in the middle has carried as much in half of the weeks.
    """

    person_id: UUID
    name: str
    schools: int
    weeks: int
    sessions: int
    other: Mapping[Other, int]
    weighed: float

    @property
    def minutes(self) -> int:
        return self.sessions + sum(self.other.values())

    @property
    def a_week(self) -> float:
        return self.minutes / self.weeks

    @property
    def weighed_a_week(self) -> float:
        return self.weighed / self.weeks


def weigh(minutes: Mapping[UUID | None, int], needs: Mapping[UUID, float]) -> float:
    """Minutes by school, each times its need; those of no school, or of one whose need is not known, count once.

    Ninety minutes at a school of need 2 and thirty of travel weigh 210.
    """
    return sum(spent * (needs.get(school, UNWEIGHED) if school else UNWEIGHED) for school, spent in minutes.items())


def weeks_with_us(assigned: Iterable[Assigned], window: Window) -> int:
    """In how many weeks of a window somebody coached for us; all of them, where no assignment says."""
    mine = list(assigned)
    found = sum(
        any(each.touches(week, min(week + WEEK - timedelta(days=1), window.last)) for each in mine)
        for week in window.weeks
    )
    return found or len(window.weeks)


def even_share(loads: Collection[Load]) -> float | None:
    """What each coach would carry a week if all carried the same, in weighed minutes; None of nobody, or of nothing.

    Two coaches of 12 weeks with 18,000 and 12,000 weighed minutes, and one of 6 weeks with 9,000: 39,000 in 30 weeks,
    1,300 a week.
    """
    weeks = sum(load.weeks for load in loads)
    share = sum(load.weighed for load in loads) / weeks if weeks else 0.0
    return share or None


def lean(load: Load, share: float) -> float:
    """How far a load is from the even share: .25 is a quarter more, -.25 a quarter less; never under -1.

    Raises:
        ValueError: an even share of nothing.
    """
    if share <= 0:
        message = f"There is an even share of something, and not of {share}."
        raise ValueError(message)
    return load.weighed_a_week / share - 1


def vacancies(assigned: Sequence[Assigned], today: date) -> dict[UUID, date]:
    """By school, when the coach left whom nobody has followed: an assignment that ended in half a year.

    Followed is who left by whoever began there after them, or in the two months before, and by themselves where they
    came back. The latest day, where there are several.
    """
    found: dict[UUID, date] = {}
    for each in assigned:
        left = each.last_on
        if each.school_id is None or left is None or not today - VACANT <= left < today:
            continue
        if not any(_follows(other, each, left) for other in assigned):
            found[each.school_id] = max(left, found.get(each.school_id, left))
    return found


def _follows(other: Assigned, gone: Assigned, left: date) -> bool:
    if other is gone or other.school_id not in {gone.school_id, None}:
        return False
    if other.last_on is not None and other.last_on <= left:
        return False
    return other.person_id == gone.person_id or other.first_on > left - HANDOVER


def uncoached(schools: Iterable[UUID], assigned: Iterable[Assigned], today: date) -> frozenset[UUID]:
    """The schools that have no coach today."""
    coached = {each.school_id for each in assigned if each.on(today)}
    return frozenset() if None in coached else frozenset(schools) - coached
