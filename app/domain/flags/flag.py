"""A flag: something to look at, its numbers, what would clear it, and the way to exactly the sessions behind it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.domain.vocabulary import GOOD_NEWS, Lead, Mode, Origin, Rule

_RANKS = {rule: rank for rank, rule in enumerate(Rule)}


class Only(StrEnum):
    """What else a list of sessions can be held to.

    Those of observation and feedback with no principal or assistant principal; those that a leader corrected or that
    leaders differ on; those in areas that the district provides.
    """

    ALONE = "alone"
    DISPUTED = "disputed"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at, derived and never stored.

    `sessions` of the school are behind it: those from `first` to `last`, and no earlier than the very day `after`, in
    the area, `mode`, `lead`, `origin` and `only`, where each None asks for nothing. A link to that filter leads to
    exactly them. `good` is news to enjoy. `since` is for showing only. `agreed` says which direct service is agreed, or
    was; `as_agreed` says that without it the flag would be down.
    """

    rule: Rule
    school_id: UUID
    sentence: str
    clears: str
    first: date
    last: date
    sessions: int
    area_id: UUID | None = None
    since: date | None = None
    mode: Mode | None = None
    lead: Lead | None = None
    origin: Origin | None = None
    only: Only | None = None
    after: date | None = None
    agreed: str = ""
    as_agreed: bool = False

    @property
    def good(self) -> bool:
        return self.rule in GOOD_NEWS

    @property
    def about(self) -> tuple[Rule, UUID | None]:
        """What an answer belongs to, at the school: the rule, and the area where it speaks of one."""
        return self.rule, self.area_id


def rank(flag: Flag) -> int:
    """Where a flag stands among those of its school: in the order of the rules."""
    return _RANKS[flag.rule]


def needs_answer(flag: Flag, answered: Collection[tuple[Rule, UUID | None]] = ()) -> bool:
    """Whether a director has yet to say something: no good news, no answer, and not wholly as agreed.

    Args:
        flag: one of a school.
        answered: what the school's answers that have not lapsed are about; see `Flag.about`.
    """
    return not (flag.good or flag.as_agreed or flag.about in answered)


def order(flags: Iterable[Flag], answered: Collection[tuple[Rule, UUID | None]] = ()) -> tuple[int, int]:
    """A key that sorts schools by their flags, and not by D: more that need an answer first, then by the first of them.

    Then come schools whose flags are all answered. Good news counts as nothing to look at. Schools that tie are the
    caller's to sort, by name.
    """
    up = [flag for flag in flags if not flag.good]
    ranks = [rank(flag) for flag in up if needs_answer(flag, answered)]
    return -len(ranks), min(ranks, default=len(_RANKS) + (not up))
