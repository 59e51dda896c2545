"""The product with a clock that stands still, and somebody who acts in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain.sessions import Telling
from app.domain.vocabulary import Origin
from tests.conftest import ClientOf
from tests.support.cast import PASSWORD, ZONE, Cast, Someone
from tests.support.tellings import form_of, side_by_side
from tests.web.acts import Acts

SetClock = Callable[[datetime], None]

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests of many cases that no database has a part in: once is enough."""


def local(cast: Cast, hour: int) -> datetime:
    """An hour of the cast's today on Bridge Partners' own clock, told in UTC as the product's clock does."""
    return datetime.combine(cast.today, time(hour), ZoneInfo(ZONE)).astimezone(UTC)


def sign_in(client: TestClient, email: str, password: str = PASSWORD, **more: str) -> httpx2.Response:
    answer: httpx2.Response = client.post("/sign-in", data={"email": email, "password": password, **more})
    return answer


@pytest.fixture
def app(app: FastAPI, cast: Cast) -> FastAPI:
    """The product at noon, with the cast living there: no test crosses midnight while it runs."""
    app.state.house = replace(app.state.house, clock=lambda: local(cast, 12))
    return app


@pytest.fixture
def set_clock(app: FastAPI) -> SetClock:
    def set_it(now: datetime) -> None:
        app.state.house = replace(app.state.house, clock=lambda: now)

    return set_it


class Log:
    """Posts a session's form as somebody; what is sent is `said`, with `changes` to its fields as text."""

    def __init__(self, client_of: ClientOf) -> None:
        self._client_of = client_of

    def __call__(
        self, who: Someone, said: Telling, session_id: UUID | None = None, version: int = 0, **changes: Any
    ) -> httpx2.Response:
        form = form_of(said, version) | changes
        answer: httpx2.Response = self._client_of(who).post(f"/sessions/{session_id or uuid4()}", data=form)
        return answer

    def saved(self, who: Someone, said: Telling) -> UUID:
        """Log a session that is accepted; its id."""
        session_id = uuid4()
        answer = self(who, said, session_id)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == f"/sessions/{session_id}?done=saved"
        return session_id


@pytest.fixture
def log(client_of: ClientOf) -> Log:
    return Log(client_of)


@pytest.fixture
def acts(client_of: ClientOf, cast: Cast, log: Log) -> Acts:
    """On Jo's 45 minutes with Rosa, who led."""
    said = side_by_side(cast, origin=Origin.REQUESTED, teachers=3, private_note="mine", strength="asked first")
    return Acts(client_of, cast, log.saved(cast.jo, said))
