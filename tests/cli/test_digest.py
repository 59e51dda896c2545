"""`sidebyside digest`: who is mailed, and that each is mailed once, however often it runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from app.domain.vocabulary import Verdict
from app.services.digest.letters import sender
from app.services.digest.post import Post, Server
from app.services.digest.run import Outcome, carry_out, plan
from app.services.reminders import choose_reminders
from app.services.sessions import submit_session
from app.settings import Security
from app.store.engine import Database
from app.store.tables import Account, Assignment
from tests.cli.conftest import SITE, Clock, Sidebyside
from tests.support.acts import FORM, count, submit
from tests.support.cast import Cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.handing import do
from tests.support.mailing import Mailbox
from tests.support.reviewing import say
from tests.support.rows import change
from tests.support.tellings import side_by_side

ROSA, DORA, OLGA = "rosa@bridge.example", "dora@bridge.example", "olga@other.example"
BRIDGE = ("digest", "--network", "bridge")


@pytest.fixture(autouse=True)
def _told(sidebyside: Sidebyside, cast: Cast, database: Database, mailbox: Mailbox, clock: Clock) -> None:
    """The directors know already that nobody comes to their schools, so that mails are about what tests do."""
    clock.later(days=-1)
    assert sidebyside("digest").exit_code == 0
    assert mailbox.to == [DORA, OLGA]
    mailbox.received.clear()
    clock.later()
    submit(database, cast.jo, 0, side_by_side(cast))


def days_sent(database: Database) -> list[tuple[date, str]]:
    sent = TABLES["digest_sent"]
    with database.reading() as connection:
        rows = connection.execute(
            sa.select(sent.c.sent_on, sent.c.told).order_by(sent.c.sent_on), execution_options=ANYBODY
        )
        return [tuple(row) for row in rows]


def log_another(database: Database, cast: Cast, **changes: Any) -> None:
    """Jo logs another session with Rosa, or whatever `changes` make of it."""
    said = side_by_side(cast, **{"held_on": cast.today - timedelta(days=1)} | changes)
    do(database, cast.jo, lambda jo: submit_session(jo, uuid4(), 0, said))


def test_a_leader_is_mailed_what_waits_and_once_a_day(sidebyside: Sidebyside, mailbox: Mailbox) -> None:
    result = sidebyside("digest")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 mail sent. Nothing to tell 8 people.\n"
    assert mailbox.to == [ROSA]
    assert mailbox.of(ROSA)["Subject"] == "1 session to say yes or no to"
    again = sidebyside("digest")
    assert (again.exit_code, again.stdout) == (
        0,
        "No mail sent. Nothing to tell 8 people. 1 had theirs earlier today.\n",
    )
    assert mailbox.to == [ROSA]


def test_the_next_day_is_silent_until_there_is_something_new(
    sidebyside: Sidebyside, mailbox: Mailbox, clock: Clock, cast: Cast, database: Database
) -> None:
    sidebyside("digest")
    clock.later(days=1)
    sidebyside("digest")
    assert mailbox.to == [ROSA]
    log_another(database, cast)
    sidebyside("digest")
    assert mailbox.to == [ROSA, ROSA]
    assert mailbox.received[-1][1]["Subject"] == "2 sessions to say yes or no to"
    (_, first), (_, last) = days_sent(database)[-2:]
    assert first == "[]", "only the last mail is remembered"
    assert last.count("review:") == 2


def test_after_a_week_what_still_waits_is_told_again(
    sidebyside: Sidebyside, mailbox: Mailbox, clock: Clock, cast: Cast, database: Database
) -> None:
    sidebyside("digest")
    clock.later(days=6)
    sidebyside("digest")
    assert mailbox.to == [ROSA]
    clock.later(days=7)
    sidebyside("digest")
    assert mailbox.to == [ROSA, ROSA]
    say(database, cast.rosa, Verdict.CONFIRMED)
    clock.later(days=15)
    assert sidebyside("digest").exit_code == 0
    assert mailbox.to == [ROSA, ROSA]


def test_two_runs_at_once_send_each_mail_once(mailbox: Mailbox, cast: Cast, database: Database, clock: Clock) -> None:
    """Both have looked before either sends; which of them sends is all the same."""
    log_another(database, cast, participant_ids=frozenset({cast.dan.person_id}))
    server = Server("127.0.0.1", mailbox.port, Security.NONE, "", SecretStr(""), 20)
    by, outcomes = sender("reminders@sbs.example", SITE), [Outcome(), Outcome()]
    plans = [plan(database, "bridge", clock(), None, outcome) for outcome in outcomes]

    def run(number: int) -> None:
        wanted = plans[number]
        assert wanted is not None
        with Post(server) as post:
            carry_out(database, wanted, post, by, clock, outcomes[number])

    with ThreadPoolExecutor() as threads:
        list(threads.map(run, (0, 1)))
    assert mailbox.to == ["dan@bridge.example", ROSA]
    assert sum(outcome.sent for outcome in outcomes) == sum(outcome.earlier for outcome in outcomes) == 2


def test_who_opts_out_gets_nothing_not_even_from_a_run_that_is_under_way(
    sidebyside: Sidebyside, mailbox: Mailbox, cast: Cast, database: Database, clock: Clock
) -> None:
    outcome = Outcome()
    wanted = plan(database, "bridge", clock(), None, outcome)
    do(database, cast.rosa, lambda rosa: choose_reminders(rosa, wants=False))
    assert wanted is not None
    assert [due.who.email for due in wanted.due] == [ROSA]
    with Post(Server("127.0.0.1", mailbox.port, Security.NONE, "", SecretStr(""), 20)) as post:
        carry_out(database, wanted, post, sender("reminders@sbs.example", SITE), clock, outcome)
    result = sidebyside(*BRIDGE)
    assert (result.exit_code, result.stdout) == (0, "No mail sent. Nothing to tell 5 people. 1 opted out.\n")
    assert mailbox.to == []
    do(database, cast.rosa, lambda rosa: choose_reminders(rosa, wants=True))
    sidebyside(*BRIDGE)
    assert mailbox.to == [ROSA]


def test_an_account_that_is_closed_gets_nothing(
    sidebyside: Sidebyside, mailbox: Mailbox, cast: Cast, database: Database
) -> None:
    change(database, Account, cast.bridge, {"id": cast.rosa.account_id}, active=False)
    assert sidebyside(*BRIDGE).stdout == "No mail sent. Nothing to tell 5 people.\n"
    assert mailbox.to == []


@pytest.mark.parametrize("dates", [{"last_on": date(2026, 11, 23)}, {"first_on": date(2026, 11, 25)}])
def test_who_has_no_role_today_gets_nothing(
    sidebyside: Sidebyside, mailbox: Mailbox, cast: Cast, database: Database, dates: dict[str, date]
) -> None:
    change(database, Assignment, cast.bridge, {"person_id": cast.rosa.person_id}, **dates)
    assert sidebyside(*BRIDGE).exit_code == 0
    assert mailbox.to == []


def test_a_network_alone_is_mailed_where_one_is_named(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database
) -> None:
    assert sidebyside("digest", "--network", "other").stdout == "No mail sent. Nothing to tell 3 people.\n"
    assert mailbox.to == []
    assert count(database, "digest_sent") == 2
    unknown = sidebyside("digest", "--network", "none")
    assert (unknown.exit_code, unknown.stderr) == (2, "There is no network none.\n")


def test_a_demo_is_never_mailed(sidebyside: Sidebyside, mailbox: Mailbox, cast: Cast, database: Database) -> None:
    network = TABLES["network"]
    made_up = sa.update(network).where(network.c.id == cast.bridge).values(demo=True)
    with database.writing() as connection:
        connection.execute(made_up, execution_options=ANYBODY)
    assert sidebyside("digest").stdout == "No mail sent. Nothing to tell 3 people.\n"
    refused = sidebyside(*BRIDGE)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "bridge is a demo: its people are made up, and nobody is mailed.\n"
    assert mailbox.to == []


def test_the_day_is_the_networks_own(
    sidebyside: Sidebyside, mailbox: Mailbox, clock: Clock, cast: Cast, database: Database
) -> None:
    """At 7 AM of November 25 in UTC it is 11 PM of the 24th where Rosa is, and she has had that day's mail."""
    sidebyside(*BRIDGE)
    log_another(database, cast)
    clock.now = datetime(2026, 11, 25, 7, tzinfo=UTC)
    sidebyside(*BRIDGE)
    assert mailbox.to == [ROSA]
    clock.now = datetime(2026, 11, 25, 8, tzinfo=UTC)
    sidebyside(*BRIDGE)
    assert mailbox.to == [ROSA, ROSA]
    mail = mailbox.received[-1][1]
    assert mail["Date"] == "Wed, 25 Nov 2026 00:00:00 -0800"
    assert mail["Message-ID"] == f"<2026-11-25.{cast.rosa.account_id.hex}@sbs.example>"
    assert [day for day, _ in days_sent(database)][-2:] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_a_dry_run_says_what_it_would_and_does_none_of_it(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SBS_SMTP_HOST", "SBS_MAIL_FROM"):
        monkeypatch.delenv(name)
    before = days_sent(database)
    result = sidebyside("digest", "--dry-run")
    assert result.exit_code == 0
    what = f"Budget development, Nov 24, 45 minutes. Due by Dec 8. {SITE}/review#session-{FORM}"
    assert result.stdout.splitlines() == [
        f"{ROSA}: 1 session to say yes or no to",
        f"  Alder High: {what}",
        "1 mail would be sent. Nothing to tell 8 people. This was a dry run: nothing was sent or kept.",
    ]
    assert mailbox.to == []
    assert days_sent(database) == before


def test_another_day_can_be_asked_for(sidebyside: Sidebyside, mailbox: Mailbox, database: Database) -> None:
    sidebyside("digest", "--day", "2026-12-09")
    assert mailbox.of(ROSA)["Date"] == "Tue, 24 Nov 2026 10:00:00 -0800"
    assert days_sent(database)[-1][0] == date(2026, 12, 9)
