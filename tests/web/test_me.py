"""One's own page: one's own work beside one's own past, and nobody else's, for nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.periods import WEEK
from app.domain.vocabulary import Lead, Other, Verdict
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import TODAY, Cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, page_of
from tests.support.reviewing import say
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, travel
from tests.support.years import counting, keep, weeks
from tests.web.conftest import Log


def compared(page: Element) -> dict[str, list[str]]:
    table = page.one("table", class_="figures compare")
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")}


def load(page: Element) -> dict[str, str]:
    table = page.one("main").all("section")[-1].one("table")
    return {row.one("th").text: row.one("data")["value"] for row in table.all("tr") if row.all("data")}


@pytest.fixture
def year(database: Database, cast: Cast) -> None:
    """A year of Jo's: by turns for and with; two of three since twelve weeks are with, and led by the school."""
    turn = TODAY - 11 * WEEK - timedelta(days=1)
    keep(database, cast.jo, weeks(cast, TODAY - 70 * WEEK, turn - timedelta(days=1), "FW"))
    keep(database, cast.jo, weeks(cast, turn, TODAY, "FWW", strength="Asked before telling"))


@pytest.mark.usefixtures("year")
def test_a_coach_sees_what_they_did_for_and_with_schools_beside_their_own_past(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get("/me"))
    assert "This is yours alone." in page.one("main").text
    assert page.one("span", class_="figure").text == "34%"
    found = compared(page)
    assert found["Done for schools"][1:] == ["50% 9 of 18 h", "50% 9 of 18 h"]
    assert found["School led, of the time side by side"][0].startswith("100%")
    assert found["Strengths I noted"] == ["35 in 35 sessions", "0 in 24 sessions", "0 in 24 sessions"]
    drawing = page.all("svg", class_="chart wide")[0]
    assert drawing.one("title").text == "Done for the schools I coach, every two weeks"
    assert len(drawing.all("circle")) > 30


@pytest.mark.usefixtures("year")
def test_who_led_is_said_with_what_it_is_of(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, lead=Lead.COACH, minutes=60)])
    text = page_of(client_of(cast.jo).get("/me")).one("main").text
    assert "coach led 5% · shared 0% · school led 95%; of 24 sessions side by side" in text


def test_a_correction_counts_as_it_was_heard_and_is_said_with_how_many_were_reviewed(
    client_of: ClientOf, database: Database, cast: Cast, log: Log
) -> None:
    ids = [log.saved(cast.jo, side_by_side(cast, held_on=TODAY - timedelta(days=day))) for day in range(7)]
    for session_id in ids[:5]:
        say(database, cast.rosa, Verdict.CONFIRMED, session_id)
    assert compared(page_of(client_of(cast.jo).get("/me")))["Corrections I heard"][0] == "not enough yet: 5 reviewed"
    say(database, cast.rosa, Verdict.CORRECTED, ids[5])
    page = page_of(client_of(cast.jo).get("/me"))
    assert compared(page)["Corrections I heard"][0] == "1 of 6 reviewed sessions"
    assert page.one("span", class_="figure").text == "14%", "what was corrected counts as done for the school"


@pytest.mark.usefixtures("year")
def test_strengths_are_ones_own_words_newest_first(client_of: ClientOf, database: Database, cast: Cast) -> None:
    keep(database, cast.jo, [side_by_side(cast, strength="<b>Led it</b> all")])
    keep(database, cast.sam, [telling(cast, school_id=cast.cedar, strength="Sam saw this")])
    page = page_of(client_of(cast.jo).get("/me"))
    first = page.one("ul", class_="trail").all("li")[0]
    assert first.text.startswith("“")
    assert "“<b>Led it</b> all”Alder High, Budget development, November 24" in page.one("ul", class_="trail").text
    assert "Sam saw this" not in page.text


def test_hours_are_all_of_ones_own_by_kind(client_of: ClientOf, database: Database, cast: Cast) -> None:
    keep(database, cast.jo, [telling(cast, minutes=90)])
    keep(database, cast.sam, [side_by_side(cast, school_id=cast.cedar, minutes=40, co_coach_id=cast.jo.person_id)])
    add_time(database, cast.jo, travel())
    add_time(database, cast.sam, travel(minutes=500), other_id=uuid4())
    page = page_of(client_of(cast.jo).get("/me"))
    assert load(page) == {
        "Sessions I coached": "90",
        "Sessions beside a colleague": "40",
        "Travel": "30",
        "All together": "160",
    }
    assert "1 session in 12 weeks: not enough yet" in page.one("main").text, "what one coached beside is the other's"


@pytest.mark.usefixtures("year")
def test_what_others_did_moves_nothing(client_of: ClientOf, database: Database, cast: Cast) -> None:
    before = client_of(cast.jo).get("/me").text
    keep(database, cast.sam, weeks(cast, TODAY - 20 * WEEK, TODAY, "FFF", school_id=cast.cedar))
    add_time(database, cast.sam, travel(kind=Other.LEARNING), other_id=uuid4())
    assert client_of(cast.jo).get("/me").text == before
    assert client_of(cast.sam).get("/me").text != before


def test_what_is_voided_counts_nowhere(client_of: ClientOf, database: Database, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast))
    sessions = TABLES["coaching_session"]
    with database.writing() as connection:
        gone = sessions.update().values(voided_at=sessions.c.received_at, void_reason="twice")
        connection.execute(gone, execution_options=ANYBODY)
    assert "Nothing here yet" in page_of(client_of(cast.jo).get("/me")).one("main").text


def test_nobody_has_a_way_to_anybody_elses(client_of: ClientOf, cast: Cast) -> None:
    """There is no id to ask for, and what one puts into the address is not looked at."""
    asked = f"/me?coach={cast.sam.person_id}&person_id={cast.sam.person_id}&id={cast.sam.person_id}"
    mine, answer = client_of(cast.jo).get("/me"), client_of(cast.jo).get(asked)
    assert page_of(answer).one("h1").text == page_of(mine).one("h1").text
    assert load(page_of(answer)) == load(page_of(mine))
    page_of(client_of(cast.jo).get(f"/me/{cast.sam.person_id}"), 404)


@pytest.mark.parametrize("who", ["dora", "ada", "rosa", "dan", "mei", "olga"])
def test_whoever_does_not_coach_has_no_such_page(client_of: ClientOf, cast: Cast, who: str) -> None:
    page_of(client_of(getattr(cast, who)).get("/me"), 403)
    page_of(client_of(getattr(cast, who)).get("/me.csv"), 403)
    assert 'href="/me"' not in client_of(getattr(cast, who)).get("/reminders").text


def test_a_stranger_is_led_to_the_sign_in(client_of: ClientOf) -> None:
    assert client_of(None).get("/me").headers["location"] == "/sign-in?next=/me"


@pytest.mark.parametrize("path", ["/me", "/me?first=2026-09-07&last=2026-11-24", "/me.csv"])
@pytest.mark.usefixtures("year")
def test_no_browser_and_no_proxy_keeps_it(client_of: ClientOf, cast: Cast, path: str) -> None:
    answer = client_of(cast.jo).get(path)
    assert "no-store" in answer.headers["cache-control"].split(", ")
    assert "etag" not in answer.headers


def test_an_address_that_cannot_be_read_is_said_and_the_page_stands(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get("/me?first=0202-01-01"), 422)
    assert "check its year" in page.one("p", class_="notice wrong").text


@pytest.mark.usefixtures("year")
def test_it_takes_few_queries_however_long_ago_one_began(client_of: ClientOf, database: Database, cast: Cast) -> None:
    with counting(database) as asked:
        assert client_of(cast.jo).get("/me?first=2025-08-11").status_code == 200
    assert len(asked) <= 7
