"""A request that recurs: the same area asked for in the moment again and again. What is the system behind it?

A single request is a matter for the day. When a school asks for the same area a third time in twelve weeks, something
that stands in its way makes it ask, and the next answer is better spent on that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.periods import DAY, WINDOW_WEEKS, Window

REQUESTS = 3
"""Requests for one area from which it recurs: two may be chance. Asked for on Sep 8, Oct 6 and Nov 3: that recurs."""

WEEKS = WINDOW_WEEKS
"""How far back requests count, this week included: the weeks that every page shows, so its list is theirs exactly."""


@dataclass(frozen=True, slots=True)
class Asked:
    """So many requests of a school for an area on a day."""

    area_id: UUID
    asked_on: date
    requests: int = 1


@dataclass(frozen=True, slots=True)
class Stood:
    """A barrier in an area; `settled_on` is None while it is open or worked on."""

    area_id: UUID
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Recurring:
    """An area that a school keeps asking for: how often, and from which day to which.

    `after` is the first day that counts, where a barrier was settled within the weeks; None where all of them count.
    """

    area_id: UUID
    requests: int
    first_on: date
    last_on: date
    after: date | None


def recurring(
    asked: Iterable[Asked], stood: Iterable[Stood], today: date, *, confidential: Collection[UUID] = frozenset()
) -> tuple[Recurring, ...]:
    """The areas of a school whose requests recur as of today, most requests first.

    While a barrier in the area is open or worked on, somebody is at the system already, and the area is left out. What
    was asked until a barrier was settled is answered by that, so only later requests count.

    Args:
        asked: a school's requests, of any days.
        stood: its barriers that stand in an area.
        today: the network's date; later days don't count.
        confidential: areas of which nothing is said.
    """
    span = Window.ending(today, WEEKS)
    worked_on: set[UUID] = set()
    settled: dict[UUID, date] = {}
    for barrier in stood:
        if barrier.settled_on is None:
            worked_on.add(barrier.area_id)
        else:
            settled[barrier.area_id] = max(barrier.settled_on, settled.get(barrier.area_id, barrier.settled_on))
    counted: dict[UUID, list[Asked]] = defaultdict(list)
    for each in asked:
        answered = settled.get(each.area_id)
        if span.holds(each.asked_on) and (answered is None or each.asked_on > answered):
            counted[each.area_id].append(each)
    found = [
        Recurring(
            area_id,
            requests,
            min(each.asked_on for each in many),
            max(each.asked_on for each in many),
            _after(settled.get(area_id), span),
        )
        for area_id, many in counted.items()
        if (requests := sum(each.requests for each in many)) >= REQUESTS
        and area_id not in worked_on
        and area_id not in confidential
    ]
    return tuple(sorted(found, key=lambda each: (-each.requests, each.first_on, each.area_id)))


def _after(settled_on: date | None, span: Window) -> date | None:
    return settled_on + DAY if settled_on is not None and settled_on >= span.first else None
