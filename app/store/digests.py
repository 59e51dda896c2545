"""Reminders by mail: who may get one, which were sent, and what they were about."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.digest import Told, keys_in_words, keys_read
from app.store.prepared import Prepared
from app.store.schools import on
from app.store.sessions import STANDING, next_step, session
from app.store.tables import Account, Assignment, DigestSent, Person
from app.store.tables.base import table_of

account = table_of(Account)
assignment = table_of(Assignment)
person = table_of(Person)
sent = table_of(DigestSent)

_claim = Prepared(
    {
        "sqlite": sqlite.insert(sent).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(sent).on_conflict_do_nothing(),
    }
)

ON_ITS_WAY = ""
"""What a mail has told until it is known to have been sent: nothing yet."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An active account of somebody with a role today.

    `wants`: they have not opted out. `locale` is what they chose to read, "" their network's.
    """

    account_id: UUID
    person_id: UUID
    name: str
    email: str
    locale: str
    wants: bool
    roles: list[tuple[Role, UUID | None]] = field(default_factory=list)


def list_recipients(connection: Connection, network_id: UUID, day: date) -> list[Recipient]:
    """Everybody of the network who could get a reminder on a day, by e-mail; with their roles of that day."""
    of_person = (person.c.network_id == account.c.network_id) & (person.c.id == account.c.person_id)
    of_roles = (assignment.c.network_id == account.c.network_id) & (assignment.c.person_id == account.c.person_id)
    statement = (
        sa.select(
            account.c.id, account.c.person_id, person.c.name, account.c.email, account.c.locale, account.c.digest,
            assignment.c.role, assignment.c.school_id,
        )
        .select_from(account.join(person, of_person).join(assignment, of_roles))
        .where(account.c.network_id == network_id, account.c.active, on(assignment, day))
        .order_by(account.c.email)
    )  # fmt: skip
    found: dict[UUID, Recipient] = {}
    for *who, role, school_id in connection.execute(statement):
        found.setdefault(who[0], Recipient(*who)).roles.append((role, school_id))
    return list(found.values())


def list_begun(connection: Connection, network_id: UUID, day: date) -> set[UUID]:
    """The accounts whose mail of a day was sent, or begun by whoever has not finished."""
    statement = sa.select(sent.c.account_id).where(sent.c.network_id == network_id, sent.c.sent_on == day)
    return set(connection.execute(statement).scalars())


def list_told(connection: Connection, network_id: UUID) -> dict[UUID, Told]:
    """By account, the last mail that is known to have been sent."""
    later = sent.alias()
    sent_later = sa.exists().where(
        later.c.network_id == network_id,
        later.c.account_id == sent.c.account_id,
        later.c.sent_on > sent.c.sent_on,
        later.c.told != ON_ITS_WAY,
    )
    statement = sa.select(sent.c.account_id, sent.c.sent_on, sent.c.told).where(
        sent.c.network_id == network_id, sent.c.told != ON_ITS_WAY, ~sent_later
    )
    return {row.account_id: Told(row.sent_on, keys_read(row.told)) for row in connection.execute(statement)}


def claim(connection: Connection, network_id: UUID, account_id: UUID, day: date, at: datetime) -> bool:
    """Take it upon oneself to send an account its mail of a day; False where another has, or they want none any more.

    Once this is committed nobody else sends it, whatever becomes of whoever claimed it.
    """
    wants = sa.select(account.c.id).where(
        account.c.network_id == network_id, account.c.id == account_id, account.c.active, account.c.digest
    )
    if connection.execute(wants).first() is None:
        return False
    row = {"network_id": network_id, "account_id": account_id, "sent_on": day, "sent_at": at, "told": ON_ITS_WAY}
    return _claim.write(connection, row) == 1


def keep_told(connection: Connection, network_id: UUID, account_id: UUID, told: Told) -> None:
    """Keep what a mail told: it was sent, or some of what it told has gone since."""
    statement = sa.update(sent).where(
        sent.c.network_id == network_id, sent.c.account_id == account_id, sent.c.sent_on == told.on
    )
    connection.execute(statement.values(told=keys_in_words(told.keys)))


def forget_earlier(connection: Connection, network_id: UUID, account_id: UUID, day: date) -> None:
    """Let go of what mails before a day told: the last one's is all that is ever asked for, and may be long."""
    statement = sa.update(sent).where(
        sent.c.network_id == network_id,
        sent.c.account_id == account_id,
        sent.c.sent_on < day,
        sent.c.told != ON_ITS_WAY,
    )
    connection.execute(statement.values(told=keys_in_words(())))


def release(connection: Connection, network_id: UUID, account_id: UUID, day: date) -> None:
    """Give a claim back: the mail was surely not sent, so that the next run may."""
    connection.execute(
        sa.delete(sent).where(
            sent.c.network_id == network_id,
            sent.c.account_id == account_id,
            sent.c.sent_on == day,
            sent.c.told == ON_ITS_WAY,
        )
    )


def last_sent(connection: Connection, network_id: UUID, account_id: UUID) -> date | None:
    """The day of the last mail that an account was sent."""
    statement = sa.select(sa.func.max(sent.c.sent_on)).where(
        sent.c.network_id == network_id, sent.c.account_id == account_id, sent.c.told != ON_ITS_WAY
    )
    day: date | None = connection.execute(statement).scalar_one()
    return day


def wants_digest(connection: Connection, network_id: UUID, account_id: UUID) -> bool:
    statement = sa.select(account.c.digest).where(account.c.network_id == network_id, account.c.id == account_id)
    return bool(connection.execute(statement).scalar_one())


def set_digest(connection: Connection, network_id: UUID, account_id: UUID, *, wants: bool) -> bool:
    """Opt out, or in again; whether that changed anything."""
    statement = sa.update(account).where(
        account.c.network_id == network_id, account.c.id == account_id, account.c.digest.is_not(wants)
    )
    return connection.execute(statement.values(digest=wants)).rowcount == 1


@dataclass(frozen=True, slots=True)
class Held:
    """What of a session may stand in a mail: no prose, nobody's name, and not who did the work."""

    id: UUID
    school_id: UUID
    area_id: UUID
    held_on: date
    minutes: int
    received_at: datetime


def list_held(connection: Connection, network_id: UUID, session_ids: Collection[UUID]) -> list[Held]:
    """These sessions, oldest first."""
    statement = (
        sa.select(*(session.c[name] for name in Held.__slots__))
        .where(session.c.network_id == network_id, session.c.id.in_(session_ids))
        .order_by(session.c.held_on, session.c.received_at, session.c.id)
    )
    return [Held(*row) for row in connection.execute(statement)] if session_ids else []


def list_steps(
    connection: Connection, network_id: UUID, coach_id: UUID, first: date, last: date
) -> list[tuple[date, Held]]:
    """A coach's own sessions whose next step is due between two days, by that day."""
    of_session = (next_step.c.network_id == session.c.network_id) & (next_step.c.session_id == session.c.id)
    statement: sa.Select[Any] = (
        sa.select(next_step.c.due_on, *(session.c[name] for name in Held.__slots__))
        .select_from(session.join(next_step, of_session))
        .where(
            session.c.network_id == network_id,
            session.c.coach_id == coach_id,
            STANDING,
            next_step.c.due_on.between(first, last),
        )
        .order_by(next_step.c.due_on, session.c.id)
    )
    return [(due_on, Held(*row)) for due_on, *row in connection.execute(statement)]
