"""Who sees what of the pages that show: the access table, page by page."""

from datetime import timedelta

import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import page_of
from tests.support.tellings import side_by_side
from tests.support.years import keep

SCHOOL_PAGES = ("/schools/{school}", "/schools/{school}/sessions")

EVERYBODY = ("jo", "sam", "rosa", "dan", "mei", "dora", "ada", "otto", "oona", "olga")

MORE_PAGES = ("/flags", "/areas", "/areas/{area}")

SEES = {
    "/dashboard": ({"dora"}, {"jo", "sam", "rosa", "dan", "mei", "ada"}),
    "/schools": ({"jo", "sam", "rosa", "dan", "dora", "ada"}, {"mei"}),
    "/flags": ({"jo", "sam", "rosa", "dan", "dora", "ada"}, {"mei"}),
    "/areas": ({"jo", "sam", "rosa", "dan", "dora", "ada"}, {"mei"}),
}
"""Page: who sees it, and who is told that it is not for their role."""

SEE_ALDER = {"jo", "rosa", "dan", "dora", "ada"}


@pytest.fixture(autouse=True)
def held(cast: Cast, database: Database) -> None:
    """Rosa holds ILT meetings, and somebody took part in leadership coaching."""
    told = [
        side_by_side(cast, held_on=cast.today - timedelta(days=ago), area_id=cast.areas[area], strength="A strength")
        for ago in (1, 8)
        for area in (Area.ILT_MEETINGS, Area.LEADERSHIP)
    ]
    keep(database, cast.jo, told)


@pytest.mark.parametrize("path", SEES)
def test_a_page_of_the_network_is_for_its_roles(client_of: ClientOf, cast: Cast, path: str) -> None:
    see, see_not = SEES[path]
    answers = {name: client_of(getattr(cast, name)).get(path).status_code for name in see | see_not}
    assert answers == dict.fromkeys(see, 200) | dict.fromkeys(see_not, 403)


@pytest.mark.parametrize("path", SCHOOL_PAGES)
def test_a_school_exists_for_its_own_people_and_for_the_networks_alone(
    client_of: ClientOf, cast: Cast, path: str
) -> None:
    alder = path.format(school=cast.alder)
    answers = {name: client_of(getattr(cast, name)).get(alder).status_code for name in EVERYBODY}
    assert answers == {name: 200 if name in SEE_ALDER else 404 for name in EVERYBODY}


@pytest.mark.parametrize("path", SCHOOL_PAGES)
def test_another_networks_school_is_not_there_whoever_asks(client_of: ClientOf, cast: Cast, path: str) -> None:
    elder = path.format(school=cast.elder)
    for name in ("jo", "rosa", "dora", "ada"):
        assert client_of(getattr(cast, name)).get(elder).status_code == 404, name


@pytest.mark.parametrize("path", SCHOOL_PAGES)
def test_an_address_that_is_no_schools_is_not_there(client_of: ClientOf, cast: Cast, path: str) -> None:
    for school in ("none", "0", cast.jo.person_id):
        assert client_of(cast.dora).get(path.format(school=school)).status_code == 404


@pytest.mark.parametrize("path", ["/dashboard", "/schools", *SCHOOL_PAGES, *MORE_PAGES])
def test_a_stranger_is_sent_to_sign_in_and_back(client_of: ClientOf, cast: Cast, path: str) -> None:
    answer = client_of(None).get(path.format(school=cast.alder, area=cast.areas[Area.ILT_MEETINGS]))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/")


@pytest.mark.parametrize("path", ["/dashboard", "/schools", *SCHOOL_PAGES])
def test_neither_network_sees_anything_of_the_other(client_of: ClientOf, cast: Cast, path: str) -> None:
    ours = client_of(cast.dora).get(path.format(school=cast.alder)).text
    theirs = client_of(cast.olga).get(path.format(school=cast.elder)).text
    assert "Elder" not in ours
    assert not [name for name in ("Alder", "Birch", "Cedar", "Dogwood") if name in theirs]


@pytest.mark.parametrize("path", SCHOOL_PAGES)
@pytest.mark.parametrize("who", ["rosa", "dan", "dora", "ada"])
def test_no_page_of_a_school_names_its_coach(client_of: ClientOf, cast: Cast, path: str, who: str) -> None:
    html = client_of(getattr(cast, who)).get(path.format(school=cast.alder)).text
    assert "ILT meetings" in html
    assert not [name for name in ("Jo Park", "J. Park", str(cast.jo.person_id)) if name in html]


@pytest.mark.parametrize("who", ["dora", "ada"])
def test_who_oversees_the_network_learns_how_many_hold_an_area_and_not_who(
    client_of: ClientOf, cast: Cast, who: str
) -> None:
    for path in SCHOOL_PAGES:
        html = client_of(getattr(cast, who)).get(path.format(school=cast.alder)).text
        assert not [name for name in ("Rosa", "Alvarez", "Okafor", "Chen", "Moss") if name in html], path
    page = page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}"))
    assert "1 person" in page.one("table", class_="cards areas").text
    assert "One person has led it so far; who is next?" in page.text


@pytest.mark.parametrize("who", ["jo", "dan"])
def test_a_schools_own_coaches_and_leaders_learn_who_holds_an_area(client_of: ClientOf, cast: Cast, who: str) -> None:
    page = page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}"))
    (chip,) = [each for each in page.all("span") if each.get("class") == "holder"]
    assert chip["title"] == "Rosa Alvarez; if they left: nobody"
    assert [each.text for each in chip.all("span")] == ["RA", "Rosa Alvarez"]
    assert "R. Alvarez has led it so far; who is next?" in page.text


@pytest.mark.parametrize("who", ["jo", "rosa", "dan", "dora"])
def test_nobody_is_named_in_a_confidential_area(client_of: ClientOf, cast: Cast, who: str) -> None:
    page = page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}"))
    areas = page.one("table", class_="cards areas").one("tbody").all("tr")
    (row,) = [each for each in areas if each.one("th").text == "Leadership coaching"]
    assert "kept private" in row.text
    assert "RA" not in row.text


@pytest.mark.parametrize("path", SCHOOL_PAGES)
def test_what_was_said_in_a_session_stands_on_no_page_of_the_school(client_of: ClientOf, cast: Cast, path: str) -> None:
    assert "A strength" not in client_of(cast.dora).get(path.format(school=cast.alder)).text


@pytest.mark.parametrize("path", ["/dashboard", "/schools", *SCHOOL_PAGES, *MORE_PAGES])
def test_the_pages_are_kept_by_their_readers_own_browser_alone(client_of: ClientOf, cast: Cast, path: str) -> None:
    answer = client_of(cast.dora).get(path.format(school=cast.alder, area=cast.areas[Area.ILT_MEETINGS]))
    assert answer.headers["cache-control"] == "private, no-cache"
