"""One school: how it stands, its areas and who holds them, its chart and what that says, and what is agreed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app.domain.access import Permission
from app.domain.agreements import AgreedService
from app.domain.answers import About, Answer
from app.domain.chart import Point, points, spans
from app.domain.continuity import memory
from app.domain.handoffs import Handoff
from app.domain.measures import Dependence, Tally, Verified, dependence_of, disagreement
from app.domain.next_handoffs import NextHandoff, next_handoffs
from app.domain.p_chart import PChart, p_chart
from app.domain.periods import Window
from app.domain.ratings import Rating
from app.domain.reach import Reach, reach
from app.domain.run_chart import RunChart, run_chart
from app.domain.stages import area_stage
from app.domain.story import ended_in_words, verdict_in_words
from app.domain.vocabulary import Stage
from app.services.seeing.freshness import freshness
from app.services.seeing.ground import Ground, ground_of
from app.services.seeing.history import History, minutes
from app.services.seeing.holding import Holding, holding, leadership_changes
from app.services.seeing.judging import Flagged
from app.services.seeing.standing import Asked, Spans, Standing, a_year_before, standing
from app.services.seeing.standings import Kept, fairly, judged
from app.services.visits import Visit
from app.store import analytics
from app.store.annotations import list_annotations
from app.store.holding import list_lead_days
from app.store.ratings import list_ratings
from app.store.reach import took_part
from app.store.reviews import Reviewing, reviewing_by_school
from app.store.schools import AreaFact, SchoolFact, TeamMember, list_team
from app.store.tags import Behind, Tagged, list_tagged

LATEST = 6
"""Sessions on the school's page: two weeks of them, at three a week."""

ENOUGH_POINTS = 12
"""Points from which a run chart and limits say anything: about half a school year."""


@dataclass(frozen=True, slots=True)
class AreaView:
    """How an area stands in the window; `holding` is None where nobody may know it, in a confidential area."""

    area: AreaFact
    tally: Tally
    dependence: Dependence | None
    stage: Stage
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class Tests:
    """The other tests of measure 11, for who wants them; over the fortnights with sessions."""

    run: RunChart
    plain: PChart
    laney: PChart


@dataclass(frozen=True, slots=True)
class SchoolView:
    """All that a school's page shows, and without names for those who may not know who holds what.

    `story` is the verdict in words, and `ended` that our partnership with the school is over, "" as long as it is not;
    `points` begin with the first fortnight of last school year with a session, and
    `events` mark changes of leadership and what somebody noted. `before` and `last_year` are of as many weeks before
    the window, and of the same weeks 52 weeks before. `verified` and `disagreement` are of the window; `waiting` are
    the sessions of the usual window that await a leader's word, and `in_until` is when the latest came in. `handoffs`,
    `agreements` and `ratings` are all of them, proposals too. `next_handoffs` and `answers` are as of today.
    """

    standing: Standing
    areas: tuple[AreaView, ...]
    points: tuple[Point, ...]
    tests: Tests | None
    story: str
    ended: str
    events: tuple[tuple[date, str], ...]
    breaks: tuple[tuple[date, date, str], ...]
    latest: tuple[Tagged, ...]
    reach: Reach
    verified: Verified
    disagreement: float | None
    before: Tally
    last_year: Tally
    waiting: int
    in_until: datetime | None
    next_handoffs: tuple[NextHandoff, ...]
    handoffs: tuple[Handoff, ...]
    agreements: tuple[AgreedService, ...]
    ratings: tuple[Rating, ...]
    answers: Mapping[About, Answer]


def see_school(visit: Visit, kept: Kept, school: SchoolFact, areas: Sequence[AreaFact], window: Window) -> SchoolView:
    """The school as of today, in a window; worked out once for each of its revisions."""
    ground = ground_of(visit, tuple(areas))
    named = visit.rights.may(Permission.SEE_HOLDERS, school.id)
    question = (ground, school, window, named, visit.network.review_due_days, visit.network.timezone)
    seen: SchoolView = kept.pages.take(question, lambda: _see(visit, kept, ground, school, window))
    (stood,) = fairly(visit, kept, ground, [seen.standing])
    return seen if stood is seen.standing else replace(seen, standing=stood, answers=stood.answers)


def _see(visit: Visit, kept: Kept, ground: Ground, school: SchoolFact, window: Window) -> SchoolView:
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    (verdict,) = judged(visit, kept, ground, [school])
    (fresh,) = freshness(visit, kept.fresh, ground, [school])
    facts, change = verdict.facts, verdict.facts.change
    history = History(analytics.list_area_weeks(connection, network_id, school.id))
    team = list_team(connection, network_id, school.id, today, former=True)
    ilt = {member.person_id for member in team if member.on_ilt and member.on(today)}
    usual = window == ground.window
    reviewing = fresh.reviewing if usual else _reviewing(visit, school, window)
    by_area = history.by_area(window.first, window.last)
    stood = _standing(ground, school, verdict, history, Asked(window, ground.areas))
    drawn = points(history.weeks, spans(today, ground.year_starts_on, ground.year_ends_on))
    since = change.since or change.watched_from
    names = {area.id: area.name for area in ground.areas}
    behind = {names[area]: tally for area, tally in history.by_area(since, change.through).items()}
    noted = [(note.noted_on, note.words) for note in list_annotations(connection, network_id, school.id) if note.agreed]
    ended = ended_in_words(school.last_on, today) if facts.ended and school.last_on else ""
    return SchoolView(
        standing=stood,
        areas=tuple(_areas(visit, ground, school, verdict, team, history, by_area)),
        points=tuple(drawn),
        tests=_tests(drawn),
        story=ended or verdict_in_words(change, behind, history.sessions_a_year_before(since, change.through)),
        ended=ended,
        events=tuple(sorted([*leadership_changes(team, today), *noted])),
        breaks=tuple(each for each in ground.breaks if drawn and each[1] >= drawn[0].first and each[0] <= today),
        latest=tuple(list_tagged(connection, network_id, Behind(school.id, window), LATEST)),
        reach=reach(ilt, took_part(connection, network_id, school.id, window, ilt)),
        verified=Verified(reviewing.verified, reviewing.due),
        disagreement=disagreement(stood.tally),
        before=stood.tally_before,
        last_year=stood.tally_last_year,
        waiting=fresh.reviewing.waiting,
        in_until=fresh.in_until,
        next_handoffs=next_handoffs(
            facts.areas.values(), {each.area_id for each in verdict.handoffs if each.ended_on is None}
        )
        if not facts.ended
        else (),
        handoffs=verdict.handoffs,
        agreements=verdict.agreements,
        ratings=tuple(list_ratings(connection, network_id, school.id)),
        answers=stood.answers,
    )


def _standing(ground: Ground, school: SchoolFact, verdict: Flagged, history: History, asked: Asked) -> Standing:
    window = asked.window
    work = Spans(*(history.within(span) for span in (window, window.before(), a_year_before(window))))
    return standing(ground, school, verdict, work, minutes(history.weeks), asked)


def _reviewing(visit: Visit, school: SchoolFact, window: Window) -> Reviewing:
    network = visit.network
    found = reviewing_by_school(
        visit.connection,
        network.id,
        window,
        visit.today,
        network.review_due_days,
        [school.id],
        zone=network.timezone,
    )
    return found.get(school.id, Reviewing())


def _areas(
    visit: Visit,
    ground: Ground,
    school: SchoolFact,
    verdict: Flagged,
    team: Sequence[TeamMember],
    history: History,
    by_area: Mapping[UUID, Tally],
) -> Sequence[AreaView]:
    """The areas in work: with a session in 26 weeks or in the window, or handed over."""
    today, facts = ground.today, verdict.facts
    led = list_lead_days(visit.connection, ground.network_id, school.id, memory(today))
    handed_over = {each.area_id: each for each in verdict.handoffs if each.stands(today)}
    names = visit.rights.may(Permission.SEE_HOLDERS, school.id)
    held = holding(led, team, handed_over, today, names=names)
    at_work = {area for area, week in history.latest.items() if memory(today).holds(week)} | {*by_area, *handed_over}
    found = []
    for area in ground.areas:
        if area.id not in at_work:
            continue
        known = facts.areas.get(area.id)
        tally = by_area.get(area.id, Tally.zero())
        stage = area_stage(
            tally,
            known.holders if known else 0,
            watch=ground.watch,
            high=ground.high,
            handed_over=area.id in handed_over,
        )
        shown = None if area.confidential else held.get(area.id, Holding(0))
        found.append(AreaView(area, tally, dependence_of(tally), stage, shown))
    return found


def _tests(drawn: Sequence[Point]) -> Tests | None:
    judged = [point.tally for point in drawn if point.tally.sessions]
    if len(judged) < ENOUGH_POINTS:
        return None
    counts, sizes = [tally.for_sessions for tally in judged], [tally.sessions for tally in judged]
    return Tests(
        run=run_chart([tally.for_minutes / tally.minutes for tally in judged]),
        plain=p_chart(counts, sizes),
        laney=p_chart(counts, sizes, laney=True),
    )
