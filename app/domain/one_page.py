"""What a page for a meeting of a school's leadership team opens and ends with: what is strong, and one question.

The sentences speak of areas and of us, and name nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.continuity import ENOUGH_HOLDERS
from app.domain.language import _, later, told
from app.domain.measures import Tally
from app.domain.next_handoffs import NextHandoff
from app.domain.stages import AREA_SESSIONS
from app.domain.story import in_sentence
from app.domain.vocabulary import Stage
from app.domain.words import counted

MOST_STRENGTHS = 3
"""What one reads out at the opening of a meeting; more would be a report."""

_PEOPLE = (
    later("No people"),
    later("One person"),
    later("Two people"),
    later("Three people"),
    later("Four people"),
    later("Five people"),
    later("Six people"),
    later("Seven people"),
    later("Eight people"),
    later("Nine people"),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """An area as the page speaks of it; `handed_over` while a handoff stands."""

    name: str
    stage: Stage
    holders: int
    tally: Tally
    handed_over: bool = False


def strengths_from(areas: Sequence[Ground]) -> tuple[str, ...]:
    """What the figures themselves say is strong, where nobody noted anything: at most three, the surest first.

    Example: "The school runs data inquiry itself." and "Two people lead ILT meetings by now."
    """
    return tuple(_facts(areas))[:MOST_STRENGTHS]


def _facts(areas: Sequence[Ground]) -> Iterator[str]:
    for area in areas:
        if area.handed_over:
            yield _("The school runs %(area)s itself.", area=in_sentence(area.name))
    for area in sorted(areas, key=lambda each: (-each.holders, each.name)):
        if area.holders >= ENOUGH_HOLDERS and not area.handed_over:
            name = in_sentence(area.name)
            yield _("%(people)s of the school lead %(area)s by now.", people=_people(area.holders), area=name)
    for area in areas:
        if area.holders == 1 and not area.handed_over:
            yield _("Somebody of the school leads %(area)s by now.", area=in_sentence(area.name))


def _people(number: int) -> str:
    return told(_PEOPLE[number]) if number < len(_PEOPLE) else counted(number, "person")


def question(areas: Sequence[Ground], next_up: Sequence[NextHandoff], high: float) -> str:
    """The one question to talk about: what is nearest to being the school's own, first.

    An area that is ready to be handed over; one that a single person leads; one whose work is ours for the most part;
    one that is done side by side; one that the school runs; and else where we should be. Of several, the one with the
    most of our time.

    Args:
        areas: those of the page.
        next_up: what could be handed over next, the readiest first.
        high: the network's share from which the work is ours.
    """
    ready = next((each for each in next_up if each.ready), None)
    if ready is not None:
        name = in_sentence(ready.name)
        return _("What does the team still need from us before it runs %(area)s without us?", area=name)
    by_time = sorted(areas, key=lambda each: (-each.tally.minutes, each.name))
    ours = [each for each in by_time if not each.handed_over]
    enough = [each for each in ours if each.tally.sessions >= AREA_SESSIONS]
    for area in ours:
        if area.holders == 1 and area.stage in {Stage.RELEASING, Stage.SUSTAINING}:
            return _("One person leads %(area)s so far. Who could be the second?", area=in_sentence(area.name))
    for area in enough:
        if area.tally.for_minutes >= high * area.tally.minutes:
            name = in_sentence(area.name)
            return _("Which part of %(area)s could the school lead next time, with us beside it?", area=name)
    for area in enough:
        return _("In %(area)s, what could we leave to the team from now on?", area=in_sentence(area.name))
    for area in by_time:
        if area.handed_over:
            name = in_sentence(area.name)
            return _("How is %(area)s going since the school runs it? What would keep it going?", area=name)
    return _("Where would working side by side help the most in the weeks to come?")


def last_question() -> str:
    """The one question where our partnership with the school is over."""
    return _("What of our work together goes on, and who looks after it?")
