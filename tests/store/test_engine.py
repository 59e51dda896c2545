"""How a database is opened: what SQLite is told, who may write, and what an error leaves behind."""

import asyncio
from functools import partial
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from app.store import engine
from app.store.engine import Database
from app.store.rollups import touch
from app.store.scope import UnscopedStatementError, scoped
from app.store.tables import Person
from app.store.tables.base import table_of
from tests.support.cast import Cast, make_cast

person = table_of(Person)


def rename_jo(connection: Connection, cast: Cast, name: str) -> None:
    scoped(connection, cast.bridge).close()
    connection.execute(
        sa.update(person).where(person.c.network_id == cast.bridge, person.c.id == cast.jo.person_id).values(name=name)
    )


def name_of_jo(database: Database, cast: Cast) -> str:
    with database.reading() as connection:
        scoped(connection, cast.bridge).close()
        found = sa.select(person.c.name).where(person.c.network_id == cast.bridge, person.c.id == cast.jo.person_id)
        return str(connection.execute(found).scalar_one())


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)]
)
def test_sqlite_is_opened_with(sqlite_database: Database, pragma: str, value: object) -> None:
    for opened in (sqlite_database.reading, sqlite_database.writing):
        with opened() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_connection_of_the_group_writer_is_opened_like_the_others(sqlite_database: Database) -> None:
    def look(connection: Connection) -> list[object]:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]

    assert asyncio.run(sqlite_database.write(look)) == ["wal", 2, 1]


def test_a_write_is_seen_by_the_next_read(database: Database, cast: Cast) -> None:
    with database.writing() as connection:
        rename_jo(connection, cast, "Jo Lind")
    assert name_of_jo(database, cast) == "Jo Lind"


def test_a_write_is_not_seen_before_its_commit(database: Database, cast: Cast) -> None:
    with database.writing() as connection:
        rename_jo(connection, cast, "Jo Lind")
        assert name_of_jo(database, cast) == cast.jo.name


def test_an_error_undoes_everything_that_was_written_before_it(database: Database, cast: Cast) -> None:
    def rename_and_fail() -> None:
        with database.writing() as connection:
            rename_jo(connection, cast, "Jo Lind")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    assert name_of_jo(database, cast) == cast.jo.name
    with database.writing() as connection:
        rename_jo(connection, cast, "Jo Moss")
    assert name_of_jo(database, cast) == "Jo Moss"


def test_a_read_cannot_write(database: Database, cast: Cast) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), database.reading() as connection:
        rename_jo(connection, cast, "Jo Lind")
    assert name_of_jo(database, cast) == cast.jo.name


def test_a_read_cannot_write_even_after_one_that_failed(database: Database, cast: Cast) -> None:
    for _ in range(2):
        with pytest.raises(DBAPIError), database.reading() as connection:
            rename_jo(connection, cast, "Jo Lind")


def test_all_that_a_read_sees_is_of_one_moment(database: Database, cast: Cast) -> None:
    with database.reading() as reading:
        scoped(reading, cast.bridge).close()
        mine = sa.select(person.c.name).where(person.c.network_id == cast.bridge, person.c.id == cast.jo.person_id)
        first = reading.execute(mine).scalar_one()
        with database.writing() as writing:
            rename_jo(writing, cast, "Jo Lind")
        assert reading.execute(mine).scalar_one() == first == cast.jo.name
    assert name_of_jo(database, cast) == "Jo Lind"


def test_a_sqlite_write_holds_the_lock_from_its_start(sqlite_database: Database) -> None:
    """BEGIN IMMEDIATE: whoever reads first and writes later cannot find out too late that another was quicker."""
    other = sa.create_engine(sqlite_database.url, connect_args={"timeout": 0, "isolation_level": None})
    locked = pytest.raises(OperationalError, match="database is locked")
    with sqlite_database.writing(), other.connect() as connection, locked:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    other.dispose()


def test_one_process_writes_one_transaction_after_another(sqlite_database: Database) -> None:
    cast = make_cast(sqlite_database)
    holding, wanting = Event(), Event()
    order: list[str] = []

    def second() -> None:
        holding.wait()
        wanting.set()
        with sqlite_database.writing() as connection:
            order.append("second")
            rename_jo(connection, cast, "Jo the second")

    thread = Thread(target=second)
    thread.start()
    with sqlite_database.writing() as connection:
        holding.set()
        wanting.wait()
        rename_jo(connection, cast, "Jo the first")
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert name_of_jo(sqlite_database, cast) == "Jo the second"


def test_a_row_that_another_holds_is_told_as_a_lock_on_the_hot_path_too(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Core and `Prepared` raise one kind of error, or a wait for an import would be answered as a mistake of ours."""
    cast = make_cast(postgresql_database)
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    impatient = Database(postgresql_database.url.render_as_string(hide_password=False))
    with postgresql_database.writing() as holding:
        rename_jo(holding, cast, "Jo the first")
        touch(holding, cast.bridge, {cast.alder})
        for wait in (partial(rename_jo, cast=cast, name="Jo the second"), partial(touch_alder, cast=cast)):
            with pytest.raises(OperationalError, match="lock timeout"), impatient.writing() as waiting:
                wait(waiting)
    impatient.dispose()


def touch_alder(connection: Connection, cast: Cast) -> None:
    scoped(connection, cast.bridge).close()
    touch(connection, cast.bridge, {cast.alder})


def add_person(connection: Connection, network_id: UUID, name: str) -> None:
    scoped(connection, network_id).close()
    connection.execute(sa.insert(person), {"network_id": network_id, "id": uuid4(), "name": name})


def names(database: Database, network_id: UUID) -> set[str]:
    with database.reading() as connection:
        scoped(connection, network_id).close()
        return set(connection.execute(sa.select(person.c.name).where(person.c.network_id == network_id)).scalars())


def test_requests_of_two_networks_that_write_at_once_are_all_written(database: Database, cast: Cast) -> None:
    async def all_at_once() -> None:
        works = [
            database.write(partial(add_person, network_id=network_id, name=f"Person {number}"))
            for number in range(20)
            for network_id in (cast.bridge, cast.other)
        ]
        await asyncio.gather(*works)

    asyncio.run(all_at_once())
    wanted = {f"Person {number}" for number in range(20)}
    assert wanted <= names(database, cast.bridge)
    assert wanted <= names(database, cast.other)


def test_a_request_that_fails_undoes_only_itself(database: Database, cast: Cast) -> None:
    def fail(connection: Connection) -> None:
        add_person(connection, cast.bridge, "Nobody")
        raise ZeroDivisionError

    async def all_at_once() -> list[object]:
        works = [database.write(partial(add_person, network_id=cast.bridge, name=f"Person {n}")) for n in range(4)]
        return await asyncio.gather(*works[:2], database.write(fail), *works[2:], return_exceptions=True)

    results = asyncio.run(all_at_once())
    assert [type(result) for result in results] == [type(None), type(None), ZeroDivisionError, type(None), type(None)]
    assert names(database, cast.bridge) >= {f"Person {n}" for n in range(4)}
    assert "Nobody" not in names(database, cast.bridge)


def test_a_request_cannot_use_the_network_of_the_one_before(database: Database, cast: Cast) -> None:
    def peek(connection: Connection) -> None:
        connection.execute(sa.select(person.c.name).where(person.c.network_id == cast.bridge))

    async def one_after_the_other() -> None:
        first = database.write(partial(add_person, network_id=cast.bridge, name="Mia Moss"))
        await asyncio.gather(first, database.write(peek))

    with pytest.raises(UnscopedStatementError):
        asyncio.run(one_after_the_other())


def test_the_group_writer_waits_for_another_process(sqlite_database: Database) -> None:
    cast = make_cast(sqlite_database)
    other = sa.create_engine(sqlite_database.url, connect_args={"isolation_level": None})

    async def write_while_it_is_locked() -> None:
        with other.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            writing = asyncio.create_task(
                sqlite_database.write(partial(add_person, network_id=cast.bridge, name="Mia Moss"))
            )
            await asyncio.sleep(0)
            assert not writing.done()
            connection.exec_driver_sql("COMMIT")
        await writing

    asyncio.run(write_while_it_is_locked())
    other.dispose()
    assert "Mia Moss" in names(sqlite_database, cast.bridge)
