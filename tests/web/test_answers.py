"""A director's answers to flags: given, changed, withdrawn, and given back; and who may not."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa

from app.domain.vocabulary import Area, Rule
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast, make_cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import Element, notice, page_of, sent_by
from tests.support.tellings import side_by_side
from tests.support.years import FEBRUARY, SPRING, YEARS, keep, keep_rising, weeks
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

OUTSIDE = tuple(dict.fromkeys(("sam", "mei", "olga"), 404).items())
"""For whom Alder does not exist."""

PLAN = {"what": "We take the AP along", "who": "Dora and the AP", "due_on": "2026-05-20"}


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast in spring, with Alder leaning on us, and more so since February."""
    cast = make_cast(database, SPRING)
    keep_rising(database, cast)
    return cast


class Answering:
    """What a browser posts about a flag of Alder's."""

    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast

    def __call__(
        self, act: str = "", by: str = "dora", rule: str = "dependent", school: UUID | None = None, **form: Any
    ) -> httpx2.Response:
        path = f"/schools/{school or self.cast.alder}/flags/{rule}/answer{act and f'/{act}'}"
        sent = {"area": "", "seen": "", "back": "flags"} | (PLAN if not act else {}) | form
        answer: httpx2.Response = self.client_of(getattr(self.cast, by)).post(path, data=sent)
        return answer

    def flag(self, who: str = "dora", rule: str = "dependent", path: str = "/flags") -> Element:
        page = page_of(self.client_of(getattr(self.cast, who)).get(path))
        (found,) = page.all("li", data_rule=rule)
        return found

    def form(self) -> dict[str, Any]:
        """What the form under the flag would send as it stands."""
        return {name: values[-1] for name, values in sent_by(self.flag().one("form")).items()}


@pytest.fixture
def answering(client_of: ClientOf, cast: Cast) -> Answering:
    return Answering(client_of, cast)


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    with database.reading() as connection:
        found = connection.execute(sa.select(TABLES[table]), execution_options=ANYBODY)
        return [dict(row) for row in found.mappings()]


def revisions(database: Database, cast: Cast) -> tuple[int, int]:
    network = next(row["revision"] for row in rows(database, "network") if row["id"] == cast.bridge)
    return network, next(row["revision"] for row in rows(database, "school") if row["id"] == cast.alder)


def test_an_answer_stands_under_its_flag_in_one_sentence(answering: Answering, client_of: ClientOf, cast: Cast) -> None:
    done = answering()
    assert done.status_code == 303
    flag = answering.flag()
    assert "Answered May 6: We take the AP along. Dora and the AP, by May 20" in flag.text
    address, anchor = done.headers["location"].split("#")
    assert anchor == flag["id"]
    landed = page_of(client_of(cast.dora).get(address))
    assert "Answered. It stays here" in landed.one("div", role="status").text


def test_an_answered_flag_stays_up_and_comes_after_those_that_wait(answering: Answering, cast: Cast) -> None:
    answering()
    page = page_of(answering.client_of(cast.dora).get("/flags"))
    sections = {each.one("h2").text: each for each in page.one("main").all("section") if each.all("h2")}
    waiting = sections["What needs a look"].all("li", data_school=str(cast.alder))
    assert [flag["data-rule"] for flag in waiting] == ["rising"]
    answered = sections["Answered, or as agreed"].all("li")
    assert [flag["data-rule"] for flag in answered if "data-rule" in flag] == ["dependent"]
    assert page.one("h1").text == "3 flags at 3 schools wait for an answer.", "Birch and Cedar are silent"


@pytest.mark.parametrize("path", ["/dashboard", "/schools/{alder}", "/flags"])
def test_every_page_with_the_flag_shows_the_answer_and_lets_a_director_change_it(
    answering: Answering, cast: Cast, path: str
) -> None:
    answering()
    flag = answering.flag(path=path.format(alder=cast.alder))
    assert "Answered May 6: We take the AP along." in flag.text
    assert flag.one("form")["action"] == f"/schools/{cast.alder}/flags/dependent/answer"


@pytest.mark.parametrize(
    ("back", "path"),
    [("flags", "/flags"), ("dashboard", "/dashboard"), ("school", "/schools/{alder}"), ("x", "/flags")],
)
def test_one_comes_back_to_the_page_one_answered_on(answering: Answering, cast: Cast, back: str, path: str) -> None:
    location = answering(back=back).headers["location"]
    assert location.split("?")[0] == path.format(alder=cast.alder)


def test_the_form_begins_with_two_weeks_from_now(answering: Answering) -> None:
    form = answering.form()
    assert form["due_on"] == "2026-05-20"
    assert (form["what"], form["who"], form["seen"]) == ("", "", "")
    assert "never whose fault it is" in answering.flag().text


def test_the_same_form_twice_is_one_answer(answering: Answering, database: Database, cast: Cast) -> None:
    assert [answering().status_code for _ in range(2)] == [303, 303]
    before = revisions(database, cast)
    assert answering(what=" We take the AP along\r\n").status_code == 303
    assert count(database, "flag_answer") == 1
    assert revisions(database, cast) == before


def test_an_answer_can_be_changed(answering: Answering, database: Database) -> None:
    answering()
    assert answering(**answering.form() | {"who": "Dan"}).status_code == 303
    assert "We take the AP along. Dan, by May 20" in answering.flag().text
    acts = [row for row in rows(database, "audit_event") if row["subject"] == "flag"]
    assert sorted((row["act"], row["fields"]) for row in acts) == [
        ("answer", "what,who,due_on"),
        ("change_answer", "who"),
    ]


def test_a_form_that_was_made_before_another_answer_replaces_nothing_unseen(answering: Answering) -> None:
    answering()
    stale = answering(what="We stop", seen="")
    page = page_of(stale, 409)
    (flag,) = page.all("li", data_rule="dependent")
    assert "Answered May 6: We take the AP along." in flag.text
    assert "Somebody has changed this answer since you opened the form" in flag.one("p", role="alert").text
    again: dict[str, Any] = {name: values[-1] for name, values in sent_by(flag.one("form")).items()}
    assert again["what"] == "We stop"
    assert answering(**again).status_code == 303
    assert "Answered May 6: We stop." in answering.flag().text


def test_an_answer_can_be_withdrawn_and_that_undone(answering: Answering, client_of: ClientOf, cast: Cast) -> None:
    answering()
    withdrawn = answering("withdraw", **answering.form())
    assert withdrawn.status_code == 303
    landed = page_of(client_of(cast.dora).get(withdrawn.headers["location"].split("#")[0]))
    assert "Answered" not in landed.one("li", data_rule="dependent").text
    undo = landed.one("div", role="status").one("form")
    sent = {name: values[-1] for name, values in sent_by(undo).items()}
    for _ in range(2):
        assert client_of(cast.dora).post(undo["action"], data=sent).status_code == 303
    assert "Answered May 6: We take the AP along." in answering.flag().text


def test_withdrawing_twice_is_withdrawing_once(answering: Answering, database: Database) -> None:
    answering()
    form = answering.form()
    assert [answering("withdraw", **form).status_code for _ in range(2)] == [303, 303]
    acts = [row["act"] for row in rows(database, "audit_event") if row["subject"] == "flag"]
    assert sorted(acts) == ["answer", "withdraw_answer"]


def test_an_answer_that_was_changed_meanwhile_is_not_withdrawn(answering: Answering) -> None:
    answering()
    form = answering.form()
    answering(**form | {"who": "Dan"})
    page_of(answering("withdraw", **form), 409)
    assert "Dan, by May 20" in answering.flag().text


def test_there_is_nothing_to_give_back_where_nothing_was_given(answering: Answering, database: Database) -> None:
    assert answering("restore").status_code == 303
    assert count(database, "flag_answer") == 0


def test_all_that_is_missing_is_said_by_its_field_and_what_was_typed_is_kept(
    answering: Answering, database: Database
) -> None:
    page = page_of(answering(what="", who="Rosa & Dan", due_on="soon"), 422)
    (flag,) = page.all("li", data_rule="dependent")
    assert "open" in flag.one("details")
    errors = {each["id"].removesuffix(f"-{flag['id']}-error"): each.text for each in flag.all("p", class_="wrong")}
    assert errors == {"what": "Say what we will change.", "due_on": "Write the day as year-month-day."}
    assert flag.one("input", name="who")["value"] == "Rosa & Dan"
    assert count(database, "flag_answer") == 0


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"due_on": "2026-05-05"}, "due_on", "This day has passed."),
        ({"due_on": "2027-06-01"}, "due_on", "more than a year away"),
        ({"due_on": "0202-05-20"}, "due_on", "This day has passed."),
        ({"due_on": ""}, "due_on", "Say by when."),
        ({"what": "x" * 301}, "what", "longer than 300"),
        ({"who": "x" * 81}, "who", "longer than 80"),
        ({"who": " "}, "who", "Say who does it."),
        ({"what": "a\x00b"}, "what", "cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_said(answering: Answering, wrong: dict[str, Any], field: str, words: str) -> None:
    page = page_of(answering(**wrong), 422)
    (flag,) = page.all("li", data_rule="dependent")
    assert words in flag.one("p", id=f"{field}-{flag['id']}-error").text


def test_a_day_that_has_passed_meanwhile_may_stay_when_something_else_is_changed(
    answering: Answering, database: Database, cast: Cast
) -> None:
    answering(due_on=str(cast.today))
    table = TABLES["flag_answer"]
    with database.writing() as connection:
        connection.execute(sa.update(table).values(due_on=cast.today - timedelta(days=1)), execution_options=ANYBODY)
        school = TABLES["school"]
        connection.execute(sa.update(school).values(revision=school.c.revision + 1), execution_options=ANYBODY)
    assert "which has passed" in answering.flag().text
    assert answering(**answering.form() | {"who": "Dan"}).status_code == 303


def test_what_a_director_writes_is_only_words(answering: Answering) -> None:
    answering(what="<script>alert(1)</script> & more", who='"><b>Dora</b>')
    flag = answering.flag()
    assert '<script>alert(1)</script> & more. "><b>Dora</b>, by May 20' in flag.text
    assert not flag.all("script")


@on_sqlite
@pytest.mark.parametrize(("who", "status"), [*dict.fromkeys(("jo", "rosa", "dan", "ada"), 403).items(), *OUTSIDE])
@pytest.mark.parametrize("act", ["", "withdraw", "restore"])
def test_only_a_director_answers(answering: Answering, database: Database, who: str, status: int, act: str) -> None:
    assert answering(act, by=who).status_code == status
    assert count(database, "flag_answer") == 0


def test_a_schools_people_read_the_answer_and_have_no_form(answering: Answering) -> None:
    answering()
    for who in ("jo", "rosa", "ada"):
        flag = answering.flag(who)
        assert "Answered May 6" in flag.text, who
        assert flag.all("form") == [], who


@on_sqlite
def test_what_is_not_there_cannot_be_answered(answering: Answering, cast: Cast) -> None:
    assert answering(school=cast.elder).status_code == 404
    assert answering(school=uuid4()).status_code == 404
    assert answering(rule="nonsense").status_code == 404
    assert answering(area="nonsense").status_code == 404
    assert answering(area=str(cast.other_areas[Area.BUDGET])).status_code == 404
    assert answering(area=str(uuid4())).status_code == 404


@on_sqlite
@pytest.mark.parametrize("rule", [Rule.SILENT, Rule.EASING])
def test_only_a_flag_that_is_up_can_be_answered(answering: Answering, database: Database, rule: Rule) -> None:
    page = page_of(answering(rule=rule), 409)
    assert notice(page).startswith("This flag is not up any more")
    assert "We take the AP along" in notice(page)
    assert count(database, "flag_answer") == 0


def test_good_news_needs_no_answer(answering: Answering, database: Database, cast: Cast) -> None:
    at_cedar = {"school_id": cast.cedar, "participant_ids": frozenset(), "led_ids": frozenset()}
    keep(database, cast.sam, weeks(cast, YEARS, FEBRUARY - timedelta(days=1), "FFF FFF", **at_cedar))
    days = range((SPRING - FEBRUARY).days // 2)
    keep(
        database,
        cast.sam,
        [side_by_side(cast, school_id=cast.cedar, held_on=FEBRUARY + timedelta(days=2 * day)) for day in days],
    )
    flag = answering.flag(rule="easing")
    assert flag.all("form") == []
    assert flag["data-school"] == str(cast.cedar)
    page_of(answering(rule="easing", school=cast.cedar), 409)


def test_an_answer_raises_what_tells_pages_that_they_have_changed(
    answering: Answering, database: Database, cast: Cast
) -> None:
    network, school = revisions(database, cast)
    answering()
    assert revisions(database, cast) == (network + 1, school + 1)


def test_the_trail_says_what_was_done_and_never_what_was_said(answering: Answering, database: Database) -> None:
    answering()
    (event,) = [row for row in rows(database, "audit_event") if row["subject"] == "flag"]
    assert (event["act"], event["fields"]) == ("answer", "what,who,due_on")
    assert "AP" not in str(event)


def test_what_has_just_been_done_is_no_way_to_write_on_the_page(client_of: ClientOf, cast: Cast) -> None:
    html = client_of(cast.dora).get("/flags?done=withdrawn&of=%3Cb%3E&by=x&in=y").text
    assert "The answer is withdrawn." in html
    assert "Undo" not in html
    assert client_of(cast.dora).get("/flags?done=%3Cb%3Ehello").text.count("hello") == 0
