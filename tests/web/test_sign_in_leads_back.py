"""Where a sign-in leads: to where one wanted to go, and never to another site."""

import httpx2
import pytest

from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import page_of
from tests.web.conftest import on_sqlite, sign_in


def test_a_page_leads_through_the_sign_in_and_back(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(None)
    to_sign_in = client.get("/sessions?page=2").headers["location"]
    form = page_of(client.get(to_sign_in)).one("form", action="/sign-in")
    wanted = form.one("input", name="next")["value"]
    assert sign_in(client, cast.jo.email, next=wanted).headers["location"] == "/sessions?page=2"


def test_where_one_wanted_to_go_outlasts_a_wrong_password(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(sign_in(client_of(None), cast.jo.email, "wrong", next="/sessions"), 422)
    assert page.one("form", action="/sign-in").one("input", name="next")["value"] == "/sessions"
    back = page.one("form", action="/language").one("input", name="next")
    assert back["value"] == "/sign-in?next=/sessions", "nor is it lost to another language"


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
