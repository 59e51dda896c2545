"""One tap into the demo, which is nowhere else."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain.access import Role
from app.main import create_app
from app.settings import Settings
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, _Making
from tests.support.pages import page_of


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
    forms = [form for form in page.all("form") if form["action"].startswith("/sign-in/")]
    doors = {form["action"]: form.one("strong").text for form in forms}
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
