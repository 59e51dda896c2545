"""A school in one page: what it says, what it never says, and that it is one page whatever there is to say."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import anyio
import httpx2
import pypdf
import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area, Dimension, Lead
from app.store.engine import Database
from app.store.scope import tie
from app.store.tables import Area as AreaRow
from app.store.tables import Handoff, IltRating, Network, School
from app.store.tables.base import table_of
from app.web import pdf, press
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone, make_cast
from tests.support.pages import Element, notice, page_of
from tests.support.rows import add, change
from tests.support.tellings import side_by_side
from tests.support.years import SPRING, keep, keep_rising
from tests.web.conftest import local

LETTER, A4 = (612, 792), (595, 842)
"""In points, of 1/72 inch."""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is read is read the same from both, as test_strengths says; once is enough to print it."""
    return sqlite_database


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, SPRING)


@pytest.fixture
def told(cast: Cast, database: Database) -> Cast:
    """Alder, with years of work, and a session that says everything one may say."""
    keep_rising(database, cast)
    said = side_by_side(
        cast,
        strength="The team kept to its own agenda",
        shared_note="What Alder shared",
        private_note="What Jo alone reads",
        next_step_text="Send the agenda two days ahead",
        next_step_owner_id=cast.rosa.person_id,
        next_step_due_on=cast.today + timedelta(days=3),
    )
    keep(database, cast.jo, [said])
    return cast


def sheet(client_of: ClientOf, cast: Cast, who: Someone, school: UUID | None = None) -> Element:
    answer = client_of(who).get(f"/schools/{school or cast.alder}/one-page")
    return page_of(answer).one("article", id="sheet")


def test_a_school_whose_partnership_has_ended_says_so_on_paper_too(
    client_of: ClientOf, told: Cast, database: Database
) -> None:
    change(database, School, told.bridge, {"id": told.alder}, last_on=SPRING - timedelta(days=1))
    words = sheet(client_of, told, told.rosa).text
    assert words.count("Our partnership with this school ended on ") == 1
    assert "our usual there is" not in words
    assert "What of our work together goes on, and who looks after it?" in words
    assert "Our partnership with this school ended on" in words_of(printed(client_of, told, told.rosa))


def printed(client_of: ClientOf, cast: Cast, who: Someone, query: str = "") -> httpx2.Response:
    answer: httpx2.Response = client_of(who).get(f"/schools/{cast.alder}/one-page.pdf{query}")
    return answer


def pages_of(answer: httpx2.Response) -> pypdf.PdfReader:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return pypdf.PdfReader(BytesIO(answer.content))


def words_of(answer: httpx2.Response) -> str:
    return " ".join(pages_of(answer).pages[0].extract_text().split())


def size(answer: httpx2.Response) -> tuple[int, int]:
    box = pages_of(answer).pages[0].mediabox
    return round(box.width), round(box.height)


def section(of: Element, heading: str) -> str:
    """What stands between a heading and the next."""
    words = of.text
    start = words.rindex(heading) + len(heading)
    ends = [words.find(each.text, start) for each in of.all("h2")]
    return words[start : min((end for end in ends if end > 0), default=len(words))].strip()


def use_locale(database: Database, cast: Cast, locale: str) -> None:
    network = table_of(Network)
    with database.writing() as connection:
        tie(connection, cast.bridge)
        connection.execute(sa.update(network).where(network.c.id == cast.bridge).values(locale=locale))


def test_it_opens_with_what_is_strong_and_speaks_of_what_we_did(client_of: ClientOf, told: Cast) -> None:
    page = sheet(client_of, told, told.rosa)
    assert page.one("h1").text == "Alder High"
    assert page.text.startswith(
        "Bridge Partners School in one page Alder High Transforming phase · February 16, 2026 to"
    )
    assert page.all("h2")[0].text == "What is strong here"
    assert section(
        page, "What is strong here"
    ) == "• “The team kept to its own agenda” Budget development, May 6".removeprefix("• ")
    assert "We did 65% of the work here in 12 weeks." in page.text
    assert "24 of 37 sessions" in page.text
    assert section(page, "Next steps") == "Send the agenda two days ahead by May 9"
    assert section(page, "Handed over").startswith("Nothing yet.")
    assert "Not rated yet." in page.text
    assert page.one("section", class_="question").one("p").text.endswith("?")


def test_the_schools_page_leads_to_it_and_it_leads_to_its_pdf(client_of: ClientOf, told: Cast) -> None:
    path = f"/schools/{told.alder}/one-page"
    assert path in [each["href"] for each in page_of(client_of(told.rosa).get(f"/schools/{told.alder}")).all("a")]
    page = page_of(client_of(told.rosa).get(f"{path}?first=2026-03-02&last=2026-04-12"))
    assert f"{path}.pdf?first=2026-03-02&last=2026-04-12" in [each["href"] for each in page.all("a")]
    assert "March 2, 2026 to April 12, 2026" in page.text
    assert "in 6 weeks" in page.text


@pytest.mark.parametrize("who", ["jo", "rosa", "dan", "dora", "ada"])
def test_it_names_nobody_whoever_asks(client_of: ClientOf, told: Cast, who: str) -> None:
    somebody = getattr(told, who)
    said = sheet(client_of, told, somebody).text + words_of(printed(client_of, told, somebody))
    assert [
        name for name in ("Jo", "Park", "Rosa", "Alvarez", "Dan ", "Okafor", "Mei", "Ivy", "Dora") if name in said
    ] == []
    assert "What Alder shared" not in said
    assert "What Jo alone reads" not in said


def test_strengths_and_steps_are_for_whoever_may_see_them(client_of: ClientOf, told: Cast) -> None:
    for who in (told.jo, told.dan, told.dora):
        page = sheet(client_of, told, who)
        assert "kept to its own agenda" in page.text
        assert "two days ahead" in page.text
    office = sheet(client_of, told, told.ada)
    assert "agenda" not in office.text
    assert "Next steps" not in [each.text for each in office.all("h2")]


def test_what_is_confidential_stays_with_those_who_took_part(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    """Even for Rosa, who did: a sheet is handed round."""
    said = side_by_side(
        cast,
        area_id=cast.areas[Area.LEADERSHIP],
        strength="A brave talk",
        next_step_text="Talk to the deputy",
    )
    keep(database, cast.jo, [replace(said, held_on=cast.today - timedelta(days=day)) for day in range(8)])
    page = sheet(client_of, cast, cast.rosa)
    assert "We did 0% of the work here in 12 weeks." in page.text
    for words in ("brave", "deputy", "Leadership coaching", "leadership coaching"):
        assert words not in page.text


def test_voided_sessions_and_old_ones_say_nothing(client_of: ClientOf, cast: Cast, database: Database) -> None:
    old = side_by_side(
        cast, strength="Long ago", next_step_text="Long done", next_step_due_on=SPRING - timedelta(days=20)
    )
    keep(database, cast.jo, [replace(old, held_on=cast.today - timedelta(weeks=30)), replace(old, strength="")])
    page = sheet(client_of, cast, cast.rosa)
    assert "Long" not in page.text
    assert section(page, "Next steps") == "Nothing written down yet."


def test_what_reads_alike_stands_once_and_what_is_to_come_stands_first(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    def step(words: str, days: int | None) -> object:
        due = None if days is None else cast.today + timedelta(days=days)
        return side_by_side(cast, strength=f"Seen {words[:3]}", next_step_text=words, next_step_due_on=due)

    said = [step("Gone by", -2), step("Undated", None), step("Later", 9), step("Sooner", 1), step("sooner", 4)]
    keep(database, cast.jo, said)  # type: ignore[arg-type]
    steps = [each.text for each in sheet(client_of, cast, cast.rosa).one("ul", class_="boxes").all("li")]
    assert steps == ["Sooner by May 7", "Later by May 15", "Undated", "Gone by was due May 4"]
    strengths = [each.text for each in sheet(client_of, cast, cast.rosa).one("section", class_="strong").all("li")]
    assert len(strengths) == 3


def test_where_nobody_noted_a_strength_the_figures_say_it(client_of: ClientOf, cast: Cast, database: Database) -> None:
    led = side_by_side(cast, led_ids=frozenset({cast.rosa.person_id}), lead=Lead.SCHOOL)
    keep(database, cast.jo, [replace(led, held_on=cast.today - timedelta(days=day)) for day in range(3)])
    assert (
        section(sheet(client_of, cast, cast.rosa), "What is strong here")
        == "Somebody of the school leads budget development by now."
    )


def test_a_school_without_anything_is_asked_what_it_would_say(client_of: ClientOf, cast: Cast) -> None:
    page = sheet(client_of, cast, cast.jo, cast.birch)
    assert "We were not here in these 12 weeks." in page.text
    assert "Nobody has noted a strength" in page.text
    assert "0%" not in page.text


def test_what_is_handed_over_and_how_the_ilt_sees_itself(client_of: ClientOf, told: Cast, database: Database) -> None:
    day = SPRING - timedelta(days=80)
    rows = [
        Handoff(
            network_id=told.bridge,
            school_id=told.alder,
            area_id=told.areas[area],
            handed_over_on=day,
            now_runs="All of it",
            proposed_by=told.jo.person_id,
            proposed_at=local(told, 9),
            agreed_by=agreed,
            agreed_at=local(told, 10) if agreed else None,
        )
        for area, agreed in ((Area.BUDGET, told.rosa.person_id), (Area.DATA_INQUIRY, None))
    ]
    ratings = [
        IltRating(
            network_id=told.bridge,
            school_id=told.alder,
            rated_on=rated_on,
            dimension=dimension,
            level=level,
            entered_by=told.jo.person_id,
            entered_at=local(told, 9),
            agreed_by=agreed,
        )
        for rated_on, level, agreed in ((day, 3, told.rosa.person_id), (SPRING, 4, None))
        for dimension in Dimension
    ]
    add(database, told.bridge, *rows, *ratings)
    change(database, School, told.bridge, {"id": told.alder}, revision=99)
    page = sheet(client_of, told, told.rosa)
    assert section(page, "Handed over").startswith("Budget development handed over Feb 15")
    assert "Data inquiry" not in section(page, "Handed over")
    assert "Purpose Operational Accountability Operational Continuity Operational" in page.text
    assert "Exemplary" not in page.text, "what is only proposed does not stand yet"


def test_asked_for_what_cannot_be_it_says_so(client_of: ClientOf, told: Cast) -> None:
    answer = client_of(told.dora).get(f"/schools/{told.alder}/one-page?first=soon")
    assert "like 2026-05-06" in notice(page_of(answer, 422))
    refused = printed(client_of, told, told.dora, "?first=soon")
    assert (refused.status_code, refused.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "like 2026-05-06" in refused.text


@pytest.mark.parametrize("path", ["one-page", "one-page.pdf"])
def test_whose_school_it_is_not_finds_nothing(client_of: ClientOf, told: Cast, path: str) -> None:
    where = f"/schools/{told.alder}/{path}"
    for who in (told.sam, told.mei, told.otto, told.olga):
        assert client_of(who).get(where).status_code == 404
    stranger = client_of(None).get(where)
    assert (stranger.status_code, stranger.headers["location"]) == (303, f"/sign-in?next={where}")


def test_the_pdf_is_one_letter_page_that_says_what_it_is(client_of: ClientOf, told: Cast) -> None:
    answer = printed(client_of, told, told.rosa)
    read = pages_of(answer)
    assert (len(read.pages), size(answer)) == (1, LETTER)
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Alder High in one page", "Bridge Partners")
    assert str(read.root_object["/Lang"]) == "en"
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"alder-high-in-one-page.pdf\"; filename*=UTF-8''Alder%20High%20in%20one%20page.pdf"
    )
    assert "We did 65% of the work here in 12 weeks." in words_of(answer)


def test_where_paper_is_a4_it_is_an_a4_page(client_of: ClientOf, told: Cast, database: Database) -> None:
    use_locale(database, told, "en_GB")
    answer = printed(client_of, told, told.rosa)
    assert (len(pages_of(answer).pages), size(answer)) == (1, A4)
    assert sheet(client_of, told, told.rosa)["class"].split()[1] == "a4"


@pytest.mark.parametrize("locale", ["en_US", "en_GB"])
def test_it_is_one_page_with_the_question_on_it_whatever_there_is_to_say(
    client_of: ClientOf, cast: Cast, database: Database, locale: str
) -> None:
    """The longest names, fifteen areas, strengths and steps as long as they may be."""
    use_locale(database, cast, locale)
    change(database, School, cast.bridge, {"id": cast.alder}, name="Wilhelmina Montgomery-Worthington " * 4)
    more = [
        AreaRow(network_id=cast.bridge, name=f"Area {n} {'of many words ' * 5}"[:80], place=n) for n in range(20, 25)
    ]
    add(database, cast.bridge, *more)
    areas = [*(cast.areas[area] for area in Area), *(area.id for area in more)]
    words = "We had to say a great deal about this and wrote all of it down in one go without ever coming to an end "
    keep(
        database,
        cast.jo,
        [
            side_by_side(
                cast,
                area_id=area,
                held_on=cast.today - timedelta(days=7 * number),
                strength=f"{area.hex[:6]} {words * 3}"[:300],
                next_step_text=f"{area.hex[6:12]} {words * 3}"[:300],
                next_step_due_on=cast.today + timedelta(days=number),
            )
            for area in areas
            for number in range(4)
        ],
    )
    answer = printed(client_of, cast, cast.rosa)
    assert len(pages_of(answer).pages) == 1
    assert "To talk about" in words_of(answer)
    assert "not for evaluating anybody" in words_of(answer)
    assert "And 3 areas with less of our time." in words_of(answer)


def test_what_is_written_as_markup_is_read_as_words_and_fetches_nothing(
    client_of: ClientOf, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetch = press.OnlyOurs.fetch

    def listening(self: press.OnlyOurs, url: str, headers: Mapping[str, str] | None = None) -> object:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(press.OnlyOurs, "fetch", listening)
    evil = '<img src="http://evil.example/a.png"><link rel=stylesheet href=//evil.example>'
    keep(database, cast.jo, [side_by_side(cast, strength=evil, next_step_text=evil)])
    answer = printed(client_of, cast, cast.rosa)
    assert '<img src="http://evil.example/a.png">' in words_of(answer)
    assert asked == ["sidebyside:print.css"]


@pytest.mark.parametrize(
    "url",
    ["http://evil.example/a.png", "file:///etc/passwd", "sidebyside:../main.py", "sidebyside:style.css", "data:,x"],
)
def test_a_document_cannot_make_the_server_ask_for_anything(url: str) -> None:
    with pytest.raises(ValueError, match="nothing from outside"):
        press.OnlyOurs().fetch(url)
    pages, write = press.print_pages(f'<img src="{url}"><p style="background: url({url})">Still printed')
    assert (pages, pypdf.PdfReader(BytesIO(write())).pages[0].extract_text().strip()) == (1, "Still printed")


def test_what_fits_on_no_page_is_cut_after_the_first() -> None:
    long = "<p>word</p>" * 400
    tried: list[str] = []

    def version(name: str, html: str) -> str:
        tried.append(name)
        return html

    made = press.print_one(
        [lambda: version("one", long), lambda: version("two", "short"), lambda: version("three", "x")]
    )
    assert pypdf.PdfReader(BytesIO(made)).pages[0].extract_text() == "short"
    assert tried == ["one", "two"]
    assert len(pypdf.PdfReader(BytesIO(press.print_one([lambda: long]))).pages) == 1


@pytest.mark.parametrize("path", ["one-page", "one-page.pdf"])
def test_a_sheet_that_has_not_changed_is_not_made_again(client_of: ClientOf, told: Cast, path: str) -> None:
    where = f"/schools/{told.alder}/{path}"
    first = client_of(told.rosa).get(where)
    again = client_of(told.rosa).get(where, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.headers["vary"]) == (304, first.headers["vary"])


@pytest.mark.parametrize("missing", [ImportError, OSError])
def test_without_the_libraries_it_says_what_to_do_instead(
    client_of: ClientOf, told: Cast, monkeypatch: pytest.MonkeyPatch, missing: type[Exception]
) -> None:
    class Missing:
        def __getattr__(self, _name: str) -> object:
            raise missing

    monkeypatch.setitem(sys.modules, "app.web.press", Missing())
    answer = printed(client_of, told, told.rosa)
    page = page_of(answer, 503).one("main")
    assert "print it from your browser" in page.text
    assert "libpango-1.0-0" in page.text
    assert f"/schools/{told.alder}/one-page" in [each["href"] for each in page.all("a")]
    assert answer.headers["cache-control"] == "no-store"


def test_when_others_take_too_long_it_says_so(client_of: ClientOf, told: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken:
        async def acquire_on_behalf_of(self, _turn: object) -> None:
            await anyio.sleep_forever()

    monkeypatch.setattr(pdf, "PRESSES", Taken())
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    page = page_of(printed(client_of, told, told.rosa), 503).one("main")
    assert "Try again in a moment" in page.text
    assert f"/schools/{told.alder}/one-page.pdf" in [each["href"] for each in page.all("a")]


def test_the_server_starts_without_what_sets_pdfs() -> None:
    """It takes two seconds and 30 MB, and most servers' days have no PDF in them."""
    look = "import sys, app.main; print([name for name in ('weasyprint', 'fontTools', 'PIL') if name in sys.modules])"
    asked = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"
