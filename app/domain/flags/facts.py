"""What the flags of one school are judged by: facts of one day and one window, gathered by whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.domain.change import Change
from app.domain.continuity import Continuity
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.vocabulary import Phase, Stage


class AreaFacts(NamedTuple):
    """One area at the school that has sessions in the window, holders, or a handoff; a tuple, as `Tally` is one.

    `tally` holds minutes and sessions by mode and lead, and no other counter: no interval can be had of it.
    `left_on` is the latest day, of the last 12 weeks, on which a holder left the team. `with_days` are the days of its
    first and last session of the window that counts as done with the school. `observed` is (without a principal or
    assistant principal, all) sessions of the window, in the area of observation and feedback alone; else (0, 0).
    `handoff` stands today; `since_handoff` are the (sessions, minutes) done for the school since it was handed over and
    in the window. `district_contact` is whom to call at the district, where that is known.
    """

    area_id: UUID
    name: str
    confidential: bool
    district_provides: bool
    tally: Tally
    stage: Stage
    holders: int
    left_on: date | None = None
    with_days: tuple[date, date] | None = None
    observed: tuple[int, int] = (0, 0)
    handoff: Handoff | None = None
    since_handoff: tuple[int, int] = (0, 0)
    district_contact: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreed direct service: in force until `until_on`, or over since then and not closed by anybody."""

    area_id: UUID
    area: str
    until_on: date
    next_up: str


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school on a day: its work in the window that ends on it, and what flags ask beside that.

    `stage_before` is its stage at the end of the window before; it is asked only of a school at releasing or beyond
    that may not have been as far, and else is `stage` again. `coached`: somebody is assigned as its coach. `quiet`
    counts the whole school weeks without a session that lie between `last_week` (the Monday of the last week with one;
    None without any) and today; `check_answered_on` is when a check of a handoff was last answered. `equity` is measure
    8's ratio of minutes; None while no director has set weights, with under four schools, or where it is not asked.
    `last_sessions` counts the sessions of `last_week`, and `requested` those of the window that were asked for in the
    moment; the latter may stay 0 where no more than half of the minutes were. `ended`: our partnership with the school
    is over, so there is nothing to look at any more.
    """

    school_id: UUID
    phase: Phase
    today: date
    window: Window
    tally: Tally
    change: Change
    stage: Stage
    stage_before: Stage
    continuity: Continuity
    areas: Mapping[UUID, AreaFacts]
    agreements: tuple[Agreement, ...] = ()
    coached: bool = False
    last_week: date | None = None
    last_sessions: int = 0
    quiet: int = 0
    check_answered_on: date | None = None
    equity: float | None = None
    requested: int = 0
    ended: bool = False
