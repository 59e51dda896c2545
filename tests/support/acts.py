"""What people of the cast do, each act in a transaction of its own, and what is found afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.domain.sessions import Telling
from app.services.session_changes import Submitted
from app.services.sessions import restore_session, submit_session, void_session
from app.services.visits import Visit
from app.store.engine import Database
from app.store.sessions import Kept, get_kept
from tests.support.cast import Cast, Someone, visit_of
from tests.support.filling import ANYBODY, NOW, TABLES

FORM = UUID("10000000-0000-4000-8000-000000000001")
"""The id that was made with the form."""


@contextmanager
def visit(database: Database, who: Someone, now: datetime = NOW) -> Iterator[Visit]:
    with database.writing() as connection:
        yield visit_of(connection, who, now)


def submit(database: Database, who: Someone, seen: int, said: Telling, session_id: UUID = FORM) -> Submitted:
    with visit(database, who) as their:
        return submit_session(their, session_id, seen, said)


def void(database: Database, who: Someone, seen: int, reason: str = "Logged twice") -> Kept:
    with visit(database, who) as their:
        return void_session(their, FORM, seen, reason)


def restore(database: Database, who: Someone, seen: int) -> Kept:
    with visit(database, who) as their:
        return restore_session(their, FORM, seen)


def kept(database: Database, cast: Cast) -> Kept:
    with visit(database, cast.jo) as jo:
        found = get_kept(jo.connection, cast.bridge, FORM)
    assert found is not None
    return found


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        rows = sa.select(sa.func.count()).select_from(TABLES[table])
        return int(connection.execute(rows, execution_options=ANYBODY).scalar_one())
