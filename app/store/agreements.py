"""Agreed direct service: what we do for a school, until when, and who has said yes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.agreements import AgreedService
from app.domain.periods import local_today
from app.store.binds import DAY, OF_NETWORK, SCHOOLS, of
from app.store.handoffs import handoff
from app.store.tables import Network, capacity
from app.store.tables.base import table_of

agreed = table_of(capacity.AgreedService)
network = table_of(Network)


@dataclass(frozen=True, slots=True)
class KeptAgreement:
    """Agreed direct service and who proposed it, for who may act on it."""

    service: AgreedService
    proposed_by: UUID
    proposed_at: datetime


def list_agreements(
    connection: Connection, network_id: UUID, day: date, school_ids: Collection[UUID] | None
) -> dict[UUID, list[AgreedService]]:
    """By school, all there ever was, proposals and history too, oldest first: in one query.

    As of a day: what a handoff that was planned ahead has taken over by then ended on the handoff's day, although
    nobody wrote anything on it. `school_ids` None means every school of the network; a school without any is missing.
    """
    return {
        school_id: [kept.service for kept in found]
        for school_id, found in list_kept(connection, network_id, day, school_ids).items()
    }


def list_kept(
    connection: Connection, network_id: UUID, day: date, school_ids: Collection[UUID] | None
) -> dict[UUID, list[KeptAgreement]]:
    """The same, with who proposed each."""
    found: dict[UUID, list[KeptAgreement]] = defaultdict(list)
    values = of(network_id, school_ids) | {"day": day}
    for kept in _read(connection, _ALL if school_ids is None else _OF_SCHOOLS, values):
        found[kept.service.school_id].append(kept)
    return dict(found)


def get_kept(connection: Connection, network_id: UUID, day: date, agreement_id: UUID) -> KeptAgreement | None:
    values = of(network_id, None) | {"day": day, "of_agreement": agreement_id}
    return next(iter(_read(connection, _ONE, values)), None)


_taken_on = (
    sa.select(sa.func.min(handoff.c.handed_over_on))
    .where(
        handoff.c.network_id == agreed.c.network_id,
        handoff.c.school_id == agreed.c.school_id,
        handoff.c.area_id == agreed.c.area_id,
        handoff.c.agreed_at.is_not(None),
        handoff.c.handed_over_on.between(agreed.c.first_on, DAY),
        sa.or_(handoff.c.ended_on.is_(None), handoff.c.ended_on > handoff.c.handed_over_on),
    )
    .scalar_subquery()
)
"""The day on which a handoff took an area of which direct service was agreed, or proposed; see `Handoff.stands`."""


def _reading(*wanted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(agreed, network.c.timezone, _taken_on.label("taken_on"))
        .join(network, network.c.id == agreed.c.network_id)
        .where(agreed.c.network_id == OF_NETWORK, *wanted)
        .order_by(agreed.c.first_on, agreed.c.proposed_at, agreed.c.id)
    )


_ALL = _reading()
_OF_SCHOOLS = _reading(agreed.c.school_id.in_(SCHOOLS))
_ONE = _reading(agreed.c.id == sa.bindparam("of_agreement"))


def _read(connection: Connection, reading: sa.Select[Any], values: Mapping[str, Any]) -> list[KeptAgreement]:
    return [
        KeptAgreement(_service(row), row.proposed_by, row.proposed_at)
        for row in connection.execute(reading, values).all()
    ]


def _service(row: Any) -> AgreedService:
    def day(at: datetime | None) -> date | None:
        return None if at is None else local_today(at, row.timezone)

    return AgreedService(
        id=row.id,
        school_id=row.school_id,
        area_id=row.area_id,
        first_on=row.first_on,
        until_on=row.until_on,
        next_up=row.next_up,
        director_on=day(row.director_at),
        leader_on=day(row.leader_at),
        ended_on=row.ended_on or row.taken_on,
    )


def propose(connection: Connection, row: Mapping[str, Any]) -> None:
    """Insert a proposal; that none is open for the area is for who holds the school's lock to have seen."""
    connection.execute(sa.insert(agreed).values(**row))


def change(connection: Connection, network_id: UUID, agreement_id: UUID, **values: Any) -> None:
    statement = sa.update(agreed).where(agreed.c.network_id == network_id, agreed.c.id == agreement_id)
    connection.execute(statement.values(**values))
