"""Sources of funding: the register, its form, and what usually pays for a coach's time."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, errors_of, notice, page_of, sent_by
from tests.support.paying import add_source, usually
from tests.support.weeks import TIME, add_time, remove_time, travel

NEW = UUID("50000000-0000-4000-8000-000000000005")


class Funds:
    def __init__(self, client_of: ClientOf) -> None:
        self.client_of = client_of

    def form(self, **changes: Any) -> dict[str, Any]:
        plain = {
            "id": str(NEW),
            "version": "0",
            "name": "Title I",
            "kind": "public",
            "first_on": "2026-09-01",
            "last_on": "2027-06-30",
            "budget_hours": "1,200.5",
        }
        return plain | changes

    def post(self, who: Someone, path: str, **form: Any) -> httpx2.Response:
        answer: httpx2.Response = self.client_of(who).post(path, data=form)
        return answer

    def add(self, who: Someone, **changes: Any) -> httpx2.Response:
        return self.post(who, "/funding", **self.form(**changes))

    def change(self, who: Someone, version: int = 1, **changes: Any) -> httpx2.Response:
        return self.post(who, f"/funding/{NEW}", **self.form(version=str(version), **changes))

    def page(self, who: Someone, path: str = "/funding") -> Element:
        return page_of(self.client_of(who).get(path))


@pytest.fixture
def funds(client_of: ClientOf) -> Funds:
    return Funds(client_of)


def only(database: Database, table: str, column: str) -> list[Any]:
    with database.reading() as connection:
        rows = sa.select(TABLES[table].c[column])
        return list(connection.execute(rows, execution_options=ANYBODY).scalars())


def test_an_admin_adds_a_source_and_a_director_reads_it(funds: Funds, cast: Cast, database: Database) -> None:
    assert funds.add(cast.ada).headers["location"] == "/funding?done=saved"
    page = funds.page(cast.ada, "/funding?done=saved")
    assert "Saved." in page.text
    row = funds.page(cast.dora).one("table").one("tbody").one("tr")
    assert "Title I public" in row.text
    assert "0 h of 1,201 h used 1,201 h left" in row.text
    assert "28% of its time gone by, 218 days to go" in row.text
    assert only(database, "funding_source", "budget_minutes") == [72_030]
    assert not funds.page(cast.dora).all("a", href="/funding/new")


def test_sources_are_found_by_name_and_kind(funds: Funds, cast: Cast, database: Database) -> None:
    for name in ("Title I", "Harbor Fund"):
        add_source(database, cast.bridge, name)
    for q, found in (("harb", ["Harbor Fund"]), ("public title", ["Title I"]), ("PUBLIC", ["Harbor Fund", "Title I"])):
        rows = funds.page(cast.ada, f"/funding?q={q}").all("th", scope="row")
        assert sorted(row.one("a").text for row in rows) == found, q
    assert "Nothing fits this search." in funds.page(cast.dora, "/funding?q=x").one("main").text


def test_a_source_is_changed_removed_and_brought_back(funds: Funds, cast: Cast) -> None:
    funds.add(cast.ada)
    assert funds.change(cast.ada, budget_hours="").status_code == 303
    assert "no hours agreed" in funds.page(cast.ada).text
    answer = funds.post(cast.ada, f"/funding/{NEW}/remove", version="2")
    undo = funds.page(cast.ada, answer.headers["location"]).one("form", action=f"/funding/{NEW}/restore", role="status")
    assert "Title I" not in funds.page(cast.dora).text
    assert funds.post(cast.ada, undo["action"], **sent_by(undo)).status_code == 303
    assert "Title I" in funds.page(cast.dora).text


def test_the_form_that_is_shown_is_the_form_that_is_accepted(funds: Funds, cast: Cast) -> None:
    form = funds.page(cast.ada, "/funding/new").one("form", action="/funding")
    typed = {"name": ["Gift"], "kind": ["philanthropic"], "first_on": ["2026-01-01"], "last_on": ["2026-12-31"]}
    assert funds.post(cast.ada, "/funding", **(sent_by(form) | typed)).status_code == 303
    (link,) = [each["href"] for each in funds.page(cast.ada).all("a") if each.get("href").endswith("/edit")]
    again = funds.page(cast.ada, link).one("form", method="post", action=link.removesuffix("/edit"))
    assert sent_by(again)["kind"] == ["philanthropic"]
    assert funds.post(cast.ada, again["action"], **sent_by(again)).status_code == 303


def test_the_same_form_twice_is_one_source(funds: Funds, cast: Cast, database: Database) -> None:
    assert [funds.add(cast.ada).status_code for _ in range(2)] == [303, 303]
    assert [funds.change(cast.ada, name="Title One").status_code for _ in range(2)] == [303, 303]
    assert only(database, "funding_source", "version") == [2]
    assert set(only(database, "audit_event", "fields")) == {"", "name"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200f\u200b\u2060"),
        ("name", "x" * 121),
        ("name", "\x00"),
        ("kind", "loan"),
        ("kind", ""),
        ("first_on", "soon"),
        ("first_on", "0202-01-01"),
        ("last_on", "2026-08-01"),
        ("last_on", "2126-08-01"),
        ("budget_hours", "many"),
        ("budget_hours", "-1"),
        ("budget_hours", "12,34"),
        ("budget_hours", "999999"),
        ("budget_hours", "\uff11"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(funds: Funds, cast: Cast, field: str, value: str) -> None:
    page = page_of(funds.add(cast.ada, **{field: value}), 422)
    assert errors_of(page).keys() == {field}
    assert page.all("input", name="last_on", value=value if field == "last_on" else "2027-06-30")


def test_a_name_stands_for_one_source(funds: Funds, cast: Cast) -> None:
    funds.add(cast.ada)
    assert errors_of(page_of(funds.add(cast.ada, id=str(uuid4())), 422)).keys() == {"name"}


def test_a_stale_change_is_a_conflict_that_keeps_what_was_typed(funds: Funds, cast: Cast) -> None:
    funds.add(cast.ada)
    funds.change(cast.ada, name="Title One")
    page = page_of(funds.change(cast.ada, name="Title 1"), 409)
    assert "has changed since you opened this form" in notice(page)
    form = page.one("form", action=f"/funding/{NEW}")
    assert sent_by(form)["name"] == ["Title 1"]
    assert funds.post(cast.ada, form["action"], **sent_by(form)).status_code == 303
    assert "Nothing was done" in notice(page_of(funds.post(cast.ada, f"/funding/{NEW}/remove", version="1"), 409))
    assert funds.post(cast.ada, f"/funding/{NEW}/remove", version="3").status_code == 303
    assert "removed meanwhile" in notice(page_of(funds.change(cast.ada, 4), 409))


def test_only_admins_edit_and_only_the_office_reads(funds: Funds, cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.bridge)
    for who in (cast.dora, cast.jo, cast.rosa):
        assert funds.add(who).status_code == 403
        assert funds.post(who, f"/funding/{source_id}", **funds.form()).status_code == 403
        assert funds.post(who, f"/funding/{source_id}/remove", version="1").status_code == 403
        assert funds.client_of(who).get("/funding/defaults").status_code == 403
    for who in (cast.jo, cast.rosa):
        assert funds.client_of(who).get("/funding").status_code == 403


def test_another_networks_source_is_not_there(funds: Funds, cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.other, "Elder Fund")
    assert funds.client_of(cast.ada).get(f"/funding/{source_id}/edit").status_code == 404
    assert funds.post(cast.ada, f"/funding/{source_id}", **funds.form(version="1")).status_code == 404
    assert "Elder" not in funds.page(cast.ada).text
    answer = funds.post(cast.ada, "/funding/defaults", **{f"of-{cast.jo.person_id}.": str(source_id)})
    assert answer.status_code == 404


def test_an_admin_says_what_usually_pays_for_whom(funds: Funds, cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.bridge)
    form = funds.page(cast.ada, "/funding/defaults").one("form", action="/funding/defaults")
    assert [row.one("th").text for row in form.one("tbody").all("tr")] == ["Jo Park", "Sam Reed"]
    jo = f"of-{cast.jo.person_id}."
    answer = funds.post(cast.ada, "/funding/defaults", **(sent_by(form) | {jo: [str(source_id)]}))
    page = funds.page(cast.ada, answer.headers["location"])
    assert "Saved: 1 coach changed." in page.text
    now = sent_by(page.one("form", action="/funding/defaults"))
    named = f"{jo}{source_id}"
    assert now[named] == [str(source_id)]
    assert funds.post(cast.ada, "/funding/defaults", **now).headers["location"] == "/funding/defaults?changed=0"
    funds.post(cast.ada, "/funding/defaults", **(now | {named: [""]}))
    assert only(database, "default_funding", "coach_id") == []


def test_a_default_that_another_admin_changed_meanwhile_stays(funds: Funds, cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.bridge)
    old = sent_by(funds.page(cast.ada, "/funding/defaults").one("form", action="/funding/defaults"))
    usually(database, cast.bridge, cast.jo.person_id, source_id)
    funds.post(cast.ada, "/funding/defaults", **(old | {f"of-{cast.sam.person_id}.": [str(source_id)]}))
    assert set(only(database, "default_funding", "coach_id")) == {cast.jo.person_id, cast.sam.person_id}


@pytest.mark.parametrize("sent", [{"of-nobody": "x"}, {f"of-{uuid4()}.y": ""}, {f"of-{uuid4()}.": "x"}])
def test_a_default_of_nobody_is_not_there(funds: Funds, cast: Cast, sent: dict[str, str]) -> None:
    assert funds.post(cast.ada, "/funding/defaults", **sent).status_code == 404


def test_other_time_takes_what_usually_pays_on_its_day(cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.bridge, first_on=cast.today, last_on=cast.today)
    usually(database, cast.bridge, cast.jo.person_id, source_id)
    add_time(database, cast.jo, travel())
    assert only(database, "other_time", "funding_id") == [source_id]
    yesterday: date = cast.today - timedelta(days=1)
    add_time(database, cast.jo, travel(spent_on=yesterday), 1)
    assert only(database, "other_time", "funding_id") == [None], "it does not cover the day before"


def test_a_change_of_the_minutes_leaves_what_paid_for_them(funds: Funds, cast: Cast, database: Database) -> None:
    source_id = add_source(database, cast.bridge)
    usually(database, cast.bridge, cast.jo.person_id, source_id)
    add_time(database, cast.jo, travel())
    funds.post(cast.ada, f"/funding/{source_id}/remove", version="1")
    add_time(database, cast.jo, travel(minutes=45), 1)
    remove_time(database, cast.jo, 2)
    assert only(database, "other_time", "funding_id") == [source_id]
    add_time(database, cast.jo, travel(), other_id=UUID(int=TIME.int + 1))
    assert set(only(database, "other_time", "funding_id")) == {source_id, None}, "what is removed pays for nothing new"
