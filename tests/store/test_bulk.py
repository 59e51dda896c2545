"""Many sessions at once come to the very rows and sums that one form at a time comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from app.domain.reviews import Effective
from app.domain.sessions import content_hash, settle
from app.domain.vocabulary import Aim, Area, Heard, Lead, Mode, Origin, Position, Source, Verdict
from app.services.rollup_check import check_rollups
from app.services.sessions import submit_session
from app.store import bulk
from app.store.bulk import BulkReview, BulkRow, insert_tellings
from app.store.engine import Database
from app.store.rollup_check import list_differences
from app.store.scope import UnscopedStatementError, scoped
from app.store.session_versions import get_hash
from app.store.sessions import get_kept
from app.store.tables import AreaLead, Network, Review, School, SchoolAreaWeek, SchoolWeek
from app.store.tables.base import table_of
from tests.support.cast import Cast, make_cast, visit_of
from tests.support.filling import NOW
from tests.support.tellings import side_by_side, telling

ROLLUPS = (SchoolWeek, SchoolAreaWeek, AreaLead)


def various(cast: Cast) -> list[BulkRow]:
    """Sessions of several schools, areas, weeks and kinds, with people, positions and a next step."""
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    tellings = [
        telling(cast),
        telling(cast, minutes=30, held_on=cast.today - timedelta(days=20), aim=Aim.SYSTEM),
        side_by_side(cast, next_step_text="Draft the agenda", next_step_owner_id=cast.rosa.person_id),
        side_by_side(cast, minutes=90, origin=Origin.REQUESTED, area_id=cast.areas[Area.DATA_INQUIRY]),
        side_by_side(cast, lead=Lead.SHARED, participant_ids=both, led_ids=both, positions=frozenset({Position.OTHER})),
        side_by_side(cast, lead=Lead.COACH, aim=Aim.SYMPTOM, held_on=cast.today - timedelta(days=20)),
        telling(cast, mode=Mode.WITH, school_id=cast.birch, participant_ids=frozenset()),
    ]
    now = NOW
    return [BulkRow(uuid4(), cast.jo.person_id, Source.IMPORT, now, settle(each)) for each in tellings]


def reviewed(cast: Cast) -> BulkRow:
    """A session with Rosa and Dan that both spoke of, Rosa twice: it reads as led by the coach."""
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    now = NOW
    said = (
        BulkReview(cast.rosa.person_id, Verdict.CORRECTED, now, comment="You wrote it"),
        BulkReview(cast.dan.person_id, Verdict.COACH_LED, now),
        BulkReview(cast.rosa.person_id, Verdict.COACH_LED, now, fit=3),
    )
    told = settle(side_by_side(cast, participant_ids=both, led_ids=both))
    return BulkRow(uuid4(), cast.jo.person_id, Source.FORM, now, told, said)


def rows_of(connection: Connection, network_id: UUID, kind: Any) -> Sequence[Any]:
    table = table_of(kind)
    key = list(table.primary_key.columns)
    return connection.execute(sa.select(table).where(table.c.network_id == network_id).order_by(*key)).all()


def revisions(connection: Connection, network_id: UUID) -> tuple[int, dict[UUID, int]]:
    network, school = table_of(Network), table_of(School)
    whole = connection.execute(sa.select(network.c.revision).where(network.c.id == network_id)).scalar_one()
    schools = connection.execute(sa.select(school.c.id, school.c.revision).where(school.c.network_id == network_id))
    return whole, dict(schools.all())


def insert(database: Database, own: UUID, network_id: UUID, rows: Iterable[BulkRow]) -> None:
    """Insert as one network what is said to be `network_id`'s, in a transaction of its own."""
    with database.writing() as connection:
        scoped(connection, own)
        insert_tellings(connection, network_id, rows)


@pytest.mark.parametrize("chunk", [1, 3, 2_000])
def test_what_is_kept_is_what_was_told(
    database: Database, cast: Cast, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", chunk)
    rows = various(cast)
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        assert insert_tellings(connection, cast.bridge, iter(rows)) == len(rows)
        for row in rows:
            kept = get_kept(connection, cast.bridge, row.id)
            assert kept is not None
            assert (kept.telling, kept.coach_id, kept.source) == (row.telling, row.coach_id, Source.IMPORT)
            assert (kept.version, kept.voided_at) == (1, None)
            assert get_hash(connection, cast.bridge, row.id, 1) == content_hash(row.telling)


@pytest.mark.parametrize("chunk", [1, 3, 2_000])
def test_the_sums_are_those_of_the_sessions(
    database: Database, cast: Cast, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", chunk)
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, various(cast))
        assert len(rows_of(connection, cast.bridge, SchoolWeek)) == 3
        assert len(rows_of(connection, cast.bridge, AreaLead)) == 3
        assert list_differences(connection, cast.bridge) == []


def test_the_sums_add_to_those_of_forms(database: Database, cast: Cast) -> None:
    rows = [row for row in various(cast) if row.telling.lead is not None or row.telling.mode is Mode.FOR]
    by_form: dict[str, Sequence[Any]] = {}
    with database.writing() as connection:
        for row in rows:
            submit_session(visit_of(connection, cast.jo, NOW), row.id, 0, row.telling)
        by_form = {kind.__name__: rows_of(connection, cast.bridge, kind) for kind in ROLLUPS}
        connection.rollback()
    with database.writing() as connection:
        submit_session(visit_of(connection, cast.jo, NOW), rows[0].id, 0, rows[0].telling)
        assert insert_tellings(connection, cast.bridge, rows) == len(rows) - 1
        assert {kind.__name__: rows_of(connection, cast.bridge, kind) for kind in ROLLUPS} == by_form


def test_sessions_that_are_there_already_add_nothing(database: Database, cast: Cast) -> None:
    rows = various(cast)
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, rows)
        before = [rows_of(connection, cast.bridge, kind) for kind in ROLLUPS], revisions(connection, cast.bridge)
        assert (
            insert_tellings(connection, cast.bridge, [replace(row, coach_id=cast.sam.person_id) for row in rows]) == 0
        )
        after = [rows_of(connection, cast.bridge, kind) for kind in ROLLUPS], revisions(connection, cast.bridge)
        assert after == before
        kept = get_kept(connection, cast.bridge, rows[0].id)
        assert kept is not None
        assert kept.coach_id == cast.jo.person_id


def test_of_two_with_one_id_the_first_is_kept(database: Database, cast: Cast) -> None:
    first = various(cast)[0]
    second = replace(first, telling=replace(first.telling, minutes=300))
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        assert insert_tellings(connection, cast.bridge, [first, second]) == 1
        kept = get_kept(connection, cast.bridge, first.id)
        assert kept is not None
        assert kept.telling.minutes == first.telling.minutes
        assert list_differences(connection, cast.bridge) == []


def test_what_leaders_said_is_kept_and_counted(database: Database, cast: Cast) -> None:
    row = reviewed(cast)
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, [*various(cast), row])
        kept = get_kept(connection, cast.bridge, row.id)
        assert kept is not None
        assert (kept.telling, kept.effective) == (row.telling, Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED))
        said = {
            (each.reviewer_id, each.number): (each.verdict, each.comment, each.fit)
            for each in rows_of(connection, cast.bridge, Review)
        }
        rosa, dan = cast.rosa.person_id, cast.dan.person_id
        assert said == {
            (rosa, 1): (Verdict.CORRECTED, "You wrote it", None),
            (rosa, 2): (Verdict.COACH_LED, "", 3),
            (dan, 1): (Verdict.COACH_LED, "", None),
        }
        assert sum(each.confirmed_sessions for each in rows_of(connection, cast.bridge, SchoolWeek)) == 1
        assert check_rollups(connection, cast.bridge) == []


def test_what_leaders_said_of_a_session_that_is_there_already_is_not_kept_again(database: Database, cast: Cast) -> None:
    row = reviewed(cast)
    insert(database, cast.bridge, cast.bridge, [row])
    insert(database, cast.bridge, cast.bridge, [row])
    with database.reading() as connection:
        scoped(connection, cast.bridge)
        assert len(rows_of(connection, cast.bridge, Review)) == 3


def test_revisions_rise_once_and_only_where_something_came(database: Database, cast: Cast) -> None:
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        whole, schools = revisions(connection, cast.bridge)
        insert_tellings(connection, cast.bridge, various(cast))
        risen = {cast.alder, cast.birch}
        expected = {school: revision + (school in risen) for school, revision in schools.items()}
        assert revisions(connection, cast.bridge) == (whole + 1, expected)
        assert insert_tellings(connection, cast.bridge, []) == 0
        assert revisions(connection, cast.bridge) == (whole + 1, expected)


def test_anything_that_stops_it_leaves_nothing(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)

    def interrupted() -> Iterable[BulkRow]:
        yield from various(cast)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        insert(database, cast.bridge, cast.bridge, interrupted())
    with database.reading() as connection:
        scoped(connection, cast.bridge)
        assert [len(rows_of(connection, cast.bridge, kind)) for kind in ROLLUPS] == [0, 0, 0]


def test_a_session_at_another_networks_school_is_refused(database: Database, cast: Cast) -> None:
    row = replace(various(cast)[0], telling=telling(cast, school_id=cast.elder))
    with pytest.raises(IntegrityError):
        insert(database, cast.bridge, cast.bridge, [row])
    with pytest.raises(UnscopedStatementError):
        insert(database, cast.bridge, cast.other, various(cast))


def test_more_than_a_chunk_comes_in_on_either_database(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 50)
    start = date(2025, 1, 6)
    rows = [
        BulkRow(
            uuid4(),
            cast.jo.person_id,
            Source.FORM,
            NOW,
            settle(side_by_side(cast, held_on=start + timedelta(days=number % 60), minutes=5 + number)),
        )
        for number in range(170)
    ]
    with database.writing() as connection:
        scoped(connection, cast.bridge)
        assert insert_tellings(connection, cast.bridge, rows) == 170
        assert list_differences(connection, cast.bridge) == []


def test_a_session_is_logged_at_the_same_school_while_an_import_goes_on(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, where many write at once: the import holds no row that a form has to write, until its end."""
    monkeypatch.setattr(bulk, "CHUNK", 2)
    cast = make_cast(postgresql_database)
    rows = various(cast)

    def log_one_halfway() -> Iterable[BulkRow]:
        yield from rows[:4]
        with postgresql_database.writing() as connection:
            submit_session(visit_of(connection, cast.jo, NOW), uuid4(), 0, rows[0].telling)
        yield from rows[4:]

    with postgresql_database.writing() as connection:
        scoped(connection, cast.bridge)
        assert insert_tellings(connection, cast.bridge, log_one_halfway()) == len(rows)
    with postgresql_database.reading() as connection:
        scoped(connection, cast.bridge)
        assert list_differences(connection, cast.bridge) == []
