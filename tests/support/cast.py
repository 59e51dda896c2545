"""The fixed cast: two networks, and who does what in them. Tests speak of these people and of nobody else.

Bridge Partners
    Jo      coaches at Alder and Birch
    Sam     coaches at Cedar
    Rosa    is assistant principal at Alder, leads it in the product, and is on its Instructional Leadership Team
    Dan     is principal at Alder, leads it in the product, and is on its team but not on the ILT
    Mei     is teacher leader at Alder, on the ILT, and has an account that may do nothing
    Ivy     was counselor at Alder until `Cast.ivy_left_on`, and has no account
    Dora    directs the network
    Ada     administers it
    Nobody is assigned to Dogwood.
Other Partners
    Otto coaches at Elder, Oona leads it and is its principal, Olga directs; none of them exists for Bridge Partners.

Everybody with an account has the password `PASSWORD` and is signed in: `Someone.token` is a login's, valid at any date.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.vocabulary import AREA_NAMES, CONFIDENTIAL_AREAS, Area, Position
from app.services.visits import Visit, open_visit, token_hash
from app.store import tables
from app.store.engine import Database
from app.store.scope import Unscoped, tie
from app.store.tables.base import table_of

PASSWORD = "walk beside me"
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$nSuS81h0n00FN8j1kFIttw$T/d3tW8c80Cdqe/xcnHfW6RY+QVHeGdxKmpmMh28vAU"
"""Of `PASSWORD`, at a thousandth of the product's cost: tests sign in often."""

ZONE = "America/Los_Angeles"
TODAY = date(2026, 11, 24)
"""Where the cast lives it is always this Tuesday, whenever tests run."""

FIRST_DAY = date(2020, 1, 6)
"""Since when everybody is where they are."""

_NAMES = UUID("5b51de00-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with an account, signed in with `token`."""

    network_id: UUID
    person_id: UUID
    account_id: UUID
    name: str
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class Cast:
    bridge: UUID
    alder: UUID
    birch: UUID
    cedar: UUID
    dogwood: UUID
    areas: Mapping[Area, UUID]
    jo: Someone
    sam: Someone
    rosa: Someone
    dan: Someone
    mei: Someone
    ivy: UUID
    ivy_left_on: date
    dora: Someone
    ada: Someone

    other: UUID
    elder: UUID
    other_areas: Mapping[Area, UUID]
    otto: Someone
    oona: Someone
    olga: Someone

    today: date


def make_cast(database: Database, day: date = TODAY) -> Cast:
    """Fill a migrated, empty database with both networks, on a day; ids are the same in every run."""
    cast, networks = _make(day)
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database))) as empty:
            _first_of(database, day, networks).backup(empty)
    else:
        with database.writing() as connection:
            connection.connection.driver_connection.execute(_script(day))  # type: ignore[union-attr]
    return cast


@cache
def _script(day: date) -> str:
    """The cast of that day as one text of SQL: sent statement by statement it takes ten times as long."""
    kinds: list[tuple[type[SQLModel], list[dict[str, Any]]]] = []
    for network in _make(day)[1]:
        kinds += [(tables.Network, [network.network.model_dump()]), *network.rows.items()]
    statements = (sa.insert(table_of(kind)).values(alike) for kind, alike in kinds)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    said = (each.compile(dialect=dialect, compile_kwargs={"literal_binds": True}) for each in statements)
    return ";".join(map(str, said))


@cache
def _make(day: date) -> tuple[Cast, tuple["_Making", ...]]:
    bridge = _Making("Bridge Partners", "bridge")
    alder, birch, cedar, dogwood = (
        bridge.school(name) for name in ("Alder High", "Birch Middle", "Cedar Elementary", "Dogwood High")
    )
    jo, sam, dora, ada = (bridge.someone(name) for name in ("Jo Park", "Sam Reed", "Dora Lind", "Ada Weiss"))
    rosa, dan, mei = (bridge.someone(name) for name in ("Rosa Alvarez", "Dan Okafor", "Mei Chen"))
    ivy, ivy_left_on = bridge.person("Ivy Moss"), day - timedelta(days=30)
    bridge.assign(jo, Role.COACH, alder)
    bridge.assign(jo, Role.COACH, birch)
    bridge.assign(sam, Role.COACH, cedar)
    bridge.assign(rosa, Role.SCHOOL_LEADER, alder)
    bridge.assign(dan, Role.SCHOOL_LEADER, alder)
    bridge.assign(dora, Role.DIRECTOR)
    bridge.assign(ada, Role.ADMIN)
    bridge.join(rosa.person_id, alder, Position.ASSISTANT_PRINCIPAL, on_ilt=True)
    bridge.join(dan.person_id, alder, Position.PRINCIPAL)
    bridge.join(mei.person_id, alder, Position.TEACHER_LEADER, on_ilt=True)
    bridge.join(ivy, alder, Position.COUNSELOR, last_on=ivy_left_on)

    other = _Making("Other Partners", "other")
    elder = other.school("Elder High")
    otto, oona, olga = (other.someone(name) for name in ("Otto Brandt", "Oona Leary", "Olga Petrova"))
    other.assign(otto, Role.COACH, elder)
    other.assign(oona, Role.SCHOOL_LEADER, elder)
    other.assign(olga, Role.DIRECTOR)
    other.join(oona.person_id, elder, Position.PRINCIPAL, on_ilt=True)

    cast = Cast(
        bridge=bridge.id, alder=alder, birch=birch, cedar=cedar, dogwood=dogwood, areas=bridge.areas,
        jo=jo, sam=sam, rosa=rosa, dan=dan, mei=mei, ivy=ivy, ivy_left_on=ivy_left_on, dora=dora, ada=ada,
        other=other.id, elder=elder, other_areas=other.areas, otto=otto, oona=oona, olga=olga,
        today=day,
    )  # fmt: skip
    return cast, (bridge, other)


_firsts: dict[tuple[date, str], sqlite3.Connection] = {}


def _first_of(database: Database, day: date, networks: Iterable["_Making"]) -> sqlite3.Connection:
    """The file that the cast of that day was first written to, in memory: to copy it takes a tenth of writing it anew.

    Kept by the schema too, since tests of migrations make the cast in an older one.
    """
    key = day, _schema(database)
    if key not in _firsts:
        for network in networks:
            network.write(database)
        made = _firsts[key] = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(str(database.url.database))) as written:
            written.backup(made)
    return _firsts[key]


def _schema(database: Database) -> str:
    with closing(sqlite3.connect(str(database.url.database))) as kept:
        found = kept.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0])


def visit_of(connection: Connection, who: Someone, now: datetime) -> Visit:
    """The visit that somebody's token opens at a moment; services take it."""
    visit = open_visit(connection, who.token, now)
    assert visit is not None
    return visit


class _Making:
    """A network in the making: its rows, written all at once, in the order in which they point to each other.

    In Core, a statement a table: nearly every test makes the cast, and the ORM takes five times as long.
    """

    def __init__(self, name: str, slug: str) -> None:
        self.slug = slug
        self.id = self._id("network")
        self.network = tables.Network(id=self.id, name=name, slug=slug, timezone=ZONE, not_for_evaluation=True)
        self.areas = MappingProxyType({area: self._id(area) for area in AREA_NAMES})
        self.first: list[SQLModel] = [
            tables.Area(
                network_id=self.id,
                id=self.areas[area],
                key=area,
                name=words,
                place=place,
                confidential=area in CONFIDENTIAL_AREAS,
            )
            for place, (area, words) in enumerate(AREA_NAMES.items())
        ]
        self.second: list[SQLModel] = []
        self.third: list[SQLModel] = []

    def school(self, name: str) -> UUID:
        school = tables.School(network_id=self.id, id=self._id(name), name=name, code=name.split(maxsplit=1)[0].lower())
        self.first.append(school)
        return school.id

    def person(self, name: str) -> UUID:
        person = tables.Person(network_id=self.id, id=self._id(name), name=name)
        self.first.append(person)
        return person.id

    def someone(self, name: str) -> Someone:
        short = name.split(maxsplit=1)[0].lower()
        who = Someone(
            network_id=self.id,
            person_id=self.person(name),
            account_id=self._id(f"account of {name}"),
            name=name,
            email=f"{short}@{self.slug}.example",
            token=f"login-of-{short}".ljust(43, "-"),
        )
        account = tables.Account(
            network_id=self.id,
            id=who.account_id,
            person_id=who.person_id,
            email=who.email,
            password_hash=PASSWORD_HASH,
        )
        login = tables.Login(
            network_id=self.id,
            id=self._id(f"login of {name}"),
            account_id=who.account_id,
            token_hash=token_hash(who.token),
            created_at=datetime(2020, 1, 6, tzinfo=UTC),
            expires_at=datetime(2100, 1, 1, tzinfo=UTC),
        )
        self.second.append(account)
        self.third.append(login)
        return who

    def assign(self, who: Someone, role: Role, school_id: UUID | None = None) -> None:
        self.second.append(
            tables.Assignment(
                network_id=self.id,
                id=self._id(f"{who.name} {role} {school_id}"),
                person_id=who.person_id,
                role=role,
                school_id=school_id,
                first_on=FIRST_DAY,
            )
        )

    def join(
        self, person_id: UUID, school_id: UUID, position: Position, *, on_ilt: bool = False, last_on: date | None = None
    ) -> None:
        self.second.append(
            tables.Membership(
                network_id=self.id,
                id=self._id(f"{person_id} at {school_id}"),
                person_id=person_id,
                school_id=school_id,
                position=position,
                on_ilt=on_ilt,
                first_on=FIRST_DAY,
                last_on=last_on,
            )
        )

    def write(self, database: Database) -> None:
        with database.writing() as connection:
            connection.execute(
                sa.insert(table_of(tables.Network)).execution_options(unscoped=Unscoped.NETWORKS),
                self.network.model_dump(),
            )
            tie(connection, self.id)
            for kind, alike in self.rows.items():
                connection.execute(sa.insert(table_of(kind)), alike)

    @cached_property
    def rows(self) -> dict[type[SQLModel], list[dict[str, Any]]]:
        """All of them but the network's own, by their table."""
        found: dict[type[SQLModel], list[dict[str, Any]]] = {}
        for row in (*self.first, *self.second, *self.third):
            found.setdefault(type(row), []).append(row.model_dump())
        return found

    def _id(self, what: str) -> UUID:
        return uuid5(_NAMES, f"{self.slug}: {what}")
