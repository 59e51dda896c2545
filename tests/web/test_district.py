"""With the district: whom to call, in the form and beside a flag; and what we did where the district runs it well."""

from datetime import timedelta

import pytest

from app.domain.vocabulary import Area
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.pages import Element, page_of
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, keep

CALL = "Pat Rhee, ext. 410"


@pytest.fixture
def cast(database: Database) -> Cast:
    """The district runs the front office, and Pat is whom to call; we did two hours of it, and one of budget."""
    cast = make_cast(database, SPRING)
    provide(database, cast, Area.FRONT_OFFICE, CALL)
    office = {"area_id": cast.areas[Area.FRONT_OFFICE], "minutes": 60}
    day, before = {"held_on": SPRING - timedelta(days=8)}, {"held_on": SPRING - timedelta(days=90)}
    keep(
        database,
        cast.jo,
        [
            telling(cast, **office, **day),
            telling(cast, **office, **day, school_id=cast.birch),
            telling(cast, **office, **before),
            telling(cast, minutes=60, **day),
            side_by_side(cast, **office, **day),
        ],
    )
    return cast


def provide(database: Database, cast: Cast, area: Area, contact: str) -> None:
    those = {"id": cast.areas[area]}
    change(database, tables.Area, cast.bridge, those, district_provides=True, district_contact=contact)


def report(client_of: ClientOf, cast: Cast, query: str = "", who: str = "dora") -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/areas/district{query}"))


def cells(page: Element, table: int = 0) -> list[list[str]]:
    return [[each.text for each in row.all("th", "td")] for row in page.all("table")[table].one("tbody").all("tr")]


@pytest.mark.parametrize("who", ["dora", "ada"])
def test_directors_and_admins_read_what_we_did_by_area(client_of: ClientOf, cast: Cast, who: str) -> None:
    page = report(client_of, cast, who=who)
    assert page.one("h1").text == "In 12 weeks we did 2 h of work for schools in areas that the district runs well."
    assert "That is 67% of what we did for schools: 2 of 3 h." in page.text
    assert cells(page) == [["Front office", CALL, "2 h 2 sessions, at 2 schools", "1 h"]]
    assert cells(page, 1) == [["Budget development", "1 h 1 session, at 1 school", "0 h"]]
    assert "Jo Park" not in page.text


@pytest.mark.parametrize("who", ["jo", "sam", "rosa", "mei"])
def test_nobody_else_does(client_of: ClientOf, cast: Cast, who: str) -> None:
    page_of(client_of(getattr(cast, who)).get("/areas/district"), 403)


@pytest.mark.usefixtures("cast")
def test_a_stranger_signs_in_first(client_of: ClientOf) -> None:
    answer = client_of(None).get("/areas/district")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/areas/district")


def test_another_networks_work_is_not_in_it(client_of: ClientOf, cast: Cast) -> None:
    page = report(client_of, cast, who="olga")
    assert "No area is marked as run well by the district." in page.text
    assert page.all("table") == []
    assert "Nothing was done for schools in these weeks." in page.text


def test_other_weeks_can_be_asked_for_and_a_day_that_is_none_is_said(client_of: ClientOf, cast: Cast) -> None:
    last = SPRING - timedelta(days=85)
    page = report(client_of, cast, f"?first={last - timedelta(days=13)}&last={last}")
    assert cells(page)[0][2] == "1 h 1 session, at 1 school"
    page_of(client_of(cast.dora).get("/areas/district?first=%3Csvg%3E"), 422)


def test_the_list_of_areas_leads_there_for_whoever_may(client_of: ClientOf, cast: Cast) -> None:
    for who, leads in (("dora", True), ("ada", True), ("jo", False), ("rosa", False)):
        page = page_of(client_of(getattr(cast, who)).get("/areas"))
        assert bool(page.all("a", href="/areas/district")) == leads, who


def test_the_form_knows_where_the_district_runs_it_and_whom_to_call(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    provide(database, cast, Area.BUDGET, "")
    form = page_of(client_of(cast.jo).get("/log")).one("form", id="log")
    areas = {each["data-name"]: each for each in form.all("input", name="area_id")}
    assert {name: each["data-district"] for name, each in areas.items() if "data-district" in each} == {
        "Front office": CALL,
        "Budget development": "",
    }
    without_scripts = {each.inside("label") and each.text for each in form.all("noscript")}
    assert without_scripts == {f"the district runs this well: call {CALL}", "the district runs this well"}
    lists = client_of(cast.jo).get("/tablet/lists").json()["areas"]
    told = {each["name"]: each["district"] for each in lists}
    assert (told["Front office"], told["Budget development"], told["Data inquiry"]) == (CALL, "", None)


def test_a_contact_is_shown_as_it_was_written(database: Database, client_of: ClientOf, cast: Cast) -> None:
    provide(database, cast, Area.FRONT_OFFICE, '"><svg onload=alert(1)>')
    for who, path in (("jo", "/log"), ("dora", "/areas/district"), ("dora", f"/schools/{cast.alder}")):
        assert "<svg onload" not in client_of(getattr(cast, who)).get(path).text


def test_the_flag_says_whom_to_call_where_that_is_known(database: Database, client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}"))
    (flag,) = [each for each in page.all("li") if each.get("data-rule") == "duplicate"]
    assert f"Call {CALL} for front office." in flag.text
    provide(database, cast, Area.FRONT_OFFICE, "")
    page = page_of(client_of(cast.dora).get("/flags"))
    flags = [each for each in page.all("li") if each.get("data-rule") == "duplicate"]
    assert flags
    assert not any("Call" in each.text for each in flags)
