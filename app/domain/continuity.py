"""Measure 5: would the work go on if any one person left? It speaks of people who are on the team today."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.periods import Window

MEMORY_WEEKS = 26
"""Half a year: what somebody led before may be forgotten, and a budget is led once or twice a year."""

LED_DAYS = 2
"""Leading once may be a try; on two different days, it is known how. Twice on February 3 is one day."""

ENOUGH_HOLDERS = 2
"""With two, any one departure leaves one."""


@dataclass(frozen=True, slots=True)
class LeadDay:
    """A day on which a person was marked as leading a session in one area at one school.

    `school_led` says whether one of those sessions counts as led by the school.
    """

    person_id: UUID
    led_on: date
    school_led: bool


def memory(today: date) -> Window:
    """The 26 weeks that count: this week so far and the 25 whole weeks before."""
    return Window.ending(today, MEMORY_WEEKS)


def holders(days: Iterable[LeadDay], current_members: Collection[UUID], today: date) -> frozenset[UUID]:
    """Who holds an area: a current team member who led in it on two days of 26 weeks, one of them school-led.

    Args:
        days: of one area at one school, in any order, as often as they like.
        current_members: of the school's team, as of today: somebody who left holds nothing, at once.
        today: the network's date.
    """
    window = memory(today)
    led: dict[UUID, set[date]] = {}
    school_led = set()
    for day in days:
        if window.holds(day.led_on):
            led.setdefault(day.person_id, set()).add(day.led_on)
            if day.school_led:
                school_led.add(day.person_id)
    members = frozenset(current_members)
    return frozenset(person for person in school_led & members if len(led[person]) >= LED_DAYS)


def in_work(latest: Mapping[UUID, date], today: date) -> frozenset[UUID]:
    """The areas with a session in 26 weeks.

    Args:
        latest: each area's latest day with a session, or the Monday of its week: the window starts on a Monday.
        today: the network's date.
    """
    window = memory(today)
    return frozenset(area for area, day in latest.items() if window.holds(day))


@dataclass(frozen=True, slots=True)
class Continuity:
    """How many of a school's areas in work are held, and their share: None when none is in work."""

    held: int
    in_work: int
    share: float | None


def continuity(holders_by_area: Mapping[UUID, Collection[UUID]], areas_in_work: Collection[UUID]) -> Continuity:
    """Measure 5 of a school: of its areas in work, those that two people or more hold.

    Args:
        holders_by_area: each area's holders; an area that is missing has none.
        areas_in_work: see `in_work`.
    """
    return continuity_of({area: len(frozenset(people)) for area, people in holders_by_area.items()}, areas_in_work)


def continuity_of(holders: Mapping[UUID, int], areas_in_work: Collection[UUID]) -> Continuity:
    """Measure 5 where each area's holders are counted already."""
    areas = frozenset(areas_in_work)
    held = sum(holders.get(area, 0) >= ENOUGH_HOLDERS for area in areas)
    return Continuity(held, len(areas), held / len(areas) if areas else None)
