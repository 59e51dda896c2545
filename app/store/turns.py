"""One at a time: a network's register that two change at once, each after a look at what stands in it."""

from hashlib import blake2b
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def take_turn(connection: Connection, network_id: UUID, register: str) -> None:
    """Keep every other writer of a network's register waiting until this transaction ends.

    So that a form that comes twice in one moment finds what it has made already. It locks no row, which sessions wait
    for, and comes before any is written. SQLite has one writer at a time anyhow.
    """
    if connection.dialect.name == "postgresql":
        digest = blake2b(network_id.bytes + register.encode(), digest_size=8).digest()
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int.from_bytes(digest, "big", signed=True))))
