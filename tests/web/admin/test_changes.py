"""Changes of the home office: two at once, what is on record, and what taking it back says."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from app.store import office
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import visit
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of
from tests.web.admin.office import form_of, rows, send, undo_buttons, undo_latest
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both


def test_who_comes_second_is_shown_both(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    stale = form_of(client_of, cast, path)
    send(client_of, cast, path, name="Alder Academy")
    mine = stale | {"name": ["Alder School <b>"], "enrollment": ["700"]}
    page = page_of(client_of(cast.ada).post(mine.pop("action"), data=mine), 409)
    assert page.one("input", name="name")["value"] == "Alder Academy"
    assert [each.text for each in page.one("div", class_="notice wrong").all("li")] == [
        "Name: Alder School <b>",
        "Students enrolled: 700",
    ]


def test_a_mistake_does_not_hide_that_somebody_else_was_faster(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    stale = form_of(client_of, cast, path)
    send(client_of, cast, path, enrollment="650")
    action = stale.pop("action")
    wrong = page_of(client_of(cast.ada).post(action, data=stale | {"enrollment": ["many"]}), 422)
    again = stale | {"enrollment": ["700"], "seen": [wrong.one("input", name="seen")["value"]]}
    assert client_of(cast.ada).post(action, data=again).status_code == 409


def test_an_undo_that_would_lose_something_says_what(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    send(client_of, cast, path, name="Alder Academy", last_on="2027-06-30")
    send(client_of, cast, path, name="Alder School", last_on="2028-06-30")
    page = page_of(client_of(cast.ada).post(undo_buttons(client_of, cast)[1]), 409)
    assert "This was changed again since, so it was not undone." in page.text
    assert "Name is now: Alder School. Last day with us is now: June 30, 2028." in page.text


def test_an_undo_is_a_change_that_can_be_undone(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    send(client_of, cast, path, name="Alder Academy")
    first = undo_buttons(client_of, cast)[0]
    assert client_of(cast.ada).post(first).status_code == 303
    assert client_of(cast.ada).post(first).status_code == 303, "twice is once"
    assert len(rows(client_of, cast, "/admin/history")) == 2
    assert undo_latest(client_of, cast).status_code == 303
    assert "Alder Academy" in rows(client_of, cast, "/admin/schools")


def test_an_undo_does_not_take_a_name_that_is_another_schools_by_now(client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, f"/admin/schools/{cast.alder}", name="Alder Academy")
    send(client_of, cast, "/admin/schools/new", name="Alder High", code="new")
    page = page_of(client_of(cast.ada).post(undo_buttons(client_of, cast)[1]), 409)
    assert "Another school has this name." in page.text


def test_two_schools_of_one_name_are_refused(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(send(client_of, cast, "/admin/schools/new", name="alder HIGH", code="new"), 422)
    assert "name" in errors_of(page)


def test_the_history_is_searched_by_what_was_changed(client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, f"/admin/schools/{cast.alder}", last_on="2027-06-30")
    send(client_of, cast, "/admin/areas/new", name="Attendance", place="20")
    assert rows(client_of, cast, "/admin/history?q=alder") == ["School: Alder High"]
    assert rows(client_of, cast, "/admin/history?q=attendance") == ["Area: Attendance"]
    assert "June 30, 2027" in page_of(client_of(cast.ada).get("/admin/history?q=alder")).text
    assert rows(client_of, cast, "/admin/history?q=%00") == []


def test_an_area_that_becomes_confidential_says_what_that_does(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.ada).get("/admin/areas?q=Budget"))
    path = page.one("tbody").one("a")["href"]
    answer = send(client_of, cast, path, confidential="yes")
    assert "for those who took part from now on" in page_of(client_of(cast.ada).get(answer.headers["location"])).text
    answer = send(client_of, cast, path, confidential="")
    assert "read by the school's leaders" in page_of(client_of(cast.ada).get(answer.headers["location"])).text


def test_a_long_list_comes_in_pages(client_of: ClientOf, cast: Cast, database: Database) -> None:
    with visit(database, cast.ada) as ada:
        for number in range(53):
            day = cast.today + timedelta(days=number)
            values = {"name": f"Break {number:02}", "first_on": day, "last_on": day}
            office.insert_row(ada.connection, ada.network_id, "school_break", uuid4(), values)
    assert len(rows(client_of, cast, "/admin/breaks")) == 50
    page = page_of(client_of(cast.ada).get("/admin/breaks"))
    (more,) = [link["href"] for link in page.all("a") if "page=2" in link["href"]]
    assert rows(client_of, cast, more) == ["Break 50", "Break 51", "Break 52"]
    assert rows(client_of, cast, "/admin/breaks?page=99999999999") == rows(client_of, cast, "/admin/breaks")


def test_memberships_are_found_over_all_schools(client_of: ClientOf, cast: Cast) -> None:
    assert rows(client_of, cast, "/admin/memberships?q=rosa") == ["Rosa Alvarez"]
    page = page_of(client_of(cast.ada).get("/admin/memberships?q=rosa"))
    assert client_of(cast.ada).get(page.one("tbody").one("a")["href"]).status_code == 200
    assert "Oona" not in page_of(client_of(cast.ada).get("/admin/memberships")).text
    assert rows(client_of, cast, "/admin/memberships?q=nobody+at+all") == []


def test_every_room_that_has_rows_says_how_many(client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, f"/admin/schools/{cast.alder}", enrollment="650")
    text = page_of(client_of(cast.ada).get("/admin")).text
    assert "Schools (4)" in text
    assert "Partners (0)" in text
    assert "History (1)" in text


FORM = {"content-type": "application/x-www-form-urlencoded"}

HOSTILE = (
    "<svg onload>",
    "=cmd|' /C calc'!A0",
    "a\x00b",
    "\ud800",
    "9999-12-31",
    "0000-00-00",
    "٣",
    "x" * 100_000,
    "-1",
    ".",
)


@on_sqlite
@pytest.mark.parametrize("room", ["schools", "areas", "people", "assignments", "breaks", "settings"])
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gets_an_answer(client_of: ClientOf, cast: Cast, room: str, typed: str) -> None:
    path = "/admin/settings" if room == "settings" else f"/admin/{room}/new"
    form = form_of(client_of, cast, path)
    action = form.pop("action")
    for name in {*form, "first_on", "last_on", "email", "role", "previewed"}:
        sent = urlencode(form | {name: [typed]}, doseq=True, encoding="utf-8", errors="surrogatepass")
        answer = client_of(cast.ada).post(action, content=sent, headers=FORM)
        assert answer.status_code in {303, 409, 422}, (name, answer.status_code)
        assert "<svg onload>" not in answer.text


def test_a_form_with_another_networks_id_makes_a_row_of_ones_own(client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, "/admin/schools/new", id=str(cast.elder), name="Elm High", code="elm")
    assert "Elm High" in rows(client_of, cast, "/admin/schools")
    assert page_of(client_of(cast.olga).get(f"/schools/{cast.elder}")).one("h1").text == "Elder High"


def test_the_file_of_the_history_is_whole_where_the_page_shows_a_part(
    client_of: ClientOf, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.routes.admin.PAGE_SIZE", 2)
    for name in ("Alder One", "Alder Two", "Alder Three"):
        send(client_of, cast, f"/admin/schools/{cast.alder}", name=name)
    assert len(undo_buttons(client_of, cast)) == 2
    for query in ("", "?q=alder"):
        lines = client_of(cast.ada).get(f"/admin/history.csv{query}").text.splitlines()
        assert len(lines) == 1 + 3, query
