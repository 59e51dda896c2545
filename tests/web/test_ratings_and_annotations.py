"""The forms by which an ILT rates itself and days of a chart are marked."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from app.services.annotations import MOST
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import Element, errors_of, page_of, sent_by
from tests.support.tellings import side_by_side
from tests.web.conftest import Log, on_sqlite

ALL = {"purpose": "2", "accountability": "3", "continuity": "1"}


class Alder:
    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast, self.path = client_of, cast, f"/schools/{cast.alder}"

    def page(self, path: str, who: str = "rosa") -> Element:
        return page_of(self.client_of(getattr(self.cast, who)).get(f"{self.path}{path}"))

    def post(self, path: str, who: str = "rosa", **form: Any) -> httpx2.Response:
        at = path if path.startswith("/schools/") else f"{self.path}{path}"
        answer: httpx2.Response = self.client_of(getattr(self.cast, who)).post(at, data=form)
        return answer

    def rate(self, who: str = "rosa", **changes: str) -> httpx2.Response:
        return self.post("/ratings", who, **({"rated_on": str(self.cast.today)} | ALL | changes))

    def mark(self, who: str = "rosa", **changes: str) -> httpx2.Response:
        return self.post("/annotations", who, **({"noted_on": str(self.cast.today), "words": "new bells"} | changes))

    def ratings(self, who: str = "rosa") -> Element:
        return self.page("/ilt", who).one("section", id="ratings")

    def marked(self, who: str = "rosa") -> Element:
        return self.page("/annotations", who).one("details", id="annotations")

    def tap(self, page: Element, act: str, who: str = "rosa") -> httpx2.Response:
        """Press the one button of the page that does this."""
        (form,) = [each for each in page.all("form") if each["action"].endswith(f"/{act}")]
        return self.post(form["action"], who, **sent_by(form))

    def tap_first(self, page: Element, act: str, who: str = "rosa") -> httpx2.Response:
        """Press the first of the page's buttons that do this."""
        form = next(each for each in page.all("form") if each["action"].endswith(f"/{act}"))
        return self.post(form["action"], who, **sent_by(form))

    def undo(self, answer: httpx2.Response, who: str = "rosa") -> httpx2.Response:
        notice = page_of(self.client_of(getattr(self.cast, who)).get(answer.headers["location"]))
        return self.tap(notice, "restore", who)


@pytest.fixture
def alder(client_of: ClientOf, cast: Cast) -> Alder:
    return Alder(client_of, cast)


SAID = "Purpose 2 Emerging Accountability 3 Operational Continuity 1 Not evident"


def words_of(part: Element) -> str:
    return " ".join(" ".join(each.text for each in part.all("dt", "dd")).split())


def test_the_form_begins_with_today_and_says_that_ratings_feed_no_rule(alder: Alder, cast: Cast) -> None:
    part = alder.ratings()
    assert sent_by(part.one("form", action=f"{alder.path}/ratings")) == {"rated_on": [str(cast.today)]}
    assert "feeds no rule" in part.text
    assert "No meeting is written down yet." in part.text


@pytest.mark.parametrize("who", ["rosa", "dora", "ada"])
def test_a_meeting_is_written_down_and_stands_at_once(alder: Alder, who: str) -> None:
    for _ in range(2):
        assert alder.rate(who).headers["location"] == f"{alder.path}/ilt?done=rated"
    assert words_of(alder.ratings(who)) == SAID
    assert "Proposed" not in alder.ratings(who).text


def test_meetings_stand_newest_first_and_the_same_day_again_replaces(alder: Alder, cast: Cast) -> None:
    alder.rate(rated_on=str(cast.today - timedelta(60)), purpose="1")
    alder.rate(purpose="4")
    alder.rate("dan")
    assert [dd.text for dd in alder.ratings().all("dd")][::3] == ["2 Emerging", "1 Not evident"]


NOT_RATED = {
    "nothing chosen": ({"purpose": ""}, "purpose", "Choose one of the four."),
    "a fifth level": ({"continuity": "5"}, "continuity", "This choice is not on the list any more."),
    "a word": ({"accountability": "good"}, "accountability", "This choice is not on the list any more."),
    "no day": ({"rated_on": ""}, "rated_on", "Which day was the meeting?"),
    "no calendar's day": ({"rated_on": "2026-02-30"}, "rated_on", "Write the day as year-month-day."),
    "a day to come": ({"rated_on": "2200-01-01"}, "rated_on", "This day is still to come."),
    "an absurd day": ({"rated_on": "0202-01-01"}, "rated_on", "Check the year: this day is too long ago."),
}


@on_sqlite
@pytest.mark.parametrize("case", NOT_RATED)
@pytest.mark.parametrize("who", ["rosa", "jo"])
def test_ratings_are_refused_by_the_field_and_the_rest_is_kept(alder: Alder, case: str, who: str) -> None:
    changes, field, words = NOT_RATED[case]
    page = page_of(alder.rate(who, **changes), 422)
    errors = errors_of(page)
    assert list(errors) == [field]
    assert errors[field].startswith(words)
    sent = sent_by(page.one("form", action=f"{alder.path}/ratings"))
    assert {name: sent.get(name) for name in ALL if name != field} == {
        name: [level] for name, level in ALL.items() if name != field
    }
    assert "No meeting is written down yet." in alder.ratings().text


def test_a_coachs_ratings_are_a_proposal_until_a_leader_says_yes(alder: Alder) -> None:
    assert alder.rate("jo").headers["location"] == f"{alder.path}/ilt?done=proposed"
    waiting = alder.ratings()
    assert "Proposed" in waiting.text
    assert {alder.tap(waiting, "agree", who).headers["location"] for who in ("rosa", "dan")} == {
        f"{alder.path}/ilt?done=accepted"
    }
    assert "Proposed" not in alder.ratings().text
    page = page_of(alder.rate("jo", purpose="4"), 422)
    assert errors_of(page)["rated_on"].startswith("The team's own word of this day stands.")


def test_a_yes_to_what_has_changed_since_is_not_taken(alder: Alder) -> None:
    alder.rate("jo")
    seen = alder.ratings()
    alder.rate("jo", purpose="4")
    page_of(alder.tap(seen, "agree"), 409)
    assert "Proposed" in alder.ratings().text


def test_ratings_are_removed_and_brought_back(alder: Alder) -> None:
    alder.rate()
    page = alder.ratings()
    removed = [alder.tap(page, "remove", who) for who in ("rosa", "dan")]
    assert alder.ratings().all("dd") == []
    assert {alder.undo(answer).headers["location"] for answer in removed[:1]} == {f"{alder.path}/ilt?done=restored"}
    assert words_of(alder.ratings()) == SAID


def test_a_day_without_ratings_or_that_is_no_day_is_not_there(alder: Alder, cast: Cast) -> None:
    alder.rate()
    for day in (cast.today - timedelta(1), "soon"):
        for act in ("agree", "remove", "restore"):
            page_of(alder.post(f"/ratings/{day}/{act}"), 404)
    page_of(alder.post(f"/schools/{cast.birch}/ratings/{cast.today}/remove", "dora"), 404)


@pytest.mark.parametrize("who", ["rosa", "dora", "ada"])
def test_a_day_is_marked_and_stands_at_once(alder: Alder, who: str) -> None:
    for _ in range(2):
        assert alder.mark(who).headers["location"] == f"{alder.path}/annotations?done=added"
    assert alder.marked(who).text.count(": new bells") == 1


NOT_MARKED = {
    "no words": ({"words": "  "}, "words", "Say in up to 60 characters what happened"),
    "61 characters": ({"words": "x" * 61}, "words", "This is longer than 60 characters."),
    "a control": ({"words": "new\x00bells"}, "words", "There is a character here that cannot be kept."),
    "a turned text": ({"words": "new\u202ebells"}, "words", "There is a character here that cannot be kept."),
    "no day": ({"noted_on": ""}, "noted_on", "Which day?"),
    "no calendar's day": ({"noted_on": "Monday"}, "noted_on", "Write the day as year-month-day."),
    "a day to come": ({"noted_on": "2200-01-01"}, "noted_on", "This day is still to come."),
    "an absurd day": ({"noted_on": "0202-01-01"}, "noted_on", "Check the year: this day is too long ago."),
}


@on_sqlite
@pytest.mark.parametrize("case", NOT_MARKED)
def test_a_mark_is_refused_by_the_field_and_the_rest_is_kept(alder: Alder, cast: Cast, case: str) -> None:
    changes, field, words = NOT_MARKED[case]
    page = page_of(alder.mark(**changes), 422)
    errors = errors_of(page)
    assert list(errors) == [field]
    assert errors[field].startswith(words)
    assert "open" in page.one("details", id="annotations")
    sent = sent_by(page.one("form", action=f"{alder.path}/annotations"))
    kept = {"noted_on": str(cast.today), "words": "new bells"}
    assert all(sent[name] == [value] for name, value in kept.items() if name != field)
    assert "No day is marked yet." in alder.marked().text


def test_sixty_characters_are_enough_and_all_of_them_are_escaped(alder: Alder, cast: Cast, log: Log) -> None:
    log.saved(cast.jo, side_by_side(cast))
    words = "<script>alert('new principal')</script>".ljust(60, "&")
    assert alder.mark(words=words).status_code == 303
    assert words in alder.marked().text
    assert words in alder.page("").one("details", id="annotations").text


def test_a_coachs_mark_is_a_proposal_until_a_leader_says_yes(alder: Alder) -> None:
    assert alder.mark("jo").headers["location"] == f"{alder.path}/annotations?done=proposed"
    waiting = alder.marked()
    assert waiting.one("summary").text == "Dates on the chart, 1 to say yes to"
    assert {alder.tap(waiting, "agree", who).headers["location"] for who in ("rosa", "dan")} == {
        f"{alder.path}/annotations?done=accepted"
    }
    assert "Proposed" not in alder.marked().text
    assert [form for form in alder.marked("jo").all("form") if form["action"].endswith("/remove")] == []


def test_a_mark_is_removed_and_brought_back(alder: Alder) -> None:
    alder.mark()
    page = alder.marked()
    removed = [alder.tap(page, "remove", who) for who in ("rosa", "dan")]
    assert "No day is marked yet." in alder.marked().text
    assert alder.undo(removed[0]).headers["location"] == f"{alder.path}/annotations?done=restored"
    assert ": new bells" in alder.marked().text


def test_a_mark_that_was_made_again_is_not_brought_back_beside_itself(alder: Alder) -> None:
    alder.mark()
    removed = alder.tap(alder.marked(), "remove")
    alder.mark()
    assert alder.undo(removed).status_code == 303
    assert alder.marked().text.count(": new bells") == 1


def test_an_undo_is_offered_to_who_may(alder: Alder) -> None:
    alder.rate()
    alder.mark()
    for page, path in ((alder.ratings(), "/ilt"), (alder.marked(), "/annotations")):
        asked = alder.tap(page, "remove").headers["location"].removeprefix(alder.path)
        assert asked.startswith(f"{path}?removed=")
        offered = {
            who: [f for f in alder.page(asked, who).all("form") if f["action"].endswith("/restore")]
            for who in ("rosa", "dora", "jo")
        }
        assert {who for who, forms in offered.items() if forms} == {"rosa", "dora"}


def test_a_coach_does_not_bring_back_what_a_leader_removed(alder: Alder) -> None:
    alder.rate("jo")
    alder.mark("jo")
    for page, path in ((alder.ratings(), "/ilt"), (alder.marked(), "/annotations")):
        asked = alder.tap(page, "remove").headers["location"].removeprefix(alder.path)
        assert [f for f in alder.page(asked, "jo").all("form") if f["action"].endswith("/restore")] == []
        (offered,) = [f for f in alder.page(asked).all("form") if f["action"].endswith("/restore")]
        told = page_of(alder.post(offered["action"], "jo"), 422).one("main").one("p", role="alert").text
        assert told.startswith("This was removed by somebody who decides on it for the school")
        assert path in asked
        assert alder.post(offered["action"], "rosa").status_code == 303


def test_a_coach_brings_back_what_they_took_back(alder: Alder) -> None:
    alder.mark("jo")
    removed = alder.tap(alder.marked("jo"), "remove", "jo")
    assert alder.undo(removed, "jo").headers["location"] == f"{alder.path}/annotations?done=restored"


def test_a_yes_to_what_was_removed_meanwhile_is_not_taken(alder: Alder) -> None:
    alder.mark("jo")
    seen = alder.marked()
    alder.tap(seen, "remove", "dan")
    page_of(alder.tap(seen, "agree"), 409)


def test_a_mark_of_another_school_is_not_there(alder: Alder, cast: Cast) -> None:
    alder.mark()
    (form,) = [each for each in alder.marked().all("form") if each["action"].endswith("/remove")]
    for act in ("agree", "remove", "restore"):
        path = form["action"].replace(str(cast.alder), str(cast.birch)).replace("/remove", f"/{act}")
        page_of(alder.post(path, "dora"), 404)


def test_htmx_receives_the_marked_days_alone(alder: Alder, cast: Cast) -> None:
    alder.mark()
    rosa = alder.client_of(cast.rosa)
    part = page_of(rosa.get(f"{alder.path}/annotations", headers={"hx-request": "true"}))
    assert part.all("h1") == []
    assert ": new bells" in part.one("details", id="annotations").text
    answer = rosa.post(f"{alder.path}/annotations", data={"words": ""}, headers={"hx-request": "true"})
    assert page_of(answer, 422).all("h1") == []


@on_sqlite
def test_a_chart_takes_so_many_dates_and_no_more(alder: Alder) -> None:
    for number in range(MOST):
        assert alder.mark(words=f"bell {number}").status_code == 303
    removed = alder.tap_first(alder.marked(), "remove")
    assert alder.mark(words="one more").status_code == 303
    full = page_of(alder.mark(words="too many"), 422)
    assert "There are 60 dates on this chart already. Remove one first." in full.text
    assert page_of(alder.undo(removed), 422)
    assert alder.mark(words="one more").status_code == 303, "the same words at the same day are there already"
