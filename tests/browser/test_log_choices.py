"""What the log form offers as one goes along, with scripts and without: only what fits what was chosen."""

import re

from playwright.sync_api import Locator, Page, expect

from app.domain.access import Role
from app.domain.vocabulary import Position
from app.store import tables
from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts, with_scripts
from tests.browser.hands import Thumb, chosen, group
from tests.support.cast import FIRST_DAY, Cast
from tests.support.rows import add

ALONE = "No principal or assistant principal with you?"


def team(page: Page) -> Locator:
    return group(page, "Who took part").locator(".team label:not(.led):visible")


def led(page: Page) -> Locator:
    return group(page, "Who took part").locator("label.led:visible")


@with_any_scripts
def test_only_the_chosen_schools_people_are_seen(thumb: Thumb) -> None:
    expect(team(thumb.page)).to_have_text(["Dan Okafor Principal", "Rosa Alvarez AP", "Mei Chen Teacher leader"])
    thumb.chip("School", "Birch Middle")
    expect(team(thumb.page)).to_have_count(0)
    expect(group(thumb.page, "Who took part")).to_contain_text("Nobody of Birch Middle")


@with_any_scripts
def test_who_of_them_led_is_asked_only_where_several_took_part_and_the_school_had_the_lead(thumb: Thumb) -> None:
    page = thumb.page
    thumb.chip("Who took part", "Rosa Alvarez")
    thumb.chip("Who took part", "Dan Okafor")
    expect(led(page)).to_have_count(0)
    thumb.chip("Who did the work?", "With the school")
    expect(led(page)).to_have_count(0)
    thumb.chip("Who led?", "I led")
    expect(led(page)).to_have_count(0)
    for words in ("We shared it", "They led"):
        thumb.chip("Who led?", words)
        expect(led(page)).to_have_text(["Dan Okafor led", "Rosa Alvarez led"])
    thumb.chip("Who took part", "Dan Okafor")
    expect(led(page)).to_have_count(0)
    thumb.unfold("Someone else")
    thumb.chip("Who took part", "Office staff")
    expect(led(page)).to_have_text(["Rosa Alvarez led"])
    thumb.chip("Who did the work?", "For the school")
    expect(led(page)).to_have_count(0)


@with_any_scripts
def test_who_led_of_several_is_saved(thumb: Thumb) -> None:
    thumb.chip("Who did the work?", "With the school")
    thumb.chip("Who led?", "They led")
    thumb.chip("Area", "Budget development")
    for name in ("Rosa Alvarez", "Dan Okafor", "Mei Chen"):
        thumb.tap(team(thumb.page).filter(has_text=name))
    thumb.tap(led(thumb.page).filter(has_text="Rosa Alvarez"))
    thumb.chip("Was it planned?", "Part of the plan")
    thumb.press("Save session")
    people = thumb.page.locator("dd", has_text="Rosa Alvarez").locator("p")
    expect(people).to_have_text(["Dan Okafor Principal", "Mei Chen Teacher leader", "Rosa Alvarez AP led"])


@with_any_scripts
def test_in_observation_without_a_school_leader_the_form_says_so_at_once(thumb: Thumb) -> None:
    hint = thumb.page.get_by_role("status").filter(has_text=ALONE)
    expect(hint).to_be_hidden()
    thumb.chip("Area", "Observation and feedback")
    expect(hint).to_be_visible()
    thumb.chip("Who took part", "Mei Chen")
    expect(hint).to_be_visible()
    thumb.chip("Who took part", "Rosa Alvarez")
    expect(hint).to_be_hidden()
    thumb.chip("Who took part", "Rosa Alvarez")
    expect(hint).to_be_visible()
    thumb.unfold("Someone else")
    thumb.chip("Who took part", "Counselor")
    expect(hint).to_be_visible()
    principal = group(thumb.page, "Who took part").locator("details label", has_text=re.compile("^Principal$"))
    thumb.tap(principal)
    expect(hint).to_be_hidden()
    thumb.tap(principal)
    thumb.chip("Area", "Data inquiry")
    expect(hint).to_be_hidden()


@with_scripts
def test_the_form_says_back_what_will_be_saved_and_what_is_still_to_say(thumb: Thumb) -> None:
    say = thumb.page.locator("[data-say]")
    expect(say).to_have_text("Log a sessionStill to say: who did the work, the area, whether it was planned")
    thumb.chip("Who did the work?", "With the school")
    expect(say).to_have_text("45 minutes with Alder HighStill to say: who led, the area, who took part …")
    thumb.chip("Who led?", "They led")
    thumb.chip("Area", "Budget development")
    thumb.chip("Who took part", "Rosa Alvarez")
    thumb.chip("Was it planned?", "Part of the plan")
    expect(say).to_have_text("45 minutes with Alder HighBudget development, they led, 1 person")


@with_any_scripts
def test_what_is_to_mend_is_shown_at_the_top_and_nothing_that_was_typed_is_lost(thumb: Thumb) -> None:
    page = thumb.page
    thumb.unfold("Add a next step")
    page.get_by_label("Shared note").fill("what I had typed")
    thumb.chip("Who took part", "Rosa Alvarez")
    thumb.chip("Who did the work?", "With the school")
    thumb.press("Save session")
    notice = page.get_by_role("alert").first
    expect(notice).to_have_text("Not saved yet. 3 things to mend below; all you typed is still here.")
    expect(page.get_by_label("Shared note")).to_have_value("what I had typed")
    expect(page.get_by_label("Rosa Alvarez AP")).to_be_checked()
    thumb.chip("Who led?", "They led")
    thumb.chip("Area", "Budget development")
    thumb.chip("Was it planned?", "Part of the plan")
    thumb.press("Save session")
    expect(page.get_by_role("status")).to_contain_text("Saved: 45 minutes with the school.")


@with_any_scripts
def test_a_thirteenth_school_shows_its_people_too(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    for number in range(12):
        school = tables.School(network_id=cast.bridge, name=f"School {number:02}", code=f"s{number}")
        assigned = tables.Assignment(
            network_id=cast.bridge,
            person_id=cast.jo.person_id,
            role=Role.COACH,
            school_id=school.id,
            first_on=FIRST_DAY,
        )
        member = tables.Membership(
            network_id=cast.bridge,
            person_id=cast.mei.person_id,
            school_id=school.id,
            position=Position.COORDINATOR,
            first_on=FIRST_DAY,
        )
        add(database, cast.bridge, school, assigned, member)
    page = open_browser(cast.jo, scripts)
    page.goto(f"/log?school_id={school.id}")
    assert chosen(page, "school_id") == [str(school.id)]
    expect(team(page)).to_have_text(["Mei Chen Coordinator"])
    expect(group(page, "School").locator("label")).to_have_count(12)
