"""The list of words to look at once more, and how the form and the tablet have it."""

import json
from uuid import uuid4

import pytest

from app.domain.nudges import DEFAULTS
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.nudging import add_nudge
from tests.support.pages import Element, page_of, sent_by
from tests.support.rows import add


def nudges(client_of: ClientOf, cast: Cast, query: str = "") -> Element:
    return page_of(client_of(cast.ada).get(f"/nudges{query}"))


def listed(page: Element) -> list[str]:
    return [each.text for each in page.one("div", id="nudges").all("b")]


def test_an_admin_adds_changes_removes_and_undoes(client_of: ClientOf, cast: Cast) -> None:
    ada = client_of(cast.ada)
    form = next(form for form in nudges(client_of, cast).all("form") if form["action"] == "/nudges")
    sent = {"id": form.one("input", name="id")["value"], "words": "low kids", "instead": "our students"}
    for place in ("saved", "already"):
        assert ada.post("/nudges", data=sent).headers["location"].startswith(f"/nudges?done={place}")
    page = nudges(client_of, cast)
    assert listed(page) == ["“low kids”"]
    path = f"/nudges/{sent['id']}"
    answer = ada.post(path, data={"words": "low kids", "instead": "students we serve"})
    page = page_of(ada.get(answer.headers["location"]))
    assert "students we serve" in page.text
    assert page.one("div", role="status").one("p").text.startswith("Saved.")
    answer = ada.post(f"{path}/remove")
    page = page_of(ada.get(answer.headers["location"]))
    assert listed(page) == []
    (undo,) = page.one("div", role="status").all("form")
    assert ada.post(undo["action"]).headers["location"] == "/nudges?done=undone"
    page = nudges(client_of, cast, "?done=undone")
    assert listed(page) == ["“low kids”"]
    assert "“low kids” was added" in page.text, "what was changed lately can be undone later, too"


def test_two_who_change_a_phrase_at_once_meet(client_of: ClientOf, cast: Cast, database: Database) -> None:
    path = f"/nudges/{add_nudge(database, cast.ada)}"
    form = sent_by(nudges(client_of, cast).one("form", action=path))
    ada = client_of(cast.ada)
    assert ada.post(path, data=form | {"instead": ["students we serve"]}).status_code == 303
    page = page_of(ada.post(path, data=form | {"instead": ["our kids"]}), 409)
    assert "It now says: “low kids: students we serve”" in page.text
    again = sent_by(page.one("form", action=path))
    assert again["instead"] == ["our kids"]
    assert ada.post(path, data=again).status_code == 303


def test_an_undo_that_comes_too_late_says_so(client_of: ClientOf, cast: Cast) -> None:
    ada, one = client_of(cast.ada), uuid4()
    first = ada.post("/nudges", data={"id": str(one), "words": "lazy", "instead": "x"}).headers["location"]
    ada.post(f"/nudges/{one}", data={"words": "lazy", "instead": "y"})
    change = first.rpartition("=")[2]
    assert ada.post(f"/nudges/changes/{change}/undo").headers["location"] == "/nudges?done=changed"
    assert "The list has changed since" in nudges(client_of, cast, "?done=changed").text


def test_a_network_without_any_may_begin_with_ours(client_of: ClientOf, cast: Cast) -> None:
    assert "No words are looked for yet." in nudges(client_of, cast).text
    assert client_of(cast.ada).post("/nudges/start").headers["location"] == "/nudges?done=started"
    assert len(listed(nudges(client_of, cast, "?done=started"))) == len(DEFAULTS)


@pytest.mark.parametrize("who", ["jo", "rosa", "dora", "mei", "otto"])
def test_nobody_else_has_the_page(client_of: ClientOf, cast: Cast, who: str) -> None:
    page_of(client_of(getattr(cast, who)).get("/nudges"), 403)


def test_a_stranger_signs_in_first(client_of: ClientOf) -> None:
    answer = client_of(None).get("/nudges")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/nudges")


def test_another_networks_phrase_is_not_there(database: Database, client_of: ClientOf, cast: Cast) -> None:
    theirs = add_nudge(database, cast.olga, "elder words")
    for path in (f"/nudges/{theirs}", f"/nudges/{theirs}/remove", f"/nudges/changes/{theirs}/undo"):
        page_of(client_of(cast.ada).post(path, data={"words": "x", "instead": "y"}), 404)
    assert "elder words" not in nudges(client_of, cast).text
    assert "elder words" not in client_of(cast.jo).get("/log").text


@pytest.mark.parametrize(
    ("words", "instead", "wrong"),
    [
        ("", "", {"words", "instead"}),
        ("low kids", "our students", {"words"}),
        ("x" * 61, "y", {"words"}),
        ("x", "y" * 161, {"instead"}),
        ("\x00", "y", {"words"}),
        ("x", "\x1b[31m", {"instead"}),
        ("x" * 10_000, "y", {"words"}),
    ],
    ids=["nothing", "there already", "too long", "too long instead", "a zero", "an escape", "far too long"],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    database: Database, client_of: ClientOf, cast: Cast, words: str, instead: str, wrong: set[str]
) -> None:
    add_nudge(database, cast.ada)
    one = uuid4()
    page = page_of(client_of(cast.ada).post("/nudges", data={"id": str(one), "words": words, "instead": instead}), 422)
    invalid = {each["name"] for each in page.all("input") if "aria-invalid" in each}
    assert invalid == wrong
    assert count(database, "nudge_phrase") == 1
    form = next(form for form in page.all("form") if form["action"] == "/nudges")
    assert form.one("input", name="id")["value"] == str(one), "so that mending it is the same phrase"


def test_a_change_that_cannot_be_kept_opens_its_own_form(database: Database, client_of: ClientOf, cast: Cast) -> None:
    one = add_nudge(database, cast.ada)
    page = page_of(client_of(cast.ada).post(f"/nudges/{one}", data={"words": "low kids", "instead": ""}), 422)
    form = next(form for form in page.all("form") if form["action"] == f"/nudges/{one}")
    fold = form.inside("details")
    assert fold is not None
    assert "open" in fold


def test_the_whole_page_holds_the_fragment(client_of: ClientOf, cast: Cast) -> None:
    part = client_of(cast.ada).get("/nudges", headers={"hx-request": "true"})
    assert part.text.startswith('<div id="nudges"')


def test_the_form_and_the_tablet_have_the_list_whatever_is_in_it(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    evil = "'><svg onload=alert(1)>"
    add_nudge(database, cast.ada, evil, '"it\'s" & so on')
    add_nudge(database, cast.ada, "can't", "not yet")
    expected = [[evil, '"it\'s" & so on'], ["can't", "not yet"]]
    answer = client_of(cast.jo).get("/log")
    form = page_of(answer).one("form", id="log")
    assert json.loads(form["data-nudges"]) == expected
    assert "<svg onload" not in answer.text
    assert client_of(cast.jo).get("/tablet/lists").json()["nudges"] == expected


def test_only_what_others_read_is_looked_at(client_of: ClientOf, cast: Cast) -> None:
    form = page_of(client_of(cast.jo).get("/log")).one("form", id="log")
    looked_at = {each["name"] for each in form.all("input", "textarea") if "data-nudge" in each}
    assert looked_at == {"strength", "next_step_text", "shared_note"}
    places = form.all("p", class_="nudge")
    assert {place["data-for"] for place in places} == looked_at
    assert {(place["role"], place.text) for place in places} == {("status", "")}


def test_a_list_as_long_as_it_may_be_says_so(database: Database, client_of: ClientOf, cast: Cast) -> None:
    add(
        database,
        cast.bridge,
        *(tables.NudgePhrase(network_id=cast.bridge, words=f"words {n}", instead="x") for n in range(100)),
    )
    answer = client_of(cast.ada).post("/nudges", data={"id": str(uuid4()), "words": "one more", "instead": "y"})
    assert "A list of 100 is as long as it gets." in page_of(answer, 422).text
