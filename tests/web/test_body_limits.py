"""How much a form may hold, whatever it says of itself, and in which characters."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.web.conftest import on_sqlite


def post_raw(app: FastAPI, path: str, headers: dict[str, str], pieces: Sequence[bytes]) -> tuple[int, int]:
    """Post a body piece by piece, as a server receives it; the status, and how many pieces were asked for."""
    asked, statuses, left = 0, [], list(pieces)

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

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
    assert post_raw(app, "/sign-in", announced, [PIECE] * 1_000) == (413, 0)


@on_sqlite
@pytest.mark.parametrize("headers", [{"transfer-encoding": "chunked"}, {"content-length": "10"}])
def test_a_body_that_does_not_say_how_large_it_is_is_read_up_to_the_limit_and_no_further(
    app: FastAPI, headers: dict[str, str]
) -> None:
    assert post_raw(app, "/sign-in", headers, [PIECE] * 1_000) == (413, LIMIT // len(PIECE) + 1)


@on_sqlite
def test_a_body_at_the_limit_is_read(app: FastAPI) -> None:
    pieces = [PIECE] * (LIMIT // len(PIECE))
    assert post_raw(app, "/sign-in", {"content-length": str(LIMIT)}, pieces)[0] == 422
    assert post_raw(app, "/sign-in", {}, pieces)[0] == 422
    assert post_raw(app, "/sign-in", {}, [*pieces, b"x"])[0] == 413


@on_sqlite
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "undefined", "idna", "utf-16-le"])
def test_a_form_in_a_character_set_of_its_own_is_not_read(client_of: ClientOf, cast: Cast, charset: str) -> None:
    answer = client_of(cast.jo).post(
        f"/sessions/{uuid4()}",
        content=b'--b\r\nContent-Disposition: form-data; name="shared_note"\r\n\r\n+2AA-\\ud800\r\n--b--\r\n',
        headers={
            "content-type": f"Multipart/Form-Data; boundary=b; charset={charset}",
            "sec-fetch-site": "same-origin",
        },
    )
    assert answer.status_code == 415
