"""How an Instructional Leadership Team rates itself, by a meeting on a date. It is drawn, and fed into no rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from app.domain.language import _
from app.domain.periods import EARLIEST
from app.domain.vocabulary import Dimension


class Level(IntEnum):
    """The four levels of each dimension, lowest first."""

    NOT_EVIDENT = 1
    EMERGING = 2
    OPERATIONAL = 3
    EXEMPLARY = 4


@dataclass(frozen=True, slots=True)
class Rating:
    """One dimension at one meeting; `level` is 1 Not evident to 4 Exemplary. Not `agreed`: only proposed so far."""

    rated_on: date
    dimension: Dimension
    level: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a team said of itself on one day, dimension by dimension; one that it did not rate is missing."""

    rated_on: date
    levels: Mapping[Dimension, Level]
    agreed: bool


def meetings(ratings: Iterable[Rating]) -> list[Meeting]:
    """Ratings gathered by their day, newest first. A meeting is agreed when all that it said is.

    Example: purpose 2 and continuity 3 on October 6, purpose 3 on November 3 are two meetings, November's first.
    """
    by_day: dict[date, list[Rating]] = {}
    for rating in ratings:
        by_day.setdefault(rating.rated_on, []).append(rating)
    return [
        Meeting(
            rated_on=day,
            levels={each.dimension: Level(each.level) for each in said},
            agreed=all(each.agreed for each in said),
        )
        for day, said in sorted(by_day.items(), reverse=True)
    ]


def levels_stamp(levels: Mapping[Dimension, int]) -> str:
    """A meeting's levels as a form carries them, so that nobody agrees to what they have not seen: "2.3.1"."""
    return ".".join(str(int(levels.get(dimension, 0))) for dimension in Dimension)


def rating_problems(rated_on: date, levels: Mapping[Dimension, Level], today: date) -> dict[str, str]:
    """What stands against writing a meeting's ratings down, by field."""
    found = {dimension.value: _("Choose one of the four.") for dimension in Dimension if dimension not in levels}
    if rated_on > today:
        found["rated_on"] = _("This day is still to come.")
    elif rated_on < EARLIEST:
        found["rated_on"] = _("Check the year: this day is too long ago.")
    return found
