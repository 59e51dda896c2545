"""The check of the rollups finds every counter that is off, and mends it without forgetting what comes meanwhile."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import monday
from app.domain.reviews import Effective
from app.domain.vocabulary import Heard, Lead, Mode, Verdict
from app.services.reviews import Saying, review_session
from app.services.rollup_check import check_rollups
from app.services.sessions import submit_session, void_session
from app.store.engine import Database
from app.store.review_check import list_misheard, set_right
from app.store.rollup_check import Difference, list_differences, mend
from app.store.rollups import area_lead, school_area_week, school_week
from app.store.sessions import count_as, get_kept, session
from app.store.tables.rollups import COUNTERS
from tests.support.acts import FORM, submit
from tests.support.cast import Cast, visit_of
from tests.support.filling import NOW
from tests.support.reviewing import say
from tests.support.tellings import side_by_side, telling


@pytest.fixture
def logged(database: Database, cast: Cast) -> Database:
    """A database with two sessions at Alder, one of a month ago, and a voided one."""
    with database.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        submit_session(visit, uuid4(), 0, side_by_side(cast))
        submit_session(visit, uuid4(), 0, telling(cast, held_on=cast.today - timedelta(days=30)))
        voided = submit_session(visit, uuid4(), 0, telling(cast, minutes=300)).session_id
        void_session(visit, voided, 1, "Logged twice")
    return database


def change(connection: Connection, cast: Cast, table: sa.Table, **changes: Any) -> None:
    statement = sa.update(table).where(table.c.network_id == cast.bridge, table.c.school_id == cast.alder)
    if "week" in table.c:
        statement = statement.where(table.c.week == monday(cast.today))
    assert connection.execute(statement.values(changes)).rowcount == 1


def test_sums_that_were_moved_with_their_sessions_are_right(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        assert list_differences(connection, visit.network_id) == []


@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("table", [school_week, school_area_week], ids=str)
def test_every_counter_that_is_off_is_found(logged: Database, cast: Cast, table: sa.Table, counter: str) -> None:
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        change(connection, cast, table, **{counter: table.c[counter] + 7})
        (found,) = list_differences(connection, cast.bridge)
        assert (found.table, found.key["school_id"], found.key["week"]) == (table.name, cast.alder, monday(cast.today))
        ((name, (kept, said)),) = found.counters.items()
        assert (name, kept - said) == (counter, 7)


@pytest.mark.parametrize("counter", ["sessions", "school_led"])
def test_days_that_somebody_led_are_checked(logged: Database, cast: Cast, counter: str) -> None:
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        change(connection, cast, area_lead, sessions=3, school_led=1 if counter == "sessions" else 3)
        (found,) = list_differences(connection, cast.bridge)
        assert (found.key["person_id"], found.key["led_on"]) == (cast.rosa.person_id, cast.today)
        assert found.counters[counter] == (3, 1)


def test_a_row_that_is_missing_and_one_too_many_are_found(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        week = monday(cast.today)
        connection.execute(
            sa.delete(school_week).where(school_week.c.network_id == cast.bridge, school_week.c.week == week)
        )
        connection.execute(
            sa.insert(school_week),
            {"network_id": cast.bridge, "school_id": cast.birch, "week": week, "for_minutes": 5, "for_sessions": 1},
        )
        found = {each.key["school_id"]: each.counters for each in list_differences(connection, cast.bridge)}
        assert found[cast.alder] == {"school_minutes": (0, 45), "school_squared": (0, 2025), "school_sessions": (0, 1)}
        assert found[cast.birch] == {"for_minutes": (5, 0), "for_sessions": (1, 0)}


def test_a_row_of_zeros_is_no_difference(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        row = {"network_id": cast.bridge, "school_id": cast.birch, "week": monday(cast.today)}
        connection.execute(sa.insert(school_week), row)
        assert list_differences(connection, cast.bridge) == []


def test_a_sunday_and_the_monday_after_it_are_two_weeks(database: Database, cast: Cast) -> None:
    sunday = monday(cast.today) - timedelta(days=1)
    with database.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        for day in (sunday, monday(cast.today)):
            submit_session(visit, uuid4(), 0, telling(cast, held_on=day))
        weeks = connection.execute(
            sa.select(school_week.c.week).where(school_week.c.network_id == cast.bridge).order_by(school_week.c.week)
        )
        assert weeks.scalars().all() == [monday(sunday), monday(cast.today)]
        assert list_differences(connection, cast.bridge) == []


def test_mending_leaves_nothing_to_be_found(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        before = visit.network.revision
        change(connection, cast, school_week, for_minutes=999, school_sessions=0)
        change(connection, cast, area_lead, sessions=9)
        connection.execute(sa.delete(school_area_week).where(school_area_week.c.network_id == cast.bridge))
        mend(connection, cast.bridge, list_differences(connection, cast.bridge))
        assert list_differences(connection, cast.bridge) == []
        assert visit_of(connection, cast.jo, NOW).network.revision > before


def test_mending_shifts_sums_so_that_what_came_meanwhile_stays(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        change(connection, cast, school_week, for_minutes=100)
        found: list[Difference] = list_differences(connection, cast.bridge)
        submit_session(visit, uuid4(), 0, telling(cast, minutes=60))
        mend(connection, cast.bridge, found)
        assert list_differences(connection, cast.bridge) == []


def test_another_networks_sums_are_left_alone(logged: Database, cast: Cast) -> None:
    row = {"network_id": cast.other, "school_id": cast.elder, "week": monday(cast.today), "for_minutes": 5}
    with logged.writing() as connection:
        visit_of(connection, cast.otto, NOW)
        connection.execute(sa.insert(school_week), row)
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        assert list_differences(connection, cast.bridge) == []
    with logged.writing() as connection:
        visit_of(connection, cast.otto, NOW)
        (found,) = list_differences(connection, cast.other)
        assert found.key["school_id"] == cast.elder


def test_differences_are_said_in_words(logged: Database, cast: Cast) -> None:
    with logged.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        change(connection, cast, school_area_week, for_minutes=20, for_sessions=1)
        change(connection, cast, area_lead, sessions=2)
        week, led, *rest = check_rollups(connection, cast.bridge, repair=True)
        assert rest == []
        assert week == (
            f"Alder High, Budget development, week of {monday(cast.today)}: "
            "minutes done for the school are kept as 20, and by the sessions 0; "
            "sessions done for the school are kept as 1, and by the sessions 0."
        )
        assert led == (
            f"Alder High, Budget development, Rosa Alvarez, {cast.today}: "
            "sessions led are kept as 2, and by the sessions 1."
        )
        assert check_rollups(connection, cast.bridge) == []


OURS = Effective(Mode.FOR, None, Heard.CORRECTED)
THEIRS = Effective(Mode.WITH, Lead.SCHOOL)


@pytest.fixture
def corrected(database: Database, cast: Cast) -> Database:
    """A database with a session that Rosa corrected, and one of which nobody has spoken."""
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 0, side_by_side(cast), uuid4())
    say(database, cast.rosa, Verdict.CORRECTED)
    return database


def test_sessions_that_count_as_their_reviews_say_are_right(corrected: Database, cast: Cast) -> None:
    with corrected.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        assert list_misheard(connection, cast.bridge) == []
        assert list_differences(connection, cast.bridge) == []


@pytest.mark.parametrize(
    "kept", [THEIRS, Effective(Mode.FOR, None), Effective(Mode.WITH, Lead.SHARED), Effective(Mode.WITH, None)]
)
def test_a_session_that_counts_as_something_else_is_found_and_set_right(
    corrected: Database, cast: Cast, kept: Effective
) -> None:
    with corrected.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        count_as(connection, cast.bridge, FORM, kept)
        (found,) = list_misheard(connection, cast.bridge)
        assert (found.id, found.school_id, found.kept, found.said) == (FORM, cast.alder, kept, OURS)
        set_right(connection, cast.bridge, [found])
        assert list_misheard(connection, cast.bridge) == []
        assert list_differences(connection, cast.bridge) == []


def test_a_session_that_nobody_spoke_of_has_to_count_as_it_was_told(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    with database.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        for kept in (OURS, Effective(Mode.WITH, Lead.COACH), Effective(Mode.WITH, Lead.SCHOOL, Heard.CONFIRMED)):
            count_as(connection, cast.bridge, FORM, kept)
            (found,) = list_misheard(connection, cast.bridge)
            assert (found.kept, found.said) == (kept, THEIRS)


def test_what_was_reviewed_meanwhile_is_left_to_its_reviewer(corrected: Database, cast: Cast) -> None:
    with corrected.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        count_as(connection, cast.bridge, FORM, THEIRS)
        found = list_misheard(connection, cast.bridge)
        count_as(connection, cast.bridge, FORM, Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED))
        set_right(connection, cast.bridge, found)
        kept = get_kept(connection, cast.bridge, FORM)
        assert kept is not None
        assert kept.effective == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)


def test_a_misheard_session_is_said_in_words_and_mended_with_its_sums(corrected: Database, cast: Cast) -> None:
    with corrected.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        before = visit.network.revision
        count_as(connection, cast.bridge, FORM, THEIRS)
        said, *sums = check_rollups(connection, cast.bridge, repair=True)
        assert said == (
            f"Alder High, Budget development, session of {cast.today}: "
            "counts as with the school, led by the school (not reviewed), "
            "and by its reviews as done for the school (corrected)."
        )
        assert len(sums) == 3
        assert any("sessions corrected by leaders are kept as 1, and by the sessions 0" in each for each in sums)
        assert check_rollups(connection, cast.bridge) == []
        assert visit_of(connection, cast.jo, NOW).network.revision > before


def test_a_session_that_is_wrong_where_its_sums_are_right_is_mended_alone(corrected: Database, cast: Cast) -> None:
    """The sums were moved and the session was not: after the mending they are what they were."""
    with corrected.writing() as connection:
        visit_of(connection, cast.jo, NOW)
        sums = connection.execute(sa.select(school_week).where(school_week.c.network_id == cast.bridge)).all()
        count_as(connection, cast.bridge, FORM, THEIRS)
        check_rollups(connection, cast.bridge, repair=True)
        after = connection.execute(sa.select(school_week).where(school_week.c.network_id == cast.bridge)).all()
        assert after == sums


def test_voided_sessions_are_looked_at_too(corrected: Database, cast: Cast) -> None:
    with corrected.writing() as connection:
        visit = visit_of(connection, cast.jo, NOW)
        void_session(visit, FORM, 1, "Logged twice")
        count_as(connection, cast.bridge, FORM, THEIRS)
        assert [each.id for each in list_misheard(connection, cast.bridge)] == [FORM]
        assert list_differences(connection, cast.bridge) == []


def test_many_people_and_reviews_of_one_session_are_one_session(database: Database, cast: Cast) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    submit(database, cast.jo, 0, side_by_side(cast, participant_ids=both, led_ids=both))
    with database.writing() as connection:
        for who, verdict in (
            (cast.rosa, Verdict.CONFIRMED),
            (cast.dan, Verdict.COACH_LED),
            (cast.rosa, Verdict.COACH_LED),
        ):
            review_session(visit_of(connection, who, NOW), FORM, Saying(verdict))
        assert list_misheard(connection, cast.bridge) == []
        connection.execute(
            sa.update(session).where(session.c.network_id == cast.bridge, session.c.id == FORM).values(heard=None)
        )
        (found,) = list_misheard(connection, cast.bridge)
        assert found.said == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)
