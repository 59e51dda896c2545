from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain.access import Role
from app.main import create_app
from app.services import passwords
from app.services.visits import token_hash
from app.settings import Settings
from app.store import tables
from app.store.engine import Database
from app.store.tables.base import table_of
from app.web.limits import PER_EMAIL, SignInLimits
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.cast import PASSWORD, Cast, _Making
from tests.support.filling import ANYBODY
from tests.support.pages import notice, page_of
from tests.support.rows import change
from tests.web.conftest import SetClock, local, on_sqlite

SAYS_NO = "This e-mail and password do not go together. Check both, and try again."


def sign_in(client: TestClient, email: str, password: str = PASSWORD, **more: str) -> httpx2.Response:
    answer: httpx2.Response = client.post("/sign-in", data={"email": email, "password": password, **more})
    return answer


@pytest.mark.parametrize(
    ("who", "first_page"), [("jo", "/log"), ("dora", "/dashboard"), ("rosa", "/schools/{alder}"), ("ada", "/schools")]
)
def test_signing_in_leads_to_the_page_that_one_most_likely_came_for(
    client_of: ClientOf, cast: Cast, who: str, first_page: str
) -> None:
    client = client_of(None)
    answer = sign_in(client, getattr(cast, who).email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == first_page.format(alder=cast.alder)


def test_the_e_mail_may_be_typed_in_capitals_and_with_spaces_and_the_password_may_not(
    client_of: ClientOf, cast: Cast
) -> None:
    assert sign_in(client_of(None), "  JO@Bridge.Example ").status_code == 303
    assert sign_in(client_of(None), cast.jo.email, f" {PASSWORD}").status_code == 422


def test_an_unknown_e_mail_and_a_wrong_password_give_the_same_answer(client_of: ClientOf, cast: Cast) -> None:
    wrong, unknown = sign_in(client_of(None), cast.jo.email, "wrong"), sign_in(client_of(None), "nobody@bridge.example")
    assert wrong.status_code == unknown.status_code == 422
    assert notice(page_of(wrong, 422)) == SAYS_NO
    assert wrong.text.replace(cast.jo.email, "") == unknown.text.replace("nobody@bridge.example", "")
    assert set(wrong.headers) == set(unknown.headers)
    assert "set-cookie" not in wrong.headers


def test_an_unknown_e_mail_costs_as_much_hashing_as_a_known_one(
    client_of: ClientOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []

    class Counting:
        def hash(self, password: str) -> str:
            work.append(password)
            return ""

        def verify(self, password: str, kept: str) -> bool:
            assert kept
            work.append(password)
            return False

    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(client_of(None), cast.jo.email, "one")
    sign_in(client_of(None), "nobody@bridge.example", "two")
    assert work == ["one", "two"]


@pytest.mark.parametrize("changes", [{"active": False}, {"password_hash": None}])
def test_an_account_that_is_closed_or_has_no_password_gives_that_answer_too(
    database: Database, client_of: ClientOf, cast: Cast, changes: dict[str, Any]
) -> None:
    change(database, tables.Account, cast.bridge, {"id": cast.jo.account_id}, **changes)
    answer = sign_in(client_of(None), cast.jo.email)
    assert notice(page_of(answer, 422)) == SAYS_NO


def test_closing_an_account_signs_it_out_everywhere(database: Database, client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.jo)
    assert client.get("/log").status_code == 200
    change(database, tables.Account, cast.bridge, {"id": cast.jo.account_id}, active=False)
    assert client.get("/log").status_code == 303


@pytest.mark.parametrize(
    "email", ["", "jo\x00@bridge.example", "jo@bridge.example\x00", "\ufffe", "j\u202eo", "' OR 1=1 --", "a" * 100_000]
)
def test_an_e_mail_that_is_none_is_told_so_like_any_other(client_of: ClientOf, email: str) -> None:
    answer = sign_in(client_of(None), email)
    assert notice(page_of(answer, 422)) == SAYS_NO


def test_a_form_without_anything_is_told_so_like_any_other(client_of: ClientOf) -> None:
    assert client_of(None).post("/sign-in").status_code == 422


def test_the_password_is_never_shown_again(client_of: ClientOf, cast: Cast) -> None:
    answer = sign_in(client_of(None), cast.jo.email, "a slip of the keyboard")
    assert "a slip of the keyboard" not in answer.text
    assert page_of(answer, 422).one("input", name="email")["value"] == cast.jo.email


def test_the_database_keeps_no_token_and_what_it_keeps_opens_nothing(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    client = client_of(None)
    sign_in(client, cast.jo.email)
    token = client.cookies[LOGIN_COOKIE]
    with database.reading() as connection:
        rows = connection.execute(sa.select(table_of(tables.Login)), execution_options=ANYBODY).mappings().all()
    kept = [row["token_hash"] for row in rows]
    assert token_hash(token) in kept
    assert token not in str(rows)
    for stolen in kept:
        thief = client_of(None)
        thief.cookies.set(LOGIN_COOKIE, stolen)
        assert thief.get("/log").status_code == 303


def test_signing_out_closes_the_door_for_every_copy_of_the_token(client_of: ClientOf, cast: Cast) -> None:
    client, copy = client_of(cast.jo), client_of(cast.jo)
    assert copy.get("/log").status_code == 200
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert 'sbs_login=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert copy.get("/log").headers["location"] == "/sign-in?next=/log"
    assert copy.post("/sessions/00000000-0000-4000-8000-000000000001", data={}).status_code == 401


def test_signing_out_leaves_the_other_tablet_signed_in(client_of: ClientOf, cast: Cast) -> None:
    first, second = client_of(None), client_of(None)
    sign_in(first, cast.jo.email)
    sign_in(second, cast.jo.email)
    first.post("/sign-out")
    assert first.get("/log").status_code == 303
    assert second.get("/log").status_code == 200


def test_signing_out_twice_is_no_mistake(client_of: ClientOf) -> None:
    answer = client_of(None).post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_a_login_ends_by_itself(client_of: ClientOf, cast: Cast, set_clock: SetClock) -> None:
    client = client_of(None)
    sign_in(client, cast.jo.email)
    set_clock(local(cast, 11) + timedelta(days=30))
    assert client.get("/log").status_code == 200
    set_clock(local(cast, 13) + timedelta(days=30))
    assert client.get("/log").status_code == 303


@pytest.mark.parametrize(
    "token", ["", "x", "login-of-jo", "a" * 10_000, "\x7f%00", "login-of-jo--------------------------------'"]
)
def test_a_token_that_is_none_opens_nothing(client_of: ClientOf, token: str) -> None:
    client = client_of(None)
    assert client.get("/log", headers={"cookie": f"{LOGIN_COOKIE}={token}"}).status_code == 303


def test_a_page_leads_through_the_sign_in_and_back(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    to_sign_in = client.get("/sessions?page=2").headers["location"]
    form = page_of(client.get(to_sign_in)).one("form", action="/sign-in")
    wanted = form.one("input", name="next")["value"]
    assert sign_in(client, cast.jo.email, next=wanted).headers["location"] == "/sessions?page=2"


def test_where_one_wanted_to_go_outlasts_a_wrong_password(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(sign_in(client_of(None), cast.jo.email, "wrong", next="/sessions"), 422)
    assert page.one("input", name="next")["value"] == "/sessions"


AWAY = [
    "https://evil.example",
    "https:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\x00/evil.example",
    "\t//evil.example",
    " //evil.example",
    "//[",
    "//\u2100.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "@evil.example",
    "?next=//evil.example",
]


@on_sqlite
@pytest.mark.parametrize("path", AWAY)
def test_a_sign_in_never_leads_to_another_site(client_of: ClientOf, cast: Cast, path: str) -> None:
    client = client_of(None)
    page = page_of(client.get("/sign-in", params={"next": path}))
    assert page.one("form", action="/sign-in").one("input", name="next")["value"] == ""
    assert sign_in(client, cast.jo.email, next=path).headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/evil\r\nset-cookie: a=b", "/a\\b", "/é", '/"><svg onload=alert(1)>', "/.//evil.example"]
)
def test_a_strange_path_of_ours_stays_one_path_of_ours(client_of: ClientOf, cast: Cast, path: str) -> None:
    answer = sign_in(client_of(None), cast.jo.email, next=path)
    went = httpx2.URL("http://testserver/sign-in").join(answer.headers["location"])
    assert (went.scheme, went.host) == ("http", "testserver")
    assert "a" not in answer.cookies
    assert "<svg onload" not in client_of(None).get("/sign-in", params={"next": path}).text


def test_after_eight_wrong_passwords_the_right_one_is_refused_too(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    for _ in range(PER_EMAIL.amount):
        assert sign_in(client, cast.jo.email, "wrong").status_code == 422
    refused = sign_in(client, cast.jo.email.upper())
    assert notice(page_of(refused, 429)).startswith("Too many tries.")
    assert "set-cookie" not in refused.headers
    assert sign_in(client, cast.rosa.email).status_code == 303


def test_a_right_password_starts_the_count_again(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    for password in (*["wrong"] * (PER_EMAIL.amount - 1), PASSWORD, *["wrong"] * (PER_EMAIL.amount - 1)):
        assert sign_in(client, cast.jo.email, password).status_code in {303, 422}


def test_many_wrong_passwords_from_one_address_close_it_for_every_e_mail(
    app: FastAPI, client_of: ClientOf, cast: Cast
) -> None:
    client = client_of(None)
    for _ in range(60):
        app.state.house.sign_in_limits.failed("testclient")
    assert sign_in(client, cast.jo.email).status_code == 429
    elsewhere = TestClient(
        app, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False, client=("192.0.2.7", 50_000)
    )
    assert sign_in(elsewhere, cast.jo.email).status_code == 303


def test_a_hundred_tries_at_once_are_no_way_around_the_limit() -> None:
    limits = SignInLimits()
    with ThreadPoolExecutor(20) as pool:
        allowed = list(pool.map(lambda _: limits.enter("jo@bridge.example", "192.0.2.7"), range(100)))
    assert allowed.count(True) == PER_EMAIL.amount


def test_an_account_that_may_do_nothing_signs_in_and_sees_nothing(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    assert sign_in(client, cast.mei.email).status_code == 303
    for path in ("/log", "/sessions", "/dashboard"):
        page_of(client.get(path), 403)


def make_demo(database: Database) -> None:
    """A network with the demo's coach in it, and nobody else."""
    demo = _Making("Demo Partners", "demo")
    demo.assign(demo.someone("Coach Cole"), Role.COACH, demo.school("Fir High"))
    demo.write(database)


@pytest.fixture
def demo_app(app: FastAPI, database: Database) -> FastAPI:
    """The product in demo mode, whose network is the demo's."""
    make_demo(database)
    made = create_app(
        Settings(database_url=app.state.house.settings.database_url, demo=True, secure_cookies=False), database
    )
    made.state.house = replace(made.state.house, clock=app.state.house.clock)
    return made


def test_in_the_demo_one_tap_enters_as_each_role(demo_app: FastAPI) -> None:
    client = TestClient(demo_app, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    page = page_of(client.get("/sign-in?next=/sessions"))
    doors = {form["action"]: form.one("strong").text for form in page.all("form") if form["action"] != "/sign-in"}
    assert doors == {
        "/sign-in/coach": "Coach",
        "/sign-in/leader": "School leader",
        "/sign-in/director": "Director",
        "/sign-in/admin": "Admin",
    }
    answer = client.post("/sign-in/coach", data={"next": "/sessions"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sessions")
    assert client.get("/sessions").status_code == 200


def test_the_demo_enters_as_nobody_else_and_not_from_another_site(demo_app: FastAPI) -> None:
    client = TestClient(demo_app, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    assert client.post("/sign-in/jo@bridge.example").status_code == 404
    assert client.post("/sign-in/director").status_code == 404, "there is no such account in this demo"
    assert client.get("/sign-in/coach").status_code == 405
    assert client.post("/sign-in/coach", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/sign-in/coach", data={"next": "//evil.example"}).headers["location"] == "/"


def test_outside_the_demo_nobody_enters_without_a_password(
    client_of: ClientOf,
    database: Database,
    cast: Cast,  # noqa: ARG001 - the demo's account is there all the same
) -> None:
    make_demo(database)
    client = client_of(None)
    assert "Enter as" not in client.get("/sign-in").text
    for role in ("coach", "leader", "director", "admin"):
        answer = client.post(f"/sign-in/{role}")
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers
