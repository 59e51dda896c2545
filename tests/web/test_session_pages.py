"""One session's page: who sees how much of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.access import Role
from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Lead, Position
from app.store import tables
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import FIRST_DAY, Cast
from tests.support.pages import Element, page_of
from tests.support.rows import add
from tests.support.tellings import side_by_side, telling
from tests.web.conftest import Log, SetClock, local

PARTS = {
    "tags": "with the school shared lead",
    "people": "Rosa Alvarez",
    "someone else": "Office staff",
    "shared note": "the shared words",
    "private note": "the private words",
    "strength": "the strength seen",
    "next step": "the next step",
    "its owner": "Mei Chen",
    "trail": "What happened to this session",
    "acts": "/void",
}
"""A mark of each part of the page that some may see and others may not."""

BESIDE = {"tags", "strength", "next step", "its owner"}
"""What whoever works at the school sees of a session they were not part of."""

SEES = {
    "jo": set(PARTS),
    "rosa": BESIDE | {"people", "someone else", "shared note"},
    "dan": BESIDE,
    "sam": BESIDE,
    "dora": {"tags", "strength", "next step", "trail"},
    "ada": {"tags", "trail"},
}
"""Rosa took part, Dan leads the school too, Sam coaches there too, Dora directs and Ada administers the network."""


@pytest.fixture
def session_id(database: Database, cast: Cast, log: Log) -> UUID:
    """Jo's session with Rosa and somebody of the office, with all that can be told; Sam coaches at Alder too."""
    sam = tables.Assignment(
        network_id=cast.bridge,
        person_id=cast.sam.person_id,
        role=Role.COACH,
        school_id=cast.alder,
        first_on=FIRST_DAY,
    )
    add(database, cast.bridge, sam)
    return log.saved(cast.jo, whole(cast, Area.BUDGET))


def whole(cast: Cast, area: Area) -> Telling:
    return side_by_side(
        cast,
        area_id=cast.areas[area],
        lead=Lead.SHARED,
        positions=frozenset({Position.OFFICE_STAFF}),
        strength="the strength seen",
        shared_note="the shared words",
        private_note="the private words",
        next_step_text="the next step",
        next_step_owner_id=cast.mei.person_id,
    )


def parts_of(page: Element) -> set[str]:
    main = page.one("main")
    acts = "".join(form["action"] for form in main.all("form"))
    return {part for part, mark in PARTS.items() if mark in main.text or mark in acts}


@pytest.mark.parametrize("who", SEES)
def test_each_sees_what_is_theirs_to_see(client_of: ClientOf, cast: Cast, session_id: UUID, who: str) -> None:
    assert parts_of(page_of(client_of(getattr(cast, who)).get(f"/sessions/{session_id}"))) == SEES[who]


@pytest.mark.parametrize("who", ["mei", "otto", "oona", "olga"])
def test_for_everybody_else_it_does_not_exist(client_of: ClientOf, cast: Cast, session_id: UUID, who: str) -> None:
    client = client_of(getattr(cast, who))
    page, unknown = (page_of(client.get(f"/sessions/{each}"), 404) for each in (session_id, uuid4()))
    assert page.text == unknown.text


@pytest.mark.parametrize("who", [who for who in SEES if who != "jo"])
def test_nobody_else_learns_who_coached(client_of: ClientOf, cast: Cast, log: Log, session_id: UUID, who: str) -> None:
    """Neither from the page nor from its trail, nor where the next step is the coach's own."""
    said = side_by_side(cast, next_step_text="mine to do", next_step_owner_id=cast.jo.person_id)
    assert log(cast.jo, said, session_id, version=1).status_code == 303
    answer = client_of(getattr(cast, who)).get(f"/sessions/{session_id}")
    assert answer.status_code == 200
    assert "Jo Park" not in answer.text
    assert str(cast.jo.person_id) not in answer.text
    assert cast.jo.email not in answer.text


def test_a_next_step_of_the_coach_says_so(client_of: ClientOf, cast: Cast, log: Log) -> None:
    said = side_by_side(cast, next_step_text="mine to do", next_step_owner_id=cast.jo.person_id)
    path = f"/sessions/{log.saved(cast.jo, said)}"
    assert "mine to do You" in page_of(client_of(cast.jo).get(path)).text
    assert "mine to do The coach" in page_of(client_of(cast.rosa).get(path)).text


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("jo", set(PARTS)),
        ("rosa", SEES["rosa"]),
        ("dan", {"tags"}),
        ("sam", {"tags"}),
        ("dora", {"tags", "trail"}),
        ("ada", {"tags", "trail"}),
    ],
)
def test_what_was_said_in_leadership_coaching_stays_with_who_took_part(
    client_of: ClientOf, cast: Cast, log: Log, session_id: UUID, who: str, sees: set[str]
) -> None:
    assert log(cast.jo, whole(cast, Area.LEADERSHIP), session_id, version=1).status_code == 303
    page = page_of(client_of(getattr(cast, who)).get(f"/sessions/{session_id}"))
    assert parts_of(page) == sees
    assert "Leadership coaching" in page.one("dl").text


def test_a_coach_sees_their_sessions_also_where_they_coach_no_more(
    database: Database, client_of: ClientOf, cast: Cast, log: Log, set_clock: SetClock
) -> None:
    path = f"/sessions/{log.saved(cast.sam, telling(cast, school_id=cast.cedar, private_note='mine'))}"
    later = tables.Assignment(
        network_id=cast.bridge, person_id=cast.sam.person_id, role=Role.COACH, school_id=cast.birch, first_on=FIRST_DAY
    )
    add(database, cast.bridge, later)
    assert "mine" in page_of(client_of(cast.sam).get(path)).text
    page_of(client_of(cast.jo).get(path), 404)
    set_clock(local(cast, 12) + timedelta(days=400))
    assert "mine" in page_of(client_of(cast.sam).get(path)).text


def trail_of(page: Element) -> list[str]:
    """What the trail says, without its moments."""
    steps = [step.all("p")[0] for step in page.one("ol", class_="trail").all("li")]
    return [step.text.removesuffix(step.one("small").text).strip() for step in steps]


def test_the_trail_says_who_did_what_and_never_what_it_said(
    client_of: ClientOf, cast: Cast, log: Log, session_id: UUID, set_clock: SetClock
) -> None:
    jo, path = client_of(cast.jo), f"/sessions/{session_id}"
    said = side_by_side(cast, minutes=30, shared_note="other shared words", private_note="other private words")
    set_clock(local(cast, 13))
    log(cast.jo, said, session_id, version=1)
    set_clock(local(cast, 14))
    jo.post(f"{path}/void", data={"version": "2", "reason": "the reason why"})
    set_clock(local(cast, 15))
    jo.post(f"{path}/restore", data={"version": "3"})
    page = page_of(jo.get(path))
    mine = trail_of(page)
    assert mine[0] == "You logged it"
    assert mine[1].startswith("You changed it: ")
    assert set(mine[1].removeprefix("You changed it: ").split(", ")) == {
        "minutes",
        "who led",
        "who of them led",
        "someone else",
        "strength",
        "shared note",
        "private note",
        "next step",
        "whose step",
    }
    assert mine[2:] == ["You voided it", "You restored it"]
    assert page.one("ol", class_="trail").all("small")[1].text.endswith("1:00 PM")
    for who in (cast.dora, cast.ada):
        theirs = page_of(client_of(who).get(path))
        assert trail_of(theirs) == [step.replace("You ", "The coach ", 1) for step in mine]
        assert "reason why" not in theirs.text
        assert "words" not in theirs.text


def test_my_sessions_are_mine_alone_newest_first_by_week(client_of: ClientOf, cast: Cast, log: Log) -> None:
    log.saved(cast.sam, telling(cast, school_id=cast.cedar))
    last_week = cast.today - timedelta(days=7)
    log.saved(cast.jo, telling(cast, held_on=last_week, minutes=60))
    log.saved(cast.jo, side_by_side(cast, held_on=last_week, minutes=30))
    slip = log.saved(cast.jo, telling(cast, held_on=last_week, minutes=90))
    client_of(cast.jo).post(f"/sessions/{slip}/void", data={"version": "1", "reason": "Logged twice"})
    log.saved(cast.jo, telling(cast, school_id=cast.birch, minutes=60))
    page = page_of(client_of(cast.jo).get("/sessions"))
    weeks = [(week.all("div")[0].one("span").text, len(week.all("li"))) for week in page.all("section")]
    assert weeks == [("1 session, 1 h", 1), ("2 sessions, 1.5 h", 3)]
    assert "Cedar" not in page.text
    assert page.text.count("voided") == 1


def test_my_sessions_come_in_pages(client_of: ClientOf, cast: Cast, log: Log) -> None:
    for minutes in range(5, 46):
        log.saved(cast.jo, telling(cast, minutes=minutes))
    jo = client_of(cast.jo)
    first, second = page_of(jo.get("/sessions")), page_of(jo.get("/sessions?page=2"))
    lines = [len(page.one("main").all("a", class_="btn quiet")) for page in (first, second)]
    assert lines == [40, 1]
    assert [a.text for a in first.all("a", href="/sessions?page=2")] == ["Older"]
    assert [a.text for a in second.all("a", href="/sessions?page=1")] == ["Newer"]
    assert "nothing further back" in page_of(jo.get("/sessions?page=99999999999999999999")).text
    for page in ("0", "-1"):
        assert page_of(jo.get(f"/sessions?page={page}")).text == first.text
    page_of(jo.get("/sessions?page=two"), 400)


def test_without_a_session_the_list_says_what_to_do(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(client_of(cast.jo).get("/sessions"))
    assert "Nothing logged yet" in page.text
    assert [a.text for a in page.one("main").all("a", href="/log")] == ["Log a session", "Log"]
