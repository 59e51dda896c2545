"""Values that reads of several schools bind, by name: such a statement is made once, and run with what differs.

Making one takes longer than the database does, and a school that is judged again takes a dozen.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

Ids = Collection[UUID] | None
"""Schools to read; None for all of the network."""

Bind = sa.BindParameter[Any]

OF_NETWORK: Bind = sa.bindparam("of_network")
FIRST: Bind = sa.bindparam("first")
LAST: Bind = sa.bindparam("last")
DAY: Bind = sa.bindparam("day", type_=sa.Date)
SCHOOLS: Bind = sa.bindparam("schools", expanding=True)
AREAS: Bind = sa.bindparam("areas", expanding=True)
WEEKS: Bind = sa.bindparam("weeks", expanding=True)


def of(network_id: UUID, schools: Ids) -> dict[str, Any]:
    """The network, and the schools where some are named."""
    return {"of_network": network_id} if schools is None else {"of_network": network_id, "schools": list(schools)}


def as_text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """An id as text, for `uuid_of`; or a number."""
    return sa.cast(column, sa.Text)


@lru_cache(maxsize=16_384)
def uuid_of(text: str) -> UUID:
    """An id that left the database as text. The same schools and areas come again and again; making one is slow."""
    return UUID(text)
