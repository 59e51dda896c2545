"""A director's answer to a flag, and when it lapses.

It belongs to a rule, a school and an area. While the flag is up, or down for less than two week-ends, it stands; after
that it is history, and a flag that comes back asks anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.periods import DAY, WEEK, WINDOW_WEEKS, monday
from app.domain.vocabulary import Rule

About = tuple[Rule, UUID | None]
"""What an answer is about, at a school: the rule, and the area where the flag speaks of one."""

CLEAR_WEEK_ENDS = 2
"""One Sunday may be a quiet week; a flag that is down on two in a row, as on June 7 and June 14, has gone."""

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


def has_lapsed(up: Iterable[bool]) -> bool:
    """Whether a flag was down on two week-ends in a row.

    Args:
        up: of each week-end since the answer, in order, whether the flag was up.
    """
    clear = 0
    for is_up in up:
        clear = 0 if is_up else clear + 1
        if clear == CLEAR_WEEK_ENDS:
            return True
    return False


def still_served(answer: Answer, today: date) -> bool:
    """Whether an answer to `under-served` stands.

    That flag depends on the time that all schools got, so no one school's past says when it was down. The answer
    stands until the usual window has turned over once since the day it names: with May 6, through July 29. What was to
    be changed shows by then, or the flag asks anew.
    """
    return today <= answer.due_on + WINDOW_WEEKS * WEEK
