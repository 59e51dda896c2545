"""A barrier that stands in the way, as its form may say it, and how it moves on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.language import _
from app.domain.periods import DAY, EARLIEST
from app.domain.sessions import settled, unseen
from app.domain.vocabulary import BarrierStatus
from app.domain.words import spoken

OWNER = 80
"""Characters of who takes it on: a name or two, or a role."""

LONGEST_AHEAD = 730 * DAY
"""The next act is a next act: what is due in more than two years is a wish."""

SETTLED = frozenset({BarrierStatus.SOLVED, BarrierStatus.LEFT})
"""Nobody works on these any more: the barrier is gone, or it is left as it is."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a form says of a barrier. No school: it stands in the way of the whole network."""

    what: str
    area_id: UUID | None = None
    owner: str = ""
    next_act: str = ""
    next_on: date | None = None


def saying_problems(said: Saying, today: date) -> dict[str, str]:
    """What is wrong with a form, by field; whether the area is the network's is not for here."""
    found: dict[str, str] = {}
    if unseen(said.what):
        found["what"] = _("Say in a sentence what stands in the way.")
    if said.next_on is not None and not EARLIEST <= said.next_on <= today + LONGEST_AHEAD:
        found["next_on"] = _("Choose a day within the next two years.")
    elif said.next_on is not None and not settled(said.next_act):
        found["next_act"] = _("Say what comes next by that day.")
    return found


def settling_problems(status: BarrierStatus, settled_on: date | None, opened_on: date, today: date) -> dict[str, str]:
    """What is wrong with the day on which a barrier is said to be solved or left; the others have none."""
    if status not in SETTLED:
        return {}
    if settled_on is None:
        return {"settled_on": _("Choose the day.")}
    if settled_on > today:
        return {"settled_on": _("That day is still to come.")}
    if settled_on < opened_on:
        return {
            "settled_on": _(
                "The barrier was named on %(day)s, so it cannot be settled before.", day=spoken(opened_on, today)
            )
        }
    return {}
