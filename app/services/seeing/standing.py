"""How one school stands in a window: its measures put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import add
from typing import NamedTuple
from uuid import UUID

from app.domain import flags
from app.domain.answers import About, Answer
from app.domain.change import Change
from app.domain.continuity import Continuity
from app.domain.flags import Flag, SchoolFacts
from app.domain.measures import Dependence, Release, Tally, dependence_of, release
from app.domain.periods import Window
from app.domain.stages import AREA_SESSIONS, SCHOOL_SESSIONS, area_stage, school_stage
from app.domain.vocabulary import Stage
from app.services.seeing.ground import Ground
from app.services.seeing.judging import Flagged
from app.store.analytics import Weeks
from app.store.schools import AreaFact, SchoolFact

YEAR = timedelta(weeks=52)

LINE_WEEKS = 24
"""Two windows: enough to see where this one came from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A window, and perhaps one area; `areas` are all of the network's."""

    window: Window
    areas: tuple[AreaFact, ...]
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How one school stands in a window: in one area, or in all. `enough` sessions are those that say anything of it.

    `tally_before` and `tally_last_year` are of as many weeks before the window, and of the same weeks 52 weeks before;
    `before` is (for, all) minutes of the former. `line_for` and `line_all` are the same of each fortnight of the last
    24 weeks, oldest first. `holders` counts who holds the area asked for; None when none was.
    """

    raised: Flagged
    order: tuple[int, int]
    tally: Tally
    tally_before: Tally
    tally_last_year: Tally
    enough: bool
    dependence: Dependence | None
    release: Release | None
    stage: Stage
    holders: int | None
    line_for: tuple[int, ...]
    line_all: tuple[int, ...]

    @property
    def school(self) -> SchoolFact:
        return self.raised.school

    @property
    def facts(self) -> SchoolFacts:
        return self.raised.facts

    @property
    def flags(self) -> tuple[Flag, ...]:
        return self.raised.flags

    @property
    def answers(self) -> Mapping[About, Answer]:
        return self.raised.answers

    @property
    def change(self) -> Change:
        return self.raised.facts.change

    @property
    def continuity(self) -> Continuity:
        return self.raised.facts.continuity

    def unanswered(self) -> tuple[Flag, ...]:
        return self.raised.unanswered()

    @property
    def before(self) -> tuple[int, int]:
        return self.tally_before.for_minutes, self.tally_before.minutes


class Spans(NamedTuple):
    """A school's work in the window, in as many weeks before it, and in the same weeks 52 weeks before."""

    now: Tally
    before: Tally
    last_year: Tally


def a_year_before(window: Window) -> Window:
    """The same weeks of last school year."""
    return Window(window.first - YEAR, window.last - YEAR)


def standing(
    ground: Ground, school: SchoolFact, verdict: Flagged, spans: Spans, minutes: Weeks, asked: Asked
) -> Standing:
    """Put the measures of one school together.

    Args:
        ground: whose thresholds count.
        school: whose.
        verdict: its facts and flags today.
        spans: its work, in the area asked for or in all.
        minutes: (for, all) minutes of its weeks, at least of the last 24.
        asked: the window and area.
    """
    facts, tally, holders = verdict.facts, spans.now, None
    watch, high = ground.watch, ground.high
    if asked.area_id is None:
        stage = school_stage(tally, facts.continuity, phase=school.phase, watch=watch, high=high)
    else:
        area = facts.areas.get(asked.area_id)
        holders = area.holders if area else 0
        handed_over = area is not None and area.handoff is not None
        stage = area_stage(tally, holders, watch=watch, high=high, handed_over=handed_over)
    line_for, line_all = _line(minutes, asked.window.last)
    return Standing(
        raised=verdict,
        order=flags.order(verdict.flags, verdict.answers),
        tally=tally,
        tally_before=spans.before,
        tally_last_year=spans.last_year,
        enough=tally.sessions >= (SCHOOL_SESSIONS if holders is None else AREA_SESSIONS),
        dependence=dependence_of(tally),
        release=release(tally),
        stage=stage,
        holders=holders,
        line_for=line_for,
        line_all=line_all,
    )


def _line(minutes: Weeks, last: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    figures = [minutes.get(week, (0, 0)) for week in Window.ending(last, LINE_WEEKS).weeks]
    done, held = zip(*figures, strict=True)
    return tuple(map(add, done[::2], done[1::2])), tuple(map(add, held[::2], held[1::2]))
