"""The register of barriers, and the form that names and changes one."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.barring import name_barrier
from tests.support.cast import Cast
from tests.support.pages import errors_of, notice, page_of, sent_by
from tests.support.tellings import telling
from tests.web.conftest import Log

WHAT = "No time in the schedule when all teams can meet"
HOSTILE = "<svg onload=alert(1)> =cmd|' /C calc'!A0"


def post(client_of: ClientOf, who: Any, path: str, **data: Any) -> httpx2.Response:
    answer: httpx2.Response = client_of(who).post(path, data=data)
    return answer


def listed(client_of: ClientOf, who: Any, path: str = "/barriers") -> list[str]:
    """What stands on a register, in its order."""
    page = page_of(client_of(who).get(path))
    tables = page.all("table", class_="cards barriers")
    return [row.one("th").text for table in tables for row in table.one("tbody").all("tr")]


def test_the_form_that_is_shown_is_the_form_that_is_accepted(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get(f"/schools/{cast.alder}/barriers/new?area={cast.areas[Area.BUDGET]}"))
    form = page.one("form", id="barrier")
    said = {"what": WHAT, "owner": "The principal", "next_act": "Draw the week anew", "next_on": "2026-12-04"}
    answer = post(client_of, cast.jo, form["action"], **(sent_by(form) | said))
    assert answer.status_code == 303
    shown = page_of(client_of(cast.rosa).get(answer.headers["location"])).one("main").text
    for words in ("It is on the register now.", WHAT, "Budget development", "The principal", "by December 4", "Open"):
        assert words in shown
    assert "Jo Park" not in shown, "who named it is nobody's matter"
    assert listed(client_of, cast.rosa) == [WHAT]
    assert listed(client_of, cast.sam) == []


def test_the_same_form_twice_is_one_barrier(client_of: ClientOf, cast: Cast) -> None:
    form = {"id": str(uuid4()), "what": WHAT}
    first, again = (post(client_of, cast.jo, f"/schools/{cast.alder}/barriers", **form) for _ in range(2))
    assert first.headers["location"].endswith("?done=opened")
    assert again.headers["location"].endswith("?done=already")
    assert listed(client_of, cast.jo) == [WHAT]
    page_of(post(client_of, cast.rosa, f"/schools/{cast.alder}/barriers", **form), 404)


def test_an_invalid_form_keeps_what_was_typed(client_of: ClientOf, cast: Cast) -> None:
    path = f"/schools/{cast.alder}/barriers"
    page = page_of(post(client_of, cast.jo, path, what=" ", owner="The principal", next_on="2026-12-04"), 422)
    assert errors_of(page).keys() == {"what", "next_act"}
    assert sent_by(page.one("form", id="barrier"))["owner"] == ["The principal"]
    page = page_of(post(client_of, cast.jo, path, what=WHAT, next_on="soon", area_id="x"), 422)
    assert errors_of(page).keys() == {"next_on", "area_id"}
    page = page_of(post(client_of, cast.jo, path, what=WHAT, next_act="x", next_on="2099-01-01"), 422)
    assert errors_of(page).keys() == {"next_on"}


def test_a_confidential_area_and_anothers_are_not_to_be_had(client_of: ClientOf, cast: Cast) -> None:
    path = f"/schools/{cast.alder}/barriers"
    page = page_of(post(client_of, cast.jo, path, what=WHAT, area_id=str(cast.areas[Area.LEADERSHIP])), 422)
    assert errors_of(page).keys() == {"area_id"}
    page_of(post(client_of, cast.jo, path, what=WHAT, area_id=str(cast.other_areas[Area.BUDGET])), 404)


@pytest.mark.parametrize("words", ["\x00", "\ud800", "x" * 301, "\u202e", "\u200b"])
def test_what_cannot_be_kept_is_said_beside_its_field(client_of: ClientOf, cast: Cast, words: str) -> None:
    body = b"what=" + "".join(f"%{byte:02x}" for byte in words.encode("utf-8", "surrogatepass")).encode()
    answer = client_of(cast.jo).post(
        f"/schools/{cast.alder}/barriers",
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        assert errors_of(page_of(answer, 422)).keys() == {"what"}


def test_hostile_words_are_words(client_of: ClientOf, cast: Cast, database: Database) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder, what=HOSTILE, owner=HOSTILE[:80], next_act=HOSTILE)
    for path in ("/barriers", f"/barriers/{barrier}", f"/barriers/{barrier}/edit", f"/schools/{cast.alder}"):
        text = client_of(cast.rosa).get(path).text
        assert "<svg onload" not in text
        assert "&lt;svg onload" in text
    assert (
        client_of(cast.jo).post(f"/schools/{cast.alder}/barriers", data={"what": "x" * 10_000_000}).status_code == 413
    )
    for path in ("/barriers?school=x", "/barriers/x", f"/barriers?school={cast.elder}"):
        assert client_of(cast.jo).get(path).status_code in {404, 422}


def test_a_barrier_is_said_anew(client_of: ClientOf, cast: Cast, database: Database) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder)
    form = page_of(client_of(cast.rosa).get(f"/barriers/{barrier}/edit")).one("form", id="barrier")
    sent = sent_by(form) | {"owner": ["The office manager"]}
    answer = post(client_of, cast.rosa, form["action"], **sent)
    assert answer.headers["location"] == f"/barriers/{barrier}?done=saved"
    assert "The office manager" in page_of(client_of(cast.jo).get(f"/barriers/{barrier}")).one("main").text
    again = post(client_of, cast.rosa, form["action"], **sent)
    assert again.headers["location"] == f"/barriers/{barrier}?done=already", "the same words are no conflict"


def test_two_who_change_it_at_once_meet(client_of: ClientOf, cast: Cast, database: Database) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder)
    stale = sent_by(page_of(client_of(cast.rosa).get(f"/barriers/{barrier}/edit")).one("form", id="barrier"))
    post(client_of, cast.jo, f"/barriers/{barrier}", **(stale | {"what": ["Bells of two schools"]}))
    page = page_of(post(client_of, cast.rosa, f"/barriers/{barrier}", **(stale | {"what": ["Two calendars"]})), 409)
    assert "It now says: “Bells of two schools”" in notice(page)
    mine = sent_by(page.one("form", id="barrier"))
    assert mine["what"] == ["Two calendars"]
    assert post(client_of, cast.rosa, f"/barriers/{barrier}", **mine).status_code == 303
    assert listed(client_of, cast.jo) == ["Two calendars"]


def test_the_networks_own_is_everybodys_to_read_and_a_directors_to_change(client_of: ClientOf, cast: Cast) -> None:
    answer = post(client_of, cast.dora, "/barriers", what="Substitutes are hard to find")
    barrier = answer.headers["location"].partition("?")[0]
    for who in (cast.jo, cast.sam, cast.rosa, cast.ada):
        assert listed(client_of, who) == ["Substitutes are hard to find"]
        assert "The whole network" in page_of(client_of(who).get(barrier)).one("main").text
        page_of(client_of(who).get(f"{barrier}/edit"), 403)
        page_of(post(client_of, who, barrier, what="x"), 403)
    page_of(client_of(cast.mei).get(barrier), 404)
    page_of(client_of(cast.olga).get(barrier), 404)
    assert client_of(cast.dora).get(f"{barrier}/edit").status_code == 200
    assert listed(client_of, cast.rosa, f"/schools/{cast.alder}/barriers") == ["Substitutes are hard to find"]


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 403), ("sam", 404), ("mei", 404), ("otto", 404), ("olga", 404), (None, 401)]
)
def test_who_may_not_name_one_is_told_so(
    client_of: ClientOf, cast: Cast, database: Database, who: str | None, status: int
) -> None:
    someone = getattr(cast, who) if who else None
    page_of(post(client_of, someone, f"/schools/{cast.alder}/barriers", what=WHAT), status)
    barrier = name_barrier(database, cast.jo, cast.alder)
    page_of(post(client_of, someone, f"/barriers/{barrier}", what="x", version="1"), status)
    for act in ("move", "remove", "restore", "sessions"):
        page_of(post(client_of, someone, f"/barriers/{barrier}/{act}", status="solved", version="1"), status)


def test_an_admin_sees_them_and_is_offered_nothing(client_of: ClientOf, cast: Cast, database: Database) -> None:
    barrier = name_barrier(database, cast.jo, cast.alder)
    page = page_of(client_of(cast.ada).get(f"/barriers/{barrier}"))
    assert not page.one("main").all("form")
    assert not page.all("a", href=f"/barriers/{barrier}/edit")
    assert listed(client_of, cast.ada) == [WHAT]


def test_the_register_is_narrowed_to_a_school_and_a_state(client_of: ClientOf, cast: Cast, database: Database) -> None:
    name_barrier(database, cast.jo, cast.alder, what="At Alder")
    name_barrier(database, cast.jo, cast.birch, what="At Birch")
    barrier = name_barrier(database, cast.jo, cast.birch, what="Gone at Birch")
    post(client_of, cast.jo, f"/barriers/{barrier}/move", status="solved", settled_on=str(cast.today), version="1")
    assert set(listed(client_of, cast.jo)) == {"At Alder", "At Birch"}
    assert listed(client_of, cast.jo, f"/barriers?school={cast.birch}") == ["At Birch"]
    assert listed(client_of, cast.jo, "/barriers?state=settled") == ["Gone at Birch"]
    assert len(listed(client_of, cast.dora, "/barriers?state=all")) == 3
    assert set(listed(client_of, cast.rosa, "/barriers?state=all")) == {"At Alder"}


def test_htmx_receives_the_register_alone(client_of: ClientOf, cast: Cast, database: Database) -> None:
    name_barrier(database, cast.jo, cast.alder)
    part = page_of(client_of(cast.jo).get("/barriers", headers={"hx-request": "true"}))
    assert part.all("h1") == []
    assert WHAT in part.one("div", id="register").text
    assert page_of(client_of(cast.jo).get("/barriers")).one("div", id="register").text == part.text


def test_an_empty_register_teaches(client_of: ClientOf, cast: Cast) -> None:
    assert "No barrier is named yet" in page_of(client_of(cast.jo).get("/barriers")).text
    school = page_of(client_of(cast.jo).get(f"/schools/{cast.alder}/barriers"))
    assert "Nothing recurs now." in school.text
    assert school.all("a", href=f"/schools/{cast.alder}/barriers/new")


def test_a_school_says_its_open_barriers(client_of: ClientOf, cast: Cast, database: Database, log: Log) -> None:
    log.saved(cast.jo, telling(cast))
    assert "No barrier is named." in school_part(client_of, cast)
    name_barrier(database, cast.jo, cast.alder, next_act="Draw the week anew", next_on=cast.today)
    assert f"{WHAT} Next: Draw the week anew by November 24 Open" in school_part(client_of, cast)


def school_part(client_of: ClientOf, cast: Cast) -> str:
    return page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}")).one("section", id="barriers").text


def test_a_menu_leads_to_it(client_of: ClientOf, cast: Cast) -> None:
    for who in (cast.jo, cast.rosa, cast.dora, cast.ada):
        page = page_of(client_of(who).get("/schools"))
        assert page.all("a", href="/barriers")
    assert not page_of(client_of(cast.mei).get("/reminders")).all("a", href="/barriers")


def test_a_session_begins_a_barrier(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/barriers/new?session={session_id}"))
    sent = sent_by(page.one("form", id="barrier"))
    assert (sent["session_ids"], sent["area_id"]) == ([str(session_id)], [str(cast.areas[Area.BUDGET])])
    bad = page_of(post(client_of, cast.rosa, f"/schools/{cast.alder}/barriers", **(sent | {"what": ""})), 422)
    assert sent_by(bad.one("form", id="barrier"))["session_ids"] == [str(session_id)], "the tick is kept too"
    answer = post(client_of, cast.rosa, f"/schools/{cast.alder}/barriers", **(sent | {"what": WHAT}))
    shown = page_of(client_of(cast.rosa).get(answer.headers["location"]))
    assert shown.all("a", href=f"/sessions/{session_id}")
    page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/barriers/new?session={UUID(int=1)}"), 404)
