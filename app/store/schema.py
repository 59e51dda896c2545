"""Which schema a database has, told without loading what migrates it: a server asks this, and migrates once at most."""

import sqlalchemy as sa

from app.store.engine import Database

CURRENT = "20261130_lessons"
"""The last of `migrations/versions`; a test holds it to that."""

_version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String))


def is_current(database: Database) -> bool:
    """Whether the database has exactly the schema that this version expects."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table(_version.name):
            return False
        return list(connection.execute(sa.select(_version.c.version_num)).scalars()) == [CURRENT]
