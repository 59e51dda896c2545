"""Signing in and out. The password is checked with no transaction open: hashing takes longer than any write."""

import secrets
from datetime import datetime, timedelta

from app.services.passwords import verify_password
from app.services.visits import Visit, token_hash
from app.store import logins
from app.store.engine import Database
from app.store.logins import Credential
from app.store.scope import scoped


def check_password(database: Database, email: str, password: str) -> Credential | None:
    """The account that this e-mail and password open, or None; it takes as long for an unknown e-mail."""
    with database.reading() as connection:
        found = logins.find_credential(connection, email)
    matches = verify_password(password, found.password_hash if found else None)
    return found if matches else None


def begin_login(database: Database, credential: Credential, now: datetime, days: int) -> str:
    """Sign an account in for `days`; gives the token that the browser keeps, of which only a hash stays here."""
    token = secrets.token_urlsafe(32)
    with database.writing() as connection:
        scoped(connection, credential.network_id)
        logins.add_login(
            connection,
            credential.network_id,
            credential.account_id,
            token_hash(token),
            at=now,
            until=now + timedelta(days=days),
        )
    return token


def end_login(visit: Visit) -> None:
    """Sign out: the token opens nothing any more, wherever a copy of it may be."""
    logins.revoke_login(visit.connection, visit.network_id, visit.login_id, visit.now)
