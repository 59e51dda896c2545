"""Other time: added in a few taps, changed, removed, and each of it undone; and who may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import Element, errors_of, notice, page_of, sent_by
from tests.support.weeks import TIME, add_time, kept_time, missed, remove_time, time_form, travel
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

PATH = f"/other-time/{TIME}"
WEEK = "/week?of=2026-11-23"
AGAIN = "This choice is not on the list any more. Choose again."


def post(client_of: ClientOf, cast: Cast, path: str = PATH, who: str = "jo", **form: Any) -> httpx2.Response:
    answer: httpx2.Response = client_of(getattr(cast, who)).post(path, data=form)
    return answer


def undo_of(page: Element) -> Element:
    return page.one("div", role="status").one("form")


def test_it_is_added_from_the_week_in_three_taps_and_undone_there(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    jo = client_of(cast.jo)
    form = page_of(jo.get("/week")).one("form", id="other")
    assert sent_by(form)["spent_on"] == [str(cast.today)], "today is chosen already"
    answer = jo.post(form["action"], data=sent_by(form) | {"kind": "travel", "minutes": "30"})
    other_id = form["action"].rsplit("/", 1)[-1]
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WEEK}&done=added&about={other_id}")
    page = page_of(jo.get(answer.headers["location"]))
    assert page.one("div", role="status").one("p").text == "Added: travel, 30 min, on Tue, Nov 24."
    undo = undo_of(page)
    answer = jo.post(undo["action"], data=sent_by(undo))
    page = page_of(jo.get(answer.headers["location"]))
    assert page.one("div", role="status").one("p").text == "Out again: travel, 30 min, on Tue, Nov 24."
    assert "Travel30" not in page.one("main").raw
    jo.post(undo_of(page)["action"], data=sent_by(undo_of(page)))
    assert count(database, "other_time") == 1


def test_it_is_changed_and_the_change_is_undone(database: Database, client_of: ClientOf, cast: Cast) -> None:
    add_time(database, cast.jo, missed(cast.alder))
    jo = client_of(cast.jo)
    form = page_of(jo.get(f"{PATH}/edit")).one("form", id="other")
    assert {name: "".join(values) for name, values in sent_by(form).items() if any(values)} == {
        "version": "1",
        "kind": "missed_visit",
        "school_id": str(cast.alder),
        "note": "The principal was called away",
        "spent_on": str(cast.today),
        "minutes": "0",
    }
    monday = cast.today - timedelta(days=1)
    answer = jo.post(PATH, data=sent_by(form) | {"kind": "learning", "minutes": "150", "spent_on": str(monday)})
    assert answer.headers["location"] == f"{WEEK}&done=changed&about={TIME}"
    page = page_of(jo.get(answer.headers["location"]))
    assert page.one("div", role="status").one("p").text == "Changed: own learning, 2.5 h, on Mon, Nov 23."
    jo.post(undo_of(page)["action"], data=sent_by(undo_of(page)))
    assert kept_time(database, cast.jo).note == "The principal was called away"


def test_it_is_removed_and_that_is_undone(database: Database, client_of: ClientOf, cast: Cast) -> None:
    add_time(database, cast.jo, travel())
    jo = client_of(cast.jo)
    (form,) = [form for form in page_of(jo.get("/week")).all("form") if form["action"].endswith("/remove")]
    answer = jo.post(form["action"], data=sent_by(form))
    page = page_of(jo.get(answer.headers["location"]))
    assert page.one("div", role="status").one("p").text == "Removed: travel, 30 min, on Tue, Nov 24."
    assert [each for each in page.all("form") if each["action"].endswith("/remove")] == []
    page_of(jo.get(f"{PATH}/edit"), 404)
    answer = jo.post(undo_of(page)["action"], data=sent_by(undo_of(page)))
    assert "Back as it was: travel" in page_of(jo.get(answer.headers["location"])).text


def test_the_same_form_again_is_one_row(database: Database, client_of: ClientOf, cast: Cast) -> None:
    assert [post(client_of, cast, **time_form(travel())).status_code for _ in range(3)] == [303] * 3
    assert [post(client_of, cast, **time_form(travel(minutes=45), 1)).status_code for _ in range(3)] == [303] * 3
    for act in ("remove", "undo"):
        version = str(kept_time(database, cast.jo).version)
        assert [post(client_of, cast, f"{PATH}/{act}", version=version).status_code for _ in range(3)] == [303] * 3
    assert (count(database, "other_time"), kept_time(database, cast.jo).version) == (1, 4)


def test_what_changed_meanwhile_keeps_what_was_typed_and_is_saved_the_second_time(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    add_time(database, cast.jo, travel())
    add_time(database, cast.jo, travel(minutes=45), 1)
    page = page_of(post(client_of, cast, **time_form(missed(cast.birch, note="snow & ice"), 1)), 409)
    assert notice(page).startswith("It has changed since you opened this form.")
    form = page.one("form", id="other")
    assert (form["action"], sent_by(form)["version"], sent_by(form)["note"]) == (PATH, ["2"], ["snow & ice"])
    assert client_of(cast.jo).post(PATH, data=sent_by(form)).status_code == 303
    remove_time(database, cast.jo, 3)
    form = page_of(post(client_of, cast, **time_form(travel(minutes=90), 3)), 409).one("form", id="other")
    assert (sent_by(form)["version"], form["action"] == PATH) == (["0"], False)
    assert client_of(cast.jo).post(form["action"], data=sent_by(form)).status_code == 303
    assert count(database, "other_time") == 2


@pytest.mark.parametrize("act", ["remove", "undo"])
def test_an_act_from_before_a_change_shows_the_week_as_it_is(
    database: Database, client_of: ClientOf, cast: Cast, act: str
) -> None:
    add_time(database, cast.jo, travel())
    add_time(database, cast.jo, travel(minutes=45), 1)
    for version in ("0", "x", "9", ""):
        page = page_of(post(client_of, cast, f"{PATH}/{act}", version=version), 409)
        assert notice(page).endswith("Nothing was done.")
        assert page.one("h1").text == "This week"
    assert kept_time(database, cast.jo).version == 2


REFUSED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "nothing": (
        {"kind": "", "spent_on": "", "minutes": ""},
        {"kind": "What was it?", "spent_on": "Choose a day.", "minutes": "How many minutes?"},
    ),
    "a kind of one's own": ({"kind": "lunch"}, {"kind": AGAIN}),
    "a day as people say it": ({"spent_on": "today"}, {"spent_on": "Write the day as year-month-day."}),
    "a day to come": ({"spent_on": "2026-11-25"}, {"spent_on": "This day is still to come."}),
    "no number": ({"minutes": "half an hour"}, {"minutes": "Write minutes as a whole number, like 45."}),
    "4 minutes": ({"minutes": "4"}, {"minutes": "Minutes go from 5 to 600."}),
    "none": ({"minutes": "0"}, {"minutes": "Minutes go from 5 to 600."}),
    "no school": (
        {"kind": "missed_visit", "note": "snow"},
        {"school_id": "Which school was it?"},
    ),
    "a school that is no id": (
        {"kind": "missed_visit", "note": "snow", "school_id": "Alder"},
        {"school_id": AGAIN},
    ),
    "no reason": (
        {"kind": "missed_visit", "school_id": "{alder}"},
        {"note": "Say in a few words why it did not happen."},
    ),
    "a reason too long": (
        {"kind": "missed_visit", "school_id": "{alder}", "note": "x" * 301},
        {"note": "This is longer than 300 characters. Shorten it; the rest belongs elsewhere."},
    ),
    "a reason with a bell": (
        {"kind": "missed_visit", "school_id": "{alder}", "note": "a\x07b"},
        {"note": "There is a character here that cannot be kept. Delete it and type the words again."},
    ),
    "another's school": (
        {"kind": "missed_visit", "school_id": "{cedar}", "note": "snow"},
        {"school_id": "You were not assigned to this school on that day."},
    ),
    "another network's school": (
        {"kind": "missed_visit", "school_id": "{elder}", "note": "snow"},
        {"school_id": "You were not assigned to this school on that day."},
    ),
}


@on_sqlite
@pytest.mark.parametrize("case", REFUSED)
def test_a_form_is_refused_in_words_by_the_field_and_keeps_what_was_typed(
    database: Database, client_of: ClientOf, cast: Cast, case: str
) -> None:
    changes, words = REFUSED[case]
    places = {"alder": cast.alder, "cedar": cast.cedar, "elder": cast.elder}
    typed = time_form(travel()) | {name: value.format(**places) for name, value in changes.items()}
    page = page_of(post(client_of, cast, **typed), 422)
    assert errors_of(page) == words
    assert notice(page).startswith("Not saved yet.")
    form = page.one("form", id="other")
    assert form["action"] == PATH
    for name in ("minutes", "spent_on", "note"):
        if typed[name] and "id" not in words:
            assert typed[name] in sent_by(form)[name], name
    assert "Elder" not in page.raw
    assert count(database, "other_time") == 0
    part = client_of(cast.jo).post(PATH, data=typed, headers={"hx-request": "true"})
    assert (part.status_code, part.text.startswith('<form id="other"')) == (422, True)


@on_sqlite
@pytest.mark.parametrize(
    "note", ["=cmd|' /C calc'!A0", "<svg onload=alert(1)>", "'; DROP TABLE other_time; --", "&amp;"]
)
def test_a_reason_is_words_and_nothing_else(database: Database, client_of: ClientOf, cast: Cast, note: str) -> None:
    assert post(client_of, cast, **time_form(missed(cast.alder, note=note))).status_code == 303
    page = page_of(client_of(cast.jo).get("/week"))
    assert note in page.text
    assert [each for each in page if any(name.startswith("on") for name in each.attributes)] == []
    assert kept_time(database, cast.jo).note == note


@on_sqlite
@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%FF", b"\xed\xa0\xbd"])
def test_bytes_that_are_no_text_are_no_way_to_a_mistake(client_of: ClientOf, cast: Cast, raw: bytes) -> None:
    fields = {name: value for name, value in time_form(missed(cast.alder)).items() if name != "note"}
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode() + b"&note=a" + raw
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client_of(cast.jo).post(PATH, content=body, headers=kind).status_code in {303, 422}


@on_sqlite
def test_a_reason_may_be_tapped_or_typed_and_what_was_typed_counts(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:

    def sent(version: int, note: list[str]) -> httpx2.Response:
        form: dict[str, Any] = {**time_form(missed(cast.alder), version), "note": note}
        return post(client_of, cast, **form)

    sent(0, ["Weather or travel", ""])
    assert kept_time(database, cast.jo).note == "Weather or travel"
    sent(1, ["Weather or travel", "Snow on the pass"])
    assert kept_time(database, cast.jo).note == "Snow on the pass"
    page = page_of(sent(2, ["a\x00b", ""]), 422)
    assert set(errors_of(page)) == {"note"}, "a chip's words are read as closely"


OTHERS = {"sam": 404, "otto": 404, "rosa": 403, "dan": 403, "mei": 403, "dora": 403, "ada": 403, "oona": 403}


@pytest.mark.parametrize("who", OTHERS)
def test_anothers_time_is_not_there(database: Database, client_of: ClientOf, cast: Cast, who: str) -> None:
    add_time(database, cast.jo, travel())
    client = client_of(getattr(cast, who))
    page_of(client.get(f"{PATH}/edit"), OTHERS[who])
    for version in (0, 1):
        page_of(post(client_of, cast, who=who, **time_form(travel(minutes=60), version)), OTHERS[who])
        page_of(post(client_of, cast, who=who, version=str(version)), OTHERS[who])
        for act in ("remove", "undo"):
            page_of(post(client_of, cast, f"{PATH}/{act}", who, version=str(version)), OTHERS[who])
    assert (kept_time(database, cast.jo).minutes, kept_time(database, cast.jo).version) == (30, 1)
    if who in {"sam", "otto"}:
        assert client.get(f"/week?done=added&about={TIME}").text.count("Added: travel") == 0


def test_what_is_not_there_is_not_found(client_of: ClientOf, cast: Cast) -> None:
    nowhere = f"/other-time/{uuid4()}"
    page_of(client_of(cast.jo).get(f"{nowhere}/edit"), 404)
    page_of(post(client_of, cast, nowhere, **time_form(travel(), 1)), 404)
    for act in ("remove", "undo"):
        page_of(post(client_of, cast, f"{nowhere}/{act}", version="1"), 404)
    page_of(post(client_of, cast, "/other-time/travel", **time_form(travel())), 404)


@pytest.mark.usefixtures("cast")
def test_who_is_signed_out_is_told_so(client_of: ClientOf) -> None:
    stranger = client_of(None)
    assert stranger.get(f"{PATH}/edit").headers["location"] == f"/sign-in?next={PATH}/edit"
    page_of(stranger.post(PATH, data=time_form(travel())), 401)
    for act in ("remove", "undo"):
        page_of(stranger.post(f"{PATH}/{act}"), 401)
