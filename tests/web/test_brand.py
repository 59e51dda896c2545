"""The network's brand: its name, a color that can be read, and a logo that is drawn anew."""

from base64 import b64encode
from io import BytesIO
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from PIL import Image

from app.services.logo import MOST_BYTES
from app.store.engine import Database
from app.web.routes.brand import UPLOAD
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, errors_of, notice, page_of
from tests.support.wearing import picture, wear_everything
from tests.web.test_body_limits import post_raw

PATH = "/admin/brand"


class Wearing:
    """Posts to the brand's page as somebody of the cast."""

    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast

    def post(self, path: str, who: str = "ada", **form: str) -> httpx2.Response:
        answer: httpx2.Response = self.client_of(getattr(self.cast, who)).post(f"{PATH}{path}", data=form)
        return answer

    def upload(self, data: bytes, who: str = "ada", name: str = "logo.png") -> httpx2.Response:
        client = self.client_of(getattr(self.cast, who))
        answer: httpx2.Response = client.post(f"{PATH}/logo", files={"logo": (name, data, "image/png")})
        return answer

    def page(self, query: str = "", who: str = "ada", status: int = 200) -> Element:
        return page_of(self.client_of(getattr(self.cast, who)).get(f"{PATH}{query}"), status)

    def undo(self, answer: httpx2.Response, status: int = 303) -> httpx2.Response:
        """Press the button that the page then offers."""
        client = self.client_of(self.cast.ada)
        done = page_of(client.get(answer.headers["location"])).one("div", class_="notice done row spread")
        undone: httpx2.Response = client.post(done.one("form")["action"])
        assert undone.status_code == status
        return undone


@pytest.fixture
def wearing(client_of: ClientOf, cast: Cast) -> Wearing:
    return Wearing(client_of, cast)


def bar(client_of: ClientOf, who: Someone) -> Element:
    return page_of(client_of(who).get("/reminders")).one("a", class_="brand")


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        found = sa.select(sa.func.count()).select_from(TABLES[table])
        return int(connection.execute(found, execution_options=ANYBODY).scalar_one())


def test_a_name_is_saved_and_taken_back(wearing: Wearing, client_of: ClientOf, cast: Cast, database: Database) -> None:
    answer = wearing.post("", name="  Bridge \n Partners of the <b>Bay</b>  ")
    assert answer.status_code == 303
    page = page_of(client_of(cast.ada).get(answer.headers["location"]))
    assert page.one("input", id="name")["value"] == "Bridge Partners of the <b>Bay</b>"
    assert "this name stands on every page now" in page.one("p", role="status").text
    wearing.undo(answer)
    assert wearing.page().one("input", id="name")["value"] == "Bridge Partners"
    assert count(database, "office_change") == 1


def test_the_same_again_changes_nothing(wearing: Wearing, database: Database) -> None:
    assert wearing.post("", name="Bridge Partners").headers["location"] == f"{PATH}?done=same"
    assert wearing.post("/logo/remove").headers["location"] == f"{PATH}?done=same"
    assert wearing.post("/color", act="remove").headers["location"] == f"{PATH}?done=same"
    assert count(database, "office_change") == count(database, "audit_event") == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "needs a name"), (" \n ", "needs a name"), ("x" * 121, "longer than 120"), ("a\0b", "cannot be kept")],
)
def test_a_name_that_cannot_be_is_said_beside_it_and_kept(wearing: Wearing, name: str, words: str) -> None:
    page = page_of(wearing.post("", name=name), 422)
    assert words in errors_of(page)["name"]
    assert page.one("input", id="name")["value"] == " ".join(name.split())


def test_a_color_is_worn_by_every_page_of_the_network_and_of_no_other(
    wearing: Wearing, client_of: ClientOf, cast: Cast
) -> None:
    answer = wearing.post("/color", color="#1F6F5C")
    for who in (cast.jo, cast.rosa, cast.dora):
        sheets = [link["href"] for link in page_of(client_of(who).get("/reminders")).all("link", rel="stylesheet")]
        (ours,) = [each for each in sheets if each.startswith("/brand/")]
        assert ours.startswith("/brand/network-1f6f5c.css?")
        assert "--accent: #1f6f5c" in client_of(who).get(ours).text
    assert "/brand/" not in client_of(cast.olga).get("/reminders").text
    wearing.undo(answer)
    assert "/brand/" not in client_of(cast.jo).get("/reminders").text


def test_a_color_that_is_hard_to_read_is_refused_with_the_nearest_that_is_not(wearing: Wearing) -> None:
    page = page_of(wearing.post("/color", color="#e0a100"), 422)
    words = errors_of(page)["color"]
    assert "2.07 to 1" in words
    assert "#936900" in words
    offer = next(button for button in page.all("button") if button.get("name") == "color")
    assert (offer["value"], offer.text) == ("#936900", "Save #936900 instead")
    assert page.one("input", id="color")["value"] == "#e0a100", "what was chosen is still there"
    both = wearing.client_of(wearing.cast.ada).post(f"{PATH}/color", data={"color": ["#e0a100", "#936900"]})
    assert both.headers["location"].startswith(f"{PATH}?done=color"), "as the browser sends the button with the form"


@pytest.mark.parametrize("color", ["teal", "#fff", "<svg onload=x>", "=cmd|' /C calc'!A0", "\0", "#" + "1" * 5_000])
def test_what_is_no_color_is_said_to_be_none(wearing: Wearing, color: str) -> None:
    assert "six digits" in errors_of(page_of(wearing.post("/color", color=color), 422))["color"]


def test_a_color_can_be_looked_at_before_it_is_saved(wearing: Wearing, client_of: ClientOf, cast: Cast) -> None:
    page = wearing.page("?color=%237a1f3d")
    assert "nothing is saved yet" in page.one("main").text
    assert [text["fill"] for text in page.all("text")] == ["#7a1f3d", "#ae7789"], "by day, and lighter at night"
    assert any(link["href"].startswith("/brand/network-7a1f3d.css") for link in page.all("link"))
    assert "/brand/" not in client_of(cast.jo).get("/reminders").text
    assert "six digits" in errors_of(wearing.page("?color=<script>", status=422))["color"]
    assert "hard to read" in errors_of(wearing.page("?color=%23ffffff", status=422))["color"]


def test_a_logo_stands_in_the_bar_of_every_page_and_the_product_keeps_its_name_in_small(
    wearing: Wearing, client_of: ClientOf, cast: Cast
) -> None:
    assert bar(client_of, cast.jo).text == "Side by Side"
    wearing.upload(picture("JPEG", (1600, 400)))
    found = bar(client_of, cast.jo)
    assert found.one("img")["alt"] == "Bridge Partners"
    assert (found.one("img")["width"], found.one("img")["height"]) == ("400", "100")
    assert found.one("small").text == "Side by Side"
    answer = client_of(cast.jo).get(found.one("img")["src"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert Image.open(BytesIO(answer.content)).size == (400, 100)
    assert not bar(client_of, cast.olga).all("img"), "another network's people don't wear it"


def test_a_logo_is_replaced_removed_and_each_of_that_is_taken_back(
    wearing: Wearing, client_of: ClientOf, cast: Cast
) -> None:
    first = wearing.upload(picture())
    before = bar(client_of, cast.jo).one("img")["src"]
    second = wearing.upload(picture(color="#7a1f3d"))
    assert bar(client_of, cast.jo).one("img")["src"] != before
    wearing.undo(second)
    assert bar(client_of, cast.jo).one("img")["src"] == before
    removed = wearing.post("/logo/remove")
    assert not bar(client_of, cast.jo).all("img")
    wearing.undo(removed)
    assert bar(client_of, cast.jo).one("img")["src"] == before
    assert client_of(cast.jo).get(before).content.startswith(b"\x89PNG")
    wearing.undo(first)
    assert not bar(client_of, cast.jo).all("img")
    page_of(client_of(cast.jo).get(before), 404)


def test_an_undo_twice_is_one_and_what_was_changed_since_is_not_lost(
    wearing: Wearing, client_of: ClientOf, cast: Cast
) -> None:
    answer = wearing.post("/color", color="#1f6f5c")
    wearing.post("/color", color="#7a1f3d")
    page = page_of(wearing.undo(answer, 409), 409)
    assert "changed again since" in notice(page)
    assert "network-7a1f3d" in client_of(cast.jo).get("/reminders").text
    last = wearing.post("/color", color="#234e8c")
    wearing.undo(last)
    wearing.undo(last)
    assert "network-7a1f3d" in client_of(cast.jo).get("/reminders").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose a file"),
        (b"GIF89a" + b"\0" * 20, "PNG, JPEG or WebP"),
        (b"<svg onload='x'/>", "PNG, JPEG or WebP"),
        (b"\0" * (MOST_BYTES + 1), "over 2 MB"),
    ],
    ids=["nothing", "gif", "svg", "large"],
)
def test_a_file_that_is_no_logo_is_refused_in_words(wearing: Wearing, data: bytes, words: str) -> None:
    assert words in errors_of(page_of(wearing.upload(data), 422))["logo"]


def test_a_file_of_ten_megabytes_is_refused_unread_and_only_this_route_has_that_much_room(
    wearing: Wearing, app: FastAPI, cast: Cast
) -> None:
    answer = wearing.upload(b"\0" * 10_000_000)
    assert answer.status_code == 413
    assert "A logo needs less" in answer.text
    large = {"content-length": str(UPLOAD.limit)}
    cookie = {"cookie": f"sbs_login={cast.ada.token}"}
    for path in (PATH, f"{PATH}/color", "/sign-in", "/reminders"):
        assert post_raw(app, path, large | cookie, [b"x"]) == (413, 0), path
    more = {"content-length": str(UPLOAD.limit + 1), "content-type": "multipart/form-data; boundary=b"}
    assert post_raw(app, f"{PATH}/logo", more | cookie, [b"x"]) == (413, 0)


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("jo", 403)])
def test_the_file_of_whoever_may_not_is_not_read(app: FastAPI, cast: Cast, who: str | None, status: int) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b", "content-length": "1000000"}
    if who:
        headers["cookie"] = f"sbs_login={getattr(cast, who).token}"
    assert post_raw(app, f"{PATH}/logo", headers, [b"x" * 1_000] * 1_000) == (status, 0)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"logo=x", 415),
        ("multipart/form-data; boundary=b; charset=undefined", b"--b--", 415),
        ("multipart/form-data", b"--b--", 400),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="logo"\r\n\r\nx\r\n--b--',
            422,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="logo"; filename="a"\r\n\r\n\r\n' * 2 + b"--b--",
            400,
        ),
    ],
)
def test_a_form_that_carries_no_file_gets_a_clear_answer(
    client_of: ClientOf, cast: Cast, kind: str, body: bytes, status: int
) -> None:
    answer = client_of(cast.ada).post(f"{PATH}/logo", content=body, headers={"content-type": kind})
    page_of(answer, status)


def test_a_color_has_a_style_sheet_for_anybody_that_is_kept_for_good(client_of: ClientOf) -> None:
    answer = client_of(None).get("/brand/school-7a1f3d.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "--school: #7a1f3d" in answer.text
    assert "--school: #ae7789" in answer.text, "at night"
    faint = client_of(None).get("/brand/network-ffff00.css").text
    assert "#ffff00" in faint.split("dark")[1], "and a color that nobody saved can be read all the same"
    assert "#ffff00" not in faint.split("dark")[0]


@pytest.mark.parametrize("mark", ["network-red", "network-1f6f5", "alder-1f6f5c", "network-1f6f5c}", "..", "1f6f5c"])
def test_what_is_no_mark_has_no_style_sheet(client_of: ClientOf, mark: str) -> None:
    assert client_of(None).get(f"/brand/{mark}.css").status_code == 404


def test_a_logo_is_for_the_networks_own_people_whatever_mark_they_ask_for(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    mark = wear_everything(database, cast.alder, cast.ada)["mark"]
    assert client_of(None).get(f"/brand/{mark}.png").status_code == 303
    page_of(client_of(cast.olga).get(f"/brand/{mark}.png"), 404)
    answer = client_of(cast.jo).get(f"/brand/{mark}.png")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store", "kept for good under its own mark alone"


@pytest.mark.parametrize("who", ["jo", "rosa", "dora", "mei"])
@pytest.mark.parametrize("path", ["", "/color", "/logo", "/logo/remove"])
def test_only_an_admin_may(wearing: Wearing, who: str, path: str) -> None:
    page_of(wearing.post(path, who, name="Mine", color="#1f6f5c"), 403)
    wearing.page(who=who, status=403)


def test_another_networks_change_does_not_exist_and_neither_does_a_schools_here(
    wearing: Wearing, database: Database, cast: Cast
) -> None:
    theirs = wear_everything(database, cast.elder, cast.olga)
    ours = wear_everything(database, cast.alder, cast.ada)
    for change in (theirs["brand_change_id"], theirs["change_id"], ours["change_id"], uuid4()):
        page_of(wearing.post(f"/undo/{change}"), 404)
    page_of(wearing.post("/undo/nonsense"), 404)


def test_what_an_address_says_was_done_is_not_believed_to_be_more(wearing: Wearing) -> None:
    page = wearing.page("?done=color&undo=<svg onload=x>")
    assert page.one("div", class_="notice done row spread").all("form") == []
    assert wearing.page("?done=<svg>&undo=x").all("div", class_="notice done row spread") == []


def test_the_record_says_what_was_before_and_the_trail_nothing_of_what_it_said(
    wearing: Wearing, database: Database
) -> None:
    wearing.post("/color", color="#1f6f5c")
    wearing.upload(picture())
    wearing.upload(picture(color="#7a1f3d"))
    with database.reading() as connection:
        changes = connection.execute(
            sa.select(TABLES["office_change"]).order_by(TABLES["office_change"].c.subject), execution_options=ANYBODY
        ).all()
        traces = connection.execute(sa.select(TABLES["audit_event"]), execution_options=ANYBODY).all()
    assert (changes[0].before, changes[0].after) == ('{"color": ""}', '{"color": "#1f6f5c"}')
    assert {len(change.after) < 100 for change in changes} == {True}, "a picture is kept once, and not twice"
    assert sorted("png" in change.before for change in changes) == [False, False, True]
    assert {trace.fields for trace in traces} == {"color", "height,mark,width"}
    assert b64encode(b"\x89PNG").decode()[:5] not in "".join(trace.fields for trace in traces)
    assert all(isinstance(change.changed_by, UUID) for change in changes)


def test_pages_that_a_browser_keeps_are_made_anew(wearing: Wearing, client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.dora)
    tag = client.get("/home-office").headers["etag"]
    assert client.get("/home-office", headers={"if-none-match": tag}).status_code == 304
    wearing.post("/color", color="#1f6f5c")
    assert client.get("/home-office", headers={"if-none-match": tag}).status_code == 200


def test_of_two_admins_at_once_neither_loses_what_the_other_saved(wearing: Wearing) -> None:
    shown = _naming(wearing.page()).one("input", name="was")["value"]
    assert wearing.post("", name="Theirs", was=shown).status_code == 303
    page = page_of(wearing.post("", name="Mine", was=shown), 409)
    assert page.one("p", class_="notice wrong").text.startswith("Somebody else saved “Theirs” meanwhile")
    form = _naming(page)
    assert form.one("input", id="name")["value"] == "Mine"
    again = form.one("input", name="was")["value"]
    assert wearing.post("", name="Mine", was=again).status_code == 303
    assert _naming(wearing.page()).one("input", id="name")["value"] == "Mine"


def test_a_logo_that_somebody_else_chose_meanwhile_is_not_removed_unseen(wearing: Wearing) -> None:
    assert wearing.post("/logo/remove", was="of-before").status_code == 303, "there is none, which is what was wanted"
    wearing.upload(picture())
    assert wearing.post("/logo/remove", was="").status_code == 409
    assert wearing.page().one("img", class_="logo large")


def _naming(page: Element) -> Element:
    return page.one("form", action=PATH)
