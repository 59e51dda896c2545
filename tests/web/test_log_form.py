"""The log form for a new session: what it offers, and what it starts with."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.access import Role
from app.domain.vocabulary import Area, Mode
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import FIRST_DAY, Cast
from tests.support.pages import Element, chosen, page_of
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import Log, SetClock, local

NEVER_PREFILLED = ("mode", "lead", "origin", "area_id", "participant_ids", "led_ids", "positions", "aim", "teachers")
PROSE = ("strength", "shared_note", "private_note", "next_step_text", "next_step_owner_id", "next_step_due_on")


def form_at(client_of: ClientOf, cast: Cast, path: str = "/log") -> Element:
    return page_of(client_of(cast.jo).get(path)).one("form", id="log")


def offered(form: Element, name: str) -> list[str]:
    return [control["value"] for control in form.all("input", name=name) if control["type"] != "text"]


def test_the_first_form_ever_starts_with_today_and_the_usual_minutes_and_nothing_else(
    client_of: ClientOf, cast: Cast
) -> None:
    form = form_at(client_of, cast)
    assert chosen(form, "held_on") == [str(cast.today)]
    assert chosen(form, "minutes") == ["45"]
    for name in ("school_id", *NEVER_PREFILLED, *PROSE):
        assert chosen(form, name) == [], name
    assert form.one("input", name="version")["value"] == "0"


def test_the_only_school_of_a_coach_is_chosen_already(client_of: ClientOf, cast: Cast) -> None:
    form = page_of(client_of(cast.sam).get("/log")).one("form", id="log")
    assert chosen(form, "school_id") == [str(cast.cedar)]


def test_the_next_form_starts_with_the_last_school_and_the_last_minutes(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    log.saved(cast.jo, side_by_side(cast, minutes=90, held_on=cast.today - timedelta(days=1)))
    log.saved(cast.jo, telling(cast, school_id=cast.birch, minutes=30))
    form = form_at(client_of, cast)
    assert chosen(form, "school_id") == [str(cast.birch)]
    assert chosen(form, "minutes") == ["30"]
    assert chosen(form, "held_on") == [str(cast.today)]
    for name in (*NEVER_PREFILLED, *PROSE):
        assert chosen(form, name) == [], name


def test_a_voided_session_is_no_start_for_the_next(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast, held_on=cast.today - timedelta(days=3), minutes=60))
    slip = log.saved(cast.jo, telling(cast, school_id=cast.birch, minutes=15))
    client_of(cast.jo).post(f"/sessions/{slip}/void", data={"version": "1", "reason": "Logged twice"})
    form = form_at(client_of, cast)
    assert (chosen(form, "school_id"), chosen(form, "minutes")) == ([str(cast.alder)], ["60"])


def test_nobody_elses_session_is_a_start(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.sam, telling(cast, school_id=cast.cedar, minutes=90))
    form = form_at(client_of, cast)
    assert (chosen(form, "school_id"), chosen(form, "minutes")) == ([], ["45"])


def test_unusual_minutes_are_a_chip_so_that_tapping_another_lets_go_of_them(
    client_of: ClientOf, cast: Cast, log: Log
) -> None:
    """Without scripts a field and a chip are both sent, and what stands in the field counts: so it is empty."""
    log.saved(cast.jo, telling(cast, minutes=50))
    form = form_at(client_of, cast)
    assert offered(form, "minutes") == ["15", "30", "45", "50", "60", "90"]
    assert chosen(form, "minutes") == ["50"]
    assert form.one("input", id="other-minutes")["value"] == ""


@pytest.mark.parametrize("hour", [1, 23])
def test_today_is_the_day_on_the_networks_own_clock(
    client_of: ClientOf, cast: Cast, set_clock: SetClock, hour: int
) -> None:
    set_clock(local(cast, hour))
    form = form_at(client_of, cast)
    yesterday = cast.today - timedelta(days=1)
    assert offered(form, "held_on")[:2] == [str(cast.today), str(yesterday)]
    assert chosen(form, "held_on") == [str(cast.today)]
    assert form.one("input", id="other-day")["max"] == str(cast.today)


def test_a_schools_page_leads_to_a_form_that_has_chosen_it(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, telling(cast))
    assert chosen(form_at(client_of, cast, f"/log?school_id={cast.birch}"), "school_id") == [str(cast.birch)]


@pytest.mark.parametrize("school", ["cedar", "dogwood", "elder"])
def test_a_school_that_is_not_the_coachs_is_not_offered_however_one_asks(
    client_of: ClientOf, cast: Cast, school: str
) -> None:
    form = form_at(client_of, cast, f"/log?school_id={getattr(cast, school)}")
    assert sorted(offered(form, "school_id")) == sorted([str(cast.alder), str(cast.birch)])
    assert chosen(form, "school_id") == []


def test_the_form_offers_each_schools_team_of_today_and_nobody_elses(client_of: ClientOf, cast: Cast) -> None:
    form = form_at(client_of, cast)
    teams = {
        team["data-team"]: [member["value"] for member in team.all("input", name="participant_ids")]
        for team in form.all("div")
        if "data-team" in team
    }
    schools = [school["value"] for school in form.all("input", name="school_id")]
    assert schools == [str(cast.alder), str(cast.birch)]
    assert teams == {"0": [str(who.person_id) for who in (cast.dan, cast.rosa, cast.mei)], "1": []}
    assert "Nobody of Birch Middle\N{RIGHT SINGLE QUOTATION MARK}s team is known here yet." in form.text
    assert str(cast.ivy) not in form.raw
    assert "Oona" not in form.text


def coached(cast: Cast, school_id: UUID) -> tables.Assignment:
    """Jo coaches at one more school."""
    return tables.Assignment(
        network_id=cast.bridge,
        person_id=cast.jo.person_id,
        role=Role.COACH,
        school_id=school_id,
        first_on=FIRST_DAY,
    )


def test_of_many_schools_twelve_are_chips_and_the_others_one_tap_further(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    more = [tables.School(network_id=cast.bridge, id=uuid4(), name=f"School {n:02}", code=f"s{n}") for n in range(11)]
    add(database, cast.bridge, *more, *(coached(cast, school.id) for school in more))
    form = form_at(client_of, cast)
    assert offered(form, "school_id") == [str(cast.alder), str(cast.birch), *(str(school.id) for school in more[:10])]
    another = next(a for a in form.all("a") if a.text == "Another school")
    assert another["href"] == "/schools"
    last = str(more[10].id)
    asked = form_at(client_of, cast, f"/log?school_id={last}")
    assert chosen(asked, "school_id") == [last]
    assert len(offered(asked, "school_id")) == 12
    answer = log(cast.jo, telling(cast, school_id=more[10].id, minutes=4))
    assert chosen(page_of(answer, 422), "school_id") == [last], "and it is still there when something is to mend"


def test_without_a_school_the_form_says_whom_to_ask(database: Database, client_of: ClientOf, cast: Cast) -> None:
    for school in (cast.alder, cast.birch):
        change(database, tables.School, cast.bridge, {"id": school}, last_on=cast.today - timedelta(days=1))
    form = form_at(client_of, cast)
    assert "No school is assigned to you today. Ask your office, then come back." in form.text
    assert offered(form, "school_id") == []


def test_an_area_that_is_not_in_use_is_not_offered(database: Database, client_of: ClientOf, cast: Cast) -> None:
    budget, culture = cast.areas[Area.BUDGET], cast.areas[Area.CULTURE]
    change(database, tables.Area, cast.bridge, {"id": budget}, last_on=cast.today - timedelta(days=1))
    change(database, tables.Area, cast.bridge, {"id": culture}, first_on=cast.today + timedelta(days=1))
    expected = {str(area) for area in cast.areas.values()} - {str(budget), str(culture)}
    assert set(offered(form_at(client_of, cast), "area_id")) == expected


@pytest.mark.parametrize("who", ["rosa", "dan", "mei", "dora", "ada"])
def test_whoever_is_no_coach_has_no_form(client_of: ClientOf, cast: Cast, who: str) -> None:
    for path in ("/log", "/sessions"):
        page_of(client_of(getattr(cast, who)).get(path), 403)


def test_a_stranger_signs_in_first(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of(None).get(f"/log?like={cast.alder}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next=/log%3Flike%3D{cast.alder}")


def test_a_coach_whose_time_is_over_has_no_form_any_more(database: Database, client_of: ClientOf, cast: Cast) -> None:
    jos = {"person_id": cast.jo.person_id}
    change(database, tables.Assignment, cast.bridge, jos, last_on=cast.today)
    assert client_of(cast.jo).get("/log").status_code == 200, "the last day counts"
    change(database, tables.Assignment, cast.bridge, jos, last_on=cast.today - timedelta(days=1))
    assert client_of(cast.jo).get("/log").status_code == 403


def test_the_whole_page_holds_the_very_fragment_that_htmx_asks_for(client_of: ClientOf, cast: Cast) -> None:
    jo = client_of(cast.jo)
    fragment = jo.get("/log", headers={"hx-request": "true"})
    assert fragment.headers["vary"] == "HX-Request"
    assert fragment.text.startswith('<form id="log"')
    whole = jo.get("/log")
    assert whole.headers["vary"] == "HX-Request"
    assert whole.text.startswith("<!doctype html>")

    def without_id(html: str, action: str) -> str:
        return html.replace(action.removeprefix("/sessions/"), "")

    form, alone = page_of(whole).one("form", id="log"), page_of(fragment).one("form", id="log")
    assert form["action"] != alone["action"], "each form has an id of its own"
    assert without_id(alone.raw, alone["action"]) == without_id(form.raw, form["action"])


@pytest.mark.parametrize("header", ["hx-boosted", "hx-history-restore-request"])
def test_htmx_gets_whole_pages_where_it_replaces_the_whole(client_of: ClientOf, cast: Cast, header: str) -> None:
    answer = client_of(cast.jo).get("/log", headers={"hx-request": "true", header: "true"})
    assert answer.text.startswith("<!doctype html>")


def test_the_mode_is_two_large_choices_each_with_its_plain_meaning_and_an_example(
    client_of: ClientOf, cast: Cast
) -> None:
    form = form_at(client_of, cast)
    modes = [control.inside("label") for control in form.all("input", name="mode")]
    assert [control["value"] for control in form.all("input", name="mode")] == [Mode.WITH, Mode.FOR]
    for mode in modes:
        assert mode is not None
        assert mode.one("strong").text in {"With the school", "For the school"}
        assert mode.one("span", class_="plain").text
        assert mode.one("span", class_="eg").text


def test_the_form_says_who_reads_a_note_and_whom_it_may_not_name(client_of: ClientOf, cast: Cast) -> None:
    words = form_at(client_of, cast).text
    assert "Only you will ever read this." in words
    assert "No student, teacher or room" in words
    assert "Never a student, a teacher or a room." in words


def test_each_form_has_an_id_of_its_own(client_of: ClientOf, cast: Cast) -> None:
    ids = {form_at(client_of, cast)["action"].removeprefix("/sessions/") for _ in range(3)}
    assert len({UUID(each) for each in ids}) == 3
