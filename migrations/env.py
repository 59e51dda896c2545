"""Runs migrations on the connection it is handed, or on the database that the settings name."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.store.tables  # noqa: F401 - fills the metadata
from app.settings import Settings
from app.store.engine import Database

LOCK_SECONDS = 10
"""A migration that cannot have its table in this time gives up, and the pages go on."""


def plain_string(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's own string type as SQLAlchemy's, so that old migrations outlive it."""
    return f"sa.String(length={item.length})" if kind == "type" and isinstance(item, AutoString) else False


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        render_item=plain_string,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with Database(Settings().database_url).migrating() as opened:
        run(opened)
