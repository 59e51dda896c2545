"""The demo coach's last days, logged through the same door as a real coach's: an edit and a void among them."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.engine import Connection

from app.services.demo.lines import LOGGED_TWICE
from app.services.sessions import submit_session, void_session
from app.services.visits import Visit, open_visit, token_hash
from app.store import logins
from app.store.bulk import BulkRow

TOO_LONG = 15
"""Minutes that the coach first put down too many, and took back later."""

SOON = timedelta(minutes=2)


def log_by_hand(
    connection: Connection, account_id: UUID, network_id: UUID, rows: Sequence[BulkRow], now: datetime
) -> None:
    """Log a coach's sessions one by one, each at its own moment; mend the first, and void a twin of the last but one.

    Args:
        connection: the network's, writing.
        account_id: the coach's account.
        network_id: the network.
        rows: the coach's own sessions, two or more.
        now: the moment up to which all of it has happened.
    """
    in_order = sorted(rows, key=lambda row: row.received_at)
    token = secrets.token_urlsafe(32)
    hashed = token_hash(token)
    began = in_order[0].received_at
    logins.add_login(connection, network_id, account_id, hashed, at=began, until=now + timedelta(days=1))

    def visit(moment: datetime) -> Visit:
        opened = open_visit(connection, token, min(moment, now))
        if opened is None:
            message = "The demo's coach is not signed in."
            raise RuntimeError(message)
        return opened

    mended, *others = in_order
    mistaken = replace(mended.telling, minutes=mended.telling.minutes + TOO_LONG)
    submit_session(visit(mended.received_at), mended.id, 0, mistaken)
    submit_session(visit(mended.received_at + (now - mended.received_at) / 2), mended.id, 1, mended.telling)
    for row in others:
        submit_session(visit(row.received_at), row.id, 0, row.telling)
    doubled = in_order[-2]
    twin = uuid5(doubled.id, "twin")
    submit_session(visit(doubled.received_at + SOON), twin, 0, doubled.telling)
    void_session(visit(doubled.received_at + 2 * SOON), twin, 1, LOGGED_TWICE)
    logins.revoke_login(connection, network_id, visit(now).login_id, now)
