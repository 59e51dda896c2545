"""The migrations themselves, run by Alembic. Only `migrate` loads this, and only where there is something to run."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from app.settings import ROOT


def config() -> Config:
    return Config(ROOT / "alembic.ini")


def is_known(connection: Connection) -> bool:
    """Whether this version knows the schema that the database has; one without any is known."""
    found = MigrationContext.configure(connection).get_current_revision()
    return found is None or found in {
        script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()
    }


def run(connection: Connection, revision: str) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
