"""A request that recurs: where it is shown, the way to its sessions, and the barrier that it becomes."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.periods import Window
from app.domain.vocabulary import Aim, Area, Origin
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.barring import name_barrier
from tests.support.cast import Cast
from tests.support.filling import NOW
from tests.support.pages import Element, page_of, sent_by
from tests.support.tellings import telling
from tests.support.years import keep


@pytest.fixture
def thrice(database: Database, cast: Cast) -> None:
    """Alder asked for its budget three times in twelve weeks, once long before, and for its front office twice."""
    asked = {"origin": Origin.REQUESTED}
    first = Window.ending(cast.today).first
    budget = [telling(cast, held_on=day, **asked) for day in (cast.today, cast.today - timedelta(weeks=4), first)]
    before = telling(cast, held_on=first - timedelta(days=1), **asked)
    planned = telling(cast)
    office = [telling(cast, area_id=cast.areas[Area.FRONT_OFFICE], **asked)] * 2
    talks = [telling(cast, area_id=cast.areas[Area.LEADERSHIP], **asked)] * 4
    keep(database, cast.jo, [*budget, before, planned, *office, *talks])


def recurring(page: Element) -> list[str]:
    return [
        row.one("p", class_="soft n").text for rows in page.all("ul", class_="rows again") for row in rows.all("li")
    ]


@pytest.mark.usefixtures("thrice")
def test_it_is_shown_with_its_count_and_leads_to_exactly_its_sessions(client_of: ClientOf, cast: Cast) -> None:
    for path in ("/barriers", f"/schools/{cast.alder}/barriers", f"/schools/{cast.alder}"):
        page = page_of(client_of(cast.rosa).get(path))
        assert recurring(page) == ["Asked for 3 times since September 7 · 3 sessions"], path
        (to,) = [link["href"] for link in page.all("a") if link.text == "3 sessions"]
        listed = page_of(client_of(cast.rosa).get(to))
        assert listed.one("h1").text == "3 sessions asked for in the moment"
        assert len(listed.one("ul", class_="rows").all("li")) == 3
    assert recurring(page_of(client_of(cast.sam).get("/barriers"))) == []
    assert recurring(page_of(client_of(cast.jo).get(f"/schools/{cast.birch}/barriers"))) == []


@pytest.mark.usefixtures("thrice")
def test_it_is_one_tap_from_a_barrier_and_not_shown_while_that_is_open(client_of: ClientOf, cast: Cast) -> None:
    link = (
        page_of(client_of(cast.jo).get(f"/schools/{cast.alder}"))
        .one("section", id="barriers")
        .one("ul", class_="rows again")
    )
    (to,) = [each["href"] for each in link.all("a", class_="btn")]
    page = page_of(client_of(cast.jo).get(to))
    assert "Asked for 3 times since September 7. What is the system behind it?" in page.text
    sent = sent_by(page.one("form", id="barrier"))
    assert len(sent["session_ids"]) == 3
    assert sent["what"] == ["Budget development: asked for again and again"]
    answer = client_of(cast.jo).post(f"/schools/{cast.alder}/barriers", data=sent)
    shown = page_of(client_of(cast.jo).get(answer.headers["location"]))
    assert "3 sessions, asked for in the moment" in shown.text
    for path in ("/barriers", f"/schools/{cast.alder}/barriers", f"/schools/{cast.alder}"):
        assert recurring(page_of(client_of(cast.jo).get(path))) == [], path
    barrier = answer.headers["location"].partition("?")[0]
    client_of(cast.jo).post(f"{barrier}/remove", data={"version": "1"})
    assert recurring(page_of(client_of(cast.jo).get("/barriers"))), "what was removed answers nothing"


@pytest.mark.usefixtures("thrice")
def test_once_it_is_settled_only_later_requests_count(client_of: ClientOf, cast: Cast, database: Database) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder, area_id=cast.areas[Area.BUDGET])
    moved = {"version": "1", "status": "solved", "settled_on": str(cast.today)}
    assert client_of(cast.jo).post(f"/barriers/{barrier}/move", data=moved).status_code == 303
    assert recurring(page_of(client_of(cast.jo).get("/barriers"))) == []


@pytest.mark.usefixtures("thrice")
def test_the_way_to_the_sessions_says_where_it_begins_after_a_barrier(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    weeks_ago = cast.today - timedelta(weeks=5)
    barrier = name_barrier(database, cast.jo, cast.alder, now=NOW - timedelta(weeks=5), area_id=cast.areas[Area.BUDGET])
    moved = {"version": "1", "status": "solved", "settled_on": str(weeks_ago)}
    client_of(cast.jo).post(f"/barriers/{barrier}/move", data=moved)
    keep(database, cast.jo, [telling(cast, origin=Origin.REQUESTED)])
    page = page_of(client_of(cast.jo).get("/barriers"))
    assert recurring(page) == ["Asked for 3 times since October 27 · 3 sessions"]
    (to,) = [link["href"] for link in page.all("a") if link.text == "3 sessions"]
    assert parse_qs(urlsplit(to).query)["after"] == [str(weeks_ago + timedelta(days=1))]
    assert page_of(client_of(cast.jo).get(to)).one("h1").text == "3 sessions asked for in the moment"


@pytest.mark.usefixtures("thrice")
def test_a_voided_request_is_none(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(
        client_of(cast.jo).get(f"/schools/{cast.alder}/sessions?origin=requested&area={cast.areas[Area.BUDGET]}")
    )
    to = page.one("ul", class_="rows").all("li")[0].one("a")["href"]
    assert client_of(cast.jo).post(f"{to}/void", data={"reason": "Logged twice", "version": "1"}).status_code == 303
    assert recurring(page_of(client_of(cast.jo).get("/barriers"))) == []


@pytest.mark.usefixtures("thrice")
def test_who_may_only_look_is_offered_no_barrier(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.ada).get(f"/schools/{cast.alder}/barriers"))
    assert recurring(page)
    assert not page.one("section", id="recurring").all("a", class_="btn")
    page_of(client_of(cast.ada).get(f"/schools/{cast.alder}/barriers/new?recurring={cast.areas[Area.BUDGET]}"), 403)


def test_what_recurs_no_more_leads_to_an_empty_form(client_of: ClientOf, cast: Cast) -> None:
    path = f"/schools/{cast.alder}/barriers/new"
    for asked in (cast.areas[Area.BUDGET], cast.other_areas[Area.BUDGET], "x"):
        sent = sent_by(page_of(client_of(cast.jo).get(f"{path}?recurring={asked}")).one("form", id="barrier"))
        assert "session_ids" not in sent


def test_a_school_that_asks_in_the_moment_is_led_to_what_recurs(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, [telling(cast, origin=Origin.REQUESTED)] * 7)
    for path in ("/flags", f"/schools/{cast.alder}"):
        (flag,) = [
            each for each in page_of(client_of(cast.dora).get(path)).all("li") if each.get("data-rule") == "reactive"
        ]
        assert flag.all("a", href=f"/schools/{cast.alder}/barriers#recurring"), path


def test_what_lasts_stands_on_the_schools_page_with_its_sessions(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, [telling(cast)])
    assert lasting(client_of, cast).text == "not said of any session yet"
    keep(database, cast.jo, [telling(cast, aim=aim) for aim in (Aim.SYSTEM, Aim.SYSTEM, Aim.SYMPTOM)])
    line = lasting(client_of, cast)
    assert line.text == "67% of 2.3 h where it was said"
    listed = page_of(client_of(cast.dora).get(line.one("a")["href"]))
    assert listed.one("h1").text == "2 sessions on a system"


def lasting(client_of: ClientOf, cast: Cast) -> Element:
    lines = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}")).one("dl", class_="lines n").all("div")
    return next(each for each in lines if each.one("dt").text == "On a system, not a quick fix").one("dd")
