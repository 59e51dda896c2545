"""What is done to a barrier: moved on, removed and brought back, and sessions put behind it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.vocabulary import Area, Origin
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.barring import name_barrier
from tests.support.cast import Cast
from tests.support.pages import Element, errors_of, notice, page_of, sent_by
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import Log


@pytest.fixture
def barrier(database: Database, cast: Cast) -> UUID:
    """In Alder's budget, named by Jo today."""
    return name_barrier(database, cast.jo, cast.alder, area_id=cast.areas[Area.BUDGET])


def act(client_of: ClientOf, who: Any, path: str, **data: Any) -> httpx2.Response:
    answer: httpx2.Response = client_of(who).post(path, data=data)
    return answer


def shown(client_of: ClientOf, who: Any, barrier: UUID) -> Element:
    return page_of(client_of(who).get(f"/barriers/{barrier}"))


def facts(page: Element) -> dict[str, str]:
    of = page.one("dl", class_="card facts")
    return {name.text: said.text for name, said in zip(of.all("dt"), of.all("dd"), strict=True)}


def ticks(page: Element) -> dict[str, bool]:
    return {box["value"]: "checked" in box for box in page.all("input", name="session_ids")}


def test_it_is_moved_on_and_settled_with_its_day(client_of: ClientOf, cast: Cast, barrier: UUID) -> None:
    path = f"/barriers/{barrier}/move"
    assert act(client_of, cast.rosa, path, status="working", version="1").headers["location"].endswith("done=moved")
    assert facts(shown(client_of, cast.jo, barrier))["How far"] == "Being worked on"
    act(client_of, cast.jo, path, status="solved", settled_on="2026-11-24", version="2")
    assert facts(shown(client_of, cast.rosa, barrier))["How far"] == "Solved on November 24"
    act(client_of, cast.jo, path, status="open", settled_on="2026-11-24", version="3")
    assert facts(shown(client_of, cast.rosa, barrier))["How far"] == "Open"


def test_the_form_that_is_shown_moves_it(client_of: ClientOf, cast: Cast, barrier: UUID) -> None:
    form = shown(client_of, cast.rosa, barrier).one("form", id="move")
    assert act(client_of, cast.rosa, form["action"], **(sent_by(form) | {"status": "left"})).status_code == 303
    assert facts(shown(client_of, cast.jo, barrier))["How far"] == "Left as it is on November 24"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"status": ""}, "status"),
        ({"status": "gone"}, "status"),
        ({"status": "solved"}, "settled_on"),
        ({"status": "solved", "settled_on": "2026-11-25"}, "settled_on"),
        ({"status": "left", "settled_on": "2026-11-01"}, "settled_on"),
        ({"status": "left", "settled_on": "soon"}, "settled_on"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it(
    client_of: ClientOf, cast: Cast, barrier: UUID, sent: dict[str, str], field: str
) -> None:
    page = page_of(act(client_of, cast.jo, f"/barriers/{barrier}/move", version="1", **sent), 422)
    assert errors_of(page).keys() == {field}
    assert "Not saved yet" in notice(page)


def test_a_stale_move_changes_nothing_and_the_same_move_twice_is_one(
    client_of: ClientOf, cast: Cast, barrier: UUID
) -> None:
    path = f"/barriers/{barrier}/move"
    act(client_of, cast.jo, path, status="working", version="1")
    page = page_of(act(client_of, cast.rosa, path, status="left", settled_on="2026-11-24", version="1"), 409)
    assert "Somebody has changed this barrier" in notice(page)
    assert facts(page)["How far"] == "Being worked on"
    assert act(client_of, cast.rosa, path, status="working", version="1").headers["location"].endswith("done=already")


def test_it_is_removed_and_brought_back(client_of: ClientOf, cast: Cast, barrier: UUID) -> None:
    answer = act(client_of, cast.jo, f"/barriers/{barrier}/remove", version="1")
    assert answer.headers["location"] == f"/schools/{cast.alder}/barriers?removed={barrier}"
    page = page_of(client_of(cast.jo).get(answer.headers["location"]))
    assert "is removed." in page.one("div", role="status").text
    assert not page.all("table", class_="cards barriers")
    assert not page_of(client_of(cast.ada).get(answer.headers["location"])).all("div", role="status")
    assert "This barrier is removed" in shown(client_of, cast.rosa, barrier).text
    page_of(act(client_of, cast.rosa, f"/barriers/{barrier}", what="x", version="2"), 409)
    page_of(act(client_of, cast.rosa, f"/barriers/{barrier}/move", status="working", version="2"), 409)
    assert act(client_of, cast.jo, page.one("div", role="status").one("form")["action"]).status_code == 303
    assert page_of(client_of(cast.rosa).get("/barriers")).one("table", class_="cards barriers")
    page_of(act(client_of, cast.jo, f"/barriers/{barrier}/remove", version="1"), 409)


def test_sessions_are_ticked_by_their_tags_alone(client_of: ClientOf, cast: Cast, barrier: UUID, log: Log) -> None:
    with_rosa = side_by_side(cast, shared_note="Alder shared this", strength="asked first", origin=Origin.REQUESTED)
    one, two = log.saved(cast.jo, with_rosa), log.saved(cast.jo, telling(cast))
    log.saved(cast.jo, telling(cast, area_id=cast.areas[Area.STAFFING]))
    log.saved(cast.jo, telling(cast, school_id=cast.birch))
    page = shown(client_of, cast.dan, barrier)
    assert ticks(page) == {str(one): False, str(two): False}
    assert [words for words in ("Jo Park", "Rosa", "Alder shared this", "asked first") if words in page.text] == []
    form = page.one("section", id="sessions").one("form")
    sent = sent_by(form) | {"session_ids": [str(one)]}
    assert act(client_of, cast.dan, form["action"], **sent).headers["location"].endswith("done=linked")
    page = shown(client_of, cast.jo, barrier)
    assert ticks(page) == {str(one): True, str(two): False}
    assert facts(page)["Behind it"] == "1 session, asked for in the moment"
    form = page.one("section", id="sessions").one("form")
    act(client_of, cast.jo, form["action"], **(sent_by(form) | {"session_ids": [str(two)]}))
    assert ticks(shown(client_of, cast.jo, barrier)) == {str(two): True, str(one): False}


def test_what_no_form_showed_stays_behind_it(client_of: ClientOf, cast: Cast, barrier: UUID, log: Log) -> None:
    one, two = log.saved(cast.jo, telling(cast)), log.saved(cast.jo, telling(cast))
    act(client_of, cast.jo, f"/barriers/{barrier}/sessions", session_ids=[str(one)])
    act(client_of, cast.rosa, f"/barriers/{barrier}/sessions", session_ids=[str(two)])
    assert ticks(shown(client_of, cast.jo, barrier)) == {str(one): True, str(two): True}


def test_a_voided_session_is_not_counted(client_of: ClientOf, cast: Cast, barrier: UUID, log: Log) -> None:
    one = log.saved(cast.jo, telling(cast))
    act(client_of, cast.jo, f"/barriers/{barrier}/sessions", session_ids=[str(one)])
    act(client_of, cast.jo, f"/sessions/{one}/void", reason="Logged twice", version="1")
    page = shown(client_of, cast.jo, barrier)
    assert facts(page)["Behind it"] == "no sessions yet"
    assert ticks(page) == {}
    page_of(act(client_of, cast.jo, f"/barriers/{barrier}/sessions", session_ids=[str(uuid4())]), 422)


@pytest.mark.parametrize("moved", ["to another school", "into a confidential area"])
def test_a_session_that_was_moved_since_does_not_take_its_barrier_along(
    client_of: ClientOf, cast: Cast, barrier: UUID, log: Log, moved: str
) -> None:
    said = telling(cast)
    session_id = log.saved(cast.jo, said)
    act(client_of, cast.jo, f"/barriers/{barrier}/sessions", session_ids=str(session_id))
    elsewhere: dict[str, Any] = (
        {"school_id": cast.birch} if "school" in moved else {"area_id": cast.areas[Area.LEADERSHIP]}
    )
    assert log(cast.jo, replace(said, **elsewhere), session_id, version=1).status_code == 303
    assert str(session_id) not in ticks(shown(client_of, cast.jo, barrier))
    assert client_of(cast.jo).get(f"/sessions/{session_id}").text.count(f"/barriers/{barrier}") == 0
    assert log(cast.jo, said, session_id, version=2).status_code == 303
    assert ticks(shown(client_of, cast.jo, barrier)) == {str(session_id): True}


def test_neither_anothers_session_nor_a_confidential_one_can_stand_behind_it(
    client_of: ClientOf, cast: Cast, barrier: UUID, log: Log
) -> None:
    others = [
        log.saved(cast.jo, telling(cast, school_id=cast.birch)),
        log.saved(cast.jo, telling(cast, area_id=cast.areas[Area.LEADERSHIP])),
        log.saved(cast.otto, telling(cast, school_id=cast.elder, area_id=cast.other_areas[Area.BUDGET])),
    ]
    for each in others:
        page = page_of(act(client_of, cast.jo, f"/barriers/{barrier}/sessions", session_ids=[str(each)]), 422)
        assert errors_of(page).keys() == {"session_ids"}
    page = page_of(client_of(cast.jo).get(f"/sessions/{others[1]}"))
    assert not page.all("section", id="barriers")


def test_from_a_session_a_barrier_is_put_behind_it(client_of: ClientOf, cast: Cast, barrier: UUID, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    part = page_of(client_of(cast.rosa).get(f"/sessions/{session_id}")).one("section", id="barriers")
    answer = act(client_of, cast.rosa, part.one("form")["action"], barrier_id=str(barrier))
    assert answer.headers["location"] == f"/sessions/{session_id}?done=linked#barriers"
    part = page_of(client_of(cast.jo).get(answer.headers["location"])).one("section", id="barriers")
    assert part.one("a", href=f"/barriers/{barrier}")
    assert not part.all("form"), "no other barrier is open"
    assert not page_of(client_of(cast.ada).get(f"/sessions/{session_id}")).one("section", id="barriers").all("form")


def test_a_link_that_cannot_be_is_answered(client_of: ClientOf, cast: Cast, database: Database, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    path = f"/sessions/{session_id}/barriers"
    assert "Choose a barrier." in notice(page_of(act(client_of, cast.jo, path), 422))
    page_of(act(client_of, cast.jo, path, barrier_id="x"), 422)
    page_of(act(client_of, cast.jo, path, barrier_id=str(uuid4())), 404)
    at_birch = name_barrier(database, cast.jo, cast.birch)
    page_of(act(client_of, cast.jo, path, barrier_id=str(at_birch)), 422)
    wide = name_barrier(database, cast.dora, None)
    page_of(act(client_of, cast.jo, path, barrier_id=str(wide)), 403)
    assert act(client_of, cast.dora, path, barrier_id=str(wide)).status_code == 303
    page_of(act(client_of, cast.ada, path, barrier_id=str(wide)), 403)
    page_of(act(client_of, cast.sam, path, barrier_id=str(wide)), 404)
    page_of(act(client_of, cast.otto, path, barrier_id=str(wide)), 404)
    act(client_of, cast.jo, f"/barriers/{at_birch}/remove", version="1")


def test_behind_the_networks_own_each_reader_sees_their_schools_alone(
    client_of: ClientOf, cast: Cast, database: Database, log: Log
) -> None:
    at_alder, at_birch = log.saved(cast.jo, telling(cast)), log.saved(cast.jo, telling(cast, school_id=cast.birch))
    wide = name_barrier(database, cast.dora, None, sessions=(at_alder, at_birch))
    assert facts(shown(client_of, cast.dora, wide))["Behind it"] == "2 sessions"
    page = shown(client_of, cast.rosa, wide)
    assert facts(page)["Behind it"] == "1 session"
    assert page.all("a", href=f"/sessions/{at_alder}")
    assert not page.all("a", href=f"/sessions/{at_birch}")
    assert "Birch" not in page.one("main").text


def test_what_is_due_and_has_passed_is_said(client_of: ClientOf, cast: Cast, database: Database) -> None:
    late = name_barrier(
        database, cast.jo, cast.alder, next_act="Draw the week anew", next_on=cast.today - timedelta(days=1)
    )
    assert "by November 23, which has passed" in shown(client_of, cast.rosa, late).text
