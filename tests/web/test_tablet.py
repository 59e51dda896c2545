"""What a tablet is given to keep, and what it hears when it sends what it kept."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.store.engine import Database
from app.web.files import BUILD, FOLDER
from tests.conftest import ClientOf
from tests.support.acts import FORM as KEPT
from tests.support.acts import count, kept, restore, submit, void
from tests.support.cast import Cast, Someone
from tests.support.pages import page_of
from tests.support.tellings import form_of, side_by_side, telling

JSON = {"accept": "application/json"}


@pytest.fixture
def jo(client_of: ClientOf, cast: Cast) -> TestClient:
    return client_of(cast.jo)


def send(client: TestClient, who: Someone, session_id: UUID, **fields: Any) -> httpx2.Response:
    body = fields | {"account": str(who.account_id)}
    answer: httpx2.Response = client.post(f"/sessions/{session_id}", data=body, headers=JSON)
    return answer


def test_the_answer_is_the_id_and_the_version_that_are_kept(jo: TestClient, cast: Cast, database: Database) -> None:
    session_id = uuid4()
    for _ in range(3):
        answer = send(jo, cast.jo, session_id, **form_of(side_by_side(cast)))
        assert (answer.status_code, answer.json()) == (200, {"id": str(session_id), "version": 1})
    answer = send(jo, cast.jo, session_id, **form_of(side_by_side(cast, minutes=60), 1))
    assert answer.json() == {"id": str(session_id), "version": 2}
    assert count(database, "coaching_session") == 1


def test_what_is_to_mend_comes_back_by_field(jo: TestClient, cast: Cast, database: Database) -> None:
    answer = send(jo, cast.jo, uuid4(), **(form_of(telling(cast)) | {"minutes": "4", "origin": ""}))
    assert answer.status_code == 422
    assert answer.json()["errors"].keys() == {"origin"}
    answer = send(jo, cast.jo, uuid4(), **form_of(telling(cast, minutes=4)))
    assert answer.json()["errors"].keys() == {"minutes"}
    assert count(database, "coaching_session") == 0


def test_another_version_is_a_conflict(jo: TestClient, cast: Cast, database: Database) -> None:
    submit(database, cast.jo, 0, telling(cast))
    assert send(jo, cast.jo, KEPT, **form_of(telling(cast, minutes=60))).status_code == 409
    assert kept(database, cast).version == 1


def test_what_was_voided_since_is_not_brought_back_by_its_own_form(
    jo: TestClient, cast: Cast, database: Database
) -> None:
    submit(database, cast.jo, 0, telling(cast))
    void(database, cast.jo, 1)
    answer = send(jo, cast.jo, KEPT, **form_of(telling(cast)))
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert kept(database, cast).voided_at is not None
    restore(database, cast.jo, 2)
    assert send(jo, cast.jo, KEPT, **form_of(telling(cast))).json()["version"] == 1


def test_another_coachs_id_does_not_exist(client_of: ClientOf, cast: Cast, database: Database) -> None:
    submit(database, cast.jo, 0, telling(cast))
    said = form_of(telling(cast, school_id=cast.cedar))
    assert send(client_of(cast.sam), cast.sam, KEPT, **said).status_code == 404
    said |= {"minutes": "4"}
    assert send(client_of(cast.sam), cast.sam, KEPT, **said).status_code == 404, "nor does it say what is to mend"


@pytest.mark.parametrize("headers", [JSON, {}], ids=["a tablet", "a form"])
@pytest.mark.parametrize("minutes", ["45", "4", "x"])
def test_a_form_begun_by_somebody_else_is_nobodys(
    client_of: ClientOf, cast: Cast, database: Database, headers: dict[str, str], minutes: str
) -> None:
    """The tablet was handed on with the form on it: neither saved as Sam's, nor shown to Sam."""
    said = form_of(telling(cast, private_note="for Jo alone")) | {"minutes": minutes}
    body = said | {"version": "0", "account": str(cast.jo.account_id)}
    answer = client_of(cast.sam).post(f"/sessions/{uuid4()}", data=body, headers=headers)
    assert answer.status_code == 401
    assert "for Jo alone" not in answer.text
    assert "Somebody else was signed in here" in answer.text
    assert count(database, "coaching_session") == 0


def test_a_stranger_is_told_to_sign_in(client_of: ClientOf, cast: Cast, database: Database) -> None:
    assert send(client_of(None), cast.jo, uuid4(), **form_of(telling(cast))).status_code == 401
    assert count(database, "coaching_session") == 0


def test_a_coachs_lists_are_their_own_schools_and_nothing_else(jo: TestClient, cast: Cast) -> None:
    found = jo.get("/tablet/lists")
    lists = found.json()
    assert found.headers["cache-control"] == "no-store"
    assert lists["account"] == str(cast.jo.account_id)
    assert [school["name"] for school in lists["schools"]] == ["Alder High", "Birch Middle"]
    assert [member["name"] for member in lists["schools"][0]["team"]] == ["Dan Okafor", "Rosa Alvarez", "Mei Chen"]
    assert len(lists["areas"]) == len(cast.areas)
    assert lists["last"] is None
    for words in ("Cedar", "Elder", "Ivy Moss", cast.rosa.email, cast.jo.token):
        assert words not in found.text


def test_the_form_may_start_like_the_last_one_without_who_did_the_work(
    jo: TestClient, cast: Cast, database: Database
) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, private_note="for Jo alone"))
    lists = jo.get("/tablet/lists").json()
    assert lists["start"] == {"school_id": [str(cast.alder)], "minutes": ["45"]}
    assert lists["last"].keys() == {"school_id", "area_id", "minutes", "participant_ids", "positions", "partner_id"}
    assert "for Jo alone" not in json.dumps(lists)


@pytest.mark.parametrize("path", ["/tablet", "/tablet/log"])
def test_the_pages_that_a_tablet_keeps_are_the_same_for_every_stranger(
    client_of: ClientOf, cast: Cast, path: str
) -> None:
    page = page_of(client_of(None).get(path))
    assert "data-kept" in page.one("body")
    assert "data-account" not in page.one("body")
    signed_in = page_of(client_of(cast.jo).get("/tablet")).one("body")
    assert signed_in["data-account"] == str(cast.jo.account_id)


def test_every_page_says_whose_it_is_and_whether_their_tablet_keeps_sessions(client_of: ClientOf, cast: Cast) -> None:
    for who in (cast.jo, cast.rosa, cast.dora, cast.ada):
        body = page_of(client_of(who).get(f"/schools/{cast.alder}")).one("body")
        assert body["data-account"] == str(who.account_id)
        assert ("data-keeps" in body) == (who == cast.jo)


def test_a_tablet_is_told_when_somebody_signs_out(client_of: ClientOf, cast: Cast) -> None:
    left = client_of(cast.jo).post("/sign-out")
    assert "data-left" in page_of(client_of(None).get(left.headers["location"])).one("body")
    assert "data-left" not in page_of(client_of(None).get("/sign-in")).one("body")


@pytest.mark.parametrize("path", ["/sessions/{}", "/sessions/nothing"])
def test_what_a_tablet_sends_is_refused_in_our_own_words(
    client_of: ClientOf, cast: Cast, database: Database, path: str
) -> None:
    """Else a filter's page with the same status would be taken for the server's word."""
    submit(database, cast.jo, 0, telling(cast))
    answer = client_of(cast.sam).post(path.format(KEPT), data=form_of(telling(cast)), headers=JSON)
    assert (answer.status_code, answer.json()["title"]) == (404, "Nothing here")
    conflict = client_of(cast.jo).post(f"/sessions/{KEPT}", data=form_of(telling(cast, minutes=60)), headers=JSON)
    assert (conflict.status_code, conflict.json()) == (409, {"id": str(KEPT), "version": 1})


def test_it_can_be_installed(client_of: ClientOf) -> None:
    found = client_of(None).get("/manifest.webmanifest")
    assert found.headers["content-type"] == "application/manifest+json"
    manifest = found.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    for icon in manifest["icons"]:
        assert icon["src"].startswith(f"/static/{BUILD}/")
        picture = client_of(None).get(icon["src"])
        width = int.from_bytes(picture.content[16:20])
        assert (picture.headers["content-type"], f"{width}x{width}") == ("image/png", icon["sizes"])


def test_the_service_worker_is_asked_for_anew_each_time_and_looks_after_all_pages(client_of: ClientOf) -> None:
    found = client_of(None).get("/service-worker.js")
    assert found.headers["content-type"].startswith("text/javascript")
    assert found.headers["cache-control"] == "no-cache"


def test_the_service_worker_keeps_every_script_of_the_form() -> None:
    worker = (FOLDER / "service_worker.js").read_text()
    kept_files = set(re.findall(r'"([a-z0-9_-]+\.js)"', worker))
    assert kept_files == {path.name for path in FOLDER.glob("*.js")} - {"service_worker.js"}
