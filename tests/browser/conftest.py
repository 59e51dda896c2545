"""What a browser shows does not depend on the database, so these tests run on SQLite alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from app.services.assets import CDN, htmx_source
from app.settings import ASSETS
from app.store.engine import Database
from app.web.files import BUILD
from app.web.render import environment
from tests.browser.hands import Thumb
from tests.browser.tablet import Server, Skies, Tablet
from tests.conftest import LOGIN_COOKIE
from tests.support.cast import Cast, Someone
from tests.support.serving import chromium
from tests.web.conftest import local

TABLET: dict[str, Any] = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}

SCRIPTS = ("htmx", "ours alone", "none")
"""What a tablet runs: all (where there is a copy of htmx), ours alone where a filter ate htmx, or nothing."""


with_any_scripts = pytest.mark.parametrize("scripts", SCRIPTS)
with_scripts = pytest.mark.parametrize("scripts", SCRIPTS[:2])

EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "The specified value",
)
"""How Chromium tells of a form that was refused, and of a date field that shows again what was typed for a date."""

NO_COPY = ASSETS / "none"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, one for these tests, and closed after them: while it is open, no other test can run an event loop."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def app(app: FastAPI, cast: Cast) -> FastAPI:
    """The product at noon, with the cast living there: no test crosses midnight while it runs."""
    app.state.house = replace(app.state.house, clock=lambda: local(cast, 12))
    return app


class Open:
    """Opens browsers of people of the cast, on a tablet unless `options` say otherwise.

    What they complain of fails the test at its end, unless it was provoked and the test empties `complaints` itself.
    """

    def __init__(self, browser: Browser, app: FastAPI, address: str) -> None:
        self.complaints: list[str] = []
        self._browser, self._app, self._address = browser, app, address
        self._contexts: list[BrowserContext] = []

    def __call__(self, who: Someone | None, scripts: str = "htmx", *, keeps: bool = True, **options: Any) -> Page:
        """`keeps`: the browser can keep sessions until they are sent; one of plain http or of long ago cannot."""
        context = self._browser.new_context(
            base_url=self._address, java_script_enabled=scripts != "none", **(TABLET | options)
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if who is not None:
            context.add_cookies([{"name": LOGIN_COOKIE, "value": who.token, "url": self._address}])
        # Not by routing requests, which would switch the browser's cache off: our copy, or a CDN that is not reached.
        folder = NO_COPY if scripts == "ours alone" else ASSETS
        self._app.state.house = replace(self._app.state.house, templates=environment(htmx_source(folder), BUILD))
        if not keeps:
            context.add_init_script("delete Navigator.prototype.locks")
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(EXPECTED) or CDN in message.location["url"]
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def open_browser(browser: Browser, app: FastAPI, live_server: str) -> Iterator[Open]:
    opened = Open(browser, app, live_server)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def thumb(open_browser: Open, cast: Cast, scripts: str) -> Thumb:
    """Jo's, on a new form with Alder chosen."""
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    thumb = Thumb(page)
    thumb.chip("School", "Alder High")
    return thumb


@pytest.fixture
def skies(app: FastAPI) -> Skies:
    return Skies(app)


@pytest.fixture
def tablet(browser: Browser, skies: Skies, cast: Cast, tmp_path: Path) -> Iterator[Tablet]:
    server = Server(skies)
    yield Tablet(browser.browser_type, tmp_path / "tablet", server, local(cast, 12))
    server.off()
