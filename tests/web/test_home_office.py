"""The home office: how evenly our own work lies on coaches. It knows nothing of how anybody worked, and can't."""

from dataclasses import fields
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.domain.load import Load
from app.domain.periods import Window
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Origin, Other
from app.services.home_office import HomeOffice
from app.store.engine import Database
from app.store.load import list_coaches_ever, load_by_coach
from app.store.schools import list_schools
from app.web.routes.home_office import HomeOfficePage, LoadRow
from app.web.words import said
from tests.conftest import ClientOf
from tests.support.acts import visit
from tests.support.cast import TODAY, Cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, page_of
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, missed, travel
from tests.support.years import counting, keep
from tests.web.conftest import on_both

pytestmark = on_both


@pytest.fixture
def work(database: Database, cast: Cast) -> None:
    """Jo had 90 minutes, 45 of them beside Sam, an hour of travel and a missed visit; Sam half an hour at Cedar."""
    keep(database, cast.jo, [telling(cast), side_by_side(cast, co_coach_id=cast.sam.person_id, strength="asked first")])
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar, minutes=30)])
    add_time(database, cast.jo, travel(minutes=60))
    add_time(database, cast.jo, missed(cast.birch, minutes=15), other_id=uuid4())
    change(database, "school", TABLES["school"].c.id == cast.alder, need_weight=2.0)


def change(database: Database, table: str, where: sa.ColumnElement[bool], **values: object) -> None:
    with database.writing() as connection:
        connection.execute(sa.update(TABLES[table]).where(where).values(**values), execution_options=ANYBODY)


def end_of(database: Database, cast: Cast, who: str, last_on: date) -> None:
    """Somebody's assignments end."""
    change(database, "assignment", TABLES["assignment"].c.person_id == getattr(cast, who).person_id, last_on=last_on)


def loads(database: Database, cast: Cast) -> dict[str, Load]:
    with visit(database, cast.dora) as dora:
        coaches = list_coaches_ever(dora.connection, cast.bridge)
        schools = list_schools(dora.connection, cast.bridge, None, None)
        found = load_by_coach(dora.connection, cast.bridge, Window.ending(TODAY), TODAY, coaches, schools)
    assert [load.name for load in found] == sorted(load.name for load in found), "nobody is ranked"
    return {load.name: load for load in found}


def rows(page: Element) -> dict[str, str]:
    table = page.one("table", class_="cards load")
    return {row.one("th").text: row.text for row in table.one("tbody").all("tr")}


@pytest.mark.usefixtures("work")
def test_all_minutes_count_for_both_coaches_of_a_session_and_weigh_as_much_as_the_need(
    database: Database, cast: Cast
) -> None:
    found = loads(database, cast)
    jo, sam = found["Jo Park"], found["Sam Reed"]
    assert (jo.sessions, jo.other, jo.minutes) == (90, {Other.TRAVEL: 60, Other.MISSED_VISIT: 15}, 165)
    assert jo.weighed == 90 * 2.0 + 60 + 15
    assert (sam.sessions, sam.weighed) == (75, 45 * 2.0 + 30)
    assert (jo.schools, sam.schools) == (2, 1)
    assert found.keys() == {"Jo Park", "Sam Reed"}, "and nobody of another network"


@pytest.mark.usefixtures("work")
def test_a_director_sees_each_load_beside_the_even_share(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get("/home-office?first=2026-11-23&last=2026-11-24"))
    assert page.one("h1").text == (
        "2 coaches carry 4 h a week; weighed by need, the even share is 3.1 h, and loads go from 2 h to 4.3 h."
    )
    found = rows(page)
    assert list(found) == ["Jo Park", "Sam Reed"]
    assert "2 schools" in found["Jo Park"]
    assert "Travel 1 h, Visit that did not happen 0.3 h" in found["Jo Park"]
    assert "1.1 h more than even" in found["Jo Park"]
    assert "1.1 h less than even" in found["Sam Reed"]
    assert page.one("tfoot").one("data")["value"] == "240"


@pytest.mark.usefixtures("work")
def test_nothing_of_how_anybody_worked_moves_a_byte_of_the_page(
    client_of: ClientOf, database: Database, cast: Cast
) -> None:
    client = client_of(cast.dora)
    before = client.get("/home-office").text
    sessions = TABLES["coaching_session"]
    everything = sessions.c.id.is_not(None)
    for mode, lead in ((Mode.FOR, None), *((Mode.WITH, lead) for lead in Lead)):
        for origin, aim, heard in (
            (Origin.REQUESTED, Aim.SYMPTOM, Heard.CORRECTED),
            (Origin.PLANNED, None, Heard.DIFFERING),
            (Origin.PLANNED, Aim.SYSTEM, None),
        ):
            counted = {"counted_mode": mode, "counted_lead": lead, "heard": heard}
            tags = {"mode": mode, "lead": lead, "origin": origin, "aim": aim, "strength": f"{origin}"}
            change(database, "coaching_session", everything, **counted, **tags)
            assert client.get("/home-office").text == before


def test_no_class_behind_the_page_has_a_place_for_it() -> None:
    told = {"mode", "lead", "origin", "aim", "heard", "correct", "review", "strength", "for_", "with_", "verdict"}
    for kind in (Load, HomeOffice, HomeOfficePage):
        names = [field.name for field in fields(kind)]
        assert not [name for name in names if any(word in name for word in told)], kind
    assert not [name for name in LoadRow._fields if any(word in name for word in told)]


@pytest.mark.usefixtures("work")
def test_no_word_of_it_stands_on_the_page(client_of: ClientOf, cast: Cast) -> None:
    main = page_of(client_of(cast.dora).get("/home-office")).one("main").text.lower()
    words = [said(each) for kind in (Mode, Lead, Origin, Aim) for each in kind] + ["side by side", "correct", "review"]
    assert [word for word in words if word in main] == []


def test_empty_places_are_said_and_only_while_they_are_empty(
    client_of: ClientOf, database: Database, cast: Cast
) -> None:
    page = page_of(client_of(cast.dora).get("/home-office"))
    without, places = page.one("main").all("section")[-2:]
    assert [link.text for link in without.all("a")] == ["Dogwood High"]
    assert "Whoever left in the last half year has been followed." in places.text
    end_of(database, cast, "sam", TODAY - timedelta(weeks=3))
    page = page_of(client_of(cast.dora).get("/home-office?last=2026-11-22"))
    without, places = page.one("main").all("section")[-2:]
    assert [link.text for link in without.all("a")] == ["Cedar Elementary", "Dogwood High"]
    assert places.one("li").text == "Cedar Elementary since November 3"


def test_without_time_put_down_there_is_nothing_to_share(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get("/home-office"))
    assert page.one("h1").text == "No time is put down in these weeks, so there is no load to share."
    assert "near the even share" in rows(page)["Jo Park"]


def test_a_coach_who_came_in_the_middle_is_measured_by_the_weeks_with_us(
    client_of: ClientOf, database: Database, cast: Cast
) -> None:
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar, minutes=600)])
    mine = TABLES["assignment"].c.person_id == cast.sam.person_id
    change(database, "assignment", mine, first_on=TODAY - timedelta(weeks=4))
    found = loads(database, cast)["Sam Reed"]
    assert (found.weeks, found.a_week) == (5, 120)
    assert "5 of 12 weeks with us" in page_of(client_of(cast.dora).get("/home-office")).text


@pytest.mark.parametrize("who", ["jo", "rosa", "dan", "mei", "ada"])
def test_it_is_for_directors_alone(client_of: ClientOf, cast: Cast, who: str) -> None:
    page_of(client_of(getattr(cast, who)).get("/home-office"), 403)
    assert 'href="/home-office"' not in client_of(getattr(cast, who)).get("/reminders").text


def test_a_stranger_is_led_to_the_sign_in_and_another_director_sees_another_network(
    client_of: ClientOf, cast: Cast
) -> None:
    assert client_of(None).get("/home-office").headers["location"] == "/sign-in?next=/home-office"
    page = page_of(client_of(cast.olga).get("/home-office"))
    assert list(rows(page)) == ["Otto Brandt"]


def test_an_address_that_cannot_be_read_is_said_beside_the_filters(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get("/home-office?first=<svg onload=x>"), 422)
    assert "Write the day" in page.one("p", class_="notice wrong").text


@pytest.mark.usefixtures("work")
def test_it_takes_few_queries(client_of: ClientOf, database: Database, cast: Cast) -> None:
    with counting(database) as asked:
        assert client_of(cast.dora).get("/home-office").status_code == 200
    assert len(asked) <= 6, "areas, schools, coaches, sessions, other time, and the menu's reviews"
