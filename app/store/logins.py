"""Signing in: the only reads that do not know yet whose network it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.access import Role
from app.domain.periods import lasts
from app.store.prepared import Prepared
from app.store.scope import Unscoped
from app.store.tables import Account, Assignment, Login, Network, NetworkLogo, Person
from app.store.tables.base import table_of

network = table_of(Network)
network_logo = table_of(NetworkLogo)
account = table_of(Account)
person = table_of(Person)
login = table_of(Login)
assignment = table_of(Assignment)


@dataclass(frozen=True, slots=True)
class NetworkFact:
    id: UUID
    name: str
    timezone: str
    locale: str
    year_starts_on: str
    year_ends_on: str
    watch: float
    high: float
    review_due_days: int
    lock_after_days: int | None
    demo: bool
    revision: int
    color: str = ""


@dataclass(frozen=True, slots=True)
class LogoFact:
    """A network's logo as pages show it; `mark` names it in addresses."""

    mark: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Credential:
    network_id: UUID
    account_id: UUID
    password_hash: str | None
    locale: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a token belongs to; `locale` is theirs, or their network's where they chose none.

    `assignments` are all of the person's, past ones too: (role, school, first, last).
    """

    network: NetworkFact
    logo: LogoFact | None
    login_id: UUID
    account_id: UUID
    person_id: UUID
    person_name: str
    email: str
    locale: str
    assignments: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What of a signed-in browser settles whether a page that it was sent is still the same."""

    login_id: UUID
    revision: int
    timezone: str
    locale: str


_NETWORK = tuple(network.c[name] for name in NetworkFact.__slots__)

_LOGO = tuple(network_logo.c[name] for name in LogoFact.__slots__)

_LOCALE = sa.case((account.c.locale != "", account.c.locale), else_=network.c.locale)

_find = (
    sa.select(account.c.network_id, account.c.id, account.c.password_hash, _LOCALE)
    .join(network, network.c.id == account.c.network_id)
    .where(account.c.email == sa.bindparam("of_email"), account.c.active)
    .execution_options(unscoped=Unscoped.SIGN_IN)
)

_whose = Prepared(
    sa.select(
        *_NETWORK,
        login.c.id,
        account.c.id,
        person.c.id,
        person.c.name,
        account.c.email,
        _LOCALE,
        *_LOGO,
        assignment.c.role,
        assignment.c.school_id,
        assignment.c.first_on,
        assignment.c.last_on,
    )
    .select_from(login)
    .join(account, (account.c.network_id == login.c.network_id) & (account.c.id == login.c.account_id))
    .join(person, (person.c.network_id == account.c.network_id) & (person.c.id == account.c.person_id))
    .join(network, network.c.id == login.c.network_id)
    .outerjoin(network_logo, network_logo.c.network_id == login.c.network_id)
    .outerjoin(assignment, (assignment.c.network_id == person.c.network_id) & (assignment.c.person_id == person.c.id))
    .where(
        login.c.token_hash == sa.bindparam("of_token"),
        login.c.revoked_at.is_(None),
        login.c.expires_at > sa.bindparam("at"),
        account.c.active,
    )
    .execution_options(unscoped=Unscoped.TOKEN)
)

_glimpse = Prepared(
    sa.select(login.c.id, network.c.revision, network.c.timezone, _LOCALE)
    .select_from(login)
    .join(account, (account.c.network_id == login.c.network_id) & (account.c.id == login.c.account_id))
    .join(network, network.c.id == login.c.network_id)
    .where(
        login.c.token_hash == sa.bindparam("of_token"),
        login.c.revoked_at.is_(None),
        login.c.expires_at > sa.bindparam("at"),
        account.c.active,
    )
    .execution_options(unscoped=Unscoped.TOKEN)
)


def find_credential(connection: Connection, email: str) -> Credential | None:
    row = connection.execute(_find, {"of_email": email}).first()
    return None if row is None else Credential(*row)


def find_signed_in(connection: Connection, token_hash: str, at: datetime) -> SignedIn | None:
    rows = _whose.read(connection, {"of_token": token_hash, "at": at})
    if not rows:
        return None
    width = len(_NETWORK)
    logo = width + 6
    named = logo + len(_LOGO)
    first = rows[0]
    login_id, account_id, person_id, person_name, email, locale = first[width:logo]
    assignments = [row[named:] for row in rows if row[named] is not None]
    whose, worn = NetworkFact(*first[:width]), LogoFact(*first[logo:named]) if first[logo] else None
    return SignedIn(whose, worn, login_id, account_id, person_id, person_name, email, locale, assignments)


def find_glimpse(connection: Connection, token_hash: str, at: datetime) -> Glimpse | None:
    """The least of `find_signed_in`: for whom it finds nobody, neither does this."""
    rows = _glimpse.read(connection, {"of_token": token_hash, "at": at})
    return Glimpse(*rows[0]) if rows else None


def add_login(
    connection: Connection, network_id: UUID, account_id: UUID, token_hash: str, *, at: datetime, until: datetime
) -> None:
    connection.execute(
        sa.insert(login),
        {
            "network_id": network_id,
            "id": uuid4(),
            "account_id": account_id,
            "token_hash": token_hash,
            "created_at": at,
            "expires_at": until,
        },
    )


def revoke_login(connection: Connection, network_id: UUID, login_id: UUID, at: datetime) -> None:
    connection.execute(
        sa.update(login).where(login.c.network_id == network_id, login.c.id == login_id).values(revoked_at=at)
    )


def count_logins(connection: Connection, network_id: UUID, account_id: UUID, at: datetime) -> int:
    """In how many browsers an account is signed in."""
    statement = sa.select(sa.func.count()).select_from(login).where(*_open_logins(network_id, account_id, at))
    return connection.execute(statement).scalar_one()


def revoke_logins(connection: Connection, network_id: UUID, account_id: UUID, at: datetime, but: UUID) -> int:
    """Sign an account out in every browser, but for one login; how many there were."""
    statement = sa.update(login).where(*_open_logins(network_id, account_id, at), login.c.id != but)
    return connection.execute(statement.values(revoked_at=at)).rowcount


def _open_logins(network_id: UUID, account_id: UUID, at: datetime) -> Sequence[sa.ColumnElement[bool]]:
    theirs = (login.c.network_id == network_id, login.c.account_id == account_id)
    return (*theirs, login.c.revoked_at.is_(None), login.c.expires_at > at)


def set_locale(connection: Connection, network_id: UUID, account_id: UUID, locale: str) -> bool:
    """Keep the language that an account reads; False where it was that already."""
    statement = sa.update(account).where(
        account.c.network_id == network_id, account.c.id == account_id, account.c.locale != locale
    )
    return connection.execute(statement.values(locale=locale)).rowcount == 1


def roles_of(assignments: Sequence[Any], day: Any) -> list[tuple[Role, UUID | None]]:
    """The (role, school) pairs that hold on a day."""
    return [(role, school_id) for role, school_id, first_on, last_on in assignments if lasts(first_on, last_on, day)]
