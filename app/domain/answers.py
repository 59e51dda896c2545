"""A director's answer to a flag, and when it lapses.

It belongs to a rule, a school and an area. While the flag is up, or down for less than two week-ends in a row, it
stands: one Sunday may be a quiet week. After that it is history, and a flag that comes back asks anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from app.domain.periods import DAY, WEEK, WINDOW_WEEKS, monday
from app.domain.vocabulary import Rule

About = tuple[Rule, UUID | None]
"""What an answer is about, at a school: the rule, and the area where the flag speaks of one."""

LOOK_BACK = timedelta(weeks=60)
"""So many week-ends are looked at: a school year and its summer. Of an older answer, the last 60."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What we will change, who sees to it, and by when; `answered_on` is the network's date."""

    rule: Rule
    area_id: UUID | None
    what: str
    who: str
    due_on: date
    answered_on: date

    @property
    def about(self) -> About:
        """What it belongs to, at its school; see `Flag.about`."""
        return self.rule, self.area_id


def week_ends(answered_on: date, today: date) -> tuple[date, ...]:
    """The Sundays after the answer and before today, in order, at most those of `LOOK_BACK`.

    Answered on Wednesday, May 6, and looked at on Sunday, May 24: May 10 and 17. Today is not over yet.
    """
    first = max(monday(answered_on), monday(today - LOOK_BACK)) + WEEK - DAY
    if first <= answered_on:
        first += WEEK
    return tuple(first + number * WEEK for number in range(max(0, -((first - today) // WEEK))))


def has_lapsed(sundays: Sequence[date], up: Mapping[date, bool]) -> bool:
    """Whether a flag was down on two week-ends in a row.

    Args:
        sundays: the week-ends since the answer, in order.
        up: of those that were looked at, whether the flag was up.
    """
    return any(up.get(one) is False and up.get(next_one) is False for one, next_one in pairwise(sundays))


def to_look_at(sundays: Sequence[date], up: Mapping[date, bool]) -> date | None:
    """The week-end to look at next to know whether an answer has lapsed; None once that is known.

    Every second one comes first: of May 10, 17 and 24, a flag that was up on the 17th was never down on two in a row,
    and the others need not be looked at.
    """
    if has_lapsed(sundays, up):
        return None
    for place in range(1, len(sundays), 2):
        asked = [sundays[place], *(sundays[place - 1 : place + 2 : 2] if up.get(sundays[place]) is False else ())]
        if (missing := next((sunday for sunday in asked if sunday not in up), None)) is not None:
            return missing
    return None


def still_served(answer: Answer, today: date) -> bool:
    """Whether an answer to `under-served` stands.

    That flag depends on the time that all schools got, so no one school's past says when it was down. The answer
    stands until the usual window has turned over once since the day it names: with May 6, through July 29. What was to
    be changed shows by then, or the flag asks anew.
    """
    return today <= answer.due_on + WINDOW_WEEKS * WEEK
