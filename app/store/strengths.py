"""What coaches saw go well at a school, and what was agreed to happen next: the words alone, with nobody's name.

What was said in a confidential area is for those who took part, so none of it is here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.store.schools import area
from app.store.sessions import STANDING, held_between, next_step, session


@dataclass(frozen=True, slots=True)
class Strength:
    words: str
    area: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, and by when, where that was said."""

    words: str
    area: str
    due_on: date | None


def list_strengths(
    connection: Connection, network_id: UUID, school_id: UUID, window: Window, most: int
) -> Sequence[Strength]:
    """The latest strengths noted in some weeks, newest first."""
    statement = (
        sa.select(session.c.strength, area.c.name, session.c.held_on)
        .where(*_open_sessions(network_id, school_id, window), session.c.strength != "")
        .order_by(session.c.held_on.desc(), session.c.strength, area.c.name)
        .limit(most)
    )
    return [Strength(*row) for row in connection.execute(statement)]


def list_steps(
    connection: Connection, network_id: UUID, school_id: UUID, window: Window, since: date, most: int
) -> Sequence[Step]:
    """The latest next steps of the sessions of some weeks that are not due before `since`, newest first."""
    whose = (next_step.c.network_id == session.c.network_id) & (next_step.c.session_id == session.c.id)
    statement = (
        sa.select(next_step.c.text, area.c.name, next_step.c.due_on)
        .where(
            *_open_sessions(network_id, school_id, window),
            next_step.c.network_id == network_id,
            whose,
            next_step.c.due_on.is_(None) | (next_step.c.due_on >= since),
        )
        .order_by(session.c.held_on.desc(), next_step.c.due_on, next_step.c.text)
        .limit(most)
    )
    return [Step(*row) for row in connection.execute(statement)]


def _open_sessions(network_id: UUID, school_id: UUID, window: Window) -> list[sa.ColumnElement[Any]]:
    """Sessions of the school in areas that are not confidential, in some weeks."""
    return [
        session.c.network_id == network_id,
        session.c.school_id == school_id,
        held_between(window.first, window.last),
        STANDING,
        area.c.network_id == session.c.network_id,
        area.c.id == session.c.area_id,
        ~area.c.confidential,
    ]
