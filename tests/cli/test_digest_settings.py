"""The settings of `sidebyside digest`: how it signs in to a mail server, and what it says of those that cannot be."""

import smtplib
import ssl
from collections.abc import Iterator

import pytest

from app.store.engine import Database
from tests.cli.conftest import Sidebyside
from tests.support.acts import submit
from tests.support.cast import Cast
from tests.support.mailing import Mailbox, mail_server, signing_in
from tests.support.tellings import side_by_side

BRIDGE = ("digest", "--network", "bridge")


@pytest.fixture(autouse=True)
def _waiting(cast: Cast, database: Database) -> None:
    """A session waits for Rosa's word, and Dora has flags to look at."""
    submit(database, cast.jo, 0, side_by_side(cast))


MAILED = ["dora@bridge.example", "rosa@bridge.example"]


@pytest.fixture
def locked_mailbox(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that takes mail only from who signs in."""
    assert mailbox
    with mail_server(authenticator=signing_in, auth_required=True, auth_require_tls=False) as box:
        monkeypatch.setenv("SBS_SMTP_PORT", str(box.port))
        monkeypatch.setenv("SBS_SMTP_USER", "sbs")
        yield box


in_the_clear = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
"""aiosmtpd minds, but this server is on this machine."""


@in_the_clear
def test_the_command_signs_in(sidebyside: Sidebyside, locked_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SBS_SMTP_PASSWORD", "secret sauce")
    assert sidebyside(*BRIDGE).exit_code == 0
    assert locked_mailbox.to == MAILED


@in_the_clear
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("wrong sauce", "does not accept the user and password (535)"),
        ("säuce", "takes a user and password of plain letters only"),
    ],
)
def test_a_password_that_is_not_accepted_is_said_and_not_shown(
    sidebyside: Sidebyside, locked_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, password: str, why: str
) -> None:
    monkeypatch.setenv("SBS_SMTP_PASSWORD", password)
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 1
    assert f"127.0.0.1 port {locked_mailbox.port} {why}." in result.stderr
    assert "uce" not in result.output
    assert locked_mailbox.to == []


@pytest.mark.parametrize(("security", "why"), [("starttls", "cannot be reached ("), ("ssl", "cannot be trusted, or")])
def test_a_server_that_seals_nothing_is_not_used_where_it_should(
    sidebyside: Sidebyside, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, security: str, why: str
) -> None:
    monkeypatch.setenv("SBS_SMTP_SECURITY", security)
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 1
    assert f"127.0.0.1 port {mailbox.port} {why}" in result.stderr
    assert mailbox.to == []


def test_mail_goes_over_a_connection_that_is_sealed_from_the_start(
    sidebyside: Sidebyside, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seal is left out, since nobody here has a certificate; what is said beneath it is not."""
    contexts: list[ssl.SSLContext] = []

    def unsealed(host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> smtplib.SMTP:
        contexts.append(context)
        return smtplib.SMTP(host, port, timeout=timeout)

    monkeypatch.setattr(smtplib, "SMTP_SSL", unsealed)
    monkeypatch.setenv("SBS_SMTP_SECURITY", "ssl")
    assert sidebyside(*BRIDGE).exit_code == 0
    assert mailbox.to == MAILED
    assert [(each.verify_mode, each.check_hostname) for each in contexts] == [(ssl.CERT_REQUIRED, True)]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PUBLIC_URL", "", "SBS_PUBLIC_URL is not set: mails need to know where their links lead"),
        ("PUBLIC_URL", "sbs.example", "SBS_PUBLIC_URL cannot be used: it is no address of a page"),
        ("PUBLIC_URL", "javascript:alert(1)", "SBS_PUBLIC_URL cannot be used: it is no address of a page"),
        ("PUBLIC_URL", 'https://sbs.example/"><svg', "SBS_PUBLIC_URL cannot be used: it is no address of a page"),
        ("MAIL_FROM", "", "SBS_MAIL_FROM is not set: whom are the mails from"),
        ("MAIL_FROM", "reminders", "SBS_MAIL_FROM cannot be used: this is no e-mail address."),
        ("SMTP_HOST", "", "SBS_SMTP_HOST is not set: which mail server takes the mails?"),
        ("SMTP_PORT", "99999", "SBS_SMTP_PORT: Input should be less than or equal to 65535."),
        ("SMTP_SECURITY", "rot13", "SBS_SMTP_SECURITY: Input should be 'starttls', 'ssl' or 'none'."),
    ],
)
def test_a_setting_that_lacks_or_cannot_be_is_said_in_a_line(
    sidebyside: Sidebyside, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(f"SBS_{name}", value)
    result = sidebyside(*BRIDGE)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(reason)
    assert mailbox.to == []


def test_a_password_does_not_travel_in_the_clear(
    sidebyside: Sidebyside, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SBS_SMTP_USER", "sbs")
    monkeypatch.setenv("SBS_SMTP_HOST", "mail.sbs.example")
    result = sidebyside(*BRIDGE)
    assert result.exit_code == 2
    assert result.stderr.startswith("SBS_SMTP_SECURITY is none, so that the password would travel in the clear.")
    assert mailbox.to == []
