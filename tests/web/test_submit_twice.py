"""A form that comes again, another that comes under its id, and an edit that comes too late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn
from uuid import UUID, uuid4

import httpx2
import pytest

from app.domain.sessions import Telling, settle
from app.store.engine import Database
from app.web.house import SignedOutError
from app.web.routes import conflict
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.pages import Element, page_of, sent_by, told_by
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both

AtOnce = Callable[[list[dict[str, Any]]], list[httpx2.Response]]


@pytest.fixture
def at_once(live_server: str, cast: Cast) -> AtOnce:
    """Posts Jo's forms to a real server under one id, all at the same time."""
    session_id = uuid4()

    def post(form: dict[str, Any]) -> httpx2.Response:
        headers = {"sec-fetch-site": "same-origin", "cookie": f"{LOGIN_COOKIE}={cast.jo.token}"}
        answer: httpx2.Response = httpx2.post(f"{live_server}/sessions/{session_id}", data=form, headers=headers)
        return answer

    def post_all(forms: list[dict[str, Any]]) -> list[httpx2.Response]:
        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(post, forms))

    return post_all


def test_the_same_form_eight_times_at_once_is_one_session_and_eight_same_answers(
    database: Database, cast: Cast, at_once: AtOnce
) -> None:
    answers = at_once([form_of(side_by_side(cast, private_note="mine"))] * 8)
    assert {(answer.status_code, answer.headers["location"], answer.text) for answer in answers} == {
        (303, answers[0].headers["location"], "")
    }
    for table in ("coaching_session", "session_participant", "session_version", "audit_event"):
        assert count(database, table) == 1, table


def test_eight_different_forms_at_once_are_one_session_and_seven_that_show_both(
    database: Database, cast: Cast, at_once: AtOnce
) -> None:
    answers = at_once([form_of(telling(cast, minutes=minutes)) for minutes in range(10, 18)])
    assert sorted(answer.status_code for answer in answers) == [303, *[409] * 7]
    assert count(database, "coaching_session") == 1


def test_the_same_form_again_is_the_same_answer_also_in_other_clothes(
    database: Database, cast: Cast, client_of: ClientOf, log: Log
) -> None:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    said = side_by_side(cast, participant_ids=both, shared_note="one\ntwo é")
    session_id = log.saved(cast.jo, said)
    backwards = sorted((str(each) for each in both), reverse=True)
    answer = log(cast.jo, said, session_id, participant_ids=backwards, shared_note=" one\r\ntwo e\u0301 ")
    assert answer.headers["location"] == f"/sessions/{session_id}?done=saved"
    assert count(database, "session_version") == 1
    trail = page_of(client_of(cast.jo).get(f"/sessions/{session_id}")).one("ol", class_="trail")
    assert len(trail.all("li")) == 1


def rows_of(page: Element) -> dict[str, tuple[str, str]]:
    """What differs on a page that shows both: by field, what is saved and what was sent."""
    return {
        row.one("th").text: (row.all("td")[0].text, row.all("td")[1].text.removesuffix(" (differs)"))
        for row in page.all("tr", class_="changed")
    }


def test_other_contents_under_a_used_id_show_both(cast: Cast, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast, shared_note="first"))
    answer = log(cast.jo, side_by_side(cast, minutes=30, shared_note="second"), session_id)
    page = page_of(answer, 409)
    assert page.one("h1").text == "This session has changed since"
    assert rows_of(page) == {
        "Minutes": ("45", "30"),
        "Who did the work": ("for the school", "with the school"),
        "Who led": ("not said", "school led"),
        "Who took part": ("nobody", "Rosa Alvarez"),
        "Who of them led": ("nobody", "Rosa Alvarez"),
        "Shared note": ("first", "second"),
    }


def save_mine(page: Element, words: str) -> tuple[str, dict[str, list[str]]]:
    """Where a button of the page posts to, and what."""
    button = next(each for each in page.all("button") if each.text == words)
    form = button.inside("form")
    assert form is not None
    return form["action"], sent_by(form)


def test_of_two_versions_the_coach_may_save_theirs_instead(cast: Cast, client_of: ClientOf, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast, shared_note="first"))
    mine = side_by_side(cast, minutes=30, shared_note="second", private_note="third")
    path, form = save_mine(page_of(log(cast.jo, mine, session_id), 409), "Save mine instead")
    assert path == f"/sessions/{session_id}"
    assert client_of(cast.jo).post(path, data=form).status_code == 303
    assert edited(client_of, cast, session_id) == said_in(mine)


def test_of_two_versions_the_coach_may_keep_both(database: Database, cast: Cast, client_of: ClientOf, log: Log) -> None:
    first, second = telling(cast, shared_note="first"), side_by_side(cast, shared_note="second")
    session_id = log.saved(cast.jo, first)
    path, form = save_mine(page_of(log(cast.jo, second, session_id), 409), "Save mine as another session")
    another = UUID(path.removeprefix("/sessions/"))
    assert another != session_id
    assert client_of(cast.jo).post(path, data=form).status_code == 303
    assert edited(client_of, cast, session_id) == said_in(first)
    assert edited(client_of, cast, another) == said_in(second)
    assert count(database, "coaching_session") == 2


def edited(client_of: ClientOf, cast: Cast, session_id: UUID) -> dict[str, list[str]]:
    """What a session says, as its edit form shows it."""
    form = page_of(client_of(cast.jo).get(f"/sessions/{session_id}/edit")).one("form", id="log")
    return told_by(form) | {"version": []}


def said_in(said: Telling) -> dict[str, list[str]]:
    form = form_of(settle(said)) | {"teachers": "", "version": ""}
    each = {name: [values] if isinstance(values, str) else values for name, values in form.items()}
    return {name: filled for name, values in each.items() if (filled := sorted(filter(None, values)))} | {"version": []}


def test_an_edit_is_saved_and_an_edit_from_before_it_shows_both(cast: Cast, client_of: ClientOf, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    assert log(cast.jo, telling(cast, minutes=30), session_id, version=1).status_code == 303
    late = page_of(log(cast.jo, telling(cast, minutes=60), session_id, version=1), 409)
    assert rows_of(late) == {"Minutes": ("30", "60")}
    assert edited(client_of, cast, session_id) == said_in(telling(cast, minutes=30))


def test_an_edit_that_comes_again_is_the_same_answer(database: Database, cast: Cast, log: Log) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    for _ in range(3):
        answer = log(cast.jo, telling(cast, minutes=30), session_id, version=1)
        assert answer.headers["location"] == f"/sessions/{session_id}?done=saved"
    assert count(database, "session_version") == 2


@pytest.mark.parametrize("version", [2, 99, -1])
def test_a_version_that_never_was_is_no_way_in(cast: Cast, log: Log, version: int) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    page_of(log(cast.jo, telling(cast, minutes=30), session_id, version=version), 409)
    page_of(log(cast.jo, telling(cast), uuid4(), version=version), 404)


@on_sqlite
@pytest.mark.parametrize("version", ["x", "0x1", "1.0", "\N{ARABIC-INDIC DIGIT ONE}", "9" * 5_000, "null"])
def test_a_version_that_cannot_be_read_is_none(cast: Cast, client_of: ClientOf, log: Log, version: str) -> None:
    session_id = log.saved(cast.jo, telling(cast))
    form = form_of(telling(cast, minutes=30)) | {"version": version}
    page_of(client_of(cast.jo).post(f"/sessions/{session_id}", data=form), 409)


STRANGERS = ["sam", "otto"]
"""Another coach of the network, and one of another."""


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("minutes", ["45", "4", ""])
def test_anothers_session_is_not_there_whatever_the_form_says(
    cast: Cast, client_of: ClientOf, log: Log, who: str, version: int, minutes: str
) -> None:
    session_id = log.saved(cast.jo, telling(cast, private_note="mine"))
    schools = {"sam": cast.cedar, "otto": cast.elder}
    areas = cast.areas if who == "sam" else cast.other_areas
    theirs = telling(cast, school_id=schools[who], area_id=next(iter(areas.values())))
    page = page_of(log(getattr(cast, who), theirs, session_id, version=version, minutes=minutes), 404)
    assert page.one("h1").text == "Nothing here"
    unknown = page_of(client_of(getattr(cast, who)).get(f"/sessions/{uuid4()}"), 404)
    assert page.text == unknown.text, "and it is told in the same words as what never was"
    assert edited(client_of, cast, session_id) == said_in(telling(cast, private_note="mine"))


def test_who_is_signed_out_between_the_form_and_its_answer_is_told_so(
    monkeypatch: pytest.MonkeyPatch, cast: Cast, log: Log
) -> None:
    session_id = log.saved(cast.jo, telling(cast))

    def nobody(_request: object) -> NoReturn:
        raise SignedOutError

    monkeypatch.setattr(conflict, "reading", nobody)
    assert log(cast.jo, telling(cast, minutes=30), session_id).status_code == 401
