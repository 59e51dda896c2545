"""The log form that starts from an earlier session: like it, or to edit it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.domain.vocabulary import Aim, Area, Lead, Origin, Position
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import Element, chosen, errors_of, page_of, sent_by, told_by
from tests.support.rows import change
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import Log


def form_at(client_of: ClientOf, cast: Cast, path: str) -> Element:
    return page_of(client_of(cast.jo).get(path)).one("form", id="log")


def test_like_this_one_copies_school_area_minutes_and_people_and_nothing_else(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    everything = side_by_side(
        cast,
        area_id=cast.areas[Area.OBSERVATION],
        held_on=cast.today - timedelta(days=4),
        minutes=75,
        lead=Lead.SHARED,
        origin=Origin.REQUESTED,
        aim=Aim.SYSTEM,
        participant_ids=frozenset({cast.rosa.person_id, cast.dan.person_id}),
        led_ids=frozenset({cast.rosa.person_id}),
        positions=frozenset({Position.COUNSELOR}),
        teachers=3,
        strength="asked first",
        shared_note="shared words",
        private_note="private words",
        next_step_text="plan the next round",
        next_step_owner_id=cast.rosa.person_id,
        next_step_due_on=cast.today,
    )
    earlier = log.saved(cast.jo, everything)
    log.saved(cast.jo, telling(cast, school_id=cast.birch, minutes=30))
    form = form_at(client_of, cast, f"/log?like={earlier}")
    assert told_by(form) == {
        "version": ["0"],
        "school_id": [str(cast.alder)],
        "area_id": [str(cast.areas[Area.OBSERVATION])],
        "held_on": [str(cast.today)],
        "minutes": ["75"],
        "participant_ids": sorted([str(cast.rosa.person_id), str(cast.dan.person_id)]),
        "positions": ["counselor"],
    }
    assert str(earlier) not in form["action"]


def test_same_as_last_time_is_like_the_last_one(client_of: ClientOf, cast: Cast, log: Log) -> None:
    assert "Same as last time" not in form_at(client_of, cast, "/log").text
    last = log.saved(cast.jo, side_by_side(cast))
    link = next(a for a in form_at(client_of, cast, "/log").all("a") if a.text == "Same as last time")
    assert link["href"] == f"/log?like={last}"


def test_every_row_of_my_sessions_offers_one_like_it(client_of: ClientOf, cast: Cast, log: Log) -> None:
    ids = [log.saved(cast.jo, telling(cast, minutes=minutes)) for minutes in (15, 30)]
    page = page_of(client_of(cast.jo).get("/sessions"))
    links = {a["href"] for a in page.all("a") if a.text == "Like this one"}
    assert links == {f"/log?like={session_id}" for session_id in ids}


@pytest.mark.parametrize("path", ["/log?like={}", "/sessions/{}/edit", "/sessions/{}/split"])
def test_nobody_elses_session_is_copied_edited_or_split(client_of: ClientOf, cast: Cast, log: Log, path: str) -> None:
    hers = path.format(log.saved(cast.jo, side_by_side(cast)))
    page_of(client_of(cast.sam).get(hers), 404)
    page_of(client_of(cast.otto).get(hers), 404)
    assert client_of(cast.rosa).get(hers).status_code == 403
    page_of(client_of(cast.jo).get(path.format(uuid4())), 404)


def test_a_copy_of_what_is_no_session_is_refused(client_of: ClientOf, cast: Cast) -> None:
    page_of(client_of(cast.jo).get("/log?like=the-last-one"), 400)
    page_of(client_of(cast.jo).get("/sessions/the-last-one/edit"), 404)


def test_an_edit_starts_with_all_that_was_told(client_of: ClientOf, cast: Cast, log: Log) -> None:
    said = side_by_side(
        cast,
        held_on=cast.today - timedelta(days=9),
        minutes=50,
        lead=Lead.SHARED,
        participant_ids=frozenset({cast.rosa.person_id, cast.mei.person_id}),
        led_ids=frozenset({cast.mei.person_id}),
        positions=frozenset({Position.OFFICE_STAFF}),
        aim=Aim.SYMPTOM,
        teachers=2,
        strength="asked first",
        shared_note="one\n\n  two",
        private_note="<b>three</b> & “four”",
        next_step_text="plan",
        next_step_owner_id=cast.jo.person_id,
        next_step_due_on=cast.today + timedelta(days=7),
    )
    session_id = log.saved(cast.jo, said)
    form = form_at(client_of, cast, f"/sessions/{session_id}/edit")
    assert form["action"] == f"/sessions/{session_id}"
    assert form.one("h1").text == "Edit session"
    sent = sent_by(form)
    assert sent["version"] == ["1"]
    answer = client_of(cast.jo).post(form["action"], data=sent)
    assert answer.status_code == 303, errors_of(page_of(answer, 422))
    again = form_at(client_of, cast, f"/sessions/{session_id}/edit")
    assert sent_by(again) == sent, "what is sent untouched changes nothing, not even the version"


def test_an_edit_keeps_on_offer_what_has_left_since(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    then = cast.ivy_left_on - timedelta(days=5)
    said = side_by_side(cast, held_on=then, participant_ids=frozenset({cast.ivy}), lead=Lead.COACH)
    session_id = log.saved(cast.jo, said)
    change(database, tables.Area, cast.bridge, {"id": cast.areas[Area.BUDGET]}, last_on=then)
    change(database, tables.School, cast.bridge, {"id": cast.alder}, last_on=then)
    form = form_at(client_of, cast, f"/sessions/{session_id}/edit")
    assert chosen(form, "participant_ids") == [str(cast.ivy)]
    assert chosen(form, "area_id") == [str(cast.areas[Area.BUDGET])]
    assert chosen(form, "school_id") == [str(cast.alder)]
    assert chosen(form, "held_on") == [str(then)]
    sent = sent_by(form) | {"minutes": ["60"]}
    assert client_of(cast.jo).post(form["action"], data=sent).status_code == 303


def test_an_edit_says_which_day_it_was_as_a_chip(client_of: ClientOf, cast: Cast, log: Log) -> None:
    then = date(cast.today.year - 1, 3, 9)
    session_id = log.saved(cast.jo, telling(cast, held_on=then))
    form = form_at(client_of, cast, f"/sessions/{session_id}/edit")
    chip = next(label for label in form.all("label") if label.text == f"March 9, {then.year}")
    assert chip.one("input")["value"] == str(then)
    assert form.one("input", id="other-day")["value"] == ""
