"""What is refused when a coach saves: in which words, where they stand, and how it is mended."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.domain.vocabulary import Area, Lead, Mode
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import errors_of, notice, page_of, sent_by
from tests.support.rows import change
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.conftest import Log, SetClock, local, on_sqlite

AGAIN = "This choice is not on the list any more. Choose again."
NOT_A_NUMBER = "Write minutes as a whole number, like 45."
FROM_TO = "Minutes go from 5 to 600. Split a longer day into its parts."
NO_LEAD = "Work done for the school has no lead from the school: leave this empty, or choose “with”."
NOT_ASSIGNED = "You were not assigned to this school on that day. Check the day, or ask your office."
NOT_IN_USE = "This area was not in use on that day. Choose another."
NOT_ON_TEAM = "Somebody chosen here was not on this school's team on that day."
CANNOT_BE_KEPT = "There is a character here that cannot be kept. Delete it and type the words again."
WRITE_A_DAY = "Write the day as year-month-day."

REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no school": ({"school_id": ""}, "school_id", "Choose a school."),
    "no school at all": ({"school_id": []}, "school_id", "Choose a school."),
    "a school that is no id": ({"school_id": "Alder"}, "school_id", AGAIN),
    "no area": ({"area_id": ""}, "area_id", "Choose an area."),
    "an area that is no id": ({"area_id": "1 OR 1=1"}, "area_id", AGAIN),
    "no day": ({"held_on": ""}, "held_on", "Choose a day."),
    "a day as people say it": ({"held_on": "11/24/2026"}, "held_on", WRITE_A_DAY),
    "a day that never was": ({"held_on": "2026-02-30"}, "held_on", WRITE_A_DAY),
    "a slip of the year": ({"held_on": "0226-11-20"}, "held_on", "Check the year: this day is too long ago."),
    "the end of time": (
        {"held_on": "9999-12-31"},
        "held_on",
        "This day is still to come. Log a session once it has been held.",
    ),
    "before one was assigned": ({"held_on": "2020-01-05"}, "school_id", NOT_ASSIGNED),
    "no minutes": ({"minutes": " "}, "minutes", "How many minutes?"),
    "4 minutes": ({"minutes": "4"}, "minutes", FROM_TO),
    "601 minutes": ({"minutes": "601"}, "minutes", FROM_TO),
    "no time": ({"minutes": "0"}, "minutes", FROM_TO),
    "time taken back": ({"minutes": "-45"}, "minutes", NOT_A_NUMBER),
    "half a minute": ({"minutes": "45.5"}, "minutes", NOT_A_NUMBER),
    "minutes in other digits": ({"minutes": "٤٥"}, "minutes", NOT_A_NUMBER),
    "minutes as a programmer writes them": ({"minutes": "4_5"}, "minutes", NOT_A_NUMBER),
    "minutes as a physicist writes them": ({"minutes": "1e2"}, "minutes", NOT_A_NUMBER),
    "minutes beyond counting": ({"minutes": "9" * 5_000}, "minutes", NOT_A_NUMBER),
    "not said who did the work": (
        {"mode": ""},
        "mode",
        "Say who did the work: with the school, or for it?",
    ),
    "done in a third way": ({"mode": "both"}, "mode", AGAIN),
    "with, and not said who led": ({"lead": ""}, "lead", "Say who led: you, the school, or both."),
    "with, led by nobody known": ({"lead": "district"}, "lead", AGAIN),
    "with nobody": (
        {"participant_ids": []},
        "participant_ids",
        "Side by side with whom? Choose at least one person, or “someone else”.",
    ),
    "for, and led": ({"mode": "for"}, "lead", NO_LEAD),
    "not said whether planned": ({"origin": ""}, "origin", "Was it planned, or asked for in the moment?"),
    "an aim of one's own": ({"aim": "fame"}, "aim", AGAIN),
    "somebody who is no id": ({"participant_ids": ["Rosa"]}, "participant_ids", AGAIN),
    "led by who is no id": ({"led_ids": ["Rosa"]}, "led_ids", AGAIN),
    "a position that is none": ({"positions": ["student"]}, "positions", AGAIN),
    "a crowd of teachers": ({"teachers": "201"}, "teachers", "Teachers go from 0 to 200."),
    "teachers by name": ({"teachers": "Ms. Lee"}, "teachers", "Write a whole number of teachers."),
    "a next step's day, and no step": (
        {"next_step_due_on": "2026-12-01"},
        "next_step_text",
        "Say what the next step is, or clear its owner and date.",
    ),
    "a next step some day": ({"next_step_text": "x", "next_step_due_on": "soon"}, "next_step_due_on", WRITE_A_DAY),
    "a next step before its session": (
        {"next_step_text": "x", "next_step_due_on": "0226-12-01"},
        "next_step_due_on",
        "Check this day: a next step is not before its session, and not years after it.",
    ),
    "a next step at the end of time": (
        {"next_step_text": "x", "next_step_due_on": "9999-12-31"},
        "next_step_due_on",
        "Check this day: a next step is not before its session, and not years after it.",
    ),
    "a next step of somebody who is no id": (
        {"next_step_text": "x", "next_step_owner_id": "Rosa"},
        "next_step_owner_id",
        AGAIN,
    ),
    "a strength too long": (
        {"strength": "x" * 301},
        "strength",
        "This is longer than 300 characters. Shorten it; the rest belongs elsewhere.",
    ),
    "a strength that grows when it is settled": (
        {"strength": "\ufb2c" * 101},
        "strength",
        "This is longer than 300 characters. Shorten it; the rest belongs elsewhere.",
    ),
    "a note too long": (
        {"shared_note": "x" * 4_001},
        "shared_note",
        "This is longer than 4,000 characters. Shorten it; the rest belongs elsewhere.",
    ),
    "a private note too long": (
        {"private_note": "😀" * 4_001},
        "private_note",
        "This is longer than 4,000 characters. Shorten it; the rest belongs elsewhere.",
    ),
    "a time as people say it": (
        {"started_at": "half past nine"},
        "started_at",
        "Write the time as hours and minutes, like 09:30.",
    ),
    "a time of no clock": ({"started_at": "24:00"}, "started_at", "Write the time as hours and minutes, like 09:30."),
    "a time with a zone": ({"started_at": "09:30Z"}, "started_at", "Write the time as hours and minutes, like 09:30."),
    "a second coach who is no id": ({"co_coach_id": "Sam"}, "co_coach_id", AGAIN),
    "a note with a nothing in it": ({"private_note": "a\x00b"}, "private_note", CANNOT_BE_KEPT),
    "a note that turns the page round": ({"private_note": "a\u202eb"}, "private_note", CANNOT_BE_KEPT),
    "a note with a bell": ({"shared_note": "a\x07b"}, "shared_note", CANNOT_BE_KEPT),
    "a strength with an escape": ({"strength": "\x1b[31mred"}, "strength", CANNOT_BE_KEPT),
    "a next step with a separator of ours": ({"next_step_text": "a\x1fb"}, "next_step_text", CANNOT_BE_KEPT),
    "a note with a control of the second kind": ({"private_note": "a\x9bb"}, "private_note", CANNOT_BE_KEPT),
}


LET_GO = {
    "for, and led": {"lead"},
    "with nobody": {"led_ids"},
    "somebody who is no id": {"led_ids"},
}
"""What does not go with the rest and could not be taken back on the page is let go, and so is what is on no list."""


@on_sqlite
@pytest.mark.parametrize("case", REFUSED)
def test_a_form_is_refused_in_words_by_the_field_and_keeps_what_was_typed(
    database: Database, cast: Cast, log: Log, case: str
) -> None:
    changes, field, words = REFUSED[case]
    said = side_by_side(
        cast,
        participant_ids=frozenset({cast.rosa.person_id, cast.dan.person_id}),
        lead=Lead.SHARED,
        led_ids=frozenset({cast.rosa.person_id}),
        teachers=3,
        shared_note="we shared this",
        private_note="only mine\r\n\r\n<b>& more</b>",
    )
    page = page_of(log(cast.jo, said, **changes), 422)
    assert errors_of(page)[field] == words
    assert notice(page).startswith("Not saved yet.")
    assert count(database, "coaching_session") == 0
    typed: dict[str, Any] = form_of(said) | changes
    shown = sent_by(page.one("form", id="log"))
    let_go: set[str] = LET_GO.get(case, set()) | ({field} if words == AGAIN else set())
    for name in typed.keys() - let_go:
        assert as_typed(shown.get(name, [])) == as_typed(typed[name]), name
    for name in let_go:
        assert as_typed(shown.get(name, [])) == [], name


def as_typed(values: str | list[str]) -> list[str]:
    """The values of a field that say something, as a browser shows them."""
    each = [values] if isinstance(values, str) else values
    return sorted(value.replace("\r\n", "\n").strip() for value in each if value.strip())


def test_all_that_is_wrong_is_said_at_once(cast: Cast, client_of: ClientOf) -> None:
    page = page_of(client_of(cast.jo).post(f"/sessions/{uuid4()}", data={"version": "0"}), 422)
    assert set(errors_of(page)) == {"school_id", "area_id", "held_on", "minutes", "mode", "origin"}
    assert notice(page) == "Not saved yet. 6 things to mend below; all you typed is still here."
    with_nobody = {"version": "0", "mode": "with"}
    page = page_of(client_of(cast.jo).post(f"/sessions/{uuid4()}", data=with_nobody), 422)
    assert set(errors_of(page)) == {"school_id", "area_id", "held_on", "minutes", "lead", "origin", "participant_ids"}


def test_an_error_is_tied_to_its_field_for_whoever_cannot_see_it(cast: Cast, log: Log) -> None:
    page = page_of(log(cast.jo, telling(cast), minutes="x", shared_note="x" * 4_001), 422)
    for field, control in (("minutes", "other-minutes"), ("shared_note", "shared_note")):
        tied = page.one("input", "textarea", id=control)
        assert (tied["aria-invalid"], tied["aria-describedby"]) == ("true", f"{field}-error")
    assert "open" in page.one("textarea", id="shared_note").inside("details").attributes  # type: ignore[union-attr]


def test_the_form_that_is_to_mend_keeps_its_id_and_can_be_saved(cast: Cast, client_of: ClientOf, log: Log) -> None:
    session_id = uuid4()
    form = page_of(log(cast.jo, side_by_side(cast), session_id, minutes=""), 422).one("form", id="log")
    assert form["action"] == f"/sessions/{session_id}"
    answer = client_of(cast.jo).post(form["action"], data=sent_by(form) | {"minutes": "30"})
    assert answer.headers["location"] == f"/sessions/{session_id}?done=saved"


def test_what_is_to_mend_comes_as_a_fragment_where_that_is_asked_for(cast: Cast, client_of: ClientOf) -> None:
    jo = client_of(cast.jo)
    answer = jo.post(f"/sessions/{uuid4()}", data={}, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert answer.text.startswith('<form id="log"')
    assert answer.headers["hx-push-url"] == "false", "a new form's address leads nowhere yet"
    boosted = jo.post(f"/sessions/{uuid4()}", data={}, headers={"hx-request": "true", "hx-boosted": "true"})
    assert boosted.text.startswith("<!doctype html>")


@pytest.mark.parametrize("school", ["cedar", "dogwood", "elder"])
def test_a_school_that_is_not_the_coachs_is_refused_in_the_same_words_whosever_it_is(
    cast: Cast, log: Log, school: str
) -> None:
    page = page_of(log(cast.jo, telling(cast, school_id=getattr(cast, school))), 422)
    assert errors_of(page) == {"school_id": NOT_ASSIGNED}
    assert "Elder" not in page.raw


def test_an_area_of_another_network_is_refused_as_one_that_is_not_in_use(cast: Cast, log: Log) -> None:
    page = page_of(log(cast.jo, telling(cast, area_id=cast.other_areas[Area.BUDGET])), 422)
    assert errors_of(page) == {"area_id": NOT_IN_USE}


def test_an_area_is_judged_as_of_the_day(database: Database, cast: Cast, log: Log) -> None:
    yesterday = cast.today - timedelta(days=1)
    change(database, tables.Area, cast.bridge, {"id": cast.areas[Area.BUDGET]}, last_on=yesterday)
    assert errors_of(page_of(log(cast.jo, telling(cast)), 422)) == {"area_id": NOT_IN_USE}
    assert log(cast.jo, telling(cast, held_on=yesterday)).status_code == 303


@pytest.mark.parametrize("who", ["oona", "sam", "ivy"])
def test_only_people_of_the_schools_team_of_that_day_took_part(cast: Cast, log: Log, who: str) -> None:
    """Oona is another network's, Sam is a coach, and Ivy has left."""
    them = cast.ivy if who == "ivy" else getattr(cast, who).person_id
    page = page_of(log(cast.jo, side_by_side(cast, participant_ids=frozenset({them, cast.rosa.person_id}))), 422)
    assert errors_of(page) == {"participant_ids": NOT_ON_TEAM}
    form = page.one("form", id="log")
    assert sent_by(form)["participant_ids"] == [str(cast.rosa.person_id)], "who cannot be unticked is let go"
    assert str(them) not in form.raw


@pytest.mark.parametrize("who", ["oona", "sam", "dora"])
def test_a_next_step_is_of_somebody_of_the_team_or_of_the_coach(cast: Cast, log: Log, who: str) -> None:
    step = telling(cast, next_step_text="plan", next_step_owner_id=getattr(cast, who).person_id)
    assert errors_of(page_of(log(cast.jo, step), 422)) == {
        "next_step_owner_id": "Choose somebody of this school's team, or yourself."
    }
    log.saved(cast.jo, telling(cast, next_step_text="plan", next_step_owner_id=cast.jo.person_id))


def test_only_who_took_part_can_have_led(cast: Cast, log: Log) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    said = side_by_side(cast, participant_ids=both, led_ids=frozenset({cast.rosa.person_id, cast.mei.person_id}))
    page = page_of(log(cast.jo, said), 422)
    assert errors_of(page) == {"led_ids": "Only somebody who took part can have led."}
    assert sent_by(page.one("form", id="log"))["led_ids"] == [str(cast.rosa.person_id)]


@pytest.mark.parametrize("hour", [1, 23])
def test_the_future_begins_at_midnight_on_the_networks_own_clock(
    cast: Cast, log: Log, set_clock: SetClock, hour: int
) -> None:
    """At 23:00 in Los Angeles it is tomorrow already in Greenwich."""
    set_clock(local(cast, hour))
    log.saved(cast.jo, telling(cast))
    page = page_of(log(cast.jo, telling(cast, held_on=cast.today + timedelta(days=1))), 422)
    assert errors_of(page) == {"held_on": "This day is still to come. Log a session once it has been held."}


@pytest.mark.parametrize("who", ["rosa", "mei", "dora", "ada"])
@pytest.mark.parametrize("minutes", ["45", "4", ""])
def test_whoever_is_no_coach_logs_nothing_whatever_the_form_says(
    database: Database, cast: Cast, log: Log, who: str, minutes: str
) -> None:
    page_of(log(getattr(cast, who), telling(cast), minutes=minutes), 403)
    assert count(database, "coaching_session") == 0


def test_people_of_the_school_left_before_can_be_mended_without_scripts(
    cast: Cast, client_of: ClientOf, log: Log
) -> None:
    """The names of the first school are hidden once another is chosen, so they cannot be unticked any more."""
    moved = side_by_side(cast, school_id=cast.birch)
    page = page_of(log(cast.jo, moved), 422)
    assert errors_of(page) == {"participant_ids": NOT_ON_TEAM}
    form = page.one("form", id="log")
    second = sent_by(form) | {"positions": ["principal"]}
    assert client_of(cast.jo).post(form["action"], data=second).status_code == 303


def test_a_lead_left_from_a_with_can_be_mended_without_scripts(cast: Cast, client_of: ClientOf, log: Log) -> None:
    form = page_of(log(cast.jo, side_by_side(cast), mode=Mode.FOR), 422).one("form", id="log")
    assert client_of(cast.jo).post(form["action"], data=sent_by(form)).status_code == 303
