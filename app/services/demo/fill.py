"""Turns a network's story into rows: the network, its schools, people and calendar, and every session told."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.domain.access import Role
from app.domain.periods import WEEK, local_today, monday
from app.domain.vocabulary import AREA_NAMES, CONFIDENTIAL_AREAS, SCHOOL_LEADERS
from app.services.demo.agreeing import agreements_of
from app.services.demo.assets import CALLS, on_the_walls, with_modelled
from app.services.demo.bridge import BRIDGE
from app.services.demo.calendar import Calendar, calendar
from app.services.demo.harbor import HARBOR
from app.services.demo.hearing import hear
from app.services.demo.hindering import in_the_way
from app.services.demo.hours import other_hours, place_to_fill
from app.services.demo.live import Signing, answer_by_hand, log_by_hand
from app.services.demo.office import kept_by_office
from app.services.demo.paying import beside_sessions, paid_for, partners_and_money
from app.services.demo.story import ALWAYS, NetworkStory, SchoolStory, Stay
from app.services.demo.telling import identity, tell
from app.services.demo.wearing import wear
from app.services.demo.weeks import beside, with_clocks
from app.services.demo.weighing import weighed_and_planned
from app.services.nudges import add_defaults
from app.services.passwords import hash_password
from app.store.bulk import BulkRow, insert_tellings
from app.store.engine import Database
from app.store.networks import add_network
from app.store.tables import (
    Account,
    Area,
    Assignment,
    AuditEvent,
    Membership,
    Network,
    Person,
    School,
    SchoolBreak,
)

PASSWORD = "side-by-side-demo"  # noqa: S105 - printed at the demo's start
"""Of everybody who signs in to a demo."""

LOCK_AFTER = 14
"""Days after the end of a month until which its sessions can be changed."""

SIGN_INS = (*BRIDGE.sign_ins, *HARBOR.sign_ins)


def fill_demo(database: Database, now: datetime) -> None:
    """Fill a migrated, empty database with both demo networks as they stand at `now`, an aware instant."""
    password_hash = hash_password(PASSWORD)
    for story in (BRIDGE, HARBOR):  # a connection belongs to one network, so each has a transaction of its own
        with database.writing() as connection:
            _fill_network(connection, story, now, password_hash)


def _fill_network(connection: Connection, story: NetworkStory, now: datetime, password_hash: str) -> None:
    days = calendar(story, local_today(now, story.timezone))
    network_id = identity(story)
    session = add_network(
        connection,
        Network(
            id=network_id,
            name=story.name,
            slug=story.slug,
            timezone=story.timezone,
            year_starts_on=story.year_starts_on,
            year_ends_on=story.year_ends_on,
            lock_after_days=LOCK_AFTER,
            demo=True,
            not_for_evaluation=True,
        ),
    )
    people = _People(story, days, password_hash)
    for rows in (_places(story, days), people.persons, people.accounts, people.roles):
        session.add_all(rows)
        session.flush()
    told = [row for school in story.schools for row in hear(story, school, tell(story, school, days, now), now)]
    if story is BRIDGE:
        for group in partners_and_money(story, days):
            session.add_all(group)
            session.flush()
        told = beside_sessions(story, days, told)
        wear(connection, story)
    for place in place_to_fill(story, days):
        session.add(place)
        session.flush()
    session.add_all(paid_for(story, days, other_hours(story, days, people.coach.person_id)))
    session.flush()
    told = with_modelled(told)
    add_defaults(connection, network_id)
    last_week = monday(days.today) - WEEK
    by_hand = [row for row in told if row.coach_id == people.coach.person_id and row.telling.held_on >= last_week]
    ids = {row.id for row in by_hand}
    second = _second_coach(story, people.coach.person_id)
    by_hand = beside(with_clocks(by_hand), second)
    log_by_hand(connection, network_id, people.coach, people.leader, by_hand, now)  # and no word on those stands yet
    rest = [row for row in told if row.id not in ids]
    theirs = [row for row in rest if row.coach_id == second and row.telling.held_on >= last_week]
    helped = {row.id: row for row in beside(theirs, people.coach.person_id)}
    rest = [helped.get(row.id, row) for row in rest]
    insert_tellings(connection, network_id, rest)
    session.add_all(_traces(network_id, rest))
    session.add_all(on_the_walls(story, told))
    session.flush()
    answer_by_hand(connection, network_id, people.coach, people.leader, rest, now)
    for school in story.schools:
        for row in agreements_of(story, school, days, people.director_id, now):
            session.add(row)
            session.flush()
    if story is BRIDGE:
        groups = (
            *in_the_way(story, days, people.director_id, told, now),
            *weighed_and_planned(story, days, people.director_id, now),
            list(kept_by_office(story, days, LOCK_AFTER, now)),
        )
        for group in groups:
            session.add_all(group)
            session.flush()


def _second_coach(story: NetworkStory, coach_id: UUID) -> UUID | None:
    """A coach who has always been there, to coach beside the one who signs in; None where there is no other."""
    always = {c.name for school in story.schools for c in school.coaches if c.stay == ALWAYS}
    return next((id_ for name in sorted(always) if (id_ := identity(story, "coach", name)) != coach_id), None)


def _places(story: NetworkStory, days: Calendar) -> Iterator[SQLModel]:
    network_id = identity(story)
    for school in story.schools:
        yield School(
            network_id=network_id,
            id=identity(story, school.code),
            name=school.name,
            code=school.code,
            need_weight=school.need_weight,
            need_weight_set=bool(school.weighed),
            need_weight_reason=school.weighed,
            phase=school.phase,
            enrollment=school.enrollment,
            first_on=days.first,
        )
    for place, (area, name) in enumerate(AREA_NAMES.items()):
        yield Area(
            network_id=network_id,
            id=identity(story, area),
            name=name,
            key=area,
            place=place,
            confidential=area in CONFIDENTIAL_AREAS,
            district_provides=area in story.district_provides,
            district_contact=CALLS.get(area, "") if area in story.district_provides else "",
        )
    for rest in days.breaks:
        yield SchoolBreak(
            network_id=network_id,
            id=identity(story, "break", rest.first_on.isoformat()),
            name=rest.name,
            first_on=rest.first_on,
            last_on=rest.last_on,
        )


def _traces(network_id: UUID, rows: Sequence[BulkRow]) -> Iterator[AuditEvent]:
    """What the form leaves of each session: who logged it, and when."""
    for row in rows:
        yield AuditEvent(
            network_id=network_id,
            at=row.received_at,
            actor_id=row.coach_id,
            act="create",
            subject="coaching_session",
            subject_id=row.id,
            version=1,
        )


class _People:
    """Everybody of a network, how they sign in, and where they belong; `coach` and `leader` sign in as such."""

    def __init__(self, story: NetworkStory, days: Calendar, password_hash: str) -> None:
        self.story, self.days, self.password_hash = story, days, password_hash
        self.network_id = identity(story)
        self.sign_ins = {who.name: who for who in story.sign_ins}
        signing = {who.role: who.name for who in story.sign_ins}
        coach, leader = signing[Role.COACH], signing.get(Role.SCHOOL_LEADER)
        self.coach = Signing(_account_id(story, coach), identity(story, "coach", coach))
        self.leader: Signing | None = None
        for school in story.schools:
            if leader in {member.name for member in school.team}:
                self.leader = Signing(_account_id(story, leader), identity(story, school.code, leader))
        self.persons: list[Person] = []
        self.accounts: list[Account] = []
        self.roles: list[Assignment | Membership] = []
        for name in sorted({coach.name for school in story.schools for coach in school.coaches}):
            self._person(identity(story, "coach", name), name, account=True)
        for who in story.sign_ins:
            if who.role in {Role.DIRECTOR, Role.ADMIN}:
                person_id = identity(story, "office", who.name)
                if who.role is Role.DIRECTOR:
                    self.director_id = person_id
                self._person(person_id, who.name, account=True)
                self._assign(person_id, who.role, None, ALWAYS)
        for school in story.schools:
            self._school(school)

    def _school(self, school: SchoolStory) -> None:
        school_id = identity(self.story, school.code)
        for coach in school.coaches:
            self._assign(identity(self.story, "coach", coach.name), Role.COACH, school_id, coach.stay)
        for member in school.team:
            person_id = identity(self.story, school.code, member.name)
            self._person(person_id, member.name, account=member.account)
            first_on, last_on = self.days.days_of(member.stay)
            self.roles.append(
                Membership(
                    network_id=self.network_id,
                    id=identity(self.story, school.code, "member", member.name),
                    person_id=person_id,
                    school_id=school_id,
                    position=member.position,
                    on_ilt=member.on_ilt,
                    first_on=first_on,
                    last_on=last_on,
                )
            )
            if member.account and member.position in SCHOOL_LEADERS:
                self._assign(person_id, Role.SCHOOL_LEADER, school_id, member.stay)

    def _person(self, person_id: UUID, name: str, *, account: bool) -> None:
        self.persons.append(Person(network_id=self.network_id, id=person_id, name=name))
        if not account:
            return
        signs_in = self.sign_ins.get(name)
        self.accounts.append(
            Account(
                network_id=self.network_id,
                id=_account_id(self.story, name),
                person_id=person_id,
                email=signs_in.email if signs_in else _email(name, self.story.mail_domain),
                password_hash=self.password_hash if signs_in else None,
            )
        )

    def _assign(self, person_id: UUID, role: Role, school_id: UUID | None, stay: Stay) -> None:
        first_on, last_on = self.days.days_of(stay)
        self.roles.append(
            Assignment(
                network_id=self.network_id,
                id=identity(self.story, "role", str(person_id), role, str(school_id)),
                person_id=person_id,
                role=role,
                school_id=school_id,
                first_on=first_on,
                last_on=last_on,
            )
        )


def _account_id(story: NetworkStory, name: str) -> UUID:
    return identity(story, "account", name)


def _email(name: str, domain: str) -> str:
    """J. Marsh is j.marsh@..., and Jo Marsh jo.marsh@..."""
    return f"{'.'.join(name.lower().replace('.', ' ').split())}@{domain}"
