"""A school's team: memberships, the people behind them, and what a coach proposes to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.teams import Membership
from app.domain.vocabulary import Position
from app.store.prepared import Prepared
from app.store.tables import Assignment, MembershipProposal, Person
from app.store.tables import Membership as MembershipRow
from app.store.tables.base import table_of

membership = table_of(MembershipRow)
person = table_of(Person)
assignment = table_of(Assignment)
proposal = table_of(MembershipProposal)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a coach proposes for a team, and what became of it.

    Without a `membership_id` somebody joins; with `last_on` the member leaves on that day; else they change their
    position or their seat on the ILT from `first_on`. `another`: who joins is not who has the same name there already.
    """

    id: UUID
    person_id: UUID | None
    membership_id: UUID | None
    name: str
    position: Position
    on_ilt: bool
    first_on: date
    last_on: date | None
    proposed_by: UUID
    decided: bool
    accepted: bool
    another: bool = False


def _memberships(network_id: UUID, school_id: UUID) -> sa.Select[Any]:
    table = membership.c
    return (
        sa.select(table.id, table.person_id, person.c.name, table.position, table.on_ilt, table.first_on, table.last_on)
        .join(person, (person.c.network_id == table.network_id) & (person.c.id == table.person_id))
        .where(table.network_id == network_id, table.school_id == school_id)
    )


def list_memberships(connection: Connection, network_id: UUID, school_id: UUID) -> list[Membership]:
    """Everybody who ever belonged to a school's team or will: by position, then by name, the latest stretch first."""
    rank = {position: place for place, position in enumerate(Position)}
    found = [Membership(*row) for row in connection.execute(_memberships(network_id, school_id))]
    found.sort(key=lambda each: each.first_on, reverse=True)
    found.sort(key=lambda each: (rank[each.position], each.name, each.person_id))
    return found


def get_membership(connection: Connection, network_id: UUID, school_id: UUID, membership_id: UUID) -> Membership | None:
    statement = _memberships(network_id, school_id).where(membership.c.id == membership_id)
    row = connection.execute(statement).first()
    return None if row is None else Membership(*row)


def list_known(connection: Connection, network_id: UUID, school_id: UUID) -> list[tuple[UUID, str]]:
    """Who is known at a school, by name: everybody who ever was on its team, and who leads it in the product."""
    here = (
        sa.exists().where(
            membership.c.network_id == network_id,
            membership.c.school_id == school_id,
            membership.c.person_id == person.c.id,
        ),
        sa.exists().where(
            assignment.c.network_id == network_id,
            assignment.c.school_id == school_id,
            assignment.c.role == Role.SCHOOL_LEADER,
            assignment.c.person_id == person.c.id,
        ),
    )
    statement = (
        sa.select(person.c.id, person.c.name)
        .where(person.c.network_id == network_id, sa.or_(*here))
        .order_by(person.c.name, person.c.id)
    )
    return [(row.id, row.name) for row in connection.execute(statement)]


def insert_person(connection: Connection, network_id: UUID, person_id: UUID, name: str) -> None:
    connection.execute(sa.insert(person), {"network_id": network_id, "id": person_id, "name": name})


_insert_membership = Prepared(
    {
        "sqlite": sqlite.insert(membership).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(membership).on_conflict_do_nothing(),
    }
)


def insert_membership(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Whether it was inserted: an id may be taken, by another school's."""
    return _insert_membership.write(connection, row) == 1


def update_membership(
    connection: Connection, network_id: UUID, membership_id: UUID, changes: Mapping[str, Any]
) -> None:
    connection.execute(
        sa.update(membership)
        .where(membership.c.network_id == network_id, membership.c.id == membership_id)
        .values(**changes)
    )


def _proposals(network_id: UUID, school_id: UUID) -> sa.Select[Any]:
    table = proposal.c
    return sa.select(
        table.id, table.person_id, table.membership_id, table.name, table.position, table.on_ilt, table.first_on,
        table.last_on, table.proposed_by, table.decided_at.is_not(None), table.accepted,
        table.another,
    ).where(table.network_id == network_id, table.school_id == school_id)  # fmt: skip


def list_proposals(connection: Connection, network_id: UUID, school_id: UUID) -> list[Proposal]:
    """A school's proposals that nobody has decided on yet, oldest first."""
    open_ones = _proposals(network_id, school_id).where(proposal.c.decided_at.is_(None))
    statement = open_ones.order_by(proposal.c.proposed_at, proposal.c.id)
    return [Proposal(*row) for row in connection.execute(statement)]


def get_proposal(connection: Connection, network_id: UUID, school_id: UUID, proposal_id: UUID) -> Proposal | None:
    row = connection.execute(_proposals(network_id, school_id).where(proposal.c.id == proposal_id)).first()
    return None if row is None else Proposal(*row)


def insert_proposal(connection: Connection, row: Mapping[str, Any]) -> None:
    connection.execute(sa.insert(proposal), dict(row))


def decide(
    connection: Connection, network_id: UUID, proposal_id: UUID, by: UUID, at: datetime, *, accepted: bool
) -> None:
    connection.execute(
        sa.update(proposal)
        .where(proposal.c.network_id == network_id, proposal.c.id == proposal_id)
        .values(decided_by=by, decided_at=at, accepted=accepted)
    )
