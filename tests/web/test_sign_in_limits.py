"""Wrong passwords: how many, from whom, and what then."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.limits import PER_EMAIL, SignInLimits
from app.web.routes import front
from tests.conftest import ClientOf
from tests.support.cast import PASSWORD, Cast
from tests.support.pages import notice, page_of
from tests.web.conftest import on_sqlite, sign_in


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


@on_sqlite
def test_however_many_wait_at_the_door_the_pages_go_on(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the server has threads: each of them would wait for its turn to hash, and pages for a thread."""
    door = Event()
    monkeypatch.setattr(front, "check_password", lambda *_: None if door.wait(20) else pytest.fail("kept waiting"))

    async def page_beside_a_crowd() -> list[int]:
        server = httpx2.ASGITransport(app)
        origin = {"sec-fetch-site": "same-origin"}
        async with httpx2.AsyncClient(transport=server, base_url="http://testserver", headers=origin) as client:
            crowd = [
                asyncio.ensure_future(client.post("/sign-in", data={"email": f"{number}@x.example", "password": "x"}))
                for number in range(50)
            ]
            for _ in range(100):
                await asyncio.sleep(0)
            try:
                page = await asyncio.wait_for(client.get("/health"), 10)
            finally:
                door.set()
                await asyncio.gather(*crowd)
            return [page.status_code, *(answer.result().status_code for answer in crowd)]

    assert asyncio.run(page_beside_a_crowd()) == [200, *[422] * 50]
