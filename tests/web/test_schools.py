"""The list of schools, a school's page, and the sessions behind its figures."""

from datetime import date, timedelta

import pytest

from app.domain.access import Role
from app.domain.vocabulary import Area, Phase
from app.store.engine import Database
from app.store.tables import Assignment, Membership, School, SchoolBreak
from tests.conftest import ClientOf
from tests.support.cast import FIRST_DAY, Cast, make_cast
from tests.support.pages import Element, notice, page_of, sent_by
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.years import FEBRUARY, SPRING, YEARS, counting, keep, keep_rising, weeks
from tests.web.conftest import on_sqlite


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@pytest.fixture
def rising(cast: Cast, database: Database) -> Cast:
    """Alder, where we did a third of the work for years, and two thirds of it since February."""
    keep_rising(database, cast)
    return cast


def alder(client_of: ClientOf, cast: Cast, query: str = "", status: int = 200) -> Element:
    return page_of(client_of(cast.dora).get(f"/schools/{cast.alder}{query}"), status)


def listed(page: Element) -> list[str]:
    return [row.all("a")[0].text for row in page.one("section", id="schools").all("li") if row.all("a")]


def many(cast: Cast, database: Database, number: int = 60) -> None:
    schools = (School(network_id=cast.bridge, name=f"Maple {n:03}", code=f"m{n}") for n in range(number))
    add(database, cast.bridge, *schools)


def test_one_sees_ones_own_schools_by_name(client_of: ClientOf, cast: Cast) -> None:
    assert listed(page_of(client_of(cast.jo).get("/schools"))) == ["Alder High", "Birch Middle"]
    assert listed(page_of(client_of(cast.rosa).get("/schools"))) == ["Alder High"]
    assert len(listed(page_of(client_of(cast.ada).get("/schools")))) == 4


def test_a_coach_can_log_from_the_list_and_nobody_else_is_offered_it(client_of: ClientOf, cast: Cast) -> None:
    paths = [each["href"] for each in page_of(client_of(cast.jo).get("/schools")).all("a")]
    assert f"/log?school_id={cast.alder}" in paths
    assert "/log?school_id" not in client_of(cast.dora).get("/schools").text


def test_a_short_list_needs_no_search(client_of: ClientOf, cast: Cast) -> None:
    assert page_of(client_of(cast.dora).get("/schools")).all("form", role="search") == []


def test_a_long_list_is_searched_by_name_and_by_code(client_of: ClientOf, cast: Cast, database: Database) -> None:
    many(cast, database)
    client = client_of(cast.dora)
    page = page_of(client.get("/schools"))
    assert page.one("form", role="search")["method"] == "get"
    assert listed(page_of(client.get("/schools", params={"q": "LDER"}))) == ["Alder High"]
    assert listed(page_of(client.get("/schools", params={"q": "m7"}))) == ["Maple 007"]
    found = page_of(client.get("/schools", params={"q": "no such"}))
    assert "No school of yours has this in its name or code." in found.text
    assert "0 schools of 64" in found.text


def test_the_search_answers_with_its_rows_alone_when_asked_from_the_page(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    many(cast, database)
    client = client_of(cast.dora)
    answer = client.get("/schools?q=alder", headers={"hx-request": "true"})
    fragment = page_of(answer)
    assert fragment.all("html", "main") == []
    assert listed(fragment) == ["Alder High"]
    assert answer.headers["vary"] == "HX-Request"
    restored = client.get("/schools?q=alder", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert page_of(restored).one("main")


def test_pages_of_the_list_hold_every_school_once_and_keep_the_search(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    many(cast, database)
    client, path, seen = client_of(cast.dora), "/schools?q=maple", []
    while path:
        page = page_of(client.get(path))
        seen += listed(page)
        path = next((each["href"] for each in page.all("a") if each.text == "More schools"), "")
    assert seen == [f"Maple {n:03}" for n in range(60)]


@on_sqlite
@pytest.mark.parametrize("page", ["0", "-3", "99999999999999999999"])
def test_a_page_that_is_not_there_is_no_error(client_of: ClientOf, cast: Cast, page: str) -> None:
    assert client_of(cast.dora).get(f"/schools?page={page}").status_code == 200
    assert client_of(cast.dora).get(f"/schools/{cast.alder}/sessions?page={page}").status_code == 200


def test_the_list_takes_few_queries(client_of: ClientOf, cast: Cast, database: Database) -> None:
    many(cast, database)
    with counting(database) as asked:
        assert client_of(cast.dora).get("/schools").status_code == 200
    assert len(asked) <= 24, asked


def test_a_person_without_a_school_is_told_who_can_change_that(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    change(database, School, cast.bridge, {"id": cast.cedar}, last_on=date(2021, 1, 1))
    assert "No school is yours yet." in page_of(client_of(cast.sam).get("/schools")).text


def test_a_schools_page_says_how_it_stands_and_how_sure_that_is(client_of: ClientOf, rising: Cast) -> None:
    page = alder(client_of, rising)
    assert page.one("h1").text == "Alder High"
    assert page.one("span", class_="figure").text == "67%"
    assert "between 50% and 80%" in page.text
    assert "24 of 36 sessions" in page.text
    (ladder,) = page.all("ol", class_="ladder")
    assert [step.text for step in ladder.all("li") if "aria-current" in step] == ["Direct service"]
    assert {each["data-rule"] for each in page.all("li") if "data-rule" in each} == {"dependent", "rising"}


def test_the_verdict_stands_in_words_under_the_chart_and_its_name_on_it(client_of: ClientOf, rising: Cast) -> None:
    page = alder(client_of, rising)
    for kind in ("wide", "narrow"):
        chart = page.one("svg", class_=f"chart {kind}")
        assert "rising since" in chart.text
        assert "usual" in chart.text
    assert "were done for the school; our usual there is" in page.text


def test_the_charts_figures_stand_in_a_table(client_of: ClientOf, rising: Cast) -> None:
    page = alder(client_of, rising)
    figures = page.all("table", class_="figures")[0]
    points = len(page.one("svg", class_="chart wide").all("circle"))
    shares = [row.all("td")[2].text for row in figures.one("tbody").all("tr")]
    assert len([share for share in shares if share.endswith("%")]) == points > 40


def test_who_wants_other_tests_finds_them(client_of: ClientOf, rising: Cast) -> None:
    text = alder(client_of, rising).text
    assert "Run chart, around a median of" in text
    assert "limits, which allow for how much weeks differ" in text


def test_other_tests_want_twelve_fortnights(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, weeks(cast, SPRING - timedelta(weeks=8), SPRING, "FW"))
    assert "need twelve fortnights with sessions" in alder(client_of, cast).text


def test_leadership_changes_and_breaks_are_marked_without_names(
    client_of: ClientOf, rising: Cast, database: Database
) -> None:
    came = date(2026, 1, 12)
    change(database, Membership, rising.bridge, {"person_id": rising.dan.person_id}, first_on=came)
    winter = SchoolBreak(
        network_id=rising.bridge, name="Winter break", first_on=date(2025, 12, 22), last_on=date(2026, 1, 9)
    )
    add(database, rising.bridge, winter)
    chart = alder(client_of, rising).one("svg", class_="chart wide")
    assert "new principal" in chart.text
    assert "Winter break" in chart.text
    assert "Dan" not in chart.text


def test_too_few_sessions_are_never_a_share(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(database, cast.jo, [telling(cast, held_on=SPRING - timedelta(days=ago)) for ago in (1, 2)])
    page = alder(client_of, cast)
    assert page.all("span", class_="figure") == []
    assert "2 sessions in 12 weeks, 1.5 h: not enough yet to say who does the work." in page.text
    assert "Not enough yet to say what is usual here" in page.text
    assert "Too few visits in 12 weeks to say which" in page.text


def test_a_sustaining_school_that_sees_us_rarely_reads_as_sustaining(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    change(database, School, cast.bridge, {"id": cast.alder}, phase=Phase.SUSTAINING)
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=100))])
    page = alder(client_of, cast)
    (ladder,) = page.all("ol", class_="ladder")
    assert [step.text for step in ladder.all("li") if "aria-current" in step] == ["Sustaining"]
    assert "A school that runs its own work sees us rarely." in page.text


def test_a_school_without_sessions_says_what_will_stand_here(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dora).get(f"/schools/{cast.dogwood}"))
    assert "No sessions yet" in page.text
    assert "%" not in page.one("main").text
    assert "/log?school_id" not in client_of(cast.dora).get(f"/schools/{cast.dogwood}").text


def test_a_coach_can_log_from_the_page(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get(f"/schools/{cast.alder}"))
    assert f"/log?school_id={cast.alder}" in [each["href"] for each in page.all("a")]


def test_a_director_who_also_coaches_sees_names_at_their_school_and_numbers_elsewhere(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    keep(database, cast.jo, [side_by_side(cast, held_on=SPRING - timedelta(days=ago)) for ago in (1, 8)])
    assert "Alvarez" not in client_of(cast.dora).get(f"/schools/{cast.alder}").text
    role = Assignment(
        network_id=cast.bridge,
        person_id=cast.dora.person_id,
        role=Role.COACH,
        school_id=cast.alder,
        first_on=FIRST_DAY,
    )
    add(database, cast.bridge, role)
    assert "Alvarez" in client_of(cast.dora).get(f"/schools/{cast.alder}").text


def test_a_schools_page_takes_few_queries(client_of: ClientOf, rising: Cast, database: Database) -> None:
    with counting(database) as asked:
        alder(client_of, rising)
    assert len(asked) <= 40, asked
    with counting(database) as again:
        alder(client_of, rising)
    assert len(again) <= 12, again


@on_sqlite
@pytest.mark.parametrize("path", ["", "/sessions"])
def test_a_filter_that_cannot_be_read_is_said_in_words(client_of: ClientOf, rising: Cast, path: str) -> None:
    page = alder(client_of, rising, f"{path}?first=tomorrow", 422)
    assert "Write the day as year-month-day" in notice(page)


def test_the_latest_sessions_are_listed_by_their_tags(client_of: ClientOf, rising: Cast) -> None:
    page = alder(client_of, rising)
    section = next(each for each in page.all("section") if each.all("h2") and each.one("h2").text == "Latest sessions")
    rows = section.all("li")
    assert len(rows) == 6
    for row in rows:
        answer = client_of(rising.dora).get(row.one("a")["href"])
        assert answer.status_code == 200
    assert "All 36 sessions" in section.text


def test_the_sessions_behind_a_figure_can_be_cut_further(client_of: ClientOf, rising: Cast, database: Database) -> None:
    keep(database, rising.jo, weeks(rising, FEBRUARY, SPRING, "W", area_id=rising.areas[Area.CULTURE]))
    path = f"/schools/{rising.alder}/sessions"
    client = client_of(rising.dora)
    whole, ours, beside, there = (
        int(page_of(client.get(f"{path}?{query}")).one("h1").all("data")[0]["value"])
        for query in ("", "mode=for", "mode=with&lead=school", f"area={rising.areas[Area.CULTURE]}")
    )
    assert ours + beside == whole
    assert there == 12
    none = page_of(client.get(f"{path}?mode=for&lead=coach"))
    assert none.one("h1").text == "No sessions for the school, coach led"


def test_pages_of_sessions_keep_the_filters_and_hold_every_session_once(client_of: ClientOf, rising: Cast) -> None:
    client = client_of(rising.dora)
    path, seen = f"/schools/{rising.alder}/sessions?first={YEARS}&mode=with", []
    head = ""
    while path:
        page = page_of(client.get(path))
        head = page.one("h1").text
        seen += [row.one("a")["href"] for row in page.one("ul", class_="rows").all("li")]
        path = next((each["href"] for each in page.all("a") if each.text == "Older"), "")
        assert not path or ("mode=with" in path and f"first={YEARS}" in path)
    assert len(seen) == len(set(seen)) == int(head.split()[0])


def test_the_form_of_the_sessions_page_keeps_what_was_asked(client_of: ClientOf, rising: Cast) -> None:
    page = alder(client_of, rising, "/sessions?mode=for&first=2026-03-02&last=2026-03-15")
    (form,) = [each for each in page.all("form") if each.get("action") == f"/schools/{rising.alder}/sessions"]
    sent = sent_by(form)
    assert (sent["mode"], sent["first"], sent["last"]) == (["for"], ["2026-03-02"], ["2026-03-15"])
