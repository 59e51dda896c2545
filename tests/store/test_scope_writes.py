"""The walls between networks, attacked with writes: no row is made, changed, moved or deleted across them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.prepared import Prepared
from app.store.scope import UnscopedStatementError
from app.store.tables import Account, Membership, Person, School
from app.store.tables.base import table_of
from tests.support.cast import Cast

school, person, membership, account = (table_of(kind) for kind in (School, Person, Membership, Account))
same_person = sa.and_(person.c.network_id == membership.c.network_id, person.c.id == membership.c.person_id)


def inserting(connection: Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def row(network_id: UUID) -> dict[str, Any]:
    return {"network_id": network_id, "id": uuid4(), "name": "Mia Moss"}


Write = Callable[[UUID], sa.Executable]

HELD: dict[str, Write] = {
    "an INSERT": lambda own: sa.insert(person).values(row(own)),
    "an INSERT with RETURNING": lambda own: sa.insert(person).values(row(own)).returning(person.c.id),
    "an INSERT from a SELECT": lambda own: sa.insert(person).from_select(
        ["network_id", "id", "name"],
        sa.select(school.c.network_id, school.c.id, school.c.name).where(school.c.network_id == own),
    ),
    "an INSERT from a SELECT that names the network": lambda own: sa.insert(person).from_select(
        ["name", "network_id", "id"],
        sa.select(school.c.name, sa.literal(own).label("owner"), school.c.id).where(school.c.network_id == own),
    ),
    "an UPDATE": lambda own: sa.update(person).where(person.c.network_id == own).values(name="Mia Moss"),
    "an UPDATE of two tables": lambda own: (
        sa.update(person).where(same_person, membership.c.network_id == own).values(name="Mia Moss")
    ),
    "an UPDATE with a SELECT": lambda own: (
        sa.update(person)
        .where(person.c.network_id == own)
        .values(name=sa.select(sa.func.max(school.c.name)).where(school.c.network_id == own).scalar_subquery())
    ),
    "an UPDATE that writes the network it has": lambda own: (
        sa.update(person).where(person.c.network_id == own).values(network_id=own)
    ),
    "a DELETE": lambda own: sa.delete(membership).where(membership.c.network_id == own),
    "a DELETE with an EXISTS": lambda own: sa.delete(membership).where(
        membership.c.network_id == own, sa.exists(sa.select(person.c.name).where(same_person))
    ),
}


@pytest.mark.parametrize("write", HELD.values(), ids=HELD)
def test_it_writes_rows_of_its_own_with(tied: Connection, cast: Cast, write: Write) -> None:
    done = tied.execute(write(cast.bridge))
    assert done.all() if done.returns_rows else done.rowcount != 0


@pytest.mark.parametrize("write", HELD.values(), ids=HELD)
def test_it_writes_no_row_of_another_network_with(tied: Connection, cast: Cast, write: Write) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(write(cast.other))


LEAKS: dict[str, Write] = {
    "an INSERT of an expression for the network": lambda own: sa.insert(person).values(
        row(own) | {"network_id": sa.func.coalesce(sa.null(), sa.literal(uuid4()))}
    ),
    "an INSERT of several rows in one": lambda own: sa.insert(person).values([row(own), row(uuid4())]),
    "an INSERT from a SELECT that is not held": lambda own: sa.insert(person).from_select(
        ["network_id", "id", "name"], sa.select(sa.literal(own), school.c.id, school.c.name)
    ),
    "an INSERT from a SELECT with another network": lambda own: sa.insert(person).from_select(
        ["network_id", "id", "name"],
        sa.select(sa.literal(uuid4()), school.c.id, school.c.name).where(school.c.network_id == own),
    ),
    "an INSERT from a SELECT with another column for it": lambda own: sa.insert(person).from_select(
        ["network_id", "id", "name"],
        sa.select(school.c.id, school.c.network_id, school.c.name).where(school.c.network_id == own),
    ),
    "an INSERT from a SELECT without it": lambda own: sa.insert(person).from_select(
        ["id", "name"], sa.select(school.c.id, school.c.name).where(school.c.network_id == own)
    ),
    "an INSERT from a union": lambda own: sa.insert(person).from_select(
        ["network_id", "id", "name"],
        sa.union_all(
            sa.select(school.c.network_id, school.c.id, school.c.name).where(school.c.network_id == own),
            sa.select(sa.literal(uuid4()), school.c.id, school.c.name).where(school.c.network_id == own),
        ),
    ),
    "an INSERT with a SELECT that is not held": lambda own: sa.insert(person).values(
        row(own) | {"name": sa.select(sa.func.max(school.c.name)).scalar_subquery()}
    ),
    "an INSERT that may replace what is unique everywhere": lambda own: (
        sa.insert(account)
        .prefix_with("OR REPLACE")
        .values(network_id=own, id=uuid4(), person_id=uuid4(), email="otto@other.example", active=True)
    ),
    "an UPDATE that is not held": lambda _own: sa.update(person).values(name="Mia Moss"),
    "an UPDATE held by an OR": lambda own: (
        sa.update(person).where(sa.or_(person.c.network_id == own, person.c.name != "")).values(name="Mia Moss")
    ),
    "an UPDATE of which another table is held": lambda own: (
        sa.update(person)
        .where(person.c.id == membership.c.person_id, membership.c.network_id == own)
        .values(name="Mia Moss")
    ),
    "an UPDATE with a table that is not held": lambda own: (
        sa.update(person)
        .where(person.c.network_id == own, person.c.id == membership.c.person_id)
        .values(name="Mia Moss")
    ),
    "an UPDATE that moves rows": lambda own: (
        sa.update(person).where(person.c.network_id == own).values(network_id=uuid4())
    ),
    "an UPDATE that moves rows by an expression": lambda own: (
        sa.update(person).where(person.c.network_id == own).values(network_id=person.c.id)
    ),
    "an UPDATE that moves rows in an order": lambda own: (
        sa.update(person).where(person.c.network_id == own).ordered_values((person.c.network_id, uuid4()))
    ),
    "an UPDATE with a SELECT that is not held": lambda own: (
        sa.update(person)
        .where(person.c.network_id == own)
        .values(name=sa.select(sa.func.max(school.c.name)).scalar_subquery())
    ),
    "an UPDATE that returns a SELECT that is not held": lambda own: (
        sa.update(person)
        .where(person.c.network_id == own)
        .values(name="Mia Moss")
        .returning(sa.select(sa.func.max(school.c.name)).scalar_subquery())
    ),
    "a DELETE that is not held": lambda _own: sa.delete(membership),
    "a DELETE of what an EXISTS finds": lambda own: sa.delete(membership).where(
        sa.exists(sa.select(person.c.name).where(same_person, person.c.network_id == own))
    ),
    "a DELETE with an EXISTS that is not held": lambda own: sa.delete(membership).where(
        membership.c.network_id == own, sa.exists(sa.select(school.c.id).where(school.c.name == "Elder High"))
    ),
}


@pytest.mark.parametrize("write", LEAKS.values(), ids=LEAKS)
def test_it_is_refused_to_write_with(tied: Connection, cast: Cast, write: Write) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(write(cast.bridge))


@pytest.mark.filterwarnings("ignore:Column 'person.network_id':sqlalchemy.exc.SAWarning")
def test_a_row_without_its_network_is_refused(tied: Connection) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(sa.insert(person), {"id": uuid4(), "name": "Mia Moss"})


def test_one_foreign_row_is_enough_to_refuse_them_all(tied: Connection, cast: Cast) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(sa.insert(person), [row(cast.bridge), row(cast.other), row(cast.bridge)])
    mine = sa.select(person.c.id).where(person.c.network_id == cast.bridge, person.c.name == "Mia Moss")
    assert tied.execute(mine).all() == []


def test_the_values_that_are_sent_count_and_not_those_that_were_written_down(tied: Connection, cast: Cast) -> None:
    insert = sa.insert(person).values(network_id=cast.bridge)
    with pytest.raises(UnscopedStatementError):
        tied.execute(insert, row(cast.other))
    hidden = sa.insert(person).values(network_id=sa.literal(cast.other))
    with pytest.raises(UnscopedStatementError):
        tied.execute(hidden, {"id": uuid4(), "name": "Mia Moss"})
    update = sa.update(person).where(person.c.network_id == sa.bindparam("of"), person.c.id == sa.bindparam("whom"))
    with pytest.raises(UnscopedStatementError):
        tied.execute(update, {"of": cast.bridge, "whom": cast.jo.person_id, "network_id": cast.other})


def test_an_upsert_changes_a_row_of_its_own(tied: Connection, cast: Cast) -> None:
    upsert = inserting(tied, person)
    statement = upsert.on_conflict_do_update(index_elements=["network_id", "id"], set_={"name": upsert.excluded.name})
    tied.execute(statement, {"network_id": cast.bridge, "id": cast.jo.person_id, "name": "Jo Lind"})
    name = sa.select(person.c.name).where(person.c.network_id == cast.bridge, person.c.id == cast.jo.person_id)
    assert tied.execute(name).scalar_one() == "Jo Lind"


def test_an_upsert_cannot_reach_another_networks_row_by_what_is_unique_everywhere(tied: Connection, cast: Cast) -> None:
    mole = {"network_id": cast.bridge, "id": uuid4(), "person_id": cast.jo.person_id, "email": cast.otto.email}
    upsert = inserting(tied, account)
    statement = upsert.on_conflict_do_update(index_elements=["email"], set_={"password_hash": "mine now"})
    with pytest.raises(UnscopedStatementError):
        tied.execute(statement, mole | {"active": True})


@pytest.mark.parametrize("whatever", ["the network", "a SELECT that is not held"])
def test_an_upsert_cannot_set(tied: Connection, cast: Cast, whatever: str) -> None:
    refused: dict[str, dict[str, Any]] = {
        "the network": {"network_id": cast.other},
        "a SELECT that is not held": {"name": sa.select(sa.func.max(school.c.name)).scalar_subquery()},
    }
    upsert = inserting(tied, person)
    statement = upsert.on_conflict_do_update(index_elements=["network_id", "id"], set_=refused[whatever])
    with pytest.raises(UnscopedStatementError):
        tied.execute(statement, row(cast.bridge))


def test_a_change_inside_a_table_expression_is_held_like_any_other(tied: Connection, cast: Cast) -> None:
    """PostgreSQL alone can run these; both refuse them before they try."""
    changing = sa.update(person).values(name="Mia Moss").returning(person.c.id).cte()
    adding = sa.insert(person).values(row(cast.other)).returning(person.c.id).cte()
    for hidden in (changing, adding):
        with pytest.raises(UnscopedStatementError):
            tied.execute(sa.select(hidden.c.id))


@pytest.mark.parametrize("write", LEAKS.values(), ids=LEAKS)
def test_the_prepared_way_refuses_as_well(tied: Connection, cast: Cast, write: Write) -> None:
    with pytest.raises(UnscopedStatementError):
        Prepared(write(cast.bridge)).write(tied, {})


def test_the_prepared_way_refuses_another_networks_values(tied: Connection, cast: Cast) -> None:
    rename = (
        sa.update(person)
        .where(person.c.network_id == sa.bindparam("of"), person.c.id == sa.bindparam("whom"))
        .values(name=sa.bindparam("new"))
    )
    prepared = Prepared(rename)
    assert prepared.write(tied, {"of": cast.bridge, "whom": cast.jo.person_id, "new": "Jo Lind"}) == 1
    with pytest.raises(UnscopedStatementError):
        prepared.write(tied, {"of": cast.other, "whom": cast.otto.person_id, "new": "A mole"})
    with pytest.raises(UnscopedStatementError):
        Prepared(sa.insert(person)).write(tied, row(cast.bridge), row(cast.other))
