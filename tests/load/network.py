"""The network that is measured: its schools, their teams and coaches, and who of them is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.vocabulary import AREA_NAMES, CONFIDENTIAL_AREAS, Position
from app.services.signing_in import begin_login
from app.store.engine import Database
from app.store.logins import Credential
from app.store.networks import add_network
from app.store.tables import Account, Area, Assignment, Membership, Network, Person, School
from tests.load.capacity import agreements

TEAM = (
    Position.PRINCIPAL,
    Position.ASSISTANT_PRINCIPAL,
    Position.TEACHER_LEADER,
    Position.COORDINATOR,
    Position.COUNSELOR,
)

SINCE = date(2000, 1, 3)
"""Everybody has been where they are since long before the first session, however far back that is."""

WEIGHTS = (1.0, 1.4, 1.8, 2.2, 2.6)
"""The schools' needs, in turns, as a director has set them."""

LOGIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A school, its coach, and its team in the order of `TEAM`."""

    school_id: UUID
    coach: int
    team: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a login, and the token that their browser sends."""

    person_id: UUID
    token: str


@dataclass(frozen=True, slots=True)
class BenchNetwork:
    """A school's `coach` is a number in `coaches`; each coach has as many schools as another, or one more."""

    id: UUID
    area_ids: tuple[UUID, ...]
    places: tuple[Place, ...]
    coaches: tuple[SignedIn, ...]
    director: SignedIn


def make_network(database: Database, schools: int, coaches: int) -> BenchNetwork:
    """Fill a migrated, empty database with one network, without any session yet."""
    making = _Making(uuid4())
    area_ids = tuple(making.area(key, name, place) for place, (key, name) in enumerate(AREA_NAMES.items()))
    people = [making.somebody(f"Coach {number}") for number in range(coaches)]
    office = making.somebody("Director")
    making.assign(office.person_id, Role.DIRECTOR, None)
    places = tuple(
        making.place(number, number % coaches, people[number % coaches].person_id) for number in range(schools)
    )
    for number, place in enumerate(places):
        making.agree(number, place, area_ids, office.person_id)
    making.write(database)
    return BenchNetwork(
        id=making.id,
        area_ids=area_ids,
        places=places,
        coaches=tuple(_sign_in(database, making.id, one) for one in people),
        director=_sign_in(database, making.id, office),
    )


@dataclass(frozen=True, slots=True)
class _Somebody:
    person_id: UUID
    account_id: UUID


def _sign_in(database: Database, network_id: UUID, who: _Somebody) -> SignedIn:
    credential = Credential(network_id, who.account_id, None, "")
    return SignedIn(who.person_id, begin_login(database, credential, datetime.now(UTC), LOGIN_DAYS))


class _Making:
    """Rows in the order in which they point to each other."""

    def __init__(self, network_id: UUID) -> None:
        self.id = network_id
        self.first: list[SQLModel] = []
        self.second: list[SQLModel] = []
        self.third: list[SQLModel] = []
        self.fourth: list[SQLModel] = []

    def area(self, key: str, name: str, place: int) -> UUID:
        confidential = key in CONFIDENTIAL_AREAS
        row = Area(network_id=self.id, key=key, name=name, place=place, confidential=confidential)
        self.first.append(row)
        return row.id

    def person(self, name: str) -> UUID:
        row = Person(network_id=self.id, name=name)
        self.first.append(row)
        return row.id

    def somebody(self, name: str) -> _Somebody:
        email = f"{name.lower().replace(' ', '.')}@bench.example"
        account = Account(network_id=self.id, person_id=self.person(name), email=email)
        self.second.append(account)
        return _Somebody(account.person_id, account.id)

    def place(self, number: int, coach: int, coach_id: UUID) -> Place:
        school = School(
            network_id=self.id,
            name=f"School {number:03}",
            code=f"{number:03}",
            need_weight=WEIGHTS[number % len(WEIGHTS)],
            need_weight_set=True,
            need_weight_reason="Mobility and staffing, as of this fall.",
        )
        self.first.append(school)
        self.assign(coach_id, Role.COACH, school.id)
        principal = self.somebody(f"Principal {number:03}").person_id
        team = (principal, *(self.person(f"{position} of {school.name}") for position in TEAM[1:]))
        self.second += [
            Membership(
                network_id=self.id,
                person_id=person_id,
                school_id=school.id,
                position=position,
                on_ilt=True,
                first_on=SINCE,
            )
            for person_id, position in zip(team, TEAM, strict=True)
        ]
        return Place(school.id, coach, team)

    def assign(self, person_id: UUID, role: Role, school_id: UUID | None) -> None:
        self.second.append(
            Assignment(network_id=self.id, person_id=person_id, role=role, school_id=school_id, first_on=SINCE)
        )

    def agree(self, number: int, place: Place, areas: Sequence[UUID], director: UUID) -> None:
        """What the school and the office agreed on and said of it."""
        today = datetime.now(UTC).date()
        rows, parts = agreements(self.id, number, place.school_id, place.team, areas, director, today)
        self.third += rows
        self.fourth += parts

    def write(self, database: Database) -> None:
        network = Network(id=self.id, name="Bench Partners", slug="bench", not_for_evaluation=True)
        with database.writing() as connection, add_network(connection, network) as session:
            for rows in (self.first, self.second, self.third, self.fourth):
                session.add_all(rows)
                session.flush()
