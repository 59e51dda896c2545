"""An answer that is no success: htmx says it over the form, a browser without it on a page, and Back leads back.

Either way nothing that was typed is lost, and saving works as soon as it can.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.store import tables
from app.store.engine import Database
from tests.browser.conftest import SCRIPTS, Open
from tests.browser.hands import Thumb
from tests.support.acts import count, submit
from tests.support.cast import PASSWORD, Cast
from tests.support.rows import change
from tests.support.tellings import telling

pytestmark = pytest.mark.parametrize("scripts", SCRIPTS)


@pytest.fixture
def page(open_browser: Open, database: Database, cast: Cast, scripts: str) -> Page:
    """Jo's, with a form that is filled in, and Alder's last session there already."""
    submit(database, cast.jo, 0, telling(cast))
    page = open_browser(cast.jo, scripts, keeps=False)
    page.goto("/log")
    Thumb(page).unfold("Add a next step")
    page.get_by_label("Private note").fill("what I had typed")
    return page


def over_the_form(page: Page, scripts: str) -> bool:
    return scripts == "htmx" and bool(page.evaluate("'htmx' in window"))


def expect_all_still_there(page: Page) -> None:
    expect(page.get_by_label("Private note")).to_have_value("what I had typed")
    expect(page.get_by_label("Rosa Alvarez AP")).to_be_checked()


def expect_saved(page: Page, database: Database) -> None:
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes with the school.")
    expect(page.locator("dl")).to_contain_text("what I had typed")
    assert count(database, "coaching_session") == 2


def test_signed_out_meanwhile_one_signs_in_in_another_tab_and_sends_it_again(
    page: Page, open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    jos = {"account_id": cast.jo.account_id}
    change(database, tables.Login, cast.bridge, jos, expires_at=datetime(2021, 1, 1, tzinfo=UTC))
    over = over_the_form(page, scripts)
    Thumb(page).log_with_rosa()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").tap()
    other = opened.value
    other.get_by_label("E-mail").fill(cast.jo.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").tap()
    expect(other.get_by_role("heading", level=1)).to_have_text("Log a session")
    if over:
        expect_all_still_there(page)
        Thumb(page).press("Save session")
    else:
        page.reload()
    expect_saved(page, database)
    open_browser.complaints.clear()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PoolTimeoutError(), "Nothing was saved; try again in a moment."),
        (ZeroDivisionError(), "Nothing was saved; please try again."),
    ],
    ids=["busy", "a mistake of ours"],
)
def test_where_the_server_could_not_save_one_tries_again(
    page: Page,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    scripts: str,
    error: Exception,
    words: str,
    open_browser: Open,
) -> None:
    async def fail(_do: Callable[[Connection], Any]) -> None:
        raise error

    over = over_the_form(page, scripts)
    with monkeypatch.context() as patched:
        patched.setattr(database, "write", fail)
        Thumb(page).log_with_rosa()
        if over:
            expect(page.get_by_role("alert")).to_contain_text(words)
        else:
            expect(page.get_by_role("main")).to_contain_text(words)
            page.go_back()
        expect_all_still_there(page)
    Thumb(page).press("Save session")
    expect_saved(page, database)
    open_browser.complaints.clear()


@pytest.mark.usefixtures("scripts")
def test_two_versions_are_shown_with_all_that_was_typed(page: Page, database: Database, cast: Cast) -> None:
    """The form's answer was lost, and the coach changed their mind before sending it again."""
    action = page.locator("form#log").get_attribute("action")
    assert action is not None
    submit(database, cast.jo, 0, telling(cast, minutes=15), UUID(action.removeprefix("/sessions/")))
    Thumb(page).log_with_rosa()
    expect(page.get_by_role("heading", level=1)).to_have_text("This session has changed since")
    expect(page.get_by_role("row", name="Private note")).to_contain_text("what I had typed")
    Thumb(page).press("Save mine instead")
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes with the school.")
    assert count(database, "coaching_session") == 2


def test_a_form_to_mend_has_the_focus_and_reloading_does_not_end_in_nothing(
    page: Page, open_browser: Open, scripts: str
) -> None:
    Thumb(page).chip("Who did the work?", "With the school")
    Thumb(page).press("Save session")
    notice = page.get_by_role("alert").first
    expect(notice).to_contain_text("Not saved yet.")
    expect(page.get_by_label("Private note")).to_have_value("what I had typed")
    if scripts != "none":
        expect(notice).to_be_focused()
    if over_the_form(page, scripts):
        expect(page).to_have_url(re.compile("/log$"))
    assert open_browser.complaints == []
