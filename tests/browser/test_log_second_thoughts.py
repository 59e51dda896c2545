"""Changing one's mind in the log form: what does not fit any more is let go, and nothing else."""

import pytest
from playwright.sync_api import expect

from app.domain.vocabulary import Position
from app.store import tables
from app.store.engine import Database
from tests.browser.conftest import Open, with_scripts
from tests.browser.hands import Thumb, chosen, group
from tests.support.acts import submit
from tests.support.cast import FIRST_DAY, Cast
from tests.support.rows import add
from tests.support.tellings import telling


@pytest.fixture
def pat_at_birch(database: Database, cast: Cast) -> None:
    pat = tables.Person(network_id=cast.bridge, name="Pat Lowe")
    post = tables.Membership(
        network_id=cast.bridge,
        person_id=pat.id,
        school_id=cast.birch,
        position=Position.PRINCIPAL,
        first_on=FIRST_DAY,
    )
    add(database, cast.bridge, pat, post)


@with_scripts
@pytest.mark.usefixtures("pat_at_birch")
def test_another_school_lets_go_of_the_first_ones_people(thumb: Thumb, cast: Cast) -> None:
    thumb.chip("Who took part", "Rosa Alvarez")
    assert chosen(thumb.page, "participant_ids") == [str(cast.rosa.person_id)]
    thumb.chip("School", "Birch Middle")
    assert chosen(thumb.page, "participant_ids") == []
    say_the_rest(thumb)
    thumb.press("Save session")
    expect(thumb.page.locator("dl")).to_contain_text("Pat Lowe Principal led")
    expect(thumb.page.locator("dl")).not_to_contain_text("Rosa")


def say_the_rest(thumb: Thumb) -> None:
    thumb.chip("Who did the work?", "With the school")
    thumb.chip("Who led?", "They led")
    thumb.chip("Area", "Budget development")
    thumb.chip("Who took part", "Pat Lowe")
    thumb.chip("Was it planned?", "Part of the plan")


@pytest.mark.parametrize("scripts", ["none"])
@pytest.mark.usefixtures("pat_at_birch")
def test_without_scripts_the_server_lets_go_of_them_and_the_second_try_saves(thumb: Thumb) -> None:
    thumb.chip("Who took part", "Rosa Alvarez")
    thumb.chip("School", "Birch Middle")
    say_the_rest(thumb)
    thumb.press("Save session")
    expect(group(thumb.page, "Who took part")).to_contain_text(
        "Somebody chosen here was not on this school's team on that day."
    )
    expect(thumb.page.get_by_role("alert").first).to_contain_text("Not saved yet.")
    thumb.press("Save session")
    expect(thumb.page.locator("dl")).to_contain_text("Pat Lowe Principal led")
    expect(thumb.page.locator("dl")).not_to_contain_text("Rosa")


def change_ones_mind(thumb: Thumb) -> None:
    """It was with them, no: for them."""
    thumb.chip("Who did the work?", "With the school")
    thumb.chip("Who led?", "We shared it")
    thumb.chip("Area", "Budget development")
    thumb.chip("Was it planned?", "Part of the plan")
    thumb.chip("Who did the work?", "For the school")
    thumb.press("Save session")


@with_scripts
def test_with_and_a_lead_and_then_for_is_saved(thumb: Thumb) -> None:
    change_ones_mind(thumb)
    expect(thumb.page.get_by_role("status")).to_contain_text("Saved: 45 minutes for the school.")


@pytest.mark.parametrize("scripts", ["none"])
def test_without_scripts_the_server_says_why_the_lead_went_and_the_second_try_saves(thumb: Thumb) -> None:
    change_ones_mind(thumb)
    words = thumb.page.get_by_text("Work done for the school has no lead from the school")
    expect(words).to_be_visible()
    expect(group(thumb.page, "Who led?").locator(":checked")).to_have_count(0)
    thumb.press("Save session")
    expect(thumb.page.get_by_role("status")).to_contain_text("Saved: 45 minutes for the school.")


@with_scripts
def test_of_a_chip_and_a_field_the_last_one_touched_counts(thumb: Thumb, cast: Cast) -> None:
    page = thumb.page
    minutes, day = page.locator("#other-minutes"), page.locator("#other-day")
    thumb.chip("Who did the work?", "For the school")
    minutes.press_sequentially("50")
    assert chosen(page, "minutes") == [], "at once, and not only when the field is left"
    expect(page.locator("[data-say]")).to_contain_text("50 minutes for Alder High")
    thumb.chip("Minutes", "30")
    expect(minutes).to_have_value("")
    day.fill("2025-03-09")
    assert chosen(page, "held_on") == []
    thumb.chip("When", "Today")
    expect(day).to_have_value("")
    assert chosen(page, "held_on") == [str(cast.today)]


@pytest.mark.parametrize("scripts", ["none"])
def test_without_scripts_unusual_minutes_give_way_to_a_chip(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    submit(database, cast.jo, 0, telling(cast, minutes=50))
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    assert chosen(page, "minutes") == ["50"]
    thumb = Thumb(page)
    thumb.chip("Minutes", "30")
    thumb.log_with_rosa()
    expect(page.get_by_role("status")).to_contain_text("Saved: 30 minutes with the school.")
