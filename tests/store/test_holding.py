"""Who holds an area is counted in SQL as the rule counts it, on both databases, today and on any day before."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.continuity import holders, memory
from app.domain.periods import WINDOW_WEEKS, Window
from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Lead, Mode, Outcome, Position
from app.store.engine import Database
from app.store.handoffs import list_handoffs
from app.store.holding import Held, count_holders, list_lead_days
from app.store.schools import list_team
from app.store.scope import scoped
from app.store.tables import Handoff, HandoffCheck, HandoffHolder, Membership
from tests.support.cast import Cast, make_cast
from tests.support.rows import add, change
from tests.support.tellings import telling
from tests.support.years import SPRING, keep

AREA = Area.DATA_INQUIRY


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


def who(cast: Cast, name: str) -> UUID:
    return cast.ivy if name == "ivy" else UUID(str(getattr(cast, name).person_id))


def led(cast: Cast, *people: str, ago: int, lead: Lead = Lead.SCHOOL) -> Telling:
    ids = frozenset(who(cast, name) for name in people)
    return telling(
        cast,
        held_on=SPRING - timedelta(days=ago),
        mode=Mode.WITH,
        lead=lead,
        participant_ids=ids,
        led_ids=ids,
        area_id=cast.areas[AREA],
    )


def hand_over(
    database: Database, cast: Cast, *, to: Iterable[str], ago: int, ran_by: str = "", ended_ago: int | None = None
) -> None:
    at = datetime.combine(SPRING - timedelta(days=ago), time(18), UTC)
    ended_on = None if ended_ago is None else SPRING - timedelta(days=ended_ago)
    handoff = Handoff(
        network_id=cast.bridge,
        id=uuid4(),
        school_id=cast.alder,
        area_id=cast.areas[AREA],
        handed_over_on=at.date(),
        now_runs="The team runs it.",
        proposed_by=cast.jo.person_id,
        proposed_at=at,
        agreed_by=cast.dan.person_id,
        agreed_at=at,
        ended_on=ended_on,
        ended_by=cast.dan.person_id if ended_on else None,
        ended_at=at if ended_on else None,
    )
    people = [HandoffHolder(network_id=cast.bridge, handoff_id=handoff.id, person_id=who(cast, name)) for name in to]
    add(database, cast.bridge, handoff, *people)
    if ran_by:
        answered_on = SPRING - timedelta(days=ago // 2)
        check = HandoffCheck(
            network_id=cast.bridge,
            handoff_id=handoff.id,
            number=1,
            due_on=answered_on,
            outcome=Outcome.HELD,
            ran_by=who(cast, ran_by),
            answered_by=cast.dan.person_id,
            answered_on=answered_on,
            answered_at=at,
        )
        add(database, cast.bridge, check)


def by_rule(database: Database, cast: Cast, day: date) -> Held:
    """What `continuity.holders` says of the same rows, read one by one."""
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        days = list_lead_days(connection, cast.bridge, cast.alder, memory(day)).get(cast.areas[AREA], [])
        team = list_team(connection, cast.bridge, cast.alder, day, former=True)
        handoffs = list_handoffs(connection, cast.bridge, [cast.alder]).get(cast.alder, [])
    handoff = next((each for each in handoffs if each.stands(day)), None)
    here = {member.person_id for member in team if member.on(day)}
    lately = Window.ending(day, WINDOW_WEEKS)
    left = {
        member.person_id: member.last_on
        for member in team
        if member.person_id not in here and member.last_on is not None and lately.holds(member.last_on)
    }
    gone = holders(days, left, day, handoff)
    return Held(len(holders(days, here, day, handoff)), max((left[person] for person in gone), default=None))


def in_sql(database: Database, cast: Cast, day: date) -> Held:
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        every = count_holders(connection, cast.bridge, day)
        assert every == count_holders(connection, cast.bridge, day, [cast.alder])
    assert set(every) <= {cast.alder}
    return every.get(cast.alder, {}).get(cast.areas[AREA], Held(0, None))


HOLDING = (
    ((("rosa", 3, Lead.SCHOOL), ("rosa", 40, Lead.SHARED)), 1),  # two days, one school-led
    ((("rosa", 3, Lead.SCHOOL), ("rosa", 40, Lead.SHARED), ("mei", 3, Lead.SCHOOL), ("mei", 9, Lead.SCHOOL)), 2),
    ((("dan", 3, Lead.SHARED), ("dan", 40, Lead.SHARED)), 0),  # never school-led
    ((("mei", 3, Lead.SCHOOL),), 0),  # one day only
    ((("mei", 3, Lead.SCHOOL), ("mei", 3, Lead.SCHOOL)), 0),  # twice on one day
    ((("rosa", 3, Lead.SCHOOL), ("rosa", 400, Lead.SCHOOL)), 0),  # too long ago
    ((("ivy", 31, Lead.SCHOOL), ("ivy", 40, Lead.SCHOOL)), 0),  # has left
)


@pytest.mark.parametrize(("days", "expected"), HOLDING)
def test_holders_are_counted_in_sql_as_the_rule_counts_them(
    cast: Cast, database: Database, days: tuple[tuple[str, int, Lead], ...], expected: int
) -> None:
    keep(database, cast.jo, [led(cast, name, ago=ago, lead=lead) for name, ago, lead in days])
    assert in_sql(database, cast, SPRING) == by_rule(database, cast, SPRING)
    assert in_sql(database, cast, SPRING).holders == expected


def test_on_an_earlier_day_those_hold_it_who_held_it_then(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [led(cast, "ivy", "rosa", ago=ago) for ago in (60, 50, 33)])
    for ago, count in ((0, 1), (29, 1), (30, 2), (49, 2), (51, 0)):
        day = SPRING - timedelta(days=ago)
        assert in_sql(database, cast, day) == by_rule(database, cast, day), ago
        assert in_sql(database, cast, day).holders == count, ago


def test_a_holder_who_left_is_remembered_for_twelve_weeks(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [led(cast, "ivy", ago=ago) for ago in (33, 40)])
    assert in_sql(database, cast, SPRING) == Held(0, cast.ivy_left_on)
    later = cast.ivy_left_on + timedelta(weeks=13)
    assert in_sql(database, cast, later) == by_rule(database, cast, later) == Held(0, None)


def test_somebody_who_left_and_came_back_has_not_left(cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [led(cast, "rosa", ago=ago) for ago in (3, 40)])
    left = SPRING - timedelta(days=20)
    change(database, Membership, cast.bridge, {"person_id": cast.rosa.person_id}, last_on=left)
    assert in_sql(database, cast, SPRING) == by_rule(database, cast, SPRING) == Held(0, left)
    back = Membership(
        network_id=cast.bridge,
        person_id=cast.rosa.person_id,
        school_id=cast.alder,
        position=Position.PRINCIPAL,
        first_on=SPRING - timedelta(days=5),
    )
    add(database, cast.bridge, back)
    assert in_sql(database, cast, SPRING) == by_rule(database, cast, SPRING) == Held(1, None)


def test_whom_a_standing_handoff_names_and_whom_its_checks_name_hold_it(cast: Cast, database: Database) -> None:
    hand_over(database, cast, to=("mei", "ivy"), ago=60, ran_by="dan")
    keep(database, cast.jo, [led(cast, "mei", ago=ago) for ago in (3, 40)])
    assert in_sql(database, cast, SPRING) == by_rule(database, cast, SPRING) == Held(2, cast.ivy_left_on)
    before = SPRING - timedelta(days=61)
    assert in_sql(database, cast, before) == Held(0, None)


def test_before_its_check_was_answered_nobody_was_named_in_it(cast: Cast, database: Database) -> None:
    hand_over(database, cast, to=("mei",), ago=60, ran_by="dan")
    assert in_sql(database, cast, SPRING - timedelta(days=31)).holders == 1
    assert in_sql(database, cast, SPRING - timedelta(days=30)).holders == 2


def test_a_handoff_that_ended_names_nobody_from_that_day_on(cast: Cast, database: Database) -> None:
    hand_over(database, cast, to=("mei",), ago=60, ended_ago=10)
    for ago, count in ((0, 0), (10, 0), (11, 1)):
        day = SPRING - timedelta(days=ago)
        assert in_sql(database, cast, day) == by_rule(database, cast, day), ago
        assert in_sql(database, cast, day).holders == count, ago
