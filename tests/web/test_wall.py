"""A school's strengths wall: who reads it, what stands there, and the taps that put it up and take it down."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import Element, chosen, page_of
from tests.support.tellings import side_by_side
from tests.web.conftest import Log

DOOR = "A warm door, every morning"


def wall(client_of: ClientOf, cast: Cast, who: str = "jo", query: str = "") -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/strengths{query}"))


def words(page: Element) -> list[str]:
    return [each.text for each in page.all("p", class_="words")]


def put(log: Log, cast: Cast, **said: object) -> UUID:
    """Jo logs a session and taps its strength onto the wall."""
    session_id = uuid4()
    answer = log(cast.jo, side_by_side(cast, **{"strength": DOOR, **said}), session_id, wall="1")
    assert answer.status_code == 303
    return session_id


def test_a_tap_in_the_form_puts_the_strength_on_the_wall(client_of: ClientOf, cast: Cast, log: Log) -> None:
    put(log, cast)
    log.saved(cast.jo, side_by_side(cast, strength="Not for the wall"))
    page = wall(client_of, cast)
    assert words(page) == [DOOR]
    assert "Budget development" in page.one("ul", class_="wall").text
    assert "November 24" in page.one("ul", class_="wall").text


@pytest.mark.parametrize("who", ["jo", "rosa", "dan", "dora"])
def test_the_schools_team_and_its_directors_read_it_and_nobody_is_named(
    client_of: ClientOf, cast: Cast, log: Log, who: str
) -> None:
    put(log, cast)
    page = wall(client_of, cast, who)
    assert words(page) == [DOOR]
    for name in ("Rosa", "Mei", *(() if who == "jo" else ("Jo Park", str(cast.jo.person_id)))):
        assert name not in page.one("main").text + page.one("main").raw


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("sam", 404), ("mei", 404), ("otto", 404), ("olga", 404)])
def test_nobody_else_does(client_of: ClientOf, cast: Cast, log: Log, who: str, status: int) -> None:
    put(log, cast)
    page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/strengths"), status)


def test_a_stranger_signs_in_first(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(None).get(f"/schools/{cast.alder}/strengths")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/sign-in?next=/schools/{cast.alder}/strengths",
    )


def test_areas_are_chips_with_how_much_is_in_each(client_of: ClientOf, cast: Cast, log: Log) -> None:
    put(log, cast)
    put(log, cast, strength="It chose its own question", area_id=cast.areas[Area.DATA_INQUIRY])
    put(log, cast, strength="It set its own agenda", area_id=cast.areas[Area.DATA_INQUIRY])
    data = cast.areas[Area.DATA_INQUIRY]
    page = wall(client_of, cast, query=f"?area={data}")
    assert sorted(words(page)) == ["It chose its own question", "It set its own agenda"]
    chips = {chip.text: chip for chip in page.one("nav", aria_label="Areas").all("a")}
    assert list(chips) == ["All areas 3", "Data inquiry 2", "Budget development 1"]
    assert "aria-current" in chips["Data inquiry 2"]
    empty = wall(client_of, cast, query=f"?area={cast.areas[Area.CULTURE]}")
    assert "Nothing of this area yet" in empty.text
    for wrong in (cast.other_areas[Area.BUDGET], uuid4(), "x"):
        page_of(client_of(cast.jo).get(f"/schools/{cast.alder}/strengths?area={wrong}"), 404)


def test_the_whole_page_holds_the_very_fragment_that_htmx_asks_for(client_of: ClientOf, cast: Cast, log: Log) -> None:
    put(log, cast)
    jo, path = client_of(cast.jo), f"/schools/{cast.alder}/strengths"
    part = jo.get(path, headers={"hx-request": "true"})
    assert part.text.startswith('<div id="wall"')
    assert part.text.strip() in jo.get(path).text


def test_an_empty_wall_says_how_it_fills(client_of: ClientOf, cast: Cast) -> None:
    for who, may_log in (("jo", True), ("rosa", False)):
        page = wall(client_of, cast, who)
        assert "The wall is empty still" in page.text
        assert bool(page.all("a", href=f"/log?school_id={cast.alder}")) == may_log


def test_a_leader_takes_it_down_and_undoes_that(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = put(log, cast)
    rosa = client_of(cast.rosa)
    (down,) = [form["action"] for form in wall(client_of, cast, "rosa").all("form") if "/wall" in form["action"]]
    answer = rosa.post(down)
    assert answer.headers["location"] == f"/schools/{cast.alder}/strengths?done=down&of={session_id}"
    page = page_of(rosa.get(answer.headers["location"]))
    assert words(page) == []
    assert page.one("div", role="status").one("p").text == "It is off the wall. Its session keeps it."
    (undo,) = page.one("div", role="status").all("form")
    back = rosa.post(undo["action"])
    assert words(page_of(rosa.get(back.headers["location"]))) == [DOOR]


def test_of_what_was_taken_down_nobody_else_is_offered_an_undo(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = put(log, cast)
    client_of(cast.jo).post(f"/sessions/{session_id}/wall/down")
    for query in (f"?done=down&of={session_id}", "?done=down&of=x", f"?done=down&of={uuid4()}"):
        assert wall(client_of, cast, "dora", query).one("div", role="status").all("form") == []
    assert wall(client_of, cast, "dora", "?done=%3Csvg%20onload%3E&page=99999999").all("div", role="status") == []


def test_only_who_may_take_it_down_is_offered_that(client_of: ClientOf, cast: Cast, log: Log) -> None:
    put(log, cast)
    for who, may in (("jo", True), ("rosa", True), ("dora", False)):
        forms = [form for form in wall(client_of, cast, who).all("form") if form["action"].endswith("/wall/down")]
        assert bool(forms) == may, who


def test_a_sessions_page_shows_where_its_strength_is_and_has_the_tap(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = log.saved(cast.jo, side_by_side(cast, strength=DOOR))
    jo, path = client_of(cast.jo), f"/sessions/{session_id}"
    assert "Put the strength on the school" in page_of(jo.get(path)).text
    assert "Put the strength" not in page_of(client_of(cast.rosa).get(path)).text
    answer = jo.post(f"{path}/wall", data={"back": "session"})
    assert answer.headers["location"] == f"{path}?done=wall-up"
    page = page_of(jo.get(answer.headers["location"]))
    assert "The team sees it there." in page.text
    assert "put its strength on the wall" in page.text
    assert page.all("a", href=f"/schools/{cast.alder}/strengths")
    answer = jo.post(f"{path}/wall/down", data={"back": "session"})
    assert "It is off the wall." in page_of(jo.get(answer.headers["location"])).text


def test_there_is_nothing_to_put_up_without_words_or_in_a_confidential_area(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    quiet = side_by_side(cast, area_id=cast.areas[Area.LEADERSHIP], strength="A brave talk")
    for said in (side_by_side(cast), quiet):
        session_id = uuid4()
        assert log(cast.jo, said, session_id, wall="1").status_code == 303
        page = page_of(client_of(cast.jo).get(f"/sessions/{session_id}"))
        assert not [form for form in page.all("form") if "/wall" in form["action"]]
        answer = client_of(cast.jo).post(f"/sessions/{session_id}/wall", data={"back": "session"})
        assert (
            "There is nothing that could stand on the wall" in client_of(cast.jo).get(answer.headers["location"]).text
        )
    assert words(wall(client_of, cast)) == []
    assert "A brave talk" not in client_of(cast.dan).get(f"/schools/{cast.alder}/strengths").text


def test_an_edit_shows_the_tap_as_it_stands_and_takes_it_back(
    client_of: ClientOf, database: Database, cast: Cast, log: Log
) -> None:
    session_id = put(log, cast)
    form = page_of(client_of(cast.jo).get(f"/sessions/{session_id}/edit")).one("form", id="log")
    assert chosen(form, "wall") == ["1"]
    was = form.one("input", name="wall_was")["value"]
    said = side_by_side(cast, strength=DOOR)
    assert log(cast.jo, said, session_id, version=1, wall="1", wall_was=was).status_code == 303
    assert words(wall(client_of, cast)) == [DOOR], "the same again is no tap"
    assert log(cast.jo, said, session_id, version=1, wall_was=was).status_code == 303
    assert words(wall(client_of, cast)) == []
    assert count(database, "session_version") == 1, "the wall is no part of what was told"


def test_what_is_sent_again_keeps_the_tap(client_of: ClientOf, cast: Cast, log: Log) -> None:
    refused = log(cast.jo, side_by_side(cast, strength=DOOR, minutes=4), wall="1")
    assert chosen(page_of(refused, 422), "wall") == ["1"]
    session_id = log.saved(cast.jo, side_by_side(cast))
    log(cast.jo, side_by_side(cast, minutes=60), session_id, version=1)
    both = page_of(log(cast.jo, side_by_side(cast, strength=DOOR), session_id, version=1, wall="1"), 409)
    mine = next(form for form in both.all("form") if form["action"] == f"/sessions/{session_id}")
    assert mine.one("input", name="wall")["value"] == "1"
    sent = {each["name"]: each["value"] for each in mine.all("input")}
    assert client_of(cast.jo).post(mine["action"], data=sent).status_code == 303
    assert words(wall(client_of, cast)) == [DOOR]


def test_words_stand_there_as_they_were_typed(client_of: ClientOf, cast: Cast, log: Log) -> None:
    evil = "<svg onload=alert(1)> =cmd|' /C calc'!A0 {{ 7 * 7 }}"
    put(log, cast, strength=evil)
    answer = client_of(cast.rosa).get(f"/schools/{cast.alder}/strengths")
    assert words(page_of(answer)) == [evil]
    assert "<svg onload" not in answer.text


def test_a_long_wall_goes_on_over_the_page(
    client_of: ClientOf, cast: Cast, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.wall_page.PAGE_SIZE", 2)
    for number in range(3):
        put(log, cast, strength=f"Seen {number}", held_on=cast.today - timedelta(days=number))
    first = wall(client_of, cast)
    assert words(first) == ["Seen 0", "Seen 1"]
    (older,) = [link for link in first.all("a") if link.text == "Older"]
    second = page_of(client_of(cast.jo).get(older["href"]))
    assert words(second) == ["Seen 2"]
    assert [link["href"] for link in second.all("a") if link.text == "Newer"] == [f"/schools/{cast.alder}/strengths"]
    assert "There is nothing further back." in wall(client_of, cast, query="?page=9").text


def test_the_schools_page_and_its_sheet_lead_there(client_of: ClientOf, cast: Cast, log: Log) -> None:
    put(log, cast)
    for path in (f"/schools/{cast.alder}", f"/schools/{cast.alder}/one-page"):
        for who, leads in (("jo", True), ("rosa", True), ("dora", True), ("ada", False)):
            page = page_of(client_of(getattr(cast, who)).get(path))
            assert bool(page.all("a", href=f"/schools/{cast.alder}/strengths")) == leads, (path, who)


def test_a_page_that_was_kept_is_made_anew_when_the_wall_changes(client_of: ClientOf, cast: Cast, log: Log) -> None:
    session_id = put(log, cast)
    rosa, path = client_of(cast.rosa), f"/schools/{cast.alder}/strengths"
    tag = rosa.get(path).headers["etag"]
    assert rosa.get(path, headers={"if-none-match": tag}).status_code == 304
    rosa.post(f"/sessions/{session_id}/wall/down")
    assert rosa.get(path, headers={"if-none-match": tag}).status_code == 200
