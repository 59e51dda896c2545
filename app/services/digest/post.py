"""The way to a mail server: one connection for a run, opened anew where it broke, and its troubles in plain words.

A mail is taken by the server, or surely is not, or nobody knows: where the connection breaks once the mail is being
handed over, it may have been taken. The three are told apart, so that nobody gets it twice.
"""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from types import TracebackType
from typing import NoReturn, Self

from pydantic import SecretStr

from app.services.digest.letters import one_line
from app.settings import Security

YES = 2
"""The first digit of all of SMTP's answers that mean yes."""

CLOSING = 421
"""The server's word for "I close this connection", after so many mails or so much time; a new one is welcome."""

OUT_OF_STEP = "it answers out of step"

LONGEST_REPLY = 200
"""Characters of what a server says that are passed on: the rest is advertising."""


PORTS = {Security.STARTTLS: 587, Security.SSL: 465, Security.NONE: 25}


class PostError(Exception):
    """Why a mail was not sent, in words for the operator."""


class UnreachableError(PostError):
    """No mail can be sent at present: there is no server, or it does not let us in."""


class RefusedError(PostError):
    """The server does not take this mail; others it may."""


class DoubtfulError(PostError):
    """The connection broke after the mail was handed over: it may or may not have been taken."""


class _BrokenError(Exception):
    """The connection broke before the mail was handed over."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed in; without a `user` nobody signs in. `timeout` is in seconds."""

    host: str
    port: int
    security: Security
    user: str
    password: SecretStr
    timeout: float


class Post:
    """A connection to a mail server, opened when the first mail is sent."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._line.quit()
        self._hang_up()

    def open(self) -> None:
        """Be connected.

        Raises:
            UnreachableError: that cannot be.
        """
        if self._line is None:
            self._line = _connected(self._server)

    def send(self, mail: EmailMessage) -> None:
        """Hand a mail in for the one person that it is to; over a new connection where the old one has broken.

        Raises:
            UnreachableError: there is no connection to be had.
            RefusedError: the server does not take this mail.
            DoubtfulError: nobody knows whether it was taken.
        """
        self.open()
        try:
            self._hand_in(mail)
        except _BrokenError:
            self._hang_up()
            self.open()
            try:
                self._hand_in(mail)
            except _BrokenError as error:
                self._hang_up()
                message = f"the mail server breaks the connection ({error})"
                raise UnreachableError(message) from None

    def _hand_in(self, mail: EmailMessage) -> None:
        line = self._line
        assert line is not None  # noqa: S101 - it was opened above
        sender, to = (mail[name].addresses[0].addr_spec for name in ("From", "To"))
        plain = sender.isascii() and to.isascii()
        if not plain and not line.has_extn("smtputf8"):
            message = "the mail server takes plain addresses only"
            raise RefusedError(message)
        options = () if plain else ("SMTPUTF8", "BODY=8BITMIME")
        whole = mail.as_bytes(policy=SMTP if plain else SMTPUTF8)
        self._step(lambda: line.mail(sender, options))
        self._step(lambda: line.rcpt(to))
        try:
            code, reply = line.data(whole)
        except smtplib.SMTPDataError as error:  # not a word of the mail has left
            if error.smtp_code // 100 == YES:
                raise _BrokenError(OUT_OF_STEP) from None
            self._refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            message = f"the connection broke ({_why(error)}), and the mail may or may not have been taken"
            raise DoubtfulError(message) from None
        else:
            self._be_taken(code, reply)

    def _step(self, ask: Callable[[], tuple[int, bytes]]) -> None:
        try:
            code, reply = ask()
        except ValueError:
            message = "the address holds characters that no mail server takes"
            raise RefusedError(message) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _BrokenError(_why(error)) from None
        self._be_taken(code, reply)

    def _be_taken(self, code: int, reply: bytes | str) -> None:
        if code // 100 != YES:
            self._refused(code, reply)

    def _refused(self, code: int, reply: bytes | str) -> NoReturn:
        """This mail is not taken; the next one begins afresh, or it would go to this one's recipient too."""
        if code == CLOSING:
            raise _BrokenError(_said(code, reply))
        try:
            afresh = self._line is not None and self._line.rset()[0] // 100 == YES
        except (OSError, smtplib.SMTPException):
            afresh = False
        if not afresh:
            self._hang_up()
        message = f"the mail server says {_said(code, reply)}"
        raise RefusedError(message)

    def _hang_up(self) -> None:
        """Without a word of goodbye, which nobody might hear."""
        if self._line is not None:
            self._line.close()
            self._line = None


def _connected(server: Server) -> smtplib.SMTP:
    where = f"{server.host} port {server.port}"
    try:
        line = _dialed(server)
    except ssl.SSLError as error:
        message = f"{where} cannot be trusted, or does not speak TLS there ({_why(error)})"
        raise UnreachableError(message) from None
    except (OSError, smtplib.SMTPException) as error:
        message = f"{where} cannot be reached ({_why(error)})"
        raise UnreachableError(message) from None
    if server.user:
        _sign_in(line, server, where)
    return line


def _dialed(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    line: smtplib.SMTP
    if server.security is Security.SSL:
        line = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security is Security.STARTTLS:
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


def _sign_in(line: smtplib.SMTP, server: Server, where: str) -> None:
    """What the library raises may hold the password, so none of it goes any further."""
    try:
        line.login(server.user, server.password.get_secret_value())
    except smtplib.SMTPAuthenticationError as error:
        why = f"does not accept the user and password ({error.smtp_code})"
    except smtplib.SMTPNotSupportedError:
        why = "lets nobody sign in on this connection"
    except UnicodeError:
        why = "takes a user and password of plain letters only"
    except (OSError, smtplib.SMTPException):
        why = "broke the connection while we signed in"
    else:
        return
    line.close()
    message = f"{where} {why}"
    raise UnreachableError(message)


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return one_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)[:LONGEST_REPLY]


def _said(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {one_line(words)[:LONGEST_REPLY]}".strip()
