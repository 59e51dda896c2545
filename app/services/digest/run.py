"""One run of reminders: who gets one today, each sent once.

A mail cannot be part of a transaction, so where a machine stops in the middle a mail is either lost or comes twice. One
that comes twice costs trust, a lost one costs a day: so each is claimed, and that is committed, before it is sent.
Whoever finds a claim leaves it alone, be it of a run that is under way or of one that was killed. Only what is surely
not sent is given back, for the next run. What a mail told is kept once it was sent and not before, so that what a lost
one would have said is still news tomorrow.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.digest import NEVER, Digest, Told, digest_of, still
from app.domain.language import speaking
from app.domain.periods import local_today
from app.services.digest.around import Around
from app.services.digest.gathering import gather
from app.services.digest.letters import AddressError, Sender, letter
from app.services.digest.post import DoubtfulError, Post, PostError, UnreachableError
from app.services.languages import language, of_locale
from app.services.visits import visit_of_absent
from app.store import digests
from app.store.digests import Recipient
from app.store.engine import Database
from app.store.logins import NetworkFact
from app.store.networks import find_network
from app.store.scope import tie

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Outcome:
    """What became of a run: numbers of people, and a sentence for each mail that was refused.

    `earlier` had theirs today already, `nothing` had nothing to hear, and `out` have opted out.
    """

    sent: int = 0
    nothing: int = 0
    out: int = 0
    earlier: int = 0
    failed: int = 0
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Due:
    """A mail that somebody is to get."""

    who: Recipient
    digest: Digest


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be said to whom of a network on a day; `forgotten` are last mails, less what has gone since."""

    network: NetworkFact
    day: date
    due: tuple[Due, ...]
    forgotten: tuple[tuple[UUID, Told], ...]


def plan(database: Database, slug: str, now: datetime, day: date | None, outcome: Outcome) -> Plan | None:
    """Look at everybody of a network, without writing anything; None where there is none of this short name.

    Args:
        database: where it lives.
        slug: its short name.
        now: an aware instant.
        day: as if it were this day; None for the network's own today.
        outcome: counts those who get nothing.
    """
    with database.reading() as connection:
        network = find_network(connection, slug)
        if network is None:
            return None
        tie(connection, network.id)
        today = day or local_today(now, network.timezone)
        people = digests.list_recipients(connection, network.id, today)
        begun = digests.list_begun(connection, network.id, today)
        told = digests.list_told(connection, network.id)
        due, forgotten, around = list[Due](), list[tuple[UUID, Told]](), None
        for who in people:
            if not who.wants or who.account_id in begun:
                outcome.out += not who.wants
                outcome.earlier += who.wants
                continue
            visit = visit_of_absent(connection, network, who, now, today)
            around = around or Around.of(visit)
            last = told.get(who.account_id, NEVER)
            with speaking(language(visit.language)):
                found = gather(visit, around)
                digest = digest_of(found, last, today)
            if digest is not None:
                due.append(Due(who, digest))
                continue
            outcome.nothing += 1
            if (left := still(last, found)) != last:
                forgotten.append((who.account_id, left))
    return Plan(network, today, tuple(due), tuple(forgotten))


def carry_out(database: Database, plan: Plan, post: Post, by: Sender, clock: Clock, outcome: Outcome) -> None:
    """Send what was planned, one after another; what could not be sent is for the next run.

    Raises:
        UnreachableError: no mail can be sent at present; those that are left count as failed.
    """
    network = plan.network
    if plan.forgotten:
        with _writing(database, network.id) as connection:
            for account_id, told in plan.forgotten:
                digests.keep_told(connection, network.id, account_id, told)
    for number, due in enumerate(plan.due):
        try:
            if _send(database, plan, due, post, by, clock):
                outcome.sent += 1
            else:
                outcome.earlier += 1
        except UnreachableError:
            outcome.failed += len(plan.due) - number
            raise
        except (PostError, AddressError) as error:
            outcome.failed += 1
            outcome.troubles.append(f"{due.who.email}: {error}.")


def _send(database: Database, plan: Plan, due: Due, post: Post, by: Sender, clock: Clock) -> bool:
    """Send one mail; False where somebody else has, or the person has just opted out."""
    network_id, account_id, now = plan.network.id, due.who.account_id, clock()
    with speaking(language(of_locale(due.who.locale or plan.network.locale))):
        mail = letter(due.who, plan.network, due.digest, by, plan.day, now)
    post.open()  # before anything is claimed: while there is no server, every mail is for the next run
    with _writing(database, network_id) as connection:
        claimed = digests.claim(connection, network_id, account_id, plan.day, now)
    if not claimed:
        return False
    try:
        post.send(mail)
    except DoubtfulError:
        raise  # the claim stays: it may have been taken
    except PostError:
        with _writing(database, network_id) as connection:
            digests.release(connection, network_id, account_id, plan.day)
        raise
    with _writing(database, network_id) as connection:
        digests.keep_told(connection, network_id, account_id, Told(plan.day, due.digest.keys))
        digests.forget_earlier(connection, network_id, account_id, plan.day)
    return True


@contextmanager
def _writing(database: Database, network_id: UUID) -> Iterator[Connection]:
    with database.writing() as connection:
        tie(connection, network_id)
        yield connection
