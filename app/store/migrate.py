"""Bring a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.settings import ROOT
from app.store import files
from app.store.engine import Database


def config() -> Config:
    return Config(ROOT / "alembic.ini")


class NewerDatabaseError(RuntimeError):
    """The database has a schema that this version does not know."""

    def __init__(self) -> None:
        super().__init__("This database was made by a newer version of Side by Side. Install that version to use it.")


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration that is missing, in one transaction: all of it or none.

    Raises:
        NewerDatabaseError: the database's schema is not one of this version's.
    """
    if database.is_sqlite and database.url.database and database.url.database != ":memory:":
        files.begin(Path(database.url.database))
    with database.migrating() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
        if found is not None and found not in known:
            raise NewerDatabaseError
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
