"""Schools, their teams, and a network's areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.periods import lasts
from app.domain.vocabulary import Phase, Position
from app.store.binds import DAY, OF_NETWORK, Bind
from app.store.once import known, once
from app.store.prepared import Prepared
from app.store.tables import Area, Assignment, Membership, Person, School
from app.store.tables.base import table_of

school = table_of(School)
area = table_of(Area)
assignment = table_of(Assignment)
membership = table_of(Membership)
person = table_of(Person)


@dataclass(frozen=True, slots=True)
class SchoolFact:
    """A school as pages know it. A `need_weight` that no director has set is an import's placeholder."""

    id: UUID
    name: str
    code: str
    phase: Phase
    revision: int
    need_weight: float = 1.0
    need_weight_set: bool = False
    first_on: date | None = None
    last_on: date | None = None
    color: str = ""
    motto: str = ""

    def on(self, day: date) -> bool:
        """Whether we are with it on a day."""
        return lasts(self.first_on, self.last_on, day)

    def ended(self, day: date) -> bool:
        """Whether our partnership with it was over by a day."""
        return self.last_on is not None and self.last_on < day


@dataclass(frozen=True, slots=True)
class AreaFact:
    id: UUID
    name: str
    key: str | None
    confidential: bool
    open: bool  # in use on the day that was asked about
    district_provides: bool = False
    district_contact: str = ""  # whom to call at the district, where it provides this and that is known


@dataclass(frozen=True, slots=True)
class TeamMember:
    person_id: UUID
    name: str
    position: Position
    on_ilt: bool
    first_on: date
    last_on: date | None

    def on(self, day: date) -> bool:
        return lasts(self.first_on, self.last_on, day)


def on(table: Any, day: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Whether a dated row holds on a day; an end that is not set is still to come, a start not set long past."""
    return sa.and_(
        sa.or_(table.c.first_on.is_(None), table.c.first_on <= day),
        sa.or_(table.c.last_on.is_(None), table.c.last_on >= day),
    )


def _school_facts(network_id: UUID | Bind) -> sa.Select[Any]:
    return sa.select(*(school.c[name] for name in SchoolFact.__slots__)).where(school.c.network_id == network_id)


NAMES, SCHOOLS = "names", "schools"
"""What a page may read in several parts, see `once.known`."""


@once
def list_schools(
    connection: Connection, network_id: UUID, ids: frozenset[UUID] | None, day: date | None
) -> list[SchoolFact]:
    """Schools by name, active on `day` (None: whenever): the ones named, or with None all of the network."""
    before = known(connection, SCHOOLS, network_id)
    if ids is not None and day is None and ids <= before.keys():
        return sorted((before[id_] for id_ in ids if before[id_]), key=lambda each: (each.name, each.id))
    statement = _school_facts(network_id).order_by(school.c.name, school.c.id)
    if day is not None:
        statement = statement.where(on(school, day))
    if ids is not None:
        statement = statement.where(school.c.id.in_(ids))
    found = [SchoolFact(*row) for row in connection.execute(statement)]
    before.update({each.id: each for each in found})
    return found


@once
def list_schools_within(
    connection: Connection, network_id: UUID, ids: frozenset[UUID] | None, first: date, last: date
) -> list[SchoolFact]:
    """Schools that were active on any day from `first` to `last`, in no order: the ones named, or with None all."""
    statement = _school_facts(network_id).where(
        sa.or_(school.c.first_on.is_(None), school.c.first_on <= last),
        sa.or_(school.c.last_on.is_(None), school.c.last_on >= first),
    )
    if ids is not None:
        statement = statement.where(school.c.id.in_(ids))
    return [SchoolFact(*row) for row in connection.execute(statement)]


_SCHOOL = Prepared(_school_facts(OF_NETWORK).where(school.c.id == sa.bindparam("school")))


def get_school(connection: Connection, network_id: UUID, school_id: UUID) -> SchoolFact | None:
    before = known(connection, SCHOOLS, network_id)
    if school_id not in before:
        rows = _SCHOOL.read(connection, {"of_network": network_id, "school": school_id})
        before[school_id] = SchoolFact(*rows[0]) if rows else None
    found: SchoolFact | None = before[school_id]
    return found


_AREAS = Prepared(
    sa.select(
        *(area.c[name] for name in ("id", "name", "key", "confidential")),
        on(area, DAY).label("open"),
        *(area.c[name] for name in ("district_provides", "district_contact")),
    )
    .where(area.c.network_id == OF_NETWORK)
    .order_by(area.c.place, area.c.name)
)


@once
def list_areas(connection: Connection, network_id: UUID, day: date) -> list[AreaFact]:
    """Every area in the network's own order, with whether it is in use on `day`."""
    return [AreaFact(*row) for row in _AREAS.read(connection, {"of_network": network_id, "day": day})]


@once
def list_team(
    connection: Connection, network_id: UUID, school_id: UUID, day: date, *, former: bool = False
) -> list[TeamMember]:
    """A school's team on a day, leaders first; with `former`, everybody who ever belonged to it."""
    return list_teams(connection, network_id, [school_id], day, former=former)[school_id]


def list_teams(
    connection: Connection, network_id: UUID, school_ids: Sequence[UUID], day: date, *, former: bool = False
) -> dict[UUID, list[TeamMember]]:
    """The same of several schools, in one query; a school without a team has an empty one."""
    statement = (
        sa.select(
            membership.c.school_id,
            membership.c.person_id,
            person.c.name,
            membership.c.position,
            membership.c.on_ilt,
            membership.c.first_on,
            membership.c.last_on,
        )
        .join(person, (person.c.network_id == membership.c.network_id) & (person.c.id == membership.c.person_id))
        .where(membership.c.network_id == network_id, membership.c.school_id.in_(school_ids))
    )
    if not former:
        statement = statement.where(on(membership, day))
    rank = {position: place for place, position in enumerate(Position)}
    teams: dict[UUID, list[TeamMember]] = {school_id: [] for school_id in school_ids}
    names = known(connection, NAMES, network_id)
    for school_id, *member in connection.execute(statement):
        teams[school_id].append(TeamMember(*member))
        names[member[0]] = member[1]
    for team in teams.values():
        team.sort(key=lambda member: (rank[member.position], member.name, member.person_id))
    return teams


_team_ids = Prepared(
    sa.select(membership.c.person_id).where(
        membership.c.network_id == sa.bindparam("of_network"),
        membership.c.school_id == sa.bindparam("of_school"),
        on(membership, sa.bindparam("on_day", type_=sa.Date)),
    )
)
_assigned_and_open = Prepared(
    sa.select(
        sa.exists().where(
            assignment.c.network_id == sa.bindparam("of_network"),
            assignment.c.person_id == sa.bindparam("of_person"),
            assignment.c.role == Role.COACH,
            sa.or_(assignment.c.school_id.is_(None), assignment.c.school_id == school.c.id),
            on(assignment, sa.bindparam("on_day", type_=sa.Date)),
        ),
        sa.exists().where(
            area.c.network_id == sa.bindparam("of_network"),
            area.c.id == sa.bindparam("of_area"),
            on(area, sa.bindparam("on_day", type_=sa.Date)),
        ),
    ).where(school.c.network_id == sa.bindparam("of_network"), school.c.id == sa.bindparam("of_school"))
)


def team_ids(connection: Connection, network_id: UUID, school_id: UUID, day: date) -> frozenset[UUID]:
    values = {"of_network": network_id, "of_school": school_id, "on_day": day}
    return frozenset(person_id for (person_id,) in _team_ids.read(connection, values))


def assigned_and_open(
    connection: Connection, network_id: UUID, person_id: UUID, school_id: UUID, area_id: UUID, day: date
) -> tuple[bool, bool]:
    """Whether the person was a coach of the school on that day, and whether the area was in use.

    Where the school is not the network's, the area is not asked: (False, True).
    """
    values = {
        "of_network": network_id,
        "of_person": person_id,
        "of_school": school_id,
        "of_area": area_id,
        "on_day": day,
    }
    found = _assigned_and_open.read(connection, values)
    return (bool(found[0][0]), bool(found[0][1])) if found else (False, True)


def coached_at(connection: Connection, network_id: UUID, person_id: UUID, school_id: UUID, day: date) -> bool:
    """Whether the person was a coach of a school of the network on that day."""
    statement = (
        sa.select(assignment.c.id)
        .join(school, (school.c.network_id == assignment.c.network_id) & (school.c.id == school_id))
        .where(
            assignment.c.network_id == network_id,
            assignment.c.person_id == person_id,
            assignment.c.role == Role.COACH,
            sa.or_(assignment.c.school_id.is_(None), assignment.c.school_id == school_id),
            on(assignment, day),
        )
    )
    return connection.execute(statement.limit(1)).first() is not None


def names_of(connection: Connection, network_id: UUID, ids: frozenset[UUID]) -> dict[UUID, str]:
    """The names of people of the network, by id; an id that is not there is left out."""
    before = known(connection, NAMES, network_id)
    if missing := ids - before.keys():
        wanted = person.c.network_id == network_id, person.c.id.in_(missing)
        before |= dict.fromkeys(missing)
        before |= {row.id: row.name for row in connection.execute(sa.select(person.c.id, person.c.name).where(*wanted))}
    return {id_: before[id_] for id_ in ids if before[id_] is not None}
