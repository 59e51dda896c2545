"""What the database itself refuses, whoever writes: rows that point into another network, and values that cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, StatementError

from app.domain.vocabulary import Lead, Mode, Other, Position, Source
from app.store.engine import Database
from app.store.tables.rollups import COUNTERS, LATER
from tests.support.cast import Cast, make_cast
from tests.support.filling import ANYBODY, TABLES, change_row, fill, row_of

TENANTS = [table for table in TABLES.values() if table.name != "network"]
KEYS = sorted(
    (key for table in TENANTS for key in table.foreign_key_constraints if key.referred_table.name != "network"),
    key=lambda key: str(key.name),
)
CHECKS = {
    str(constraint.name)
    for table in TABLES.values()
    for constraint in table.constraints
    if isinstance(constraint, sa.CheckConstraint)
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Cast]]:
    """A row of everything, once for all tests: whatever they write is refused, or taken back."""
    source = request.getfixturevalue("sqlite_file" if request.param == "sqlite" else "postgresql_server")
    folder = (tmp_path_factory.mktemp("filled"),) if request.param == "sqlite" else ()
    with source.fresh(*folder) as database:
        cast = make_cast(database)
        fill(database, cast)
        yield database, cast


@pytest.fixture
def filled(world: tuple[Database, Cast]) -> Database:
    return world[0]


@pytest.fixture
def cast(world: tuple[Database, Cast]) -> Cast:
    return world[1]


class TakenBackError(Exception):
    """Ends a transaction whose writes are not to stay."""


@contextmanager
def to_take_back(database: Database) -> Iterator[sa.Connection]:
    with suppress(TakenBackError), database.writing() as connection:
        yield connection
        raise TakenBackError


def test_every_table_has_a_row_in_both_networks(filled: Database, cast: Cast) -> None:
    """Else the tests below would ask nothing of it."""
    with filled.reading() as connection:
        for table in TABLES.values():
            assert row_of(connection, table, cast.bridge)
            assert row_of(connection, table, cast.other)


@pytest.mark.parametrize("table", TENANTS, ids=lambda table: table.name)
def test_the_key_of_every_row_begins_with_its_network(table: sa.Table) -> None:
    assert next(iter(table.primary_key)).name == "network_id"


@pytest.mark.parametrize("table", TENANTS, ids=lambda table: table.name)
def test_every_row_belongs_to_a_network_that_exists(table: sa.Table) -> None:
    """Straight, or by way of every other row that it points to."""
    assert table.foreign_key_constraints
    for key in table.foreign_key_constraints:
        assert key.column_keys[0] == "network_id"
        target = "network.id" if key.referred_table.name == "network" else f"{key.referred_table.name}.network_id"
        assert key.elements[0].target_fullname == target


NO_POINTERS = {"audit_event.subject_id", "office_change.subject_id"}
"""Ids that may speak of a row of any table."""


@pytest.mark.parametrize("table", TENANTS, ids=lambda table: table.name)
def test_every_id_that_points_somewhere_is_a_foreign_key(table: sa.Table) -> None:
    pointing = {name for key in table.foreign_key_constraints for name in key.column_keys}
    ids = {column.name for column in table.c if isinstance(column.type, sa.Uuid)} - {"id"}
    assert {f"{table.name}.{name}" for name in ids - pointing} <= NO_POINTERS


@pytest.mark.parametrize("key", KEYS, ids=lambda key: str(key.name))
def test_no_row_can_point_into_another_network(filled: Database, cast: Cast, key: sa.ForeignKeyConstraint) -> None:
    column = key.column_keys[1]
    with filled.reading() as connection:
        row = row_of(connection, key.table, cast.bridge)
        foreign = row_of(connection, key.referred_table, cast.other)
    with pytest.raises(IntegrityError), filled.writing() as connection:
        change_row(connection, key.table, row, **{column: foreign["id"]})


@pytest.mark.parametrize("table", {key.table: None for key in KEYS}, ids=lambda table: table.name)
def test_no_row_that_points_to_others_can_move_to_another_network(
    filled: Database, cast: Cast, table: sa.Table
) -> None:
    with filled.reading() as connection:
        row = row_of(connection, table, cast.bridge)
    with pytest.raises(IntegrityError), filled.writing() as connection:
        change_row(connection, table, row, network_id=cast.other)


NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)
BACKWARDS = {"first_on": TODAY, "last_on": YESTERDAY}
A_WORD = sa.literal("sideways", sa.String())

REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("network", "thresholds", {"watch": 0.10}),
    ("network", "thresholds", {"watch": 0.50, "high": 0.50}),
    ("network", "thresholds", {"high": 1.0}),
    ("network", "lock_after_days", {"lock_after_days": -1}),
    ("network", "review_due_days", {"review_due_days": 0}),
    ("school_break", "dates", BACKWARDS),
    ("school", "dates", BACKWARDS),
    ("school", "need_weight", {"need_weight": 0.99}),
    ("school", "need_weight", {"need_weight": 3.01}),
    ("school", "enrollment", {"enrollment": -1}),
    ("school", "phase", {"phase": A_WORD}),
    ("area", "dates", BACKWARDS),
    ("assignment", "dates", BACKWARDS),
    ("assignment", "role", {"role": A_WORD}),
    ("membership", "dates", BACKWARDS),
    ("membership", "position", {"position": A_WORD}),
    ("coaching_session", "minutes", {"minutes": 4}),
    ("coaching_session", "minutes", {"minutes": 601}),
    ("coaching_session", "teachers", {"teachers": -1}),
    ("coaching_session", "teachers", {"teachers": 201}),
    ("coaching_session", "version", {"version": 0}),
    ("coaching_session", "lead", {"mode": Mode.FOR, "lead": Lead.COACH}),
    ("coaching_session", "lead", {"mode": Mode.FOR, "lead": Lead.COACH, "source": Source.IMPORT}),
    ("coaching_session", "lead", {"mode": Mode.WITH, "lead": None}),
    ("coaching_session", "voided", {"voided_at": datetime(2026, 11, 24, tzinfo=UTC)}),
    ("coaching_session", "voided", {"void_reason": "Logged twice"}),
    ("coaching_session", "lead", {"mode": A_WORD, "lead": None, "source": Source.IMPORT}),
    ("coaching_session", "lead_word", {"lead": A_WORD}),
    ("coaching_session", "origin_word", {"origin": A_WORD}),
    ("coaching_session", "aim_word", {"aim": A_WORD}),
    ("coaching_session", "source_word", {"source": A_WORD}),
    ("session_participant", "who", {"person_id": None, "position": None, "led": False}),
    ("session_participant", "who", {"position": Position.OTHER}),
    ("session_participant", "led", {"person_id": None, "position": Position.OTHER, "led": True}),
    ("session_participant", "position_word", {"person_id": None, "led": False, "position": A_WORD}),
    ("area_lead", "counts", {"sessions": 1, "school_led": 2}),
    ("area_lead", "counts", {"sessions": 1, "school_led": -1}),
    *(
        (table, name if name in LATER else "not_negative", {name: -1})
        for table in ("school_week", "school_area_week")
        for name in COUNTERS
    ),
    ("coaching_session", "counted_mode_word", {"counted_mode": A_WORD}),
    ("coaching_session", "counted_lead_word", {"counted_lead": A_WORD}),
    ("coaching_session", "heard_word", {"heard": A_WORD}),
    ("review", "number", {"number": 0}),
    ("review", "fit", {"fit": 0}),
    ("review", "fit", {"fit": 5}),
    ("review", "verdict_word", {"verdict": A_WORD}),
    ("handoff", "agreed", {"agreed_at": NOW}),
    ("handoff", "ended", {"ended_at": NOW}),
    ("handoff", "ended", {"ended_on": TODAY}),
    ("handoff_check", "number", {"number": 0}),
    ("handoff_check", "outcome_word", {"outcome": A_WORD}),
    ("agreed_service", "dates", {"until_on": YESTERDAY}),
    ("agreed_service", "director", {"director_at": NOW}),
    ("agreed_service", "leader", {"leader_at": NOW}),
    ("agreed_service", "ended", {"ended_at": NOW}),
    ("ilt_rating", "level", {"level": 0}),
    ("ilt_rating", "level", {"level": 5}),
    ("ilt_rating", "dimension_word", {"dimension": A_WORD}),
    ("membership_proposal", "dates", BACKWARDS),
    ("membership_proposal", "decided", {"decided_at": NOW}),
    ("membership_proposal", "position_word", {"position": A_WORD}),
    ("flag_answer", "rule_word", {"rule": A_WORD}),
    ("other_time", "minutes", {"minutes": 601}),
    ("other_time", "some", {"minutes": 4}),
    ("other_time", "missed", {"kind": Other.MISSED_VISIT, "note": "Nobody there", "school_id": None}),
    ("other_time", "version", {"version": 0}),
    ("other_time", "kind_word", {"kind": A_WORD}),
    ("phase_change", "phase_word", {"phase": A_WORD}),
    ("term_plan", "dates", {"last_on": YESTERDAY}),
    ("term_plan", "minutes", {"minutes_a_week": -1}),
    ("planned_time", "minutes", {"minutes": -1}),
    ("planned_time", "minutes", {"proposed": -1}),
    ("partner", "version", {"version": 0}),
    ("funding_source", "kind_word", {"kind": A_WORD}),
    ("funding_source", "dates", {"last_on": YESTERDAY}),
    ("funding_source", "budget", {"budget_minutes": -1}),
    ("funding_source", "version", {"version": 0}),
    ("barrier", "status_word", {"status": A_WORD}),
    ("barrier", "version", {"version": 0}),
    ("reflection", "needs", {"needs": 0}),
    ("reflection", "needs", {"needs": 5}),
    ("reflection", "barriers", {"barriers": 0}),
    ("reflection", "barriers", {"barriers": 5}),
    ("session_support", "modelled_word", {"modelled": A_WORD}),
    ("office_change", "undone", {"undone_at": NOW}),
]


@pytest.mark.parametrize(
    ("name", "constraint", "changes"), REFUSED, ids=[f"{name}: {', '.join(each)}" for name, _, each in REFUSED]
)
def test_the_database_refuses(
    filled: Database, cast: Cast, name: str, constraint: str, changes: dict[str, Any]
) -> None:
    table = TABLES[name]
    with filled.reading() as connection:
        row = row_of(connection, table, cast.bridge)
    refused = pytest.raises(IntegrityError, match=f"ck_{name}_{constraint}")
    with refused, filled.writing() as connection:
        change_row(connection, table, row, **changes)


IMPLIED = {"ck_coaching_session_mode_word"}
"""What another check refuses first, always: no mode that is not a word fits any lead."""


def test_every_check_of_the_tables_is_among_those() -> None:
    assert {f"ck_{table}_{constraint}" for table, constraint, _ in REFUSED} == CHECKS - IMPLIED


ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("network", {"watch": 0.11, "high": 0.99, "lock_after_days": 0, "review_due_days": 1}),
    ("school_break", {"first_on": TODAY, "last_on": TODAY}),
    ("school", {"need_weight": 1.0, "enrollment": 0, "first_on": TODAY, "last_on": TODAY}),
    ("school", {"need_weight": 3.0, "enrollment": None, "first_on": None, "last_on": TODAY}),
    ("area", {"first_on": TODAY, "last_on": None}),
    ("assignment", {"first_on": TODAY, "last_on": TODAY}),
    ("membership", {"first_on": TODAY, "last_on": TODAY}),
    ("coaching_session", {"minutes": 5, "teachers": 0}),
    ("coaching_session", {"minutes": 600, "teachers": 200}),
    ("coaching_session", {"mode": Mode.FOR, "lead": None}),
    ("coaching_session", {"mode": Mode.WITH, "lead": None, "source": Source.IMPORT}),
    ("session_participant", {"person_id": None, "position": Position.OTHER, "led": False}),
    ("area_lead", {"sessions": 0, "school_led": 0}),
    ("school_week", dict.fromkeys(COUNTERS, 0)),
]


@pytest.mark.parametrize(
    ("name", "changes"), ACCEPTED, ids=[f"{name}: {', '.join(map(str, each.values()))}" for name, each in ACCEPTED]
)
def test_the_database_accepts(filled: Database, cast: Cast, name: str, changes: dict[str, Any]) -> None:
    table = TABLES[name]
    with to_take_back(filled) as connection:
        row = row_of(connection, table, cast.bridge)
        change_row(connection, table, row, **changes)
        same = (column == row[column.name] for column in table.primary_key)
        kept = connection.execute(sa.select(table).where(*same), execution_options=ANYBODY).mappings().one()
    assert {name: kept[name] for name in changes} == changes


@pytest.mark.parametrize("wrong", ["2026-11-24", datetime(2026, 11, 24)])  # noqa: DTZ001 - that is the point
def test_a_moment_without_a_time_zone_is_refused(filled: Database, cast: Cast, wrong: object) -> None:
    table = TABLES["login"]
    with filled.reading() as connection:
        row = row_of(connection, table, cast.bridge)
    with pytest.raises(StatementError), filled.writing() as connection:
        change_row(connection, table, row, expires_at=wrong)


def test_a_moment_comes_back_in_utc(filled: Database, cast: Cast) -> None:
    table = TABLES["login"]
    in_los_angeles = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=-8)))
    with to_take_back(filled) as connection:
        row = row_of(connection, table, cast.bridge)
        change_row(connection, table, row, expires_at=in_los_angeles)
        kept = connection.execute(
            sa.select(table.c.expires_at).where(table.c.id == row["id"]), execution_options=ANYBODY
        ).scalar_one()
    assert (kept, kept.tzinfo) == (in_los_angeles, UTC)
