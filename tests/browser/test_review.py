"""A leader's word on a phone, between two meetings: one tap, taken back, several at once; with and without scripts."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from app.domain.vocabulary import Area, Verdict
from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts, with_scripts
from tests.support.acts import count, submit
from tests.support.cast import Cast
from tests.support.reviewing import say
from tests.support.tellings import side_by_side

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
IDS = [UUID(int=(0xAE << 64) + number) for number in range(3)]
AREAS = {IDS[0]: Area.BUDGET, IDS[1]: Area.CULTURE, IDS[2]: Area.DATA_INQUIRY}


@pytest.fixture
def named(database: Database, cast: Cast) -> None:
    """Three sessions of Jo's with Rosa and Dan: today's, yesterday's, and the day before's."""
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    for place, (session_id, area) in enumerate(AREAS.items()):
        told = side_by_side(
            cast,
            area_id=cast.areas[area],
            held_on=cast.today - timedelta(days=place),
            participant_ids=both,
            shared_note="We drafted it together, and Rosa leads the next one.",
        )
        submit(database, cast.jo, 0, told, session_id)


@pytest.fixture
def page(open_browser: Open, cast: Cast, scripts: str, named: None) -> Page:  # noqa: ARG001 - sessions have to be there
    """Rosa's, who begins with what waits for her."""
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto("/")
    expect(page).to_have_url(re.compile("/review$"))
    return page


def card(page: Page, place: int) -> Locator:
    return page.locator(f"#session-{IDS[place]}")


@with_any_scripts
def test_one_tap_answers_and_one_takes_it_back(page: Page, database: Database) -> None:
    card(page, 0).get_by_role("button", name="It was done for us").tap()
    saved = card(page, 0).get_by_role("status")
    expect(saved).to_contain_text("Saved. You said: it was done for us.")
    expect(page.locator("#waiting")).to_contain_text("2 sessions that name you wait")
    saved.get_by_role("button", name="Undo").tap()
    expect(card(page, 0).get_by_role("status")).to_contain_text("Taken back.")
    expect(card(page, 0).get_by_role("button", name="Yes, side by side")).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text("3 sessions that name you wait")
    assert count(database, "review") == 2


@with_any_scripts
def test_what_goes_with_a_yes_is_added_after_it(page: Page) -> None:
    card(page, 1).get_by_role("button", name="Yes, side by side").tap()
    expect(card(page, 1).get_by_role("status")).to_contain_text("Saved.")
    card(page, 1).get_by_text("But the coach led").tap()
    card(page, 1).get_by_text("3 Mostly").tap()
    card(page, 1).get_by_label("In your own words").fill("We watched this time.")
    card(page, 1).get_by_role("button", name="Save this too").tap()
    expect(card(page, 1).get_by_role("status")).to_contain_text("side by side, but the coach led")
    expect(card(page, 1)).to_contain_text("We watched this time.")
    expect(card(page, 1)).to_contain_text("It met what you needed to learn: mostly.")


@with_any_scripts
def test_several_are_answered_with_one_tap(page: Page, database: Database) -> None:
    bar = page.locator("#many")
    expect(bar).to_be_hidden()
    for place in (0, 2):
        card(page, place).get_by_role("checkbox").tap()
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Yes, side by side").tap()
    expect(page.get_by_text("2 sessions. Saved.")).to_be_visible()
    assert count(database, "review") == 2
    page.get_by_role("button", name="Undo all").tap()
    expect(page.get_by_text("2 sessions. Taken back.")).to_be_visible()
    assert count(database, "review") == 4


@with_any_scripts
def test_all_is_done_by_keyboard(page: Page, scripts: str) -> None:
    card(page, 0).get_by_role("button", name="I wasn't there").focus()
    page.keyboard.press("Enter")
    expect(card(page, 0).get_by_role("status")).to_contain_text("I wasn't there")
    if scripts == "htmx" and page.evaluate("'htmx' in window"):
        expect(card(page, 0).get_by_role("status")).to_be_focused()
        page.keyboard.press("Tab")
        expect(card(page, 0).get_by_role("button", name="Undo")).to_be_focused()
    card(page, 0).get_by_role("button", name="Undo").focus()
    page.keyboard.press("Space")
    expect(card(page, 0).get_by_role("status")).to_contain_text("Taken back.")
    box = card(page, 1).get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


@with_scripts
def test_a_double_tap_is_one_answer(page: Page, database: Database) -> None:
    card(page, 0).get_by_role("button", name="Yes, side by side").dblclick()
    expect(card(page, 0).get_by_role("status")).to_contain_text("You said: yes, side by side.")
    assert count(database, "review") == 1


@with_any_scripts
def test_a_session_that_changed_meanwhile_shows_what_it_says_now(page: Page, database: Database, cast: Cast) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    submit(database, cast.jo, 1, side_by_side(cast, minutes=90, participant_ids=both), IDS[0])
    card(page, 0).get_by_role("button", name="Yes, side by side").tap()
    expect(card(page, 0).get_by_role("alert")).to_contain_text("was changed since you opened the page")
    expect(card(page, 0)).to_contain_text("90 minutes")
    card(page, 0).get_by_role("button", name="Yes, side by side").tap()
    expect(card(page, 0).get_by_role("status")).to_contain_text("Saved.")


@pytest.mark.parametrize("scripts", ["none"])
def test_everything_to_tap_is_large_enough_and_nothing_runs_over(page: Page, database: Database, cast: Cast) -> None:
    say(database, cast.dan, Verdict.CONFIRMED, IDS[0])
    card(page, 0).get_by_role("button", name="It was done for us").tap()
    expect(card(page, 0)).to_contain_text("You and another leader of Alder High see this differently")
    for button in page.get_by_role("main").get_by_role("button").all():
        if (box := button.bounding_box()) is not None:
            assert box["height"] >= 48, button.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
