"""Measure 5: would the work go on if any one person left? It speaks of people who are on the team today."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.handoffs import Handoff
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


def holders(
    days: Iterable[LeadDay], current_members: Collection[UUID], today: date, handoff: Handoff | None = None
) -> frozenset[UUID]:
    """Who holds an area: current team members who led in it on two days of 26 weeks, one of them school-led.

    While a handoff stands, so do the members whom it names, and whom its checks name as having run the area.

    Args:
        days: of one area at one school, in any order, as often as they like.
        current_members: of the school's team, as of today: somebody who left holds nothing, at once.
        today: the network's date.
        handoff: of that area, standing or not.
    """
    window = memory(today)
    led: dict[UUID, set[date]] = {}
    school_led = set()
    for day in days:
        if window.holds(day.led_on):
            led.setdefault(day.person_id, set()).add(day.led_on)
            if day.school_led:
                school_led.add(day.person_id)
    leading = {person for person in school_led if len(led[person]) >= LED_DAYS}
    return (named(handoff, today) | leading) & frozenset(current_members)


def named(handoff: Handoff | None, today: date) -> frozenset[UUID]:
    """Whom a handoff names while it stands: those it was handed to, and who ran the area when it was checked."""
    if handoff is None or not handoff.stands(today):
        return frozenset()
    return handoff.holders | {check.ran_by for check in handoff.checks if check.ran_by is not None}


def departures(people: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of an area's holders: for each, who would be left if they left."""
    them = frozenset(people)
    return {person: them - {person} for person in them}


def in_work(latest: Mapping[UUID, date], today: date, handed_over: Collection[UUID] = ()) -> frozenset[UUID]:
    """The areas with a session in 26 weeks, or with a handoff that stands, however seldom we come.

    Args:
        latest: each area's latest day with a session, or the Monday of its week: the window starts on a Monday.
        today: the network's date.
        handed_over: the areas with a standing handoff.
    """
    window = memory(today)
    return frozenset(area for area, day in latest.items() if window.holds(day)) | frozenset(handed_over)


@dataclass(frozen=True, slots=True)
class Continuity:
    """How many of a school's areas in work are held, and their share: None when none is in work.

    `handed_over` more of them have a standing handoff, and fewer than two holders: the school runs them all the same.
    """

    held: int
    in_work: int
    share: float | None
    handed_over: int = 0


def continuity(
    holders_by_area: Mapping[UUID, Collection[UUID]],
    areas_in_work: Collection[UUID],
    handed_over: Collection[UUID] = (),
) -> Continuity:
    """Measure 5 of a school: of its areas in work, those that two people or more hold.

    Args:
        holders_by_area: each area's holders; an area that is missing has none.
        areas_in_work: see `in_work`.
        handed_over: the areas with a standing handoff.
    """
    counts = {area: len(frozenset(people)) for area, people in holders_by_area.items()}
    return continuity_of(counts, areas_in_work, handed_over)


def continuity_of(
    holders: Mapping[UUID, int], areas_in_work: Collection[UUID], handed_over: Collection[UUID] = ()
) -> Continuity:
    """Measure 5 where each area's holders are counted already."""
    areas = frozenset(areas_in_work)
    held = frozenset(area for area in areas if holders.get(area, 0) >= ENOUGH_HOLDERS)
    run = len((areas - held) & frozenset(handed_over))
    return Continuity(len(held), len(areas), len(held) / len(areas) if areas else None, run)
