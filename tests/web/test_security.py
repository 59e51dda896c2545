import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.services import sessions as session_services
from app.services.assets import CDN
from app.settings import Settings
from app.store.engine import Database
from app.web.files import BUILD
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.acts import count
from tests.support.cast import PASSWORD, Cast
from tests.support.tellings import form_of, side_by_side, telling
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
    yield 200, stranger.get(f"/static/style.css?v={BUILD}")
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
            case 200, "/static/style.css":
                assert kept == "public, max-age=31536000, immutable"
            case 200, "/log":
                assert kept == "private, no-cache"
            case 404, "/static/nothing.css":
                assert kept is None
            case _, path:
                assert kept == "no-store", path


def test_a_file_asked_for_under_an_older_address_is_asked_for_again(client_of: ClientOf) -> None:
    assert client_of(None).get("/static/style.css?v=older").headers["cache-control"] == "no-cache"


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


def post_raw(app: FastAPI, path: str, headers: dict[str, str], chunks: Iterator[bytes]) -> tuple[int, int]:
    """Post a body piece by piece, as a server receives it; the status, and how many pieces were asked for."""
    asked, statuses = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    named = {"host": "testserver", "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in (named | headers).items()],
        "client": ("192.0.2.1", 1),
        "server": ("testserver", 80),
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # plain dicts, as a server sends them
    assert len(statuses) == 1
    return statuses[0], asked


LIMIT = 262_144
PIECE = b"note=" + b"x" * 1019


@on_sqlite
@pytest.mark.parametrize("length", [str(LIMIT + 1), str(10**12), "9" * 5_000, "-1", "1e3", "", "²"])
def test_a_body_that_says_it_is_too_large_is_refused_unread(app: FastAPI, length: str) -> None:
    announced = {"content-length": length}
    assert post_raw(app, "/sign-in", announced, iter([PIECE] * 1_000)) == (413, 0)


@on_sqlite
@pytest.mark.parametrize("headers", [{"transfer-encoding": "chunked"}, {"content-length": "10"}])
def test_a_body_that_does_not_say_how_large_it_is_is_read_up_to_the_limit_and_no_further(
    app: FastAPI, headers: dict[str, str]
) -> None:
    pieces = iter([PIECE] * 1_000_000)
    assert post_raw(app, "/sign-in", headers, pieces) == (413, LIMIT // len(PIECE) + 1)


@on_sqlite
def test_a_body_at_the_limit_is_read(app: FastAPI) -> None:
    pieces = [PIECE] * (LIMIT // len(PIECE))
    assert post_raw(app, "/sign-in", {"content-length": str(LIMIT)}, iter(pieces))[0] == 422
    assert post_raw(app, "/sign-in", {}, iter(pieces))[0] == 422
    assert post_raw(app, "/sign-in", {}, iter([*pieces, b"x"]))[0] == 413


@on_sqlite
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "undefined", "idna", "utf-16-le"])
def test_a_form_in_a_character_set_of_its_own_is_not_read(jo: TestClient, charset: str) -> None:
    answer = jo.post(
        f"/sessions/{uuid4()}",
        content=b'--b\r\nContent-Disposition: form-data; name="shared_note"\r\n\r\n+2AA-\\ud800\r\n--b--\r\n',
        headers={
            "content-type": f"Multipart/Form-Data; boundary=b; charset={charset}",
            "sec-fetch-site": "same-origin",
        },
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("as_json", [True, False])
def test_what_fails_is_on_record_without_anything_that_was_written_or_typed(
    database: Database,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    as_json: bool,  # noqa: FBT001
) -> None:
    """A rule of the database is broken on purpose: PostgreSQL then repeats the row, notes and all, in its error."""
    url = database.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url, secure_cookies=False, log_json=as_json), database)
    monkeypatch.setattr(session_services, "problems", lambda *_: {})
    client = TestClient(
        made, headers={"sec-fetch-site": "same-origin"}, cookies={LOGIN_COOKIE: cast.jo.token}, follow_redirects=False
    )
    said = side_by_side(
        cast,
        minutes=4,
        strength="calm voice",
        shared_note="the budget slipped",
        private_note="Rosa is worn out",
        next_step_text="call the district",
    )
    answer = client.post(f"/sessions/{uuid4()}?next=where", data=form_of(said))
    assert answer.status_code == 500
    assert "on record" in answer.text
    client.post("/sign-in", data={"email": "someone@bridge.example", "password": "guess who"})
    written = "".join(capfd.readouterr())
    assert "failed" in written
    assert "ck_coaching_session_minutes" in written, "which rule was broken"
    assert "app/services/sessions.py:" in written, "and where"
    secrets = ("calm voice", "budget slipped", "worn out", "district", "guess who", "someone@", cast.jo.token, "Rosa")
    assert [secret for secret in secrets if secret in written] == []


def test_nothing_of_an_error_is_shown_to_whoever_met_it(app: FastAPI, client_of: ClientOf, cast: Cast) -> None:
    app.state.house = replace(app.state.house, clock=lambda: 1 / 0)
    answer = client_of(cast.jo).get("/log")
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert "Traceback" not in answer.text
