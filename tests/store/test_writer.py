"""Requests that wait commit together, and yet each stands alone."""

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from app.domain.access import Role
from app.store import writer
from app.store.engine import Database
from app.store.schools import area, assignment, list_areas
from app.store.scope import UnscopedStatementError, tie
from tests.support.cast import Cast, make_cast


@pytest.fixture
def cast(sqlite_database: Database) -> Cast:
    return make_cast(sqlite_database)


def rename(network_id: UUID, area_id: UUID, name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        tie(connection, network_id)
        connection.execute(
            sa.update(area).where(area.c.network_id == network_id, area.c.id == area_id).values(name=name)
        )
        return name

    return work


def names(database: Database, network_id: UUID) -> set[str]:
    with database.reading() as connection:
        tie(connection, network_id)
        return {fact.name for fact in list_areas(connection, network_id, date(2026, 1, 1))}


async def together(database: Database, *works: Callable[[Connection], str]) -> list[str | BaseException]:
    return await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)


def test_a_failure_undoes_its_own_work_and_no_other(sqlite_database: Database, cast: Cast) -> None:
    first, _, third = list(cast.areas.values())[:3]
    taken = "Observation and feedback"
    outcomes = asyncio.run(
        together(
            sqlite_database,
            rename(cast.bridge, first, "Meetings that matter"),
            rename(cast.bridge, third, taken),
            rename(cast.bridge, third, "Asking the data"),
        )
    )
    assert outcomes[0] == "Meetings that matter"
    assert isinstance(outcomes[1], IntegrityError)
    assert outcomes[2] == "Asking the data"
    assert {"Meetings that matter", "Asking the data", taken} <= names(sqlite_database, cast.bridge)


def test_two_networks_share_a_transaction_and_not_each_others_rows(sqlite_database: Database, cast: Cast) -> None:
    ours, theirs = next(iter(cast.areas.values())), next(iter(cast.other_areas.values()))

    def steal(connection: Connection) -> str:
        tie(connection, cast.other)
        return rename(cast.bridge, ours, "Stolen")(connection)

    outcomes = asyncio.run(
        together(sqlite_database, rename(cast.bridge, ours, "Ours"), rename(cast.other, theirs, "Theirs"), steal)
    )
    assert outcomes[:2] == ["Ours", "Theirs"]
    assert isinstance(outcomes[2], UnscopedStatementError)
    assert "Ours" in names(sqlite_database, cast.bridge)
    assert "Theirs" in names(sqlite_database, cast.other)


def test_nobody_is_answered_before_the_commit(sqlite_database: Database, cast: Cast) -> None:
    first, second = list(cast.areas.values())[:2]

    async def write_and_look(area_id: UUID, name: str) -> bool:
        await sqlite_database.write(rename(cast.bridge, area_id, name))
        return name in names(sqlite_database, cast.bridge)

    async def both() -> list[bool]:
        return list(await asyncio.gather(write_and_look(first, "One"), write_and_look(second, "Two")))

    assert asyncio.run(both()) == [True, True]


def test_a_lock_of_another_process_is_waited_for(sqlite_database: Database, cast: Cast) -> None:
    first = next(iter(cast.areas.values()))

    async def wait_for_the_other() -> str:
        with sqlite_database.writing():
            waiting = asyncio.ensure_future(sqlite_database.write(rename(cast.bridge, first, "Later")))
            await asyncio.sleep(0)
            assert not waiting.done()
        return await waiting

    assert asyncio.run(wait_for_the_other()) == "Later"


def test_a_lock_that_never_comes_is_an_error_for_all_who_waited(
    sqlite_database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WAIT_SECONDS", 0.02)
    first, second = list(cast.areas.values())[:2]

    async def in_vain() -> list[str | BaseException]:
        with sqlite_database.writing():
            return await together(
                sqlite_database, rename(cast.bridge, first, "Never"), rename(cast.bridge, second, "Nor this")
            )

    outcomes = asyncio.run(in_vain())
    assert [type(outcome) for outcome in outcomes] == [OperationalError, OperationalError]
    assert asyncio.run(together(sqlite_database, rename(cast.bridge, first, "Now"))) == ["Now"]


def point_nowhere(network_id: UUID) -> Callable[[Connection], str]:
    """Write what only the commit finds out: SQLite then leaves the transaction open, as it may on a full disk."""

    def work(connection: Connection) -> str:
        tie(connection, network_id)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(
            sa.insert(assignment),
            {
                "network_id": network_id,
                "id": uuid4(),
                "person_id": uuid4(),
                "role": Role.DIRECTOR,
                "first_on": date(2026, 1, 1),
            },
        )
        return "written"

    return work


def test_a_commit_that_fails_is_told_to_all_of_it_and_stops_nobody_after(sqlite_database: Database, cast: Cast) -> None:
    first, second = list(cast.areas.values())[:2]

    async def one_after_the_other() -> list[str | BaseException]:
        failed = await together(sqlite_database, rename(cast.bridge, first, "Lost"), point_nowhere(cast.bridge))
        alone = await together(sqlite_database, point_nowhere(cast.bridge))
        return [*failed, *alone, *await together(sqlite_database, rename(cast.bridge, second, "Kept"))]

    outcomes = asyncio.run(one_after_the_other())
    assert [type(outcome) for outcome in outcomes[:3]] == [IntegrityError] * 3
    assert outcomes[3] == "Kept"
    assert "Lost" not in names(sqlite_database, cast.bridge)


def test_a_commit_that_fails_stops_nobody_who_writes_alone(sqlite_database: Database, cast: Cast) -> None:
    with pytest.raises(IntegrityError), sqlite_database.writing() as connection:
        point_nowhere(cast.bridge)(connection)
    with sqlite_database.writing() as connection:
        rename(cast.bridge, next(iter(cast.areas.values())), "Kept")(connection)
    assert "Kept" in names(sqlite_database, cast.bridge)


def test_a_caller_that_went_away_does_not_stop_the_others(sqlite_database: Database, cast: Cast) -> None:
    first, second = list(cast.areas.values())[:2]

    async def one_leaves() -> str:
        leaving = asyncio.ensure_future(sqlite_database.write(rename(cast.bridge, first, "Gone")))
        staying = asyncio.ensure_future(sqlite_database.write(rename(cast.bridge, second, "Here")))
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    assert asyncio.run(one_leaves()) == "Here"
