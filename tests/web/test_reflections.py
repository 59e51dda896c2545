"""Five minutes a month: what a coach or a leader thinks of it, who reads what, and when it is asked for."""

from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from app.domain.vocabulary import Aim, Origin
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.barring import OCTOBER, look_back
from tests.support.cast import Cast, Someone
from tests.support.pages import Element, errors_of, page_of, sent_by
from tests.support.tellings import side_by_side, telling
from tests.support.years import keep
from tests.web.conftest import SetClock, local

NOTE, OTHER = "New teachers asked for shorter feedback", "We named the calendar as the barrier"


def path(cast: Cast) -> str:
    return f"/schools/{cast.alder}/reflections"


def post(client_of: ClientOf, cast: Cast, who: Someone | None, **data: Any) -> httpx2.Response:
    form = {"month": str(OCTOBER), "needs": "3", "barriers": "2"} | data
    answer: httpx2.Response = client_of(who).post(path(cast), data=form)
    return answer


def shown(client_of: ClientOf, cast: Cast, who: Someone, query: str = f"?month={OCTOBER}") -> Element:
    return page_of(client_of(who).get(path(cast) + query))


def early(cast: Cast, set_clock: SetClock, days: int) -> None:
    """The clock on a day of December: the cast's is November 24."""
    set_clock(local(cast, 12) + timedelta(days=6 + days))


def test_the_form_that_is_shown_is_the_form_that_is_accepted(client_of: ClientOf, cast: Cast) -> None:
    form = shown(client_of, cast, cast.jo).one("form", id="reflection")
    sent = sent_by(form) | {"needs": "4", "barriers": "2", "needs_note": NOTE}
    answer = client_of(cast.jo).post(form["action"], data=sent)
    assert answer.headers["location"] == f"{path(cast)}?month={OCTOBER}&done=saved"
    page = page_of(client_of(cast.jo).get(answer.headers["location"]))
    assert "Thank you for looking back." in page.one("p", role="status").text
    again = sent_by(page.one("form", id="reflection"))
    assert (again["needs"], again["barriers"], again["needs_note"]) == (["4"], ["2"], [NOTE])


def test_the_two_questions_stand_with_four_levels_in_words(client_of: ClientOf, cast: Cast) -> None:
    page = shown(client_of, cast, cast.rosa)
    asked = {each.one("legend").text: [chip.text for chip in each.all("label")[:4]] for each in page.all("fieldset")}
    assert asked == {
        "Do we meet the differing learning needs of the adults here?": [
            "Not yet", "For some", "For most", "For everybody",
        ],
        "Are we working on the barrier, or putting on a band-aid?": [
            "Mostly band-aids", "More band-aids than barriers", "More barriers than band-aids", "On the barriers",
        ],
    }  # fmt: skip
    assert "read by the coaches and leaders of this school" in page.text


def test_the_months_figures_are_of_its_own_whole_weeks(client_of: ClientOf, cast: Cast, database: Database) -> None:
    keep(
        database,
        cast.jo,
        [
            telling(cast, held_on=date(2026, 10, 4)),  # a Sunday: its Monday is in September
            telling(cast, held_on=date(2026, 10, 5), minutes=60, aim=Aim.SYMPTOM, origin=Origin.REQUESTED),
            side_by_side(cast, held_on=date(2026, 11, 1), minutes=60, aim=Aim.SYSTEM),
            telling(cast, held_on=date(2026, 11, 2)),
        ],
    )
    page = shown(client_of, cast, cast.rosa)
    assert "4 weeks, October 5 to November 1: those whose Monday lies in the month." in page.text
    lines = {each.one("dt").text: each.one("dd") for each in page.one("dl", class_="lines n").all("div")}
    assert {name: said.text for name, said in lines.items()} == {
        "With the school": "1 h and 1 h for it",
        "Planned": "50% 1 of 2 h; the rest was asked for in the moment",
        "On a system, not a quick fix": "50% 1 of 2 h where it was said",
        "ILT reached": "1 of 2 took part side by side",
    }
    assert page_of(client_of(cast.rosa).get(lines["With the school"].one("a")["href"])).one("h1").text == "2 sessions"


def test_a_month_without_sessions_says_so(client_of: ClientOf, cast: Cast) -> None:
    lines = shown(client_of, cast, cast.jo).one("dl", class_="lines n")
    assert [each.text for each in lines.all("dd")][:3] == ["no sessions", "no sessions", "not said"]


def test_said_again_it_is_one_reflection(client_of: ClientOf, cast: Cast) -> None:
    for needs in ("1", "1", "4"):
        assert post(client_of, cast, cast.rosa, needs=needs).status_code == 303
    page = shown(client_of, cast, cast.dan)
    (row,) = page.one("ul", class_="said").all("li")
    assert row.one("h3").text == "Rosa Alvarez"
    assert [each.text for each in row.all("dd")] == ["For everybody", "More band-aids than barriers"]


def test_coaches_and_leaders_of_the_school_read_each_other(client_of: ClientOf, cast: Cast, database: Database) -> None:
    look_back(database, cast.jo, cast.alder, needs_note=NOTE)
    look_back(database, cast.rosa, cast.alder, barriers_note=OTHER)
    for who in (cast.jo, cast.rosa, cast.dan):
        text = shown(client_of, cast, who).text
        assert [words for words in (NOTE, OTHER, "Jo Park", "Rosa Alvarez") if words not in text] == []


def test_directors_see_how_many_and_how_levels_spread_and_no_note_and_no_name(
    client_of: ClientOf, cast: Cast, database: Database
) -> None:
    look_back(database, cast.jo, cast.alder, needs=2, needs_note=NOTE)
    look_back(database, cast.rosa, cast.alder, needs=3, barriers_note=OTHER)
    look_back(database, cast.dan, cast.alder, needs=3)
    for page in (shown(client_of, cast, cast.dora), page_of(client_of(cast.dora).get("/reflections"))):
        (row,) = [each for each in page.one("tbody").all("tr") if each.one("th").text in {"October 2026", "Alder High"}]
        assert [each.text for each in row.all("td")] == [
            "3 reflected", "For some 1 · For most 2", "More barriers than band-aids 3",
        ]  # fmt: skip
        said = page.text + " ".join(each.get("href") for each in page.all("a"))
        assert [words for words in (NOTE, OTHER, "Jo Park", "Rosa", "Dan Okafor") if words in said] == []
        assert not page.all("form", id="reflection")


def test_the_levels_of_one_person_alone_stay_at_the_school(client_of: ClientOf, cast: Cast, database: Database) -> None:
    look_back(database, cast.jo, cast.alder, needs=1)
    row = shown(client_of, cast, cast.dora).one("table").one("tbody").all("tr")[1]
    assert row.text == "October 2026 1 reflected"


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 403), ("sam", 404), ("mei", 404), ("otto", 404), ("oona", 404), ("olga", 404)]
)
def test_nobody_else_reads_or_says_anything(client_of: ClientOf, cast: Cast, who: str, status: int) -> None:
    someone = getattr(cast, who)
    page_of(client_of(someone).get(path(cast)), status)
    page_of(post(client_of, cast, someone), status)
    page_of(client_of(someone).post(f"{path(cast)}/{OCTOBER}/remove"), status)


def test_directors_read_and_say_nothing_and_strangers_are_led_to_sign_in(client_of: ClientOf, cast: Cast) -> None:
    page_of(post(client_of, cast, cast.dora), 403)
    page_of(post(client_of, cast, None), 401)
    assert client_of(None).get(path(cast)).status_code == 303
    page_of(client_of(cast.rosa).get("/reflections"), 403)


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"needs": ""}, {"needs"}),
        ({"needs": "5", "barriers": "x"}, {"needs", "barriers"}),
        ({"month": ""}, {"month"}),
        ({"month": "2026-10-02"}, {"month"}),
        ({"month": "2027-01-01"}, {"month"}),
        ({"month": "2019-10-01"}, {"month"}),
        ({"needs_note": "x" * 4001}, {"needs_note"}),
        ({"barriers_note": "a\x00b"}, {"barriers_note"}),
    ],
)
def test_an_invalid_form_keeps_what_was_typed(
    client_of: ClientOf, cast: Cast, sent: dict[str, str], fields: set[str]
) -> None:
    page = page_of(post(client_of, cast, cast.jo, **({"needs_note": NOTE} | sent)), 422)
    assert errors_of(page).keys() == fields
    if "needs_note" not in sent:
        assert sent_by(page.one("form", id="reflection"))["needs_note"] == [NOTE]


def test_hostile_words_are_words(client_of: ClientOf, cast: Cast) -> None:
    assert post(client_of, cast, cast.rosa, needs_note="<svg onload=alert(1)>").status_code == 303
    assert "<svg onload" not in client_of(cast.jo).get(path(cast)).text
    for query in ("?month=x", "?month=2026-W40-1", "?month=9999-99-99", "?done=<svg>"):
        assert client_of(cast.jo).get(path(cast) + query).status_code == 200
    assert client_of(cast.jo).post(f"{path(cast)}/2026-10-02/remove").status_code == 404
    assert client_of(cast.jo).post(f"{path(cast)}/soon/remove").status_code in {404, 422}


def test_it_is_removed_and_brought_back(client_of: ClientOf, cast: Cast) -> None:
    post(client_of, cast, cast.rosa, needs_note=NOTE)
    answer = client_of(cast.rosa).post(f"{path(cast)}/{OCTOBER}/remove")
    page = page_of(client_of(cast.rosa).get(answer.headers["location"]))
    assert "is removed." in page.one("div", role="status").text
    assert NOTE not in page.text
    assert NOTE not in shown(client_of, cast, cast.dan).text
    undo = page.one("div", role="status").one("form")["action"]
    assert client_of(cast.dan).post(undo).status_code == 303, "and brings nothing of another's back"
    assert NOTE not in shown(client_of, cast, cast.dan).text
    client_of(cast.rosa).post(undo)
    assert NOTE in shown(client_of, cast, cast.dan).text


def test_in_the_first_two_weeks_last_month_is_asked_about(
    client_of: ClientOf, cast: Cast, database: Database, set_clock: SetClock
) -> None:
    places = {"/week": cast.jo, "/review": cast.rosa, f"/schools/{cast.alder}": cast.dan}
    asked = "November: five minutes to look back"
    for address, who in places.items():
        assert asked not in page_of(client_of(who).get(address)).text, "today is November 24"
    early(cast, set_clock, 14)
    for address, who in places.items():
        page = page_of(client_of(who).get(address))
        assert asked in page.text, address
        assert page.all("a", href=f"{path(cast)}?month=2026-11-01"), address
    assert page_of(client_of(cast.jo).get("/week")).text.count(asked) == 2, "at Alder and at Birch"
    look_back(database, cast.jo, cast.alder, date(2026, 11, 1))
    assert page_of(client_of(cast.jo).get("/week")).text.count(asked) == 1
    for who in (cast.dora, cast.ada):
        assert asked not in page_of(client_of(who).get(f"/schools/{cast.alder}")).text
    early(cast, set_clock, 15)
    for address, who in places.items():
        assert asked not in page_of(client_of(who).get(address)).text, address


def test_what_is_said_goes_from_the_schools_page_at_once(
    client_of: ClientOf, cast: Cast, database: Database, set_clock: SetClock
) -> None:
    early(cast, set_clock, 3)
    keep(database, cast.jo, [telling(cast)])
    school = f"/schools/{cast.alder}"
    first = client_of(cast.rosa).get(school)
    assert "five minutes to look back" in first.text
    post(client_of, cast, cast.rosa, month="2026-11-01")
    again = client_of(cast.rosa).get(school, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert "five minutes to look back" not in again.text
