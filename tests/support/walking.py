"""A walk through the whole demo: in each role from page to page by their links, as somebody does who looks at all.

The routes come from the application and the addresses from its pages, so no page has to be listed to be looked at.
"""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from time import process_time
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import event
from starlette.routing import Mount
from starlette.types import Message

from app.main import create_app
from app.services.demo import PASSWORD, SIGN_INS
from app.services.seeing.standings import Kept
from app.services.signing_in import begin_login, check_password
from app.settings import Settings
from app.store.engine import Database

NO_READS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "--")

PLAIN, ASKED = 2, 2
"""Addresses of one route that a role looks at: so many as they are, and so many with a question."""

LINK = re.compile(r'href="([^"#]+)')

ROLES = {who.email.partition("@")[0]: who.email for who in SIGN_INS if who.email.endswith("@demo.example")}


@dataclass(frozen=True, slots=True)
class Cost:
    """The statements of one answer, and its seconds of processor time."""

    statements: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Look:
    """A page in sight of a role: its route, an address of it, and what it cost with nothing kept and then again."""

    role: str
    route: str
    address: str
    cold: Cost
    warm: Cost


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    html: str
    cost: Cost


class Walker:
    """The product on a filled demo, in this process; every statement is noted, also those that are prepared."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._noted: list[str] = []
        for engine in (database._reader, database._eye._engine if database._eye else database._reader):
            event.listen(engine, "connect", self._listen)
        self.app: FastAPI = create_app(Settings(database_url="sqlite://", demo=True, secure_cookies=False), database)
        self.app.state.house = replace(self.app.state.house, clock=lambda: now)
        self.routes = [(path, _pattern(path)) for path in gets(self.app.routes)]

    def _listen(self, connection: Any, _record: Any) -> None:
        connection.set_trace_callback(self._noted.append)

    def forget(self) -> None:
        """Keep nothing of what earlier answers were made of, as a process that has just begun."""
        self.app.state.house = replace(self.app.state.house, kept=Kept())

    def get(self, address: str, token: str) -> Answer:
        self._noted.clear()
        start = process_time()
        status, html = asyncio.run(_answer(self.app, address, token))
        seconds = process_time() - start
        asked = tuple(each for each in self._noted if not each.lstrip().upper().startswith(NO_READS))
        return Answer(status, html, Cost(asked, seconds))

    def route_of(self, address: str) -> str | None:
        path = address.partition("?")[0]
        return next((route for route, pattern in self.routes if pattern.fullmatch(path)), None)

    def walk(self, role: str, token: str, leave: Collection[str] = (), warm: int = 1) -> Iterator[Look]:
        """Look at all that a role finds but at the routes to leave, then `warm` times, of which the median counts."""
        found = deque(path for path, _ in self.routes if "{" not in path)
        seen, looks = set(found), Counter[tuple[str, bool]]()
        while found:
            address = found.popleft()
            route = self.route_of(address)
            kind = (route or "", "?" in address)
            if route is None or route in leave or looks[kind] >= (ASKED if kind[1] else PLAIN):
                continue
            self.forget()
            first = self.get(address, token)
            if first.status != 200 or "<html" not in first.html:
                continue
            looks[kind] += 1
            again = sorted((self.get(address, token).cost for _ in range(warm)), key=lambda cost: cost.seconds)
            yield Look(role, route, address, first.cost, again[len(again) // 2])
            for link in map(unescape, LINK.findall(first.html)):
                whole = address.partition("?")[0] + link if link.startswith("?") else link
                if whole.startswith("/") and whole not in seen:
                    seen.add(whole)
                    found.append(whole)


def sign_in(database: Database, role: str, now: datetime) -> str:
    credential = check_password(database, ROLES[role], PASSWORD)
    assert credential is not None
    return begin_login(database, credential, now, 1)


def gets(routes: Sequence[object]) -> Iterator[str]:
    """The path of every route that answers a GET, also of routers within routers."""
    for route in routes:
        if isinstance(route, APIRoute):
            if "GET" in (route.methods or ()):
                yield route.path
        elif not isinstance(route, Mount):
            yield from gets(route.original_router.routes)  # type: ignore[attr-defined]  # FastAPI keeps its class private


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", path)
    return re.compile("[^/]+".join(map(re.escape, parts)))


async def _answer(app: FastAPI, address: str, token: str) -> tuple[int, str]:
    path, _, query = address.partition("?")
    headers = {"host": "127.0.0.1", "sec-fetch-site": "same-origin", "cookie": f"sbs_login={token}"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    heard: list[Message] = []
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if asked:
            return asked.pop()
        await asyncio.Event().wait()  # nobody goes away before the answer is whole
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        heard.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in heard[1:])
    return heard[0]["status"], body.decode("utf-8", "replace")
