"""Connections of one network, for the tests of the walls between networks."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection
from sqlmodel import Session

from app.store.engine import Database
from app.store.scope import scoped
from tests.support.cast import Cast


@pytest.fixture
def tied(database: Database, cast: Cast) -> Iterator[Connection]:
    """A writing connection that is tied to Bridge Partners."""
    with database.writing() as connection:
        scoped(connection, cast.bridge).close()
        yield connection


@pytest.fixture
def bridge(tied: Connection, cast: Cast) -> Iterator[Session]:
    """The ORM session of Bridge Partners."""
    with scoped(tied, cast.bridge) as session:
        yield session
