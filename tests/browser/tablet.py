"""A coach's tablet: a browser that is closed and opened again, Wi-Fi that comes and goes, and a server that fails."""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from time import sleep, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.store.engine import Database
from tests.browser.hands import Thumb
from tests.conftest import LOGIN_COOKIE
from tests.support.cast import Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.serving import CHROMIUM_ARGUMENTS, chromium_path, serving

NOTE = "what nobody else may read"
OURS = {"sec-fetch-site": "same-origin"}

OPEN = """
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result) })
  const base = await asked(indexedDB.open("side-by-side"))
"""

KEPT = f"""async () => {{ {OPEN}
  const all = (name) => asked(base.transaction(name).objectStore(name).getAll())
  const found = {{ entries: await all("entries"), lists: await all("lists") }}
  base.close()
  return found
}}"""

AGE_LISTS = f"""async (days) => {{ {OPEN}
  const lists = base.transaction("lists", "readwrite").objectStore("lists")
  const found = await asked(lists.get("last"))
  await asked(lists.put({{ ...found, at: found.at - days * 86400000 }}, "last"))
  base.close()
}}"""


class Weather(StrEnum):
    """What becomes of a form that is sent."""

    FINE = "fine"
    ANSWER_LOST = "the server does it, and is gone before its answer"
    BUSY = "the server does nothing, and says so"
    PORTAL = "a school's Wi-Fi answers in the server's place that all is well"
    FILTER = "a school's filter refuses in the server's place"


class Skies:
    """An ASGI layer around the product, for what happens between a tablet and its server; it counts what came."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.weather = Weather.FINE
        self.came = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        posted = scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith("/sessions/")
        self.came += posted
        if not posted or self.weather is Weather.FINE:
            await self.app(scope, receive, send)
        elif self.weather is Weather.ANSWER_LOST:
            await self.app(scope, receive, _swallow)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
        elif self.weather is Weather.BUSY:
            await _say(send, 503, b"text/html", b"<p>Busy</p>")
        elif self.weather is Weather.FILTER:
            await _say(send, 403, b"text/html", b"<h1>Blocked</h1>")
        else:
            await _say(send, 200, b"text/html", b"<h1>Welcome to our Wi-Fi</h1>")


async def _swallow(_message: Message) -> None: ...


async def _say(send: Callable[[Message], Awaitable[None]], status: int, kind: bytes, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})


class Server:
    """The product on one port, which can be switched off and on again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._serving = ExitStack()
        self.address = self._serving.enter_context(serving(app))

    def off(self) -> None:
        self._serving.close()

    def on(self) -> None:
        self._serving.enter_context(serving(self._app, int(self.address.rpartition(":")[2])))


class Tablet:
    """One device: what its browser keeps stays while it is closed."""

    def __init__(self, kind: BrowserType, folder: Path, server: Server, now: datetime) -> None:
        self._kind, self._folder, self._now = kind, folder, now
        self.server, self.address = server, server.address

    @contextmanager
    def switched_on(self, *, wi_fi: bool = True) -> Iterator[BrowserContext]:
        """Its browser, from a cold start."""
        if not wi_fi:
            self.server.off()  # a service worker that starts with the browser does not hear that it is offline
        context = self._kind.launch_persistent_context(
            self._folder,
            executable_path=chromium_path(),
            args=CHROMIUM_ARGUMENTS,
            base_url=self.address,
            viewport={"width": 820, "height": 1180},
            has_touch=True,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        context.clock.set_fixed_time(self._now)
        context.set_offline(not wi_fi)
        try:
            yield context
        finally:
            context.close()
            if not wi_fi:
                self.server.on()

    def sign_in(self, context: BrowserContext, who: Someone) -> Page:
        """As somebody who stays signed in when the browser is closed; and whose tablet has all it needs."""
        context.add_cookies(
            [{"name": LOGIN_COOKIE, "value": who.token, "url": self.address, "expires": time() + 86_400}]
        )
        page = context.pages[0]
        page.goto("/log")
        be_ready(page)
        return page


def be_ready(page: Page) -> None:
    """Until the tablet has the form, and this account's lists."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    account = page.locator("body").get_attribute("data-account")
    for _ in range(100):
        if any(each.get("account") == account for each in kept(page)["lists"]):
            break
        page.wait_for_timeout(50)
    else:
        msg = "the tablet never got the coach's lists"
        raise AssertionError(msg)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def kept(page: Page) -> dict[str, list[dict[str, Any]]]:
    """All that the tablet keeps, whosever it is."""
    found: dict[str, list[dict[str, Any]]] = page.evaluate(KEPT)
    return found


def entries(page: Page, state: str) -> list[dict[str, Any]]:
    return [each for each in kept(page)["entries"] if each["state"] == state]


def grow_old(page: Page, days: int) -> None:
    """Let what the tablet keeps of a coach's schools be that many days older."""
    page.evaluate(AGE_LISTS, days)


def words_of(page: Page) -> str:
    """Everything that the tablet keeps, as one text to look for words in."""
    return json.dumps(kept(page))


def log(page: Page, note: str = "") -> None:
    """The shortest honest log at Alder High, with a private note if there is one."""
    thumb = Thumb(page)
    if note:
        thumb.unfold("Add a next step")
        page.get_by_label("Private note").fill(note)
    thumb.log_with_rosa(school="Alder High")


def log_unheard(page: Page, skies: Skies, note: str = "") -> None:
    """The same where the answer is lost on its way: the server has it, and the tablet keeps it all the same."""
    skies.weather = Weather.ANSWER_LOST
    log(page, note)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")


def unsent(page: Page) -> str:
    return page.locator("#unsent").inner_text()


def expect_all_sent(page: Page) -> None:
    assert until(lambda: entries(page, "queued") == [])
    expect(page.locator("#unsent")).to_be_hidden()


def ids_of(database: Database) -> list[UUID]:
    with database.reading() as connection:
        found = sa.select(TABLES["coaching_session"].c.id)
        return list(connection.execute(found, execution_options=ANYBODY).scalars())


def only_row(database: Database) -> sa.RowMapping:
    with database.reading() as connection:
        return connection.execute(sa.select(TABLES["coaching_session"]), execution_options=ANYBODY).mappings().one()


def change_table(database: Database, table_name: str, where: dict[str, object], **changes: object) -> None:
    table = TABLES[table_name]
    with database.writing() as connection:
        those = (table.c[column] == value for column, value in where.items())
        connection.execute(sa.update(table).where(*those).values(changes), execution_options=ANYBODY)


def log_offline(context: BrowserContext, page: Page, note: str = "") -> str:
    """Log a session without Wi-Fi; its id."""
    context.set_offline(offline=True)
    page.goto("/log")
    expect(page.locator("#kept-words")).to_contain_text("No connection. You can log all the same, Jo Park:")
    log(page, note)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
    return page.url.split("kept=")[1]


def until(found: Callable[[], object]) -> bool:
    """Whether it is so within ten seconds."""
    for _ in range(200):
        if found():
            return True
        sleep(0.05)
    return False
