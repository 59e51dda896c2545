"""One ASGI layer around everything: who may post, how much, and what a browser may do with the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.language import _, speak, told
from app.services.languages import language, of_locale, preferred

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY: Final = (
    "default-src 'none'; script-src 'self' {cdn}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

LANGUAGE_COOKIE: Final = "sbs_language"
"""Which language this browser last signed in with; not who."""

HTTPS_ONLY: Final = "max-age=31536000"

MOST_DIGITS: Final = 18
"""Of a Content-Length: an exabyte. Python refuses to read numbers of thousands of digits."""


class TooLargeError(Exception):
    """The body is over the limit; nothing of it was kept."""


def same_origin(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages.

    Sec-Fetch-Site says it in every current browser; Origin is the fallback for older ones; with neither it is refused.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    place = _place(headers.get("origin", ""))
    return place != "" and place == headers.get("host")


def _place(origin: str) -> str:
    """Host and port of an origin; nothing where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Roomy:
    """A path that takes a file, how many bytes a request to it may have, and what is said to a larger one.

    The sentence is marked with `later`. What signs in is not asked here: the route itself reads no body of a stranger.
    """

    path: str
    limit: int
    words: str


class Doorkeeper:
    """Refuses foreign posts and oversized bodies, answers what failed, and puts the security headers on every answer.

    What fails is answered here and goes no further: a server that saw the error would print its words.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        body_limit: int,
        secure: bool,
        cdn: str,
        failed: Callable[[Request, Exception], Response],
        roomy: Sequence[Roomy] = (),
    ) -> None:
        self.app = app
        self.body_limit = body_limit
        self.roomy = {each.path: each for each in roomy}
        self.failed = failed
        said = HEADERS | {"content-security-policy": POLICY.format(cdn=cdn)}
        if secure:
            said |= {"strict-transport-security": HTTPS_ONLY}
        self.kept = [(name.encode(), value.encode()) for name, value in said.items()]
        self.headers = [*self.kept, (b"cache-control", b"no-store")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        speak(language(_language(headers)))
        answering = _Answer(self.kept if scope["path"].startswith("/static/") else self.headers, send)
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the same answer; the server sends its head alone
        if scope["method"] not in SAFE_METHODS and not same_origin(headers):
            refusal = PlainTextResponse(_("This form did not come from one of our pages. Go back and try again."), 403)
            await refusal(scope, receive, answering)
            return
        room = self.roomy.get(scope["path"])
        limit = max(room.limit, self.body_limit) if room else self.body_limit
        try:
            await self.app(scope, _Limited(receive, headers, limit), answering)
        except TooLargeError:
            if answering.started:
                raise
            words = _("This is more than a form can hold. Shorten the notes and save again.")
            refusal = PlainTextResponse(told(room.words) if room else words, 413)
            await refusal(scope, receive, answering)
        except ClientDisconnect:
            return  # the Wi-Fi went, and the form will come again
        except Exception as error:
            answer = await run_in_threadpool(self.failed, Request(scope), error)
            if answering.started:
                raise
            await answer(scope, receive, answering)


def _language(headers: Headers) -> str:
    """The code of the language to answer in until it is known who asks: as last time here, or as the browser says."""
    kept = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
    return of_locale(kept) if kept else preferred(headers.get("accept-language", ""))


class _Limited:
    """A `receive` that stops counting at the limit, whatever Content-Length says."""

    def __init__(self, receive: Receive, headers: Headers, limit: int) -> None:
        self.receive = receive
        self.left = limit
        length = headers.get("content-length", "0")
        readable = length.isdecimal() and len(length) <= MOST_DIGITS
        self.announced = int(length) if readable else limit + 1

    async def __call__(self) -> Message:
        if self.announced > self.left:
            raise TooLargeError
        message = await self.receive()
        size = len(message.get("body", b""))
        self.left -= size
        self.announced -= min(size, self.announced)
        if self.left < 0:
            raise TooLargeError
        return message


class _Answer:
    """A `send` that adds the headers which the answer does not have itself."""

    def __init__(self, headers: Sequence[tuple[bytes, bytes]], send: Send) -> None:
        self.headers = headers
        self.send = send
        self.started = False

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            said = {header[0] for header in message["headers"]}
            message["headers"] = [*message["headers"], *(header for header in self.headers if header[0] not in said)]
        await self.send(message)
