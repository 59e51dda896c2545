"""What is accepted when a coach saves, and that it stays what it was wherever it shows."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.domain.vocabulary import Aim, Area, Lead, Origin, Position
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import page_of, sent_by
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both

ACCEPTED: dict[str, dict[str, Any]] = {
    "5 minutes": {"minutes": "5"},
    "600 minutes": {"minutes": "600"},
    "minutes in a field and spaces": {"minutes": ["", " 50 "]},
    "a chip and a field, which counts": {"minutes": ["45", "50"]},
    "no teachers": {"teachers": ""},
    "200 teachers": {"teachers": "200"},
    "a strength as long as it may be": {"strength": "é" * 300},
    "notes as long as they may be": {"shared_note": "😀" * 4_000, "private_note": "x\r\n" * 1_999},
    "fields that nobody knows": {"coach_id": "x", "network_id": "y", "voided_at": "z"},
    "ids in capitals": {"school_id": "ALDER"},
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_is_at_the_edge_is_accepted(database: Database, cast: Cast, log: Log, case: str) -> None:
    changes = dict(ACCEPTED[case])
    if case == "ids in capitals":
        changes = {"school_id": str(cast.alder).upper(), "area_id": f"{{{cast.areas[Area.BUDGET]}}}"}
    assert log(cast.jo, telling(cast), **changes).status_code == 303
    assert count(database, "coaching_session") == 1


def test_all_that_was_told_is_shown(cast: Cast, client_of: ClientOf, log: Log) -> None:
    said = side_by_side(
        cast,
        area_id=cast.areas[Area.DATA_INQUIRY],
        held_on=date(cast.today.year - 1, 3, 9),
        minutes=75,
        lead=Lead.SHARED,
        origin=Origin.REQUESTED,
        aim=Aim.SYMPTOM,
        participant_ids=frozenset({cast.rosa.person_id, cast.dan.person_id}),
        led_ids=frozenset({cast.rosa.person_id}),
        positions=frozenset({Position.COUNSELOR}),
        teachers=4,
        strength="asked first",
        shared_note="one\n\ntwo",
        private_note="mine",
        next_step_text="plan the round",
        next_step_owner_id=cast.dan.person_id,
        next_step_due_on=date(2027, 3, 9),
    )
    session_id = log.saved(cast.jo, said)
    main = page_of(client_of(cast.jo).get(f"/sessions/{session_id}?done=saved")).one("main")
    assert main.one("h1").text == "75 minutes with Alder High"
    assert "Saved: 75 minutes with the school." in main.text
    facts = {dt.text: dd.text for dt, dd in zip(main.all("dt"), main.all("dd"), strict=True)}
    assert facts == {
        "Area": "Data inquiry",
        "Who did the work": "with the school shared lead",
        "Planned?": "asked for in the moment",
        "It worked on": "a quick fix",
        "Who took part": "Dan Okafor Principal Rosa Alvarez AP led Someone else Counselor",
        "Teachers reached": "4",
        "A strength": "asked first",
        "Next step": "plan the round Dan Okafor, by Tue, Mar 9",
        "Shared note": "one two",
        "Private note": "mine Only you read this.",
    }
    assert "one\n\ntwo" in main.raw


ATTACKS = [
    "<svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "Robert'); DROP TABLE coaching_session;--",
]


@on_sqlite
@pytest.mark.parametrize("words", ATTACKS)
def test_words_stay_words_everywhere_they_show(cast: Cast, client_of: ClientOf, log: Log, words: str) -> None:
    said = side_by_side(cast, strength=words, shared_note=words, private_note=words, next_step_text=words)
    session_id = log.saved(cast.jo, said)
    jo, path = client_of(cast.jo), f"/sessions/{session_id}"
    shown = page_of(jo.get(path))
    assert shown.raw.count(words) == 4
    assert page_of(client_of(cast.rosa).get(path)).raw.count(words) == 3
    edit = sent_by(page_of(jo.get(f"{path}/edit")).one("form", id="log"))
    mend = sent_by(page_of(log(cast.jo, said, minutes=""), 422).one("form", id="log"))
    clash = page_of(log(cast.jo, said, session_id, minutes="30"), 409)
    hidden = sent_by(clash.all("form", action=path)[0])
    for name in ("strength", "shared_note", "private_note", "next_step_text"):
        assert edit[name] == mend[name] == hidden[name] == [words]
    assert clash.one("table").raw.count(words) == 8
    jo.post(f"{path}/void", data={"version": "1", "reason": words})
    voided = page_of(jo.get(path))
    assert voided.raw.count(words) == 5
    for page in (shown, clash, voided):
        assert not [each for each in page if any(name.startswith("on") for name in each.attributes)]
        assert len(page.all("script")) == 2
        assert page.all("img") == []


@on_sqlite
@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%ED%A0%80%ED%B0%80", b"\xed\xa0\xbd", b"%FF%FE", b"%C0%80", b"%"])
def test_bytes_that_are_no_text_are_no_way_to_a_mistake(cast: Cast, client_of: ClientOf, raw: bytes) -> None:
    jo, session_id = client_of(cast.jo), uuid4()
    fields = {name: value for name, value in form_of(telling(cast)).items() if value}
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode() + b"&shared_note=a" + raw
    answer = jo.post(
        f"/sessions/{session_id}", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 303
    assert page_of(jo.get(f"/sessions/{session_id}")).raw.count("Shared note") == 1


@on_sqlite
def test_ten_megabytes_are_too_much_for_one_form(database: Database, cast: Cast, log: Log) -> None:
    answer = log(cast.jo, telling(cast), private_note="x" * 10_000_000)
    assert answer.status_code == 413
    assert answer.text == "This is more than a form can hold. Shorten the notes and save again."
    assert count(database, "coaching_session") == 0
