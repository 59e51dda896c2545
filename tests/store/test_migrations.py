"""Migrations on both databases: up, down and up again with rows in every table, and never half of one."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from app.store.engine import Database
from app.store.migrate import NewerDatabaseError, upgrade
from app.store.migrations import config
from app.store.schema import CURRENT, is_current
from tests.support.cast import make_cast
from tests.support.databases import PostgresqlServer, SqliteFile
from tests.support.drift import drift
from tests.support.filling import ANYBODY, TABLES, fill

REVISIONS = list(ScriptDirectory.from_config(config()).walk_revisions())


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of either kind without any table."""
    if request.param == "sqlite":
        sqlite: SqliteFile = request.getfixturevalue("sqlite_file")
        with sqlite.bare(tmp_path) as database:
            yield database
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        with server.bare() as database:
            yield database


def downgrade(database: Database, revision: str) -> None:
    with database.migrating() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def names(database: Database) -> set[str]:
    with database.migrating() as connection:
        return set(sa.inspect(connection).get_table_names())


def counts(database: Database) -> dict[str, int]:
    found = names(database)
    with database.reading() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(TABLES[name]), execution_options=ANYBODY
            ).scalar_one()
            for name in found & TABLES.keys()
        }


def constraints(connection: sa.Connection, table: str) -> set[str | None]:
    found: Any = sa.inspect(connection)
    lists = (found.get_check_constraints, found.get_foreign_keys, found.get_unique_constraints, found.get_indexes)
    named = {each["name"] for get in lists for each in get(table) if not each.get("duplicates_constraint")}
    return named | {found.get_pk_constraint(table)["name"]}


def test_the_migrations_make_the_tables_that_the_code_describes(database: Database) -> None:
    assert drift(database) == ""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_constraint_and_index_has_the_name_that_the_code_gives_it(database: Database, table: sa.Table) -> None:
    """Those of a CHECK too, which Alembic does not compare."""
    described = {str(each.name) for each in table.constraints} | {str(each.name) for each in table.indexes}
    with database.migrating() as connection:
        assert constraints(connection, table.name) == described


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda each: each.revision)
def test_a_filled_database_goes_down_and_up_again(bare: Database, revision: Any) -> None:
    upgrade(bare)
    fill(bare, make_cast(bare))
    before = counts(bare)
    assert all(before.values())

    downgrade(bare, revision.down_revision or "base")
    left = names(bare) & TABLES.keys()
    upgrade(bare)

    assert drift(bare) == ""
    after = counts(bare)
    assert {name: after[name] for name in left} == {name: before[name] for name in left}
    if not left:
        fill(bare, make_cast(bare))
        assert counts(bare) == before


def test_going_down_to_the_start_leaves_no_table(bare: Database) -> None:
    upgrade(bare)
    fill(bare, make_cast(bare))
    downgrade(bare, "base")
    assert names(bare) == {"alembic_version"}


def test_the_server_expects_the_last_of_the_migrations() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == CURRENT


def test_a_database_is_current_only_after_its_migrations(bare: Database) -> None:
    assert not is_current(bare)
    upgrade(bare)
    assert is_current(bare)


def test_migrating_again_changes_nothing(database: Database) -> None:
    fill(database, make_cast(database))
    before = counts(database)
    upgrade(database)
    assert counts(database) == before


def test_a_new_database_is_read_by_its_owner_alone_and_another_keeps_its_mode(tmp_path: Path) -> None:
    for name, there, mode in (("new.db", None, 0o600), ("shared.db", 0o640, 0o640)):
        path = tmp_path / name
        if there is not None:
            path.touch(mode=there)
            path.chmod(there)
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        with database.reading():
            kept = [path, *tmp_path.glob(f"{name}-*")]
            assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {mode}
        database.dispose()


def test_sqlites_own_check_of_a_filled_database_finds_nothing(sqlite_database: Database) -> None:
    """What an operator asks of a copy before trusting it. Of tables without rowid SQLite 3.40 wants the key first."""
    fill(sqlite_database, make_cast(sqlite_database))
    with sqlite_database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]


def test_a_migration_that_fails_leaves_nothing_behind(bare: Database) -> None:
    last = SQLModel.metadata.sorted_tables[-1].name
    with bare.migrating() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {last} (id INTEGER)")
    with pytest.raises(DBAPIError):
        upgrade(bare)
    assert names(bare) <= {last, "alembic_version"}
    assert not is_current(bare)


def test_a_database_of_a_newer_version_is_refused(bare: Database) -> None:
    upgrade(bare)
    with bare.migrating() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '20990101_later'")
    with pytest.raises(NewerDatabaseError, match="newer version"):
        upgrade(bare)


def test_a_migration_that_leaves_rows_pointing_nowhere_is_undone(sqlite_database: Database) -> None:
    """SQLite rests foreign keys while tables are rebuilt, so they are asked at the end."""
    cast = make_cast(sqlite_database)

    def orphan() -> None:
        with sqlite_database.migrating() as connection:
            connection.execute(sa.delete(TABLES["school"]))

    with pytest.raises(RuntimeError, match="point nowhere"):
        orphan()
    assert counts(sqlite_database)["school"] == len({cast.alder, cast.birch, cast.cedar, cast.dogwood, cast.elder})
