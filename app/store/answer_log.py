"""Writing a director's answers to flags: of one rule, school and area, at most one row is not withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.vocabulary import Rule
from app.store.tables import FlagAnswer
from app.store.tables.base import table_of

answer = table_of(FlagAnswer)


@dataclass(frozen=True, slots=True)
class Place:
    """What an answer belongs to."""

    school_id: UUID
    rule: Rule
    area_id: UUID | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a director says: settled texts, and a day."""

    what: str
    who: str
    due_on: date


def add_answer(
    connection: Connection,
    network_id: UUID,
    place: Place,
    said: Words,
    *,
    answered_by: UUID,
    answered_on: date,
    at: datetime,
) -> UUID:
    """Keep an answer in the place of the one that stood; its id.

    Of two answers at one instant the second is a microsecond younger, so that the latest is never in doubt.
    """
    withdraw_answers(connection, network_id, place, at)
    latest = connection.execute(sa.select(sa.func.max(answer.c.answered_at)).where(*_of(network_id, place))).scalar()
    row: dict[str, Any] = {
        "network_id": network_id,
        "id": uuid4(),
        "school_id": place.school_id,
        "rule": place.rule,
        "area_id": place.area_id,
        "what": said.what,
        "who": said.who,
        "due_on": said.due_on,
        "answered_by": answered_by,
        "answered_on": answered_on,
        "answered_at": at if latest is None else max(at, latest + timedelta(microseconds=1)),
    }
    connection.execute(sa.insert(answer), row)
    made: UUID = row["id"]
    return made


def withdraw_answers(connection: Connection, network_id: UUID, place: Place, at: datetime) -> int:
    """Take back what stands; how many rows that were."""
    standing = sa.update(answer).where(*_of(network_id, place), answer.c.withdrawn_at.is_(None))
    return connection.execute(standing.values(withdrawn_at=at)).rowcount


def restore_answer(connection: Connection, network_id: UUID, place: Place) -> UUID | None:
    """Let the latest answer stand again; None where one stands, or none was ever given."""
    latest = sa.select(answer.c.id, answer.c.withdrawn_at).where(*_of(network_id, place))
    newest = answer.c.answered_at.desc()
    row = connection.execute(latest.order_by(answer.c.withdrawn_at.is_(None).desc(), newest, answer.c.id)).first()
    if row is None or row.withdrawn_at is None:
        return None
    again = sa.update(answer).where(answer.c.network_id == network_id, answer.c.id == row.id)
    connection.execute(again.values(withdrawn_at=None))
    found: UUID = row.id
    return found


def _of(network_id: UUID, place: Place) -> list[sa.ColumnElement[Any]]:
    return [
        answer.c.network_id == network_id,
        answer.c.school_id == place.school_id,
        answer.c.rule == place.rule,
        answer.c.area_id.is_(None) if place.area_id is None else answer.c.area_id == place.area_id,
    ]
