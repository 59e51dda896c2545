"""The facts that the flags of a school are judged by, put together from what was read of it.

One way for all: whether it was read for every school of a network at once, or of one school as of a day in the past.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from app.domain.agreements import AgreedService
from app.domain.change import verdict
from app.domain.continuity import Continuity, continuity_of
from app.domain.flags import Agreement, AreaFacts, SchoolFacts
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.periods import monday
from app.domain.school_weeks import SchoolCalendar
from app.domain.stages import area_stage, school_stage
from app.domain.vocabulary import Area, Stage
from app.services.seeing.ground import Ground
from app.store.analytics import Weeks
from app.store.evidence import Days
from app.store.holding import Held, HoldersOf
from app.store.schools import SchoolFact

NOBODY = Held(0, None)
NOTHING = Tally.zero()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What sums by week do not say of a school's window; see `AreaFacts` and `SchoolFacts` for the fields."""

    with_days: Mapping[UUID, Days]
    observed: tuple[int, int]
    since_handoff: Mapping[UUID, tuple[int, int]]
    requested: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of a school, as of a day.

    `tally` is the window's, and `by_area` its minutes and sessions by area; `in_work` are the areas with a session in
    the 26 weeks that are remembered. `weeks` are (for, all) sessions of each, at least of those that measure 10 looks
    at, and `first_week` is the first there ever was. `handoffs` and `agreements` are all of them; `coached_since` is
    None for a school without a coach.
    """

    tally: Tally
    by_area: Mapping[UUID, Tally]
    holders: HoldersOf
    in_work: AbstractSet[UUID]
    weeks: Weeks
    first_week: date | None
    handoffs: Sequence[Handoff]
    agreements: Sequence[AgreedService]
    coached_since: date | None


def facts_of(ground: Ground, school: SchoolFact, read: Gathered, evidence: Evidence) -> SchoolFacts:
    """The facts of a school on the day of its ground; its stage of the window before is not looked at yet."""
    today = ground.today
    standing = {each.area_id: each for each in read.handoffs if each.stands(today)} if read.handoffs else {}
    holders = {area: held.holders for area, held in read.holders.items()}
    kept_up = continuity_of(holders, read.in_work | standing.keys(), standing)
    stage = stage_of(ground, school, read.tally, kept_up)
    last_week = _last_week(read.weeks)
    change, ended = verdict(read.weeks, read.first_week or today, ground.anchor, today), school.ended(today)
    return SchoolFacts(
        school_id=school.id,
        phase=school.phase,
        today=today,
        window=ground.window,
        tally=read.tally,
        change=replace(change, direction=None, since=None) if ended else change,
        stage=stage,
        stage_before=stage,
        continuity=kept_up,
        areas=_areas(ground, read, standing, evidence),
        agreements=_agreements(ground, read.agreements) if read.agreements else (),
        coached=read.coached_since is not None,
        last_week=last_week,
        last_sessions=read.weeks[last_week][1] if last_week else 0,
        quiet=_quiet(ground, school, last_week, read.coached_since),
        check_answered_on=_last_answer(read.handoffs) if read.handoffs else None,
        requested=evidence.requested,
        ended=ended,
    )


def stage_of(ground: Ground, school: SchoolFact, tally: Tally, kept_up: Continuity) -> Stage:
    """The stage of a school, by the network's thresholds."""
    return school_stage(tally, kept_up, phase=school.phase, watch=ground.watch, high=ground.high)


def _areas(
    ground: Ground, read: Gathered, standing: Mapping[UUID, Handoff], evidence: Evidence
) -> dict[UUID, AreaFacts]:
    """Those with sessions, with somebody who holds or held them, or with a handoff that stands."""
    tallies = dict(read.by_area)
    for of in (*read.holders, *standing):
        tallies.setdefault(of, NOTHING)
    with_days, since_handoff = evidence.with_days, evidence.since_handoff
    watch, high, found = ground.watch, ground.high, {}
    for of, tally in tallies.items():
        area, handoff = ground.area(of), standing.get(of) if standing else None
        count, left_on = read.holders.get(of, NOBODY)
        found[of] = AreaFacts(
            area_id=of,
            name=area.name,
            confidential=area.confidential,
            district_provides=area.district_provides,
            tally=tally,
            stage=area_stage(tally, count, watch=watch, high=high, handed_over=handoff is not None),
            holders=count,
            left_on=left_on,
            with_days=with_days.get(of) if with_days else None,
            observed=evidence.observed if area.key == Area.OBSERVATION else (0, 0),
            handoff=handoff,
            since_handoff=since_handoff.get(of, (0, 0)) if handoff else (0, 0),
            district_contact=area.district_contact,
        )
    return found


def _agreements(ground: Ground, agreements: Sequence[AgreedService]) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(each.area_id, ground.area(each.area_id).name, each.until_on, each.next_up)
        for each in agreements
        if each.in_force(ground.today) or each.has_passed(ground.today)
    )


def _quiet(ground: Ground, school: SchoolFact, last_week: date | None, coached_since: date | None) -> int:
    """Whole school weeks without us; where there never was a session, since somebody was to come."""
    since = last_week
    if since is None and coached_since is not None:
        since = max(coached_since, school.first_on or coached_since)
    return _school_weeks(ground.calendar, monday(since), ground.today) if since is not None else 0


@lru_cache(maxsize=1024)
def _school_weeks(calendar: SchoolCalendar, since: date, today: date) -> int:
    """Kept, since most schools were seen in the same few weeks."""
    return calendar.school_weeks_between(since, today)


def _last_answer(handoffs: Sequence[Handoff]) -> date | None:
    """When a check of a handoff was last answered, of those that stand and of those that are over."""
    return max((check.answered_on for each in handoffs for check in each.checks), default=None)


def _last_week(weeks: Weeks) -> date | None:
    """The last with a session; those whose sessions were all voided are left as zeros."""
    last = next(reversed(weeks), None) if weeks else None
    if last is None or weeks[last][1]:
        return last
    return max((week for week, (_, held) in weeks.items() if held), default=None)
