"""A row in every table, in both networks, for tests that ask something of all of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.domain.vocabulary import Area
from app.services.sessions import submit_session
from app.store import tables
from app.store.engine import Database
from app.store.scope import Unscoped, scoped
from tests.support.cast import Cast, visit_of
from tests.support.tellings import side_by_side

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)

TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}

ANYBODY = {"unscoped": Unscoped.NETWORKS}
"""Execution options of a statement of a test that looks over the walls."""


def fill(database: Database, cast: Cast) -> None:
    """What the cast lacks: a session of each network with all that hangs on it, a break and an import."""
    jo = side_by_side(cast, next_step_text="Rosa drafts the budget", next_step_owner_id=cast.rosa.person_id)
    otto = side_by_side(
        cast,
        school_id=cast.elder,
        area_id=cast.other_areas[Area.BUDGET],
        participant_ids=frozenset({cast.oona.person_id}),
        next_step_text="Oona drafts the budget",
        next_step_owner_id=cast.oona.person_id,
    )
    for who, telling in ((cast.jo, jo), (cast.otto, otto)):
        with database.writing() as connection:
            visit = visit_of(connection, who, NOW)
            submit_session(visit, uuid4(), 0, telling)
            with scoped(connection, who.network_id) as session:
                session.add(_winter_break(who.network_id))
                session.add(tables.ImportRun(network_id=who.network_id, kind="log", file_name="log.csv"))
                session.flush()


def row_of(connection: sa.Connection, table: sa.Table, network_id: UUID) -> dict[str, Any]:
    """One row of a network's, whichever."""
    owner = table.c["id" if table.name == "network" else "network_id"]
    found = connection.execute(sa.select(table).where(owner == network_id).limit(1), execution_options=ANYBODY)
    return dict(found.mappings().one())


def change_row(connection: sa.Connection, table: sa.Table, row: dict[str, Any], **changes: Any) -> None:
    """Write over the walls, so that only the database itself can refuse."""
    same = (column == row[column.name] for column in table.primary_key)
    connection.execute(sa.update(table).where(*same).values(changes), execution_options=ANYBODY)


def _winter_break(network_id: UUID) -> tables.SchoolBreak:
    return tables.SchoolBreak(
        network_id=network_id, name="Winter break", first_on=date(2026, 12, 21), last_on=date(2027, 1, 8)
    )
