"""Networks as the operator sees them: made, listed and looked up, before anybody has signed in."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from app.store.logins import NetworkFact
from app.store.scope import Unscoped, scoped
from app.store.tables import Network
from app.store.tables.base import table_of

network = table_of(Network)


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
