"""What a browser shows does not depend on the database, so these tests run on SQLite alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from app.store.engine import Database
from tests.conftest import LOGIN_COOKIE
from tests.support.cast import Cast, Someone
from tests.web.conftest import local

TABLET: dict[str, Any] = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}

SCRIPTS = ("htmx", "ours alone", "none")
"""What a tablet runs: all (where there is a copy of htmx), ours alone where a filter ate htmx, or nothing."""


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

    They reach this machine and nothing else. What they complain of fails the test at its end, unless it was provoked
    and the test empties `complaints` itself.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.complaints: list[str] = []
        self._browser, self._address = browser, address
        self._contexts: list[BrowserContext] = []

    def __call__(self, who: Someone | None, scripts: str = "htmx", **options: Any) -> Page:
        context = self._browser.new_context(
            base_url=self._address, java_script_enabled=scripts != "none", **(TABLET | options)
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if who is not None:
            context.add_cookies([{"name": LOGIN_COOKIE, "value": who.token, "url": self._address}])
        elsewhere = re.compile(rf"^(?!{re.escape(self._address)}/)")
        context.route(re.compile("htmx") if scripts == "ours alone" else elsewhere, lambda route: route.abort())
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "htmx" not in message.location["url"]:
            self.complaints.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def open_browser(browser: Browser, live_server: str) -> Iterator[Open]:
    opened = Open(browser, live_server)
    yield opened
    opened.close()
    assert opened.complaints == []
