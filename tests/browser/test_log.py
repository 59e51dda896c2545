"""Logging a session with a thumb, on a tablet in a corridor; with a keyboard; with a Wi-Fi that goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts
from tests.browser.hands import Thumb, group
from tests.support.acts import count, submit
from tests.support.cast import Cast
from tests.support.tellings import telling

LIMIT_OF_TAPS = 8
Record = Callable[[str, object], None]


@with_any_scripts
@pytest.mark.parametrize("school", ["", "Alder High"], ids=["as last time", "the first ever"])
def test_the_shortest_honest_log_is_under_eight_taps_and_no_typing(
    open_browser: Open,
    database: Database,
    cast: Cast,
    scripts: str,
    school: str,
    record_property: Callable[[str, object], None],
) -> None:
    if not school:
        submit(database, cast.jo, 0, telling(cast))
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    thumb = Thumb(page)
    thumb.log_with_rosa(school=school)
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes with the school.")
    record_property(
        f"the shortest log, {'the first ever' if school else 'as last time'}, scripts: {scripts}", str(thumb)
    )
    assert thumb.taps < LIMIT_OF_TAPS
    expect(page.get_by_role("heading", level=1)).to_have_text("45 minutes with Alder High")
    expect(page.locator("dl")).to_contain_text("Rosa Alvarez AP led")
    assert count(database, "coaching_session") == (1 if school else 2)


@with_any_scripts
def test_a_double_tap_on_save_is_one_session(open_browser: Open, database: Database, cast: Cast, scripts: str) -> None:
    submit(database, cast.jo, 0, telling(cast))
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    Thumb(page).chip("Who did the work?", "For the school")
    Thumb(page).chip("Area", "Budget development")
    Thumb(page).chip("Was it planned?", "Asked for in the moment")
    page.get_by_role("button", name="Save session").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes for the school.")
    assert count(database, "coaching_session") == 2


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until this has the focus, as somebody does who has no pointer."""
    for _ in range(80):
        if place.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    msg = f"{place} is not reached with Tab"
    raise AssertionError(msg)


@with_any_scripts
def test_a_session_is_logged_with_the_keyboard_alone(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.jo, scripts, has_touch=False)
    page.goto("/log")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    for legend, words, key in (
        ("School", "Alder High", "Space"),
        ("Minutes", "45", "ArrowLeft"),
        ("Who did the work?", "With the school", "Space"),
        ("Who led?", "I led", "Space"),
        ("Area", "ILT meetings", "Space"),
        ("Who took part", "Rosa Alvarez AP", "Space"),
        ("Was it planned?", "Part of the plan", "Space"),
    ):
        choice = group(page, legend).get_by_label(words, exact=words == "45").first
        tab_to(page, choice)
        page.keyboard.press(key)
    tab_to(page, page.get_by_role("button", name="Save session"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: 30 minutes with the school.")
    expect(page.locator("dl")).to_contain_text("ILT meetings")
    assert count(database, "coaching_session") == 1


NO_CONNECTION = "No connection. Nothing is lost: it is all still here. Try again when the Wi-Fi is back."


def fill_in(thumb: Thumb) -> None:
    """A session with Rosa and a private note, on a page where saving does not work."""
    thumb.unfold("Add a next step")
    thumb.page.get_by_label("Private note").fill("what I had typed")
    thumb.log_with_rosa(school="Alder High")


def expect_all_still_there(page: Page) -> None:
    expect(page.get_by_label("Private note")).to_have_value("what I had typed")
    expect(group(page, "Who took part").get_by_label("Rosa Alvarez AP")).to_be_checked()
    expect(group(page, "Who led?").get_by_label("They led")).to_be_checked()


def save_again(page: Page, database: Database) -> None:
    page.get_by_role("button", name="Save session").tap()
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes with the school.")
    expect(page.locator("dl")).to_contain_text("what I had typed")
    assert count(database, "coaching_session") == 1


@pytest.mark.parametrize("scripts", ["htmx", "ours alone"])
def test_without_wi_fi_the_form_says_so_and_stays_as_it_is(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.jo, scripts, keeps=False)
    page.goto("/log")
    page.context.set_offline(offline=True)
    fill_in(Thumb(page))
    expect(page.get_by_role("alert")).to_have_text(NO_CONNECTION)
    expect_all_still_there(page)
    open_browser.complaints.clear()
    page.context.set_offline(offline=False)
    save_again(page, database)


@with_any_scripts
def test_where_the_server_is_gone_nothing_that_was_typed_is(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    """The Wi-Fi is there and leads nowhere. Without htmx the browser says so on its own page, and Back leads back."""
    page = open_browser(cast.jo, scripts, keeps=False)
    page.goto("/log")
    over = scripts == "htmx" and page.evaluate("'htmx' in window")
    page.route("**/sessions/*", lambda route: route.abort("connectionrefused"))
    fill_in(Thumb(page))
    if over:
        expect(page.get_by_role("alert")).to_have_text(NO_CONNECTION)
        page.unroute("**/sessions/*")
    else:
        expect(page.get_by_role("button", name="Save session")).to_have_count(0)
        page.unroute("**/sessions/*")
        page.go_back()
    expect_all_still_there(page)
    open_browser.complaints.clear()
    save_again(page, database)


@with_any_scripts
def test_after_signing_out_back_leads_to_nothing_that_was_typed(open_browser: Open, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    Thumb(page).unfold("Add a next step")
    page.get_by_label("Private note").fill("what I had typed")
    Thumb(page).press("Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_label("Private note")).to_have_count(0)
