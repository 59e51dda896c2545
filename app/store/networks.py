"""Networks as the operator sees them: made, listed and looked up, before anybody has signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from app.store.logins import NetworkFact
from app.store.scope import Unscoped, scoped
from app.store.tables import Network, SchoolBreak
from app.store.tables.base import table_of

network = table_of(Network)
school_break = table_of(SchoolBreak)


@dataclass(frozen=True, slots=True)
class NetworkMark:
    """A network's short name, and whether it is a demo's."""

    slug: str
    demo: bool


def add_network(connection: Connection, new: Network) -> Session:
    """Insert a network; from here on the connection is tied to it, and the session is its own."""
    insert = sa.insert(network).execution_options(unscoped=Unscoped.NETWORKS)
    connection.execute(insert, new.model_dump())
    return scoped(connection, new.id)


def list_network_marks(connection: Connection) -> list[NetworkMark]:
    """Every network of the database, by its short name."""
    statement = sa.select(network.c.slug, network.c.demo).order_by(network.c.slug)
    return [NetworkMark(*row) for row in connection.execute(statement.execution_options(unscoped=Unscoped.NETWORKS))]


def find_network(connection: Connection, slug: str) -> NetworkFact | None:
    """The network with this short name."""
    statement = sa.select(*(network.c[name] for name in NetworkFact.__slots__)).where(network.c.slug == slug)
    row = connection.execute(statement.execution_options(unscoped=Unscoped.NETWORKS)).first()
    return None if row is None else NetworkFact(*row)


def change_network(connection: Connection, network_id: UUID, changes: Mapping[str, Any]) -> None:
    connection.execute(sa.update(network).where(network.c.id == network_id).values(**changes))


def add_break(connection: Connection, network_id: UUID, name: str, first_on: date, last_on: date) -> bool:
    """Insert a break unless the very same is there; whether it was inserted."""
    row = {"network_id": network_id, "name": name, "first_on": first_on, "last_on": last_on}
    same = sa.select(school_break.c.id).where(*(school_break.c[column] == value for column, value in row.items()))
    if connection.execute(same).first() is not None:
        return False
    connection.execute(sa.insert(school_break), row | {"id": uuid4()})
    return True
