"""What a network and its schools wear: the logo, and schools' colors and mottos; a network's own are in `networks`."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.logins import network_logo
from app.store.schools import school


@dataclass(frozen=True, slots=True)
class KeptLogo:
    png: bytes
    width: int
    height: int
    mark: str


def get_logo(connection: Connection, network_id: UUID) -> KeptLogo | None:
    columns = (network_logo.c[name] for name in KeptLogo.__slots__)
    row = connection.execute(sa.select(*columns).where(network_logo.c.network_id == network_id)).first()
    return None if row is None else KeptLogo(*row)


def put_logo(connection: Connection, network_id: UUID, logo: KeptLogo | None) -> None:
    """Wear this logo, or with None none."""
    if logo is None:
        connection.execute(sa.delete(network_logo).where(network_logo.c.network_id == network_id))
        return
    worn: dict[str, Any] = {name: getattr(logo, name) for name in KeptLogo.__slots__}
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(network_logo).values(worn | {"network_id": network_id})
    connection.execute(statement.on_conflict_do_update(index_elements=[network_logo.c.network_id], set_=worn))


def change_school(connection: Connection, network_id: UUID, school_id: UUID, **values: str) -> None:
    """Write a school's color or motto."""
    statement = sa.update(school).where(school.c.network_id == network_id, school.c.id == school_id)
    connection.execute(statement.values(**values))
