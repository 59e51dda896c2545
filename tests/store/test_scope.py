"""The walls between networks, attacked with reads: Bridge Partners must never see a row of Other Partners."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.engine import Database
from app.store.scope import Unscoped, UnscopedStatementError, scoped, tie, untie
from app.store.tables import Membership, Network, Person, School
from app.store.tables.base import table_of
from tests.support.cast import Cast

Read = Callable[[UUID], sa.Executable]

network, school, person, membership = (table_of(kind) for kind in (Network, School, Person, Membership))
twin = person.alias("twin")
member = sa.and_(person.c.network_id == membership.c.network_id, person.c.id == membership.c.person_id)
namesake = person.c.name != twin.c.name
apart = person.c.name != school.c.name


def joined(*conditions: sa.ColumnElement[bool], outer: bool = False, full: bool = False) -> sa.Select[str]:
    return sa.select(person.c.name).join(membership, sa.and_(*conditions), isouter=outer, full=full)


def people(*where: sa.ColumnElement[bool]) -> sa.Select[str]:
    return sa.select(person.c.name).where(*where)


HELD: dict[str, Read] = {
    "a comparison": lambda own: people(person.c.network_id == own),
    "a comparison among others": lambda own: people(person.c.name != "", person.c.network_id == own),
    "a comparison the other way round": lambda own: people(sa.literal(own) == person.c.network_id),
    "the other table of an inner join": lambda own: joined(member).where(membership.c.network_id == own),
    "the other table in WHERE": lambda own: people(member, membership.c.network_id == own),
    "the ON of an inner join": lambda own: joined(member, membership.c.network_id == own),
    "the inner side of an outer join": lambda own: joined(member, outer=True).where(person.c.network_id == own),
    "a comparison each for a table and its alias": lambda own: people(
        person.c.network_id == own, twin.c.network_id == own, namesake
    ),
    "a comparison in the subquery it reads": lambda own: sa.select(
        people(person.c.network_id == own).subquery().c.name
    ),
    "a comparison in the table expression it reads": lambda own: sa.select(
        people(person.c.network_id == own).cte().c.name
    ),
    "the row around its EXISTS": lambda own: people(person.c.network_id == own, sa.exists().where(member)),
    "the row around its scalar subquery": lambda own: people(person.c.network_id == own).add_columns(
        sa.select(sa.func.count()).select_from(membership).where(member).scalar_subquery()
    ),
    "both sides of a union": lambda own: sa.union_all(
        people(person.c.network_id == own), sa.select(school.c.name).where(school.c.network_id == own)
    ),
    "the network's own id": lambda own: sa.select(network.c.name).where(network.c.id == own),
    "the parameter of a text": lambda own: sa.text("SELECT name FROM person WHERE network_id = :network_id").bindparams(
        sa.bindparam("network_id", own, type_=sa.Uuid())
    ),
}


@pytest.mark.parametrize("read", HELD.values(), ids=HELD)
def test_a_read_sees_its_own_rows_when_held_by(tied: Connection, cast: Cast, read: Read) -> None:
    names = {row[0] for row in tied.execute(read(cast.bridge))}
    assert names
    assert names.isdisjoint({"Other Partners", "Elder High", cast.otto.name, cast.oona.name, cast.olga.name})


@pytest.mark.parametrize("read", HELD.values(), ids=HELD)
def test_a_read_of_another_network_is_refused_when_held_by(tied: Connection, cast: Cast, read: Read) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(read(cast.other))


@pytest.mark.parametrize("read", HELD.values(), ids=HELD)
def test_a_read_without_a_network_of_its_connection_is_refused_though_held_by(
    database: Database, cast: Cast, read: Read
) -> None:
    with database.reading() as stranger, pytest.raises(UnscopedStatementError):
        stranger.execute(read(cast.bridge))


LEAKS: dict[str, Read] = {
    "nothing": lambda _own: people(),
    "another column": lambda own: people(person.c.id == own),
    "an OR": lambda own: people(sa.or_(person.c.network_id == own, sa.true())),
    "an OR within an AND": lambda own: people(
        person.c.name != "", sa.or_(sa.and_(person.c.network_id == own, person.c.name == ""), person.c.name != "")
    ),
    "a NOT": lambda own: people(sa.not_(sa.and_(person.c.network_id == own, person.c.name == ""))),
    "an inequality": lambda own: people(person.c.network_id != own),
    "a list": lambda own: people(person.c.network_id.in_([own])),
    "itself": lambda _own: people(person.c.network_id == person.c.network_id),
    "a column that shows the comparison": lambda own: people().add_columns(person.c.network_id == own),
    "a CASE": lambda own: sa.select(sa.case((person.c.network_id == own, ""), else_=person.c.name)),
    "its order": lambda own: people().order_by(person.c.network_id == own),
    "HAVING": lambda own: people().group_by(person.c.name).having(sa.func.max(person.c.network_id == own)),
    "one of two tables": lambda own: people(school.c.network_id == own, apart),
    "a join on ids alone": lambda own: joined(person.c.id == membership.c.person_id).where(
        membership.c.network_id == own
    ),
    "a third table only": lambda own: people(member, school.c.network_id == own, apart),
    "the ON of an outer join": lambda own: joined(member, person.c.network_id == own, outer=True),
    "the far side of an outer join": lambda own: joined(member, membership.c.network_id == own, outer=True),
    "the ON of a full join": lambda own: joined(
        member, person.c.network_id == own, membership.c.network_id == own, full=True
    ),
    "its alias only": lambda own: people(twin.c.network_id == own, namesake),
    "the table only, of an alias": lambda own: sa.select(twin.c.name).where(person.c.network_id == own, namesake),
    "an alias of an alias": lambda _own: sa.select(twin.alias().c.name),
    "a sample": lambda _own: sa.select(sa.tablesample(person, 100).c.name),
    "one side of a union": lambda own: sa.union_all(people(person.c.network_id == own), people()),
    "the same table's subquery": lambda own: people(person.c.name.in_(people(person.c.network_id == own))),
    "an EXISTS around which it stands": lambda own: people(
        ~sa.exists().where(membership.c.network_id == own, person.c.network_id == own, membership.c.on_ilt)
    ),
    "a comparison that its subquery lacks": lambda own: people(
        person.c.network_id == own, person.c.name.in_(sa.select(school.c.name))
    ),
    "a comparison that its scalar subquery lacks": lambda own: people(person.c.network_id == own).add_columns(
        sa.select(sa.func.max(school.c.name)).scalar_subquery()
    ),
    "a comparison that its EXISTS of the same table lacks": lambda own: people(
        person.c.network_id == own, sa.exists(sa.select(person.c.id).where(person.c.name == "Otto Brandt"))
    ),
    "a comparison from which its EXISTS cuts itself off": lambda own: people(
        person.c.network_id == own, sa.exists(sa.select(membership.c.id).where(member).correlate(None))
    ),
    "a comparison two SELECTs away": lambda own: people(
        person.c.network_id == own,
        sa.exists(sa.select(school.c.id).where(school.c.network_id == own, sa.exists().where(member))),
    ),
    "a subquery that it reads": lambda _own: sa.select(people().subquery().c.name),
    "a table expression that it reads": lambda _own: sa.select(people().cte().c.name),
    "a comparison outside the subquery that it reads": lambda own: sa.select(
        (inside := sa.select(person).subquery()).c.name
    ).where(inside.c.network_id == own),
    "two networks": lambda own: people(person.c.network_id == own, twin.c.network_id == uuid4(), namesake),
    "a text": lambda _own: sa.text("SELECT name FROM person"),
    "a text with another parameter": lambda own: sa.text("SELECT name FROM person WHERE network_id = :own").bindparams(
        sa.bindparam("own", own, type_=sa.Uuid())
    ),
    "a text with columns": lambda _own: sa.text("SELECT name FROM person").columns(name=sa.String),
    "a text in FROM": lambda own: (
        sa.select(sa.text("another.name"))
        .select_from(sa.join(person, sa.text("person AS another"), sa.true()))
        .where(person.c.network_id == own)
    ),
    "a text for a column": lambda own: sa.select(sa.literal_column("(SELECT max(name) FROM person)")).where(
        person.c.network_id == own
    ),
    "a text before its columns": lambda own: people(person.c.network_id == own).prefix_with(
        "name FROM person UNION SELECT"
    ),
    "a text behind it": lambda own: people(person.c.network_id == own).suffix_with("UNION SELECT name FROM person"),
    "a hint behind it": lambda own: people(person.c.network_id == own).with_statement_hint(
        "UNION SELECT name FROM person"
    ),
    "the name of a table": lambda _own: sa.select(sa.table("person", sa.column("name")).c.name),
}


@pytest.mark.parametrize("read", LEAKS.values(), ids=LEAKS)
def test_a_read_is_refused_when_held_by(tied: Connection, cast: Cast, read: Read) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(read(cast.bridge))


def test_what_touches_no_rows_of_a_network_needs_none(database: Database) -> None:
    with database.reading() as stranger:
        assert stranger.scalar(sa.select(sa.literal(1) + 1)) == 2


def test_sql_that_goes_straight_to_the_driver_is_refused(tied: Connection) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.exec_driver_sql("SELECT name FROM person")


def test_a_statement_that_is_kept_is_looked_at_each_time_it_runs(tied: Connection, cast: Cast) -> None:
    kept = people(person.c.network_id == sa.bindparam("of"))
    assert tied.execute(kept, {"of": cast.bridge}).all()
    with pytest.raises(UnscopedStatementError):
        tied.execute(kept, {"of": cast.other})
    assert tied.execute(kept, {"of": cast.bridge}).all()


def test_a_connection_stays_with_its_network(tied: Connection, cast: Cast) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execution_options(network_id=cast.other)
    with pytest.raises(UnscopedStatementError):
        scoped(tied, cast.other)


def test_a_connection_that_is_freed_has_no_network_until_it_is_tied_again(tied: Connection, cast: Cast) -> None:
    untie(tied)
    with pytest.raises(UnscopedStatementError):
        tied.execute(people(person.c.network_id == cast.bridge))
    tie(tied, cast.other)
    assert tied.execute(people(person.c.network_id == cast.other)).all()


def test_a_connection_comes_back_from_the_pool_without_its_network(database: Database, cast: Cast) -> None:
    for network_id in (cast.bridge, cast.other):
        with database.reading() as connection:
            scoped(connection, network_id).close()
            assert connection.execute(people(person.c.network_id == network_id)).all()


def test_a_reason_lets_a_statement_pass_and_anything_else_does_not(tied: Connection, cast: Cast) -> None:
    everybody = tied.execute(people(), execution_options={"unscoped": Unscoped.SIGN_IN}).scalars().all()
    assert {cast.jo.name, cast.otto.name} <= set(everybody)
    with pytest.raises(UnscopedStatementError):
        tied.execute(people(), execution_options={"unscoped": True})
