"""A school's team page, and the forms by which members join, change, leave and come back."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from app.domain.vocabulary import Area, Lead
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast, Someone
from tests.support.pages import Element, errors_of, page_of, sent_by
from tests.support.tellings import side_by_side
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both


class Team:
    """Alder's team page, as somebody's browser uses it."""

    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast, self.path = client_of, cast, f"/schools/{cast.alder}"

    def page(self, who: str = "rosa", path: str = "/ilt") -> Element:
        return page_of(self.client_of(getattr(self.cast, who)).get(f"{self.path}{path}"))

    def post(self, path: str, who: str = "rosa", /, **form: Any) -> httpx2.Response:
        answer: httpx2.Response = self.client_of(getattr(self.cast, who)).post(f"{self.path}{path}", data=form)
        return answer

    def add(self, who: str = "rosa", **changes: str) -> httpx2.Response:
        new = {"id": str(uuid4()), "name": "Lee Kim", "position": "counselor", "first_on": str(self.cast.today)}
        return self.post("/team", who, **(new | changes))

    def member(self, name: str) -> str:
        """The path of a member's own page, below the school's."""
        links = self.page().one("section", id="team").all("a")
        found = [link["href"] for link in links if name in link.text]
        return found[0].removeprefix(self.path)

    def form(self, member: str, act: str, who: str = "rosa") -> dict[str, Any]:
        return sent_by(self.page(who, member).one("form", action=f"{self.path}{member}/{act}"))


@pytest.fixture
def team(client_of: ClientOf, cast: Cast) -> Team:
    return Team(client_of, cast)


def words_of(team: Team, part: str, who: str = "rosa") -> str:
    return team.page(who).one("section", id=part).text


def test_the_page_says_who_is_on_the_team_and_since_when(team: Team) -> None:
    words = words_of(team, "team")
    assert "3 on the team, 2 of them on the ILT." in words
    assert "Rosa Alvarez AP, on the ILT, since January 6, 2020" in words
    assert "Dan Okafor Principal, since January 6, 2020" in words


def test_former_members_are_folded_away_with_their_days(team: Team) -> None:
    folded = next(each for each in team.page().all("details") if "Former members" in each.text)
    assert "open" not in folded
    assert "Ivy Moss Counselor, January 6, 2020 to " in folded.text
    assert "Rosa" not in folded.text


def test_reach_counts_members_of_the_ilt_who_took_part_side_by_side(team: Team, cast: Cast, log: Log) -> None:
    assert "0 of 2 ILT members took part side by side in 12 weeks." in team.page().one("header", class_="tight").text
    log.saved(cast.jo, side_by_side(cast))
    assert "1 of 2 ILT members took part side by side in 12 weeks." in team.page().one("header", class_="tight").text


@pytest.fixture
def held(cast: Cast, log: Log) -> None:
    """Data inquiry is held by Rosa, and leadership coaching by Dan."""
    for area, who in ((Area.DATA_INQUIRY, cast.rosa), (Area.LEADERSHIP, cast.dan)):
        for days in (1, 8):
            them = frozenset({who.person_id})
            log.saved(cast.jo, side_by_side(
                cast, area_id=cast.areas[area], held_on=cast.today.fromordinal(cast.today.toordinal() - days),
                lead=Lead.SCHOOL, participant_ids=them, led_ids=them,
            ))  # fmt: skip


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("who", ["rosa", "jo"])
def test_leaders_and_coaches_see_by_name_what_a_departure_would_leave(team: Team, who: str) -> None:
    words = words_of(team, "held", who)
    assert "Data inquiry Rosa Alvarez If Rosa Alvarez left, nobody would hold data inquiry." in words


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("who", ["dora", "ada"])
def test_the_office_sees_it_by_number_only(team: Team, who: str) -> None:
    words = words_of(team, "held", who)
    assert "Data inquiry 1 If that person left, nobody would remain." in words
    assert "Rosa" not in words


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("who", ["rosa", "jo", "dora", "ada"])
def test_a_confidential_area_is_not_shown_to_anybody(team: Team, who: str) -> None:
    assert "Leadership coaching" not in team.page(who).one("main").text
    assert "0 of 1 area in work" in team.page(who).one("main").text


@pytest.mark.usefixtures("held")
def test_a_departure_takes_the_holder_at_once(team: Team, cast: Cast) -> None:
    member = team.member("Rosa Alvarez")
    yesterday = cast.today.fromordinal(cast.today.toordinal() - 1)
    sent = team.form(member, "leave") | {"last_on": str(yesterday)}
    assert team.post(f"{member}/leave", **sent).status_code == 303
    assert "Data inquiry nobody yet" in words_of(team, "held")


@pytest.mark.parametrize("who", ["rosa", "dan", "dora", "ada"])
def test_who_may_edit_adds_a_member_at_once(team: Team, who: str) -> None:
    answer = team.add(who, on_ilt="yes")
    assert answer.headers["location"] == f"{team.path}/ilt?done=added"
    assert "Lee Kim Counselor, on the ILT, since " in words_of(team, "team", who)
    page = page_of(team.client_of(team.cast.rosa).get(answer.headers["location"]))
    assert page.one("p", role="status").text == "Added to the team."


def test_a_former_member_is_chosen_from_the_list(database: Database, team: Team, cast: Cast) -> None:
    before = count(database, "person")
    assert team.add(name="", person_id=str(cast.ivy)).status_code == 303
    assert count(database, "person") == before
    assert "Ivy Moss Counselor, since " in words_of(team, "team")


def test_the_form_sent_twice_adds_one_member(database: Database, team: Team) -> None:
    form = str(uuid4())
    assert [team.add(id=form).status_code for _ in range(2)] == [303, 303]
    assert count(database, "membership") == 6
    page_of(team.add(id=form, name="Lou Kim"), 409)


NOT_ADDED = {
    "nobody": ({"name": " "}, "name", "Choose somebody from the list, or write a new name of up to 120 characters."),
    "too long": ({"name": "x" * 121}, "name", "This is longer than 120 characters."),
    "a control": ({"name": "Lee\x07Kim"}, "name", "There is a character here that cannot be kept."),
    "somebody known": ({"name": "ivy moss"}, "another", "Somebody called Ivy Moss is known here."),
    "no position": ({"position": ""}, "position", "Choose a position."),
    "no such position": ({"position": "boss"}, "position", "This choice is not on the list any more."),
    "no day": ({"first_on": ""}, "first_on", "Since when?"),
    "a day in no calendar": ({"first_on": "2026-02-30"}, "first_on", "Write the day as year-month-day."),
    "an absurd day": ({"first_on": "0202-08-10"}, "first_on", "Check the year: this day is too long ago."),
    "an absurdly late day": ({"first_on": "9999-12-31"}, "first_on", "Check the year: this day is more than a year"),
    "nobody's id": ({"person_id": "x", "name": ""}, "person_id", "This choice is not on the list any more."),
}


@on_sqlite
@pytest.mark.parametrize("case", NOT_ADDED)
@pytest.mark.parametrize("who", ["rosa", "jo"])
def test_who_cannot_join_is_refused_by_the_field_and_all_is_kept(
    database: Database, team: Team, case: str, who: str
) -> None:
    changes, field, words = NOT_ADDED[case]
    page = page_of(team.add(who, **({"on_ilt": "yes"} | changes)), 422)
    errors = errors_of(page)
    assert list(errors) == [field]
    assert errors[field].startswith(words)
    sent = sent_by(page.one("form", action=f"{team.path}/team"))
    assert sent["on_ilt"] == ["yes"]
    assert (count(database, "membership"), count(database, "membership_proposal")) == (5, 0)


def test_somebody_on_the_team_is_not_added_again(team: Team, cast: Cast) -> None:
    page = page_of(team.add(name="", person_id=str(cast.mei.person_id)), 422)
    assert errors_of(page)["person_id"].startswith("Mei Chen is on this team already, from January 6, 2020.")


def test_another_person_of_the_same_name_joins_once_that_is_said(team: Team) -> None:
    page = page_of(team.add(name="Mei Chen"), 422)
    sent = sent_by(page.one("form", action=f"{team.path}/team"))
    assert team.post("/team", "rosa", **(sent | {"another": ["yes"]})).status_code == 303
    assert words_of(team, "team").count("Mei Chen") == 4  # two rows, each with its words for a screen reader


@pytest.mark.parametrize("stranger", ["jo", "oona"])
def test_who_is_not_known_at_the_school_is_not_there(team: Team, cast: Cast, stranger: str) -> None:
    someone: Someone = getattr(cast, stranger)
    page_of(team.add(name="", person_id=str(someone.person_id)), 404)


def test_a_change_from_a_day_on_keeps_what_was(team: Team) -> None:
    member = team.member("Mei Chen")
    sent = team.form(member, "change") | {"position": ["coordinator"]}
    answers = [team.post(f"{member}/change", **sent) for _ in range(2)]
    assert [each.headers["location"] for each in answers] == [f"{team.path}/ilt?done=changed"] * 2
    words = words_of(team, "team")
    assert "Mei Chen Coordinator, on the ILT, since " in words
    assert "Mei Chen Teacher leader, on the ILT, January 6, 2020 to " in words


def test_two_leaders_with_the_same_form_and_other_words_get_one_change_and_one_answer(team: Team) -> None:
    member = team.member("Mei Chen")
    sent: dict[str, Any] = team.form(member, "change")
    assert team.post(f"{member}/change", "dan", **(sent | {"position": ["coordinator"]})).status_code == 303
    page = page_of(team.post(f"{member}/change", **(sent | {"position": ["counselor"]})), 409)
    assert "This has changed at Alder High since you opened the form, so nothing was saved." in page.one("main").text
    assert page.one("main").one("a")["href"] == f"{team.path}{member}"
    assert "Mei Chen Counselor" not in words_of(team, "team")


def test_a_form_stays_stale_after_it_was_refused_for_another_reason(team: Team, cast: Cast) -> None:
    member = team.member("Mei Chen")
    stale = team.form(member, "correct")
    team.post(f"{member}/leave", "dan", **team.form(member, "leave"))
    again = page_of(team.post(f"{member}/correct", **(stale | {"first_on": [""]})), 422)
    sent = sent_by(again.one("form", action=f"{team.path}{member}/correct")) | {"first_on": [str(cast.today)]}
    page_of(team.post(f"{member}/correct", **sent), 409)


def test_a_departure_is_recorded_and_undone(team: Team) -> None:
    member = team.member("Mei Chen")
    answer = team.post(f"{member}/leave", **team.form(member, "leave"))
    page = page_of(team.client_of(team.cast.rosa).get(answer.headers["location"]))
    undo = page.one("form", role="status")
    assert undo.text.startswith("Mei Chen: the last day on the team is ")
    answer = team.client_of(team.cast.rosa).post(undo["action"], data=sent_by(undo))
    assert answer.headers["location"] == f"{team.path}/ilt?done=returned"
    assert "last day" not in words_of(team, "team")


NOT_DONE = {
    "a change of nothing": ("change", {}, "position", "Nothing would change."),
    "a change before the first day": (
        "change",
        {"position": "other", "first_on": "2019-01-01"},
        "first_on",
        "Mei Chen",
    ),
    "a change without a day": ("change", {"position": "other", "first_on": ""}, "first_on", "From when?"),
    "a departure before the first day": ("leave", {"last_on": "2019-12-31"}, "last_on", "Mei Chen began on January 6"),
    "a departure without a day": ("leave", {"last_on": ""}, "last_on", "Which day is the last?"),
    "a departure on no day": ("leave", {"last_on": "soon"}, "last_on", "Write the day as year-month-day."),
    "an end before the start": ("correct", {"last_on": "2019-12-31"}, "last_on", "The last day is before the first."),
    "a correction without a day": ("correct", {"first_on": ""}, "first_on", "Since when?"),
    "a correction without a position": ("correct", {"position": "x"}, "position", "This choice is not on the list"),
}


@on_sqlite
@pytest.mark.parametrize("case", NOT_DONE)
def test_what_cannot_be_is_refused_by_the_field(team: Team, case: str) -> None:
    act, changes, field, words = NOT_DONE[case]
    member = team.member("Mei Chen")
    page = page_of(team.post(f"{member}/{act}", **(team.form(member, act) | changes)), 422)
    errors = errors_of(page)
    assert list(errors) == [field]
    assert errors[field].startswith(words)


def test_a_departure_that_somebody_has_outlived_is_not_undone(team: Team, cast: Cast) -> None:
    member = team.member("Ivy Moss")
    sent = team.form(member, "return")
    team.add(name="", person_id=str(cast.ivy))
    page = page_of(team.post(f"{member}/return", **sent), 422)
    assert errors_of(page)["undo"].startswith("Ivy Moss is on this team already")


def test_a_coach_proposes_and_a_leader_accepts_in_one_tap(team: Team) -> None:
    assert team.add("jo").headers["location"] == f"{team.path}/ilt?done=proposed"
    member = team.member("Mei Chen")
    assert team.post(f"{member}/leave", "jo", **team.form(member, "leave", "jo")).status_code == 303
    change = team.form(team.member("Dan Okafor"), "change", "jo") | {"on_ilt": "yes"}
    assert team.post(f"{team.member('Dan Okafor')}/change", "jo", **change).status_code == 303
    assert "Lee Kim" not in words_of(team, "team")
    waiting = team.page().one("section", id="waiting")
    taps = [form["action"] for form in waiting.all("form") if form["action"].endswith("/accept")]
    assert len(taps) == 3
    rosa, dan = team.client_of(team.cast.rosa), team.client_of(team.cast.dan)
    for tap in taps:  # both tap at once: one transition, and the same answer
        assert {rosa.post(tap).headers["location"], dan.post(tap).headers["location"]} == {
            f"{team.path}/ilt?done=accepted"
        }
    words = words_of(team, "team")
    assert "Lee Kim Counselor, since " in words
    assert "Dan Okafor Principal, on the ILT, since " in words
    assert "last day " in words
    assert team.page().all("section", id="waiting") == []
    page_of(rosa.post(taps[0].replace("/accept", "/decline")), 409)


def test_a_proposal_that_cannot_be_done_any_more_says_why_beside_it(team: Team, cast: Cast) -> None:
    team.add("jo", name="", person_id=str(cast.ivy))
    team.add(name="", person_id=str(cast.ivy))
    tap = team.page().one("section", id="waiting").all("form")[0]["action"]
    page = page_of(team.client_of(cast.rosa).post(tap), 422)
    assert page.one("section", id="waiting").one("p", role="alert").text.startswith("This cannot be done as it was")


def test_a_coach_proposes_another_person_of_a_known_name_and_a_leader_accepts_in_one_tap(team: Team) -> None:
    page = page_of(team.add("jo", name="Mei Chen"), 422)
    sent = sent_by(page.one("form", action=f"{team.path}/team"))
    assert team.post("/team", "jo", **(sent | {"another": ["yes"]})).status_code == 303
    waiting = team.page().one("section", id="waiting")
    assert "This is another person than who has this name here already." in waiting.text
    answer = team.client_of(team.cast.rosa).post(waiting.all("form")[0]["action"])
    assert answer.headers["location"] == f"{team.path}/ilt?done=accepted"
    assert words_of(team, "team").count("Mei Chen") == 4  # two rows, each with its words for a screen reader


def test_a_name_that_is_known_only_since_it_was_proposed_asks_whether_this_is_another(team: Team) -> None:
    team.add("jo")
    team.add()
    rosa = team.client_of(team.cast.rosa)
    tap = team.page().one("section", id="waiting").all("form")[0]["action"]
    waiting = page_of(rosa.post(tap), 422).one("section", id="waiting")
    assert waiting.one("p", role="alert").text.startswith("Somebody called Lee Kim is known here.")
    assert "another" not in sent_by(waiting.one("form", action=tap))  # it is for the leader to say
    assert waiting.one("input", name="another")["value"] == "yes"
    assert rosa.post(tap, data={"another": "yes"}).headers["location"] == f"{team.path}/ilt?done=accepted"
    assert words_of(team, "team").count("Lee Kim") == 4


def test_a_coach_takes_a_proposal_back_and_a_leader_declines_one(team: Team) -> None:
    for who in ("jo", "rosa"):
        team.add("jo")
        taps = [form["action"] for form in team.page(who).one("section", id="waiting").all("form")]
        tap = next(each for each in taps if each.endswith("/decline"))
        assert {team.client_of(getattr(team.cast, who)).post(tap).headers["location"] for _ in range(2)} == {
            f"{team.path}/ilt?done=declined"
        }
        assert team.page().all("section", id="waiting") == []
    assert "Lee Kim" not in words_of(team, "team")


def test_a_member_of_another_school_is_not_there(team: Team, cast: Cast) -> None:
    member = team.member("Mei Chen")
    dora = team.client_of(cast.dora)
    page_of(dora.get(f"/schools/{cast.birch}{member}"), 404)
    for act in ("change", "leave", "correct", "return"):
        page_of(dora.post(f"/schools/{cast.birch}{member}/{act}", data=team.form(member, "change")), 404)
    team.add("jo")
    tap = team.page().one("section", id="waiting").all("form")[0]["action"]
    page_of(dora.post(tap.replace(str(cast.alder), str(cast.birch))), 404)


def test_what_people_are_called_is_escaped(team: Team) -> None:
    assert team.add(name="<b>Lee</b>").status_code == 303
    assert "<b>Lee</b> Counselor" in words_of(team, "team")
