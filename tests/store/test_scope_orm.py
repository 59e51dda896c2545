"""The walls between networks, attacked through the ORM: whatever is asked, only the session's own network answers."""

from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased, make_transient_to_detached
from sqlalchemy.orm import join as orm_join
from sqlmodel import Session, col, select

from app.store.engine import Database
from app.store.scope import Unscoped, UnscopedStatementError, scoped
from app.store.tables import Account, Membership, Network, Person
from app.store.tables.base import table_of
from tests.support.cast import Cast, Someone

Twin = aliased(Person)
name, twin_name, network_name = col(Person.name), col(Twin.name), col(Network.name)
owner, email = col(Account.person_id), col(Account.email)
another, twin_owns = col(Twin.id) != Person.id, owner == Twin.id
person, account, membership = table_of(Person), table_of(Account), table_of(Membership)
everybody = sa.select(name)

ASKED: dict[str, Callable[[], sa.Executable]] = {
    "entities": lambda: sa.select(Person),
    "columns": lambda: everybody,
    "an alias": lambda: sa.select(Twin),
    "a function of a column": lambda: sa.select(sa.func.upper(name)),
    "a join": lambda: everybody.join(Account, owner == Person.id),
    "an outer join": lambda: everybody.join(Account, owner == Person.id, isouter=True),
    "a join with an alias": lambda: sa.select(name, twin_name).join(Twin, another),
    "an implicit join": lambda: sa.select(name, email).where(owner == Person.id),
    "an outer join with an alias": lambda: sa.select(name, twin_name).join(Twin, another, isouter=True),
    "a join from an alias": lambda: sa.select(twin_name).join_from(Account, Twin, twin_owns),
    "a join in FROM": lambda: sa.select(name, twin_name).select_from(orm_join(Person, Twin, another)),
    "an entity from a subquery": lambda: sa.select(aliased(Person, sa.select(Person).subquery())),
    "a scalar subquery": lambda: sa.select(network_name, sa.select(sa.func.max(name)).scalar_subquery()),
    "an OR": lambda: everybody.where(sa.or_(name == "", sa.true())),
    "a union": lambda: sa.union_all(everybody, sa.select(network_name)),
    "a union in FROM": lambda: sa.select(sa.union_all(everybody, sa.select(network_name)).subquery()),
    "entities from a union": lambda: sa.select(Person).from_statement(
        sa.union_all(sa.select(Person), sa.select(Person))
    ),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("whose", ["bridge", "other"])
def test_the_orm_answers_with_its_own_rows_when_asked_for(
    database: Database, cast: Cast, asked: Callable[[], sa.Executable], whose: str
) -> None:
    sides = {"bridge": (cast.bridge, cast.other, [cast.otto, cast.oona]), "other": (cast.other, cast.bridge, [cast.jo])}
    own, foreign, foreigners = sides[whose]
    with database.reading() as connection, scoped(connection, own) as session:
        said = str([_plain(row) for row in session.execute(asked())]).lower()
    assert said != "[]"
    assert not any(who.name.lower() in said or who.email in said for who in foreigners)
    assert str(foreign) not in said


def _plain(row: sa.Row[tuple[object, ...]]) -> list[object]:
    return [part.model_dump() if isinstance(part, Person) else part for part in row]


WITHIN: dict[str, Callable[[sa.Select[str]], sa.ColumnElement[bool]]] = {
    "exists": sa.exists,
    "counts": lambda found: found.with_only_columns(sa.func.count()).scalar_subquery() > 0,
    "lists": lambda found: sa.literal("").not_in(found) & sa.exists(found),
}


@pytest.mark.parametrize("inner", WITHIN.values(), ids=WITHIN)
def test_a_question_within_a_question_sees_no_foreign_row(
    bridge: Session, cast: Cast, inner: Callable[[sa.Select[str]], sa.ColumnElement[bool]]
) -> None:
    def asking(who: Someone) -> sa.Select[Network]:
        return sa.select(Network).where(inner(sa.select(email).where(email == who.email)))

    assert bridge.execute(asking(cast.jo)).all()
    assert not bridge.execute(asking(cast.otto)).all()


def test_a_count_counts_its_own_rows(bridge: Session) -> None:
    assert bridge.scalar(sa.select(sa.func.count()).select_from(Person)) == 8
    assert bridge.scalar(sa.select(sa.func.count(col(Person.id)))) == 8


def test_a_row_of_another_network_cannot_be_got_by_its_key(bridge: Session, cast: Cast) -> None:
    assert bridge.get(Person, (cast.bridge, cast.jo.person_id)) is not None
    assert bridge.get(Network, cast.bridge) is not None
    with pytest.raises(UnscopedStatementError):
        bridge.get(Person, (cast.other, cast.otto.person_id))
    with pytest.raises(UnscopedStatementError):
        bridge.get(Network, cast.other)


def test_two_networks_one_after_the_other_each_see_their_own(database: Database, cast: Cast) -> None:
    for own, who in ((cast.bridge, cast.dora), (cast.other, cast.olga), (cast.bridge, cast.dora)):
        with database.reading() as connection, scoped(connection, own) as session:
            assert who.name in session.exec(select(Person.name)).all()
            assert {row.network_id for row in session.exec(select(Person))} == {own}


def test_a_row_can_be_read_again(bridge: Session, cast: Cast) -> None:
    jo = bridge.exec(select(Person).where(Person.name == cast.jo.name)).one()
    bridge.refresh(jo)
    bridge.expire(jo)
    assert jo.name == cast.jo.name


MIXED: dict[str, Callable[[], sa.Executable]] = {
    "a table of Core beside a class": lambda: sa.select(name, account.c.email).where(account.c.person_id == Person.id),
    "a table of Core joined to a class": lambda: everybody.join(account, account.c.person_id == Person.id),
    "a table of Core in an EXISTS": lambda: everybody.where(sa.exists(sa.select(account.c.id))),
    "a table of Core in a subquery": lambda: everybody.where(name.in_(sa.select(person.c.name))),
    "an alias of a table of Core": lambda: sa.select(network_name, (twin := person.alias()).c.name).where(
        twin.c.name != Network.name
    ),
    "a full join": lambda: everybody.join(Account, owner == Person.id, full=True),
    "a full join in FROM": lambda: everybody.select_from(sa.join(Person, Account, owner == Person.id, full=True)),
    "a subquery around which no class stands": lambda: sa.select(everybody.subquery().c.name),
    "a table expression around which no class stands": lambda: sa.select(everybody.cte().c.name),
    "a text for a FROM": lambda: sa.select(network_name, sa.text("other.name")).select_from(
        sa.join(Network, sa.text("person AS other"), sa.true())
    ),
    "a text for a column": lambda: sa.select(network_name, sa.literal_column("(SELECT max(name) FROM person)")),
    "a text for a condition": lambda: everybody.where(sa.text("true")),
    "a text behind the statement": lambda: everybody.suffix_with("UNION SELECT name FROM person"),
    "a text that stands for the statement": lambda: sa.select(Person).from_statement(sa.text("SELECT * FROM person")),
    "a statement of Core that stands for it": lambda: sa.select(Person).from_statement(sa.select(person)),
    "a class over a subquery of Core": lambda: sa.select(aliased(Person, sa.select(person).subquery())),
    "a table of Core alone": lambda: sa.select(person.c.name),
}


@pytest.mark.parametrize("asked", MIXED.values(), ids=MIXED)
def test_what_the_orm_could_not_narrow_is_refused(bridge: Session, asked: Callable[[], sa.Executable]) -> None:
    with pytest.raises(UnscopedStatementError):
        bridge.execute(asked())


def test_a_session_on_a_connection_without_a_network_is_refused(database: Database, cast: Cast) -> None:
    with database.reading() as connection, Session(connection) as session, pytest.raises(UnscopedStatementError):
        session.get(Person, (cast.bridge, cast.jo.person_id))


def test_a_class_asked_through_the_connection_is_not_narrowed_and_so_refused(tied: Connection) -> None:
    with pytest.raises(UnscopedStatementError):
        tied.execute(everybody)


CHANGES: dict[str, sa.Executable] = {
    "update": sa.update(Membership).values(on_ilt=False),
    "update what an OR finds": sa.update(Membership)
    .where(sa.or_(col(Membership.on_ilt), sa.true()))
    .values(on_ilt=False),
    "delete": sa.delete(Membership),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_reaches_its_own_rows_only(
    bridge: Session, tied: Connection, cast: Cast, change: sa.Executable
) -> None:
    assert tied.execute(on_ilt, {"of": cast.bridge}).scalar_one() == 2
    bridge.execute(change)
    assert tied.execute(on_ilt, {"of": cast.bridge}).scalar_one() == 0
    assert tied.execute(on_ilt, {"of": cast.other}).scalar_one() == 1


on_ilt = (
    sa.select(sa.func.count())
    .select_from(membership)
    .where(membership.c.network_id == sa.bindparam("of"), membership.c.on_ilt)
    .execution_options(unscoped=Unscoped.NETWORKS)
)


@pytest.mark.parametrize("change", [sa.update(Person).values(name="Somebody"), sa.delete(Membership)])
def test_a_question_within_a_change_sees_no_foreign_row(
    bridge: Session, cast: Cast, change: sa.Update | sa.Delete
) -> None:
    for who, reached in ((cast.otto, False), (cast.jo, True)):
        asked = sa.exists(sa.select(col(Account.id)).where(email == who.email))
        changed = bridge.execute(change.where(asked), execution_options={"synchronize_session": False})
        assert bool(changed.rowcount) is reached  # type: ignore[attr-defined]


def test_a_row_cannot_move_to_another_network(bridge: Session, cast: Cast) -> None:
    with pytest.raises(UnscopedStatementError):
        bridge.execute(sa.update(Membership).values(network_id=cast.other))
    jo = bridge.exec(select(Person).where(Person.name == cast.jo.name)).one()
    jo.network_id = cast.other
    with pytest.raises(UnscopedStatementError):
        bridge.flush()


def test_a_row_of_another_network_cannot_be_added(bridge: Session, cast: Cast) -> None:
    bridge.add(Person(network_id=cast.other, name="A mole"))
    with pytest.raises(UnscopedStatementError):
        bridge.flush()


def test_a_foreign_row_among_many_is_enough_to_refuse_them_all(bridge: Session, cast: Cast) -> None:
    rows = [{"network_id": owner, "id": uuid4(), "name": "A mole"} for owner in (cast.bridge, cast.other)]
    with pytest.raises(UnscopedStatementError):
        bridge.execute(sa.insert(Person), rows)
    with pytest.raises(UnscopedStatementError):
        bridge.scalars(sa.insert(Person).returning(Person), rows)


def test_a_row_of_another_network_cannot_be_changed_by_its_key(bridge: Session, cast: Cast) -> None:
    row = {"network_id": cast.other, "id": cast.otto.person_id, "name": "A mole"}
    with pytest.raises(UnscopedStatementError):
        bridge.execute(sa.update(Person), [row])
    otto = Person(network_id=cast.other, id=cast.otto.person_id, name="Otto Brandt")
    make_transient_to_detached(otto)
    bridge.add(otto)
    otto.name = "A mole"
    with pytest.raises(UnscopedStatementError):
        bridge.flush()


def test_a_row_of_another_network_cannot_be_deleted(bridge: Session, cast: Cast) -> None:
    otto = Person(network_id=cast.other, id=cast.otto.person_id, name="Otto Brandt")
    make_transient_to_detached(otto)
    bridge.delete(otto)
    with pytest.raises(UnscopedStatementError):
        bridge.flush()


def test_its_own_rows_are_added_changed_and_deleted(bridge: Session, cast: Cast) -> None:
    mia = Person(network_id=cast.bridge, name="Mia")
    bridge.add(mia)
    bridge.flush()
    bridge.execute(sa.update(Person), [{"network_id": cast.bridge, "id": mia.id, "name": "Mia Moss"}])
    bridge.expire(mia)
    assert mia.name == "Mia Moss"
    mia.name = "Mia Lind"
    bridge.flush()
    bridge.delete(mia)
    bridge.flush()
    assert bridge.get(Person, (cast.bridge, mia.id)) is None
