"""Accepted versions of coaching sessions: what a form that comes again is known by, and what undoing goes back to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.store.prepared import Prepared
from app.store.tables import SessionVersion
from app.store.tables.base import table_of

version = table_of(SessionVersion)

_insert = Prepared(sa.insert(version))


@dataclass(frozen=True, slots=True)
class Version:
    """An accepted version. `content_hash` is the act where nothing was told ("void"); `told` what counts, if kept."""

    number: int
    content_hash: str
    told: str | None


def keep_version(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a version: its network, session, number, hash, and what it told; see `SessionVersion`."""
    _insert.write(connection, row)


_get_hash = sa.select(version.c.content_hash).where(
    version.c.network_id == sa.bindparam("of_network"),
    version.c.session_id == sa.bindparam("of_session"),
    version.c.version == sa.bindparam("number"),
)


def get_hash(connection: Connection, network_id: UUID, session_id: UUID, number: int) -> str | None:
    found = connection.execute(_get_hash, {"of_network": network_id, "of_session": session_id, "number": number})
    return found.scalar_one_or_none()


def list_versions(connection: Connection, network_id: UUID, session_id: UUID) -> dict[int, Version]:
    """Every accepted version of a session, by its number."""
    statement = (
        sa.select(version.c.version, version.c.content_hash, version.c.told)
        .where(version.c.network_id == network_id, version.c.session_id == session_id)
        .order_by(version.c.version)
    )
    return {row.version: Version(*row) for row in connection.execute(statement)}
