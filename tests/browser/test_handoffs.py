"""A leader's phone: agree to a handoff, say whether it held, mend a slip; with all scripts, ours alone, and none."""

from typing import Any

import pytest
from playwright.sync_api import expect

from app.services.handoffs import propose_handoff
from app.store.engine import Database
from tests.browser.conftest import Open, with_any_scripts
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.handing import HANDED, do, handed_over, proposal

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


@with_any_scripts
def test_a_leader_agrees_and_later_answers_with_one_tap(
    database: Database, open_browser: Open, cast: Cast, scripts: str
) -> None:
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, proposal(cast)))
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto("/handoffs")
    row = page.locator(f"#handoff-{HANDED}")
    row.get_by_role("button", name="Agree that the school runs Budget development").click()
    expect(row.get_by_role("status")).to_have_text("Agreed. Thank you.")
    row.get_by_label("Who ran it last?").select_option(label="Mei Chen")
    row.get_by_role("button", name="It held", exact=False).click()
    expect(row.get_by_role("status")).to_have_text("Noted: it held.")
    expect(row).to_contain_text("Handed over Aug 24, checked Nov 24.")


@with_any_scripts
def test_a_slip_of_the_thumb_is_mended_in_the_row_itself(
    database: Database, open_browser: Open, cast: Cast, scripts: str
) -> None:
    handed_over(database, cast)
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto("/handoffs")
    row = page.locator(f"#handoff-{HANDED}")
    row.get_by_role("button", name="It did not hold").click()
    expect(row.get_by_role("status")).to_contain_text("it did not hold")
    row.locator("summary", has_text="Change today").click()
    row.get_by_role("button", name="It held").click()
    expect(row.get_by_role("status")).to_have_text("Noted: it held.")
    expect(row).not_to_contain_text("ended")


@with_any_scripts
def test_a_decline_without_a_reason_keeps_its_form_open_and_says_why(
    database: Database, open_browser: Open, cast: Cast, scripts: str
) -> None:
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, proposal(cast)))
    page = open_browser(cast.rosa, scripts, **PHONE)
    page.goto("/handoffs")
    row = page.locator(f"#handoff-{HANDED}")
    row.get_by_text("Decline").first.click()
    row.get_by_label("Why, for whoever reads this later?").fill("   ")
    row.get_by_role("button", name="Decline").click()
    expect(row.get_by_text("Say in a few words why")).to_be_visible()
    row.get_by_label("Why, for whoever reads this later?").fill("Not before January")
    row.get_by_role("button", name="Decline").click()
    expect(row).to_contain_text("Why: “Not before January”")


def test_the_filter_swaps_the_register_and_its_address(database: Database, open_browser: Open, cast: Cast) -> None:
    handed_over(database, cast)
    page = open_browser(cast.dora)
    page.goto("/handoffs")
    page.get_by_label("What").select_option(label="Earlier")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Nothing earlier")).to_be_visible()
    expect(page).to_have_url("/handoffs?school=&state=over")
    page.go_back()
    expect(page.locator(f"#handoff-{HANDED}")).to_be_visible()
