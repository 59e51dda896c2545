"""A coach's own sessions, for that coach's eyes alone: every read names one coach, and pages name the visitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.sessions import Telling, tally
from app.store.schools import area, school
from app.store.sessions import STANDING, held_between, session


class OwnSession(NamedTuple):
    """A session as it counts: its day, what it adds to sums, and whether its coach noted a strength."""

    held_on: date
    tally: Tally
    strength: bool


@dataclass(frozen=True, slots=True)
class OwnStrength:
    words: str
    school: str
    area: str
    seen_on: date


_COUNTED = ("school_id", "area_id", "held_on", "minutes", "counted_mode", "counted_lead", "origin", "aim")


def list_own(connection: Connection, network_id: UUID, coach_id: UUID, first: date, last: date) -> list[OwnSession]:
    """The sessions that somebody coached on some days, oldest first; not those beside another coach."""
    statement = (
        sa.select(*(session.c[name] for name in _COUNTED), session.c.heard, session.c.strength != "")
        .where(*_of(network_id, coach_id), held_between(first, last))
        .order_by(session.c.held_on)
    )
    return [
        OwnSession(row[2], tally(Telling(*row[: len(_COUNTED)]), row.heard), bool(row[-1]))
        for row in connection.execute(statement)
    ]


def list_own_strengths(
    connection: Connection, network_id: UUID, coach_id: UUID, window: Window, most: int
) -> Sequence[OwnStrength]:
    """The latest strengths that somebody noted in some weeks, newest first."""
    statement = (
        sa.select(session.c.strength, school.c.name, area.c.name, session.c.held_on)
        .join(school, (school.c.network_id == session.c.network_id) & (school.c.id == session.c.school_id))
        .join(area, (area.c.network_id == session.c.network_id) & (area.c.id == session.c.area_id))
        .where(*_of(network_id, coach_id), held_between(window.first, window.last), session.c.strength != "")
        .order_by(session.c.held_on.desc(), session.c.strength)
        .limit(most)
    )
    return [OwnStrength(*row) for row in connection.execute(statement)]


def _of(network_id: UUID, coach_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return session.c.network_id == network_id, session.c.coach_id == coach_id, STANDING
