"""A session voided and restored, and who may."""

from uuid import UUID, uuid4

import pytest

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of, sent_by
from tests.support.tellings import telling
from tests.web.acts import Acts
from tests.web.conftest import Log, on_both

pytestmark = on_both


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
    restore, undo = page.one("main").all("form")
    assert (restore["action"], undo["action"]) == (f"{acts.path}/restore", f"{acts.path}/undo"), "which is the same"
    assert sent_by(restore) == {"version": ["2"]}
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
