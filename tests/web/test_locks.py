"""A closed month as its coach and its director meet it."""

from uuid import UUID, uuid4

import pytest

from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import count
from tests.support.cast import Cast
from tests.support.locking import CLOSED, OCTOBER, OPEN, close_months
from tests.support.pages import errors_of, notice, page_of, sent_by
from tests.support.tellings import form_of, side_by_side
from tests.web.acts import Acts
from tests.web.conftest import Log, SetClock, on_sqlite

WORDS = (
    "October 2026 was closed on November 11, 2026, so this session stands as it is. "
    "Dora Lind can open it for its coach for seven days."
)


@pytest.fixture
def acts(database: Database, client_of: ClientOf, cast: Cast, log: Log, set_clock: SetClock) -> Acts:
    """On Jo's session of October 14, logged in time; now its month is closed."""
    close_months(database, cast)
    set_clock(OPEN)
    session_id = log.saved(cast.jo, side_by_side(cast, held_on=OCTOBER, private_note="mine alone"))
    set_clock(CLOSED)
    return Acts(client_of, cast, session_id)


def test_an_edit_is_refused_in_words_and_nothing_that_was_typed_is_lost(acts: Acts, cast: Cast, log: Log) -> None:
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    said = side_by_side(cast, held_on=OCTOBER, minutes=60, shared_note="<svg onload=x>", private_note="=cmd|'x'")
    page = page_of(log(cast.jo, said, session_id, version=1), 409)
    assert page.one("h1").text == "This month is closed"
    assert notice(page) == f"Not saved. {WORDS}"
    (form,) = page.one("main").all("form")
    kept = {name: value for name, value in form_of(said, 1).items() if value and name != "teachers"}
    sent = {name: values if len(values) > 1 else values[0] for name, values in sent_by(form).items() if any(values)}
    assert {name: sent.get(name) for name in kept if name != "participant_ids"} == {
        name: value for name, value in kept.items() if name != "participant_ids"
    }
    assert form["action"] == acts.path
    assert [row.one("th").text for row in page.one("tbody").all("tr")] == ["Minutes", "Shared note", "Private note"]
    assert not [each for each in page if "onload" in each]


def test_once_a_director_opened_it_the_same_form_is_saved(acts: Acts, cast: Cast, log: Log) -> None:
    session_id = UUID(acts.path.removeprefix("/sessions/"))
    said = side_by_side(cast, held_on=OCTOBER, minutes=60)
    form = page_of(log(cast.jo, said, session_id, version=1), 409).one("main").one("form")
    opened = acts("locked/open", 1, "dora", reason="The grant asks for it")
    assert opened.headers["location"] == f"{acts.path}?done=recorded"
    answer = acts.client_of(cast.jo).post(form["action"], data=sent_by(form))
    assert answer.headers["location"] == f"{acts.path}?done=saved"
    page = acts.page()
    assert "60 minutes with Alder High" in page
    assert "A director opened this session for its coach until November 18, 2026." in page
    assert "Dora Lind opened it for its coach" in page
    assert "Why: “The grant asks for it”" in page


@pytest.mark.parametrize("act", ["void", "undo", "restore"])
def test_a_void_a_restore_and_an_undo_are_refused_too(
    database: Database, acts: Acts, set_clock: SetClock, act: str
) -> None:
    if act == "restore":
        set_clock(OPEN)
        acts.void()
        set_clock(CLOSED)
    versions = count(database, "session_version")
    page = page_of(acts(act, versions, reason="Logged twice", change="1"), 409)
    assert notice(page) == f"Not saved. {WORDS}"
    assert page.one("main").all("form") == [], "there is nothing typed to keep"
    assert count(database, "session_version") == versions


def test_a_tablet_is_told_in_words_why_it_keeps_the_form(acts: Acts, cast: Cast) -> None:
    said = form_of(side_by_side(cast, held_on=OCTOBER, minutes=60), 1)
    answer = acts.client_of(cast.jo).post(acts.path, data=said, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (422, {"errors": {"": WORDS}})


def test_the_page_says_so_and_offers_nothing_that_cannot_be(acts: Acts, cast: Cast) -> None:
    page = page_of(acts.client_of(cast.jo).get(acts.path)).one("main")
    assert WORDS in page.text
    assert page.all("form") == []
    assert [a.text for a in page.all("a", class_="btn")] == ["Like this one"]


def test_a_split_is_refused_too(database: Database, acts: Acts) -> None:
    page_of(acts.split(), 409)
    assert count(database, "coaching_session") == 1


def test_what_is_new_comes_in_and_reads_late(client_of: ClientOf, acts: Acts, cast: Cast, log: Log) -> None:
    late = log.saved(cast.jo, side_by_side(cast, held_on=OCTOBER, minutes=50))
    jo = client_of(cast.jo)
    page = page_of(jo.get(f"/sessions/{late}"))
    assert [pill.text for pill in page.one("main").all("span", class_="pill") if pill.text == "late"] == ["late"]
    assert "Nov 11, 2026, 10:00 AM after its month was closed" in page.text
    listed = page_of(jo.get("/sessions")).one("main")
    assert [pill.text for pill in listed.all("span", class_="pill")].count("late") == 1
    assert "late" not in [pill.text for pill in page_of(jo.get(acts.path)).all("span", class_="pill")]
    assert page_of(jo.get("/week?of=2026-10-14")).one("main").text.count("late") == 1


def test_a_director_voids_it_and_restores_it_with_a_reason(acts: Acts, cast: Cast) -> None:
    dora = acts.client_of(cast.dora)
    page = page_of(dora.get(acts.path))
    form = page.one("main").one("form")
    assert [button.text for button in form.all("button")] == ["Open it for seven days", "Void it"]
    void = form.all("button")[1]["formaction"]
    answer = dora.post(void, data=sent_by(form) | {"reason": "Counted twice in the report"})
    assert answer.headers["location"] == f"{acts.path}?done=recorded"
    assert "counts nowhere" in acts.page()
    assert "Why: “Counted twice in the report”" in acts.page()
    assert "Only a director restores it now." in acts.page()
    form = page_of(dora.get(acts.path)).one("main").one("form")
    restore = form.all("button")[1]
    assert restore.text == "Restore it"
    dora.post(restore["formaction"], data=sent_by(form) | {"reason": "It was not"})
    assert "counts nowhere" not in acts.page()


def test_a_director_sees_its_tags_and_neither_its_coach_nor_its_notes(acts: Acts, cast: Cast) -> None:
    text = acts.client_of(cast.dora).get(acts.path).text
    assert "mine alone" not in text
    assert "Jo Park" not in text
    assert "Rosa" not in text


@on_sqlite
@pytest.mark.parametrize("act", ["open", "void"])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "a\x00b"])
def test_a_reason_is_needed_that_can_be_kept(database: Database, acts: Acts, act: str, reason: str) -> None:
    events = count(database, "audit_event")
    page = page_of(acts(f"locked/{act}", 1, "dora", reason=reason), 422)
    assert set(errors_of(page)) == {"why"}
    assert page.one("input", id="why")["value"] == reason
    assert "open" in page.one("input", id="why").inside("details").attributes  # type: ignore[union-attr]
    assert count(database, "audit_event") == events


def test_an_open_month_is_left_to_its_coach(acts: Acts, cast: Cast, set_clock: SetClock) -> None:
    set_clock(OPEN)
    assert page_of(acts.client_of(cast.dora).get(acts.path)).one("main").all("form") == []
    for act in ("open", "void", "restore"):
        page_of(acts(f"locked/{act}", 1, "dora", reason="The grant asks for it"), 422)
    assert "counts nowhere" not in acts.page()


def test_a_director_who_comes_too_late_is_told_without_a_word_of_what_it_says(
    acts: Acts, cast: Cast, log: Log, set_clock: SetClock
) -> None:
    set_clock(OPEN)
    log(cast.jo, side_by_side(cast, held_on=OCTOBER, minutes=60), UUID(acts.path.removeprefix("/sessions/")), version=1)
    set_clock(CLOSED)
    page = page_of(acts("locked/void", 1, "dora", reason="Counted twice"), 409)
    assert notice(page) == (
        "It has changed since you opened this page, and stands here as it is now. Nothing was done."
    )
    assert "mine alone" not in page.raw


OTHERS = {"jo": 403, "rosa": 403, "ada": 403, "sam": 404, "mei": 404, "otto": 404, "olga": 404}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reaches_over_a_lock(database: Database, acts: Acts, who: str) -> None:
    events = count(database, "audit_event")
    for act in ("open", "void", "restore"):
        page_of(acts(f"locked/{act}", 1, who, reason="The grant asks for it"), OTHERS[who])
    assert count(database, "audit_event") == events


def test_who_is_signed_out_is_told_so(client_of: ClientOf, acts: Acts, cast: Cast) -> None:
    for act in ("open", "void", "restore"):
        page_of(client_of(None).post(f"{acts.path}/locked/{act}", data={"reason": "x"}), 401)
        page_of(client_of(cast.dora).post(f"/sessions/{uuid4()}/locked/{act}", data={"reason": "x"}), 404)
