"""What is done to a session once it is logged: voided, restored, split in two."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.vocabulary import Lead, Mode, Origin, Position
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import errors_of, notice, page_of, sent_by
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import Log


class Acts:
    """What Jo's browser, or somebody else's, posts about one session."""

    def __init__(self, client_of: ClientOf, cast: Cast, session_id: UUID) -> None:
        self.client_of, self.cast, self.path = client_of, cast, f"/sessions/{session_id}"

    def __call__(self, act: str, version: int, who: str = "jo", **form: Any) -> httpx2.Response:
        client = self.client_of(getattr(self.cast, who))
        answer: httpx2.Response = client.post(f"{self.path}/{act}", data={"version": str(version)} | form)
        return answer

    def void(self, version: int = 1, reason: str = "Logged twice", who: str = "jo") -> httpx2.Response:
        return self("void", version, who, reason=reason)

    def split(self, changes: Mapping[str, str] = MappingProxyType({}), version: int = 1) -> httpx2.Response:
        """Take the last 25 minutes off as done for the school; `changes` are to the form."""
        return self("split", version, **{"minutes": "25", "mode": "for", "rest_id": str(self.rest_id), **changes})

    rest_id = UUID("20000000-0000-4000-8000-000000000002")

    def page(self, who: str = "jo") -> str:
        return page_of(self.client_of(getattr(self.cast, who)).get(self.path)).one("main").text


@pytest.fixture
def acts(client_of: ClientOf, cast: Cast, log: Log) -> Acts:
    """On Jo's 45 minutes with Rosa, who led."""
    said = side_by_side(cast, origin=Origin.REQUESTED, teachers=3, private_note="mine", strength="asked first")
    return Acts(client_of, cast, log.saved(cast.jo, said))


def test_a_voided_session_stays_readable_and_says_why_to_its_coach_alone(acts: Acts) -> None:
    answer = acts.void(reason="  It was Birch, not Alder  ")
    assert answer.headers["location"] == f"{acts.path}?done=voided"
    assert "counts nowhere" in acts.page()
    assert "“It was Birch, not Alder”" in acts.page()
    for who in ("rosa", "dan", "dora", "ada"):
        assert "counts nowhere" in acts.page(who)
        assert "Birch" not in acts.page(who)


def test_a_voided_session_can_be_restored_and_that_is_all(client_of: ClientOf, acts: Acts, cast: Cast) -> None:
    acts.void()
    page = page_of(client_of(cast.jo).get(acts.path))
    assert [form["action"] for form in page.one("main").all("form")] == [f"{acts.path}/restore"]
    assert sent_by(page.one("main").one("form")) == {"version": ["2"]}
    answer = acts("restore", 2)
    assert answer.headers["location"] == f"{acts.path}?done=restored"
    assert "counts nowhere" not in acts.page()


def test_voiding_and_restoring_again_are_the_same_answer_again(database: Database, acts: Acts) -> None:
    assert [acts.void().status_code for _ in range(3)] == [303, 303, 303]
    assert count(database, "session_version") == 2
    assert [acts("restore", 2).status_code for _ in range(3)] == [303, 303, 303]
    assert count(database, "session_version") == 3


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\x00b", "a\x1bb"])
def test_voiding_needs_a_reason_that_can_be_kept(acts: Acts, reason: str) -> None:
    page = page_of(acts.void(reason=reason), 422)
    assert set(errors_of(page)) == {"reason"}
    assert "open" in page.one("input", id="reason").inside("details").attributes  # type: ignore[union-attr]
    assert "counts nowhere" not in acts.page()


def test_a_reason_that_was_too_long_is_still_there(acts: Acts) -> None:
    page = page_of(acts.void(reason="far too long " * 30), 422)
    assert page.one("input", id="reason")["value"] == ("far too long " * 30)


@pytest.mark.parametrize("act", ["void", "restore", "split"])
def test_an_act_from_before_an_edit_shows_the_session_as_it_is_now(acts: Acts, cast: Cast, log: Log, act: str) -> None:
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    if act == "restore":
        acts.void()
        acts("restore", 2)
        acts.void(3)
    else:
        log(cast.jo, telling(cast, minutes=50), session_id, version=1)
    form = {"reason": "Logged twice", "minutes": "25", "mode": "for", "rest_id": str(acts.rest_id)}
    page = page_of(acts(act, 1, **form), 409)
    assert page.one("h1").text == "This session has changed since"
    assert [a["href"] for a in page.one("main").all("a", class_="btn main")] == [acts.path]


def test_an_edit_of_what_was_voided_meanwhile_is_not_lost(acts: Acts, cast: Cast, log: Log) -> None:
    acts.void()
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    for version in (1, 2):
        page = page_of(log(cast.jo, telling(cast, minutes=30), session_id, version=version), 409)
        assert "The saved one was voided meanwhile." in page.text
        buttons = [button.text for button in page.one("main").all("button")]
        assert buttons == ["Save mine as another session"]


OTHERS = {"rosa": 403, "dan": 403, "dora": 403, "ada": 403, "sam": 404, "mei": 404, "otto": 404, "olga": 404}


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("act", ["void", "restore", "split"])
def test_nobody_else_does_anything_to_it(
    database: Database, acts: Acts, client_of: ClientOf, cast: Cast, act: str, who: str
) -> None:
    if act == "restore":
        acts.void()
    versions = count(database, "session_version")
    for form in ({}, {"reason": "Logged twice", "minutes": "25", "mode": "for", "rest_id": str(acts.rest_id)}):
        page_of(acts(act, versions, who, **form), OTHERS[who])
    if act == "split":
        page_of(client_of(getattr(cast, who)).get(f"{acts.path}/split"), OTHERS[who])
    assert count(database, "session_version") == versions
    assert count(database, "coaching_session") == 1


@pytest.mark.parametrize("act", ["void", "restore", "split"])
def test_nothing_is_done_to_what_is_not_there(client_of: ClientOf, cast: Cast, act: str) -> None:
    nowhere = Acts(client_of, cast, uuid4())
    for form in ({}, {"reason": "Logged twice", "minutes": "25", "mode": "for"}):
        page_of(nowhere(act, 1, **form), 404)


def edit_of(client_of: ClientOf, cast: Cast, session_id: UUID | str) -> dict[str, list[str]]:
    form = page_of(client_of(cast.jo).get(f"/sessions/{session_id}/edit")).one("form", id="log")
    return {name: values for name, given in sent_by(form).items() if (values := [each for each in given if each])}


def test_a_split_makes_two_of_one_and_no_minute_is_lost(
    database: Database, client_of: ClientOf, cast: Cast, acts: Acts
) -> None:
    whole = edit_of(client_of, cast, acts.path.removeprefix("/sessions/"))
    answer = acts.split()
    assert answer.headers["location"] == f"{acts.path}?done=split"
    assert count(database, "coaching_session") == 2
    first, second = (
        edit_of(client_of, cast, acts.path.removeprefix("/sessions/")),
        edit_of(client_of, cast, acts.rest_id),
    )
    assert first == whole | {"minutes": ["20"], "version": ["2"]}
    assert second == {
        "version": ["1"],
        "school_id": [str(cast.alder)],
        "area_id": whole["area_id"],
        "held_on": [str(cast.today)],
        "minutes": ["25"],
        "mode": ["for"],
        "origin": ["requested"],
    }


def test_a_second_part_that_was_with_the_school_keeps_the_people(client_of: ClientOf, cast: Cast, acts: Acts) -> None:
    assert acts.split({"mode": "with", "lead": "coach"}).status_code == 303
    second = edit_of(client_of, cast, acts.rest_id)
    assert (second["mode"], second["lead"]) == ([Mode.WITH], [Lead.COACH])
    assert second["participant_ids"] == [str(cast.rosa.person_id)]
    assert "led_ids" not in second


def test_a_split_that_comes_again_is_the_same_answer(database: Database, acts: Acts) -> None:
    assert {acts.split().headers["location"] for _ in range(3)} == {f"{acts.path}?done=split"}
    assert count(database, "coaching_session") == 2
    assert "20 minutes" in acts.page()


def test_a_split_that_comes_again_with_something_else_is_not_taken_for_the_first(
    database: Database, acts: Acts
) -> None:
    acts.split()
    for other in ({"minutes": "10"}, {"mode": "with", "lead": "school"}):
        page = page_of(acts.split(other, version=2), 409)
        assert page.one("main").all("a", class_="btn main")[0]["href"] == f"/sessions/{acts.rest_id}"
    assert count(database, "coaching_session") == 2
    assert "20 minutes" in acts.page()


NOT_SPLIT: dict[str, tuple[dict[str, str], str, str]] = {
    "no minutes": ({"minutes": ""}, "minutes", "How many minutes was the second part?"),
    "half a minute": ({"minutes": "2.5"}, "minutes", "Write a whole number, like 25."),
    "no time": ({"minutes": "0"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "too short a second": ({"minutes": "4"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "too short a first": ({"minutes": "41"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "all of it": ({"minutes": "45"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "more than all of it": ({"minutes": "600"}, "minutes", "Both parts need minutes: choose from 5 to 40."),
    "not said who did it": ({"mode": ""}, "mode", "Say who did the work in the second part."),
    "done in a third way": ({"mode": "both"}, "mode", "Choose one of the two."),
    "with, and not said who led": ({"mode": "with"}, "lead", "Say who led: you, the school, or both."),
    "for, and led": (
        {"lead": "school"},
        "lead",
        "Work done for the school has no lead from the school: leave this empty, or choose “with”.",
    ),
}


@pytest.mark.parametrize("case", NOT_SPLIT)
def test_a_split_is_refused_in_words_by_the_field(
    database: Database, client_of: ClientOf, cast: Cast, acts: Acts, case: str
) -> None:
    changes, field, words = NOT_SPLIT[case]
    page = page_of(acts.split(changes), 422)
    assert errors_of(page) == {field: words}
    assert count(database, "coaching_session") == 1
    sent = sent_by(page.one("form", action=f"{acts.path}/split"))
    assert sent["rest_id"] == [str(acts.rest_id)]
    if field != "minutes":
        assert sent["minutes"] == ["25"]
    right = {"minutes": "25", "mode": "for"} if field != "lead" else {"lead": "coach"} if "with" in case else {}
    assert client_of(cast.jo).post(f"{acts.path}/split", data=sent | right).status_code == 303


def test_a_session_too_short_for_two_says_so(acts: Acts, cast: Cast, log: Log) -> None:
    log(cast.jo, telling(cast, minutes=9), UUID(acts.path.removeprefix("/sessions/")), version=1)
    page = page_of(acts.split({"minutes": "5"}, version=2), 422)
    assert errors_of(page) == {"minutes": "This is too short to be two sessions."}


def test_a_second_part_with_the_school_asks_first_who_took_part(
    database: Database, client_of: ClientOf, cast: Cast, log: Log
) -> None:
    acts = Acts(client_of, cast, log.saved(cast.jo, telling(cast)))
    page = page_of(acts.split({"mode": "with", "lead": "shared"}), 422)
    assert notice(page).startswith("Side by side with whom?")
    assert page.one("main").one("p", role="alert").one("a")["href"] == f"{acts.path}/edit"
    assert count(database, "coaching_session") == 1


def test_a_voided_session_is_not_split(database: Database, client_of: ClientOf, cast: Cast, acts: Acts) -> None:
    acts.void()
    page_of(client_of(cast.jo).get(f"{acts.path}/split"), 404)
    page_of(acts.split(version=2), 409)
    assert count(database, "coaching_session") == 1


@pytest.mark.parametrize("owner", ["sam", "otto"])
def test_the_second_part_cannot_take_anothers_place(
    database: Database, cast: Cast, acts: Acts, log: Log, owner: str
) -> None:
    theirs = (
        telling(cast, school_id=cast.cedar)
        if owner == "sam"
        else telling(cast, school_id=cast.elder, area_id=next(iter(cast.other_areas.values())))
    )
    taken = log.saved(getattr(cast, owner), theirs)
    page_of(acts.split({"rest_id": str(taken)}), 404)
    assert count(database, "coaching_session") == 2
    assert "45 minutes" in acts.page()


def test_a_second_part_without_a_readable_id_is_asked_for_again(acts: Acts) -> None:
    page = page_of(acts.split({"rest_id": "second"}), 422)
    assert notice(page) == "Open this page again."
    sent = sent_by(page.one("form", action=f"{acts.path}/split"))
    assert UUID(sent["rest_id"][0])


def test_a_counted_position_is_split_with_the_people(client_of: ClientOf, cast: Cast, log: Log) -> None:
    said = side_by_side(cast, participant_ids=frozenset(), positions=frozenset({Position.OTHER}))
    acts = Acts(client_of, cast, log.saved(cast.jo, said))
    acts.split({"mode": "with", "lead": "school"})
    assert edit_of(client_of, cast, acts.rest_id)["positions"] == ["other"]
