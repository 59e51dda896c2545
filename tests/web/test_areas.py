"""One area across schools, and the list of areas."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.vocabulary import Area, Lead, Rule
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.pages import Element, page_of
from tests.support.raising import RAISING
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, counting, keep
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

NAMES = ("Jo Park", "Rosa", "Alvarez", "Okafor", "Mei", "Moss")


@pytest.fixture
def cast(database: Database) -> Cast:
    """Data inquiry is Rosa's at Alder, ours at Birch, and seldom touched at Cedar."""
    cast = make_cast(database, SPRING)
    data, nobody = {"area_id": cast.areas[Area.DATA_INQUIRY]}, {"participant_ids": frozenset[object]()}
    days = [{"held_on": SPRING - timedelta(days=number)} for number in (1, 8, 15, 22)]
    before = [{"held_on": SPRING - timedelta(days=number)} for number in (90, 97, 104)]
    keep(database, cast.jo, [side_by_side(cast, **data, **day) for day in days])
    keep(database, cast.jo, [telling(cast, school_id=cast.birch, **data, **nobody, **day) for day in [*days, *before]])
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar, **data, **nobody, **days[0])])
    return cast


def area_page(
    client_of: ClientOf, cast: Cast, area: Area = Area.DATA_INQUIRY, query: str = "", who: str = "dora"
) -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/areas/{cast.areas[area]}{query}"))


def rows(page: Element) -> dict[str, Element]:
    return {row.one("th").text: row for row in table_of(page).one("tbody").all("tr")}


def table_of(page: Element) -> Element:
    (found,) = [each for each in page.all("table") if each["class"].startswith("cards areas")]
    return found


def cell(row: Element, label: str) -> str:
    (found,) = [each.text for each in row.all("td") if each["data-label"] == label]
    return found


def test_the_area_says_in_a_sentence_how_far_along_it_is(client_of: ClientOf, cast: Cast) -> None:
    page = area_page(client_of, cast)
    assert page.one("h1").text == "Data inquiry"
    (sentence,) = [each.text for each in page.all("p") if each.get("class") == "lead"]
    assert sentence == "Releasing at 1 school, direct service at 1. At 1 school there are too few visits to say."
    assert "at 3 of 4 schools" in page.text


def test_each_school_has_its_stage_its_share_its_holders_and_what_is_next(client_of: ClientOf, cast: Cast) -> None:
    found = rows(area_page(client_of, cast))
    assert list(found) == ["Alder High", "Birch Middle", "Cedar Elementary"]
    assert cell(found["Birch Middle"], "Done for the school").startswith("100% 4 of 4 sessions")
    assert cell(found["Birch Middle"], "Weeks before") == "100%, 3 of 3 sessions"
    assert cell(found["Birch Middle"], "Last year") == "not enough yet"
    assert cell(found["Alder High"], "Held by") == "1 person"
    assert "One more person to lead it" in cell(found["Alder High"], "What next")
    assert cell(found["Cedar Elementary"], "Done for the school") == "1 session, too few to say"


def test_totals_are_the_sums_of_the_rows_and_lead_to_the_sessions(client_of: ClientOf, cast: Cast) -> None:
    page = area_page(client_of, cast)
    table = table_of(page)
    whole = int(table.one("tfoot").one("data")["value"])
    assert whole == sum(int(row.one("data")["value"]) for row in rows(page).values()) > 0
    for row in rows(page).values():
        listed = page_of(client_of(cast.dora).get(row.all("a")[1]["href"]))
        assert int(listed.one("main").all("data")[1]["value"]) == int(row.one("data")["value"])


def test_the_window_can_be_chosen_and_goes_on_to_the_school(client_of: ClientOf, cast: Cast) -> None:
    asked = f"?first={SPRING - timedelta(days=110)}&last={SPRING - timedelta(days=85)}"
    found = rows(area_page(client_of, cast, query=asked))
    assert list(found) == ["Birch Middle"]
    assert "?first=" in found["Birch Middle"].one("th").one("a")["href"]


def test_a_standing_handoff_is_dated(client_of: ClientOf, cast: Cast, database: Database) -> None:
    RAISING[Rule.HELD](database, cast)
    row = rows(area_page(client_of, cast, Area.BUDGET))["Alder High"]
    assert cell(row, "Stage") == "Sustaining handed over Feb 5, checked Apr 26"
    assert page_of(client_of(cast.dora).get("/areas")).one("h1").text == "1 area is handed over, at 1 of 4 schools."


def test_one_sees_the_area_at_ones_own_schools(client_of: ClientOf, cast: Cast) -> None:
    assert list(rows(area_page(client_of, cast, who="sam"))) == ["Cedar Elementary"]
    assert list(rows(area_page(client_of, cast, who="rosa"))) == ["Alder High"]


def test_nobody_learns_who_holds_a_confidential_area_or_how_many(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    private = {"area_id": cast.areas[Area.LEADERSHIP], "lead": Lead.SCHOOL}
    days = [SPRING - timedelta(days=number) for number in (1, 8, 15)]
    keep(database, cast.jo, [side_by_side(cast, held_on=day, **private) for day in days])
    row = rows(area_page(client_of, cast, Area.LEADERSHIP))["Alder High"]
    assert cell(row, "Held by") == "kept private"
    assert cell(row, "What next") == ""
    listed = rows(page_of(client_of(cast.dora).get("/areas")))["Leadership coaching"]
    assert cell(listed, "Held") == "kept private"


@pytest.mark.parametrize("who", ["dora", "ada", "jo", "rosa"])
def test_nobody_is_named(client_of: ClientOf, cast: Cast, who: str) -> None:
    for path in ("/areas", f"/areas/{cast.areas[Area.DATA_INQUIRY]}"):
        main = page_of(client_of(getattr(cast, who)).get(path)).one("main").text
        assert not [name for name in NAMES if name in main], path


def test_an_area_that_nobody_works_on_says_what_will_stand_here(client_of: ClientOf, cast: Cast) -> None:
    page = area_page(client_of, cast, Area.FAMILY)
    assert "No school works on it with us in these weeks." in page.text
    assert "%" not in page.one("main").text


def test_the_list_has_every_area_with_its_count(client_of: ClientOf, cast: Cast) -> None:
    found = rows(page_of(client_of(cast.dora).get("/areas")))
    assert len(found) == len(Area)
    data = found["Data inquiry"]
    assert cell(data, "In work at") == "3 schools"
    assert cell(data, "Stages") == "1 releasing, 1 direct service, 1 few visits"
    assert "5 of 9 sessions" in cell(data, "Done for schools")
    assert cell(found["Family engagement"], "In work at") == "no school in these weeks"


@on_sqlite
def test_what_is_no_area_of_the_network_is_not_there(client_of: ClientOf, cast: Cast) -> None:
    for area in (uuid4(), cast.other_areas[Area.BUDGET], "x"):
        assert client_of(cast.dora).get(f"/areas/{area}").status_code == 404


@on_sqlite
def test_a_window_that_cannot_be_read_is_said(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.dora).get(f"/areas/{cast.areas[Area.BUDGET]}?first=soon")
    assert "Write the day as year-month-day" in page_of(answer, 422).text


def test_the_pages_take_few_queries_when_the_schools_are_known(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    client = client_of(cast.dora)
    for path in ("/areas", f"/areas/{cast.areas[Area.BUDGET]}"):
        client.get(path)
        with counting(database) as asked:
            client.get(path)
        assert len(asked) <= 4, asked
