"""A coach's week: what is in it, what seems to be missing, and their word that all of it is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.errors import InvalidError
from app.domain.language import _
from app.domain.overlaps import LONG_DAY, overlapping
from app.domain.periods import DAY, EARLIEST, WEEK, Window, lasts, monday
from app.domain.school_weeks import SchoolCalendar
from app.domain.weeks import Gap, gap_of, mark_of
from app.services.days import list_coached, stretch_of
from app.services.visits import Visit, trace
from app.store import rollups, weeks
from app.store.analytics import list_breaks
from app.store.other_time import KeptOther, list_other_time
from app.store.sessions import Kept
from app.store.weeks import Complete

DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its sessions by the time of day where that is known, other time, and why it shows nothing if so."""

    date: date
    sessions: tuple[Kept, ...]
    other: tuple[KeptOther, ...]
    gap: Gap
    rest: str  # the name of the break that the day is in, if in one

    @property
    def minutes(self) -> int:
        return sum(kept.telling.minutes for kept in self.sessions) + sum(each.minutes for each in self.other)

    @property
    def empty(self) -> bool:
        return not self.sessions and not self.other

    @property
    def long(self) -> bool:
        """Whether it is more than a day's work, and nothing says when its sessions were."""
        return self.minutes > LONG_DAY and any(kept.telling.started_at is None for kept in self.sessions)


@dataclass(frozen=True, slots=True)
class CoachWeek:
    """A week of the visitor's; `clashes` are the sessions that share time with another, and with which ones."""

    first: date
    days: tuple[Day, ...]
    clashes: Mapping[UUID, frozenset[UUID]]
    complete: Complete | None
    changed: bool  # since it was said to be complete

    @property
    def missing(self) -> int:
        """Days of school that have passed with nothing logged."""
        return sum(day.empty and day.gap is Gap.NOTHING for day in self.days)


def week_of(day: date, today: date) -> date:
    """The Monday of a week that can be looked at: not before there were logs, and not after this week."""
    return min(max(monday(max(day, EARLIEST)), EARLIEST), monday(today))


def read_week(visit: Visit, first: date) -> CoachWeek:
    """The visitor's week that begins on a Monday."""
    last = first + WEEK - DAY
    sessions = list_coached(visit, first, last)
    other = list_other_time(visit.connection, visit.network_id, visit.person_id, first, last)
    network = visit.network
    breaks = list_breaks(visit.connection, network.id, Window(first, last))
    calendar = SchoolCalendar(network.year_starts_on, network.year_ends_on, tuple((a, b) for a, b, _ in breaks))
    said = weeks.get_complete(visit.connection, network.id, visit.person_id, first)
    return CoachWeek(
        first=first,
        days=tuple(
            Day(
                date=day,
                sessions=tuple(sorted((k for k in sessions if k.telling.held_on == day), key=_by_clock)),
                other=tuple(each for each in other if each.spent_on == day),
                gap=gap_of(day, visit.today, calendar),
                rest=next((name for begins, ends, name in breaks if lasts(begins, ends, day)), ""),
            )
            for day in (first + number * DAY for number in range(DAYS))
        ),
        clashes=_clashes(sessions),
        complete=said,
        changed=said is not None and said.mark not in {"", _mark(sessions, other)},
    )


def say_complete(visit: Visit, first: date) -> None:
    """Keep the visitor's word that all of a week is in; said again, it speaks of what is in it now.

    Raises:
        InvalidError: the week is still to come, or is none.
    """
    _be_a_week(visit, first)
    last = first + WEEK - DAY
    sessions = list_coached(visit, first, last)
    other = list_other_time(visit.connection, visit.network_id, visit.person_id, first, last)
    said = Complete(visit.now, _mark(sessions, other))
    weeks.say_complete(visit.connection, visit.network_id, visit.person_id, first, said)
    _finish(visit, "complete")


def take_back(visit: Visit, first: date) -> None:
    """Take that word back; twice is once."""
    _be_a_week(visit, first)
    if weeks.take_back(visit.connection, visit.network_id, visit.person_id, first):
        _finish(visit, "take_back")


@dataclass(frozen=True, slots=True)
class Draft:
    """A session of last week as a draft for this one: on which day, and whether that day has one like it already."""

    like: Kept
    day: date
    there: bool
    to_come: bool


def drafts_for(visit: Visit, first: date) -> list[Draft]:
    """The visitor's own sessions of the week before, moved by seven days; nothing is written until each is saved."""
    before = list_coached(visit, first - WEEK, first - DAY)
    now = list_coached(visit, first, first + WEEK - DAY)
    there = {(kept.telling.school_id, kept.telling.area_id, kept.telling.held_on) for kept in now}
    return [
        Draft(
            like=kept,
            day=day,
            there=(kept.telling.school_id, kept.telling.area_id, day) in there,
            to_come=day > visit.today,
        )
        for kept in before
        if kept.coach_id == visit.person_id
        for day in [kept.telling.held_on + WEEK]
    ]


def _by_clock(kept: Kept) -> tuple[bool, str]:
    began = kept.telling.started_at
    return began is None, str(began or "")


def _clashes(sessions: list[Kept]) -> Mapping[UUID, frozenset[UUID]]:
    pairs = overlapping(map(stretch_of, sessions))
    both = {id_ for pair in pairs for id_ in pair}
    return {id_: frozenset(other for pair in pairs if id_ in pair for other in pair if other != id_) for id_ in both}


def _mark(sessions: list[Kept], other: list[KeptOther]) -> str:
    held = [(kept.id, kept.telling.held_on, kept.telling.minutes) for kept in sessions]
    return mark_of([*held, *((each.id, each.spent_on, each.minutes) for each in other)])


def _be_a_week(visit: Visit, first: date) -> None:
    if week_of(first, visit.today) != first:
        raise InvalidError({"week": _("Choose a week that has begun.")})


def _finish(visit: Visit, act: str) -> None:
    trace(visit, act, "week", visit.person_id)
    rollups.touch(visit.connection, visit.network_id, ())
