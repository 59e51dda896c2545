"""Coaching sessions: the statements that write one (the hot path, Core) and the reads that give one back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, RowMapping

from app.domain.reviews import Counted, Effective, as_counted
from app.domain.sessions import SUPPORT, Telling
from app.domain.vocabulary import Source
from app.store.prepared import Prepared
from app.store.scope import Unscoped
from app.store.session_support import has_support, insert_support, support, support_row
from app.store.tables import CoachingSession, NextStep, SessionCoCoach, SessionParticipant
from app.store.tables.base import table_of

session = table_of(CoachingSession)
participant = table_of(SessionParticipant)
next_step = table_of(NextStep)
co_coach = table_of(SessionCoCoach)

TAGS = ("school_id", "area_id", "held_on", "started_at", "minutes", "mode", "lead", "origin", "aim", "teachers")
PROSE = ("strength", "shared_note", "private_note")
STEP = ("text", "owner_id", "due_on")


@dataclass(frozen=True, slots=True)
class Kept:
    """A session as it is kept: what was told, and what became of it."""

    id: UUID
    coach_id: UUID
    telling: Telling
    version: int
    source: Source
    received_at: datetime
    voided_at: datetime | None
    void_reason: str | None
    effective: Effective
    opened_until: date | None = None

    @property
    def counted(self) -> Counted:
        """The session as measures count it, while it is not voided."""
        return as_counted(self.telling, self.effective)


def told(telling: Telling) -> dict[str, Any]:
    """The columns of `coaching_session` that a telling fills."""
    return {name: getattr(telling, name) for name in (*TAGS, *PROSE)}


def counting(found: Effective) -> dict[str, Any]:
    """The columns that say what the session counts as."""
    return {"counted_mode": found.mode, "counted_lead": found.lead, "heard": found.heard}


def participant_rows(network_id: UUID, session_id: UUID, telling: Telling) -> list[dict[str, Any]]:
    people = [(person_id, None) for person_id in sorted(telling.participant_ids)]
    positions = [(None, position) for position in sorted(telling.positions)]
    return [
        {
            "network_id": network_id,
            "session_id": session_id,
            "slot": slot,
            "person_id": person_id,
            "position": position,
            "led": person_id in telling.led_ids,
        }
        for slot, (person_id, position) in enumerate([*people, *positions])
    ]


def next_step_row(network_id: UUID, session_id: UUID, telling: Telling) -> dict[str, Any]:
    """The session's one next step; its id is the session's, so writing it again is writing the same row."""
    return {
        "network_id": network_id,
        "id": session_id,
        "session_id": session_id,
        "school_id": telling.school_id,
        "text": telling.next_step_text,
        "owner_id": telling.next_step_owner_id,
        "due_on": telling.next_step_due_on,
    }


_create = Prepared(
    {
        "sqlite": sqlite.insert(session).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(session).on_conflict_do_nothing(),
    }
)
_NOT_YET = dict.fromkeys(("voided_at", "voided_by", "void_reason", "opened_until"))
_insert_participant = Prepared(sa.insert(participant))
_insert_next_step = Prepared(sa.insert(next_step))
_insert_co_coach = Prepared(sa.insert(co_coach))


def create(connection: Connection, row: dict[str, Any]) -> bool:
    """Insert a session unless its id is taken, by whomever; whether it was inserted."""
    return _create.write(connection, _NOT_YET | row) == 1


def co_coach_row(network_id: UUID, session_id: UUID, telling: Telling) -> dict[str, Any]:
    return {"network_id": network_id, "session_id": session_id, "coach_id": telling.co_coach_id}


def keep_people(connection: Connection, network_id: UUID, session_id: UUID, telling: Telling) -> None:
    """Write who took part, the co-coach, the next step and the like, where there are any; for a session without yet."""
    if telling.co_coach_id:
        _insert_co_coach.write(connection, co_coach_row(network_id, session_id, telling))
    if rows := participant_rows(network_id, session_id, telling):
        _insert_participant.write(connection, *rows)
    if telling.next_step_text:
        _insert_next_step.write(connection, next_step_row(network_id, session_id, telling))
    if has_support(telling):
        insert_support.write(connection, support_row(network_id, session_id, telling))


_of_session = {
    table: sa.delete(table).where(
        table.c.network_id == sa.bindparam("of_network"), table.c.session_id == sa.bindparam("of_session")
    )
    for table in (participant, next_step, co_coach, support)
}


def clear_people(connection: Connection, network_id: UUID, session_id: UUID, before: Telling) -> None:
    """Take away what `keep_people` wrote of a session, which was told as `before`."""
    written = {
        participant: before.participant_ids or before.positions,
        next_step: before.next_step_text,
        co_coach: before.co_coach_id,
        support: has_support(before),
    }
    for table, statement in _of_session.items():
        if written[table]:
            connection.execute(statement, {"of_network": network_id, "of_session": session_id})


def raise_version(
    connection: Connection, network_id: UUID, session_id: UUID, seen: int, changes: dict[str, Any]
) -> Effective | None:
    """Write `changes` as the version after `seen`: what the session counts as, or None when somebody else was first.

    From here on the session is this transaction's, so that nobody reviews it meanwhile.
    """
    statement = (
        sa.update(session)
        .where(session.c.network_id == network_id, session.c.id == session_id, session.c.version == seen)
        .values(version=seen + 1, **changes)
        .returning(session.c.counted_mode, session.c.counted_lead, session.c.heard)
    )
    row = connection.execute(statement).first()
    return None if row is None else Effective(*row)


def count_as(connection: Connection, network_id: UUID, session_id: UUID, found: Effective) -> None:
    """Keep what a session counts as; its sums are moved by whoever asks for this."""
    statement = sa.update(session).where(session.c.network_id == network_id, session.c.id == session_id)
    connection.execute(statement.values(counting(found)))


def open_until(connection: Connection, network_id: UUID, session_id: UUID, until: date) -> None:
    """Let a session of a closed month be changed by its coach through a day."""
    found = sa.update(session).where(session.c.network_id == network_id, session.c.id == session_id)
    connection.execute(found.values(opened_until=until))


def get_kept(connection: Connection, network_id: UUID, session_id: UUID) -> Kept | None:
    """The session, whole."""
    found = list_kept(connection, network_id, session.c.id == session_id)
    return found[0] if found else None


_taken = (
    sa.select(session.c.id)
    .where(session.c.id == sa.bindparam("of_session"))
    .execution_options(unscoped=Unscoped.SESSION_IDS)
)


def is_taken(connection: Connection, session_id: UUID) -> bool:
    """Whether any network has a session of this id."""
    return connection.execute(_taken, {"of_session": session_id}).first() is not None


def list_kept(
    connection: Connection,
    network_id: UUID,
    *where: sa.ColumnElement[bool],
    limit: int | None = None,
    offset: int = 0,
) -> list[Kept]:
    """Sessions newest first, whole; the page decides what of them it may show."""
    beside, backed, ahead = (
        (table.c.network_id == session.c.network_id) & (table.c.session_id == session.c.id)
        for table in (co_coach, support, next_step)
    )
    step = (next_step.c[name].label(f"next_step_{name}") for name in STEP)
    newest = (
        sa.select(session, co_coach.c.coach_id.label("co_coach_id"), *(support.c[name] for name in SUPPORT), *step)
        .outerjoin(co_coach, beside)
        .outerjoin(support, backed)
        .outerjoin(next_step, ahead)
        .where(session.c.network_id == network_id, *where)
    )
    if limit is not None or offset:
        newest = newest.order_by(*_newest_first(session)).limit(limit).offset(offset)
    found = newest.subquery()
    took_part = (participant.c.network_id == network_id) & (participant.c.session_id == found.c.id)
    statement = (
        sa.select(found, participant.c.person_id, participant.c.position, participant.c.led)
        .outerjoin(participant, took_part)
        .order_by(*_newest_first(found))
    )
    people: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(statement).mappings():
        people[row["id"]].append(row)
    return [_kept(rows[0], rows) for rows in people.values()]


def _newest_first(table: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    return table.c.held_on.desc(), table.c.received_at.desc(), table.c.id


def _kept(row: RowMapping, people: Sequence[RowMapping]) -> Kept:
    telling = Telling(
        **{name: row[name] for name in (*TAGS, *PROSE, *SUPPORT)},
        participant_ids=frozenset(p["person_id"] for p in people if p["person_id"]),
        led_ids=frozenset(p["person_id"] for p in people if p["led"]),
        positions=frozenset(p["position"] for p in people if p["position"]),
        next_step_text=row["next_step_text"] or "",
        next_step_owner_id=row["next_step_owner_id"],
        next_step_due_on=row["next_step_due_on"],
        co_coach_id=row["co_coach_id"],
    )
    return Kept(
        id=row["id"],
        coach_id=row["coach_id"],
        telling=telling,
        version=row["version"],
        source=row["source"],
        received_at=row["received_at"],
        voided_at=row["voided_at"],
        void_reason=row["void_reason"],
        effective=Effective(row["counted_mode"], row["counted_lead"], row["heard"]),
        opened_until=row["opened_until"],
    )


def coached_by(network_id: UUID, person_id: UUID) -> sa.ColumnElement[bool]:
    """Whether somebody coached a session, as its coach or beside them: both lists hold it."""
    beside = sa.select(co_coach.c.session_id).where(
        co_coach.c.network_id == network_id, co_coach.c.coach_id == person_id
    )
    return (session.c.coach_id == person_id) | session.c.id.in_(beside)


def held_between(first: date, last: date) -> sa.ColumnElement[bool]:
    return session.c.held_on.between(first, last)


STANDING = session.c.voided_at.is_(None)
"""Not voided: what counts."""
