"""People, entered by the office: the person, how they sign in, what they may do and whose team they belong to.

Adding somebody who is there already adds what is missing and changes nothing else, so a list can be entered twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.errors import InvalidError
from app.domain.vocabulary import Position
from app.store import audit, people
from app.store.people import Acquaintance
from app.store.rollups import touch
from app.store.scope import scoped
from app.store.tables import Account, Assignment, Membership, Person

NAME, EMAIL = 120, 254

AT_SCHOOLS = frozenset({Role.COACH, Role.SCHOOL_LEADER})
"""Roles that are held at schools; the others are held in the whole network."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as the office enters them. `same`: whether somebody of this name is this person; None when unsaid."""

    name: str
    email: str | None
    role: Role | None
    position: Position | None
    on_ilt: bool
    school_ids: Sequence[UUID]
    first_on: date
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What was missing and is there now."""

    person_id: UUID
    people: int
    accounts: int
    assignments: int
    memberships: int


def find_person(connection: Connection, network_id: UUID, entry: Entry) -> Acquaintance | None:
    """Whom of the network an entry speaks of, or None for somebody new.

    Raises:
        InvalidError: it cannot be entered as it is; in words, by field.
    """
    if found := _problems(entry):
        raise InvalidError(found)
    if entry.email is not None:
        there = people.find_by_email(connection, network_id, entry.email)
        if there is not None and there.name.casefold() != entry.name.casefold():
            raise InvalidError({"email": f"This e-mail is that of {there.name}. Write the name as it is there."})
        if there is not None:
            return there
        if people.find_network_of(connection, entry.email) is not None:
            raise InvalidError({"email": "This e-mail cannot be used here. Choose another."})
    namesakes = people.list_by_name(connection, network_id, entry.name)
    if not namesakes or entry.same is False:
        return None
    if entry.same is None:
        raise InvalidError({"same": f"Somebody called {entry.name} is here already. Is this the same person?"})
    candidates = [each for each in namesakes if not (entry.email and each.has_account)]
    if len(candidates) != 1:
        message = f"Which {entry.name}? Several people here have this name, or theirs is another e-mail."
        raise InvalidError({"name": message})
    return candidates[0]


def enter_person(
    connection: Connection, network_id: UUID, entry: Entry, password_hash: str | None, now: datetime
) -> Entered:
    """Add the person, or what of them is missing; `password_hash` is for an account that has to be made.

    Raises:
        InvalidError: as `find_person`.
    """
    there = find_person(connection, network_id, entry)
    person_id = there.id if there else uuid4()
    added: dict[str, list[SQLModel]] = {
        "person": [] if there else [Person(network_id=network_id, id=person_id, name=entry.name)],
        "account": [],
        "assignment": _missing_roles(connection, network_id, person_id, entry),
        "membership": _missing_teams(connection, network_id, person_id, entry),
    }
    if entry.email is not None and not (there and there.has_account):
        account = Account(network_id=network_id, person_id=person_id, email=entry.email, password_hash=password_hash)
        added["account"] = [account]
    with scoped(connection, network_id) as session:
        for rows in added.values():  # in the order in which they point to each other
            session.add_all(rows)
            session.flush()
    if any(added.values()):
        audit.record(
            connection,
            network_id=network_id,
            actor_id=None,
            at=now,
            act="edit" if there else "create",
            subject="person",
            subject_id=person_id,
            fields=[name for name, rows in added.items() if rows],
        )
        teams = people.list_teams(connection, network_id, person_id, entry.first_on)
        touch(connection, network_id, {*entry.school_ids, *(school_id for school_id, _ in teams)})
    return Entered(person_id, *(len(rows) for rows in added.values()))


def _missing_roles(connection: Connection, network_id: UUID, person_id: UUID, entry: Entry) -> list[SQLModel]:
    if entry.role is None:
        return []
    there = people.list_roles(connection, network_id, person_id, entry.first_on)
    places = entry.school_ids if entry.role in AT_SCHOOLS else (None,)
    return [
        Assignment(
            network_id=network_id, person_id=person_id, role=entry.role, school_id=place, first_on=entry.first_on
        )
        for place in dict.fromkeys(places)
        if (entry.role, place) not in there
    ]


def _missing_teams(connection: Connection, network_id: UUID, person_id: UUID, entry: Entry) -> list[SQLModel]:
    if entry.position is None:
        return []
    there = people.list_teams(connection, network_id, person_id, entry.first_on)
    return [
        Membership(
            network_id=network_id,
            person_id=person_id,
            school_id=school_id,
            position=entry.position,
            on_ilt=entry.on_ilt,
            first_on=entry.first_on,
        )
        for school_id in dict.fromkeys(entry.school_ids)
        if (school_id, entry.position) not in there
    ]


def _problems(entry: Entry) -> dict[str, str]:
    found: dict[str, str] = {}
    if not 0 < len(entry.name) <= NAME or not entry.name.isprintable():
        found["name"] = f"A person needs a name, of up to {NAME} characters."
    if entry.email is not None and not _is_email(entry.email):
        found["email"] = "An e-mail looks like name@example.org."
    if entry.role is None and entry.position is None:
        found["role"] = "Say what the person does: a role, a position or both."
    if entry.role in AT_SCHOOLS and not entry.school_ids:
        found["school"] = f"Say at which schools: the role of {entry.role.replace('_', ' ')} is held at schools."
    if entry.position is not None and not entry.school_ids:
        found["school"] = "Say on which school's team."
    if entry.school_ids and entry.position is None and entry.role not in {*AT_SCHOOLS, None}:
        found["school"] = f"The role of {entry.role} is held in the whole network: leave the school out."
    if entry.on_ilt and entry.position is None:
        found["ilt"] = "Who is on the Instructional Leadership Team has a position: say which."
    return found


def _is_email(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return (
        bool(name and at and "." in host.strip(".")) and text.isprintable() and " " not in text and len(text) <= EMAIL
    )
