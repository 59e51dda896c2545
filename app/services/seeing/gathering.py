"""Reading what flags are judged by, of as many schools as are asked about in the same few queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.agreements import AgreedService
from app.domain.change import BASELINE
from app.domain.continuity import ENOUGH_HOLDERS, Continuity, continuity_of, memory
from app.domain.flags.areas import ALONE_SESSIONS, STUCK_SESSIONS, STUCK_SHARE
from app.domain.flags.facts import SchoolFacts
from app.domain.flags.work import REACTIVE_SESSIONS, REACTIVE_SHARE
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.periods import DAY, Window
from app.domain.vocabulary import Phase, Rule, Stage
from app.services.seeing.facts import NOTHING, Evidence, Gathered, facts_of, stage_of
from app.services.seeing.ground import Ground
from app.store import agreements, analytics, evidence, handoffs, holding
from app.store.analytics import SESSIONS, Weeks
from app.store.binds import Ids
from app.store.evidence import SchoolArea
from app.store.holding import HoldersOf
from app.store.schools import SchoolFact

T = TypeVar("T")

FEW = 100
"""Up to so many schools are read one by one; more of them, all of the network at once."""

LET_GO = frozenset({Stage.RELEASING, Stage.SUSTAINING})
"""Stages that are news when a school has just reached them."""

NOBODY_HOLDS = Continuity(0, 1, 0.0)

ALL = frozenset(Rule)

NOWHERE: frozenset[UUID] = frozenset()


def few(schools: Sequence[SchoolFact]) -> list[UUID] | None:
    """The schools to read, or None to read all of the network."""
    return [school.id for school in schools] if len(schools) <= FEW else None


@dataclass(frozen=True, slots=True)
class Found:
    """A school's facts, and every handoff and agreement that there ever was."""

    facts: SchoolFacts
    handoffs: tuple[Handoff, ...]
    agreements: tuple[AgreedService, ...]


def gather(
    connection: Connection, ground: Ground, schools: Sequence[SchoolFact], rules: Collection[Rule] = ALL
) -> list[Found]:
    """The facts of each school, in their order: in 19 queries at most, however many schools there are.

    As of today, or of the last day of any week of the past: `ground.today` is what counts, and nothing later does.
    Where only some `rules` are asked about, what others alone ask of single sessions is left out.
    """
    read = _read(connection, ground, schools)
    by_school = {school.id: each for school, each in zip(schools, read, strict=True)}
    handed_over = {school.id: each.handoffs for school, each in zip(schools, read, strict=True) if each.handoffs}
    found = _evidence(connection, ground, by_school, handed_over, rules)
    facts = [facts_of(ground, school, each, found[school.id]) for school, each in zip(schools, read, strict=True)]
    if Rule.REACHED in rules:
        _look_back(connection, ground, schools, facts, handed_over)
    return [Found(of, tuple(each.handoffs), tuple(each.agreements)) for of, each in zip(facts, read, strict=True)]


def _read(connection: Connection, ground: Ground, schools: Sequence[SchoolFact]) -> list[Gathered]:
    network_id, today, ids, areas = ground.network_id, ground.today, few(schools), ground.area_ids
    sums = analytics.sums_by_school(connection, network_id, ground.window, ids)
    by_area = analytics.leads_by_area(connection, network_id, ground.window, areas, ids)
    holders = _holders(connection, ground, today, ids)
    earlier = Window(memory(today).first, ground.window.first - DAY)
    at_work = _in_work(connection, ground, earlier, ids)
    first = analytics.first_weeks(connection, network_id, ids)
    weeks = _weeks(connection, ground, [school.id for school in schools], ids, first)
    handed_over = handoffs.list_handoffs(connection, network_id, ids)
    handed_over = {of: [_as_of(each, today) for each in these] for of, these in handed_over.items()}
    agreed = agreements.list_agreements(connection, network_id, today, ids)
    coached = evidence.coached_since(connection, network_id, today, ids)
    everywhere = coached.get(None)
    return [
        Gathered(
            tally=sums.get(of, NOTHING),
            by_area=(lately := by_area.get(of, {})),
            holders=holders.get(of, {}),
            in_work=at_work.get(of, NOWHERE) | (lately.keys() - ground.private),
            weeks=weeks.get(of, {}),
            first_week=first.get(of),
            handoffs=handed_over.get(of, ()),
            agreements=agreed.get(of, ()),
            coached_since=min(filter(None, (coached.get(of), everywhere)), default=None),
        )
        for of in (school.id for school in schools)
    ]


def _holders(connection: Connection, ground: Ground, day: date, schools: Ids) -> dict[UUID, HoldersOf]:
    """Who holds what on a day, by school; nobody does in a confidential area, as far as anything said of it goes."""
    found = holding.count_holders(connection, ground.network_id, day, schools)
    return {
        of: {area: held for area, held in areas.items() if area not in ground.private} for of, areas in found.items()
    }


def _in_work(connection: Connection, ground: Ground, window: Window, schools: Ids) -> dict[UUID, set[UUID]]:
    """The areas with a session in some weeks that can be held, by school."""
    told = [area for area in ground.area_ids if area not in ground.private]
    return analytics.areas_in_work(connection, ground.network_id, window, told, schools)


def _as_of(handed_over: Handoff, day: date) -> Handoff:
    """A handoff without what its checks found later."""
    if all(check.answered_on <= day for check in handed_over.checks):
        return handed_over
    return replace(handed_over, checks=tuple(check for check in handed_over.checks if check.answered_on <= day))


def _look_back(
    connection: Connection,
    ground: Ground,
    schools: Sequence[SchoolFact],
    facts: list[SchoolFacts],
    handed_over: Mapping[UUID, Sequence[Handoff]],
) -> None:
    """Put in the stage at the end of the window before, of the schools of which it is asked: see `SchoolFacts`.

    Who held what is read only where the work alone says that the school was not as far.
    """
    network_id, then = ground.network_id, ground.then
    near = [(place, of) for place, of in enumerate(schools) if facts[place].stage in LET_GO and not _sustains(of)]
    if not near:
        return
    before = ground.window.before()
    sums = analytics.leads_by_school(connection, network_id, before, few([of for _, of in near]))
    moved = [
        (place, of)
        for place, of in near
        if stage_of(ground, of, sums.get(of.id, NOTHING), NOBODY_HOLDS) is not facts[place].stage
    ]
    if not moved:
        return
    holders = _holders(connection, ground, then, [of.id for _, of in moved])
    counts = {of.id: {area: held.holders for area, held in holders.get(of.id, {}).items()} for _, of in moved}
    stood = {of.id: {each.area_id for each in handed_over.get(of.id, ()) if each.stands(then)} for _, of in moved}
    kept_up = [of.id for _, of in moved if stood[of.id] or max(counts[of.id].values(), default=0) >= ENOUGH_HOLDERS]
    at_work = _in_work(connection, ground, memory(then), kept_up) if kept_up else {}
    for place, of in moved:
        held = NOBODY_HOLDS
        if of.id in kept_up:
            held = continuity_of(counts[of.id], at_work.get(of.id, set()) | stood[of.id], stood[of.id])
        stage = stage_of(ground, of, sums.get(of.id, NOTHING), held)
        facts[place] = replace(facts[place], stage_before=stage)


def _sustains(school: SchoolFact) -> bool:
    """Its phase says so, on any day: which phase a school had before is not kept."""
    return school.phase is Phase.SUSTAINING


def _weeks(
    connection: Connection,
    ground: Ground,
    schools: Sequence[UUID],
    ids: Sequence[UUID] | None,
    first: Mapping[UUID, date],
) -> dict[UUID, Weeks]:
    """Each school's weeks in sessions, from the baseline of measure 10 on.

    Of a school that was last seen before that, all of them, since its last week is asked for too.
    """
    network_id = ground.network_id
    since = ground.anchor - BASELINE
    found = analytics.weeks_by_school(connection, network_id, Window(since, ground.today), SESSIONS, ids)
    gone = [of for of in schools if of in first and first[of] < since and not _any_session(found.get(of))]
    if gone:
        past = Window(min(first[of] for of in gone), since - DAY)
        found |= analytics.weeks_by_school(connection, network_id, past, SESSIONS, gone)
    return found


def _any_session(weeks: Weeks | None) -> bool:
    """Weeks whose sessions were all voided are left as zeros."""
    return weeks is not None and any(held for _, held in weeks.values())


def _evidence(
    connection: Connection,
    ground: Ground,
    read: Mapping[UUID, Gathered],
    handed_over: Mapping[UUID, Sequence[Handoff]],
    rules: Collection[Rule],
) -> dict[UUID, Evidence]:
    """What takes single sessions, asked only of the schools and areas where a flag could come of it."""
    network_id, window = ground.network_id, ground.window
    observation = ground.observation if Rule.ALONE in rules else None
    led_by_us = [
        (school, area)
        for school, each in read.items()
        if Rule.STUCK in rules
        for area, tally in each.by_area.items()
        if may_be_stuck(tally)
    ]
    days = evidence.days_side_by_side(connection, network_id, window, led_by_us)
    observed = {
        school: tally.sessions
        for school, each in read.items()
        if observation and (tally := each.by_area.get(observation)) and tally.sessions >= ALONE_SESSIONS
    }
    alone = evidence.count_alone(connection, network_id, window, observation, observed) if observation else {}
    called = [school for school, each in read.items() if Rule.REACTIVE in rules and may_be_reactive(each.tally)]
    requested = evidence.count_requested(connection, network_id, window, called)
    standing = {
        (school, each.area_id): each.id
        for school, these in handed_over.items()
        for each in these
        if Rule.SLIPPED in rules and each.stands(ground.today)
    }
    since = evidence.sums_since_handoff(connection, network_id, window, standing)
    with_days, since_handoff = _by_school(days), _by_school(since)
    return {
        school: Evidence(
            with_days=with_days.get(school, {}),
            observed=(alone.get(school, 0), observed[school]) if school in observed else (0, 0),
            since_handoff=since_handoff.get(school, {}),
            requested=requested.get(school, 0),
        )
        for school in read
    }


def _by_school(found: Mapping[SchoolArea, T]) -> dict[UUID, dict[UUID, T]]:
    by_school: dict[UUID, dict[UUID, T]] = defaultdict(dict)
    for (school, area), each in found.items():
        by_school[school][area] = each
    return by_school


def may_be_stuck(tally: Tally) -> bool:
    """Whether an area's sums leave open that we still lead there; then its days are asked for."""
    return tally.with_sessions >= STUCK_SESSIONS and tally.coach_sessions / tally.with_sessions >= STUCK_SHARE


def may_be_reactive(tally: Tally) -> bool:
    """Whether most of a school's minutes were asked for; then these sessions are counted."""
    return tally.sessions >= REACTIVE_SESSIONS and tally.requested_minutes > REACTIVE_SHARE * tally.minutes
