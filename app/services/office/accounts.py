"""Accounts in the office's hands: a new password, and signing somebody out wherever they are signed in."""

from uuid import UUID

from app.services.office.changes import record
from app.services.visits import Visit
from app.store import logins, office

PASSWORD, LOGINS = "password", "logins"
"""What the record of such a change is headed by; the password itself is nowhere."""

ANEW = "anew"


def renew_password(visit: Visit, account_id: UUID, password_hash: str) -> None:
    """Give an account another password, and sign it out wherever the old one had opened the door."""
    office.set_password(visit.connection, visit.network_id, account_id, password_hash)
    _close(visit, account_id)
    record(visit, "account", account_id, {}, {PASSWORD: ANEW}, act="edit")


def sign_out_everywhere(visit: Visit, account_id: UUID) -> int:
    """Sign an account out in all browsers, the visitor's own aside; how many there were. None is no change."""
    gone = _close(visit, account_id)
    if gone:
        record(visit, "account", account_id, {LOGINS: gone}, {LOGINS: 0})
    return gone


def _close(visit: Visit, account_id: UUID) -> int:
    return logins.revoke_logins(visit.connection, visit.network_id, account_id, visit.now, visit.login_id)
