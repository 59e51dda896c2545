"""`/language`: in which language one reads, chosen on every device at once, and heard before it is known who asks."""

import json

import httpx2
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.store.engine import Database
from app.web.scripts_words import script_sentences
from app.web.security import LANGUAGE_COOKIE
from tests.conftest import ClientOf
from tests.support.acts import visit
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, page_of, read
from tests.support.tellings import form_of, side_by_side
from tests.web.conftest import sign_in


def choose(client: TestClient, code: str, next_path: str = "/reminders") -> httpx2.Response:
    answer: httpx2.Response = client.post("/language", data={"language": code, "next": next_path})
    return answer


def language_of(answer: httpx2.Response, status: int = 200) -> str:
    return page_of(answer, status).one("html")["lang"]


def locale_of(database: Database, who: Someone) -> str:
    account = TABLES["account"]
    with database.reading() as connection:
        found = sa.select(account.c.locale).where(account.c.id == who.account_id)
        return str(connection.execute(found, execution_options=ANYBODY).scalar_one())


def pressed(page: Element) -> list[str]:
    return [each["value"] for each in page.one("form", action="/language").all("button", aria_pressed="true")]


def test_a_choice_is_kept_with_the_account_and_holds_on_every_device(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    client = client_of(cast.rosa)
    page = page_of(client.get("/reminders"))
    assert pressed(page) == ["en"]
    assert [each.text for each in page.one("form", action="/language").all("button")] == ["English", "Español"]
    answer = choose(client, "es")
    assert (answer.status_code, answer.headers["location"]) == (303, "/reminders")
    assert answer.cookies[LANGUAGE_COOKIE] == "es"
    assert locale_of(database, cast.rosa) == "es"
    for device in (client, client_of(cast.rosa)):
        page = page_of(device.get("/reminders"))
        assert (page.one("html")["lang"], pressed(page)) == ("es", ["es"])
    assert language_of(client_of(cast.dan).get("/reminders")) == "en"
    choose(client, "en")
    assert language_of(client_of(cast.rosa).get("/reminders")) == "en"


def test_it_is_on_record_once_however_often_it_is_chosen(client_of: ClientOf, cast: Cast, database: Database) -> None:
    for _time in range(2):
        assert choose(client_of(cast.rosa), "es").status_code == 303
    events = TABLES["audit_event"]
    with visit(database, cast.rosa) as theirs:
        mine = sa.select(events).where(events.c.network_id == cast.bridge, events.c.subject == "account")
        found = theirs.connection.execute(mine).mappings().all()
    assert [(each["act"], each["fields"]) for each in found] == [("edit", "locale")]


def test_no_page_that_a_browser_keeps_outlasts_a_choice(client_of: ClientOf, cast: Cast) -> None:
    client, path = client_of(cast.rosa), f"/schools/{cast.alder}"
    kept = client.get(path).headers["etag"]
    assert client.get(path, headers={"if-none-match": kept}).status_code == 304
    choose(client, "es")
    again = client.get(path, headers={"if-none-match": kept})
    assert language_of(again) == "es"
    assert again.headers["etag"] != kept
    assert client.get(path, headers={"if-none-match": again.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("fr;q=0.9,es;q=0.8,en;q=0.1", "es"),
        ("en-US,en;q=0.9,es;q=0.1", "en"),
        ("de", "en"),
        ("", "en"),
        (";q=x,,\u00e9,es;q=nan" * 40, "en"),
    ],
)
def test_before_it_is_known_who_asks_the_browser_says_it(client_of: ClientOf, accepted: str, language: str) -> None:
    headers = {"accept-language": accepted.encode("latin-1")}
    assert language_of(client_of(None).get("/sign-in", headers=headers)) == language  # type: ignore[arg-type]


def test_a_stranger_chooses_for_this_browser_alone(client_of: ClientOf, cast: Cast, database: Database) -> None:
    client = client_of(None)
    form = page_of(client.get("/sign-in?next=/sessions")).one("form", action="/language")
    answer = choose(client, "es", form.one("input", name="next")["value"])
    assert answer.headers["location"] == "/sign-in?next=/sessions"
    assert language_of(client.get("/sign-in")) == "es"
    assert language_of(client_of(None).get("/sign-in")) == "en"
    assert {locale_of(database, who) for who in (cast.jo, cast.rosa, cast.dora)} == {""}


def test_the_choice_of_whoever_signs_in_is_this_browsers_from_then_on(client_of: ClientOf, cast: Cast) -> None:
    choose(client_of(cast.jo), "es")
    tablet = client_of(None)
    sign_in(tablet, cast.jo.email)
    assert tablet.cookies[LANGUAGE_COOKIE] == "es"
    tablet.post("/sign-out")
    assert language_of(tablet.get("/sign-in?left=1")) == "es"
    sign_in(tablet, cast.rosa.email)
    assert tablet.cookies[LANGUAGE_COOKIE] == "en", "Rosa has never chosen, and reads her network's"


def test_what_is_refused_is_refused_in_ones_own_language(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.jo)
    choose(client, "es")
    refused = client.post("/sessions/00000000-0000-4000-8000-000000000001", data={"mode": "with"})
    assert language_of(refused, 422) == "es"
    assert language_of(client.get("/nowhere"), 404) == "es"
    assert language_of(client.get("/dashboard"), 403) == "es"


@pytest.mark.parametrize(
    "code", ["", "xx", "es_US", "ES", "../es", "<svg onload=alert(1)>", "=cmd|x", "\x00", "e" * 9999]
)
@pytest.mark.parametrize("who", ["rosa", ""])
def test_a_language_that_we_do_not_speak_is_nowhere(
    client_of: ClientOf, cast: Cast, database: Database, who: str, code: str
) -> None:
    client = client_of(getattr(cast, who) if who else None)
    answer = choose(client, code)
    page_of(answer, 404)
    assert LANGUAGE_COOKIE not in answer.cookies
    assert locale_of(database, cast.rosa) == ""


def test_it_leads_back_to_our_own_pages_alone_and_is_taken_from_them_alone(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.rosa)
    assert choose(client, "es", "https://evil.example").headers["location"] == "/"
    other = client.post("/language", data={"language": "en"}, headers={"sec-fetch-site": "cross-site"})
    assert other.status_code == 403
    assert language_of(client.get("/reminders")) == "es"


def test_a_cookie_of_somebody_elses_making_is_english(client_of: ClientOf) -> None:
    for value in ("xx", "<svg>", "e" * 4000):
        client = client_of(None)
        client.cookies.set(LANGUAGE_COOKIE, value)
        assert language_of(client.get("/sign-in")) == "en"


@pytest.mark.parametrize("path", ["/tablet", "/tablet/log"])
def test_the_pages_that_a_tablet_keeps_are_in_the_language_of_their_address(client_of: ClientOf, path: str) -> None:
    """A service worker asks for them without cookies, in whichever language the browser would like."""
    spanish = {"accept-language": "es"}
    for headers in ({}, spanish):
        for code in ("en", "es"):
            assert language_of(client_of(None).get(f"{path}?language={code}", headers=headers)) == code
        assert language_of(client_of(None).get(f"{path}?language=%00", headers=headers)) == "en"
    assert language_of(client_of(None).get(path, headers=spanish)) == "es"


def test_a_page_of_another_language_hands_its_scripts_their_sentences(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.jo)
    assert 'id="sentences"' not in client.get("/log").text
    choose(client, "es")
    block = read(client.get("/log").text).one("script", id="sentences")
    assert block["type"] == "application/json", "data, which the policy of the page does not take for a script"
    assert "<" not in block.raw
    said = json.loads(block.raw)
    assert said.keys() == {each[0] for each in script_sentences()}
    assert all(isinstance(said[first], list) == bool(more) for first, *more in script_sentences())


def test_what_is_logged_in_spanish_is_what_is_logged_in_english(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.jo)
    choose(client, "es")
    path = "/sessions/00000000-0000-4000-8000-000000000001"
    assert client.post(path, data=form_of(side_by_side(cast, shared_note="As I wrote it"))).status_code == 303
    assert "As I wrote it" in client.get(path).text
