"""What is posted about agreed direct service."""

from typing import Any

import pytest

from app.domain.vocabulary import Area
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.handing import SERVED
from tests.support.pages import errors_of, page_of, read, sent_by
from tests.web.conftest import on_both
from tests.web.handing import Handing, buttons

pytestmark = on_both


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, TODAY)


@pytest.fixture
def handing(client_of: ClientOf, cast: Cast) -> Handing:
    return Handing(client_of, cast)


def test_a_director_proposes_and_a_leader_agrees(handing: Handing, cast: Cast) -> None:
    answer = handing.offer(cast.dora)
    assert answer.headers["location"] == f"/handoffs?done=proposed&of={SERVED}#agreement-{SERVED}"
    assert "Waits for a leader of the school." in handing.row(cast.jo, "agreement", SERVED).text
    assert "Agree that we do Front office" in buttons(handing.row(cast.rosa, "agreement", SERVED))
    row = read(handing.settle(cast.rosa, "agree", swap=True).text).one("li", id=f"agreement-{SERVED}")
    assert "Agreed. Thank you." in row.one("p", role="status").text
    assert "We do it for the school until Feb 26, 2027." in row.text
    assert "What comes next: From March the office manager answers the phones." in row.text


def test_a_coachs_proposal_waits_for_both(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.jo)
    assert "Waits for a director and a leader of the school." in handing.row(cast.jo, "agreement", SERVED).text
    assert handing.settle(cast.dora, "agree").status_code == 303
    assert "done=already" in handing.settle(cast.dora, "agree").headers["location"]
    assert "Waits for a leader of the school." in handing.row(cast.dora, "agreement", SERVED).text


def test_the_form_that_is_shown_is_the_form_that_is_accepted(client_of: ClientOf, handing: Handing, cast: Cast) -> None:
    area = cast.areas[Area.STAFFING]
    page = page_of(client_of(cast.jo).get(f"/schools/{cast.alder}/agreements/new?area={area}"))
    form = page.one("form", action=f"/schools/{cast.alder}/agreements")
    sent: dict[str, Any] = sent_by(form) | {"until_on": ["2026-12-18"], "next_up": ["They hire with us."]}
    assert handing.post(cast.jo, form["action"], **sent).status_code == 303
    assert "They hire with us." in handing.register(cast.rosa).one("main").text


def test_an_invalid_proposal_keeps_what_was_typed(handing: Handing, cast: Cast) -> None:
    page = page_of(handing.offer(cast.jo, until_on="2026-11-01", next_up="They answer the phones."), 422)
    assert errors_of(page).keys() == {"until_on"}
    assert "They answer the phones." in page.one("textarea", id="next_up").raw
    page = page_of(handing.offer(cast.jo, area_id="", until_on="soon"), 422)
    assert errors_of(page).keys() == {"area_id", "until_on"}


def test_a_yes_to_what_is_over_is_a_conflict_in_words(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.jo)
    assert handing.settle(cast.jo, "end").status_code == 303
    page = page_of(handing.settle(cast.rosa, "agree"), 409)
    row = page.one("li", id=f"agreement-{SERVED}")
    assert "nothing to agree to" in row.one("p", role="alert").text
    assert handing.settle(cast.rosa, "agree", swap=True).status_code == 409


def test_what_is_in_force_can_be_ended_and_in_its_last_month_renewed(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.dora, until_on="2026-12-18")
    handing.settle(cast.rosa, "agree")
    row = handing.row(cast.dora, "agreement", SERVED)
    renew = next(link for link in row.all("a") if link.text.startswith("Renew"))
    assert renew["href"] == f"/schools/{cast.alder}/agreements/new?area={cast.areas[Area.FRONT_OFFICE]}"
    assert handing.settle(cast.rosa, "end").status_code == 303
    assert "ended Nov 24" in handing.row(cast.jo, "agreement", SERVED).text


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("jo", "agree", 403),
        ("ada", "agree", 403),
        ("jo", "end", 403),
        ("ada", "end", 403),
        *((who, act, 404) for who in ("sam", "mei", "otto", "oona", "olga") for act in ("agree", "end")),
    ],
)
def test_who_may_not_is_told_so_and_for_outsiders_it_does_not_exist(
    handing: Handing, cast: Cast, who: str, act: str, status: int
) -> None:
    handing.offer(cast.dora)
    page_of(handing.settle(getattr(cast, who), act), status)
    page_of(handing.settle(getattr(cast, who), act, swap=True), status)


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("ada", 403), ("sam", 404), ("olga", 404)])
def test_who_may_not_propose_is_told_so(
    client_of: ClientOf, handing: Handing, cast: Cast, who: str, status: int
) -> None:
    page_of(handing.offer(getattr(cast, who)), status)
    page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/agreements/new"), status)


def test_signed_out_nothing_happens(handing: Handing, cast: Cast) -> None:
    handing.offer(cast.dora)
    page_of(handing.settle(None, "agree"), 401)


def test_another_networks_area_does_not_exist(handing: Handing, cast: Cast) -> None:
    page_of(handing.offer(cast.jo, area_id=str(cast.other_areas[Area.BUDGET])), 404)
