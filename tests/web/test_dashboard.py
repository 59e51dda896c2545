"""The dashboard: what a director reads, in words and in the table, and what the filters make of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.domain.vocabulary import Area, Phase
from app.store.engine import Database
from app.store.tables import School
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.pages import Element, notice, page_of, sent_by
from tests.support.rows import add, change
from tests.support.tellings import side_by_side
from tests.support.years import FEBRUARY, SPRING, YEARS, counting, keep, keep_rising, weeks
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

NAMES = ("Jo Park", "Sam Reed", "Rosa", "Dan Okafor", "Mei Chen", "Ivy Moss")


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast in spring, with Alder leaning on us since February, and Cedar less and less."""
    cast = make_cast(database, SPRING)
    keep_rising(database, cast)
    at_cedar = {"school_id": cast.cedar, "participant_ids": frozenset(), "led_ids": frozenset()}
    keep(database, cast.sam, weeks(cast, YEARS, FEBRUARY - timedelta(days=1), "FFF FFF", **at_cedar))
    keep(
        database,
        cast.sam,
        [
            side_by_side(cast, school_id=cast.cedar, held_on=FEBRUARY + timedelta(days=2 * day))
            for day in range((SPRING - FEBRUARY).days // 2)
        ],
    )
    return cast


def dashboard(client_of: ClientOf, cast: Cast, query: str = "", status: int = 200) -> Element:
    return page_of(client_of(cast.dora).get(f"/dashboard{query}"), status)


def rows(page: Element) -> list[Element]:
    return page.one("section", id="schools").one("tbody").all("tr")


def row_of(page: Element, name: str) -> Element:
    (found,) = [row for row in rows(page) if row.one("th").text == name]
    return found


def minutes(element: Element) -> int:
    return int(element.all("data")[-1]["value"])


def test_the_first_thing_one_reads_is_the_answer(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    assert page.one("h1").text == "1 of 4 schools depends on direct service; 1 is rising, 1 is easing."
    assert "12 weeks to May 6" in page.text


def test_each_flag_says_its_rule_and_leads_to_exactly_the_sessions_behind_it(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    flags = [each for each in page.all("li") if "data-rule" in each]
    assert [(each["data-rule"], each.all("a")[0].text) for each in flags] == [
        ("dependent", "Alder High"),
        ("rising", "Alder High"),
        ("fragile", "Cedar Elementary"),
        ("silent", "Birch Middle"),
        ("easing", "Cedar Elementary"),
        ("reached", "Cedar Elementary"),
    ]
    for flag in flags:
        _, behind = flag.all("a")
        listed = page_of(client_of(cast.dora).get(behind["href"]))
        assert listed.one("h1").text.lower() == behind.text


def test_good_news_has_a_mark_of_its_own_beside_the_others(client_of: ClientOf, cast: Cast) -> None:
    (easing,) = dashboard(client_of, cast).all("li", data_rule="easing")
    assert easing.all("svg")[0]["class"] == "mark with"
    assert "Our share is easing since" in easing.text


def test_rows_come_by_their_flags_and_then_by_name(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    assert [row.one("th").text for row in rows(page)] == [
        "Alder High",
        "Cedar Elementary",
        "Birch Middle",
        "Dogwood High",
    ]


def test_no_heading_of_the_table_sorts_it(client_of: ClientOf, cast: Cast) -> None:
    head = dashboard(client_of, cast).one("section", id="schools").one("thead")
    assert head.all("a", "button") == []


def test_a_row_says_share_and_count_and_change(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    alder = row_of(page, "Alder High")
    assert "67%" in alder.text
    assert "24 of 36 sessions, between 50% and 80%" in alder.text
    assert "rising since" in alder.text
    assert "no sessions in these weeks" in row_of(page, "Birch Middle").text
    assert "0%" not in row_of(page, "Birch Middle").text


def test_the_foot_of_the_table_is_the_sum_of_its_rows(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    foot = page.one("section", id="schools").one("tfoot")
    assert minutes(foot) == sum(minutes(row) for row in rows(page)) > 0


def test_totals_reconcile_from_the_network_down_to_the_sessions(client_of: ClientOf, cast: Cast) -> None:
    client = client_of(cast.dora)
    for query in ("", "?first=2025-09-01&last=2025-12-31"):
        page = dashboard(client_of, cast, query)
        row = row_of(page, "Alder High")
        school = page_of(client.get(row.one("th").one("a")["href"]))
        (areas,) = school.all("table", class_="cards areas")
        assert minutes(areas.one("tfoot")) == minutes(row)
        assert sum(minutes(area) for area in areas.one("tbody").all("tr")) == minutes(row)
        for area in areas.one("tbody").all("tr"):
            listed = page_of(client.get(area.one("a")["href"]))
            assert int(listed.one("main").all("data")[1]["value"]) == minutes(area)


def test_a_custom_window_is_snapped_to_weeks_and_kept_on_the_way_down(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast, "?first=2025-09-03&last=2025-09-17")
    assert "3 weeks to September 21, 2025" in page.text
    assert row_of(page, "Alder High").one("th").one("a")["href"].endswith("?first=2025-09-01&last=2025-09-21")


def test_under_a_past_window_flags_are_said_to_be_as_of_today(client_of: ClientOf, cast: Cast) -> None:
    assert "as of today" not in dashboard(client_of, cast).text
    page = dashboard(client_of, cast, "?first=2025-09-01&last=2025-12-31")
    assert "; as of today, 1 is rising, 1 is easing." in page.one("h1").text
    assert page.one("section", id="flags").one("h2").text == "What needs a look, as of today"
    assert "Flags are as of today." in page.one("table", class_="cards schools").one("caption").text


def test_the_form_shows_what_was_asked_for_and_asks_for_it_again(client_of: ClientOf, cast: Cast) -> None:
    area = cast.areas[Area.BUDGET]
    asked = f"?first=2025-09-01&last=2025-09-21&area={area}&phase=transforming"
    (form,) = [each for each in dashboard(client_of, cast, asked).all("form") if each.get("action") == "/dashboard"]
    assert form["method"] == "get"
    assert sent_by(form) == {
        "first": ["2025-09-01"],
        "last": ["2025-09-21"],
        "area": [str(area)],
        "phase": ["transforming"],
    }


def test_the_form_as_it_first_stands_asks_for_the_same_page(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    (form,) = [each for each in page.all("form") if each.get("action") == "/dashboard"]
    again = client_of(cast.dora).get("/dashboard", params=sent_by(form))
    assert page_of(again).one("main").text == page.one("main").text


def test_an_area_leaves_its_own_work_and_says_so(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast, f"?area={cast.areas[Area.BUDGET]}")
    assert page.one("h1").text.startswith("In budget development, 1 of 4 schools depends on direct service.")
    assert "In all areas together, 1 is rising, 1 is easing." in page.one("h1").text
    assert "Change is that of all areas" in page.text
    other = dashboard(client_of, cast, f"?area={cast.areas[Area.FRONT_OFFICE]}")
    assert "too few sessions yet" in other.one("h1").text
    assert "No sessions in these weeks" in other.text


def test_nobody_is_told_who_holds_a_confidential_area(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast, f"?area={cast.areas[Area.LEADERSHIP]}")
    assert "not shown" in row_of(page, "Alder High").text


def test_a_phase_leaves_its_schools_and_the_summary_counts_only_those(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    change(database, School, cast.bridge, {"id": cast.alder}, phase=Phase.REBUILDING)
    page = dashboard(client_of, cast, "?phase=rebuilding")
    assert [row.one("th").text for row in rows(page)] == ["Alder High"]
    assert page.one("h1").text == "Our one school depends on direct service; our share is rising."
    empty = dashboard(client_of, cast, "?phase=sustaining")
    assert empty.one("h1").text == "No sustaining schools in these weeks."
    assert "No school fits these choices." in empty.text


@on_sqlite
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=yesterday", "Write the day as year-month-day"),
        ("last=2026-13-45", "Write the day as year-month-day"),
        ("first=2026-05-01&last=2026-04-01", "comes after the last"),
        ("first=1999-01-01", "check its year"),
        ("first=0001-01-01&last=0001-01-02", "check its year"),
        ("last=0001-01-01", "check its year"),
        ("first=9999-12-31", "still to come"),
        ("phase=burning", "not on the list"),
        ("first=%00", "Write the day"),
        ("first=%ED%A0%80", "Write the day"),
        ("phase=%ff%fe", "not on the list"),
    ],
)
def test_a_filter_that_cannot_be_is_said_in_words_and_the_usual_is_shown(
    client_of: ClientOf, cast: Cast, query: str, words: str
) -> None:
    page = dashboard(client_of, cast, f"?{query}", 422)
    assert words in notice(page)
    assert "12 weeks to May 6" in page.text
    (details,) = page.all("details", class_="filters")
    assert "open" in details


@on_sqlite
@pytest.mark.parametrize(
    "query", ["last=9999-12-31", "first=2026-05-04", "last=2025-02-28", "first=&last=&area=&phase="]
)
def test_a_filter_that_can_be_read_kindly_is(client_of: ClientOf, cast: Cast, query: str) -> None:
    dashboard(client_of, cast, f"?{query}")


@on_sqlite
def test_an_area_of_nobody_or_of_another_network_is_not_there(client_of: ClientOf, cast: Cast) -> None:
    theirs = cast.other_areas[Area.BUDGET]
    for area in (theirs, uuid4(), "budget", "%00"):
        dashboard(client_of, cast, f"?area={area}", 404)


def test_one_query_of_many_schools_is_still_few(client_of: ClientOf, cast: Cast, database: Database) -> None:
    add(
        database,
        cast.bridge,
        *(School(network_id=cast.bridge, name=f"School {number}", code=f"s{number}") for number in range(120)),
    )
    client = client_of(cast.dora)
    with counting(database) as asked:
        page = page_of(client.get("/dashboard"))
    assert len(rows(page)) == 124
    assert len(asked) <= 24, asked
    with counting(database) as again:
        page_of(client.get("/dashboard"))
    assert len(again) <= 4, again


def test_a_network_without_schools_is_told_how_to_begin(client_of: ClientOf, cast: Cast, database: Database) -> None:
    for school in (cast.alder, cast.birch, cast.cedar, cast.dogwood):
        change(database, School, cast.bridge, {"id": school}, last_on=date(2020, 1, 1))
    page = dashboard(client_of, cast)
    assert page.one("h1").text == "No schools yet"
    assert "import schools" in page.text


def test_a_network_without_sessions_says_that_it_is_too_early(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.olga).get("/dashboard"))
    assert page.one("h1").text == "Too few sessions yet to say how our one school stands."
    assert "Nothing stands out" not in page.text
    assert "We have not been here" in page.one("section", id="flags").text
    assert "%" not in page.one("section", id="schools").text


def test_no_coach_and_no_team_member_is_named(client_of: ClientOf, cast: Cast) -> None:
    html = client_of(cast.dora).get("/dashboard").text
    assert not [name for name in NAMES if name in html]


def test_every_chart_says_what_it_shows(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    drawn = page.all("svg", role="img")
    assert len(drawn) > 4
    for svg in drawn:
        assert svg.one("title").text
        assert svg.one("desc").text
    assert all("aria-hidden" in svg for svg in page.all("svg") if "role" not in svg)
    ids = [each["id"] for each in page if "id" in each]
    assert len(ids) == len(set(ids))
    assert all(each.one("caption").text for each in page.all("table"))


def test_nothing_is_styled_in_its_own_tag(client_of: ClientOf, cast: Cast) -> None:
    page = dashboard(client_of, cast)
    assert not [each for each in page if "style" in each or each.tag == "style"]


def test_a_school_with_markup_for_a_name_is_only_a_name(client_of: ClientOf, cast: Cast, database: Database) -> None:
    change(database, School, cast.bridge, {"id": cast.birch}, name="<script>alert(1)</script> & Sons")
    page = dashboard(client_of, cast)
    assert row_of(page, "<script>alert(1)</script> & Sons")
    assert not [each for each in page.one("main") if each.tag == "script"]
