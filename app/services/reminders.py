"""Whether somebody wants reminders by mail, and in which language they read: theirs to say, at any time."""

from dataclasses import dataclass
from datetime import date

from app.services.visits import Visit, trace
from app.store import digests, logins


@dataclass(frozen=True, slots=True)
class Reminders:
    """`wants`: they have not opted out. `last_on` is the day of the last mail they were sent."""

    wants: bool
    last_on: date | None


def see_reminders(visit: Visit) -> Reminders:
    connection, network_id, account_id = visit.connection, visit.network_id, visit.account_id
    return Reminders(
        digests.wants_digest(connection, network_id, account_id), digests.last_sent(connection, network_id, account_id)
    )


def choose_reminders(visit: Visit, *, wants: bool) -> None:
    """Opt out, or in again; saying so twice is saying it once."""
    if digests.set_digest(visit.connection, visit.network_id, visit.account_id, wants=wants):
        trace(visit, "edit", "account", visit.account_id, ("digest",))


def choose_language(visit: Visit, code: str) -> None:
    """What the visitor's pages and mails are in from now on; saying so twice is saying it once."""
    if logins.set_locale(visit.connection, visit.network_id, visit.account_id, code):
        trace(visit, "edit", "account", visit.account_id, ("locale",))
