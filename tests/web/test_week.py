"""My week: what stands in it, the word that it is complete, and last week as drafts."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import Element, chosen, notice, page_of
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, missed, travel
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def week(client_of: ClientOf, cast: Cast, of: object = "", who: str = "jo") -> Element:
    path = f"/week?of={of}" if of else "/week"
    return page_of(client_of(getattr(cast, who)).get(path)).one("main")


def days(page: Element) -> list[str]:
    """What each day says, Monday first."""
    return [row.text for row in page.one("ol", class_="week").children if isinstance(row, Element)]


def test_each_day_shows_what_is_in_it_or_that_nothing_is(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    log.saved(cast.jo, side_by_side(cast, started_at=time(9, 30), co_coach_id=cast.sam.person_id))
    add_time(database, cast.jo, travel())
    add_time(database, cast.jo, missed(cast.birch), other_id=uuid4())
    page = week(client_of, cast)
    assert page.one("h1").text == "This week"
    monday, tuesday, wednesday, *_, sunday = days(page)
    assert monday.startswith("Mon, Nov 23 Nothing logged")
    assert "9:30 AM · 45 min" in tuesday
    assert "with Sam Reed" in tuesday
    assert "Visit that did not happen, Birch Middle" in tuesday
    assert "The principal was called away" in tuesday
    assert [wednesday, sunday] == ["Wed, Nov 25 Still to come", "Sun, Nov 29 Still to come"]
    assert page.all("section")[0].one("h2").text == "1.3 h in all, 1 weekday with nothing logged"
    sums = page.one("dl", class_="sums").text
    assert "Coaching sessions 0.8 h" in sums.replace("sessions0", "sessions 0")
    assert "Travel" in sums


def test_a_day_without_anything_leads_to_the_form_of_that_day(client_of: ClientOf, cast: Cast) -> None:
    links = [a["href"] for a in week(client_of, cast).all("a") if "held_on" in a.get("href")]
    assert links == [f"/log?held_on={MONDAY}", f"/log?held_on={cast.today}"]
    link = links[0]
    assert chosen(page_of(client_of(cast.jo).get(link)), "held_on") == [str(MONDAY)]


def test_one_goes_from_week_to_week_and_not_beyond_this_one(client_of: ClientOf, cast: Cast) -> None:
    links = [a.text for a in week(client_of, cast).all("a", class_="btn") if a.text.startswith("Week ")]
    assert links == ["Week before"]
    before = week(client_of, cast, MONDAY - timedelta(days=5))
    assert before.one("h1").text == "Week of Nov 16"
    assert [a["href"] for a in before.all("a", class_="btn") if a.text == "Week after"] == [f"/week?of={MONDAY}"]


@on_sqlite
@pytest.mark.parametrize("of", ["x", "2026-02-30", "9999-12-31", "0001-01-01", "%00", "%ED%A0%80", "<svg onload=x>"])
def test_what_is_no_week_leads_to_one_that_is(client_of: ClientOf, cast: Cast, of: str) -> None:
    page = week(client_of, cast, of)
    assert page.one("h1").text in {"This week", "Week of Jan 3"}
    assert "onload" not in page.raw


def test_a_page_of_the_week_comes_as_a_fragment_too(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.jo).get("/week", headers={"hx-request": "true"})
    assert answer.text.startswith('<div id="week"')
    assert answer.headers["vary"] == "HX-Request"
    links = [a for a in page_of(answer).all("a") if "hx-get" in a]
    assert [a["hx-get"] for a in links] == [a["href"] for a in links]


def test_sessions_at_the_same_time_are_pointed_out(client_of: ClientOf, cast: Cast, log: Log) -> None:
    first = log.saved(cast.jo, telling(cast, started_at=time(9, 30)))
    second = log.saved(cast.jo, telling(cast, school_id=cast.birch, started_at=time(10)))
    page = page_of(client_of(cast.jo).get(f"/sessions/{second}?done=saved"))
    assert "You logged something else for the same time." in page.text
    assert [a.text for a in page.one("main").all("a", href=f"/sessions/{first}")] == ["Alder High, 9:30 AM, 45 min"]
    tuesday = days(week(client_of, cast))[1]
    assert "At the same time as Birch Middle, 10:00 AM." in tuesday
    assert "At the same time as Alder High, 9:30 AM." in tuesday
    assert "same time" not in page_of(client_of(cast.dora).get(f"/sessions/{second}")).text


def test_a_long_day_is_asked_about_softly(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast, minutes=400))
    second = log.saved(cast.jo, telling(cast, minutes=230))
    page = page_of(client_of(cast.jo).get(f"/sessions/{second}?done=saved"))
    assert "630 minutes are logged for this day in all." in page.text
    assert "11 h in one day." in days(week(client_of, cast))[1]


def test_a_week_is_complete_until_that_is_taken_back_and_says_what_changed_since(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    jo = client_of(cast.jo)
    (form,) = [form for form in week(client_of, cast).all("form") if form["action"].endswith("/complete")]
    assert form["action"] == f"/week/{MONDAY}/complete"
    answer = jo.post(form["action"])
    assert (answer.status_code, answer.headers["location"]) == (303, f"/week?of={MONDAY}&done=complete")
    page = page_of(jo.get(answer.headers["location"])).one("main")
    assert "Thank you. This week is complete." in page.text
    assert "You said on Nov 24, 2026, 12:00 PM that this week is complete." in page.text
    assert "changed since" not in page.text
    log.saved(cast.jo, telling(cast))
    page = week(client_of, cast)
    assert "It has changed since." in page.text
    assert [button.text for button in page.all("section")[0].all("button")] == [
        "It is still complete",
        "Take that back",
    ]
    jo.post(f"/week/{MONDAY}/complete")
    assert "changed since" not in week(client_of, cast).text
    answer = jo.post(f"/week/{MONDAY}/reopen")
    assert answer.headers["location"] == f"/week?of={MONDAY}&done=reopened"
    assert "You said on" not in week(client_of, cast).text


@pytest.mark.parametrize("first", ["2026-11-30", "2026-11-24"])
def test_a_week_that_is_none_cannot_be_complete(
    database: Database, client_of: ClientOf, cast: Cast, first: str
) -> None:
    for act in ("complete", "reopen"):
        page = page_of(client_of(cast.jo).post(f"/week/{first}/{act}"), 422)
        assert notice(page) == "Choose a week that has begun."
    page_of(client_of(cast.jo).post("/week/soon/complete"), 404)
    assert count(database, "complete_week") == 0


def test_last_week_is_copied_as_drafts_without_what_has_to_be_said_anew(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    tuesday = cast.today - timedelta(days=7)
    told = log.saved(cast.jo, side_by_side(cast, held_on=tuesday, minutes=50, private_note="mine", strength="asked"))
    log.saved(cast.jo, telling(cast, held_on=tuesday + timedelta(days=2)))
    jo = client_of(cast.jo)
    page = page_of(jo.get("/week/copy")).one("main")
    assert len(page.one("ul", class_="rows").all("li")) == 2
    assert "once it was held" in page.text
    (link,) = [a for a in page.all("a") if "like=" in a.get("href")]
    assert link["href"] == f"/log?like={told}&held_on={cast.today}"
    form = page_of(jo.get(link["href"]))
    assert chosen(form, "school_id") == [str(cast.alder)]
    assert chosen(form, "area_id") == [str(side_by_side(cast).area_id)]
    assert chosen(form, "minutes") == ["50"]
    assert chosen(form, "participant_ids") == [str(cast.rosa.person_id)]
    assert chosen(form, "held_on") == [str(cast.today)]
    for name in ("mode", "lead", "origin", "strength", "private_note", "co_coach_id", "started_at"):
        assert chosen(form, name) == [], name
    assert count(database, "coaching_session") == 2, "nothing is written until it is saved"
    log.saved(cast.jo, telling(cast))
    page = page_of(jo.get("/week/copy")).one("main")
    assert page.text.count("already logged") == 1
    assert "Log it again" in page.text


def test_where_there_is_nothing_to_copy_the_page_says_so(client_of: ClientOf, cast: Cast) -> None:
    assert "Nothing to copy" in page_of(client_of(cast.jo).get("/week/copy?of=x")).text


def test_the_week_is_ones_own(database: Database, client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast))
    add_time(database, cast.jo, travel())
    client_of(cast.jo).post(f"/week/{MONDAY}/complete")
    page = week(client_of, cast, who="sam")
    for words in ("Alder", "Travel 30", "You said on"):
        assert words not in page.text
    assert week(client_of, cast, who="otto").all("h2")[0].text.startswith("0 h in all")


@pytest.mark.parametrize("who", ["rosa", "dan", "mei", "dora", "ada"])
def test_whoever_logs_nothing_has_no_week(client_of: ClientOf, cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    for path in ("/week", "/week/copy"):
        page_of(client.get(path), 403)
    for act in ("complete", "reopen"):
        page_of(client.post(f"/week/{MONDAY}/{act}"), 403)
    assert "My week" not in [a.text for a in page_of(client.get("/sign-in")).all("a")]


def test_who_is_signed_out_is_led_to_the_sign_in(client_of: ClientOf) -> None:
    stranger = client_of(None)
    assert stranger.get("/week").headers["location"] == "/sign-in?next=/week"
    page_of(stranger.post(f"/week/{MONDAY}/complete"), 401)


def test_the_navigation_leads_there(client_of: ClientOf, cast: Cast) -> None:
    nav = page_of(client_of(cast.jo).get("/week")).one("nav", aria_label="Main")
    assert [a.text for a in nav.all("a", aria_current="page")] == ["My week"]
    places = [a.text for a in nav.all("a")]
    assert places.index("My week") == places.index("My sessions") + 1


def test_a_session_that_began_at_a_time_says_so(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast, started_at=time(13, 5)))
    assert "Tue, Nov 24, 2026, 1:05 PM" in page_of(client_of(cast.jo).get(f"/sessions/{session_id}")).text
    form = page_of(client_of(cast.jo).get(f"/sessions/{session_id}/edit"))
    assert chosen(form, "started_at") == ["13:05"]
    assert "open" in form.one("input", id="started_at").inside("details").attributes  # type: ignore[union-attr]


def test_two_versions_say_when_each_began_and_who_coached_too(cast: Cast, log: Log) -> None:
    session_id: UUID = log.saved(cast.jo, telling(cast, started_at=time(13, 5)))
    page = page_of(log(cast.jo, telling(cast, co_coach_id=cast.sam.person_id), session_id), 409)
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")}
    assert rows["Began at"] == ["1:05 PM", "not said (differs)"]
    assert rows["Coached with"] == ["not said", "Sam Reed (differs)"]
