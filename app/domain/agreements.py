"""What a school and we agree on for a time, direct service above all; and which days an agreement may name."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.handoffs import a_year_on
from app.domain.language import _
from app.domain.periods import EARLIEST
from app.domain.words import spoken

ENDS_SOON = timedelta(days=30)
"""From a month before its last day an agreement is looked at, and can be renewed: time for one more talk about it."""


@dataclass(frozen=True, slots=True)
class AgreedService:
    """Direct service that is agreed: we do an area for the school through `until_on`, and then comes `next_up`.

    In force once a director and a leader of the school have both said yes. `first_on` is the day it came in force, or
    of a proposal, the day it was made.
    """

    id: UUID
    school_id: UUID
    area_id: UUID
    first_on: date
    until_on: date
    next_up: str
    director_on: date | None
    leader_on: date | None
    ended_on: date | None

    @property
    def agreed(self) -> bool:
        return self.director_on is not None and self.leader_on is not None

    @property
    def is_proposal(self) -> bool:
        """Whether it awaits a yes."""
        return self.ended_on is None and not self.agreed

    def in_force(self, day: date) -> bool:
        """Whether what we do in the area is agreed on a day; not any more on the day that somebody ended it."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.agreed and not ended and self.first_on <= day <= self.until_on

    def has_passed(self, day: date) -> bool:
        """Whether its last day has passed, and nobody has closed it."""
        return self.agreed and self.ended_on is None and self.until_on < day

    def ends_soon(self, day: date) -> bool:
        """Whether it is in force for another month at most."""
        return self.in_force(day) and self.ended_on is None and self.until_on <= day + ENDS_SOON


def partnership_ended(last_on: date, today: date) -> str:
    """Why nothing new is agreed on with a school any more."""
    return _(
        "Our partnership with this school ended on %(day)s, so nothing new can be agreed on. What stands can still be "
        "checked and ended.",
        day=spoken(last_on, today),
    )


def handoff_problems(handed_over_on: date, school_opened_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the day of a handoff, by field: it may lie in the past, and at most a year ahead.

    Args:
        handed_over_on: as it was typed.
        school_opened_on: the first day of the partnership with the school, when it is known.
        today: the network's date.
    """
    if handed_over_on < EARLIEST:
        return {"handed_over_on": _("Check the year: this day is too long ago.")}
    if school_opened_on is not None and handed_over_on < school_opened_on:
        return {
            "handed_over_on": _("We have worked with this school since %(day)s.", day=spoken(school_opened_on, today))
        }
    latest = a_year_on(today)
    if handed_over_on > latest:
        return {"handed_over_on": _("Plan a handoff at most a year ahead, until %(day)s.", day=spoken(latest, today))}
    return {}


def service_problems(until_on: date, today: date) -> dict[str, str]:
    """What is wrong with the last day of agreed direct service, by field: it lies between today and a year from now."""
    if until_on < today:
        return {"until_on": _("This day has passed. Until when will we do it?")}
    latest = a_year_on(today)
    if until_on > latest:
        return {
            "until_on": _("Agree on a year at most, until %(day)s; then it can be renewed.", day=spoken(latest, today))
        }
    return {}
