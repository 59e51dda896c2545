"""The report on funding: as a page, as tables, and on paper."""

import csv
import io
from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pypdf
import pytest

from app.domain.vocabulary import Area, FundingKind
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import Element, notice, page_of
from tests.support.paying import add_source, pays, usually
from tests.support.rows import add
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import add_time, missed, travel
from tests.support.years import keep
from tests.web.conftest import Log

NOWHERE = UUID(int=7)

REPORT = "/funding/report"


class Paid:
    """Title I pays for 45 minutes for Alder and 30 of travel, a gift for an hour with it; 90 at Birch say nothing."""

    def __init__(self, database: Database, cast: Cast, log: Log) -> None:
        self.title = add_source(database, cast.bridge, "Title I", budget_minutes=60)
        self.gift = add_source(database, cast.bridge, "Gift", kind=FundingKind.PHILANTHROPIC, budget_minutes=6000)
        ours = log.saved(cast.jo, telling(cast))
        self.beside = log.saved(cast.jo, side_by_side(cast, minutes=60, co_coach_id=cast.sam.person_id))
        log.saved(cast.jo, telling(cast, school_id=cast.birch, minutes=90))
        pays(database, cast.bridge, ours, funding_id=self.title)
        pays(database, cast.bridge, self.beside, funding_id=self.gift)
        usually(database, cast.bridge, cast.jo.person_id, self.title)
        add_time(database, cast.jo, travel())


@pytest.fixture
def paid(database: Database, cast: Cast, log: Log) -> Paid:
    return Paid(database, cast, log)


def report(client_of: ClientOf, cast: Cast, query: str = "", status: int = 200, who: str = "dora") -> Element:
    return page_of(client_of(getattr(cast, who)).get(f"{REPORT}{query}"), status)


def section(page: Element, title: str) -> dict[str, str]:
    """The rows of a section's table, by their heads."""
    found = next(each for each in page.all("section") if each.one("h2").text == title)
    rows = [row for row in found.one("table").all("tr") if row.all("th", scope="row")]
    return {row.one("th").text: " ".join(cell.text for cell in row.all("td")) for row in rows}


def rows_of(answer: httpx2.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("who", ["dora", "ada"])
@pytest.mark.usefixtures("paid")
def test_every_hour_stands_under_what_paid_for_it(client_of: ClientOf, cast: Cast, who: str) -> None:
    page = report(client_of, cast, who=who)
    rows = section(page, "Source by source")
    assert rows["Title I public"].startswith("0 h 0.8 h 0.5 h 1.3 h 1.3 h of 1 h used 0.3 h more than budgeted")
    assert rows["Gift philanthropic"].startswith("1 h 0 h 0 h 1 h 1 h of 100 h used 99 h left")
    assert rows["No source named"].startswith("0 h 1.5 h 0 h 1.5 h")
    assert rows["Together"].startswith("1 h 2.3 h 0.5 h 3.8 h")
    assert section(page, "Public and philanthropic side by side").keys() == {
        "Public 33%",
        "Philanthropic 27%",
        "No source named 40%",
    }
    assert section(page, "School by school") == {"Alder High": "1 h 0.8 h 1.8 h", "Birch Middle": "0 h 1.5 h 1.5 h"}
    assert section(page, "Other time") == {"Travel": "0.5 h"}
    lead = next(each.text for each in page.all("p") if each.get("class") == "lead")
    assert lead == "3.8 h: 33% public, 27% philanthropic, 40% with no source named."
    for name in ("Jo Park", "Sam Reed", str(cast.jo.person_id)):
        assert name not in page.one("main").text


def test_a_session_that_two_coached_counts_once(client_of: ClientOf, cast: Cast, paid: Paid) -> None:
    page = report(client_of, cast, f"?source={paid.gift}")
    assert section(page, "School by school") == {"Alder High": "1 h 0 h 1 h"}
    assert "A session that two coached is counted once" in page.text


def test_a_voided_session_is_left_out(client_of: ClientOf, cast: Cast, paid: Paid) -> None:
    client_of(cast.jo).post(f"/sessions/{paid.beside}/void", data={"version": "1", "reason": "Logged twice"})
    rows = section(report(client_of, cast), "Source by source")
    assert rows["Gift philanthropic"].startswith("0 h 0 h 0 h 0 h 0 h of 100 h used 100 h left")


def test_the_mode_is_the_one_that_counts(client_of: ClientOf, cast: Cast, paid: Paid) -> None:
    client_of(cast.rosa).post(f"/sessions/{paid.beside}/review", data={"verdict": "corrected"})
    rows = section(report(client_of, cast), "Source by source")
    assert rows["Gift philanthropic"].startswith("0 h 1 h 0 h 1 h")


def test_the_report_is_cut_by_source_kind_mode_and_school(client_of: ClientOf, cast: Cast, paid: Paid) -> None:
    assert "Gift philanthropic" not in section(report(client_of, cast, f"?source={paid.title}"), "Source by source")
    rows = section(report(client_of, cast, "?kind=philanthropic"), "Source by source")
    assert rows.keys() == {"Gift philanthropic", "Together"}
    rows = section(report(client_of, cast, "?mode=for"), "Source by source")
    assert rows["Together"].startswith("0 h 2.3 h 2.3 h"), "other time has no mode"
    rows = section(report(client_of, cast, f"?school={cast.birch}"), "Source by source")
    assert rows["Together"].startswith("0 h 1.5 h 0 h 1.5 h")


def test_days_snap_to_weeks_and_a_source_has_its_own(
    client_of: ClientOf, cast: Cast, paid: Paid, database: Database, log: Log
) -> None:
    sunday = cast.today - timedelta(days=cast.today.weekday() + 1)
    earlier = log.saved(cast.jo, telling(cast, held_on=sunday, minutes=120))
    pays(database, cast.bridge, earlier, funding_id=paid.title)
    page = report(client_of, cast, f"?first={cast.today}&last={cast.today}")
    assert section(page, "Source by source")["Together"].startswith("1 h 2.3 h 0.5 h")
    assert "November 23, 2026 to November 24, 2026, 1 week" in page.text
    own = report(client_of, cast, f"?source={paid.title}")
    assert "September 1, 2026 to November 24, 2026: all of its own days so far" in own.text
    assert section(own, "Source by source")["Title I public"].startswith("0 h 2.8 h 0.5 h 3.3 h")
    chosen = [each.text for each in own.all("a") if each.get("aria-current") == "true"]
    assert chosen == ["All of its own days"]
    weeks = report(client_of, cast, f"?source={paid.title}&first=2026-11-02&last=2026-11-24")
    assert "November 2, 2026 to November 24, 2026, 4 weeks" in weeks.text
    again = report(client_of, cast, f"?source={paid.title}&first=2026-09-01&last=2026-11-24")
    assert "all of its own days so far" in again.text, "as the form sends them"


@pytest.mark.usefixtures("paid")
def test_a_visit_that_did_not_happen_is_other_time_of_its_school(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    add_time(database, cast.jo, missed(cast.alder, minutes=60), other_id=uuid4())
    page = report(client_of, cast, f"?school={cast.alder}")
    assert section(page, "Other time") == {"Visit that did not happen": "1 h"}


def test_an_empty_network_is_told_what_will_stand_here(client_of: ClientOf, cast: Cast) -> None:
    page = report(client_of, cast)
    assert "No hours in these days." in page.text
    assert "No source stands here yet" in page.text


@pytest.mark.parametrize("query", ["?source=no", f"?source={NOWHERE}", "?school=no", f"?school={NOWHERE}"])
def test_what_is_not_of_the_network_is_not_there(client_of: ClientOf, cast: Cast, query: str) -> None:
    assert client_of(cast.dora).get(f"{REPORT}{query}").status_code == 404


@pytest.mark.usefixtures("paid")
def test_another_networks_source_and_school_are_not_there(client_of: ClientOf, cast: Cast, database: Database) -> None:
    other = add_source(database, cast.other, "Elder Fund")
    for query in (f"?source={other}", f"?school={cast.elder}"):
        for ending in ("", ".csv", ".xlsx", ".pdf"):
            assert client_of(cast.dora).get(f"{REPORT}{ending}{query}").status_code == 404
    assert "Title I" not in client_of(cast.olga).get(REPORT).text


@pytest.mark.usefixtures("paid")
def test_a_filter_that_cannot_be_read_is_said_in_words(client_of: ClientOf, cast: Cast) -> None:
    for query in ("?first=tomorrow", "?kind=loan", "?mode=<svg onload=x>"):
        for ending in ("", ".csv", ".pdf"):
            assert notice(page_of(client_of(cast.dora).get(f"{REPORT}{ending}{query}"), 422))


@pytest.mark.usefixtures("paid")
def test_every_line_is_to_be_had_as_csv(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.ada).get(f"{REPORT}.csv")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "attachment" in answer.headers["content-disposition"]
    head, *rows = rows_of(answer)
    assert head == ["Source", "Whose money", "What", "School", "Area", "Who did the work", "Sessions", "Hours"]
    budget = "Budget development"
    assert rows == [
        ["Gift", "philanthropic", "Coaching", "Alder High", budget, "with the school", "1", "1.0"],
        ["No source named", "", "Coaching", "Birch Middle", budget, "for the school", "1", "1.5"],
        ["Title I", "public", "Coaching", "Alder High", budget, "for the school", "1", "0.75"],
        ["Title I", "public", "Travel", "", "", "", "", "0.5"],
    ]


def test_sources_with_their_budgets_are_a_table_too_and_cut_as_the_page(
    client_of: ClientOf, cast: Cast, paid: Paid
) -> None:
    page = report(client_of, cast, f"?source={paid.title}")
    (link,) = [each["href"] for each in page.all("a") if "table=sources" in each.get("href") and ".csv" in each["href"]]
    head, *rows = rows_of(client_of(cast.dora).get(link))
    assert head[-4:] == ["Budgeted hours", "Used of the budget so far", "Hours left", "Share of its time gone by"]
    assert rows == [
        [
            "Title I",
            "public",
            "2026-09-01",
            "2027-06-30",
            "0.0",
            "0.75",
            "0.5",
            "1.25",
            "1.0",
            "1.25",
            "-0.25",
            "0.2805",
        ]
    ]
    assert client_of(cast.dora).get(link.replace(".csv", ".xlsx")).content.startswith(b"PK")


@pytest.mark.usefixtures("paid")
def test_confidential_areas_stand_together_in_what_is_sent_on(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast, area_id=cast.areas[Area.LEADERSHIP]))
    answer = client_of(cast.ada).get(f"{REPORT}.csv")
    assert "Other areas" in {row[4] for row in rows_of(answer)}
    assert "Leadership coaching" not in answer.text


def words_of(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert 1 <= len(pages) <= 2
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_source_is_a_sheet_that_a_funder_can_be_sent(client_of: ClientOf, cast: Cast, paid: Paid) -> None:
    answer = client_of(cast.dora).get(f"{REPORT}.pdf?source={paid.gift}")
    assert 'filename="report-on-gift-2026-09-01-to-2026-11-24.pdf"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    words = words_of(answer)
    for said in (
        "Bridge Partners",
        "Gift",
        "Philanthropic money, September 1, 2026 to June 30, 2027",
        "1 h with schools",
        "1 h of 100 h used",
        "All of these hours with schools were side by side",
        "Alder High 1 1 h 0 h 1 h",
        "Budget development",
    ):
        assert said in words
    assert "Jo Park" not in words


@pytest.mark.usefixtures("paid")
def test_a_sheet_without_a_source_leads_to_where_one_is_chosen(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(cast.dora).get(f"{REPORT}.pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, REPORT)


def test_a_sheet_of_many_schools_takes_two_pages_and_leaves_no_hour_out(
    client_of: ClientOf, cast: Cast, paid: Paid, database: Database
) -> None:
    schools = [
        tables.School(network_id=cast.bridge, id=uuid4(), name=f"School of a long name, {number:02}", code=str(number))
        for number in range(70)
    ]
    add(database, cast.bridge, *schools)
    keep(database, cast.jo, [telling(cast, school_id=each.id, funding_id=paid.gift) for each in schools])
    words = words_of(client_of(cast.dora).get(f"{REPORT}.pdf?source={paid.gift}"))
    assert "School of a long name, 57" in words
    assert "12 more schools 12 0 h 9 h 9 h" in words


@pytest.mark.parametrize("who", ["jo", "rosa", "mei"])
def test_nobody_else_sees_any_of_it(client_of: ClientOf, cast: Cast, paid: Paid, who: str) -> None:
    for ending in ("", ".csv", ".xlsx", ".pdf"):
        answer = client_of(getattr(cast, who)).get(f"{REPORT}{ending}?source={paid.gift}")
        assert answer.status_code == 403
