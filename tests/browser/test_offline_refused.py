"""What the server, the tablet or the Wi-Fi will not take: it is all still there, with the reason."""

from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.browser.hands import Thumb, group
from tests.browser.tablet import (
    NOTE,
    Skies,
    Tablet,
    Weather,
    change_table,
    expect_all_sent,
    log,
    log_offline,
    log_unheard,
    only_row,
)
from tests.conftest import LOGIN_COOKIE
from tests.support.acts import count, submit
from tests.support.cast import Cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.tellings import side_by_side
from tests.web.conftest import local

CLOSED = "This area was not in use on that day. Choose another."


@pytest.mark.parametrize("weather", [Weather.BUSY, Weather.PORTAL, Weather.FILTER])
def test_an_answer_that_is_not_the_servers_word_takes_nothing_off_the_tablet(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast, weather: Weather
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        skies.weather = weather
        log(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
        assert count(database, "coaching_session") == 0
        skies.weather = Weather.FINE
        expect(page.get_by_role("status").first).to_contain_text("Saved", timeout=20_000)
    assert count(database, "coaching_session") == 1


def test_what_the_server_gives_back_is_mended_in_the_form(tablet: Tablet, database: Database, cast: Cast) -> None:
    budget = cast.areas[Area.BUDGET]
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        log_offline(context, page, NOTE)
        change_table(database, "area", {"id": budget}, first_on=date(2020, 1, 6), last_on=date(2026, 1, 1))
        context.set_offline(offline=False)
        expect(page.locator("#unsent")).to_contain_text("1 needs a look")
        expect(page.locator("#kept")).to_contain_text(CLOSED)
        page.get_by_role("link", name="Open").tap()
        expect(page.get_by_role("alert").first).to_contain_text("Not saved yet. 1 thing to mend below")
        expect(group(page, "Area").locator("p.wrong")).to_have_text(
            "This area was not in use on that day. Choose another."
        )
        expect(page.get_by_label("Private note")).to_have_value(NOTE)
        Thumb(page).chip("Area", "ILT meetings")
        Thumb(page).press("Save session")
        expect(page.get_by_role("status").first).to_contain_text("Saved")
        expect_all_sent(page)
    assert only_row(database)["private_note"] == NOTE


@pytest.mark.parametrize("choice", ["Save mine instead", "Keep what is saved", "Save mine as another session"])
def test_of_two_versions_both_are_shown_and_the_coach_chooses(
    tablet: Tablet, database: Database, cast: Cast, choice: str
) -> None:
    session_id = submit(database, cast.jo, 0, side_by_side(cast)).session_id
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        page.goto(f"/sessions/{session_id}/edit")
        expect(page.get_by_role("heading", level=1)).to_have_text("Edit session")
        context.set_offline(offline=True)
        Thumb(page).chip("Minutes", "90")
        Thumb(page).press("Save changes")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kept")
        submit(database, cast.jo, 1, side_by_side(cast, minutes=60))
        context.set_offline(offline=False)
        expect(page.locator("#kept")).to_contain_text("It was changed somewhere else meanwhile.")
        page.get_by_role("button", name="See both and choose").tap()
        expect(page.get_by_role("row", name="Minutes")).to_contain_text("60")
        expect(page.get_by_role("row", name="Minutes")).to_contain_text("90")
        page.get_by_role("button" if choice.startswith("Save") else "link", name=choice).tap()
        expect(page.get_by_role("heading", level=1)).to_contain_text("minutes with Alder High")
        expect_all_sent(page)
    with database.reading() as connection:
        found = connection.execute(sa.select(TABLES["coaching_session"].c.minutes), execution_options=ANYBODY)
        minutes = sorted(found.scalars())
    assert minutes == {"Save mine instead": [90], "Keep what is saved": [60]}.get(choice, [60, 90])


def test_what_was_voided_meanwhile_is_not_brought_back(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        log_unheard(page, skies)
        session_id = only_row(database)["id"]
        change_table(
            database,
            "coaching_session",
            {"id": session_id},
            version=2,
            voided_at=local(cast, 12),
            voided_by=cast.jo.person_id,
            void_reason="Logged twice",
        )
        skies.weather = Weather.FINE
        other = context.new_page()  # the first goes by itself to what was sent
        other.goto("/schools")
        expect_all_sent(other)
    row = only_row(database)
    assert (row["version"], row["void_reason"]) == (2, "Logged twice")


def test_where_the_tablet_has_no_room_it_says_so_and_loses_nothing(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        page.evaluate(
            "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } }"
        )
        context.set_offline(offline=True)
        log(page, NOTE)
        expect(page.get_by_role("alert")).to_contain_text("This tablet cannot keep it just now")
        expect(page.get_by_label("Private note")).to_have_value(NOTE)
        context.set_offline(offline=False)
        Thumb(page).press("Save session")
        expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert only_row(database)["private_note"] == NOTE


def test_what_was_saved_and_waits_cannot_be_discarded_as_if_it_were_a_draft(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast
) -> None:
    session_id = submit(database, cast.jo, 0, side_by_side(cast)).session_id
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        skies.weather = Weather.BUSY
        page.goto(f"/sessions/{session_id}/edit")
        Thumb(page).chip("Minutes", "90")
        Thumb(page).press("Save changes")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kept")
        page.goto(f"/sessions/{session_id}/edit")
        expect(page.get_by_role("status").filter(has_text="not sent yet: 90 minutes")).to_be_visible()
        expect(page.get_by_role("button", name="Discard")).to_have_count(0)
        skies.weather = Weather.FINE
        other = context.new_page()  # the first goes by itself to what was sent
        other.goto("/schools")
        expect_all_sent(other)
    assert only_row(database)["minutes"] == 90


def test_notes_that_are_too_long_come_back_with_the_reason(tablet: Tablet, database: Database, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        page.evaluate("document.getElementById('private_note').maxLength = 1000000")
        log(page, "x" * 300_000)
        expect(page.locator("#kept")).to_contain_text("The notes are longer than a session can hold.")
        page.get_by_role("link", name="Open").tap()
        expect(page.get_by_role("alert").first).to_contain_text("The notes are longer than a session can hold.")
        page.get_by_label("Private note").fill(NOTE)
        Thumb(page).press("Save session")
        expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert only_row(database)["private_note"] == NOTE


def test_a_browser_that_keeps_nothing_sends_straight_to_the_server(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        context.add_init_script("IDBFactory.prototype.open = () => ({})")
        context.add_cookies([{"name": LOGIN_COOKIE, "value": cast.jo.token, "url": tablet.address}])
        page = context.pages[0]
        page.goto("/log")
        log(page)
        expect(page.get_by_role("status").first).to_contain_text("Saved", timeout=15_000)
    assert count(database, "coaching_session") == 1
