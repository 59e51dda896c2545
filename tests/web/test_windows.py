"""Choosing the weeks: presets that follow the network's school year, free days, and windows beside each other."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area
from app.store.engine import Database
from app.web.presets import presets
from tests.conftest import ClientOf
from tests.support.cast import Cast, make_cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, notice, page_of
from tests.support.tellings import side_by_side, telling
from tests.support.years import SPRING, keep, keep_rising
from tests.web.conftest import on_sqlite


@pytest.fixture
def cast(database: Database) -> Cast:
    cast = make_cast(database, SPRING)
    keep_rising(database, cast)
    return cast


def links(page: Element) -> dict[str, str]:
    return {each.text: each["href"] for each in page.one("ul", class_="presets").all("a")}


def test_the_school_year_is_the_networks_and_whole_weeks() -> None:
    found = dict(presets(date(2026, 5, 6), "08-14", "06-10"))
    assert list(found) == ["Last 12 weeks", "Last 4 weeks", "This school year", "Last school year"]
    this, last = found["This school year"], found["Last school year"]
    assert found["Last 12 weeks"] is None
    assert this is not None
    assert last is not None
    assert (this.first, this.last) == (date(2025, 8, 11), date(2026, 5, 6))
    assert (last.first, last.last) == (date(2024, 8, 12), date(2025, 6, 15))


@pytest.mark.parametrize("today", [date(2026, 6, 30), date(2026, 8, 13), date(2026, 8, 14), date(2027, 1, 1)])
def test_every_preset_starts_on_a_monday_and_never_lies_ahead(today: date) -> None:
    for words, window in presets(today, "08-14", "06-10"):
        assert window is None or (window.first.weekday() == 0 and window.last <= today), words


@pytest.mark.parametrize("path", ["/dashboard", "/schools/{alder}", "/schools/{alder}/sessions"])
def test_each_preset_leads_to_its_weeks_and_is_then_marked(client_of: ClientOf, cast: Cast, path: str) -> None:
    client, path = client_of(cast.dora), path.format(alder=cast.alder)
    for words, to in links(page_of(client.get(path))).items():
        page = page_of(client.get(to))
        (here,) = [each.text for each in page.one("ul", class_="presets").all("a") if "aria-current" in each]
        assert here == words
        assert page.one("details", class_="filters").one("summary").text.startswith(words)


def test_a_preset_keeps_the_other_choices(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/sessions?mode=for&origin=planned"))
    assert links(page)["Last 4 weeks"].endswith("&mode=for&origin=planned")


def test_the_network_sets_its_school_year(client_of: ClientOf, cast: Cast, database: Database) -> None:
    network = TABLES["network"]
    year = sa.update(network).where(network.c.id == cast.bridge).values(year_starts_on="01-05", year_ends_on="12-10")
    with database.writing() as connection:
        connection.execute(year, execution_options=ANYBODY)
    page = page_of(client_of(cast.dora).get("/dashboard"))
    assert "first=2026-01-05" in links(page)["This school year"]
    assert "first=2024-12-30&last=2025-12-14" in links(page)["Last school year"]


def sessions(client_of: ClientOf, cast: Cast, query: str) -> Element:
    return page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/sessions?{query}"))


def test_an_exact_first_day_cuts_within_its_week(client_of: ClientOf, cast: Cast, database: Database) -> None:
    monday = date(2026, 4, 27)
    days = [monday + timedelta(days=number) for number in range(5)]
    keep(database, cast.jo, [telling(cast, held_on=day, minutes=15, school_id=cast.birch) for day in days])
    path = f"/schools/{cast.birch}/sessions?first={monday}&last={SPRING}"
    whole, cut = (
        page_of(client_of(cast.dora).get(f"{path}{more}")) for more in ("", f"&after={monday + timedelta(days=3)}")
    )
    assert whole.one("h1").text == "5 sessions"
    assert cut.one("h1").text == "2 sessions"
    assert "April 30 to May 6" in cut.text
    assert cut.one("input", name="after")["value"] == "2026-04-30"
    assert whole.all("input", name="after") == []


def test_the_head_of_a_list_says_which_sessions_these_are(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING, minutes=30)])
    page = sessions(
        client_of, cast, f"mode=with&lead=school&first=2026-05-04&last=2026-05-06&area={cast.areas[Area.BUDGET]}"
    )
    count = int(page.one("h1").one("data")["value"])
    assert page.one("h1").text == f"{count} sessions with the school, school led"
    assert "Budget development, May 4 to May 6" in page.text


@on_sqlite
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("after=soon", "Write the first day as year-month-day"),
        ("only=mine", "This choice is not on the list"),
        ("origin=x", "This choice is not on the list"),
    ],
)
def test_what_cannot_be_read_is_said(client_of: ClientOf, cast: Cast, query: str, words: str) -> None:
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.alder}/sessions?{query}"), 422)
    assert words in notice(page)
