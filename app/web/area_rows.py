"""The areas of a school as rows: how far along each is, who holds it, what one departure would leave, what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.flags import AreaFacts
from app.domain.handoffs import dates_in_words
from app.domain.language import _, told
from app.domain.story import next_move
from app.domain.vocabulary import Stage
from app.domain.words import counted, hours, percent
from app.services.seeing.holding import Holding
from app.services.seeing.school import AreaView
from app.web.cells import counts
from app.web.filters import Filters, address
from app.web.words import short_day

NUMBERS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Person(NamedTuple):
    """Somebody who holds an area, or held it until they left; `without` says who would remain without them."""

    initials: str
    name: str
    left: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """`held` says how many hold it where no names are shown, and `departure` what would be left if one left."""

    name: str
    path: str
    stage: Stage
    handed_over: str
    share: str
    counts: str
    people: tuple[Person, ...]
    held: str
    departure: str
    next: str
    minutes: int
    hours: str


def area_row(
    seen: AreaView, facts: Mapping[UUID, AreaFacts], school_id: UUID, filters: Filters, today: date
) -> AreaRow:
    """One area's row.

    Args:
        seen: the area as the service saw it, in the window asked for.
        facts: the school's areas as flags are judged by, with their handoffs.
        school_id: the school.
        filters: what the page asks for; a link to the sessions behind the row asks for the same days.
        today: the network's date.
    """
    tally, held = seen.tally, seen.holding
    known = facts.get(seen.area.id)
    handoff = known.handoff if known else None
    shown = held or Holding(0)
    return AreaRow(
        name=seen.area.name,
        path=address(f"/schools/{school_id}/sessions", **filters.days, area=seen.area.id),
        stage=seen.stage,
        handed_over=dates_in_words(handoff, today) if handoff else "",
        share=percent(seen.dependence.share) if seen.dependence and seen.stage is not Stage.FEW_VISITS else "",
        counts=counts(tally) if tally.sessions else _("none in these weeks"),
        people=(
            *(Person(initials(name), name, "", _without(rest)) for name, rest in shown.departures),
            *(Person(initials(name), name, _("left %(day)s", day=short_day(day))) for name, day in shown.left),
        ),
        held=_("kept private") if held is None else how_many(held.count),
        departure="" if held is None else departure(held.count),
        next=""
        if held is None
        else next_move(tally, seen.stage, held.count, _only_name(held), handed_over=handoff is not None),
        minutes=tally.minutes,
        hours=hours(tally.minutes),
    )


def _without(rest: Sequence[str]) -> str:
    return _("if they left: %(names)s", names=", ".join(rest)) if rest else _("if they left: nobody")


def how_many(holders: int) -> str:
    return counted(holders, "person") if holders else _("nobody yet")


def departure(holders: int) -> str:
    """What would be left if any one of the holders left: "if either left, one would remain"."""
    if not holders:
        return ""
    left = holders - 1
    rest = told(NUMBERS[left]) if left < len(NUMBERS) else str(left)
    if holders == 1:
        return _("if they left, %(rest)s would remain", rest=rest)
    if holders == ENOUGH_HOLDERS:
        return _("if either left, %(rest)s would remain", rest=rest)
    return _("if any one left, %(rest)s would remain", rest=rest)


def _only_name(held: Holding) -> str:
    return short_name(held.names[0]) if len(held.names) == 1 else ""


def initials(name: str) -> str:
    """What stands in a chip: "RA" for "Rosa Alvarez"."""
    parts = name.split()
    return "".join(part[0] for part in (parts[0], *parts[1:][-1:])).upper()


def short_name(name: str) -> str:
    """A name within a sentence: "R. Alvarez" for "Rosa Alvarez"."""
    parts = name.split()
    return f"{parts[0][0]}. {parts[-1]}" if len(parts) > 1 else name
