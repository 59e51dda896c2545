"""A school's page: what stands beside its share, how far along its areas are, and what others make of it there."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.vocabulary import Area, Dimension, Rule
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.pages import Element, page_of
from tests.support.raising import NOON, RAISING
from tests.support.rows import add, change
from tests.support.tellings import side_by_side
from tests.support.years import FEBRUARY, SPRING, YEARS, keep, keep_rising, weeks
from tests.web.conftest import on_both

pytestmark = on_both


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


def alder(client_of: ClientOf, cast: Cast, who: str = "dora", query: str = "") -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"/schools/{cast.alder}{query}"))


def area(page: Element, name: str) -> dict[str, str]:
    rows = page.one("table", class_="cards areas").one("tbody").all("tr")
    (row,) = [each for each in rows if each.one("th").text == name]
    return {each["data-label"]: each.text for each in row.all("td")}


def compared(page: Element) -> dict[str, list[str]]:
    rows = page.one("table", class_="figures compare").one("tbody").all("tr")
    return {row.one("th").text: [each.text for each in row.all("td")] for row in rows}


def lines(page: Element) -> dict[str, str]:
    return {each.one("dt").text: each.one("dd").text for each in page.one("dl", class_="lines n").all("div")}


def test_each_figure_stands_beside_the_weeks_before_and_the_same_last_year(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep_rising(database, cast)
    found = compared(alder(client_of, cast))
    assert found["Done for the school"] == ["67% 18 of 27 h", "39% 11 of 27 h", "33% 9 of 27 h"]
    assert found["Our time"] == ["27 h 36 sessions"] * 3
    assert found["Planned"][0] == "100% of 27 h"
    assert found["On a system, not a quick fix, where it was said"] == ["not said"] * 3


def test_too_few_sessions_are_not_compared(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, weeks(cast, SPRING - timedelta(weeks=20), SPRING - timedelta(weeks=16), "W"))
    keep(database, cast.jo, weeks(cast, SPRING - timedelta(weeks=10), SPRING, "FW"))
    found = compared(alder(client_of, cast))
    assert found["Done for the school"][0].startswith("50% ")
    assert found["Done for the school"][1:] == ["not enough yet", "not enough yet"]
    assert found["Our time"][2] == "no sessions"


def test_reach_and_what_leaders_say_come_with_what_they_are_of(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    RAISING[Rule.DISPUTED](database, cast)
    found = lines(alder(client_of, cast))
    assert found["ILT reached"] == "1 of 2 took part side by side"
    assert found["Seen differently"] == "50% of 8 reviewed"


def test_few_reviews_are_no_share(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING)])
    found = lines(alder(client_of, cast))
    assert found["Seen differently"] == "not enough yet: 0 reviewed"
    assert found["Confirmed by leaders"] == "none has waited long enough yet"


def test_an_area_says_what_one_departure_would_leave(client_of: ClientOf, cast: Cast, database: Database) -> None:
    led: dict[str, Any] = {"participant_ids": frozenset({cast.rosa.person_id, cast.mei.person_id})}
    both: dict[str, Any] = led | {"led_ids": led["participant_ids"]}
    days = [SPRING - timedelta(days=number) for number in (1, 8, 15)]
    keep(database, cast.jo, [side_by_side(cast, held_on=day, **both) for day in days])
    data: dict[str, Any] = {"area_id": cast.areas[Area.DATA_INQUIRY]}
    keep(database, cast.jo, [side_by_side(cast, held_on=day, **data) for day in days])
    page = alder(client_of, cast)
    assert area(page, "Budget development")["Holders"] == "2 people; if either left, one would remain"
    assert area(page, "Data inquiry")["Holders"] == "1 person; if they left, nobody would remain"
    named = alder(client_of, cast, "dan")
    titles = [each["title"] for each in named.all("span") if each.get("class") == "holder"]
    assert titles == [
        "Rosa Alvarez; if they left: nobody",
        "Mei Chen; if they left: Rosa Alvarez",
        "Rosa Alvarez; if they left: Mei Chen",
    ]


def test_a_standing_handoff_dates_its_stage(client_of: ClientOf, cast: Cast, database: Database) -> None:
    RAISING[Rule.HELD](database, cast)
    page = alder(client_of, cast)
    assert area(page, "Budget development")["Stage"] == "Sustaining handed over Feb 5, checked Apr 26"
    assert "The team drafts the budget." in page.one("section", id="handoffs").text
    (good,) = page.all("li", data_rule="held")
    assert good.all("svg")[0]["class"] == "mark plain"


def test_what_the_team_says_of_itself_stands_under_the_chart_and_a_proposal_does_not(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, weeks(cast, FEBRUARY, SPRING, "FW"))
    said: dict[str, Any] = {
        "network_id": cast.bridge,
        "school_id": cast.alder,
        "entered_by": cast.rosa.person_id,
        "entered_at": NOON,
    }
    agreed = tables.IltRating(
        **said, rated_on=SPRING - timedelta(days=9), dimension=Dimension.PURPOSE, level=3, agreed_by=cast.rosa.person_id
    )
    proposed = tables.IltRating(**said, rated_on=SPRING, dimension=Dimension.PURPOSE, level=4)
    add(database, cast.bridge, agreed, proposed)
    text = alder(client_of, cast).text
    assert "Purpose: 3 Operational" in text
    assert "Purpose: 4" not in text


def test_an_annotation_that_is_agreed_is_marked_on_the_chart(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, weeks(cast, YEARS, SPRING, "FW"))
    note: dict[str, Any] = {
        "network_id": cast.bridge,
        "school_id": cast.alder,
        "entered_by": cast.jo.person_id,
        "entered_at": NOON,
    }
    on = SPRING - timedelta(weeks=20)
    add(
        database,
        cast.bridge,
        tables.Annotation(**note, noted_on=on, words="moved buildings", agreed_by=cast.rosa.person_id),
        tables.Annotation(**note, noted_on=on, words="only proposed"),
    )
    page = alder(client_of, cast)
    chart = page.one("svg", class_="chart wide")
    assert "moved buildings" in chart.text
    assert "only proposed" not in chart.text


def test_words_of_marks_that_are_near_each_other_do_not_lie_on_each_other(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, weeks(cast, YEARS, SPRING, "FW"))
    note: dict[str, Any] = {
        "network_id": cast.bridge,
        "school_id": cast.alder,
        "entered_by": cast.rosa.person_id,
        "entered_at": NOON,
    }
    for number, words in enumerate(("moved buildings", "new schedule")):
        on = SPRING - timedelta(weeks=30 - number)
        row = tables.Annotation(**note, noted_on=on, words=words, agreed_by=cast.rosa.person_id)
        add(database, cast.bridge, row)
    chart = alder(client_of, cast).one("svg", class_="chart wide")
    heights = {each.text: each["y"] for each in chart.all("text") if each.text in {"moved buildings", "new schedule"}}
    assert heights == {"moved buildings": "42", "new schedule": "62"}


def test_the_page_leads_on_to_team_sheet_flags_and_handoffs(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING)])
    client = client_of(cast.dora)
    paths = {each["href"] for each in alder(client_of, cast).one("main").all("a")}
    for path in (
        f"/schools/{cast.alder}/ilt",
        f"/schools/{cast.alder}/one-page",
        f"/flags?school={cast.alder}",
        f"/handoffs?school={cast.alder}",
    ):
        assert path in paths
        assert client.get(path).status_code == 200, path


def test_what_is_kept_of_the_page_is_each_visitors_own(client_of: ClientOf, cast: Cast, database: Database) -> None:
    RAISING[Rule.DEPENDENT](database, cast)
    for _ in range(2):
        assert "Alvarez" not in alder(client_of, cast, "dora").one("main").text
        assert "Rosa Alvarez" in alder(client_of, cast, "dan").one("main").text
        assert alder(client_of, cast, "dora").all("form", action=f"/schools/{cast.alder}/flags/dependent/answer")
        assert not alder(client_of, cast, "jo").all("form", action=f"/schools/{cast.alder}/flags/dependent/answer")
        assert not alder(client_of, cast, "ada").all("form", action=f"/schools/{cast.alder}/flags/dependent/answer")


def test_until_when_sessions_are_in_and_how_many_await_a_word_is_said(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=3))])
    head = alder(client_of, cast).one("header", class_="summary").text
    assert "Sessions are in until May 2" in head, "May 3 in UTC is the evening before"
    assert "1 awaits the word of a school leader" in head


def test_a_school_whose_partnership_has_ended_says_so_and_has_no_flags(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep_rising(database, cast)
    assert "What needs a look" in alder(client_of, cast).one("main").text
    change(database, tables.School, cast.bridge, {"id": cast.alder}, last_on=SPRING - timedelta(days=1))
    page = alder(client_of, cast).one("main")
    words = "Our partnership with this school ended on "
    assert page.text.count(words) == 1
    assert "What needs a look" not in page.text
    assert "our usual there is" not in page.text
    assert "Log a session" not in alder(client_of, cast, "jo").one("main").text
    dashboard = page_of(client_of(cast.dora).get("/dashboard")).one("main")
    assert "Alder High" in dashboard.text, "it was with us in these weeks"
    assert "Our share is rising" not in dashboard.text
