"""A day without Wi-Fi, on the real browser and its real service worker: nothing is lost, and nothing is there twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from playwright.sync_api import expect

from app.store.engine import Database
from tests.browser.hands import Thumb, chosen
from tests.browser.tablet import (
    NOTE,
    OURS,
    Skies,
    Tablet,
    Weather,
    change_table,
    entries,
    expect_all_sent,
    ids_of,
    log,
    log_offline,
    log_unheard,
    only_row,
    unsent,
    until,
    words_of,
)
from tests.conftest import LOGIN_COOKIE
from tests.support.acts import count, submit
from tests.support.cast import TODAY, Cast, Someone
from tests.support.tellings import side_by_side


def test_logged_from_a_cold_start_without_wi_fi_it_is_there_exactly_once(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        tablet.sign_in(context, cast.jo)
    with tablet.switched_on(wi_fi=False) as context:
        page = context.pages[0]
        page.goto("/")
        log(page, NOTE)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
        assert "1 session not sent yet" in unsent(page)
        (entry,) = entries(page, "queued")
    assert count(database, "coaching_session") == 0
    with tablet.switched_on() as context:
        page = context.pages[0]
        page.goto("/schools")
        expect_all_sent(page)
        row = only_row(database)
        assert (row["id"], row["coach_id"], row["held_on"]) == (UUID(entry["id"]), cast.jo.person_id, TODAY)
        assert (row["minutes"], row["private_note"], row["version"]) == (45, NOTE, 1)
        assert NOTE not in words_of(page)
        page.reload()
        expect_all_sent(page)
    assert count(database, "coaching_session") == 1


def test_while_the_tablet_lies_there_it_sends_by_itself_when_the_wi_fi_is_back(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        session_id = log_offline(context, page)
        context.set_offline(offline=False)
        expect(page).to_have_url(f"{tablet.address}/sessions/{session_id}?done=saved")
        expect_all_sent(page)
    assert ids_of(database) == [UUID(session_id)]


def test_what_is_typed_is_kept_when_the_tab_is_closed(tablet: Tablet, database: Database, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        thumb = Thumb(page)
        thumb.chip("School", "Birch Middle")
        thumb.chip("Who did the work?", "For the school")
        thumb.unfold("Add a next step")
        page.get_by_label("Other minutes").fill("25")
        page.get_by_label("Private note").press_sequentially(NOTE)
        page.wait_for_timeout(1_000)  # "loses at most the last second"
        context.new_page()
        page.close()
    with tablet.switched_on(wi_fi=False) as context:
        page = context.pages[0]
        page.goto("/log")
        expect(page.get_by_role("status").filter(has_text="not saved")).to_contain_text("25 minutes for Birch Middle")
        page.get_by_role("button", name="Go on with it").tap()
        expect(page.get_by_label("Private note")).to_have_value(NOTE)
        expect(page.get_by_label("Other minutes")).to_have_value("25")
        assert chosen(page, "mode") == ["for"]
        assert chosen(page, "school_id") == [str(cast.birch)]
        page.goto("/log")
        page.get_by_role("button", name="Discard").tap()
        expect(page.get_by_role("button", name="Discard")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log a session")
        assert entries(page, "draft") == []
    assert count(database, "coaching_session") == 0


def test_two_tabs_never_share_an_id(tablet: Tablet, database: Database, cast: Cast) -> None:
    with tablet.switched_on() as context:
        first = tablet.sign_in(context, cast.jo)
        Thumb(first).chip("Who did the work?", "For the school")
        assert until(lambda: entries(first, "draft"))
        (draft,) = entries(first, "draft")
        second = context.new_page()
        second.goto(f"/log?draft={draft['id']}")
        expect(second.get_by_role("alert")).to_have_text("This one is open in another tab.")
        forms = {page.locator("#log").get_attribute("action") for page in (first, second)}
        assert len(forms) == 2
        context.set_offline(offline=True)
        for page in (first, second):
            log(page)
            expect(page.get_by_role("heading", level=1)).to_contain_text("Kept")
        context.set_offline(offline=False)
        third = context.new_page()  # the two go by themselves to what was sent
        third.goto("/schools")
        expect_all_sent(third)
    assert count(database, "coaching_session") == 2


def test_whoever_is_going_elsewhere_is_not_taken_to_what_was_sent(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        log_unheard(page, skies, NOTE)
        address = page.url
        page.evaluate("() => dispatchEvent(new Event('beforeunload'))")  # a link was tapped, and its page is slow
        skies.weather = Weather.FINE
        page.get_by_role("main").get_by_role("button", name="Send now").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("On this tablet")
        expect_all_sent(page)
        assert page.url == address
    assert only_row(database)["private_note"] == NOTE


def test_whose_answer_was_lost_is_sent_again_and_is_there_once(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        log_unheard(page, skies, NOTE)
        (entry,) = entries(page, "queued")
        assert count(database, "coaching_session") == 1
        _send_ten_times(tablet, cast.jo, entry)
        page.get_by_role("main").get_by_role("button", name="Send now").tap()
        assert until(lambda: skies.came > 12)
        assert len(entries(page, "queued")) == 1, "nothing leaves without an answer"
        skies.weather = Weather.FINE
        page.reload()
        expect(page.get_by_role("status").first).to_contain_text("Saved")
        expect_all_sent(page)
    assert ids_of(database) == [UUID(entry["id"])]
    assert only_row(database)["version"] == 1


def test_names_are_words_and_never_markup(tablet: Tablet, database: Database, cast: Cast) -> None:
    name = "<svg onload=alert(1)> & “Co” %id%"
    change_table(database, "school", {"id": cast.alder}, name=name)
    change_table(database, "person", {"id": cast.rosa.person_id}, name=name)
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.on("dialog", lambda dialog: pytest.fail(dialog.message))
        context.set_offline(offline=True)
        page.goto("/log")
        thumb = Thumb(page)
        thumb.chip("School", name)
        thumb.chip("Who took part", name)
        expect(page.locator("main svg[onload]")).to_have_count(0)


def test_what_is_not_sent_can_be_downloaded(tablet: Tablet, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        session_id = log_offline(context, page, NOTE)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download what is not sent").tap()
        (entry,) = json.loads(Path(download.value.path()).read_text())
    assert entry["id"] == session_id
    assert ["private_note", NOTE] in entry["fields"]


def test_an_edit_of_what_this_tablet_has_sent_is_kept_as_it_is_typed(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        log(page)
        expect(page.get_by_role("status").first).to_contain_text("Saved")
        session_id = only_row(database)["id"]
        page.goto(f"/sessions/{session_id}/edit")
        page.locator("details", has=page.get_by_label("Private note")).evaluate("e => { e.open = true }")
        page.get_by_label("Private note").fill(NOTE)
        assert until(lambda: entries(page, "draft"))
        page.goto("/schools")
        page.goto(f"/sessions/{session_id}/edit")
        page.get_by_role("button", name="Go on with it").tap()
        expect(page.get_by_label("Private note")).to_have_value(NOTE)
        Thumb(page).press("Save changes")
        expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert (only_row(database)["version"], only_row(database)["private_note"]) == (2, NOTE)


def test_one_session_is_edited_in_one_tab_at_a_time(tablet: Tablet, database: Database, cast: Cast) -> None:
    session_id = submit(database, cast.jo, 0, side_by_side(cast)).session_id
    with tablet.switched_on() as context:
        first = tablet.sign_in(context, cast.jo)
        first.goto(f"/sessions/{session_id}/edit")
        Thumb(first).chip("Minutes", "90")
        second = context.new_page()
        second.goto(f"/sessions/{session_id}/edit")
        expect(second.get_by_role("alert")).to_contain_text("This session is open in another tab.")
        Thumb(second).chip("Minutes", "15")
        Thumb(second).press("Save changes")
        expect(second.get_by_role("alert")).to_contain_text("This session is open in another tab.")
        Thumb(first).press("Save changes")
        expect(first.get_by_role("status").first).to_contain_text("Saved")
    assert only_row(database)["minutes"] == 90


def test_a_spanish_coach_logs_in_spanish_without_wi_fi(tablet: Tablet, database: Database, cast: Cast) -> None:
    change_table(database, "account", {"id": cast.jo.account_id}, locale="es")
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("Sin conexión. Aun así puede registrar, Jo Park:")
        expect(page.get_by_role("heading", level=1)).to_have_text("Registrar una sesión")
        thumb = Thumb(page)
        thumb.chip("Escuela", "Alder High")
        expect(page.locator("[data-say]")).to_contain_text("Falta decir: quién hizo el trabajo, el área")
        thumb.chip("¿Quién hizo el trabajo?", "Con la escuela")
        thumb.chip("¿Quién dirigió?", "Dirigió la escuela")
        thumb.chip("Área", "Budget development")
        thumb.chip("Quién participó", "Rosa Alvarez")
        thumb.chip("¿Estaba planeada?", "Parte del plan")
        thumb.press("Guardar sesión")
        expect(page.get_by_role("heading", level=1)).to_have_text("Guardada: 45 minutos con Alder High")
        assert "1 sesión aún sin enviar" in unsent(page)
        context.set_offline(offline=False)
        expect(page.get_by_role("status").first).to_contain_text("Guardada: 45 minutos")
        change_table(database, "account", {"id": cast.jo.account_id}, locale="en")
        page.goto("/log")
        assert until(lambda: [each.rpartition("-")[2] for each in page.evaluate("caches.keys()")] == ["en"])
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("No connection. You can log all the same, Jo Park:")
    assert count(database, "coaching_session") == 1


def _send_ten_times(tablet: Tablet, who: Someone, entry: dict[str, Any]) -> None:
    """The same form, ten times at once, each answer lost or not."""
    fields = [*map(tuple, entry["fields"]), ("version", str(entry["version"])), ("account", str(who.account_id))]
    body = str(httpx2.QueryParams(fields))
    headers = {**OURS, "accept": "application/json", "content-type": "application/x-www-form-urlencoded"}

    def send(_: int) -> None:
        with httpx2.Client(base_url=tablet.address, cookies={LOGIN_COOKIE: who.token}, headers=headers) as client:
            try:
                client.post(f"/sessions/{entry['id']}", content=body)
            except httpx2.HTTPError:
                return

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(send, range(10)))
