"""Who may post, and what every answer carries."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.services.assets import CDN
from app.settings import Settings
from app.store.engine import Database
from app.web.files import BUILD
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.acts import count
from tests.support.cast import PASSWORD, Cast
from tests.support.tellings import form_of, telling
from tests.web.conftest import Log, on_sqlite

HEADERS = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
}


@pytest.fixture
def jo(client_of: ClientOf, cast: Cast) -> TestClient:
    """Jo's browser, which says nothing of where a request comes from unless a test does."""
    client = client_of(cast.jo)
    del client.headers["sec-fetch-site"]
    return client


FOREIGN = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "same-origin, cross-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": ""},
    {"origin": "null"},
    {"origin": "http://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://evil.example/http://testserver"},
    {"origin": "http://testserver@evil.example"},
    {"origin": "http://testserver:8000"},
    {"origin": "testserver"},
    {"origin": "http://["},
    {"origin": "null", "host": ""},
    {"origin": "http://", "host": ""},
    {"referer": "http://testserver/log"},
]


@on_sqlite
@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_from_anywhere_else_is_refused(
    database: Database, jo: TestClient, cast: Cast, headers: dict[str, str]
) -> None:
    answer = jo.post(f"/sessions/{uuid4()}", data=form_of(telling(cast)), headers=headers)
    assert (answer.status_code, answer.text) == (
        403,
        "This form did not come from one of our pages. Go back and try again.",
    )
    assert count(database, "coaching_session") == 0


@on_sqlite
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}])
def test_a_form_of_our_own_is_read_in_browsers_new_and_old(jo: TestClient, cast: Cast, headers: dict[str, str]) -> None:
    answer = jo.post(f"/sessions/{uuid4()}", data=form_of(telling(cast)), headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_no_other_method_is_a_way_around(jo: TestClient, method: str) -> None:
    assert jo.request(method, "/log").status_code == 403
    assert jo.request(method, "/log", headers={"sec-fetch-site": "same-origin"}).status_code == 405


def test_a_link_from_another_site_may_lead_to_a_page(jo: TestClient) -> None:
    assert jo.get("/log", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def answers(app: FastAPI, client_of: ClientOf, cast: Cast, log: Log) -> Iterator[tuple[int, httpx2.Response]]:
    """An answer of every kind that the product gives, with the status that it should have."""
    jo, stranger = client_of(cast.jo), client_of(None)
    session_id = log.saved(cast.jo, telling(cast))
    own = f"/sessions/{session_id}"
    yield 200, jo.get("/log")
    yield 200, jo.get("/log", headers={"hx-request": "true"})
    yield 200, stranger.get("/health")
    yield 200, stranger.get(f"/static/{BUILD}/style.css")
    yield 303, log(cast.jo, telling(cast), session_id)
    yield 303, stranger.get("/log")
    yield 400, jo.get("/sessions?page=x")
    yield 400, jo.post(own, data={"mode": ["with"] * 500})
    yield 401, stranger.post(own, data=form_of(telling(cast)))
    yield 401, stranger.get("/log", headers={"hx-request": "true"})
    yield 403, stranger.post(own, headers={"sec-fetch-site": "cross-site"})
    yield 403, jo.get("/dashboard")
    yield 404, jo.get("/nowhere")
    yield 404, jo.get("/static/nothing.css")
    yield 404, client_of(cast.otto).get(own)
    yield 405, jo.post("/log")
    yield 409, log(cast.jo, telling(cast, minutes=30), session_id)
    yield 413, jo.post(own, data=form_of(telling(cast, shared_note="x" * 300_000)))
    yield 415, jo.post(own, data=form_of(telling(cast)), files={"file": b"x"})
    yield 422, log(cast.jo, telling(cast, minutes=4))
    for _ in range(9):
        limited = stranger.post("/sign-in", data={"email": cast.jo.email, "password": "wrong"})
    yield 429, limited
    house = app.state.house
    app.state.house = replace(house, clock=lambda: 1 / 0)
    yield 500, jo.get("/log")
    yield 500, jo.post(own, data=form_of(telling(cast)))
    app.state.house = house


def test_every_answer_carries_the_security_headers_whatever_went_wrong(
    app: FastAPI, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    for status, answer in answers(app, client_of, cast, log):
        assert answer.status_code == status, (answer.request.url, answer.text)
        assert set(answer.headers) >= HEADERS, (status, answer.request.url)
        assert "strict-transport-security" not in answer.headers
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


def test_every_answer_but_our_own_files_is_kept_nowhere(
    app: FastAPI, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    """The form for a new session is the browser's to keep, so that Back leads to it, but nobody's between."""
    for status, answer in answers(app, client_of, cast, log):
        kept = answer.headers.get("cache-control")
        match status, answer.request.url.path:
            case 200, path if path.startswith("/static/"):
                assert kept == "public, max-age=31536000, immutable"
            case 200, "/log":
                assert kept == "private, no-cache"
            case 404, "/static/nothing.css":
                assert kept is None
            case _, path:
                assert kept == "no-store", path


def test_whoever_asks_for_the_head_alone_gets_that_of_the_page(live_server: str, cast: Cast) -> None:
    with httpx2.Client(base_url=live_server, cookies={LOGIN_COOKIE: cast.jo.token}) as jo:
        for path in ("/health", "/schools", "/nowhere", f"/static/{BUILD}/style.css"):
            page, head = jo.get(path), jo.head(path)
            assert (head.status_code, head.content) == (page.status_code, b"")
            assert {**head.headers, "date": ""} == {**page.headers, "date": ""}


def test_a_file_asked_for_under_an_older_address_is_asked_for_again(client_of: ClientOf) -> None:
    assert client_of(None).get("/static/0123456789ab/style.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/../main.py", "/static/%2e%2e/main.py", "/static/..%2fmain.py", "/static/"])
def test_no_path_leads_out_of_the_folder_of_our_files(client_of: ClientOf, path: str) -> None:
    assert client_of(None).get(path).status_code == 404


def test_the_policy_lets_nothing_in_but_our_own_files_and_htmx(client_of: ClientOf) -> None:
    policy = dict(
        part.strip().split(" ", 1)
        for part in client_of(None).get("/sign-in").headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' {CDN}",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_a_host_that_is_not_ours_is_refused_with_the_headers_too(app: FastAPI, database: Database) -> None:
    url = app.state.house.settings.database_url
    made = create_app(Settings(database_url=url, allowed_hosts=["coach.example"]), database)
    assert TestClient(made, base_url="https://coach.example").get("/health").status_code == 200
    answer = TestClient(made, base_url="https://evil.example").get("/health")
    assert answer.status_code == 400
    assert set(answer.headers) >= HEADERS


def test_over_https_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay(
    app: FastAPI, database: Database, cast: Cast
) -> None:
    made = create_app(Settings(database_url=app.state.house.settings.database_url), database)
    client = TestClient(
        made, base_url="https://testserver", headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    answer = client.post("/sign-in", data={"email": cast.jo.email, "password": PASSWORD})
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-sbs_login=")
    assert sorted(flag.lower() for flag in flags) == ["httponly", "max-age=2592000", "path=/", "samesite=lax", "secure"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert client.get("/log").status_code == 200
    client.cookies.clear()
    assert client.get("/log", headers={"cookie": f"{LOGIN_COOKIE}={cast.jo.token}"}).status_code == 303
    gone = client.post("/sign-out").headers["set-cookie"].split("; ")
    assert {flag.lower() for flag in gone[1:]} >= {"httponly", "max-age=0", "path=/", "samesite=lax", "secure"}


def test_in_a_demo_without_https_the_cookie_is_as_strict_as_it_can_be(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(None).post("/sign-in", data={"email": cast.jo.email, "password": PASSWORD})
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"{LOGIN_COOKIE}=")
    assert len(name) >= len(LOGIN_COOKIE) + 43, "256 random bits"
    assert sorted(flag.lower() for flag in flags) == ["httponly", "max-age=2592000", "path=/", "samesite=lax"]
