"""A day without Wi-Fi, on the real browser and its real service worker: nothing is lost, and nothing is there twice."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.browser.hands import Thumb, chosen, group
from tests.browser.tablet import Server, Skies, Tablet, Weather, be_ready, entries, grow_old, log, words_of
from tests.conftest import LOGIN_COOKIE
from tests.support.acts import count, submit
from tests.support.cast import TODAY, Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.tellings import side_by_side
from tests.web.conftest import local

NOTE = "what nobody else may read"
CLOSED = "This area was not in use on that day. Choose another."
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def skies(app: FastAPI) -> Skies:
    return Skies(app)


@pytest.fixture
def tablet(browser: Browser, skies: Skies, cast: Cast, tmp_path: Path) -> Iterator[Tablet]:
    server = Server(skies)
    yield Tablet(browser.browser_type, tmp_path / "tablet", server, local(cast, 12))
    server.off()


def unsent(page: Page) -> str:
    return page.locator("#unsent").inner_text()


def expect_all_sent(page: Page) -> None:
    assert _until(lambda: entries(page, "queued") == [])
    expect(page.locator("#unsent")).to_be_hidden()


def ids_of(database: Database) -> list[UUID]:
    with database.reading() as connection:
        found = sa.select(TABLES["coaching_session"].c.id)
        return list(connection.execute(found, execution_options=ANYBODY).scalars())


def only_row(database: Database) -> sa.RowMapping:
    with database.reading() as connection:
        return connection.execute(sa.select(TABLES["coaching_session"]), execution_options=ANYBODY).mappings().one()


def change_table(database: Database, table_name: str, where: dict[str, object], **changes: object) -> None:
    table = TABLES[table_name]
    with database.writing() as connection:
        those = (table.c[column] == value for column, value in where.items())
        connection.execute(sa.update(table).where(*those).values(changes), execution_options=ANYBODY)


def log_offline(context: BrowserContext, page: Page, note: str = "") -> str:
    """Log a session without Wi-Fi; its id."""
    context.set_offline(offline=True)
    page.goto("/log")
    expect(page.locator("#kept-words")).to_contain_text("No connection. You can log all the same, Jo Park:")
    log(page, note)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
    return page.url.split("kept=")[1]


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
        thumb.unfold("Add a strength")
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
        assert _until(lambda: entries(first, "draft"))
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
        first.goto("/schools")
        expect_all_sent(first)
    assert count(database, "coaching_session") == 2


def test_whose_answer_was_lost_is_sent_again_and_is_there_once(
    tablet: Tablet, skies: Skies, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        skies.weather = Weather.ANSWER_LOST
        log(page, NOTE)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kept: 45 minutes with Alder High")
        (entry,) = entries(page, "queued")
        assert count(database, "coaching_session") == 1
        _send_ten_times(tablet, cast.jo, entry)
        page.get_by_role("main").get_by_role("button", name="Send now").tap()
        assert _until(lambda: skies.came > 12)
        assert len(entries(page, "queued")) == 1, "nothing leaves without an answer"
        skies.weather = Weather.FINE
        page.reload()
        expect(page.get_by_role("status").first).to_contain_text("Saved")
        expect_all_sent(page)
    assert ids_of(database) == [UUID(entry["id"])]
    assert only_row(database)["version"] == 1


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


def test_an_expired_login_stops_and_asks_and_keeps_everything(tablet: Tablet, database: Database, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        for _ in range(3):
            log_offline(context, page, NOTE)
        change_table(database, "login", {"account_id": cast.jo.account_id}, revoked_at=local(cast, 12))
        context.set_offline(offline=False)
        expect(page.locator("#unsent")).to_contain_text("Sign in to send")
        assert len(entries(page, "queued")) == 3
        page.get_by_role("link", name="Sign in to send").tap()
        page.get_by_label("E-mail").fill(cast.jo.email)
        page.get_by_label("Password").fill("walk beside me")
        page.get_by_role("button", name="Sign in").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("On this tablet")
        expect(page.locator("#kept-words")).to_contain_text("All is sent. Nothing waits on this tablet.")
    assert count(database, "coaching_session") == 3


def test_on_a_shared_tablet_nobody_sends_sees_or_counts_what_is_anothers(
    tablet: Tablet, database: Database, cast: Cast
) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        session_id = log_offline(context, page, NOTE)
        page.context.set_offline(offline=False)
        page.route("**/sessions/*", lambda route: route.abort())
        page.goto("/log")
        page.get_by_role("button", name="Sign out").tap()
        expect(page.get_by_role("alert")).to_contain_text("On this tablet: 1 session not sent yet.")
        page.get_by_role("button", name="Sign out all the same").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert "Rosa Alvarez" not in words_of(page)
        expect(page.locator("#unsent")).to_be_hidden()
        page.unroute("**/sessions/*")

        tablet.sign_in(context, cast.sam)
        expect(page.locator("#unsent")).to_be_hidden()
        page.goto("/tablet")
        expect(page.locator("#kept-words")).to_contain_text("All is sent. Nothing waits on this tablet.")
        assert "Alder" not in page.content()
        page.goto(f"/log?draft={session_id}")
        expect(page.get_by_label("Private note")).to_have_value("")
        assert count(database, "coaching_session") == 0

        with httpx2.Client(base_url=tablet.address) as anew:
            answer = anew.post("/sign-in", data={"email": cast.jo.email, "password": "walk beside me"}, headers=OURS)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": answer.cookies[LOGIN_COOKIE], "url": tablet.address}])
        page.goto("/schools")
        expect_all_sent(page)
    assert only_row(database)["coach_id"] == cast.jo.person_id


def test_a_form_begun_by_somebody_else_is_not_saved_as_ones_own(tablet: Tablet, database: Database, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": cast.sam.token, "url": tablet.address}])
        log(page)
        expect(page.get_by_role("alert")).to_contain_text(
            "You are not signed in here any more. It is kept on this tablet"
        )
        assert len(entries(page, "queued")) == 1
    assert count(database, "coaching_session") == 0


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
        skies.weather = Weather.ANSWER_LOST
        log(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kept")
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
        page.goto("/schools")
        expect_all_sent(page)
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


def test_the_lists_go_with_the_one_who_signs_out_and_after_fourteen_days(tablet: Tablet, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        assert "Rosa Alvarez" in words_of(page)
        grow_old(page, 13)
    with tablet.switched_on(wi_fi=False) as context:
        page = context.pages[0]
        page.goto("/log")
        expect(group(page, "School").get_by_label("Alder High")).to_be_visible()
        grow_old(page, 1)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("schools are kept on this tablet")
        expect(page.locator("form[data-log]")).to_have_count(0)
        assert "Rosa Alvarez" not in words_of(page)
    with tablet.switched_on() as context:
        page = context.pages[0]
        page.goto("/log")
        be_ready(page)
        page.get_by_role("button", name="Sign out").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert "Rosa Alvarez" not in words_of(page)
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("schools are kept on this tablet")


def test_what_the_tablet_keeps_of_pages_has_nobodys_data_in_it(tablet: Tablet, cast: Cast) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        shown = page.evaluate(
            """async () => {
              const all = []
              for (const name of await caches.keys()) {
                const cache = await caches.open(name)
                for (const each of await cache.keys()) all.push(each.url + await (await cache.match(each)).text())
              }
              return all.join()
            }"""
        )
    assert "/tablet/log" in shown
    for words in ("Jo Park", "Alder", "Rosa", "Bridge", str(cast.jo.account_id), str(cast.alder)):
        assert words not in shown


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


def test_whoever_signs_in_on_a_tablet_that_nobody_signed_out_of_is_not_taken_for_the_one_before(
    tablet: Tablet, cast: Cast
) -> None:
    """Jo's login ran out; Sam signs in, and the Wi-Fi goes before the tablet has Sam's lists."""
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": cast.sam.token, "url": tablet.address}])
        context.route("**/tablet/lists", lambda route: route.abort())
        page.goto("/schools")
        assert _until(lambda: "Rosa Alvarez" not in words_of(page))
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("schools are kept on this tablet")
        expect(page.locator("form[data-log]")).to_have_count(0)


@pytest.mark.parametrize("who", ["dora", "rosa"])
def test_who_logs_no_sessions_sees_nothing_of_the_coach_before(tablet: Tablet, cast: Cast, who: str) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        Thumb(page).unfold("Add a strength")
        page.get_by_label("Private note").fill(NOTE)
        assert _until(lambda: entries(page, "draft"))
        someone: Someone = getattr(cast, who)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": someone.token, "url": tablet.address}])
        page.goto("/schools")
        assert _until(lambda: "Rosa Alvarez" not in words_of(page))
        context.set_offline(offline=True)
        page.goto("/tablet")
        expect(page.locator("#kept-words")).to_have_text("Sign in to see what is kept for you on this tablet.")
        expect(page.locator("#kept li")).to_have_count(0)


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
        assert _until(lambda: entries(page, "draft"))
        page.goto("/schools")
        page.goto(f"/sessions/{session_id}/edit")
        page.get_by_role("button", name="Go on with it").tap()
        expect(page.get_by_label("Private note")).to_have_value(NOTE)
        Thumb(page).press("Save changes")
        expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert (only_row(database)["version"], only_row(database)["private_note"]) == (2, NOTE)


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
        page.goto("/schools")
        expect_all_sent(page)
    assert only_row(database)["minutes"] == 90


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


def _until(found: Callable[[], object]) -> bool:
    """Whether it is so within ten seconds."""
    for _ in range(200):
        if found():
            return True
        sleep(0.05)
    return False


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
