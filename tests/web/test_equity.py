"""Equity: what goes with each school's need, who weighs it, and in which phase each is."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.vocabulary import Position
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import submit
from tests.support.cast import Cast, Someone
from tests.support.pages import Element, errors_of, page_of, sent_by
from tests.support.rows import change
from tests.support.tellings import side_by_side
from tests.web.conftest import on_both

pytestmark = on_both


def weigh(
    client_of: ClientOf, who: Someone, school: UUID, weight: str, reason: str = "High mobility"
) -> httpx2.Response:
    page = page_of(client_of(who).get(f"/schools/{school}/need"))
    form = sent_by(page.one("form", action=f"/schools/{school}/weight")) | {"weight": [weight], "reason": [reason]}
    answer: httpx2.Response = client_of(who).post(f"/schools/{school}/weight", data=form)
    return answer


def weigh_all(client_of: ClientOf, cast: Cast, **weights: str) -> httpx2.Response:
    page = page_of(client_of(cast.dora).get("/equity/weights"))
    form = sent_by(page.one("form", action="/equity/weights"))
    for name, weight in weights.items():
        school = getattr(cast, name)
        form |= {f"weight-{school}": [weight], f"reason-{school}": [f"As we see {name}"]}
    answer: httpx2.Response = client_of(cast.dora).post("/equity/weights", data=form)
    return answer


def rows_of(page: Element) -> dict[str, list[str]]:
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")}


ALL = {"alder": "3.0", "birch": "1.0", "cedar": "2.0", "dogwood": "2.0"}


def test_each_school_shows_what_goes_with_its_need_and_what_it_got(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    held = cast.today - timedelta(days=3)
    submit(database, cast.jo, 0, side_by_side(cast, held_on=held, minutes=90), uuid4())
    elsewhere = {"school_id": cast.birch, "participant_ids": frozenset(), "positions": frozenset({Position.PRINCIPAL})}
    other = side_by_side(cast, held_on=held, minutes=30, **elsewhere)
    submit(database, cast.jo, 0, other, uuid4())
    assert weigh_all(client_of, cast, **ALL).status_code == 303
    rows = rows_of(page_of(client_of(cast.dora).get("/equity")))
    assert list(rows) == ["Alder High", "Birch Middle", "Cedar Elementary"]
    assert rows["Alder High"][1:5] == ["3.0", "50%", "75%", "75%"]
    assert "1.50 more than goes with its need" in rows["Alder High"][5]
    assert rows["Cedar Elementary"][1:5] == ["2.0", "33%", "0%", "0%"]


def test_until_every_weight_is_set_it_is_provisional(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get("/equity"))
    assert "Provisional: 3 schools have a placeholder for a weight." in page.text
    weigh_all(client_of, cast, **ALL)
    assert "Provisional" not in page_of(client_of(cast.dora).get("/equity")).text


@pytest.mark.parametrize(("who", "status"), [("jo", 403), ("rosa", 403), ("ada", 403), ("dora", 200)])
def test_only_who_directs_sees_the_networks_equity(client_of: ClientOf, cast: Cast, who: str, status: int) -> None:
    client = client_of(getattr(cast, who))
    assert {client.get(path).status_code for path in ("/equity", "/equity/weights")} == {status}


def test_a_weight_is_set_with_a_reason_and_its_history_stays(client_of: ClientOf, cast: Cast) -> None:
    assert (
        weigh(client_of, cast.dora, cast.alder, "2,5").headers["location"] == f"/schools/{cast.alder}/need?done=weight"
    )
    weigh(client_of, cast.dora, cast.alder, "1.5", "Staffing is stable now")
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/need"))
    assert [row.one("th").text for row in page.one("tbody").all("tr")] == ["1.5", "2.5"]
    assert "Staffing is stable now" in page.text
    assert "Dora" not in page.text
    assert not page.all("form", action=f"/schools/{cast.alder}/weight")


@pytest.mark.parametrize(
    ("weight", "reason", "field"),
    [("0.9", "x", "weight"), ("nan", "x", "weight"), ("1e0", "x", "weight"),
      ("3.1", "x", "weight"), ("much", "x", "weight"), ("", "x", "weight"), ("2", " ", "reason"),
     ("2", "x" * 301, "reason"), ("2", "a\0b", "reason"), ("\N{ARABIC-INDIC DIGIT ONE}", "x", "weight")],
)  # fmt: skip
def test_a_weight_that_cannot_be_is_said_by_the_field(
    client_of: ClientOf, cast: Cast, weight: str, reason: str, field: str
) -> None:
    answer = weigh(client_of, cast.dora, cast.alder, weight, reason)
    assert answer.status_code == 422
    assert field in errors_of(page_of(answer, 422))


def test_two_directors_at_once_lose_nothing(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/need"))
    stale = sent_by(page.one("form", action=f"/schools/{cast.alder}/weight"))
    weigh(client_of, cast.dora, cast.alder, "2.5")
    path = f"/schools/{cast.alder}/weight"
    met = page_of(client_of(cast.dora).post(path, data=stale | {"weight": ["1.2"], "reason": ["No"]}), 409)
    assert met.one("b", **{"class": "figure"}).text == "2.5"
    form = sent_by(met.one("form", action=path))
    assert (form["weight"], form["reason"]) == (["1.2"], ["No"]), "what was typed is there to be saved once more"
    wrong = page_of(client_of(cast.dora).post(path, data=stale | {"weight": ["9"]}), 422)
    assert sent_by(wrong.one("form", action=path))["seen"] == stale["seen"]
    same = stale | {"weight": ["2.5"], "reason": ["High mobility"]}
    assert client_of(cast.dora).post(path, data=same).status_code == 303
    assert "2.5" in page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/need")).text


def weights_of(client_of: ClientOf, cast: Cast) -> dict[str, list[str]]:
    return sent_by(page_of(client_of(cast.dora).get("/equity/weights")).one("form", action="/equity/weights"))


def test_who_leaves_a_weight_as_it_was_undoes_nothing_that_another_says_of_it(client_of: ClientOf, cast: Cast) -> None:
    weigh_all(client_of, cast, **ALL)
    form = weights_of(client_of, cast)
    weigh(client_of, cast.dora, cast.alder, "2.5", "Staffing is stable now")
    weigh(client_of, cast.dora, cast.cedar, "2.0", "Said anew")
    form |= {f"weight-{cast.birch}": ["1.4"], f"reason-{cast.birch}": ["Many new teachers"]}
    assert client_of(cast.dora).post("/equity/weights", data=form).headers["location"] == "/equity/weights?done=1"
    after = weights_of(client_of, cast)
    assert (after[f"weight-{cast.alder}"], after[f"reason-{cast.alder}"]) == (["2.5"], ["Staffing is stable now"])
    assert (after[f"weight-{cast.birch}"], after[f"reason-{cast.cedar}"]) == (["1.4"], ["Said anew"])


def test_two_who_give_another_reason_at_once_lose_neither(client_of: ClientOf, cast: Cast) -> None:
    weigh_all(client_of, cast, **ALL)
    form = weights_of(client_of, cast)
    weigh(client_of, cast.dora, cast.alder, ALL["alder"], "Staffing is stable now")
    form |= {f"reason-{cast.alder}": ["Half of the team is new"]}
    assert client_of(cast.dora).post("/equity/weights", data=form).status_code == 409
    assert weights_of(client_of, cast)[f"reason-{cast.alder}"] == ["Staffing is stable now"]


def set_phase(
    client_of: ClientOf, cast: Cast, phase: str, days_ago: int, who: Someone | None = None
) -> httpx2.Response:
    form = {
        "phase": phase,
        "since_on": str(cast.today - timedelta(days=days_ago)),
        "phase_reason": "New team",
        "id": str(uuid4()),
    }
    answer: httpx2.Response = client_of(who or cast.dora).post(f"/schools/{cast.alder}/phase", data=form)
    return answer


def phases(client_of: ClientOf, cast: Cast) -> list[str]:
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}/need"))
    return [item.one("b").text for item in page.all("li") if item.all("b")]


def test_phases_make_a_history_and_the_latest_that_has_begun_counts(client_of: ClientOf, cast: Cast) -> None:
    assert phases(client_of, cast) == ["Transforming"]
    assert set_phase(client_of, cast, "rebuilding", 200).status_code == 303
    assert set_phase(client_of, cast, "sustaining", 20).status_code == 303
    assert phases(client_of, cast) == ["Sustaining", "Rebuilding", "Transforming"]
    assert "Sustaining phase." in page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}")).text
    assert set_phase(client_of, cast, "rebuilding", 100).status_code == 422


def test_a_phases_form_that_comes_again_is_one_phase_and_never_another_or_another_schools(
    client_of: ClientOf, cast: Cast
) -> None:
    since = str(cast.today - timedelta(days=20))
    form = {"id": str(uuid4()), "phase": "sustaining", "since_on": since, "phase_reason": "New team"}
    path = f"/schools/{cast.alder}/phase"
    dora = client_of(cast.dora)
    assert [dora.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    page = page_of(dora.post(path, data=form | {"phase": "rebuilding"}), 422)
    assert "set a phase already" in errors_of(page)["phase"]
    assert phases(client_of, cast) == ["Sustaining", "Transforming"]
    assert dora.post(f"/schools/{cast.birch}/phase", data=form).status_code == 404


def test_a_phase_is_taken_out_and_brought_back(client_of: ClientOf, cast: Cast) -> None:
    set_phase(client_of, cast, "sustaining", 20)
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/need"))
    remove = next(form["action"] for form in page.all("form") if form["action"].endswith("/remove"))
    went = client_of(cast.dora).post(remove).headers["location"]
    assert phases(client_of, cast) == ["Transforming"]
    undo = page_of(client_of(cast.dora).get(went)).one("form", action=remove.replace("/remove", "/restore"))
    client_of(cast.dora).post(undo["action"])
    assert phases(client_of, cast) == ["Sustaining", "Transforming"]


@pytest.mark.parametrize("days_ago", [-1, 20_000])
def test_a_phase_of_an_impossible_day_is_refused(client_of: ClientOf, cast: Cast, days_ago: int) -> None:
    answer = set_phase(client_of, cast, "sustaining", days_ago)
    assert answer.status_code == 422
    assert "since_on" in errors_of(page_of(answer, 422))


def test_nobody_else_sets_anything(client_of: ClientOf, cast: Cast) -> None:
    assert {
        set_phase(client_of, cast, "sustaining", 2, getattr(cast, who)).status_code for who in ("jo", "rosa", "ada")
    } == {403}
    assert set_phase(client_of, cast, "sustaining", 2, cast.sam).status_code == 404
    assert set_phase(client_of, cast, "sustaining", 2, cast.olga).status_code == 404
    form = {"weight": "2", "reason": "x", "seen": "1.0.0"}
    assert client_of(cast.olga).post(f"/schools/{cast.alder}/weight", data=form).status_code == 404
    assert client_of(cast.otto).get(f"/schools/{cast.alder}/need").status_code == 404


def test_what_is_typed_is_text(client_of: ClientOf, cast: Cast, database: Database) -> None:
    weigh(client_of, cast.dora, cast.alder, "2.5", "<svg onload=alert(1)>")
    assert "<svg onload" not in client_of(cast.rosa).get(f"/schools/{cast.alder}/need").text
    change(database, tables.School, cast.bridge, {"id": cast.alder}, name="=cmd|x")
    assert "=cmd" not in client_of(cast.dora).get("/equity.csv").text.replace("'=cmd", "")
