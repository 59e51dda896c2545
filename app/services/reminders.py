"""Whether somebody wants reminders by mail: theirs to say, at any time."""

from dataclasses import dataclass
from datetime import date

from app.services.visits import Visit, trace
from app.store import digests


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
