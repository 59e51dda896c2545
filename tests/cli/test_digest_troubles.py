"""`sidebyside digest` where the mail server is down, refuses or breaks off, and where the machine stops midway."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from app.store.engine import Database
from tests.cli.conftest import Clock, Sidebyside
from tests.support.acts import count, submit
from tests.support.cast import TODAY, Cast
from tests.support.mailing import Mailbox
from tests.support.tellings import side_by_side

DAN, ROSA = "dan@bridge.example", "rosa@bridge.example"
BRIDGE = ("digest", "--network", "bridge")

pytestmark = pytest.mark.usefixtures("told")


@pytest.fixture
def told(sidebyside: Sidebyside, cast: Cast, database: Database, mailbox: Mailbox, clock: Clock) -> None:
    """A session waits for Dan and for Rosa; Dora has heard of what is flagged."""
    clock.later(days=-1)
    assert sidebyside(*BRIDGE).exit_code == 0
    mailbox.received.clear()
    mailbox.connections = 0
    clock.later()
    both = frozenset({cast.dan.person_id, cast.rosa.person_id})
    submit(database, cast.jo, 0, side_by_side(cast, participant_ids=both, led_ids=both))


def begun(database: Database) -> int:
    """Mails of today that were sent or begun; Dora's is of yesterday."""
    return count(database, "digest_sent") - 1


def test_without_a_server_every_mail_is_for_the_next_run(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = str(taken.getsockname()[1])
    monkeypatch.setenv("SBS_SMTP_PORT", nobody)
    result = sidebyside(*BRIDGE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"The mail server: 127.0.0.1 port {nobody} cannot be reached (Connection refused). "
        "Those who got no mail get it with the next run.\n"
        "No mail sent. Nothing to tell 4 people. 2 failed.\n"
    )
    assert begun(database) == 0
    monkeypatch.setenv("SBS_SMTP_PORT", str(mailbox.port))
    assert sidebyside(*BRIDGE).stdout == "2 mails sent. Nothing to tell 4 people.\n"
    assert mailbox.to == [DAN, ROSA]


def test_a_recipient_who_is_refused_stops_nobody_else_and_is_tried_again(
    sidebyside: Sidebyside, mailbox: Mailbox
) -> None:
    mailbox.strangers = {DAN}
    result = sidebyside(*BRIDGE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{DAN}: the mail server says 550 no such user here.\n1 mail sent. Nothing to tell 4 people. 1 failed.\n"
    )
    assert mailbox.to == [ROSA]
    mailbox.strangers = set()
    again = sidebyside(*BRIDGE)
    assert (again.exit_code, again.stdout) == (
        0,
        "1 mail sent. Nothing to tell 4 people. 1 had theirs earlier today.\n",
    )
    assert mailbox.to == [DAN, ROSA]


def test_a_mail_that_is_put_off_is_tried_again_by_the_next_run(sidebyside: Sidebyside, mailbox: Mailbox) -> None:
    mailbox.replies = ["451 come back\x1b[2J later"]
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 1
    assert f"{DAN}: the mail server says 451 come back [2J later.\n" in result.stderr
    assert mailbox.to == [ROSA]
    assert sidebyside(*BRIDGE).exit_code == 0
    assert mailbox.to == [DAN, ROSA]


def test_a_server_that_answers_out_of_step_gets_a_new_call(sidebyside: Sidebyside, mailbox: Mailbox) -> None:
    """Its second line is no answer to anything, and would be taken for a yes to the next mail."""
    mailbox.replies = ["451 come back\r\n250 later"]
    assert sidebyside(*BRIDGE).exit_code == 1
    assert mailbox.to == [ROSA]
    assert sidebyside(*BRIDGE).exit_code == 0
    assert mailbox.to == [DAN, ROSA]


def test_a_server_that_closes_is_called_again(sidebyside: Sidebyside, mailbox: Mailbox) -> None:
    mailbox.replies = ["421 so many mails and no more"]
    assert sidebyside(*BRIDGE).stdout == "2 mails sent. Nothing to tell 4 people.\n"
    assert mailbox.to == [DAN, ROSA]
    assert mailbox.connections == 2


def test_one_connection_is_enough_for_a_run(sidebyside: Sidebyside, mailbox: Mailbox) -> None:
    sidebyside("digest")
    assert (len(mailbox.received), mailbox.connections) == (3, 1), "and two networks"


def test_a_server_that_keeps_closing_is_left_alone(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database
) -> None:
    mailbox.replies = ["421 no"] * 9
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 1
    assert "The mail server: the mail server breaks the connection (421 no)." in result.stderr
    assert "2 failed." in result.stderr
    assert (mailbox.connections, begun(database)) == (2, 0)


def test_a_mail_of_which_nobody_knows_is_not_sent_again_today_but_its_news_is_told_tomorrow(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database, clock: Clock
) -> None:
    """The server took it and the line broke before it could say so."""
    mailbox.replies = [""]
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 1
    assert f"{DAN}: the connection broke (" in result.stderr
    assert "the mail may or may not have been taken." in result.stderr
    assert mailbox.to == [DAN, ROSA]
    assert begun(database) == 2
    assert sidebyside(*BRIDGE).stdout == "No mail sent. Nothing to tell 4 people. 2 had theirs earlier today.\n"
    assert mailbox.to == [DAN, ROSA]
    clock.later(days=1)
    sidebyside(*BRIDGE)
    assert mailbox.to == [DAN, DAN, ROSA]


def test_who_was_killed_in_the_middle_sends_nothing_twice(
    sidebyside: Sidebyside, mailbox: Mailbox, database: Database, clock: Clock
) -> None:
    """Killed while the server has Dan's mail and has not answered: he gets no other today, and Rosa gets hers."""
    mailbox.stalls = True
    program = [sys.executable, "-c", "from app.cli import main; main()"]
    run = subprocess.Popen([*program, *BRIDGE, "--day", str(TODAY)], env=os.environ.copy())
    try:
        assert mailbox.arrived.wait(60)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    mailbox.stalls = False
    assert mailbox.to == [DAN]
    assert begun(database) == 1
    result = sidebyside(*BRIDGE)
    assert (result.exit_code, result.stdout) == (
        0,
        "1 mail sent. Nothing to tell 4 people. 1 had theirs earlier today.\n",
    )
    assert mailbox.to == [DAN, ROSA]
    clock.later(days=1)
    sidebyside(*BRIDGE)
    assert mailbox.to == [DAN, DAN, ROSA], "what a lost mail would have said is still news"
