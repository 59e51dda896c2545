"""How far leaders and coaches agree on what was side by side: counted by school and by area, and never by coach."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.sessions import DIFFERING, SIDE_BY_SIDE
from app.domain.vocabulary import Heard
from app.store.reviews import Due, is_reviewable
from app.store.sessions import held_between, session


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the sessions that a leader could review: how many, how many of those are due, and what became of them.

    `verified` are those of the due that stand as side by side; `reviewed` are all that somebody has spoken of, of which
    `corrected` count as done for the school, and `differing` are seen differently by two leaders. The others wait.
    """

    reviewable: int = 0
    due: int = 0
    verified: int = 0
    reviewed: int = 0
    corrected: int = 0
    differing: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Agreement)))

    @property
    def waiting(self) -> int:
        return self.reviewable - self.reviewed

    @property
    def seen_differently(self) -> int:
        return self.corrected + self.differing


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sessions: of a network's window, as of a day, at these schools (None: all)."""

    network_id: UUID
    window: Window
    today: date
    due_days: int
    zone: str
    schools: Collection[UUID] | None = None


def agreement_by_school_and_area(connection: Connection, asked: Asked) -> Mapping[tuple[UUID, UUID], Agreement]:
    """By school and area; a pair that is missing had nothing to review."""
    due = Due(asked.today, asked.due_days, asked.zone).condition()
    heard = session.c.heard
    counted = (
        sa.func.count(),
        sa.func.count(sa.case((due, 1))),
        sa.func.count(sa.case((due & heard.in_(SIDE_BY_SIDE), 1))),
        sa.func.count(heard),
        sa.func.count(sa.case((heard == Heard.CORRECTED, 1))),
        sa.func.count(sa.case((heard.in_(DIFFERING), 1))),
    )
    statement = (
        sa.select(session.c.school_id, session.c.area_id, *counted)
        .where(
            session.c.network_id == asked.network_id,
            held_between(asked.window.first, asked.window.last),
            *is_reviewable(asked.network_id),
        )
        .group_by(session.c.school_id, session.c.area_id)
    )
    if asked.schools is not None:
        statement = statement.where(session.c.school_id.in_(asked.schools))
    return {(row[0], row[1]): Agreement(*row[2:]) for row in connection.execute(statement)}
