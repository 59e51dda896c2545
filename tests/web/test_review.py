"""The sessions that name a leader: one tap each, several at once, taken back; and who has no part in it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.sessions import Telling
from app.domain.vocabulary import Lead, Mode, Verdict
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import FORM as SESSION
from tests.support.acts import count, kept, submit, void
from tests.support.cast import Cast
from tests.support.filling import NOW
from tests.support.pages import Element, page_of, sent_by
from tests.support.reviewing import say
from tests.support.tellings import form_of, side_by_side, telling
from tests.support.years import counting
from tests.web.conftest import SetClock, on_both, on_sqlite

pytestmark = on_both

HTMX = {"hx-request": "true"}


def with_both(cast: Cast, **changes: Any) -> Telling:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    return side_by_side(cast, participant_ids=both, led_ids=frozenset({cast.rosa.person_id}), **changes)


class Reviewing:
    """What a leader's browser sends about Jo's session with Rosa and Dan, and what it is shown."""

    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast

    def __call__(
        self, verdict: str = "confirmed", by: str = "rosa", *, of: UUID = SESSION, part: bool = False, **form: Any
    ) -> httpx2.Response:
        client = self.client_of(getattr(self.cast, by))
        sent = {"verdict": verdict} | form
        answer: httpx2.Response = client.post(f"/sessions/{of}/review", data=sent, headers=HTMX if part else {})
        return answer

    def page(self, path: str = "/review", by: str = "rosa") -> Element:
        return page_of(self.client_of(getattr(self.cast, by)).get(path.split("#", 1)[0]))

    def card(self, path: str = "/review", by: str = "rosa", of: UUID = SESSION) -> Element:
        return self.page(path, by).one("article", id=f"session-{of}")

    def form(self, of: UUID = SESSION) -> dict[str, Any]:
        """What the form of the three answers sends beside the one that is tapped."""
        answers = self.card(of=of).one("form", class_="answers")
        return {name: values[-1] for name, values in sent_by(answers).items() if name != "pick"}


@pytest.fixture
def reviewing(database: Database, client_of: ClientOf, cast: Cast) -> Reviewing:
    submit(database, cast.jo, 0, with_both(cast, shared_note="We drafted the agenda."))
    return Reviewing(client_of, cast)


def test_a_session_that_names_me_stands_there_as_its_coach_says(reviewing: Reviewing) -> None:
    card = reviewing.card()
    assert card.one("h2").text == "Budget development"
    assert "Tue, Nov 24" in card.text
    assert "The coach says: with you and Dan Okafor, 45 minutes, you led" in card.text
    assert "We drafted the agenda." in card.text
    assert [button["value"] for button in card.all("button")] == ["confirmed", "corrected", "not_there"]
    assert {button["class"] for button in card.all("button")} == {"btn"}, "three answers of equal weight"
    assert "Jo Park" not in reviewing.page().text


def test_who_was_not_named_has_nothing_to_answer(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 1, side_by_side(cast))
    assert "Nothing waits for your word" in reviewing.page(by="dan").text


def test_the_menu_says_how_many_wait_and_a_leader_begins_there(reviewing: Reviewing, client_of: ClientOf) -> None:
    client = client_of(reviewing.cast.rosa)
    assert "Review (1)" in page_of(client.get("/schools")).one("nav", aria_label="Main").text
    assert client.get("/").headers["location"] == "/review"
    reviewing()
    assert client.get("/").headers["location"] == f"/schools/{reviewing.cast.alder}"
    assert page_of(client.get("/schools")).one("nav", aria_label="Main").all("a", href="/review")[0].text == "Review"
    assert not page_of(client_of(reviewing.cast.jo).get("/schools")).all("a", href="/review")


def test_one_tap_answers_and_comes_back_to_the_card_with_an_undo(reviewing: Reviewing, database: Database) -> None:
    done = reviewing("corrected", **reviewing.form())
    assert done.status_code == 303
    assert done.headers["location"].split("#")[1] == f"session-{SESSION}"
    card = reviewing.card(done.headers["location"])
    assert "Saved. You said: it was done for us." in card.one("div", role="status").text
    assert "It counts as work that we did for the school." in card.text
    assert kept(database, reviewing.cast).effective.mode is Mode.FOR
    undo = card.one("div", role="status").one("form")
    sent = {name: values[-1] for name, values in sent_by(undo).items()}
    back = reviewing.client_of(reviewing.cast.rosa).post(undo["action"], data=sent | {"verdict": "withdrawn"})
    card = reviewing.card(back.headers["location"])
    assert "Taken back. It is open again." in card.text
    assert len(card.one("form", class_="answers").all("button")) == 3
    assert kept(database, reviewing.cast).effective.mode is Mode.WITH


def test_a_fragment_is_the_one_card_and_the_line_that_counts(reviewing: Reviewing) -> None:
    answer = reviewing("confirmed", part=True, **reviewing.form())
    part = page_of(answer)
    assert [child.tag for child in part.children if isinstance(child, Element)] == ["article", "p"]
    assert "Saved. You said: yes, side by side." in part.text
    assert part.one("p", id="waiting")["hx-swap-oob"] == "true"
    assert "HX-Request" in answer.headers["vary"]


def test_what_goes_with_a_yes_is_said_after_it(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    card = reviewing.card(reviewing(**reviewing.form()).headers["location"])
    more = card.one("details", class_="fold").one("form")
    sent = {name: values[-1] for name, values in sent_by(more).items()}
    assert sent["verdict"] == "confirmed"
    answer = reviewing.client_of(cast.rosa).post(
        more["action"], data=sent | {"verdict": ["confirmed", "coach_led"], "fit": "3", "comment": "We watched you."}
    )
    card = reviewing.card(answer.headers["location"])
    assert "You said: side by side, but the coach led." in card.text
    assert "It counts as side by side, led by the coach." in card.text
    assert "We watched you." in card.text
    assert "It met what you needed to learn: mostly." in card.text
    assert kept(database, cast).effective.lead is Lead.COACH


def test_a_tap_that_comes_twice_is_one(reviewing: Reviewing, database: Database) -> None:
    form = reviewing.form()
    assert [reviewing(**form).status_code for _ in range(3)] == [303] * 3
    assert count(database, "review") == 1
    assert "already" in reviewing(**form).headers["location"]


@pytest.mark.parametrize("part", [False, True])
def test_who_saw_another_version_is_shown_this_one(
    reviewing: Reviewing, database: Database, cast: Cast, *, part: bool
) -> None:
    form = reviewing.form()
    submit(database, cast.jo, 1, with_both(cast, minutes=90))
    page = page_of(reviewing(part=part, **form), 409)
    card = page.one("article", id=f"session-{SESSION}")
    assert "was changed since you opened the page" in card.one("p", role="alert").text
    assert "90 minutes" in card.text
    assert count(database, "review") == 0
    answers = card.one("form", class_="answers")
    again: dict[str, Any] = {name: values[-1] for name, values in sent_by(answers).items()}
    assert reviewing(**again).status_code == 303


def test_an_edit_after_a_yes_asks_again_and_says_what_changed(
    reviewing: Reviewing, database: Database, cast: Cast, set_clock: SetClock
) -> None:
    say(database, cast.rosa, Verdict.CONFIRMED)
    changed = with_both(cast, minutes=90)
    client = reviewing.client_of(cast.jo)
    set_clock(NOW + timedelta(hours=1))
    assert client.post(f"/sessions/{SESSION}", data=form_of(changed, 1)).status_code == 303
    card = reviewing.card()
    assert "Changed since you said yes, side by side: 45 → 90 minutes." in card.text
    assert "Yes, side by side Tue, Nov 24, before it changed" in card.one("details", class_="fold past").text


def test_leaders_who_differ_see_that_they_do(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    say(database, cast.dan, Verdict.CONFIRMED)
    card = reviewing.card(reviewing("corrected").headers["location"])
    assert "You and another leader of Alder High see this differently, so it counts as the coach told it." in card.text
    assert "see this differently" in reviewing.card("/review?show=answered", by="dan").text


def test_what_was_answered_stays_in_reach_with_what_i_said(reviewing: Reviewing) -> None:
    reviewing("not_there", comment="I was at the district.")
    card = reviewing.card("/review?show=answered")
    assert "You said: I wasn't there." in card.text
    assert "I was at the district." in card.text
    assert card.all("button")[-1]["value"] == "withdrawn"


def test_the_coachs_answer_stands_with_my_correction(reviewing: Reviewing, cast: Cast) -> None:
    reviewing("corrected")
    path = f"/sessions/{SESSION}/reviews/{cast.rosa.person_id}/answer"
    sent = {"number": "1", "answer": "I had drafted it before."}
    assert reviewing.client_of(cast.jo).post(path, data=sent).status_code == 303
    assert "The coach answered: I had drafted it before." in reviewing.card("/review?show=answered").text


def test_what_a_coach_made_for_stays_with_what_became_of_it(
    reviewing: Reviewing, database: Database, cast: Cast
) -> None:
    form = reviewing.form()
    say(database, cast.rosa, Verdict.CORRECTED)
    submit(database, cast.jo, 1, telling(cast))
    card = reviewing.card("/review?show=answered")
    assert "The coach now says so too: this was done for you." in card.text
    assert not card.all("button")
    page = page_of(reviewing(**form | {"number": "1"}), 409)
    assert "The coach has said meanwhile that this was done for you." in page.one("main").text


def test_a_voided_session_has_nothing_left_to_say(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    form = reviewing.form()
    void(database, cast.jo, 1)
    page = page_of(reviewing(**form), 409)
    assert "This session was voided meanwhile" in page.one("main").text
    assert "Nothing waits for your word" in reviewing.page().text


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"verdict": ""}, "Choose one of the three answers."),
        ({"verdict": "wrong"}, "not on the list"),
        ({"comment": "x" * 301}, "longer than 300"),
        ({"comment": "a\x00b"}, "cannot be kept"),
        ({"fit": "5"}, "Choose from 1 to 4"),
        ({"fit": "much"}, "not on the list"),
    ],
)
@on_sqlite
def test_what_cannot_be_kept_is_said_on_the_card(
    reviewing: Reviewing, database: Database, wrong: dict[str, str], words: str, *, part: bool
) -> None:
    page = page_of(reviewing(part=part, **reviewing.form() | {"verdict": "confirmed"} | wrong), 422)
    assert words in page.one("article", id=f"session-{SESSION}").text
    assert count(database, "review") == 0


@on_sqlite
def test_half_a_letter_is_refused_and_10_megabytes_are_too_much(reviewing: Reviewing, cast: Cast) -> None:
    client = reviewing.client_of(cast.rosa)
    path, kind = f"/sessions/{SESSION}/review", {"content-type": "application/x-www-form-urlencoded"}
    half = client.post(path, content=b"verdict=confirmed&comment=%ED%A0%80", headers=kind)
    assert half.status_code in {303, 422}
    assert client.post(path, content=b"comment=" + b"x" * 10_000_000, headers=kind).status_code == 413
    assert client.post("/review", content=b"pick=" + b"x" * 10_000_000, headers=kind).status_code == 413
    assert reviewing.page("/review?show=answered").one("h1").text == "Was it side by side?"


def test_what_a_leader_writes_is_only_words(reviewing: Reviewing, client_of: ClientOf, cast: Cast) -> None:
    reviewing("corrected", comment="<svg onload=alert(1)> & more")
    mine = reviewing.card("/review?show=answered")
    theirs = page_of(client_of(cast.jo).get(f"/sessions/{SESSION}")).one("section", id="heard")
    for place in (mine, theirs):
        assert "<svg onload=alert(1)> & more" in place.text
        assert not place.all("svg")


class Several:
    """Three sessions of Jo's with Rosa and Dan, and what their boxes send."""

    def __init__(self, reviewing: Reviewing, database: Database, cast: Cast) -> None:
        self.ids = [SESSION, *(uuid4() for _ in range(2))]
        for place, session_id in enumerate(self.ids[1:]):
            submit(database, cast.jo, 0, with_both(cast, minutes=60 + place), session_id)
        self.reviewing, self.cast = reviewing, cast

    def picks(self) -> dict[UUID, str]:
        boxes = self.reviewing.page().all("input", type="checkbox", name="pick")
        assert {box["form"] for box in boxes} == {"many"}
        return {UUID(box["value"].split(".")[0]): box["value"] for box in boxes}

    def send(self, verdict: str, picks: list[str], by: str = "rosa") -> httpx2.Response:
        client = self.reviewing.client_of(getattr(self.cast, by))
        answer: httpx2.Response = client.post("/review", data={"verdict": verdict, "pick": picks})
        return answer


@pytest.fixture
def several(reviewing: Reviewing, database: Database, cast: Cast) -> Several:
    return Several(reviewing, database, cast)


def test_several_are_answered_at_once_and_undone_at_once(several: Several, database: Database) -> None:
    picks = several.picks()
    assert set(picks) == set(several.ids)
    done = several.send("confirmed", list(picks.values())[:2])
    assert done.status_code == 303
    page = several.reviewing.page(done.headers["location"])
    first = page.one("main").all("div", role="status")[0]
    assert "2 sessions. Saved." in first.text
    assert count(database, "review") == 2
    undo = sent_by(first.one("form"))
    assert several.send("withdrawn", undo["pick"]).status_code == 303
    assert count(database, "review") == 4
    assert len(several.picks()) == 3
    assert several.send("confirmed", list(picks.values())[:2]).status_code == 303, "a replay"
    assert count(database, "review") == 4


def test_of_several_the_one_that_changed_stays_open(several: Several, database: Database, cast: Cast) -> None:
    picks = several.picks()
    submit(database, cast.jo, 1, with_both(cast, minutes=90))
    page = page_of(several.send("confirmed", list(picks.values())), 409)
    assert notice_of(page) == "2 sessions answered. What has changed meanwhile is still open."
    card = page.one("article", id=f"session-{SESSION}")
    assert "was changed since you opened the page" in card.text
    assert count(database, "review") == 2


def notice_of(page: Element) -> str:
    return next(each.text for each in page.one("main").all("p", role="alert"))


@on_sqlite
def test_several_need_a_choice_and_an_answer(several: Several, database: Database) -> None:
    assert "Choose the sessions first" in notice_of(page_of(several.send("confirmed", []), 422))
    assert "Choose one of the three" in notice_of(page_of(several.send("", list(several.picks().values())), 422))
    assert several.send("confirmed", ["x", "1.2.3", f"{SESSION}.x.y.z"]).status_code == 422
    foreign = f"{uuid4()}.1.x.0"
    assert several.send("confirmed", [*several.picks().values(), foreign]).status_code == 404
    assert several.send("confirmed", list(several.picks().values()), by="jo").status_code == 403
    assert count(database, "review") == 0


@on_sqlite
@pytest.mark.parametrize(
    ("who", "status"),
    [("jo", 403), ("dora", 403), ("ada", 403), ("sam", 404), ("mei", 404), ("oona", 404), ("otto", 404)],
)
def test_only_a_leader_whom_the_session_names_reviews_it(
    reviewing: Reviewing, database: Database, who: str, status: int
) -> None:
    assert reviewing(by=who).status_code == status
    assert count(database, "review") == 0


@on_sqlite
def test_a_leader_of_the_school_who_is_not_named_may_not(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    other = uuid4()
    submit(database, cast.jo, 0, side_by_side(cast), other)
    assert reviewing(by="dan", of=other).status_code == 403
    assert reviewing(by="rosa", of=other).status_code == 303


@on_sqlite
def test_who_is_signed_out_is_told_so(reviewing: Reviewing, client_of: ClientOf) -> None:
    stranger = client_of(None)
    assert stranger.get("/review").headers["location"] == "/sign-in?next=/review"
    assert stranger.post("/review", data={}).status_code == 401
    assert stranger.post(f"/sessions/{SESSION}/review", data={"verdict": "confirmed"}).status_code == 401
    cross = client_of(reviewing.cast.rosa).post(
        f"/sessions/{SESSION}/review", data={"verdict": "confirmed"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert cross.status_code == 403


@on_sqlite
def test_an_address_shows_only_my_own(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    other = uuid4()
    submit(database, cast.jo, 0, side_by_side(cast), other)
    assert str(other) not in reviewing.page(f"/review?did=saved&of={other}", by="dan").raw
    page = reviewing.page(f"/review?did=%3Cb%3E&of=x&of={uuid4()}&show=nonsense&page=0")
    assert "<b>" not in page.raw


def test_a_long_list_is_turned_page_by_page(reviewing: Reviewing, database: Database, cast: Cast) -> None:
    for place in range(24):
        submit(database, cast.jo, 0, with_both(cast, held_on=cast.today - timedelta(days=place)), uuid4())
    first = reviewing.page()
    assert len(first.all("article")) == 20
    assert first.one("a", href="/review?page=2").text == "Older"
    assert len(reviewing.page("/review?page=2").all("article")) == 5


def test_a_page_full_of_cards_takes_no_more_queries_than_one_of_two(
    reviewing: Reviewing, database: Database, cast: Cast
) -> None:
    say(database, cast.rosa, Verdict.CONFIRMED)
    submit(database, cast.jo, 1, replace(with_both(cast), minutes=90))
    with counting(database) as few:
        reviewing.page()
    for place in range(24):
        submit(database, cast.jo, 0, with_both(cast, held_on=cast.today - timedelta(days=place)), uuid4())
    with counting(database) as many:
        assert len(reviewing.page().all("article")) == 20
    assert len(many) == len(few), many
    assert len(many) <= 14, many
