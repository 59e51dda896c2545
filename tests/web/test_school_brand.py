"""A school's own color and motto: on its pages, on its one-page report, and on paper."""

from io import BytesIO
from uuid import uuid4

import httpx2
import pypdf
import pytest

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import errors_of, notice, page_of
from tests.support.tellings import side_by_side
from tests.support.wearing import wear_everything
from tests.support.years import keep

MOTTO = "Rooted here, reaching out"


def post(client_of: ClientOf, cast: Cast, who: str, path: str = "", **form: str) -> httpx2.Response:
    client = client_of(getattr(cast, who))
    answer: httpx2.Response = client.post(f"/schools/{cast.alder}/brand{path}", data=form)
    return answer


@pytest.fixture
def worn(client_of: ClientOf, cast: Cast, database: Database) -> None:
    """Alder's motto and color, and a session, so that there is a report."""
    keep(database, cast.jo, [side_by_side(cast)])
    assert post(client_of, cast, "rosa", motto=MOTTO).status_code == 303
    assert post(client_of, cast, "rosa", "/color", color="#7a1f3d").status_code == 303


@pytest.mark.usefixtures("worn")
@pytest.mark.parametrize("path", ["", "/years", "/ilt", "/brand", "/one-page"])
def test_a_schools_pages_wear_its_color_and_say_its_motto(client_of: ClientOf, cast: Cast, path: str) -> None:
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}{path}"))
    assert page.one("p", class_="motto").text == MOTTO
    assert any(link["href"].startswith("/brand/school-7a1f3d.css?") for link in page.all("link"))
    other = client_of(cast.dora).get(f"/schools/{cast.birch}{path}").text
    assert MOTTO not in other
    assert "school-7a1f3d" not in other


@pytest.mark.usefixtures("worn")
def test_the_printed_report_says_the_motto_and_shows_the_networks_logo(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    plain = client_of(cast.rosa).get(f"/schools/{cast.alder}/one-page.pdf")
    sheet = pypdf.PdfReader(BytesIO(plain.content))
    assert MOTTO in sheet.pages[0].extract_text()
    assert len(sheet.pages) == 1
    assert not sheet.pages[0].images
    assert b"0.478431" in sheet.pages[0].get_contents().get_data(), "7a of 255 of red"  # type: ignore[union-attr]
    wear_everything(database, cast.birch, cast.ada)
    branded = client_of(cast.rosa).get(f"/schools/{cast.alder}/one-page.pdf")
    sheet = pypdf.PdfReader(BytesIO(branded.content))
    assert len(sheet.pages) == 1
    assert len(sheet.pages[0].images) == 1
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/one-page"))
    assert page.one("article").one("img")["src"].startswith("/brand/")


@pytest.mark.parametrize("who", ["rosa", "dan", "ada", "dora"])
def test_a_leader_of_the_school_and_the_office_may_and_take_it_back(client_of: ClientOf, cast: Cast, who: str) -> None:
    answer = post(client_of, cast, who, motto=f"  {MOTTO}\n")
    client = client_of(getattr(cast, who))
    page = page_of(client.get(answer.headers["location"]))
    assert page.one("input", id="motto")["value"] == MOTTO
    undo = page.one("div", class_="notice done row spread").one("form")["action"]
    assert client.post(undo).status_code == client.post(undo).status_code == 303
    assert page_of(client.get(f"/schools/{cast.alder}/brand")).one("input", id="motto")["value"] == ""


def test_a_color_that_is_hard_to_read_is_refused_and_what_is_worn_stays(client_of: ClientOf, cast: Cast) -> None:
    post(client_of, cast, "rosa", "/color", color="#7a1f3d")
    page = page_of(post(client_of, cast, "rosa", "/color", color="#ffd400"), 422)
    assert "to 1, and words need 4.5" in errors_of(page)["color"]
    assert "school-7a1f3d" in client_of(cast.rosa).get(f"/schools/{cast.alder}").text
    assert post(client_of, cast, "rosa", "/color", act="remove", color="#ffd400").status_code == 303
    assert "school-7a1f3d" not in client_of(cast.rosa).get(f"/schools/{cast.alder}").text


def test_a_color_can_be_looked_at_before_it_is_saved(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/brand?color=%234a3b8f"))
    assert "nothing is saved yet" in page.one("main").text
    assert any(link["href"].startswith("/brand/school-4a3b8f.css?") for link in page.all("link"))


@pytest.mark.parametrize(
    ("motto", "words"), [("x" * 121, "longer than 120"), ("a\0b", "cannot be kept"), ("a\u202eb", "cannot be kept")]
)
def test_a_motto_that_cannot_be_kept_is_said_beside_it(client_of: ClientOf, cast: Cast, motto: str, words: str) -> None:
    page = page_of(post(client_of, cast, "rosa", motto=motto), 422)
    assert words in errors_of(page)["motto"]
    assert page.one("input", id="motto")["value"] == motto


def test_hostile_words_are_words(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast)])
    for words in ("<svg onload=alert(1)>", "=cmd|' /C calc'!A0", "\"' onclick=x {{ 7 * 7 }}"):
        assert post(client_of, cast, "rosa", motto=words).status_code == 303
        for path in ("", "/brand", "/one-page"):
            page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}{path}"))
            assert page.one("p", class_="motto").text == words
        assert client_of(cast.rosa).get(f"/schools/{cast.alder}/one-page.pdf").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("jo", 403), ("sam", 404), ("mei", 404), ("otto", 404), ("oona", 404), ("olga", 404)]
)
def test_nobody_else_may(client_of: ClientOf, cast: Cast, who: str, status: int) -> None:
    page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/brand"), status)
    for path in ("", "/color", f"/undo/{uuid4()}"):
        page_of(post(client_of, cast, who, path, motto="Mine", color="#1f6f5c"), status)
    assert client_of(None).get(f"/schools/{cast.alder}/brand").status_code == 303
    page_of(client_of(None).post(f"/schools/{cast.alder}/brand", data={"motto": "Mine"}), 401)


def test_a_change_of_another_school_is_not_undone_here(client_of: ClientOf, cast: Cast, database: Database) -> None:
    birch = wear_everything(database, cast.birch, cast.ada)
    elder = wear_everything(database, cast.elder, cast.olga)
    for change in (birch["change_id"], birch["brand_change_id"], elder["change_id"], uuid4()):
        page_of(post(client_of, cast, "rosa", f"/undo/{change}"), 404)


def test_what_was_changed_since_is_not_undone(client_of: ClientOf, cast: Cast) -> None:
    first = post(client_of, cast, "rosa", motto=MOTTO).headers["location"].partition("undo=")[2]
    post(client_of, cast, "dan", motto="We carry it on")
    page = page_of(post(client_of, cast, "rosa", f"/undo/{first}"), 409)
    assert "changed again since" in notice(page)
    assert page.one("input", id="motto")["value"] == "We carry it on"


def test_the_school_page_leads_there_for_who_may(client_of: ClientOf, cast: Cast) -> None:
    path = f"/schools/{cast.alder}/brand"
    assert page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}")).one("a", href=path)
    assert f'href="{path}"' not in client_of(cast.jo).get(f"/schools/{cast.alder}").text
