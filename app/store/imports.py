"""What an import looks things up in, and the record that it was run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import lasts
from app.store.tables import Account, Area, ImportRun, Membership, Person, School
from app.store.tables.base import table_of

school = table_of(School)
area = table_of(Area)
person = table_of(Person)
account = table_of(Account)
membership = table_of(Membership)
import_run = table_of(ImportRun)


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """A school as a list of schools knows it."""

    id: UUID
    name: str
    code: str
    source_id: str | None
    enrollment: int | None
    need_weight: float
    need_weight_set: bool


@dataclass(frozen=True, slots=True)
class DatedArea:
    id: UUID
    name: str
    first_on: date | None
    last_on: date | None

    def on(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)


@dataclass(frozen=True, slots=True)
class Named:
    """A person of the network, and the e-mail of their account if they have one."""

    id: UUID
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A membership of a school's team, past ones too."""

    school_id: UUID
    person_id: UUID
    name: str
    first_on: date
    last_on: date | None

    def on(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)


def list_schools(connection: Connection, network_id: UUID) -> Sequence[ListedSchool]:
    """Every school of the network, past ones too."""
    columns = [school.c[name] for name in ListedSchool.__slots__]
    statement = sa.select(*columns).where(school.c.network_id == network_id).order_by(school.c.name, school.c.id)
    return [ListedSchool(*row) for row in connection.execute(statement)]


def list_areas(connection: Connection, network_id: UUID) -> Sequence[DatedArea]:
    columns = [area.c[name] for name in DatedArea.__slots__]
    statement = sa.select(*columns).where(area.c.network_id == network_id).order_by(area.c.place)
    return [DatedArea(*row) for row in connection.execute(statement)]


def list_people(connection: Connection, network_id: UUID) -> Sequence[Named]:
    account_of = (account.c.network_id == person.c.network_id) & (account.c.person_id == person.c.id)
    statement = (
        sa.select(person.c.id, person.c.name, account.c.email)
        .outerjoin(account, account_of)
        .where(person.c.network_id == network_id)
        .order_by(person.c.name, person.c.id)
    )
    return [Named(*row) for row in connection.execute(statement)]


def list_members(connection: Connection, network_id: UUID) -> Sequence[Member]:
    statement = (
        sa.select(
            membership.c.school_id,
            membership.c.person_id,
            person.c.name,
            membership.c.first_on,
            membership.c.last_on,
        )
        .join(person, (person.c.network_id == membership.c.network_id) & (person.c.id == membership.c.person_id))
        .where(membership.c.network_id == network_id)
    )
    return [Member(*row) for row in connection.execute(statement)]


def add_schools(connection: Connection, network_id: UUID, new: Sequence[ListedSchool]) -> None:
    if new:
        connection.execute(sa.insert(school), [{"network_id": network_id, **asdict(each)} for each in new])


_update_school = (
    sa.update(school)
    .where(school.c.network_id == sa.bindparam("of_network"), school.c.id == sa.bindparam("of_school"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("name", "source_id", "enrollment", "need_weight")})
)


def change_schools(connection: Connection, network_id: UUID, changed: Sequence[ListedSchool]) -> None:
    """Write the name, source id, enrollment and weight of schools that are there."""
    if changed:
        rows = [
            {
                "of_network": network_id,
                "of_school": each.id,
                "new_name": each.name,
                "new_source_id": each.source_id,
                "new_enrollment": each.enrollment,
                "new_need_weight": each.need_weight,
            }
            for each in changed
        ]
        connection.execute(_update_school, rows)


@dataclass(frozen=True, slots=True)
class Run:
    """What an import did: rows of the file, and what became of them."""

    kind: str
    file_name: str
    started_at: datetime
    rows: int
    added: int
    unchanged: int
    bad: int


def record_run(connection: Connection, network_id: UUID, run: Run) -> UUID:
    run_id = uuid4()
    connection.execute(sa.insert(import_run), {"network_id": network_id, "id": run_id, **asdict(run)})
    return run_id
