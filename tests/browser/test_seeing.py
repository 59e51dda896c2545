"""The pages that show, as an eye meets them: on a phone, a tablet and a laptop, with scripts and without."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from app.domain.periods import monday
from app.store.engine import Database
from tests.conftest import LOGIN_COOKIE
from tests.support.cast import Cast, make_cast
from tests.support.years import keep, weeks

SIZES = {"phone": (390, 844), "tablet": (820, 1180), "laptop": (1440, 900)}

SMALLEST = 14
"""Pixels of the smallest words, those of charts included."""

WORDS_IN_CHARTS = """() => [...document.querySelectorAll('svg text')]
  .filter(text => text.getClientRects().length)
  .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""

OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast, after two years of work at Alder that has been ours for twelve weeks."""
    cast = make_cast(database)
    turn = monday(cast.today) - timedelta(weeks=12)
    keep(database, cast.jo, weeks(cast, cast.today - timedelta(weeks=100), turn - timedelta(days=1), "FWW WW"))
    keep(database, cast.jo, weeks(cast, turn, cast.today, "FFW"))
    return cast


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: str, cast: Cast) -> Iterator[Page]:
    """Dora's browser."""
    context = browser.new_context(java_script_enabled=request.param, base_url=live_server)
    context.add_cookies([{"name": LOGIN_COOKIE, "value": cast.dora.token, "url": live_server}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways_and_no_word_of_a_chart_is_too_small(page: Page, cast: Cast, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    for path in ("/dashboard", "/schools", f"/schools/{cast.alder}", f"/schools/{cast.alder}/sessions"):
        page.goto(path)
        assert page.evaluate(OVERFLOW) <= 0, path
        sizes = page.evaluate(WORDS_IN_CHARTS)
        assert all(each >= SMALLEST - 0.05 for each in sizes), (path, min(sizes))
        assert bool(sizes) == (path == f"/schools/{cast.alder}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_the_policy_forbids_is_asked_for(page: Page, cast: Cast, scheme: str) -> None:
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    page.on("console", note)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in ("/dashboard", f"/schools/{cast.alder}"):
        page.goto(path)
    assert refused == []


def test_a_phone_gets_a_chart_of_its_own_and_paper_the_wide_one(page: Page, cast: Cast) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/schools/{cast.alder}")
    expect(page.locator("svg.chart.narrow")).to_be_visible()
    expect(page.locator("svg.chart.wide")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("svg.chart.wide")).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()


def test_from_the_sentence_to_a_session_every_step_is_a_link(page: Page) -> None:
    page.goto("/dashboard")
    expect(page.locator("h1")).to_contain_text("1 of 4 schools depends on direct service; 1 is rising.")
    page.locator("[data-rule=rising] a").first.click()
    expect(page.locator("h1")).to_have_text("Alder High")
    page.get_by_role("link", name="Budget development").first.click()
    expect(page.locator("h1")).to_contain_text("sessions")
    page.locator(".rows a").first.click()
    expect(page.locator("h1")).to_contain_text("45 minutes")


def test_the_filters_unfold_and_leave_what_was_chosen(page: Page) -> None:
    page.goto("/dashboard")
    page.locator(".filters > summary").click()
    page.get_by_label("Phase").select_option("rebuilding")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("No rebuilding schools in these weeks.")
    expect(page.locator(".filters > summary")).to_contain_text("Rebuilding")


def test_the_figures_behind_a_chart_unfold(page: Page, cast: Cast) -> None:
    page.goto(f"/schools/{cast.alder}")
    table = page.locator("table.figures").first
    expect(table).to_be_hidden()
    page.get_by_text("Figures", exact=True).click()
    expect(table).to_be_visible()
    expect(table).to_contain_text("%")
