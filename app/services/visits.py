"""A visit: who is here, what they may do, and the transaction that serves them. Every use case takes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.access import Rights, rights
from app.domain.periods import local_today
from app.services.languages import of_locale
from app.store import audit
from app.store.digests import Recipient
from app.store.logins import LogoFact, NetworkFact, find_glimpse, find_signed_in, roles_of
from app.store.scope import tie

NO_LOGIN = UUID(int=0)
"""Of a visit that nobody made with a browser."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One signed-in person's request. `connection` is tied to their network and refuses any other's rows.

    `language` is the code of the one that they read; see `languages`.
    `standpoint` is all that a page may depend on beside what it was asked for: see `standpoint_at`.
    """

    connection: Connection
    network: NetworkFact
    login_id: UUID
    account_id: UUID
    person_id: UUID
    person_name: str
    email: str
    language: str
    rights: Rights
    now: datetime
    today: date
    standpoint: str
    logo: LogoFact | None = None

    @property
    def network_id(self) -> UUID:
        return self.network.id


def token_hash(token: str) -> str:
    """What of a login's token is kept; the token itself has 256 random bits, so a plain hash is enough."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def open_visit(connection: Connection, token: str | None, now: datetime) -> Visit | None:
    """The visit that a token opens, or None for a stranger: no token, an unknown, a revoked or an expired one."""
    found = find_signed_in(connection, token_hash(token), now) if token else None
    if found is None:
        return None
    tie(connection, found.network.id)
    today = local_today(now, found.network.timezone)
    return Visit(
        connection=connection,
        network=found.network,
        login_id=found.login_id,
        account_id=found.account_id,
        person_id=found.person_id,
        person_name=found.person_name,
        email=found.email,
        language=of_locale(found.locale),
        rights=rights(roles_of(found.assignments, today)),
        now=now,
        today=today,
        standpoint=_standpoint(found.login_id, found.network.revision, today, found.locale),
        logo=found.logo,
    )


def visit_of_absent(connection: Connection, network: NetworkFact, who: Recipient, now: datetime, today: date) -> Visit:
    """The visit of somebody who is not here and has no login open, to see what a mail may tell them.

    Args:
        connection: tied to the network.
        network: theirs.
        who: an account with its roles of the day.
        now: an aware instant.
        today: the network's date.
    """
    return Visit(
        connection=connection,
        network=network,
        login_id=NO_LOGIN,
        account_id=who.account_id,
        person_id=who.person_id,
        person_name=who.name,
        email=who.email,
        language=of_locale(who.locale or network.locale),
        rights=rights(who.roles),
        now=now,
        today=today,
        standpoint="",
    )


def standpoint_at(connection: Connection, token: str, now: datetime) -> str | None:
    """The standpoint of the visit that a token would open, or None for a stranger; in one small statement.

    From equal standpoints a page looks the same. They say the login, which is one account's; the network's revision,
    which every change that a page could show raises, a change of somebody's roles too; the network's day, by which
    windows move and roles begin and end; and its locale.
    """
    found = find_glimpse(connection, token_hash(token), now)
    if found is None:
        return None
    return _standpoint(found.login_id, found.revision, local_today(now, found.timezone), found.locale)


def _standpoint(login_id: UUID, revision: int, today: date, locale: str) -> str:
    return f"{login_id} {revision} {today} {locale}"


def trace(
    visit: Visit,
    act: str,
    subject: str,
    subject_id: UUID,
    fields: Iterable[str] = (),
    *,
    version: int | None = None,
    reason: str = "",
) -> None:
    """Note in the audit log what the visitor does now; `fields` are names of what changed, and never what it said.

    `version` is the one of the subject that this made; `reason` why somebody of the office reached over a lock.
    """
    audit.record(
        visit.connection,
        network_id=visit.network_id,
        actor_id=visit.person_id,
        at=visit.now,
        act=act,
        subject=subject,
        subject_id=subject_id,
        fields=fields,
        version=version,
        reason=reason,
    )
