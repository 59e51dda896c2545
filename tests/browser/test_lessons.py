"""The lessons as they are used: need weighed and planned by, a request made a barrier, a partner, a grant, a brand."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from app.domain.vocabulary import Origin
from app.store.engine import Database
from tests.browser.conftest import Open
from tests.browser.hands import Thumb, group
from tests.support.acts import submit
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.tellings import telling

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}

with_and_without = pytest.mark.parametrize("scripts", ["htmx", "none"])


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


def said(page: Page) -> Any:
    return expect(page.get_by_role("status").filter(visible=True).first)


@with_and_without
def test_a_director_weighs_need_and_makes_the_terms_plan_of_it(open_browser: Open, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.dora, scripts)
    page.goto("/equity")
    expect(page.get_by_role("main")).to_contain_text("Provisional:")
    page.get_by_role("link", name="Set the weights").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How much each school")
    groups = page.locator("form.card").get_by_role("group")
    for number in range(groups.count()):
        groups.nth(number).get_by_label("Weight").fill("3" if number == 0 else "1,5")
        groups.nth(number).get_by_label("Why").fill("Three principals in four years")
    Thumb(page).press("Save the weights")
    said(page).to_contain_text("Saved")
    page.goto("/equity")
    expect(page.get_by_role("main")).not_to_contain_text("Provisional:")
    page.get_by_role("link", name="Plan", exact=True).tap()
    page.get_by_role("link", name="Make a new plan").tap()
    page.get_by_label("Coach hours a week to hand out").fill("12")
    Thumb(page).press("Propose hours")
    page.get_by_label("Term").fill("This term")
    Thumb(page).press("Save as the term")
    said(page).to_contain_text("Saved")
    expect(page.get_by_role("heading", level=1)).to_have_text("“This term” begins on November 30, 2026.")
    Thumb(page).press("Remove This term")
    Thumb(page).press("Undo")
    expect(page.get_by_role("main")).to_contain_text("12 h a week")


@with_and_without
def test_a_request_that_recurs_is_one_tap_from_being_a_barrier(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    for _again in range(3):
        submit(database, cast.jo, 0, telling(cast, origin=Origin.REQUESTED), uuid4())
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto(f"/schools/{cast.alder}/barriers")
    expect(page.get_by_role("main")).to_contain_text("A request that recurs: what is the system behind it?")
    page.get_by_role("link", name="Make it a barrier").tap()
    page.get_by_label("The barrier, in a sentence").fill("Each department hears of its budget too late")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    Thumb(page).press("Put it on the register")
    expect(page.get_by_role("heading", level=1)).to_have_text("Each department hears of its budget too late")
    Thumb(page).chip("How far is it?", "Being worked on")
    Thumb(page).press("Save how far it is")
    said(page).to_contain_text("Noted.")
    page.goto(f"/schools/{cast.alder}/barriers")
    expect(page.get_by_role("main")).to_contain_text("Nothing recurs now.")


@with_and_without
def test_a_partner_is_named_in_a_session_and_stands_around_the_school(
    open_browser: Open, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.ada, scripts)
    page.goto("/partners/new")
    page.get_by_label("Name").fill("Harbor Street Library")
    page.get_by_label("What do they do with schools?").fill("Family literacy evenings")
    Thumb(page).chip("In which areas?", "Family engagement")
    Thumb(page).chip("At which schools?", "Alder High")
    Thumb(page).press("Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbor Street Library")
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    thumb = Thumb(page)
    thumb.unfold("Add a next step")
    page.get_by_label("A community partner with you?").select_option(label="Harbor Street Library")
    thumb.log_with_rosa(school="Alder High")
    said(page).to_contain_text("Saved")
    page.goto(f"/schools/{cast.alder}/partners")
    expect(page.get_by_role("main")).to_contain_text("Harbor Street Library")
    page.get_by_role("link", name="Harbor Street Library").first.tap()
    expect(page.get_by_role("table", name="1 session")).to_contain_text("Budget development")


@with_and_without
def test_a_grant_pays_for_what_its_coach_logs_and_the_report_says_so(
    open_browser: Open, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.ada, scripts)
    page.goto("/funding/new")
    page.get_by_label("Name").fill("Title I")
    Thumb(page).chip("Whose money is it?", "Public")
    page.get_by_label("First day").fill(f"{cast.today:%Y}-01-01")
    page.get_by_label("Last day").fill(f"{cast.today:%Y}-12-31")
    page.get_by_label("Budgeted hours").fill("100")
    Thumb(page).press("Save")
    said(page).to_contain_text("Saved")
    page.goto("/funding/defaults")
    page.get_by_label("Jo Park").select_option(label="Title I")
    Thumb(page).press("Save")
    said(page).to_contain_text("Saved")
    page = open_browser(cast.jo, scripts)
    page.goto("/log")
    Thumb(page).log_with_rosa(school="Alder High")
    said(page).to_contain_text("Saved")
    page = open_browser(cast.dora, scripts)
    page.goto("/funding/report")
    row = page.get_by_role("row", name="Title I")
    expect(row).to_contain_text("0.8 h")
    expect(page.get_by_role("main")).not_to_contain_text("Jo Park")
    paper = page.request.get(row.get_by_role("link", name="PDF").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")


@with_and_without
def test_a_coach_and_a_leader_look_back_on_a_month(
    open_browser: Open, database: Database, cast: Cast, scripts: str
) -> None:
    submit(database, cast.jo, 0, telling(cast))
    for who in (cast.jo, cast.rosa):
        page = open_browser(who, scripts, **PHONE)
        page.goto(f"/schools/{cast.alder}/reflections")
        thumb = Thumb(page)
        thumb.chip("Do we meet the differing learning needs", "For most")
        thumb.chip("Are we working on the barrier", "On the barriers")
        thumb.press("Save")
        said(page).to_contain_text("Saved")
    expect(page.get_by_role("main")).to_contain_text("Jo Park")


@with_and_without
def test_an_admin_adds_a_school_and_its_coach_and_takes_a_change_back(
    open_browser: Open, cast: Cast, scripts: str
) -> None:
    page = open_browser(cast.ada, scripts)
    page.goto("/admin/schools/new")
    page.get_by_label("Name").fill("Harbor Elementary")
    page.get_by_label("Code").fill("harbor")
    Thumb(page).press("Save")
    said(page).to_contain_text("Saved")
    page.goto("/admin/assignments/new")
    page.get_by_label("Who", exact=True).select_option(label="Jo Park")
    page.get_by_label("Role", exact=True).select_option(label="Coach")
    page.get_by_label("School optional").select_option(label="Harbor Elementary")
    Thumb(page).press("Save")
    said(page).to_contain_text("Saved")
    coach = open_browser(cast.jo, scripts)
    coach.goto("/log")
    expect(group(coach, "School")).to_contain_text("Harbor Elementary")
    page.goto("/admin/history")
    page.get_by_role("button", name="Undo Assignment").tap()
    said(page).to_have_text("Undone.")
    coach.goto("/log")
    expect(group(coach, "School")).not_to_contain_text("Harbor Elementary")


@with_and_without
def test_an_admin_looks_at_a_color_wears_it_and_takes_it_back(open_browser: Open, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.ada, scripts)
    page.goto("/admin/brand")
    page.get_by_label("Color", exact=True).fill("#ffee00")
    Thumb(page).press("Preview")
    expect(page.get_by_role("main")).to_contain_text("4.5 to 1")
    page.get_by_role("button", name="instead").tap()
    said(page).to_contain_text("Saved: pages wear this color now.")
    Thumb(page).press("Undo")
    said(page).to_contain_text("Undone")


@with_and_without
def test_a_leader_reads_spanish_from_the_next_page_on(open_browser: Open, cast: Cast, scripts: str) -> None:
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto("/reminders")
    Thumb(page).press("Español")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto("/handoffs")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("navigation")).to_contain_text("Escuelas")
