"""Pages that are read again and again: a browser asks whether its own still holds, and hears 304 only where it does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain.vocabulary import Area
from app.main import create_app
from app.settings import Settings
from app.store.engine import Database
from app.store.tables import Account, Login, Network
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.cast import Cast, Someone
from tests.support.rows import change
from tests.support.tellings import telling
from tests.web.conftest import Log, SetClock, local, on_sqlite

PART = {"hx-request": "true"}


def tag(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    found: str = answer.headers["etag"]
    return found


Again = Callable[..., httpx2.Response]


@pytest.fixture
def again(client_of: ClientOf) -> Again:
    """Somebody asks for a page whose tag they have."""

    def ask(who: Someone | None, path: str, kept: str, **headers: str) -> httpx2.Response:
        sent = {"if-none-match": kept, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer: httpx2.Response = client_of(who).get(path, headers=sent)
        return answer

    return ask


LASTING = [
    "/dashboard",
    "/schools",
    "/schools/{alder}",
    "/schools/{alder}/sessions",
    "/schools/{alder}/one-page",
    "/schools/{alder}/ilt",
    "/flags",
    "/handoffs",
    "/areas",
    "/areas/{budget}",
    "/agreement",
    "/schools/{alder}/agreement",
    "/barriers",
    "/schools/{alder}/barriers",
    "/reflections",
]


@pytest.mark.parametrize("path", LASTING)
def test_a_page_that_has_not_changed_is_not_sent_again(
    client_of: ClientOf, again: Again, cast: Cast, path: str
) -> None:
    address = path.format(alder=cast.alder, budget=cast.areas[Area.BUDGET])
    first = client_of(cast.dora).get(address)
    answer = again(cast.dora, address, tag(first))
    assert (answer.status_code, answer.content) == (304, b"")
    about_the_body = {"content-length", "content-type"}
    assert {**answer.headers} == {name: said for name, said in first.headers.items() if name not in about_the_body}
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "HX-Request"
    assert "content-security-policy" in answer.headers


@on_sqlite
def test_what_is_typed_into_and_what_is_private_is_never_kept(client_of: ClientOf, cast: Cast, log: Log) -> None:
    told = log.saved(cast.jo, telling(cast))
    assert "etag" not in client_of(cast.jo).get("/log").headers
    for path in ("/sessions", f"/sessions/{told}", f"/sessions/{told}/edit", "/sign-in", "/nowhere"):
        answer = client_of(cast.jo).get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert "etag" not in answer.headers, path


def test_after_a_write_the_page_is_sent_anew_with_another_tag(
    client_of: ClientOf, again: Again, cast: Cast, log: Log
) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    log.saved(cast.jo, telling(cast))
    answer = again(cast.dora, "/dashboard", kept)
    assert tag(answer) != kept
    assert "1 session" in answer.text
    assert again(cast.dora, "/dashboard", tag(answer)).status_code == 304


@on_sqlite
def test_a_write_of_another_network_changes_nothing_here(
    client_of: ClientOf, again: Again, cast: Cast, log: Log
) -> None:
    kept = tag(client_of(cast.olga).get("/dashboard"))
    log.saved(cast.jo, telling(cast))
    assert again(cast.olga, "/dashboard", kept).status_code == 304


@on_sqlite
def test_the_same_page_of_somebody_else_has_another_tag(client_of: ClientOf, again: Again, cast: Cast) -> None:
    path = f"/schools/{cast.alder}"
    kept = tag(client_of(cast.rosa).get(path))
    answer = again(cast.dan, path, kept)
    assert tag(answer) != kept


@on_sqlite
def test_on_another_day_the_page_is_made_anew(
    client_of: ClientOf, again: Again, cast: Cast, set_clock: SetClock
) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    set_clock(local(cast, 23))
    assert again(cast.dora, "/dashboard", kept).status_code == 304
    set_clock(local(cast, 23) + timedelta(hours=1))
    assert again(cast.dora, "/dashboard", kept).status_code == 200


@on_sqlite
def test_a_fragment_and_a_whole_page_never_stand_for_each_other(client_of: ClientOf, again: Again, cast: Cast) -> None:
    jo = client_of(cast.jo)
    whole, part = tag(jo.get("/schools")), tag(jo.get("/schools", headers=PART))
    assert whole != part
    assert again(cast.jo, "/schools", part, hx_request="true").status_code == 304
    assert again(cast.jo, "/schools", whole, hx_request="true").status_code == 200
    assert again(cast.jo, "/schools", part).status_code == 200
    for replacing in ("hx_boosted", "hx_history_restore_request"):
        headers = {"hx_request": "true", replacing: "true"}
        assert again(cast.jo, "/schools", part, **headers).status_code == 200
        assert again(cast.jo, "/schools", whole, **headers).status_code == 304


@on_sqlite
def test_another_query_is_another_page_in_whatever_order(client_of: ClientOf, again: Again, cast: Cast) -> None:
    kept = tag(client_of(cast.dora).get("/schools?q=alder&page=1"))
    assert again(cast.dora, "/schools?q=alder&page=1", kept).status_code == 304
    for query in ("", "?page=1&q=alder", "?q=alder", "?q=alder&page=1&"):
        assert again(cast.dora, f"/schools{query}", kept).status_code == 200, query


def test_who_is_signed_out_is_sent_to_sign_in_whatever_they_keep(client_of: ClientOf, again: Again, cast: Cast) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    stranger = again(None, "/dashboard", kept)
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/sign-in?next=/dashboard")
    client_of(cast.dora).post("/sign-out")
    answer = again(cast.dora, "/dashboard", kept)
    assert (answer.status_code, answer.headers["cache-control"]) == (303, "no-store")


@on_sqlite
def test_a_login_that_ran_out_and_a_closed_account_are_sent_to_sign_in(
    client_of: ClientOf, again: Again, cast: Cast, database: Database
) -> None:
    dora, ada = (tag(client_of(who).get("/schools")) for who in (cast.dora, cast.ada))
    change(database, Login, cast.bridge, {"account_id": cast.dora.account_id}, expires_at=local(cast, 12))
    change(database, Account, cast.bridge, {"id": cast.ada.account_id}, active=False)
    assert again(cast.dora, "/schools", dora).status_code == 303
    assert again(cast.ada, "/schools", ada).status_code == 303


@on_sqlite
def test_a_head_is_answered_as_the_page_would_be(client_of: ClientOf, cast: Cast) -> None:
    dora = client_of(cast.dora)
    kept = tag(dora.get("/dashboard"))
    head = dora.head("/dashboard", headers={"if-none-match": kept})
    assert (head.status_code, head.headers["etag"]) == (304, kept)
    assert dora.head("/dashboard").headers["etag"] == kept


@on_sqlite
def test_a_tag_counts_among_others_and_strong_or_weak(client_of: ClientOf, again: Again, cast: Cast) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    assert kept.startswith('W/"')
    for sent in (kept.removeprefix("W/"), f'"older", {kept}', f'W/"older",{kept},"x"', f"  {kept}  "):
        assert again(cast.dora, "/dashboard", sent).status_code == 304, sent


@on_sqlite
@pytest.mark.parametrize(
    "sent", ["", "*", "page-", "{bare}", "W/{bare}", 'w/"{bare}"', '"{bare}', '"page-0"', ",,", '"{bare}x"']
)
def test_a_tag_that_is_none_of_ours_gets_the_page(client_of: ClientOf, again: Again, cast: Cast, sent: str) -> None:
    bare = tag(client_of(cast.dora).get("/dashboard")).removeprefix('W/"').removesuffix('"')
    assert again(cast.dora, "/dashboard", sent.format(bare=bare)).status_code == 200


@on_sqlite
def test_a_post_is_done_whatever_tag_comes_with_it(client_of: ClientOf, cast: Cast) -> None:
    kept = tag(client_of(cast.dora).get("/schools"))
    answer = client_of(cast.dora).post("/sign-out", headers={"if-none-match": kept})
    assert answer.status_code == 303


@on_sqlite
def test_what_could_not_be_read_is_not_kept(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.dora).get("/dashboard?first=soon")
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@on_sqlite
def test_another_edition_of_the_product_makes_every_page_anew(
    app: FastAPI, client_of: ClientOf, again: Again, cast: Cast
) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    app.state.house = replace(app.state.house, edition="the next")
    assert again(cast.dora, "/dashboard", kept).status_code == 200


@on_sqlite
def test_another_locale_makes_every_page_anew(
    client_of: ClientOf, again: Again, cast: Cast, database: Database
) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))
    table = Network.__table__  # type: ignore[attr-defined]
    with database.writing() as connection:
        connection.execution_options(network_id=cast.bridge)
        connection.execute(sa.update(table).where(table.c.id == cast.bridge).values(locale="en_GB"))
    assert again(cast.dora, "/dashboard", kept).status_code == 200


@on_sqlite
def test_a_host_that_is_not_ours_hears_nothing_of_what_is_kept(app: FastAPI, database: Database, cast: Cast) -> None:
    url = app.state.house.settings.database_url
    made = create_app(Settings(database_url=url, secure_cookies=False, allowed_hosts=["coach.example"]), database)
    made.state.house = replace(made.state.house, clock=app.state.house.clock)

    def ask(host: str, **headers: str) -> httpx2.Response:
        client = TestClient(made, base_url=f"http://{host}", cookies={LOGIN_COOKIE: cast.dora.token})
        answer: httpx2.Response = client.get("/dashboard", headers=headers)
        return answer

    kept = {"If-None-Match": tag(ask("coach.example"))}
    assert ask("coach.example", **kept).status_code == 304
    assert ask("evil.example", **kept).status_code == 400


def test_a_database_that_cannot_be_glanced_at_is_asked_for_the_page(
    app: FastAPI, client_of: ClientOf, again: Again, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tag(client_of(cast.dora).get("/dashboard"))

    async def away(*_: object) -> None:
        told = "SELECT"
        raise sa.exc.OperationalError(told, None, Exception("database is locked"))

    monkeypatch.setattr(app.state.house.database, "glance", away)
    assert again(cast.dora, "/dashboard", kept).status_code == 200


@on_sqlite
def test_looking_leaves_no_transaction_open_behind(client_of: ClientOf, again: Again, cast: Cast, log: Log) -> None:
    """One that stayed open would see the same old revision for ever, and keep the write-ahead log from folding back."""
    kept = tag(client_of(cast.dora).get("/dashboard"))
    for _ in range(3):
        assert again(cast.dora, "/dashboard", kept).status_code == 304
        log.saved(cast.jo, telling(cast))
        answer = again(cast.dora, "/dashboard", kept)
        assert answer.status_code == 200
        kept = tag(answer)
