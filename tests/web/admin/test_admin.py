"""The home office: what it keeps is searched, added, changed and undone, by admins alone."""

import re
from uuid import UUID, uuid4

import pytest

from app.store.engine import Database
from app.web.admin_pages import first_steps
from tests.conftest import ClientOf
from tests.support.acts import submit
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of
from tests.support.tellings import side_by_side
from tests.web.admin.office import form_of, rows, send, undo_latest
from tests.web.conftest import on_both, sign_in

pytestmark = on_both

ROOMS = ("schools", "areas", "people", "assignments", "breaks")


def test_the_rooms_are_there_and_nobody_else_enters(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.ada).get("/admin"))
    assert {f"/admin/{room}" for room in ROOMS} <= {link["href"] for link in page.all("a")}
    for path in (
        "/admin",
        *(f"/admin/{room}" for room in ROOMS),
        "/admin/settings",
        "/admin/memberships",
        "/admin/history",
        "/admin/imports",
    ):
        assert client_of(cast.ada).get(path).status_code == 200, path
        assert {client_of(who).get(path).status_code for who in (cast.jo, cast.rosa, cast.dora)} == {403}, path
        assert client_of(None).get(path).status_code == 303, path
    assert client_of(cast.ada).get("/admin/nowhere").status_code == 404


def test_a_new_network_is_led_to_its_first_session(client_of: ClientOf, cast: Cast, database: Database) -> None:
    page = page_of(client_of(cast.ada).get("/admin"))
    steps = page.one("ol").all("li")
    assert [step.get("class") for step in steps] == ["done", "done", "done", ""]
    assert steps[-1].all("a") == []
    submit(database, cast.jo, 0, side_by_side(cast))
    assert page_of(client_of(cast.ada).get("/admin")).all("ol") == []


def test_a_network_of_nothing_begins_with_its_schools() -> None:
    assert [step.path for step in first_steps(())] == ["/admin/schools/new", "/admin/people/new", "/schools", ""]


def test_a_school_is_added_found_and_changed(client_of: ClientOf, cast: Cast) -> None:
    assert send(client_of, cast, "/admin/schools/new", name="Elm <b>High</b>", code="elm").status_code == 303
    assert rows(client_of, cast, "/admin/schools?q=elm") == ["Elm <b>High</b>"]
    assert "<b>High" not in client_of(cast.ada).get("/admin/schools?q=elm").text
    path = f"/admin/schools/{cast.alder}"
    assert send(client_of, cast, path, enrollment="812", last_on="2027-06-30").status_code == 303
    text = page_of(client_of(cast.ada).get("/admin/schools?q=alder")).text
    assert "812" in text
    assert "June 30, 2027" in text


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " "), ("name", "x" * 161), ("code", "birch"), ("enrollment", "many"), ("enrollment", "-1"),
     ("first_on", "soon"), ("last_on", "1999-01-01"), ("last_on", "9999-12-31"), ("first_on", "9999-12-31"),
     ("name", "a\u202eb")],
)  # fmt: skip
def test_what_cannot_be_is_said_by_the_field_and_nothing_typed_is_lost(
    client_of: ClientOf, cast: Cast, field: str, typed: str
) -> None:
    form = form_of(client_of, cast, f"/admin/schools/{cast.alder}")
    action = form.pop("action")
    sent = form | {"first_on": ["2020-01-01"], "source_id": ["007"]} | {field: [typed]}
    answer = client_of(cast.ada).post(action, data=sent)
    page = page_of(answer, 422)
    assert field in errors_of(page)
    assert page.one("input", name="source_id")["value"] == "007"


def test_a_change_is_on_record_and_undone(client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, f"/admin/schools/{cast.alder}", name="Alder Academy")
    text = page_of(client_of(cast.ada).get("/admin/history")).text
    assert "Alder High → Alder Academy" in text
    assert "Ada Weiss" in text
    assert undo_latest(client_of, cast).headers["location"] == "/admin/history?done=undone"
    assert "Alder High" in rows(client_of, cast, "/admin/schools")
    assert "Undone" in page_of(client_of(cast.ada).get("/admin/history")).text


def test_what_was_changed_again_is_not_undone(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    send(client_of, cast, path, name="Alder Academy")
    page = page_of(client_of(cast.ada).get("/admin/history"))
    first = next(form["action"] for form in page.all("form") if form["action"].endswith("/undo"))
    send(client_of, cast, path, name="Alder School")
    assert client_of(cast.ada).post(first).status_code == 409
    assert "Alder School" in rows(client_of, cast, "/admin/schools")


def test_what_was_added_is_taken_out_unless_it_is_in_use(database: Database, client_of: ClientOf, cast: Cast) -> None:
    send(client_of, cast, "/admin/areas/new", name="Attendance", place="20")
    assert undo_latest(client_of, cast).status_code == 303
    assert "Attendance" not in rows(client_of, cast, "/admin/areas")
    send(client_of, cast, "/admin/areas/new", name="Attendance", place="20")
    page = page_of(client_of(cast.ada).get("/admin/areas?q=Attendance"))
    area = UUID(page.one("tbody").one("a")["href"].rsplit("/", 1)[1])
    submit(database, cast.jo, 0, side_by_side(cast, area_id=area))
    assert undo_latest(client_of, cast).status_code == 409
    assert "Attendance" in rows(client_of, cast, "/admin/areas")


def test_two_admins_at_once_lose_nothing(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/schools/{cast.alder}"
    stale = form_of(client_of, cast, path)
    send(client_of, cast, path, name="Alder Academy")
    answer = client_of(cast.ada).post(stale.pop("action"), data=stale | {"name": ["Alder School"]})
    page = page_of(answer, 409)
    assert "Somebody else has changed this" in page.text
    assert page.one("input", name="name")["value"] == "Alder Academy"


def test_a_form_twice_adds_one_row(client_of: ClientOf, cast: Cast) -> None:
    form = form_of(client_of, cast, "/admin/breaks/new")
    action = form.pop("action")
    sent = form | {"name": ["Winter break"], "first_on": ["2026-12-21"], "last_on": ["2027-01-08"]}
    assert [client_of(cast.ada).post(action, data=sent).status_code for _ in range(2)] == [303, 303]
    assert rows(client_of, cast, "/admin/breaks") == ["Winter break"]
    (row,) = page_of(client_of(cast.ada).get("/admin/breaks")).one("tbody").all("a")
    assert client_of(cast.ada).post(f"{row['href']}/remove").headers["location"] == "/admin/breaks?done=removed"
    assert rows(client_of, cast, "/admin/breaks") == []
    undo_latest(client_of, cast)
    assert rows(client_of, cast, "/admin/breaks") == ["Winter break"]


def test_a_person_gets_an_account_and_a_password_that_is_shown_once(client_of: ClientOf, cast: Cast) -> None:
    assert send(client_of, cast, "/admin/people/new", name="Kim Lee", email="Kim@Bridge.example").status_code == 303
    page = page_of(client_of(cast.ada).get("/admin/people?q=kim"))
    assert "kim@bridge.example" in page.text
    person = page.one("tbody").one("a")["href"]
    answer = client_of(cast.ada).post(f"{person}/password")
    found = re.search(r"<code>([^<]+)</code>", answer.text)
    assert found is not None
    assert answer.headers["cache-control"] == "no-store"
    assert found[1] not in client_of(cast.ada).get(person).text
    assert found[1] not in client_of(cast.ada).get("/admin/history").text
    assert sign_in(client_of(None), "kim@bridge.example", found[1]).status_code == 303
    send(client_of, cast, person, active="")
    assert sign_in(client_of(None), "kim@bridge.example", found[1]).status_code == 422


@pytest.mark.parametrize("email", ["jo@bridge.example", "otto@other.example", "no address", "x@y", "a b@c.example"])
def test_an_e_mail_that_cannot_be_is_refused_without_saying_whose_it_is(
    client_of: ClientOf, cast: Cast, email: str
) -> None:
    answer = send(client_of, cast, "/admin/people/new", name="Kim Lee", email=email)
    page = page_of(answer, 422)
    assert "email" in errors_of(page)
    assert "Otto" not in page.text
    assert rows(client_of, cast, "/admin/people?q=Kim") == []


def test_a_role_is_given_and_ended(client_of: ClientOf, cast: Cast) -> None:
    answer = send(
        client_of, cast, "/admin/assignments/new",
        person_id=str(cast.mei.person_id), role="coach", school_id=str(cast.dogwood), first_on=str(cast.today),
    )  # fmt: skip
    assert answer.status_code == 303
    assert client_of(cast.mei).get("/log").status_code == 200
    undo_latest(client_of, cast)
    assert client_of(cast.mei).get("/log").status_code == 403


def test_another_networks_rows_do_not_exist(client_of: ClientOf, cast: Cast) -> None:
    for path in (f"/admin/schools/{cast.elder}", f"/admin/people/{cast.otto.person_id}", f"/admin/areas/{uuid4()}"):
        assert client_of(cast.ada).get(path).status_code == 404
    form = form_of(client_of, cast, f"/admin/schools/{cast.alder}")
    form.pop("action")
    assert client_of(cast.ada).post(f"/admin/schools/{cast.elder}", data=form).status_code == 404
    assert client_of(cast.ada).post(f"/admin/people/{cast.otto.person_id}/password").status_code == 404
    assert client_of(cast.ada).post(f"/admin/history/{uuid4()}/undo").status_code == 404
    bad = {"person_id": str(cast.otto.person_id), "role": "coach", "school_id": "", "first_on": "2026-01-01"}
    assert client_of(cast.ada).post("/admin/assignments", data=bad).status_code == 422
