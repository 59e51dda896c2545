"""The form's partner, what pays, and what was modelled: offered, chosen already, refused in words, and shown."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.vocabulary import Area, Modelled
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import Element, chosen, errors_of, page_of
from tests.support.paying import add_partner, add_source, usually
from tests.support.rows import change
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.conftest import Log

GONE = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def library(database: Database, cast: Cast) -> UUID:
    return add_partner(database, cast.bridge)


@pytest.fixture
def title_i(database: Database, cast: Cast) -> UUID:
    """It pays from September on, and usually for Jo's time."""
    source = add_source(database, cast.bridge)
    usually(database, cast.bridge, cast.jo.person_id, source)
    return source


def form_at(client_of: ClientOf, cast: Cast, path: str = "/log", who: str = "jo") -> Element:
    return page_of(client_of(getattr(cast, who)).get(path)).one("form", id="log")


def offered(form: Element, name: str) -> list[str]:
    return [option.text for option in form.one("select", name=name).all("option")]


def more(form: Element) -> Element:
    return next(fold for fold in form.all("details") if fold.get("class") == "card fold")


def test_where_a_network_keeps_neither_neither_is_asked(client_of: ClientOf, cast: Cast) -> None:
    form = form_at(client_of, cast)
    assert form.all("select", name="partner_id") + form.all("select", name="funding_id") == []
    assert chosen(form, "modelled") == []


@pytest.mark.usefixtures("library", "title_i")
def test_partners_of_today_and_what_pays_today_or_did_lately_are_offered(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    add_partner(database, cast.bridge, "Gone", removed_at=GONE)
    add_partner(database, cast.other, "Elder Clinic")
    for name, first, last in (
        ("Last year's", date(2025, 9, 1), date(2026, 6, 30)),
        ("Long over", date(2020, 9, 1), date(2021, 6, 30)),
        ("To come", cast.today + timedelta(days=1), date(2027, 6, 30)),
    ):
        add_source(database, cast.bridge, name, first, last)
    add_source(database, cast.bridge, "Taken away", removed_at=GONE)
    form = form_at(client_of, cast)
    assert offered(form, "partner_id") == ["Nobody", "Harbor Library"]
    assert offered(form, "funding_id") == [
        "Not said",
        "Last year's, September 1, 2025 to June 30, 2026",
        "Title I",
    ]


@pytest.mark.usefixtures("library")
def test_what_usually_pays_is_chosen_already_and_the_fold_stays_closed(
    client_of: ClientOf, cast: Cast, title_i: UUID
) -> None:
    form = form_at(client_of, cast)
    assert chosen(form, "funding_id") == [str(title_i)]
    assert form.one("select", name="funding_id")["data-usual"] == str(title_i)
    assert chosen(form, "partner_id") == []
    assert "open" not in more(form)


@pytest.mark.usefixtures("title_i")
@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 1, 5)])
def test_what_does_not_pay_for_the_day_is_not_chosen(client_of: ClientOf, cast: Cast, day: date) -> None:
    assert chosen(form_at(client_of, cast, f"/log?held_on={day}"), "funding_id") == []


def test_like_this_one_copies_the_partner_and_what_pays_is_the_usual(
    database: Database, client_of: ClientOf, cast: Cast, log: Log, library: UUID, title_i: UUID
) -> None:
    other = add_source(database, cast.bridge, "Harbor Fund")
    said = side_by_side(cast, partner_id=library, funding_id=other, modelled=Modelled.ROUTINE)
    form = form_at(client_of, cast, f"/log?like={log.saved(cast.jo, said)}")
    assert (chosen(form, "partner_id"), chosen(form, "funding_id")) == ([str(library)], [str(title_i)])
    assert chosen(form, "modelled") == []
    assert "open" in more(form), "what was copied is in sight"


def test_an_edit_has_what_was_said_also_where_it_is_not_offered_any_more(
    database: Database, client_of: ClientOf, cast: Cast, log: Log, library: UUID
) -> None:
    grant = add_source(database, cast.bridge, "Harbor Fund")
    said = side_by_side(cast, partner_id=library, funding_id=grant, modelled=Modelled.ROUTINE)
    session_id = log.saved(cast.jo, said)
    change(database, tables.Partner, cast.bridge, {"id": library}, removed_at=GONE)
    change(database, tables.FundingSource, cast.bridge, {"id": grant}, removed_at=GONE)
    form = form_at(client_of, cast, f"/sessions/{session_id}/edit")
    assert chosen(form, "partner_id") == [str(library)]
    assert chosen(form, "funding_id") == [str(grant)]
    assert chosen(form, "modelled") == ["routine"]
    assert log(cast.jo, side_by_side(cast, minutes=60, partner_id=library), session_id, version=1).status_code == 303


@pytest.mark.parametrize("sender", ["a form", "a tablet"])
def test_what_does_not_fit_the_day_is_said_beside_its_field(
    database: Database, client_of: ClientOf, cast: Cast, library: UUID, sender: str
) -> None:
    """As for what was logged without Wi-Fi: it comes back to its form, and is not quietly put on another grant."""
    over = add_source(database, cast.bridge, "Harbor Fund", date(2026, 1, 1), cast.today - timedelta(days=1))
    change(database, tables.Partner, cast.bridge, {"id": library}, removed_at=GONE)
    form = form_of(telling(cast, partner_id=library, funding_id=over))
    headers = {"accept": "application/json"} if sender == "a tablet" else {}
    answer = client_of(cast.jo).post(f"/sessions/{uuid4()}", data=form, headers=headers)
    words = {
        "partner_id": "This partner did not work with us on that day. Choose another, or nobody.",
        "funding_id": "This does not pay for that day. Choose another source, or leave it open.",
    }
    if headers:
        assert (answer.status_code, answer.json()) == (422, {"errors": words})
    else:
        page = page_of(answer, 422)
        assert errors_of(page)["funding_id"] == words["funding_id"]
        assert "open" in more(page.one("form", id="log"))


@pytest.mark.parametrize("name", ["partner_id", "funding_id", "modelled"])
def test_what_is_no_choice_is_refused(cast: Cast, log: Log, name: str) -> None:
    for wrong in ("<svg onload>", "=cmd|", str(uuid4())):
        changes: dict[str, Any] = {name: wrong}
        answer = log(cast.jo, telling(cast), **changes)
        assert answer.status_code == 422, wrong


SEES = {"jo": {"partner", "funding"}, "rosa": {"partner"}, "dan": {"partner"}, "dora": {"partner", "funding"}}


@pytest.mark.parametrize("who", SEES)
def test_a_sessions_page_says_them_to_whom_they_concern(
    client_of: ClientOf, cast: Cast, log: Log, library: UUID, title_i: UUID, who: str
) -> None:
    said = side_by_side(cast, partner_id=library, funding_id=title_i, modelled=Modelled.EXPECTATION)
    facts = page_of(client_of(getattr(cast, who)).get(f"/sessions/{log.saved(cast.jo, said)}")).one("dl").text
    assert "The coach modelled An expectation" in facts
    marks = {"partner": "Community partner Harbor Library", "funding": "What pays for it Title I"}
    assert {part for part, words in marks.items() if words in facts} == SEES[who]


def test_in_a_confidential_area_the_partner_is_for_who_took_part(
    client_of: ClientOf, cast: Cast, log: Log, library: UUID
) -> None:
    path = (
        f"/sessions/{log.saved(cast.jo, side_by_side(cast, partner_id=library, area_id=cast.areas[Area.LEADERSHIP]))}"
    )
    for who, sees in (("jo", True), ("rosa", True), ("dan", False), ("dora", False), ("ada", False)):
        assert ("Harbor Library" in client_of(getattr(cast, who)).get(path).text) == sees, who


def test_two_versions_are_compared_by_name_and_sent_again_whole(
    client_of: ClientOf, cast: Cast, log: Log, library: UUID, title_i: UUID
) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    log(cast.jo, telling(cast, minutes=60), session_id, version=1)
    mine = telling(cast, partner_id=library, funding_id=title_i, modelled=Modelled.LANGUAGE)
    page = page_of(log(cast.jo, mine, session_id, version=1), 409)
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")}
    assert rows["Community partner"] == ["not said", "Harbor Library (differs)"]
    assert rows["What pays for it"] == ["not said", "Title I (differs)"]
    assert rows["What was modelled"] == ["not said", "Language (differs)"]
    form = next(form for form in page.all("form") if form["action"] == f"/sessions/{session_id}")
    sent = {each["name"]: each["value"] for each in form.all("input")}
    assert client_of(cast.jo).post(form["action"], data=sent).status_code == 303
    assert "Harbor Library" in client_of(cast.jo).get(f"/sessions/{session_id}").text


def test_a_tablet_takes_along_the_same_lists(client_of: ClientOf, cast: Cast, library: UUID, title_i: UUID) -> None:
    lists = client_of(cast.jo).get("/tablet/lists").json()
    assert lists["partners"] == [{"id": str(library), "name": "Harbor Library"}]
    assert lists["funding"] == [{"id": str(title_i), "name": "Title I", "first": "2026-09-01", "last": "2027-06-30"}]
    assert lists["usual_funding"] == str(title_i)
    assert client_of(cast.sam).get("/tablet/lists").json()["usual_funding"] == ""
