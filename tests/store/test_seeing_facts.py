"""What flags are judged by is the same however it is read: many schools or one, today or once today is long past."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.flags import SchoolFacts, raise_flags
from app.domain.periods import monday
from app.domain.vocabulary import Area, Outcome, Phase, Rule, Stage
from app.services.demo import fill_demo
from app.services.demo.fill import PASSWORD
from app.services.seeing import gathering
from app.services.seeing.gathering import gather
from app.services.seeing.ground import Ground, ground_of
from app.services.signing_in import begin_login, check_password
from app.services.visits import open_visit
from app.store import tables
from app.store.engine import Database
from app.store.rollups import move
from app.store.schools import SchoolFact, list_schools
from app.store.sessions import get_kept, session
from tests.support.cast import Cast, make_cast, visit_of
from tests.support.raising import RAISING
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, YEARS, counting, keep, weeks

NOON = datetime.combine(SPRING, time(19), UTC)
HANDED = UUID("5b51de00-0000-4000-8000-00000000ff01")
DEMO = datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@contextmanager
def on_the_ground(database: Database, cast: Cast) -> Iterator[tuple[Connection, Ground, list[SchoolFact]]]:
    with database.reading() as connection:
        visit = visit_of(connection, cast.dora, NOON)
        yield connection, ground_of(visit), list_schools(connection, cast.bridge, None, None)


def facts_by_name(database: Database, cast: Cast, day: date = SPRING) -> dict[str, SchoolFacts]:
    with on_the_ground(database, cast) as (connection, ground, schools):
        found = gather(connection, replace(ground, today=day), schools)
    return {school.name.split()[0]: each.facts for school, each in zip(schools, found, strict=True)}


def alder(database: Database, cast: Cast, day: date = SPRING) -> SchoolFacts:
    return facts_by_name(database, cast, day)["Alder"]


def test_many_schools_are_read_as_few_are_and_as_one_is(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's: fourteen schools of every kind, with handoffs, agreements, reviews and people who left."""
    fill_demo(database, DEMO)
    credential = check_password(database, "director@demo.example", PASSWORD)
    assert credential is not None
    token = begin_login(database, credential, DEMO, 1)
    with database.reading() as connection:
        visit = open_visit(connection, token, DEMO)
        assert visit is not None
        schools, ground = list_schools(connection, visit.network_id, None, None), ground_of(visit)
        few = gather(connection, ground, schools)
        alone = [gather(connection, ground, [school])[0] for school in schools]
        monkeypatch.setattr(gathering, "FEW", 0)
        many = gather(connection, ground, schools)
    assert few == many == alone
    assert len({each.facts.stage for each in few}) > 2
    assert any(each.facts.stage is not each.facts.stage_before for each in few)
    assert any(each.handoffs for each in few)


def test_what_came_later_changes_nothing_of_an_earlier_sunday(cast: Cast, database: Database) -> None:
    day = monday(SPRING) - timedelta(weeks=5, days=1)
    told = weeks(cast, YEARS, SPRING, "FWW WF", area_id=cast.areas[Area.DATA_INQUIRY])
    observed = weeks(cast, YEARS, SPRING, "W F", area_id=cast.areas[Area.OBSERVATION])
    both = [*told, *observed]
    keep(database, cast.jo, [each for each in both if each.held_on <= day])
    _hand_over(database, cast, day - timedelta(days=30))
    then = facts_by_name(database, cast, day)
    keep(database, cast.jo, [each for each in both if each.held_on > day])
    _check(database, cast, SPRING)
    change(database, tables.Membership, cast.bridge, {"person_id": cast.rosa.person_id}, last_on=SPRING)
    assert facts_by_name(database, cast, day) == then
    assert then["Alder"].areas[cast.areas[Area.OBSERVATION]].observed[1] > 0
    assert facts_by_name(database, cast) != then


@pytest.mark.parametrize("rule", [Rule.STUCK, Rule.ALONE, Rule.SLIPPED, Rule.SILENT])
def test_another_networks_rows_change_nothing(cast: Cast, database: Database, rule: Rule) -> None:
    RAISING[rule](database, cast)
    before = facts_by_name(database, cast)
    area = {"area_id": cast.other_areas[Area.BUDGET], "school_id": cast.elder}
    theirs = [
        telling(cast, held_on=SPRING - timedelta(days=ago), **area, participant_ids=frozenset({cast.oona.person_id}))
        for ago in range(1, 60, 3)
    ]
    keep(database, cast.otto, theirs)
    assert facts_by_name(database, cast) == before
    with database.reading() as connection:
        visit = visit_of(connection, cast.olga, NOON)
        (elder,) = list_schools(connection, cast.other, None, None)
        (found,) = gather(connection, ground_of(visit), [elder])
    assert found.facts.tally.for_sessions == len(theirs)


def test_the_queries_are_as_many_for_four_schools_as_for_one(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, weeks(cast, YEARS, SPRING, "FW W"))
    with counting(database) as asked, on_the_ground(database, cast) as (connection, ground, schools):
        given = len(asked)
        gather(connection, ground, schools[:1])
        one = len(asked) - given
        gather(connection, ground, schools)
        every = len(asked) - given - one
    assert (one, every) == (9, 9), asked[given:]


@pytest.mark.parametrize("rule", list(RAISING))
def test_no_rule_takes_more_than_eighteen_queries(cast: Cast, database: Database, rule: Rule) -> None:
    RAISING[rule](database, cast)
    with counting(database) as asked, on_the_ground(database, cast) as (connection, ground, schools):
        given = len(asked)
        found = gather(connection, ground, schools)
        assert len(asked) - given <= 18, asked[given:]
    raised = {flag.rule for each in found for flag in raise_flags(each.facts, watch=ground.watch, high=ground.high)}
    assert rule in raised or rule is Rule.UNDER_SERVED, "that one depends on all schools"


def test_a_school_that_was_last_seen_years_ago_still_says_when(cast: Cast, database: Database) -> None:
    seen = date(2023, 10, 4)
    keep(database, cast.jo, [telling(cast, held_on=seen), side_by_side(cast, held_on=seen)])
    found = alder(database, cast)
    assert (found.last_week, found.last_sessions) == (monday(seen), 2)
    assert found.quiet > 100


def test_a_school_that_was_never_seen_is_quiet_since_somebody_was_to_come(cast: Cast, database: Database) -> None:
    found = facts_by_name(database, cast)
    assert (found["Dogwood"].coached, found["Dogwood"].quiet) == (False, 0)
    since = SPRING - timedelta(weeks=9)
    change(database, tables.Assignment, cast.bridge, {"person_id": cast.sam.person_id}, first_on=since)
    cedar = facts_by_name(database, cast)["Cedar"]
    assert (cedar.coached, cedar.last_week, cedar.quiet) == (True, None, 8)
    change(database, tables.School, cast.bridge, {"id": cast.cedar}, first_on=SPRING - timedelta(weeks=3))
    assert facts_by_name(database, cast)["Cedar"].quiet == 2


def test_breaks_are_no_quiet_weeks(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [telling(cast, held_on=SPRING - timedelta(weeks=6))])
    assert alder(database, cast).quiet == 5
    first = monday(SPRING) - timedelta(weeks=3)
    rest = tables.SchoolBreak(network_id=cast.bridge, name="Spring", first_on=first, last_on=first + timedelta(days=13))
    add(database, cast.bridge, rest)
    assert alder(database, cast).quiet == 3


def test_a_coach_of_all_the_network_is_every_schools(cast: Cast, database: Database) -> None:
    change(database, tables.Assignment, cast.bridge, {"person_id": cast.sam.person_id}, school_id=None)
    assert all(each.coached for each in facts_by_name(database, cast).values())
    change(database, tables.Assignment, cast.bridge, {"person_id": cast.sam.person_id}, last_on=SPRING - timedelta(1))
    found = facts_by_name(database, cast)
    assert {name for name, each in found.items() if each.coached} == {"Alder", "Birch"}


def test_sessions_that_were_voided_are_no_last_week(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [telling(cast, held_on=SPRING - timedelta(weeks=6))])
    keep(database, cast.jo, [telling(cast, held_on=SPRING - timedelta(weeks=1))])
    with database.writing() as connection:
        visit_of(connection, cast.jo, NOON)
        _void_latest(connection, cast)
    found = alder(database, cast)
    assert (found.last_week, found.quiet) == (monday(SPRING - timedelta(weeks=6)), 5)


def test_the_stage_of_the_window_before_counts_who_held_what_then(cast: Cast, database: Database) -> None:
    """Rosa and Mei led all along, so the school sustained before as it does now; Mei has just come without that."""
    both = frozenset({cast.rosa.person_id, cast.mei.person_id})
    told = [
        side_by_side(cast, held_on=SPRING - timedelta(days=ago), participant_ids=both, led_ids=both)
        for ago in range(1, 200, 6)
    ]
    keep(database, cast.jo, told)
    assert (alder(database, cast).stage, alder(database, cast).stage_before) == (Stage.SUSTAINING, Stage.SUSTAINING)
    came = SPRING - timedelta(weeks=8)
    change(database, tables.Membership, cast.bridge, {"person_id": cast.mei.person_id}, first_on=came)
    assert (alder(database, cast).stage, alder(database, cast).stage_before) == (Stage.SUSTAINING, Stage.RELEASING)


def test_a_school_in_its_sustaining_phase_sustained_before_too(cast: Cast, database: Database) -> None:
    RAISING[Rule.REACHED](database, cast)
    assert alder(database, cast).stage_before is not alder(database, cast).stage
    change(database, tables.School, cast.bridge, {"id": cast.alder}, phase=Phase.SUSTAINING)
    found = alder(database, cast)
    assert (found.stage, found.stage_before) == (Stage.SUSTAINING, Stage.SUSTAINING)


def _hand_over(database: Database, cast: Cast, on: date) -> None:
    at = datetime.combine(on, time(18), UTC)
    handoff = tables.Handoff(
        network_id=cast.bridge,
        id=HANDED,
        school_id=cast.alder,
        area_id=cast.areas[Area.DATA_INQUIRY],
        handed_over_on=on,
        now_runs="The team runs it.",
        proposed_by=cast.jo.person_id,
        proposed_at=at,
        agreed_by=cast.rosa.person_id,
        agreed_at=at,
    )
    add(database, cast.bridge, handoff)


def _check(database: Database, cast: Cast, on: date) -> None:
    check = tables.HandoffCheck(
        network_id=cast.bridge,
        handoff_id=HANDED,
        number=1,
        due_on=on,
        outcome=Outcome.HELD,
        ran_by=cast.mei.person_id,
        answered_by=cast.rosa.person_id,
        answered_on=on,
        answered_at=NOON,
    )
    add(database, cast.bridge, check)


def _void_latest(connection: Connection, cast: Cast) -> None:
    newest = sa.select(session.c.id).where(session.c.network_id == cast.bridge).order_by(session.c.held_on.desc())
    found = get_kept(connection, cast.bridge, connection.execute(newest.limit(1)).scalar_one())
    assert found is not None
    move(connection, cast.bridge, found.counted, None)
