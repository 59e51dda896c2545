"""Community partners: what they do, in which areas and at which schools, and the sessions that named them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.store.once import once
from app.store.session_support import support
from app.store.sessions import session
from app.store.tables import Partner, PartnerArea, PartnerSchool
from app.store.tables.base import table_of

partner = table_of(Partner)
partner_area = table_of(PartnerArea)
partner_school = table_of(PartnerSchool)


@dataclass(frozen=True, slots=True)
class KeptPartner:
    """A partner as it is kept."""

    id: UUID
    name: str
    does: str
    contact: str
    version: int
    removed: bool
    area_ids: frozenset[UUID]
    school_ids: frozenset[UUID]


class Named(NamedTuple):
    """Sessions that named a partner, at one school in one area."""

    school_id: UUID
    area_id: UUID
    sessions: int
    minutes: int


def list_partners(connection: Connection, network_id: UUID, *, removed: bool = False) -> list[KeptPartner]:
    """A network's partners by name; with `removed`, those that were removed instead."""
    return [each for each in _list_all(connection, network_id) if each.removed == removed]


@once
def _list_all(connection: Connection, network_id: UUID) -> list[KeptPartner]:
    return _read(connection, network_id)


def list_partners_at(connection: Connection, network_id: UUID, school_id: UUID) -> list[KeptPartner]:
    """A school's partners by name, with their areas, in one query; of their schools, this one."""
    here = (partner_school.c.partner_id == partner.c.id) & (partner_school.c.network_id == network_id)
    close = (partner_area.c.partner_id == partner.c.id) & (partner_area.c.network_id == network_id)
    statement = (
        sa.select(
            partner.c.id, partner.c.name, partner.c.does, partner.c.contact, partner.c.version, partner_area.c.area_id
        )
        .join(partner_school, here)
        .outerjoin(partner_area, close)
        .where(partner.c.network_id == network_id, partner.c.removed_at.is_(None))
        .where(partner_school.c.school_id == school_id)
        .order_by(sa.func.lower(partner.c.name), partner.c.id)
    )
    rows = connection.execute(statement).all()
    areas: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        areas[row.id] |= {row.area_id} - {None}
    here_alone = frozenset({school_id})
    return [
        KeptPartner(
            row.id,
            row.name,
            row.does,
            row.contact,
            row.version,
            removed=False,
            area_ids=frozenset(areas[row.id]),
            school_ids=here_alone,
        )
        for row in {each.id: each for each in rows}.values()
    ]


def get_partner(connection: Connection, network_id: UUID, partner_id: UUID) -> KeptPartner | None:
    """A partner, also a removed one."""
    return next(iter(_read(connection, network_id, partner.c.id == partner_id)), None)


def find_by_name(connection: Connection, network_id: UUID, name: str) -> KeptPartner | None:
    """The partner of this very name, also a removed one."""
    return next(iter(_read(connection, network_id, partner.c.name == name)), None)


_Beside = defaultdict[UUID, set[UUID]]


def _read(connection: Connection, network_id: UUID, *wanted: sa.ColumnElement[bool]) -> list[KeptPartner]:
    columns = (partner.c.id, partner.c.name, partner.c.does, partner.c.contact, partner.c.version)
    statement: sa.Select[Any] = (
        sa.select(*columns, partner.c.removed_at)
        .where(partner.c.network_id == network_id, *wanted)
        .order_by(sa.func.lower(partner.c.name), partner.c.id)
    )
    rows = connection.execute(statement).all()
    ids = [row.id for row in rows]
    areas, schools = _beside(connection, network_id, ids)
    return [
        KeptPartner(
            row.id,
            row.name,
            row.does,
            row.contact,
            row.version,
            removed=row.removed_at is not None,
            area_ids=frozenset(areas[row.id]),
            school_ids=frozenset(schools[row.id]),
        )
        for row in rows
    ]


def _beside(connection: Connection, network_id: UUID, ids: Collection[UUID]) -> tuple[_Beside, _Beside]:
    """The areas and the schools of partners, in one query."""
    areas: _Beside = defaultdict(set)
    schools: _Beside = defaultdict(set)
    if ids:
        parts = (
            sa.select(sa.literal(kind), table.c.partner_id, column).where(
                table.c.network_id == network_id, table.c.partner_id.in_(ids)
            )
            for kind, table, column in (
                (0, partner_area, partner_area.c.area_id),
                (1, partner_school, partner_school.c.school_id),
            )
        )
        for kind, partner_id, other_id in connection.execute(sa.union_all(*parts)):
            (areas, schools)[kind][partner_id].add(other_id)
    return areas, schools


def create_partner(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Insert a partner unless its id is there or its name is taken; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = insert(partner).on_conflict_do_nothing().values(dict(row)).returning(partner.c.id)
    return connection.execute(made).first() is not None


def raise_partner(
    connection: Connection, network_id: UUID, partner_id: UUID, seen: int, changes: Mapping[str, Any]
) -> bool:
    """Write `changes` as the version after `seen`; False when somebody else was first."""
    statement = (
        sa.update(partner)
        .where(partner.c.network_id == network_id, partner.c.id == partner_id, partner.c.version == seen)
        .values(version=seen + 1, **changes)
    )
    return connection.execute(statement).rowcount == 1


def put_beside(
    connection: Connection,
    network_id: UUID,
    partner_id: UUID,
    area_ids: Collection[UUID],
    school_ids: Collection[UUID],
) -> None:
    """Make these a partner's areas and schools, in the place of what they were."""
    for table, name, ids in ((partner_area, "area_id", area_ids), (partner_school, "school_id", school_ids)):
        connection.execute(sa.delete(table).where(table.c.network_id == network_id, table.c.partner_id == partner_id))
        if ids:
            rows = [{"network_id": network_id, "partner_id": partner_id, name: each} for each in sorted(ids)]
            connection.execute(sa.insert(table), rows)


def sessions_naming(connection: Connection, network_id: UUID, partner_id: UUID) -> list[Named]:
    """The sessions that named a partner, without voided ones: summed by school and area, whoever coached."""
    statement = (
        sa.select(
            session.c.school_id,
            session.c.area_id,
            sa.func.count(),
            sa.func.sum(session.c.minutes),
        )
        .join(support, (support.c.network_id == session.c.network_id) & (support.c.session_id == session.c.id))
        .where(
            session.c.network_id == network_id,
            support.c.network_id == network_id,
            support.c.partner_id == partner_id,
            session.c.voided_at.is_(None),
        )
        .group_by(session.c.school_id, session.c.area_id)
    )
    return [Named(*row) for row in connection.execute(statement)]
