"""The sessions behind a figure, by their tags alone: no coach, nobody who took part, no notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.flags import Only
from app.domain.periods import Window
from app.domain.vocabulary import SCHOOL_LEADERS, Aim, Area, Heard, Lead, Mode, Origin
from app.store.schools import area, membership, on
from app.store.sessions import STANDING, held_between, participant, session


@dataclass(frozen=True, slots=True)
class Tagged:
    """What anybody may know of a session who may see its school; its mode and lead are those that count."""

    id: UUID
    held_on: date
    area_id: UUID
    minutes: int
    mode: Mode
    lead: Lead | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Behind:
    """Which sessions of a school: those of a window's weeks, and where named, of one area, mode, lead, origin or aim.

    `only` are those that a rule speaks of, and `after` is the very first day, where that is not a Monday.
    """

    school_id: UUID
    window: Window
    area_id: UUID | None = None
    mode: Mode | None = None
    lead: Lead | None = None
    origin: Origin | None = None
    only: Only | None = None
    after: date | None = None
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    sessions: int
    minutes: int
    for_sessions: int
    for_minutes: int


_COUNTED = {"mode": "counted_mode", "lead": "counted_lead"}
TAGS = tuple(session.c[_COUNTED.get(name, name)] for name in Tagged.__slots__)
"""The columns of a `Tagged`, in its order."""


def list_tagged(
    connection: Connection, network_id: UUID, behind: Behind, limit: int, offset: int = 0
) -> Sequence[Tagged]:
    """Newest first. Voided sessions count nowhere, and are not among them."""
    statement = (
        sa.select(*TAGS)
        .where(*_where(network_id, behind))
        .order_by(session.c.held_on.desc(), session.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [Tagged(*row) for row in connection.execute(statement)]


def sum_tagged(connection: Connection, network_id: UUID, behind: Behind) -> Sums:
    ours = session.c.counted_mode == Mode.FOR
    minutes = session.c.minutes
    statement = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(minutes), 0),
        sa.func.count(sa.case((ours, 1))),
        sa.func.coalesce(sa.func.sum(sa.case((ours, minutes), else_=0)), 0),
    ).where(*_where(network_id, behind))
    return Sums(*connection.execute(statement).one())


def _where(network_id: UUID, behind: Behind) -> list[sa.ColumnElement[bool]]:
    asked = [
        column == value
        for column, value in (
            (session.c.area_id, behind.area_id),
            (session.c.counted_mode, behind.mode),
            (session.c.counted_lead, behind.lead),
            (session.c.origin, behind.origin),
            (session.c.aim, behind.aim),
        )
        if value is not None
    ]
    if behind.after is not None:
        asked.append(session.c.held_on >= behind.after)
    if behind.only is not None:
        asked.append(_ONLY[behind.only](network_id))
    return [
        session.c.network_id == network_id,
        session.c.school_id == behind.school_id,
        held_between(behind.window.first, behind.window.last),
        STANDING,
        *asked,
    ]


def observing(network_id: UUID) -> sa.ColumnElement[bool]:
    """The session is one of observation and feedback, in a network that does not keep that confidential.

    Where it does, who took part is seen by them alone, and a list of those where some position was missing tells it.
    """
    open_area = (area.c.network_id == network_id, area.c.key == Area.OBSERVATION, ~area.c.confidential)
    return session.c.area_id.in_(sa.select(area.c.id).where(*open_area))


def with_a_school_leader(network_id: UUID) -> sa.ColumnElement[bool]:
    """A principal or assistant principal took part, named or as "someone else", by their position on that day."""
    leads_there = sa.and_(
        membership.c.network_id == participant.c.network_id,
        membership.c.person_id == participant.c.person_id,
        membership.c.school_id == session.c.school_id,
        membership.c.position.in_(SCHOOL_LEADERS),
        on(membership, session.c.held_on),
    )
    return (
        sa.select(sa.literal(1))
        .select_from(participant.outerjoin(membership, leads_there))
        .where(
            participant.c.network_id == network_id,
            participant.c.session_id == session.c.id,
            participant.c.position.in_(SCHOOL_LEADERS) | membership.c.id.is_not(None),
        )
        .exists()
    )


def _alone(network_id: UUID) -> sa.ColumnElement[bool]:
    return observing(network_id) & ~with_a_school_leader(network_id)


def _disputed(_network_id: UUID) -> sa.ColumnElement[bool]:
    return session.c.heard.in_((Heard.CORRECTED, Heard.DIFFERING, Heard.DIFFERING_ON_LEAD))


def _district(network_id: UUID) -> sa.ColumnElement[bool]:
    return session.c.area_id.in_(sa.select(area.c.id).where(area.c.network_id == network_id, area.c.district_provides))


_ONLY: Mapping[Only, Callable[[UUID], sa.ColumnElement[bool]]] = {
    Only.ALONE: _alone,
    Only.DISPUTED: _disputed,
    Only.DISTRICT: _district,
}
