"""What is posted about one session, as somebody's browser posts it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import httpx2

from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import page_of


class Acts:
    """What Jo's browser, or somebody else's, posts about one session."""

    def __init__(self, client_of: ClientOf, cast: Cast, session_id: UUID) -> None:
        self.client_of, self.cast, self.path = client_of, cast, f"/sessions/{session_id}"

    def __call__(self, act: str, version: int, who: str = "jo", **form: Any) -> httpx2.Response:
        client = self.client_of(getattr(self.cast, who))
        answer: httpx2.Response = client.post(f"{self.path}/{act}", data={"version": str(version)} | form)
        return answer

    def void(self, version: int = 1, reason: str = "Logged twice", who: str = "jo") -> httpx2.Response:
        return self("void", version, who, reason=reason)

    def split(self, changes: Mapping[str, str] = MappingProxyType({}), version: int = 1) -> httpx2.Response:
        """Take the last 25 minutes off as done for the school; `changes` are to the form."""
        return self("split", version, **{"minutes": "25", "mode": "for", "rest_id": str(self.rest_id), **changes})

    rest_id = UUID("20000000-0000-4000-8000-000000000002")

    def page(self, who: str = "jo") -> str:
        return page_of(self.client_of(getattr(self.cast, who)).get(self.path)).one("main").text
