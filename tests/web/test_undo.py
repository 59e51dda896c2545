"""Undo where it was done, and later from the trail; and who may."""

from uuid import UUID, uuid4

import httpx2
import pytest

from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import Element, notice, page_of, sent_by
from tests.support.rows import change
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.acts import Acts
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both


def buttons(page: Element) -> list[str]:
    """The words of each button that undoes something, those of the notice first."""
    return [form.one("button").text for form in page.one("main").all("form") if form["action"].endswith("/undo")]


def in_place(page: Element) -> Element:
    """The form that undoes what was just done, beside the words that say so."""
    return page.one("div", role="status").one("form")


def test_what_was_just_logged_is_undone_in_place(client_of: ClientOf, cast: Cast, log: Log) -> None:
    jo, path = client_of(cast.jo), f"/sessions/{log.saved(cast.jo, side_by_side(cast))}"
    page = page_of(jo.get(f"{path}?done=saved"))
    assert page.one("div", role="status").text.startswith("Saved: 45 minutes with the school.")
    form = in_place(page)
    assert (form["action"], sent_by(form)) == (f"{path}/undo", {"version": ["1"], "change": ["1"]})
    answer = jo.post(form["action"], data=sent_by(form))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=undone")
    page = page_of(jo.get(answer.headers["location"]))
    assert "“Undone right after saving”" in page.text
    back = in_place(page)
    assert back.one("button").text == "Put it back"
    jo.post(back["action"], data=sent_by(back))
    assert "counts nowhere" not in page_of(jo.get(path)).text


def test_an_edit_a_void_and_a_restore_are_undone_in_place(cast: Cast, acts: Acts, log: Log) -> None:
    jo, session_id = acts.client_of(cast.jo), UUID(acts.path.removeprefix("/sessions/"))

    def undo(answer: httpx2.Response) -> str:
        """The page after what was just done is undone."""
        form = in_place(page_of(jo.get(answer.headers["location"])))
        answer = jo.post(form["action"], data=sent_by(form))
        assert answer.headers["location"] == f"{acts.path}?done=undone"
        return acts.page()

    edited = undo(log(cast.jo, telling(cast, minutes=60, strength="never asked"), session_id, version=1))
    assert "45 minutes with Alder High" in edited
    assert "never asked" in edited, "prose stays as it is now"
    assert "counts nowhere" not in undo(acts.void(3))
    acts.void(5)
    assert "counts nowhere" in undo(acts("restore", 6))


def test_later_each_change_is_undone_from_the_trail(client_of: ClientOf, cast: Cast, acts: Acts, log: Log) -> None:
    jo, session_id = client_of(cast.jo), UUID(acts.path.removeprefix("/sessions/"))
    log(cast.jo, side_by_side(cast, minutes=60), session_id, version=1)
    page = page_of(jo.get(acts.path))
    assert buttons(page) == ["Undo this change"]
    (form,) = [form for form in page.all("form") if form["action"] == f"{acts.path}/undo"]
    assert sent_by(form) == {"version": ["2"], "change": ["2"]}
    assert "minutes" in form.parent.text  # type: ignore[union-attr]
    jo.post(form["action"], data=sent_by(form))
    trail = page_of(jo.get(acts.path)).one("ol", class_="trail")
    assert "You undid a change: minutes" in trail.text
    assert "45 minutes" in acts.page()


def test_an_edit_of_notes_alone_offers_no_undo_since_no_earlier_note_is_kept(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    session_id = log.saved(cast.jo, telling(cast, shared_note="first words"))
    answer = log(cast.jo, telling(cast, shared_note="other words"), session_id, version=1)
    assert buttons(page_of(client_of(cast.jo).get(answer.headers["location"]))) == []


def test_undoing_twice_is_once_and_from_before_another_change_shows_both(
    database: Database, cast: Cast, acts: Acts, log: Log
) -> None:
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    log(cast.jo, telling(cast, minutes=60), session_id, version=1)
    assert [acts("undo", 2, change="2").status_code for _ in range(3)] == [303, 303, 303]
    assert count(database, "session_version") == 3
    log(cast.jo, telling(cast, minutes=75), session_id, version=3)
    page = page_of(acts("undo", 3, change="3"), 409)
    assert page.one("h1").text == "This session has changed since"
    assert count(database, "session_version") == 4


@on_sqlite
@pytest.mark.parametrize("typed", [{}, {"change": "x"}, {"change": "99"}, {"change": "-1"}, {"change": "\ud800"}])
def test_what_cannot_be_read_undoes_nothing(database: Database, acts: Acts, typed: dict[str, str]) -> None:
    form = {name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in typed.items()}
    page_of(acts("undo", 1, **form), 409)
    assert count(database, "session_version") == 1


def test_what_cannot_be_again_is_said_in_words(database: Database, cast: Cast, acts: Acts, log: Log) -> None:
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    log(cast.jo, telling(cast, area_id=cast.areas[next(iter(cast.areas))]), session_id, version=1)
    area = {"id": side_by_side(cast).area_id}
    change(database, tables.Area, cast.bridge, area, last_on=cast.ivy_left_on)
    page = page_of(acts("undo", 2, change="2"), 422)
    assert notice(page) == "It cannot be as it was before. This area was not in use on that day. Choose another."


OTHERS = {"rosa": 403, "dan": 403, "dora": 403, "ada": 403, "sam": 404, "mei": 404, "otto": 404, "olga": 404}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_undoes_anything(database: Database, acts: Acts, who: str) -> None:
    page_of(acts("undo", 1, who, change="1"), OTHERS[who])
    assert count(database, "session_version") == 1
    assert buttons_for(acts, who) == []


def buttons_for(acts: Acts, who: str) -> list[str]:
    answer = acts.client_of(getattr(acts.cast, who)).get(f"{acts.path}?done=saved")
    return buttons(page_of(answer)) if answer.status_code == 200 else []


def test_who_is_signed_out_is_told_so(client_of: ClientOf, acts: Acts) -> None:
    page_of(client_of(None).post(f"{acts.path}/undo", data={"version": "1", "change": "1"}), 401)
    page_of(acts.client_of(acts.cast.jo).post(f"/sessions/{uuid4()}/undo", data={"version": "1"}), 404)


@on_sqlite
def test_a_co_coach_reads_all_but_the_private_note_and_changes_nothing(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    said = side_by_side(
        cast, co_coach_id=cast.sam.person_id, private_note="mine alone", shared_note="ours", strength="asked first"
    )
    session_id = log.saved(cast.jo, said)
    sam, path = client_of(cast.sam), f"/sessions/{session_id}"
    page = page_of(sam.get(path))
    assert "Coached with Jo Park who logged it" in page.text
    for words in ("ours", "asked first", "Rosa Alvarez"):
        assert words in page.text
    assert "mine alone" not in page.raw
    assert page.one("main").all("form") == []
    listed = page_of(sam.get("/sessions")).one("main")
    assert "with Jo Park" in listed.text
    assert "Like this one" not in listed.text
    assert "with Sam Reed" in page_of(client_of(cast.jo).get("/sessions")).text
    for act in ("edit", "split"):
        page_of(sam.get(f"{path}/{act}"), 403)
    page_of(sam.get(f"/log?like={session_id}"), 403)
    for act in ("void", "restore", "undo", "split"):
        page_of(sam.post(f"{path}/{act}", data={"version": "1", "reason": "x", "change": "1"}), 403)
    page_of(sam.post(path, data=form_of(said, 1)), 404)
    assert count(database, "session_version") == 1
    for who in ("rosa", "dan", "dora", "ada"):
        text = client_of(getattr(cast, who)).get(path).text
        assert "Sam Reed" not in text
        assert "Jo Park" not in text
