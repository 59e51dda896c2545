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
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import PASSWORD, ZONE, Cast, Someone
from tests.support.tellings import form_of, side_by_side
from tests.web.acts import Acts

SetClock = Callable[[datetime], None]

on_both = pytest.mark.on_both
"""For pages and forms whose SQL or whose races a database has a part in: `pytestmark = on_both`. The others are asked
once, on SQLite: they are of words, forms and rights, and the tests of the store ask the same queries on both."""

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For single tests among those: of many cases that no database has a part in."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The databases that a test of a page runs on."""
    given = [mark for mark in metafunc.definition.iter_markers("parametrize") if "database" in mark.args[0]]
    if "database" in metafunc.fixturenames and not given:
        both = metafunc.definition.get_closest_marker(on_both.name)
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database without any row, of the kind that the mark asks for."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


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
