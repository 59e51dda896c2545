"""What is asked twice in one reading transaction is read once; a write always reads what it wrote."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.engine import Connection

from app.store import tables
from app.store.engine import Database
from app.store.once import once
from app.store.schools import get_school, list_areas, list_schools, names_of
from app.store.scope import scoped
from tests.support.cast import Cast
from tests.support.rows import change
from tests.support.years import counting


def tied(connection: Connection, cast: Cast) -> Connection:
    scoped(connection, cast.bridge).close()
    return connection


def test_a_page_asks_once_for_what_its_parts_want(database: Database, cast: Cast) -> None:
    with database.reading() as reading, counting(database) as asked:
        connection = tied(reading, cast)
        first, again = (list_areas(connection, cast.bridge, cast.today) for _ in range(2))
        assert first == again
        assert len(asked) == 1
        list_areas(connection, cast.bridge, cast.today.replace(day=1))
        assert len(asked) == 2


def test_each_caller_has_a_list_of_its_own(database: Database, cast: Cast) -> None:
    with database.reading() as reading:
        connection = tied(reading, cast)
        list_areas(connection, cast.bridge, cast.today).clear()
        assert list_areas(connection, cast.bridge, cast.today)


def test_schools_and_names_that_are_known_are_not_asked_for(database: Database, cast: Cast) -> None:
    jo, rosa = cast.jo.person_id, cast.rosa.person_id
    with database.reading() as reading, counting(database) as asked:
        connection = tied(reading, cast)
        everything = list_schools(connection, cast.bridge, None, None)
        two = frozenset({cast.alder, cast.birch})
        assert list_schools(connection, cast.bridge, two, None) == [each for each in everything if each.id in two]
        assert get_school(connection, cast.bridge, cast.alder) in everything
        assert len(asked) == 1
        assert names_of(connection, cast.bridge, frozenset({jo, rosa})).keys() == {jo, rosa}
        assert names_of(connection, cast.bridge, frozenset({rosa})).keys() == {rosa}
        assert len(asked) == 2


def test_what_is_not_there_stays_away(database: Database, cast: Cast) -> None:
    with database.reading() as reading:
        connection, nobody = tied(reading, cast), uuid4()
        for _ in range(2):
            assert get_school(connection, cast.bridge, cast.elder) is None, "another network's"
            assert names_of(connection, cast.bridge, frozenset({nobody, cast.otto.person_id})) == {}
            assert list_schools(connection, cast.bridge, frozenset({cast.elder, nobody}), None) == []


def test_the_next_transaction_reads_anew(database: Database, cast: Cast) -> None:
    with database.reading() as connection:
        before = get_school(tied(connection, cast), cast.bridge, cast.alder)
    assert before is not None
    change(database, tables.School, cast.bridge, {"id": cast.alder}, name="Alder Academy")
    with database.reading() as connection:
        found = get_school(tied(connection, cast), cast.bridge, cast.alder)
    assert found is not None
    assert replace(found, revision=before.revision) == replace(before, name="Alder Academy")


@pytest.mark.parametrize("keeps", [True, False])
def test_where_something_is_written_nothing_is_kept(database: Database, keeps: bool) -> None:  # noqa: FBT001 - a case
    asked = []

    @once
    def read(_connection: Connection, what: str) -> str:
        asked.append(what)
        return what

    with database.reading() if keeps else database.writing() as connection:
        assert (read(connection, "a"), read(connection, "a")) == ("a", "a")
    assert len(asked) == (1 if keeps else 2)
