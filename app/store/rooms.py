"""What the office's rooms show of the network beside their own rows: how much there is, and who belongs where."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.periods import lasts
from app.domain.vocabulary import Position
from app.store.office import TABLES, account, change, import_run, membership
from app.store.schools import assignment, person, school
from app.store.tables import FundingSource, NudgePhrase, Partner
from app.store.tables.base import table_of

COUNTED = {
    **{subject: table for subject, table in TABLES.items() if subject not in {"network", "account"}},
    "membership": membership,
    "partner": table_of(Partner),
    "funding_source": table_of(FundingSource),
    "nudge_phrase": table_of(NudgePhrase),
    "import_run": import_run,
    "office_change": change,
}


class Place(NamedTuple):
    """A person's place on a school's team."""

    id: UUID
    person_id: UUID
    person: str
    school_id: UUID
    school: str
    position: Position
    on_ilt: bool
    first_on: date
    last_on: date | None


class Held(NamedTuple):
    """A role that somebody holds, held or will hold; `school` is None in the whole network."""

    id: UUID
    role: Role
    school: str | None
    first_on: date
    last_on: date | None


class Admin(NamedTuple):
    """A stretch of being admin, of somebody who can sign in."""

    id: UUID
    person_id: UUID
    first_on: date
    last_on: date | None

    def holds(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)


def count_rows(connection: Connection, network_id: UUID) -> dict[str, int]:
    """How many rows there are of each of `COUNTED`; what was removed does not count."""
    counts = [_count(name, table, network_id) for name, table in COUNTED.items()]
    return dict(connection.execute(sa.select(*counts)).one()._asdict())


def _count(name: str, table: sa.Table, network_id: UUID) -> sa.Label[int]:
    statement = sa.select(sa.func.count()).select_from(table).where(table.c.network_id == network_id)
    if "removed_at" in table.c:
        statement = statement.where(table.c.removed_at.is_(None))
    return statement.scalar_subquery().label(name)


def list_places(connection: Connection, network_id: UUID, person_id: UUID | None = None) -> list[Place]:
    """Everybody's places on all teams, or one person's: by school, then name, the latest stretch first."""
    table = membership.c
    who = (person.c.network_id == table.network_id) & (person.c.id == table.person_id)
    where = (school.c.network_id == table.network_id) & (school.c.id == table.school_id)
    columns = (
        *(table.id, table.person_id, person.c.name, table.school_id, school.c.name),
        *(table.position, table.on_ilt, table.first_on, table.last_on),
    )
    statement = sa.select(*columns).join(person, who).join(school, where).where(table.network_id == network_id)
    if person_id is not None:
        statement = statement.where(table.person_id == person_id)
    order = (school.c.name, person.c.name, table.first_on.desc(), table.id)
    return [Place(*row) for row in connection.execute(statement.order_by(*order))]


def list_held(connection: Connection, network_id: UUID, person_id: UUID) -> list[Held]:
    """A person's roles, the latest first."""
    table = assignment.c
    where = (school.c.network_id == table.network_id) & (school.c.id == table.school_id)
    statement = (
        sa.select(table.id, table.role, school.c.name, table.first_on, table.last_on)
        .outerjoin(school, where)
        .where(table.network_id == network_id, table.person_id == person_id)
        .order_by(table.first_on.desc(), school.c.name, table.id)
    )
    return [Held(*row) for row in connection.execute(statement)]


def list_admins(connection: Connection, network_id: UUID) -> Iterator[Admin]:
    """Who administers, did or will, of those with an account that opens the product."""
    theirs = (account.c.network_id == assignment.c.network_id) & (account.c.person_id == assignment.c.person_id)
    statement = (
        sa.select(assignment.c.id, assignment.c.person_id, assignment.c.first_on, assignment.c.last_on)
        .join(account, theirs)
        .where(
            assignment.c.network_id == network_id,
            assignment.c.role == Role.ADMIN,
            account.c.active,
            account.c.password_hash.is_not(None),
        )
    )
    return (Admin(*row) for row in connection.execute(statement))


def list_same_roles(connection: Connection, network_id: UUID, role: str, person_id: UUID) -> list[Any]:
    """A person's stretches in a role: (id, school, first, last)."""
    table = assignment.c
    statement = sa.select(table.id, table.school_id, table.first_on, table.last_on).where(
        table.network_id == network_id, table.role == role, table.person_id == person_id
    )
    return list(connection.execute(statement))
