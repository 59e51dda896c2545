"""What a network's rows are judged against: its schools, areas, people and teams, by what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.engine import Connection

from app.services.imports.folding import Lookup
from app.services.imports.people import Team
from app.store import imports
from app.store.imports import DatedArea, Named


@dataclass(frozen=True, slots=True)
class Known:
    """What a network's logs speak of; `today` is its own."""

    today: date
    schools: Lookup[UUID]
    areas: Lookup[DatedArea]
    people: Lookup[Named]
    teams: Mapping[UUID, Team]


def look_around(connection: Connection, network_id: UUID, today: date) -> Known:
    """Load what rows are judged against."""
    areas: Lookup[DatedArea] = Lookup("area", "give one of them another name")
    for area in imports.list_areas(connection, network_id):
        areas.add(area.name, area)
    people: Lookup[Named] = Lookup("coach", "write the e-mail address")
    for person in imports.list_people(connection, network_id):
        for word in {person.name, person.email or person.name}:
            people.add(word, person)
    members: dict[UUID, list[imports.Member]] = {}
    for member in imports.list_members(connection, network_id):
        members.setdefault(member.school_id, []).append(member)
    teams = {school_id: Team(those) for school_id, those in members.items()}
    return Known(today, find_schools(connection, network_id), areas, people, teams)


def find_schools(connection: Connection, network_id: UUID) -> Lookup[UUID]:
    """A network's schools by name, by code and by source id."""
    schools: Lookup[UUID] = Lookup("school", "write its code")
    for school in imports.list_schools(connection, network_id):
        for word in {school.name, school.code, school.source_id or school.code}:
            schools.add(word, school.id)
    return schools
