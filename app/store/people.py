"""People as an office finds them: by e-mail, by name, and what they are already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.vocabulary import Position
from app.store.scope import Unscoped
from app.store.tables import Account, Assignment, Membership, Person
from app.store.tables.base import table_of

person = table_of(Person)
account = table_of(Account)
assignment = table_of(Assignment)
membership = table_of(Membership)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A person of the network, by whatever they were looked up."""

    id: UUID
    name: str
    has_account: bool


def find_network_of(connection: Connection, email: str) -> UUID | None:
    """The network that an e-mail signs in to; e-mails are unique everywhere."""
    statement = sa.select(account.c.network_id).where(account.c.email == email)
    return connection.execute(statement.execution_options(unscoped=Unscoped.SIGN_IN)).scalar_one_or_none()


def _people(network_id: UUID) -> sa.Select[Any]:
    account_of = (account.c.network_id == person.c.network_id) & (account.c.person_id == person.c.id)
    return (
        sa.select(person.c.id, person.c.name, account.c.id.is_not(None))
        .outerjoin(account, account_of)
        .where(person.c.network_id == network_id)
        .order_by(person.c.id)
    )


def find_by_email(connection: Connection, network_id: UUID, email: str) -> Acquaintance | None:
    row = connection.execute(_people(network_id).where(account.c.email == email)).first()
    return None if row is None else Acquaintance(*row)


def list_by_name(connection: Connection, network_id: UUID, name: str) -> Sequence[Acquaintance]:
    """Everybody of this very name."""
    return [Acquaintance(*row) for row in connection.execute(_people(network_id).where(person.c.name == name))]


def list_roles(connection: Connection, network_id: UUID, person_id: UUID, day: date) -> set[tuple[Role, UUID | None]]:
    """The (role, school) pairs of a person that have not ended by a day."""
    statement = sa.select(assignment.c.role, assignment.c.school_id).where(
        assignment.c.network_id == network_id,
        assignment.c.person_id == person_id,
        sa.or_(assignment.c.last_on.is_(None), assignment.c.last_on >= day),
    )
    return {(role, school_id) for role, school_id in connection.execute(statement)}


def list_teams(connection: Connection, network_id: UUID, person_id: UUID, day: date) -> set[tuple[UUID, Position]]:
    """The (school, position) pairs of a person that have not ended by a day."""
    statement = sa.select(membership.c.school_id, membership.c.position).where(
        membership.c.network_id == network_id,
        membership.c.person_id == person_id,
        sa.or_(membership.c.last_on.is_(None), membership.c.last_on >= day),
    )
    return {(school_id, position) for school_id, position in connection.execute(statement)}


def list_coaches(connection: Connection, network_id: UUID, day: date) -> list[tuple[UUID, str]]:
    """Everybody who coaches in the network on a day, wherever, by name: (id, name)."""
    return [(row.id, row.name) for row in connection.execute(_in_role(network_id, Role.COACH, day))]


def list_directors(connection: Connection, network_id: UUID, day: date) -> list[str]:
    """The names of who directs the network on a day: whom a coach asks to open what is locked."""
    return [row.name for row in connection.execute(_in_role(network_id, Role.DIRECTOR, day))]


def _in_role(network_id: UUID, role: Role, day: date) -> sa.Select[Any]:
    return (
        sa.select(person.c.id, person.c.name)
        .join(assignment, (assignment.c.network_id == person.c.network_id) & (assignment.c.person_id == person.c.id))
        .where(
            person.c.network_id == network_id,
            assignment.c.role == role,
            sa.or_(assignment.c.first_on.is_(None), assignment.c.first_on <= day),
            sa.or_(assignment.c.last_on.is_(None), assignment.c.last_on >= day),
        )
        .distinct()
        .order_by(person.c.name, person.c.id)
    )


def has_coached(connection: Connection, network_id: UUID, person_id: UUID) -> bool:
    """Whether somebody coaches or ever did: what they logged then may still be on its way."""
    statement = sa.select(assignment.c.id).where(
        assignment.c.network_id == network_id, assignment.c.person_id == person_id, assignment.c.role == Role.COACH
    )
    return connection.execute(statement.limit(1)).first() is not None
