"""Measure 9: how far along an area or a school is, from the work of the window. The first stage that fits."""

from app.domain.continuity import ENOUGH_HOLDERS, Continuity
from app.domain.measures import Tally
from app.domain.vocabulary import Phase, Stage

AREA_SESSIONS = 3
"""Two sessions in 12 weeks say nothing of who does the work in an area."""

SCHOOL_SESSIONS = 6
"""A session every other week: with fewer, one more would turn the stage of a school."""

SUSTAINED_SHARE = 0.10
"""Up to this share of our own doing, the school runs the work: 3 of 30 hours still sustain."""


def area_stage(tally: Tally, holders: int, *, watch: float, high: float, handed_over: bool = False) -> Stage:
    """The stage of an area at a school.

    An area with a standing handoff is the school's own: it sustains before visits are counted, which get few.

    Args:
        tally: of the area in the window.
        holders: how many people hold it; see `continuity.holders`.
        watch: the network's share from which to look.
        high: the network's share from which the work is ours.
        handed_over: whether a handoff of the area stands.
    """
    if handed_over:
        return Stage.SUSTAINING
    if tally.sessions < AREA_SESSIONS:
        return Stage.FEW_VISITS
    return _stage(tally, watch, high, goes_on=holders >= ENOUGH_HOLDERS)


def school_stage(tally: Tally, continuity: Continuity, *, phase: Phase, watch: float, high: float) -> Stage:
    """The stage of a school.

    A school that runs itself sees us rarely, so the sustaining phase, and areas that are all held or handed over, come
    before the count of visits: with two visits or none in the window it still reads as sustaining, never as silent or
    lacking.

    Args:
        tally: of the school in the window.
        continuity: of the school today.
        phase: the phase a director has set.
        watch: the network's share from which to look.
        high: the network's share from which the work is ours.
    """
    settled = continuity.held + continuity.handed_over
    if phase is Phase.SUSTAINING or settled >= continuity.in_work > 0:
        return Stage.SUSTAINING
    if tally.sessions < SCHOOL_SESSIONS:
        return Stage.FEW_VISITS
    return _stage(tally, watch, high, goes_on=2 * continuity.held >= continuity.in_work > 0)


def _stage(tally: Tally, watch: float, high: float, *, goes_on: bool) -> Stage:
    minutes = tally.minutes
    if not minutes:
        return Stage.FEW_VISITS
    share, half = tally.for_minutes / minutes, tally.with_minutes / 2
    if share <= SUSTAINED_SHARE and tally.school_minutes >= half and goes_on:
        return Stage.SUSTAINING
    if share <= watch and tally.shared_minutes + tally.school_minutes >= half:
        return Stage.RELEASING
    return Stage.SIDE_BY_SIDE if share < high else Stage.DIRECT_SERVICE
