"""What a browser shows does not depend on the database, so these tests run on SQLite alone."""

import pytest

from app.store.engine import Database


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database
