"""What a coach reads of what leaders said, and the one answer to a correction."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from app.domain.vocabulary import Verdict
from app.services.reviews import Saying, review_session
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import FORM as SESSION
from tests.support.acts import count, submit, visit
from tests.support.cast import Cast
from tests.support.pages import Element, page_of, sent_by
from tests.support.reviewing import say
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import on_both, on_sqlite

pytestmark = on_both

HTMX = {"hx-request": "true"}
CORRECTED = Saying(Verdict.CORRECTED, "The draft was done when I came.", 2)


class Answering:
    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast
        self.path = f"/sessions/{SESSION}/reviews/{cast.rosa.person_id}/answer"

    def __call__(
        self, answer: str, by: str = "jo", *, part: bool = False, path: str = "", **form: Any
    ) -> httpx2.Response:
        sent = {"number": "1", "answer": answer} | form
        client = self.client_of(getattr(self.cast, by))
        found: httpx2.Response = client.post(path or self.path, data=sent, headers=HTMX if part else {})
        return found

    def heard(self, who: str = "jo") -> Element:
        page = page_of(self.client_of(getattr(self.cast, who)).get(f"/sessions/{SESSION}"))
        return page.one("section", id="heard")


@pytest.fixture
def answering(database: Database, client_of: ClientOf, cast: Cast) -> Answering:
    """Rosa corrected Jo's session with her and Dan."""
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    submit(database, cast.jo, 0, side_by_side(cast, participant_ids=both))
    with visit(database, cast.rosa) as rosa:
        review_session(rosa, SESSION, CORRECTED)
    return Answering(client_of, cast)


def test_a_coach_reads_who_said_what(answering: Answering, database: Database, cast: Cast) -> None:
    say(database, cast.dan, Verdict.CONFIRMED)
    heard = answering.heard()
    assert "Rosa Alvarez says it was done for them." in heard.text
    assert "The draft was done when I came." in heard.text
    assert "It met what they needed to learn: a little." in heard.text
    assert "Dan Okafor says yes, side by side." in heard.text
    assert "Leaders see this differently, so it counts as you told it." in heard.text
    assert len(heard.all("form")) == 1, "a yes needs no answer"


def test_corrections_to_read_stand_above_ones_sessions(answering: Answering, client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get("/sessions"))
    top = page.one("section", aria_labelledby="to-read")
    assert top.one("h2").text == "1 correction to read"
    assert "Alder High, Budget development, Tue, Nov 24: Rosa Alvarez says it was done for them." in top.text
    assert top.one("a")["href"] == f"/sessions/{SESSION}#heard"
    assert "corrected" in [pill.text for pill in page.all("span", class_="pill")]
    answering("I had drafted it.")
    assert not page_of(client_of(cast.jo).get("/sessions")).all("section", aria_labelledby="to-read")


def test_an_answer_is_given_once(answering: Answering, database: Database) -> None:
    done = answering("I had drafted it.")
    assert done.status_code == 303
    assert done.headers["location"] == f"/sessions/{SESSION}?done=answered#heard"
    heard = answering.heard()
    assert "You answered: I had drafted it." in heard.text
    assert not heard.all("form")
    assert answering(" I had drafted it.\r\n").status_code == 303, "the same again"
    page = page_of(answering("Or not."), 409)
    assert "an answer is given once" in page.one("main").one("p", role="alert").text
    assert "You had written: “Or not.”" in page.text
    assert count(database, "review") == 1


def test_a_fragment_is_what_leaders_say(answering: Answering) -> None:
    part = page_of(answering("I had drafted it.", part=True))
    assert [child["id"] for child in part.children if isinstance(child, Element)] == ["heard"]
    assert "You answered: I had drafted it." in part.text


@on_sqlite
@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("wrong", ["", " ", "x" * 301, "a\x00b"])
def test_what_cannot_be_kept_is_said_by_the_field(answering: Answering, wrong: str, *, part: bool) -> None:
    page = page_of(answering(wrong, part=part), 422)
    assert page.one("p", id="answer-1-error").text
    assert sent_by(page.one("section", id="heard").one("form"))["answer"] == [wrong.strip()]


def test_a_word_that_was_taken_back_has_no_answer(answering: Answering, database: Database, cast: Cast) -> None:
    say(database, cast.rosa, Verdict.CONFIRMED)
    page = page_of(answering("Why?"), 409)
    assert "does not stand any more" in page.text
    say(database, cast.rosa, Verdict.WITHDRAWN)
    assert answering("Why?").status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    ("who", "status"),
    [("rosa", 403), ("dan", 403), ("dora", 403), ("ada", 403), ("sam", 404), ("mei", 404), ("otto", 404)],
)
def test_only_its_coach_answers(answering: Answering, who: str, status: int) -> None:
    assert answering("Why?", by=who).status_code == status
    assert "Why?" not in answering.heard().text


@on_sqlite
def test_what_is_not_there_has_no_answer(answering: Answering, cast: Cast) -> None:
    of_dan = f"/sessions/{SESSION}/reviews/{cast.dan.person_id}/answer"
    of_nothing = f"/sessions/{uuid4()}/reviews/{cast.rosa.person_id}/answer"
    assert answering("Why?", path=of_dan).status_code == 404
    assert answering("Why?", path=of_nothing).status_code == 404
    assert answering.client_of(None).post(answering.path, data={"answer": "Why?"}).status_code == 401


@on_sqlite
@pytest.mark.parametrize("who", ["dora", "ada", "dan", "rosa"])
def test_nobody_else_reads_who_said_what(answering: Answering, client_of: ClientOf, cast: Cast, who: str) -> None:
    answering("I had drafted it.")
    paths = (f"/sessions/{SESSION}", f"/schools/{cast.alder}", "/agreement", f"/schools/{cast.alder}/sessions")
    for path in paths:
        text = client_of(getattr(cast, who)).get(path).text
        assert "I had drafted it." not in text, path
        assert "The draft was done" not in text, path
        if who in {"dora", "ada"} and "schools" not in path:
            assert "Rosa" not in text, path


def test_the_trail_says_that_a_leader_spoke_and_to_an_office_not_which(
    answering: Answering, client_of: ClientOf, cast: Cast
) -> None:
    answering("I had drafted it.")

    def trail(who: str) -> str:
        return page_of(client_of(getattr(cast, who)).get(f"/sessions/{SESSION}")).one("ol", class_="trail").text

    assert "Rosa Alvarez said how it was" in trail("jo")
    assert "You answered a correction" in trail("jo")
    assert "A leader of the school said how it was" in trail("dora")
    assert "The coach answered a correction" in trail("dora")


@pytest.mark.usefixtures("answering")
def test_a_leader_finds_the_way_to_say_how_it_was(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.dan).get(f"/sessions/{SESSION}"))
    to = page.one("a", href=f"/review?of={SESSION}")
    assert to.text == "Say how it was"
    assert page_of(client_of(cast.dan).get(to["href"])).one("article", id=f"session-{SESSION}")


@pytest.mark.usefixtures("answering")
def test_one_who_makes_it_for_has_agreed(database: Database, client_of: ClientOf, cast: Cast) -> None:
    submit(database, cast.jo, 1, telling(cast))
    page = page_of(client_of(cast.jo).get("/sessions"))
    assert not page.all("section", aria_labelledby="to-read")
