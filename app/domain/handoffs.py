"""Handoffs: the dated agreement that a school runs an area itself, and when it is checked."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.language import _
from app.domain.school_weeks import SchoolCalendar
from app.domain.vocabulary import Outcome
from app.domain.words import short_month, spoken

CHECK_DAYS = (60, 120)
"""Days counted in school weeks: about 9 weeks of school, when the good will of the first month is used up, and about
17, when the work has met a season it had not seen. Then a year: most of a school's work comes round once a year."""

OPENS = timedelta(days=14)
"""From two weeks before its day a check can be answered: the ILT that would answer it meets every other week."""

YEARLY_FROM = len(CHECK_DAYS) + 1


@dataclass(frozen=True, slots=True)
class Check:
    """An answered check. `ran_by` is the team member who ran the area last, when the answer named one."""

    number: int
    due_on: date
    outcome: Outcome
    ran_by: UUID | None
    answered_on: date


@dataclass(frozen=True, slots=True)
class Handoff:
    """One handoff. Without `agreed_on` it is a proposal; with `ended_on` it is history. Checks are in their order."""

    id: UUID
    school_id: UUID
    area_id: UUID
    handed_over_on: date
    now_runs: str
    agreed_on: date | None
    ended_on: date | None
    holders: frozenset[UUID]
    checks: tuple[Check, ...] = ()

    def stands(self, day: date) -> bool:
        """Whether the school runs the area on a day: agreed, begun and not ended."""
        return (
            self.agreed_on is not None and self.handed_over_on <= day and (self.ended_on is None or day < self.ended_on)
        )

    @property
    def is_proposal(self) -> bool:
        """Whether it awaits a yes."""
        return self.agreed_on is None and self.ended_on is None


class When(StrEnum):
    """Where a check is in time."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DueCheck:
    """The check of a handoff that is next. `number` 1 is the one after 60 days, 2 after 120, 3 and on the yearly."""

    number: int
    due_on: date

    def when(self, today: date) -> When:
        """`due` from 14 days before its day through that day; before that `coming`, after it `overdue`."""
        if today > self.due_on:
            return When.OVERDUE
        return When.DUE if today >= self.due_on - OPENS else When.COMING

    def is_open(self, today: date) -> bool:
        """Whether it can be answered."""
        return self.when(today) is not When.COMING


def next_check(handoff: Handoff, calendar: SchoolCalendar, today: date) -> DueCheck | None:
    """The check of a handoff that is next, given those answered; None for a proposal and for what has ended.

    After 60 and after 120 days, counted in school weeks; then a year after the last answer, moved on to the first day
    of a school week where it falls outside. A check that was missed until the next one can be answered is not asked
    any more, so a handoff of two years ago that is written down today is asked about once, and not three times.

    Example: handed over on February 3, 2026, with the week of March 30 off and a school year from August 14 to June 12:
    due on April 11 and on June 10. Answered on June 4, then on June 4, 2027.
    """
    if handoff.agreed_on is None or handoff.ended_on is not None:
        return None
    last = handoff.checks[-1] if handoff.checks else None
    if last is not None and last.number >= YEARLY_FROM - 1:
        return DueCheck(last.number + 1, calendar.settle(a_year_on(last.answered_on)))
    dues = [
        DueCheck(number, calendar.add_days(handoff.handed_over_on, days))
        for number, days in enumerate(CHECK_DAYS, start=1)
        if last is None or number > last.number
    ]
    return next((due for due in reversed(dues) if due.is_open(today)), dues[0])


def a_year_on(day: date) -> date:
    """The same day of the next year; of February 29, February 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, month=2, day=28)


def changeable(handoff: Handoff, today: date) -> Check | None:
    """The check whose answer may still be changed: the last, on the day it was given (a slip of the thumb).

    An answer "not held" has ended the handoff, and changing it brings the handoff back; one that somebody ended
    on another day, or that ended with its last check held, is over.
    """
    if not handoff.checks or handoff.checks[-1].answered_on != today:
        return None
    last = handoff.checks[-1]
    ended_by_it = last.outcome is Outcome.NOT_HELD and handoff.ended_on == today
    return last if handoff.ended_on is None or ended_by_it else None


def dates_in_words(handoff: Handoff, today: date) -> str:
    """What goes with a stage: "handed over Feb 3, checked Jun 4"; years stand where they are not this one."""
    day = short(handoff.handed_over_on, today)
    held = [check.answered_on for check in handoff.checks if check.outcome is Outcome.HELD]
    if held:
        return _("handed over %(day)s, checked %(checked)s", day=day, checked=short(held[-1], today))
    return _("handed over %(day)s", day=day)


def check_in_words(due: DueCheck, today: date) -> str:
    """When the next check is: "Next check June 4", "Check due by June 4", "The check was due June 4"."""
    day = spoken(due.due_on, today)
    return {
        When.COMING: _("Next check %(day)s", day=day),
        When.DUE: _("Check due by %(day)s", day=day),
        When.OVERDUE: _("The check was due %(day)s", day=day),
    }[due.when(today)]


def short(day: date, today: date) -> str:
    """Like "Feb 3", and with its year when that is not this year's."""
    if day.year == today.year:
        return _("%(month)s %(day)d", month=short_month(day), day=day.day)
    return _("%(month)s %(day)d, %(year)d", month=short_month(day), day=day.day, year=day.year)
