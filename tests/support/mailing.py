"""A mail server of this machine, for tests: it keeps what it takes, and refuses or breaks off as it is told."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Received = tuple[str, EmailMessage]


@dataclass
class Mailbox:
    """All that was taken, as (recipient, mail). It knows no `strangers`.

    `replies` are what it says once a mail was handed over, one after another and then "250 OK"; at "" it says nothing
    any more. `connections` counts them. While it `stalls` it never answers a mail that it has taken, and `arrived` says
    that there is one.
    """

    port: int = 0
    received: list[Received] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    replies: list[str] = field(default_factory=list)
    connections: int = 0
    stalls: bool = False
    arrived: Event = field(default_factory=Event)

    @property
    def to(self) -> list[str]:
        """Who got mail, in alphabetical order."""
        return sorted(recipient for recipient, _ in self.received)

    def of(self, recipient: str) -> EmailMessage:
        """The one mail that somebody got."""
        (found,) = [mail for to, mail in self.received if to == recipient]
        return found

    async def handle_EHLO(  # noqa: N802 - aiosmtpd names it so
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it so
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.strangers:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd names it so
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("2") or not reply:
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.received += [(recipient, mail) for recipient in envelope.rcpt_tos]
        while self.stalls:
            self.arrived.set()
            await asyncio.sleep(0.01)
        if not reply:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return reply or "250 OK"


def signing_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: Any) -> AuthResult:
    """Whoever signs in has to be "sbs" with "secret sauce"."""
    return AuthResult(success=(told.login, told.password) == (b"sbs", b"secret sauce"), handled=False)


@contextmanager
def mail_server(**how: Any) -> Iterator[Mailbox]:
    """A server on a free port; `how` are aiosmtpd's own settings."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    mailbox = Mailbox(port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **how)
    controller.start()
    try:
        mailbox.connections = 0
        yield mailbox
    finally:
        controller.stop()


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a mail."""
    found = [mail.get_body((kind,)) for kind in ("plain", "html")]
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = (each.get_content().replace("\r\n", "\n") for each in found if each is not None)
    return plain, html
