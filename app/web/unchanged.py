"""Pages that are read again and again: one that has not changed is not made again.

Such a page is sent with a tag of everything that it depends on. A browser that has it asks whether its tag still holds,
and where it does, a few bytes are the answer (304) and one small statement the work. Where it doesn't, or anything
about the request is unusual, the page is made as always; so no mistake here can show somebody an old page for long, or
another's at all: no tag fits anybody who is signed out, or signed in anew.
"""

from functools import cache
from hashlib import blake2b, sha256

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.services.visits import standpoint_at
from app.settings import ROOT
from app.web.house import house_of

VARY = "HX-Request"

CACHE = "private, no-cache"
"""The reader's own browser may keep the page, and has to ask each time whether it is still so."""

MARK = "page-"
"""How our tags begin: nobody else's is worth a look into the database."""


@cache
def edition() -> str:
    """Names this version of our code and templates: another one may say the same in other words."""
    made = sha256()
    for folder, kind in (("app", "*.py"), ("app/translations", "*.po"), ("templates", "*.html")):
        for path in sorted((ROOT / folder).rglob(kind)):
            made.update(path.read_bytes())
    return made.hexdigest()[:12]


def asks_for_part(headers: Headers) -> bool:
    """Whether HTMX asks for a fragment. Boosted and history-restoring requests replace the whole document."""
    return "hx-request" in headers and "hx-boosted" not in headers and "hx-history-restore-request" not in headers


def tag_of(request: Request, standpoint: str) -> str:
    """The tag of what is asked for, as it stands at a standpoint; weak, since a proxy may compress the page."""
    part = "part" if asks_for_part(request.headers) else "whole"
    said = "\0".join((house_of(request).edition, standpoint, part, request.scope["path"], ""))
    made = blake2b(said.encode("utf-8", "replace") + request.scope["query_string"], digest_size=12)
    return f'W/"{MARK}{made.hexdigest()}"'


def lasting(request: Request) -> dict[str, str]:
    """The headers with which a page is sent that the browser may keep; none where nobody read it as a visitor."""
    standpoint = getattr(request.state, "standpoint", "")
    if not standpoint or request.method != "GET":
        return {}
    return {"etag": tag_of(request, standpoint), "cache-control": CACHE}


class Unchanged:
    """Answers 304 to a browser whose page is still what it would be sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and (tag := await _still_holding(Request(scope))):
            headers = [(b"etag", tag.encode()), (b"cache-control", CACHE.encode()), (b"vary", VARY.encode())]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body"})
            return
        await self.app(scope, receive, send)


async def _still_holding(request: Request) -> str:
    """The tag of the page that is asked for, if the browser has a page with this very tag; else nothing."""
    kept = request.headers.getlist("if-none-match")
    if not any(MARK in each for each in kept):
        return ""
    house = house_of(request)
    token, now = request.cookies.get(house.cookie), house.clock()
    if not token:
        return ""
    try:
        standpoint = await house.database.glance(lambda connection: standpoint_at(connection, token, now))
    except SQLAlchemyError:
        return ""  # making the page meets the same trouble, and says it in words
    if standpoint is None:
        return ""
    tag = tag_of(request, standpoint)
    return tag if _opaque(tag) in {_opaque(each) for line in kept for each in line.split(",")} else ""


def _opaque(tag: str) -> str:
    """A tag for the weak comparison of RFC 9110, 8.8.3.2."""
    return tag.strip().removeprefix("W/")
