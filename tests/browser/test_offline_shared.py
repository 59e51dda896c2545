"""A tablet that several coaches share, or whose coach's login ran out: to each their own."""

import httpx2
import pytest
from playwright.sync_api import expect

from app.store.engine import Database
from tests.browser.hands import Thumb, group
from tests.browser.tablet import (
    NOTE,
    OURS,
    Tablet,
    be_ready,
    change_table,
    entries,
    expect_all_sent,
    grow_old,
    log,
    log_offline,
    only_row,
    until,
    words_of,
)
from tests.conftest import LOGIN_COOKIE
from tests.support.acts import count
from tests.support.cast import Cast, Someone
from tests.web.conftest import local


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


def test_whoever_signs_in_on_a_tablet_that_nobody_signed_out_of_is_not_taken_for_the_one_before(
    tablet: Tablet, cast: Cast
) -> None:
    """Jo's login ran out; Sam signs in, and the Wi-Fi goes before the tablet has Sam's lists."""
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": cast.sam.token, "url": tablet.address}])
        context.route("**/tablet/lists", lambda route: route.abort())
        page.goto("/schools")
        assert until(lambda: "Rosa Alvarez" not in words_of(page))
        context.set_offline(offline=True)
        page.goto("/log")
        expect(page.locator("#kept-words")).to_contain_text("schools are kept on this tablet")
        expect(page.locator("form[data-log]")).to_have_count(0)


@pytest.mark.parametrize("who", ["dora", "rosa"])
def test_who_logs_no_sessions_sees_nothing_of_the_coach_before(tablet: Tablet, cast: Cast, who: str) -> None:
    with tablet.switched_on() as context:
        page = tablet.sign_in(context, cast.jo)
        Thumb(page).unfold("Add a next step")
        page.get_by_label("Private note").fill(NOTE)
        assert until(lambda: entries(page, "draft"))
        someone: Someone = getattr(cast, who)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": someone.token, "url": tablet.address}])
        page.goto("/schools")
        assert until(lambda: "Rosa Alvarez" not in words_of(page))
        context.set_offline(offline=True)
        page.goto("/tablet")
        expect(page.locator("#kept-words")).to_have_text("Sign in to see what is kept for you on this tablet.")
        expect(page.locator("#kept li")).to_have_count(0)
