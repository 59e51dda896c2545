"""The term's plan: proposed by need, adjusted with reasons, and held against what came of it."""

from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest

from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import submit
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of, sent_by
from tests.support.rows import rows_of as all_rows
from tests.support.tellings import side_by_side
from tests.web.test_equity import ALL, rows_of, weigh_all


@pytest.fixture(autouse=True)
def weighed(client_of: ClientOf, cast: Cast) -> None:
    weigh_all(client_of, cast, **ALL)


def plan_form(client_of: ClientOf, cast: Cast, hours: str = "8") -> dict[str, list[str]]:
    page = page_of(client_of(cast.dora).get("/plan/new", params={"hours": hours}))
    first = cast.today - timedelta(days=22)
    return sent_by(page.one("form", action="/plan")) | {"name": ["Fall"], "first_on": [str(first)]}


def save(client_of: ClientOf, cast: Cast, form: dict[str, list[str]]) -> httpx2.Response:
    answer: httpx2.Response = client_of(cast.dora).post("/plan", data=form)
    return answer


def test_hours_are_proposed_by_need_and_saved_as_the_plan(client_of: ClientOf, cast: Cast) -> None:
    form = plan_form(client_of, cast)
    proposed = [form[f"minutes-{school}"] for school in (cast.alder, cast.birch, cast.cedar, cast.dogwood)]
    assert proposed == [["3"], ["1"], ["2"], ["2"]]
    assert save(client_of, cast, form).headers["location"] == "/plan?done=saved"
    page = page_of(client_of(cast.dora).get("/plan?done=saved"))
    assert rows_of(page)["Alder High"][:3] == ["3 h", "0 h", "less than planned"]


def test_what_came_of_it_stands_on_the_dashboard_and_the_schools_page(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    save(client_of, cast, plan_form(client_of, cast))
    for days in range(1, 11):  # yesterday's is of the week that runs, and counts once that has passed
        told = side_by_side(cast, held_on=cast.today - timedelta(days=days), minutes=60)
        submit(database, cast.jo, 0, told, uuid4())
    assert rows_of(page_of(client_of(cast.dora).get("/plan")))["Alder High"][:3] == ["3 h", "3 h", "as planned"]
    assert "In 3 weeks, " in page_of(client_of(cast.dora).get("/plan")).text
    assert "1 of 4 schools got the time that was planned." in page_of(client_of(cast.dora).get("/dashboard")).text
    school = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}"))
    assert "a week, of 3 h planned: as planned" in school.text
    assert not school.all("a", href="/plan")


def test_a_plan_is_held_against_nothing_before_a_week_of_it_has_passed(client_of: ClientOf, cast: Cast) -> None:
    save(client_of, cast, plan_form(client_of, cast) | {"first_on": [str(cast.today)]})
    page = page_of(client_of(cast.dora).get("/plan"))
    assert "The plan began this week." in page.text
    assert rows_of(page)["Alder High"][:3] == ["3 h", "", ""]
    assert "planned" not in page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}")).one("main").text


def test_an_hour_that_differs_asks_for_a_reason(client_of: ClientOf, cast: Cast) -> None:
    form = plan_form(client_of, cast) | {f"minutes-{cast.alder}": ["4"]}
    answer = save(client_of, cast, form)
    assert answer.status_code == 422
    assert f"reason-{cast.alder}" in errors_of(page_of(answer, 422))
    assert save(client_of, cast, form | {f"reason-{cast.alder}": ["A new principal"]}).status_code == 303
    assert "A new principal" in page_of(client_of(cast.dora).get("/plan")).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("name", "\u200b"),
        ("name", "x" * 81),
        ("first_on", "soon"),
        ("first_on", "9999-12-31"),
        ("last_on", "2001-01-01"),
        ("last_on", "2099-01-01"),
        ("first_on", ""),
    ],
)
def test_what_cannot_be_is_said_by_the_field_and_nothing_typed_is_lost(
    client_of: ClientOf, cast: Cast, field: str, typed: str
) -> None:
    answer = save(
        client_of, cast, plan_form(client_of, cast) | {field: [typed], f"reason-{cast.birch}": ["typed before"]}
    )
    assert answer.status_code == 422
    page = page_of(answer, 422)
    assert field in errors_of(page)
    assert page.one("input", name=f"reason-{cast.birch}")["value"] == "typed before"


@pytest.mark.parametrize("hours", ["x", "-1", "1e9", "nan", "2001", "\N{ARABIC-INDIC DIGIT THREE}", "1" * 40, "inf"])
def test_hours_that_are_none_are_said(client_of: ClientOf, cast: Cast, hours: str) -> None:
    answer = client_of(cast.dora).get("/plan/new", params={"hours": hours})
    assert answer.status_code == 422
    assert "hours" in errors_of(page_of(answer, 422))
    assert save(client_of, cast, plan_form(client_of, cast) | {f"minutes-{cast.alder}": [hours]}).status_code == 422


def test_a_form_twice_is_one_plan_and_a_plan_is_taken_away_and_back(client_of: ClientOf, cast: Cast) -> None:
    form = plan_form(client_of, cast)
    assert save(client_of, cast, form).status_code == save(client_of, cast, form).status_code == 303
    page = page_of(client_of(cast.dora).get("/plan"))
    (remove,) = [each["action"] for each in page.all("form") if each["action"].endswith("/remove")]
    went = client_of(cast.dora).post(remove).headers["location"]
    gone = page_of(client_of(cast.dora).get(went))
    assert "No plan holds today." in gone.text
    client_of(cast.dora).post(gone.one("form", action=remove.replace("/remove", "/restore"))["action"])
    assert "Fall" in page_of(client_of(cast.dora).get("/plan")).text


def test_a_form_that_says_something_else_the_second_time_is_not_taken_for_saved(
    client_of: ClientOf, cast: Cast
) -> None:
    form = plan_form(client_of, cast)
    save(client_of, cast, form)
    page = page_of(save(client_of, cast, form | {"name": ["Another"]}), 409)
    assert "saved a plan already" in errors_of(page)["name"]
    again = sent_by(page.one("form", action="/plan"))
    assert again["name"] == ["Another"]
    assert save(client_of, cast, again).status_code == 303
    assert "Another" in page_of(client_of(cast.dora).get("/plan")).text


def test_a_plan_is_taken_away_once(client_of: ClientOf, cast: Cast, database: Database) -> None:
    form = plan_form(client_of, cast)
    save(client_of, cast, form)
    for _twice in range(2):
        assert client_of(cast.dora).post(f"/plan/{form['id'][0]}/remove").status_code == 303
    trail = all_rows(database, tables.AuditEvent, cast.bridge)
    assert sorted(each["act"] for each in trail if each["subject"] == "term_plan") == ["create", "remove"]


def test_the_plan_is_the_directors(client_of: ClientOf, cast: Cast) -> None:
    form = plan_form(client_of, cast)
    for who in (cast.jo, cast.rosa, cast.ada):
        assert client_of(who).get("/plan").status_code == 403
        assert client_of(who).get("/plan/new").status_code == 403
        assert client_of(who).post("/plan", data=form).status_code == 403
    save(client_of, cast, form)
    assert client_of(cast.olga).post(f"/plan/{form['id'][0]}/remove").status_code == 404
    assert client_of(cast.dora).post(f"/plan/{uuid4()}/remove").status_code == 404
    assert client_of(cast.dora).post("/plan/x/remove").status_code == 404


def test_no_plan_goes_by_placeholders(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.olga).get("/plan"))
    assert page.all("a", href="/equity/weights")
    assert client_of(cast.olga).get("/plan/new?hours=8").status_code == 422
