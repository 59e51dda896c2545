"""Undo with a thumb where it was done, and a coach's week on a tablet; with scripts and without."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts
from tests.browser.hands import Thumb
from tests.support.acts import FORM, count, submit
from tests.support.cast import Cast
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, travel

LIMIT_OF_TAPS = 5
"""Unfold, what it was, minutes, add; the day is chosen already."""


def status(page: Page) -> Locator:
    return page.locator("main").get_by_role("status").first


@with_any_scripts
def test_what_was_just_logged_is_undone_with_one_tap_and_put_back_with_another(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    thumb = Thumb(page)
    thumb.log_with_rosa(school="Alder High")
    expect(status(page)).to_contain_text("Saved: 45 minutes with the school.")
    thumb.press("Undo")
    expect(status(page)).to_contain_text("Undone. It counts nowhere now.")
    thumb.press("Put it back")
    expect(status(page)).to_contain_text("Undone. It stands as it did before")
    assert count(database, "coaching_session") == 1


QUIET = "e => getComputedStyle(e).borderTopColor === 'rgba(0, 0, 0, 0)'"


@pytest.mark.parametrize(("scripts", "goes_quiet"), [("ours alone", True), ("none", False)])
def test_with_scripts_the_undo_goes_quiet_after_ten_seconds_and_without_it_stays(
    open_browser: Open, database: Database, cast: Cast, scripts: str, *, goes_quiet: bool
) -> None:
    """What the animation would be at its end is asked of the browser, which then need not wait for it."""
    submit(database, cast.jo, 0, side_by_side(cast))
    page = open_browser(cast.jo, scripts)
    page.goto(f"/sessions/{FORM}?done=saved")
    undo = page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_visible()
    delays = undo.evaluate("e => e.getAnimations().map(each => each.effect.getTiming().delay)")
    assert delays == ([10_000] if goes_quiet else [])
    assert not undo.evaluate(QUIET)
    undo.evaluate("e => e.getAnimations().forEach(each => each.finish())")
    assert undo.evaluate(QUIET) is goes_quiet
    expect(undo).to_be_enabled()
    undo.tap()
    expect(status(page)).to_contain_text("Undone.")


@with_any_scripts
def test_a_change_is_undone_later_from_the_trail(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast))
    submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
    page = open_browser(cast.jo, scripts)
    page.goto(f"/sessions/{FORM}")
    Thumb(page).unfold("What happened to this session")
    Thumb(page).press("Undo this change")
    expect(page.get_by_role("heading", level=1)).to_have_text("45 minutes with Alder High")


@with_any_scripts
def test_other_time_is_added_in_four_taps_changed_and_removed_with_undo(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.jo, scripts)
    page.goto("/week")
    thumb = Thumb(page)
    thumb.unfold("Add other time")
    thumb.chip("What was it?", "Travel")
    thumb.chip("Minutes", "30")
    thumb.press("Add it")
    assert thumb.taps < LIMIT_OF_TAPS
    expect(status(page)).to_contain_text("Added: travel, 30 min, on Tue, Nov 24.")
    thumb.tap(page.get_by_role("link", name="Travel"))
    thumb.chip("What was it?", "A visit that did not happen")
    thumb.chip("Which school?", "Birch Middle")
    thumb.chip("Why did it not happen?", "I could not come")
    thumb.chip("Minutes", "No time")
    thumb.press("Save")
    expect(status(page)).to_contain_text("Changed: visit that did not happen, on Tue, Nov 24.")
    thumb.press("Undo")
    expect(status(page)).to_contain_text("Back as it was: travel, 30 min")
    thumb.press("Remove")
    expect(status(page)).to_contain_text("Removed: travel, 30 min")
    thumb.press("Undo")
    expect(page.get_by_role("link", name="Travel")).to_be_visible()
    assert count(database, "other_time") == 1


@pytest.mark.parametrize("scripts", ["ours alone"])
def test_of_a_chip_and_a_field_the_last_one_touched_counts(open_browser: Open, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.jo, scripts)
    page.goto("/week")
    thumb = Thumb(page)
    thumb.unfold("Add other time")
    thumb.chip("What was it?", "Preparation")
    page.get_by_label("Other minutes").fill("35")
    thumb.chip("Minutes", "60")
    expect(page.get_by_label("Other minutes")).to_have_value("")
    thumb.press("Add it")
    expect(status(page)).to_contain_text("Added: preparation, 60 min")


@with_any_scripts
def test_a_week_is_looked_through_said_to_be_complete_and_copied(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    last_tuesday = cast.today - timedelta(days=7)
    submit(database, cast.jo, 0, side_by_side(cast, held_on=last_tuesday, started_at=time(9, 30), minutes=50))
    submit(database, cast.jo, 0, telling(cast, held_on=last_tuesday, started_at=time(10)), uuid4())
    add_time(database, cast.jo, travel(spent_on=last_tuesday))
    page = open_browser(cast.jo, scripts)
    page.goto("/week")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Week before"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Week of Nov 16")
    expect(page).to_have_url("/week?of=2026-11-16")
    expect(page.locator(".week")).to_contain_text("At the same time as Alder High, 10:00 AM.")
    expect(page.locator(".week > li", has_text="Nothing logged")).to_have_count(4)
    thumb.press("This week is complete")
    expect(page.locator("main")).to_contain_text("that this week is complete.")
    thumb.press("Remove")
    expect(page.locator("main")).to_contain_text("It has changed since.")
    thumb.tap(page.get_by_role("link", name="Week after"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This week")
    thumb.tap(page.get_by_role("link", name="Copy last week"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Last week as drafts")
    thumb.tap(page.get_by_role("link", name="Log it").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a session")
    thumb.chip("Who did the work?", "For the school")
    thumb.chip("Was it planned?", "Part of the plan")
    thumb.press("Save session")
    expect(status(page)).to_contain_text("for the school.")
    page.goto("/week/copy")
    expect(page.get_by_text("already logged")).to_have_count(2)
    assert count(database, "coaching_session") == 3
