"""A coach's week: which of its days hold nothing, what it adds up to, and whether it changed since it was complete."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from app.domain.school_weeks import SchoolCalendar


class Gap(StrEnum):
    """Why a day of the week shows nothing."""

    NOTHING = "nothing"  # a day of school that has passed, with nothing logged
    BREAK = "break"  # no school: a weekend, a break, the summer
    TO_COME = "to_come"


def gap_of(day: date, today: date, calendar: SchoolCalendar) -> Gap:
    """What an empty day is. Today counts as passed: by the evening of it something is logged, or it is missing."""
    if day > today:
        return Gap.TO_COME
    return Gap.NOTHING if calendar.is_school_day(day) else Gap.BREAK


def mark_of(parts: Iterable[tuple[UUID, date, int]]) -> str:
    """A mark of what a week holds, as (id, day, minutes) of each part: another one once that adds up differently.

    The order of the parts makes no difference, and neither do notes, areas or who led: a week is complete or not by its
    hours. What is undone is as it was, and so is the mark.
    """
    said = "\n".join(sorted(f"{id_} {day} {minutes}" for id_, day, minutes in parts))
    return sha256(said.encode()).hexdigest()
