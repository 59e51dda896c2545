"""The product with a clock that stands still, and somebody who acts in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx2
import pytest
from fastapi import FastAPI

from app.domain.sessions import Telling
from tests.conftest import ClientOf
from tests.support.cast import ZONE, Cast, Someone
from tests.support.tellings import form_of

SetClock = Callable[[datetime], None]

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests of many cases that no database has a part in: once is enough."""


def local(cast: Cast, hour: int) -> datetime:
    """An hour of the cast's today, on Bridge Partners' own clock."""
    return datetime.combine(cast.today, time(hour), ZoneInfo(ZONE))


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
