"""What coaches' time goes to: minutes by coach, by school and by kind. No column here says how anybody worked."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.load import Assigned, Load, weeks_with_us, weigh
from app.domain.periods import Window
from app.domain.vocabulary import Other
from app.store.other_time import other_time
from app.store.schools import SchoolFact, assignment, person
from app.store.sessions import STANDING, co_coach, held_between, session

Spent = dict[UUID | None, int]
"""Minutes by school; None is no school."""


@dataclass(frozen=True, slots=True)
class Coaches:
    """Everybody who coaches or ever did, by id, and all of their assignments as coaches."""

    names: dict[UUID, str]
    assigned: Sequence[Assigned]


def list_coaches_ever(connection: Connection, network_id: UUID) -> Coaches:
    """In one query."""
    statement = (
        sa.select(
            person.c.name,
            assignment.c.person_id,
            assignment.c.school_id,
            assignment.c.first_on,
            assignment.c.last_on,
        )
        .join(person, (person.c.network_id == assignment.c.network_id) & (person.c.id == assignment.c.person_id))
        .where(assignment.c.network_id == network_id, assignment.c.role == Role.COACH)
        .order_by(assignment.c.first_on, assignment.c.id)
    )
    rows = connection.execute(statement).all()
    return Coaches({row.person_id: row.name for row in rows}, tuple(Assigned(*row[1:]) for row in rows))


def session_minutes(
    connection: Connection, network_id: UUID, window: Window, coaches: Collection[UUID]
) -> dict[UUID, Spent]:
    """By coach, the minutes of the sessions that they coached, alone or beside another, by school: in one query.

    A session of two coaches counts for both.
    """
    held = (session.c.network_id == network_id, held_between(window.first, window.last), STANDING)
    own = sa.select(session.c.coach_id, session.c.school_id, session.c.minutes).where(
        *held, session.c.coach_id.in_(coaches)
    )
    whose = (co_coach.c.network_id == session.c.network_id) & (co_coach.c.session_id == session.c.id)
    beside = (
        sa.select(co_coach.c.coach_id, session.c.school_id, session.c.minutes)
        .join(session, whose)
        .where(co_coach.c.network_id == network_id, *held, co_coach.c.coach_id.in_(coaches))
    )
    all_of_them = sa.union_all(own, beside).subquery("held")
    place = (all_of_them.c.coach_id, all_of_them.c.school_id)
    statement = sa.select(*place, sa.func.sum(all_of_them.c.minutes)).group_by(*place)
    found: dict[UUID, Spent] = defaultdict(dict)
    for coach_id, school_id, minutes in connection.execute(statement):
        found[coach_id][school_id] = minutes
    return found


def other_minutes(
    connection: Connection, network_id: UUID, window: Window, coaches: Collection[UUID]
) -> dict[UUID, dict[tuple[Other, UUID | None], int]]:
    """By coach, the minutes of other time by (kind, school): in one query. Only a missed visit has a school."""
    place = (other_time.c.coach_id, other_time.c.kind, other_time.c.school_id)
    statement = (
        sa.select(*place, sa.func.sum(other_time.c.minutes))
        .where(
            other_time.c.network_id == network_id,
            other_time.c.coach_id.in_(coaches),
            other_time.c.spent_on.between(window.first, window.last),
            other_time.c.removed_at.is_(None),
        )
        .group_by(*place)
    )
    found: dict[UUID, dict[tuple[Other, UUID | None], int]] = defaultdict(dict)
    for coach_id, kind, school_id, minutes in connection.execute(statement):
        found[coach_id][kind, school_id] = minutes
    return found


def load_by_coach(
    connection: Connection,
    network_id: UUID,
    window: Window,
    today: date,
    coaches: Coaches,
    schools: Sequence[SchoolFact],
) -> list[Load]:
    """Each coach's load over the window's weeks, by name: of those who coached then or have time in it. Two queries.

    Args:
        connection: of the network.
        network_id: whose coaches.
        window: whole weeks.
        today: the network's date, as of which schools are assigned.
        coaches: the network's, ever.
        schools: all of the network, whenever they were active, with their need.
    """
    held = session_minutes(connection, network_id, window, coaches.names)
    other = other_minutes(connection, network_id, window, coaches.names)
    needs = {school.id: school.need_weight for school in schools}
    active = {school.id for school in schools if school.on(today)}
    loads = []
    for person_id, name in sorted(coaches.names.items(), key=lambda each: (each[1], each[0])):
        mine = [each for each in coaches.assigned if each.person_id == person_id]
        if not (person_id in held or person_id in other or any(e.touches(window.first, window.last) for e in mine)):
            continue
        sessions, rest = held.get(person_id, {}), other.get(person_id, {})
        kinds: dict[Other, int] = defaultdict(int)
        elsewhere: Spent = defaultdict(int)
        for (kind, school_id), minutes in rest.items():
            kinds[kind] += minutes
            elsewhere[school_id] += minutes
        now = {each.school_id for each in mine if each.on(today)}
        loads.append(
            Load(
                person_id=person_id,
                name=name,
                schools=len(active if None in now else active & now),
                weeks=weeks_with_us(mine, window),
                sessions=sum(sessions.values()),
                other=dict(kinds),
                weighed=weigh(sessions, needs) + weigh(elsewhere, needs),
            )
        )
    return loads
