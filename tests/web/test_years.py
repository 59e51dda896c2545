"""A school over the years: stages by term, and what held through a change of principal."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.periods import WEEK
from app.domain.vocabulary import Area, Position
from app.store import tables
from app.store.engine import Database
from app.store.tables import Membership, Person
from tests.conftest import ClientOf
from tests.support.cast import FIRST_DAY, TODAY, Cast
from tests.support.pages import Element, page_of
from tests.support.rows import add, change
from tests.support.years import counting, keep, weeks

SPRING, CHANGED = date(2026, 1, 5), date(2026, 4, 28)
FALL = date(2026, 8, 10)


def work(database: Database, cast: Cast, area: Area, first: date, last: date, marks: str, **changes: Any) -> None:
    keep(database, cast.jo, weeks(cast, first, last, marks, area_id=cast.areas[area], **changes))


@pytest.fixture
def principal(database: Database, cast: Cast) -> None:
    """Dan left at the end of April, and the next day another principal came."""
    new = uuid4()
    change(database, Membership, cast.bridge, {"person_id": cast.dan.person_id}, last_on=CHANGED - timedelta(days=1))
    add(
        database,
        cast.bridge,
        Person(network_id=cast.bridge, id=new, name="Lee Novak"),
        Membership(
            network_id=cast.bridge,
            person_id=new,
            school_id=cast.alder,
            position=Position.PRINCIPAL,
            first_on=CHANGED,
        ),
    )


@pytest.fixture
def years(database: Database, cast: Cast, principal: None) -> None:  # noqa: ARG001 - there is a change to look at
    """Of four areas that the school led, one held, one slid back, one is hardly seen any more; one is confidential."""
    june = date(2026, 6, 12)
    work(database, cast, Area.BUDGET, date(2025, 9, 1), date(2025, 12, 12), "FFW")
    work(database, cast, Area.BUDGET, SPRING, june, "W")
    work(database, cast, Area.BUDGET, FALL, TODAY, "W")
    work(database, cast, Area.STAFFING, SPRING, june, "W")
    work(database, cast, Area.STAFFING, FALL, TODAY, "F")
    work(database, cast, Area.FRONT_OFFICE, SPRING, june, "W")
    work(database, cast, Area.FRONT_OFFICE, TODAY, TODAY, "W")
    work(database, cast, Area.LEADERSHIP, SPRING, june, "W")
    work(database, cast, Area.LEADERSHIP, FALL, TODAY, "F")
    work(database, cast, Area.BUDGET, date(2026, 7, 6), date(2026, 7, 24), "F")


def show(client_of: ClientOf, cast: Cast, who: str = "dora", school: UUID | None = None) -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/schools/{school or cast.alder}/years"))


def rows(page: Element) -> dict[str, list[str]]:
    table = page.one("table", class_="cards years")
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")}


def sentences(page: Element) -> list[str]:
    return [each.text for each in page.one("main").all("section")[-1].all("h3", "p")][:-1]


@pytest.mark.usefixtures("years")
def test_each_area_has_its_stage_by_term_with_what_it_is_of(client_of: ClientOf, cast: Cast) -> None:
    page = show(client_of, cast)
    heads = [head.text for head in page.one("table", class_="cards years").one("thead").all("th")]
    assert heads == ["Area", "Fall 2025", "Spring 2026", "Fall 2026 so far new principal, Apr 28"]
    found = rows(page)
    assert found["Budget development"] == [
        "Direct service 67%, 30 of 45 sessions",
        "Releasing 0%, 0 of 23 sessions",
        "Releasing 0%, 0 of 16 sessions",
    ], "and what was done in the summer is in no term"
    assert found["Staffing and hiring"] == [
        "",
        "Releasing 0%, 0 of 23 sessions",
        "Direct service 100%, 16 of 16 sessions",
    ]
    assert found["Front office"][2] == "Few visits 0 of 1 session"
    assert list(found) == ["Budget development", "Front office", "Staffing and hiring", "Leadership coaching"]


@pytest.mark.usefixtures("years")
def test_what_held_and_what_slid_back_is_said_in_sentences(client_of: ClientOf, cast: Cast) -> None:
    page = show(client_of, cast)
    assert sentences(page) == [
        "New principal, Apr 28",
        "Held: Budget development.",
        "Slid back: Staffing and hiring, from releasing to direct service.",
        "Too few visits since to say: Front office.",
    ]
    assert page.one("p", class_="lead").text == (
        "Of 2 areas that the school had made its own, 1 held through a change of principal."
    )
    turned = page.one("table", class_="cards years").all("td", class_="turned")
    assert {cell["data-label"] for cell in turned} == {"Fall 2026 so far, after a change"}


@pytest.mark.usefixtures("years")
def test_an_area_that_was_handed_over_sustains_though_nobody_came(
    client_of: ClientOf, database: Database, cast: Cast
) -> None:
    at = datetime(2026, 2, 1, tzinfo=UTC)
    handoff = tables.Handoff(
        network_id=cast.bridge,
        school_id=cast.alder,
        area_id=cast.areas[Area.CULTURE],
        handed_over_on=at.date(),
        now_runs="The team runs it",
        proposed_by=cast.jo.person_id,
        proposed_at=at,
        agreed_by=cast.rosa.person_id,
        agreed_at=at,
    )
    add(database, cast.bridge, handoff)
    page = show(client_of, cast)
    run = "Sustaining no sessions, and run by the school"
    assert rows(page)["School culture"] == ["", run, run]
    assert "Held: Budget development, School culture." in sentences(page)


@pytest.mark.usefixtures("years")
def test_two_who_hold_an_area_make_it_sustaining(client_of: ClientOf, database: Database, cast: Cast) -> None:
    mei = frozenset({cast.mei.person_id})
    work(database, cast, Area.BUDGET, date(2026, 10, 5), TODAY, "W", participant_ids=mei)
    assert rows(show(client_of, cast))["Budget development"][2].startswith("Sustaining")


@pytest.mark.usefixtures("years")
def test_nobody_is_told_how_many_hold_a_confidential_area(client_of: ClientOf, database: Database, cast: Cast) -> None:
    """Its stage counts no holders, as on the school's page, and no sentence speaks of it."""
    for person in (cast.rosa, cast.mei):
        work(
            database,
            cast,
            Area.LEADERSHIP,
            date(2026, 2, 2),
            date(2026, 6, 12),
            "WW",
            participant_ids=frozenset({person.person_id}),
        )
    page = show(client_of, cast, "rosa")
    assert rows(page)["Leadership coaching"][1].startswith("Releasing")
    assert "Leadership" not in " ".join(sentences(page))


@pytest.mark.usefixtures("principal")
def test_right_after_a_late_change_it_is_too_early_to_say(client_of: ClientOf, database: Database, cast: Cast) -> None:
    work(database, cast, Area.BUDGET, FALL, TODAY, "W")
    change(database, Membership, cast.bridge, {"first_on": CHANGED}, first_on=TODAY - timedelta(days=4))
    page = show(client_of, cast)
    assert sentences(page)[1].startswith("It is early:")
    assert "new principal, Nov 20" in page.one("thead").text


def test_a_school_with_the_same_principal_all_along_says_so(
    client_of: ClientOf, database: Database, cast: Cast
) -> None:
    work(database, cast, Area.BUDGET, SPRING, TODAY, "W")
    page = show(client_of, cast)
    assert page.one("p", class_="lead").text == "No change of principal since the first session here."
    assert "The principal has been the same all along." in page.one("main").text


def test_a_school_without_sessions_says_what_will_stand_here(client_of: ClientOf, cast: Cast) -> None:
    page = show(client_of, cast, "jo", cast.birch)
    assert page.one("h2").text == "No sessions yet"
    assert page.all("table") == []


@pytest.mark.usefixtures("years")
def test_a_school_page_leads_there(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.rosa).get(f"/schools/{cast.alder}"))
    assert page.one("a", href=f"/schools/{cast.alder}/years").text == "Over the years"


@pytest.mark.parametrize(("who", "status"), [("sam", 404), ("mei", 404), ("otto", 404), ("oona", 404), ("olga", 404)])
def test_for_others_it_does_not_exist(client_of: ClientOf, cast: Cast, who: str, status: int) -> None:
    page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}/years"), status)
    page_of(client_of(cast.dora).get(f"/schools/{cast.elder}/years"), 404)
    page_of(client_of(cast.dora).get("/schools/nonsense/years"), 404)


def test_a_stranger_is_led_to_the_sign_in(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(None).get(f"/schools/{cast.alder}/years")
    assert answer.headers["location"] == f"/sign-in?next=/schools/{cast.alder}/years"


@pytest.mark.usefixtures("years")
def test_nobodys_name_stands_there(client_of: ClientOf, cast: Cast) -> None:
    main = show(client_of, cast, "rosa").one("main").text
    assert [name for name in ("Jo Park", "Rosa", "Dan", "Lee Novak") if name in main] == []


def test_many_years_take_no_more_queries_than_one(client_of: ClientOf, database: Database, cast: Cast) -> None:
    work(database, cast, Area.BUDGET, SPRING, TODAY, "W")
    with counting(database) as few:
        show(client_of, cast)
    for area in (Area.BUDGET, Area.STAFFING, Area.CULTURE):
        work(database, cast, area, FIRST_DAY + 20 * WEEK, SPRING, "FW")
    with counting(database) as many:
        page = show(client_of, cast)
    assert len(page.one("thead").all("th")) == 1 + 14
    assert len(many) == len(few) <= 9, "and one more that is prepared: ten in all"
