"""What is posted about handoffs: one proposed, agreed to, declined, ended, checked."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from app.store.tables import School
from tests.conftest import ClientOf
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.handing import HANDED, SERVED
from tests.support.pages import errors_of, notice, page_of, read, sent_by
from tests.support.rows import change
from tests.web.conftest import on_both
from tests.web.handing import Handing, buttons

pytestmark = on_both


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


@pytest.fixture
def handing(client_of: ClientOf, cast: Cast) -> Handing:
    return Handing(client_of, cast)


def test_a_coach_proposes_and_is_led_to_it(handing: Handing, cast: Cast) -> None:
    answer = handing.propose(cast.jo)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/handoffs?done=proposed&of={HANDED}#handoff-{HANDED}"
    page = handing.register(cast.jo, f"?done=proposed&of={HANDED}")
    row = page.one("li", id=f"handoff-{HANDED}")
    assert "Proposed. It stands once it is agreed to." in row.one("p", role="status").text
    assert "From Aug 24 on" in row.text
    assert "Waits for a leader of the school." in row.text


def test_a_directors_proposal_is_agreed_and_says_so(handing: Handing, cast: Cast) -> None:
    assert "done=agreed" in handing.propose(cast.dora).headers["location"]
    assert "Handed over Aug 24" in handing.row(cast.jo).text


def test_the_form_that_is_shown_is_the_form_that_is_accepted(client_of: ClientOf, handing: Handing, cast: Cast) -> None:
    area = cast.areas[Area.DATA_INQUIRY]
    page = page_of(client_of(cast.jo).get(f"/schools/{cast.alder}/handoffs/new?area={area}"))
    form = page.one("form", action=f"/schools/{cast.alder}/handoffs")
    sent: dict[str, Any] = sent_by(form) | {"now_runs": ["They ask the data."], "holder_ids": [str(cast.dan.person_id)]}
    assert sent["area_id"] == [str(area)]
    assert sent["handed_over_on"] == [str(TODAY)]
    assert handing.post(cast.jo, form["action"], **sent).status_code == 303
    assert "They ask the data." in handing.register(cast.rosa).one("main").text


def test_an_invalid_proposal_keeps_what_was_typed_and_says_what_is_wrong(handing: Handing, cast: Cast) -> None:
    sent = {"now_runs": "A sentence of ours", "handed_over_on": "0202-08-24", "holder_ids": [], "area_id": ""}
    page = page_of(handing.propose(cast.jo, **sent), 422)
    assert errors_of(page).keys() == {"area_id"}, "what cannot be read comes first"
    page = page_of(handing.propose(cast.jo, **sent | {"area_id": str(cast.areas[Area.BUDGET])}), 422)
    assert errors_of(page).keys() == {"handed_over_on", "holder_ids"}
    assert "A sentence of ours" in page.one("textarea", id="now_runs").raw
    assert page.one("input", id="handed_over_on")["value"] == "0202-08-24"
    assert sent_by(page.one("form", action=f"/schools/{cast.alder}/handoffs"))["id"] == [str(HANDED)]


@pytest.mark.parametrize("broken", [{"id": "7"}, {"handed_over_on": "24.8.2026"}, {"holder_ids": ["Rosa"]}])
def test_what_cannot_be_read_is_said(handing: Handing, cast: Cast, broken: dict[str, object]) -> None:
    page_of(handing.propose(cast.jo, **broken), 422)


def test_a_second_handoff_of_the_area_is_refused_in_words(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    page = page_of(handing.propose(cast.dora, id=str(uuid4())), 422)
    assert "already" in errors_of(page)["area_id"]


def test_a_leader_agrees_and_the_row_is_swapped(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    assert "Agree that the school runs Budget development" in buttons(handing.row(cast.rosa))
    answer = handing.act(cast.rosa, "agree", swap=True)
    assert answer.status_code == 200
    assert answer.headers["vary"] == "HX-Request"
    row = read(answer.text).one("li", id=f"handoff-{HANDED}")
    assert "Agreed. Thank you." in row.one("p", role="status").text
    assert "Handed over Aug 24" in row.text
    assert "Agree that the school runs Budget development" not in buttons(row)


def test_agreeing_twice_says_that_it_was_done(handing: Handing, cast: Cast) -> None:
    handing.stands()
    assert "done=already" in handing.act(cast.dan, "agree").headers["location"]


def test_declining_needs_a_reason_and_shows_the_row_again(handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    page = page_of(handing.act(cast.rosa, "decline", reason="x" * 301), 422)
    row = page.one("li", id=f"handoff-{HANDED}")
    assert "longer than 300" in errors_of(row)["reason"]
    assert "open" in row.one("details")
    assert row.one("input", name="reason")["value"] == "x" * 301
    swapped = handing.act(cast.rosa, "decline", swap=True, reason=" ")
    assert swapped.status_code == 422
    assert [each.tag for each in read(swapped.text).children if not isinstance(each, str)] == ["li"]
    assert handing.act(cast.rosa, "decline", reason="Too early for us").status_code == 303
    declined = handing.row(cast.jo).text
    assert "Not agreed" in declined
    assert "Proposed from Aug 24 on, ended Nov 24." in declined
    assert "Why: “Too early for us”" in declined


def test_what_has_changed_meanwhile_is_a_conflict_in_words(handing: Handing, cast: Cast) -> None:
    handing.stands()
    page = page_of(handing.act(cast.jo, "decline", reason="Too early"), 409)
    assert "It can be ended" in page.one("li", id=f"handoff-{HANDED}").one("p", role="alert").text
    swapped = handing.act(cast.jo, "decline", swap=True, reason="Too early")
    assert swapped.status_code == 409
    assert "It can be ended" in read(swapped.text).text


def test_a_leader_answers_a_check_with_one_tap(handing: Handing, cast: Cast) -> None:
    handing.stands()
    row = handing.row(cast.rosa)
    assert "The check was due October 23" in row.text
    assert buttons(row)[:2] == ["It held: Budget development", "It did not hold: Budget development"]
    form = row.one("form", action=f"/handoffs/{HANDED}/check")
    sent: dict[str, Any] = sent_by(form) | {"outcome": ["held"]}
    assert handing.post(cast.rosa, form["action"], **sent).status_code == 303
    assert "Handed over Aug 24, checked Nov 24" in handing.row(cast.jo).text


def test_the_second_leader_is_told_that_it_is_answered_already(handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.act(cast.rosa, "check", number=1, outcome="held")
    assert "done=already" in handing.act(cast.dan, "check", number=1, outcome="held").headers["location"]
    answer = handing.act(cast.dan, "check", swap=True, number=1, outcome="not_held")
    assert answer.status_code == 409
    assert "answered already: held" in read(answer.text).text


def test_a_slip_of_the_thumb_is_mended_from_the_row_that_says_it(handing: Handing, cast: Cast) -> None:
    handing.stands()
    swapped = handing.act(cast.rosa, "check", swap=True, number=1, outcome="not_held")
    row = read(swapped.text).one("li", id=f"handoff-{HANDED}")
    assert "Did not hold" in row.text
    form = row.one("form", action=f"/handoffs/{HANDED}/check")
    sent: dict[str, Any] = sent_by(form) | {"outcome": ["held"]}
    assert sent["instead_of"] == ["not_held"]
    assert handing.post(cast.rosa, form["action"], **sent).status_code == 303
    assert "Handed over Aug 24, checked Nov 24" in handing.row(cast.dora).text


def test_what_is_brought_back_takes_the_place_of_what_was_agreed_on_since(handing: Handing, cast: Cast) -> None:
    handing.stands()
    handing.act(cast.rosa, "check", number=1, outcome="not_held")
    assert handing.offer(cast.dora, area_id=str(cast.areas[Area.BUDGET])).status_code == 303
    assert "done=agreed" in handing.settle(cast.rosa, "agree").headers["location"]
    changed = handing.act(cast.rosa, "check", number=1, outcome="held", instead_of="not_held")
    assert "done=held" in changed.headers["location"]
    assert "Ended" in handing.row(cast.dora, "agreement", SERVED).text, "not both at once, in one area"


@pytest.mark.parametrize(
    "form",
    [{"number": "1"}, {"number": "1", "outcome": "maybe"}, {"number": "1", "outcome": "held", "ran_by": "Rosa"}],
)
def test_a_check_that_cannot_be_read_is_said(handing: Handing, cast: Cast, form: dict[str, Any]) -> None:
    handing.stands()
    page = page_of(handing.act(cast.rosa, "check", **form), 422)
    assert errors_of(page)


def test_ending_a_handoff_keeps_its_reason(handing: Handing, cast: Cast) -> None:
    handing.stands()
    assert handing.act(cast.dora, "end", reason="Two people left").status_code == 303
    row = handing.row(cast.rosa)
    assert "Handed over Aug 24, ended Nov 24" in row.text
    assert "Why: “Two people left”" in row.text


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("jo", "agree", 403),
        ("ada", "agree", 403),
        ("ada", "decline", 403),
        ("jo", "end", 403),
        ("ada", "end", 403),
        ("dora", "check", 403),
        ("jo", "check", 403),
        *(
            (who, act, 404)
            for who in ("sam", "mei", "otto", "oona", "olga")
            for act in ("agree", "decline", "end", "check")
        ),
    ],
)
def test_who_may_not_is_told_so_and_for_outsiders_it_does_not_exist(
    handing: Handing, cast: Cast, who: str, act: str, status: int
) -> None:
    handing.stands()
    form: dict[str, Any] = {"reason": "Because", "number": "1", "outcome": "held"}
    page_of(handing.act(getattr(cast, who), act, **form), status)
    page_of(handing.act(getattr(cast, who), act, swap=True, **form), status)


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("ada", 403), ("sam", 404), ("olga", 404)])
def test_who_may_not_propose_is_told_so(
    client_of: ClientOf, handing: Handing, cast: Cast, who: str, status: int
) -> None:
    page_of(handing.propose(getattr(cast, who)), status)
    page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/handoffs/new"), status)


def test_signed_out_nothing_happens(client_of: ClientOf, handing: Handing, cast: Cast) -> None:
    handing.propose(cast.jo)
    page_of(handing.act(None, "agree"), 401)
    assert client_of(None).get("/handoffs").headers["location"] == "/sign-in?next=/handoffs"
    assert "Waits for a leader of the school." in handing.row(cast.jo).text


def test_another_networks_area_does_not_exist(handing: Handing, cast: Cast) -> None:
    page_of(handing.propose(cast.jo, area_id=str(cast.other_areas[Area.BUDGET])), 404)


def test_the_main_notice_of_a_form_names_no_field(handing: Handing, cast: Cast) -> None:
    assert notice(page_of(handing.propose(cast.jo, now_runs=""), 422)).startswith("Not saved yet")


def test_a_school_whose_partnership_has_ended_is_handed_nothing_more(
    client_of: ClientOf, database: Database, handing: Handing, cast: Cast
) -> None:
    handing.stands()
    handing.offer(cast.dora)
    change(database, School, cast.bridge, {"id": cast.alder}, last_on=TODAY - timedelta(days=1))
    words = "Our partnership with this school ended on November 23, so nothing new can be agreed on."
    ahead = {"id": str(uuid4()), "area_id": str(cast.areas[Area.CULTURE])}
    for answer in (handing.propose(cast.dora, **ahead), handing.offer(cast.dora, **ahead)):
        assert page_of(answer, 422).one("main").one("p", role="alert").text.startswith(words)
    for form in ("handoffs", "agreements"):
        page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/{form}/new"))
        assert words in page.one("main").text
        assert page.one("main").all("form") == []
    row = read(handing.settle(cast.rosa, "agree", swap=True).text).one("li")
    assert words in row.text
    assert "Agree that" not in " ".join(buttons(row))
    register = handing.register(cast.dora, f"?school={cast.alder}")
    assert [a for a in register.one("main").all("a") if a["href"].endswith("/new")] == []
    assert handing.act(cast.rosa, "check", number=1, outcome="held").status_code == 303
    assert handing.act(cast.rosa, "end", reason="We part as friends.").status_code == 303
