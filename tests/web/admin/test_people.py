"""People in the home office: their roles, passwords and logins, and the last admin, who stays."""

import pytest

from app.domain.access import Role
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import visit
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of
from tests.support.rows import rows_of
from tests.web.admin.office import assignment_of, rows, send, undo_buttons
from tests.web.conftest import on_both, sign_in

pytestmark = on_both


def made_admin(client_of: ClientOf, cast: Cast, person_id: object) -> None:
    form = {"person_id": str(person_id), "role": "admin", "first_on": str(cast.today)}
    assert send(client_of, cast, "/admin/assignments/new", **form).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [
        {"last_on": "2021-01-01"},
        {"last_on": "2026-11-24"},
        {"last_on": "2031-01-01"},
        {"first_on": "2031-01-01"},
        {"role": "director"},
    ],
)
def test_the_last_admin_stays(client_of: ClientOf, cast: Cast, changes: dict[str, str]) -> None:
    page = page_of(send(client_of, cast, assignment_of(client_of, cast, "Ada"), **changes), 422)
    assert "This is the last admin." in page.text
    assert client_of(cast.ada).get("/admin").status_code == 200


def test_who_cannot_sign_in_is_no_other_admin(client_of: ClientOf, cast: Cast) -> None:
    made_admin(client_of, cast, cast.ivy)
    path = assignment_of(client_of, cast, "Ada")
    assert send(client_of, cast, path, last_on=str(cast.today)).status_code == 422
    assert send(client_of, cast, path, person_id=str(cast.ivy)).status_code == 422


def test_an_admin_who_is_not_alone_may_go_but_then_the_other_stays(client_of: ClientOf, cast: Cast) -> None:
    made_admin(client_of, cast, cast.mei.person_id)
    (undo,) = undo_buttons(client_of, cast)
    path = assignment_of(client_of, cast, "Ada")
    assert send(client_of, cast, path, last_on=str(cast.today)).status_code == 303
    answer = client_of(cast.mei).post(undo)
    assert "This is the last admin." in page_of(answer, 409).text
    assert client_of(cast.mei).get("/admin").status_code == 200


def test_an_account_without_which_nobody_administers_for_good_stays_open(client_of: ClientOf, cast: Cast) -> None:
    made_admin(client_of, cast, cast.mei.person_id)
    assert send(client_of, cast, assignment_of(client_of, cast, "Ada"), last_on=str(cast.today)).status_code == 303
    page = page_of(send(client_of, cast, f"/admin/people/{cast.mei.person_id}", active=""), 422)
    assert "This is the last admin." in page.text
    assert client_of(cast.mei).get("/admin").status_code == 200


def test_a_role_is_held_once_at_a_time(client_of: ClientOf, cast: Cast) -> None:
    form = {"person_id": str(cast.jo.person_id), "role": "coach", "school_id": str(cast.alder)}
    page = page_of(send(client_of, cast, "/admin/assignments/new", first_on="2026-01-01", **form), 422)
    assert "first_on" in errors_of(page)
    ended = {"first_on": "2019-01-01", "last_on": "2019-06-30"}
    assert send(client_of, cast, "/admin/assignments/new", **form, **ended).status_code == 303


def test_a_person_is_signed_out_everywhere(client_of: ClientOf, cast: Cast) -> None:
    person = f"/admin/people/{cast.rosa.person_id}"
    assert "Signed in on 1 device." in page_of(client_of(cast.ada).get(person)).text
    answer = client_of(cast.ada).post(f"{person}/sign-out")
    assert answer.headers["location"] == f"{person}?done=out"
    assert client_of(cast.rosa).get("/schools").status_code == 303
    page = page_of(client_of(cast.ada).get(answer.headers["location"]))
    assert "Signed out everywhere." in page.text
    assert "Signed in on 0 devices." in page.text
    assert "Account: Rosa" in page_of(client_of(cast.ada).get("/admin/history")).text
    assert undo_buttons(client_of, cast) == []
    client_of(cast.ada).post(f"{person}/sign-out")
    assert len(rows(client_of, cast, "/admin/history")) == 1, "and again is nothing more"


def test_who_signs_themselves_out_everywhere_stays_here(client_of: ClientOf, cast: Cast) -> None:
    client_of(cast.ada).post(f"/admin/people/{cast.ada.person_id}/sign-out")
    assert client_of(cast.ada).get("/admin").status_code == 200


def test_a_new_password_closes_what_the_old_one_opened(client_of: ClientOf, cast: Cast, database: Database) -> None:
    answer = client_of(cast.ada).post(f"/admin/people/{cast.jo.person_id}/password")
    password = page_of(answer).one("code").text
    assert client_of(cast.jo).get("/log").status_code == 303
    assert sign_in(client_of(None), cast.jo.email).status_code == 422
    assert sign_in(client_of(None), cast.jo.email, password).status_code == 303
    history = page_of(client_of(cast.ada).get("/admin/history")).text
    assert "→ made anew" in history
    kept = str(rows_of(database, tables.OfficeChange, cast.bridge)) + str(
        rows_of(database, tables.AuditEvent, cast.bridge)
    )
    assert password not in kept
    assert "argon2" not in kept


def test_a_persons_page_says_where_they_belong_and_leads_to_a_role(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.ada).get(f"/admin/people/{cast.rosa.person_id}"))
    assert "School leader, Alder High" in page.text
    assert "AP, Alder High" in page.text
    way = next(link["href"] for link in page.all("a") if "assignments/new" in link["href"])
    form = page_of(client_of(cast.ada).get(way))
    (chosen,) = [each for each in form.one("select", name="person_id").all("option") if "selected" in each]
    assert chosen["value"] == str(cast.rosa.person_id)
    assert "What each role does and sees" in form.text
    assert client_of(cast.ada).get("/admin/assignments/new?person=%00<svg onload>").status_code == 200


def test_somebody_new_is_shown_with_the_way_to_a_password(client_of: ClientOf, cast: Cast) -> None:
    answer = send(client_of, cast, "/admin/people/new", name="Kim Lee", email="kim@bridge.example")
    page = page_of(client_of(cast.ada).get(answer.headers["location"]))
    assert "No role yet" in page.text
    assert [form["action"] for form in page.all("form") if form["action"].endswith("/password")]


def test_nobody_else_signs_anybody_out(client_of: ClientOf, cast: Cast) -> None:
    path = f"/admin/people/{cast.jo.person_id}/sign-out"
    assert {client_of(who).post(path).status_code for who in (cast.jo, cast.rosa, cast.dora)} == {403}
    assert client_of(cast.olga).post(path).status_code == 404
    assert client_of(None).post(path).status_code == 401
    assert client_of(cast.ada).post(f"/admin/people/{cast.ivy}/sign-out").status_code == 404
    assert client_of(cast.jo).get("/log").status_code == 200


def test_the_cast_has_one_admin(database: Database, cast: Cast) -> None:
    with visit(database, cast.ada) as ada:
        assert ada.rights.roles == {Role.ADMIN}
