"""Bring a database to the schema of this version."""

from pathlib import Path

from app.store import files
from app.store.engine import Database
from app.store.schema import is_current

HEAD = "head"


class NewerDatabaseError(RuntimeError):
    """The database has a schema that this version does not know."""

    def __init__(self) -> None:
        super().__init__("This database was made by a newer version of Side by Side. Install that version to use it.")


def upgrade(database: Database, revision: str = HEAD) -> None:
    """Run every migration that is missing, in one transaction: all of it or none.

    Raises:
        NewerDatabaseError: the database's schema is not one of this version's.
    """
    if database.is_sqlite and database.url.database and database.url.database != ":memory:":
        files.begin(Path(database.url.database))
    if revision == HEAD and is_current(database):
        return
    from app.store import migrations  # noqa: PLC0415 - ten MiB that a server which is up to date never needs

    with database.migrating() as connection:
        if not migrations.is_known(connection):
            raise NewerDatabaseError
        migrations.run(connection, revision)
