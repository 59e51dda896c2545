"""Every route of the product, found by walking it: who may, who may not, and for whom it does not exist.

A new route fails here until it stands in `MAY` or in `PUBLIC`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

from app.domain.periods import DAY
from app.domain.vocabulary import Area, Verdict
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.handing import propose_both
from tests.support.pages import page_of
from tests.support.reviewing import say
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side
from tests.support.weeks import some_time
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both

Route = tuple[str, str]

PUBLIC = {
    ("GET", "/sign-in"): 200,
    ("POST", "/sign-in"): 422,
    ("POST", "/sign-in/{role}"): 404,
    ("POST", "/sign-out"): 303,
    ("GET", "/health"): 200,
    ("GET", "/tablet"): 200,
    ("GET", "/tablet/log"): 200,
    ("GET", "/service-worker.js"): 200,
    ("GET", "/manifest.webmanifest"): 200,
}
"""What a stranger may ask for, and the status of the answer. Files under /static are public too."""

COACH, LEADERS, OFFICE = {"jo"}, {"rosa", "dan"}, {"dora", "ada"}
EVERYBODY = {"jo", "sam", "rosa", "dan", "mei", "dora", "ada"}

MAY: dict[Route, set[str]] = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/log"): {"jo", "sam"},
    ("GET", "/sessions"): {"jo", "sam"},
    ("GET", "/tablet/lists"): {"jo", "sam"},
    ("POST", "/sessions/{session_id}"): COACH,
    ("GET", "/sessions/{session_id}"): COACH | LEADERS | OFFICE,
    ("GET", "/sessions/{session_id}/edit"): COACH,
    ("GET", "/sessions/{session_id}/split"): COACH,
    ("POST", "/sessions/{session_id}/split"): COACH,
    ("POST", "/sessions/{session_id}/void"): COACH,
    ("POST", "/sessions/{session_id}/restore"): COACH,
    ("POST", "/sessions/{session_id}/undo"): COACH,
    ("POST", "/sessions/{session_id}/locked/void"): {"dora"},
    ("POST", "/sessions/{session_id}/locked/restore"): {"dora"},
    ("POST", "/sessions/{session_id}/locked/open"): {"dora"},
    ("GET", "/week"): {"jo", "sam"},
    ("GET", "/week/copy"): {"jo", "sam"},
    ("POST", "/week/{first}/complete"): {"jo", "sam"},
    ("POST", "/week/{first}/reopen"): {"jo", "sam"},
    ("POST", "/other-time/{other_id}"): COACH,
    ("GET", "/other-time/{other_id}/edit"): COACH,
    ("POST", "/other-time/{other_id}/remove"): COACH,
    ("POST", "/other-time/{other_id}/undo"): COACH,
    ("GET", "/dashboard"): {"dora"},
    ("GET", "/schools"): EVERYBODY - {"mei"},
    ("GET", "/schools/{school_id}"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/sessions"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/one-page"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/one-page.pdf"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/ilt"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/team"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/team/{membership_id}"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/team/{membership_id}/change"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/team/{membership_id}/leave"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/team/{membership_id}/correct"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/team/{membership_id}/return"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/proposals/{proposal_id}/accept"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/proposals/{proposal_id}/decline"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/ratings"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/ratings/{rated_on}/agree"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/ratings/{rated_on}/remove"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/ratings/{rated_on}/restore"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/annotations"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/annotations"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/annotations/{annotation_id}/agree"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/annotations/{annotation_id}/remove"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/annotations/{annotation_id}/restore"): COACH | LEADERS | OFFICE,
    ("GET", "/flags"): EVERYBODY - {"mei"},
    ("GET", "/areas"): EVERYBODY - {"mei"},
    ("GET", "/areas/{area_id}"): EVERYBODY - {"mei"},
    ("POST", "/schools/{school_id}/flags/{rule}/answer"): {"dora"},
    ("POST", "/schools/{school_id}/flags/{rule}/answer/withdraw"): {"dora"},
    ("POST", "/schools/{school_id}/flags/{rule}/answer/restore"): {"dora"},
    ("GET", "/review"): LEADERS,
    ("POST", "/review"): LEADERS,
    ("POST", "/sessions/{session_id}/review"): {"rosa"},
    ("POST", "/sessions/{session_id}/reviews/{reviewer_id}/answer"): COACH,
    ("GET", "/agreement"): EVERYBODY - {"mei"},
    ("GET", "/schools/{school_id}/agreement"): COACH | LEADERS | OFFICE,
    ("GET", "/handoffs"): EVERYBODY - {"mei"},
    ("GET", "/schools/{school_id}/handoffs/new"): COACH | {"dora"},
    ("POST", "/schools/{school_id}/handoffs"): COACH | {"dora"},
    ("POST", "/handoffs/{handoff_id}/agree"): LEADERS | {"dora"},
    ("POST", "/handoffs/{handoff_id}/decline"): COACH | LEADERS | {"dora"},
    ("POST", "/handoffs/{handoff_id}/end"): LEADERS | {"dora"},
    ("POST", "/handoffs/{handoff_id}/check"): LEADERS,
    ("GET", "/schools/{school_id}/agreements/new"): COACH | {"dora"},
    ("POST", "/schools/{school_id}/agreements"): COACH | {"dora"},
    ("POST", "/agreements/{agreement_id}/agree"): LEADERS | {"dora"},
    ("POST", "/agreements/{agreement_id}/end"): COACH | LEADERS | {"dora"},
    ("GET", "/reminders"): EVERYBODY,
    ("POST", "/reminders"): EVERYBODY,
}
"""Who of Bridge Partners may, where the school is Alder and the session is Jo's there, with Rosa."""

KNOW_ALDER = COACH | LEADERS | OFFICE
"""For whom Alder exists: what they may not there is a 403, and for everybody else a 404."""

OF_COACHES = {route for route in MAY if route == ("POST", "/sessions/{session_id}") or "{other_id}" in route[1]}
"""Whoever logs nothing is told so before the id is looked at; to whoever does, another's is not there."""

ROUTES = sorted(MAY)
WITH_ID = [route for route in ROUTES if "_id}" in route[1]]
GETS = [path for method, path in ROUTES if method == "GET"]


def walk(routes: list[object]) -> Iterator[Route]:
    """Every route, also those of routers within routers, as (method, path)."""
    for route in routes:
        if isinstance(route, Mount):
            assert route.path == "/static"
        elif isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods or ())
        else:
            yield from walk(route.original_router.routes)  # type: ignore[attr-defined]  # FastAPI keeps its class private


@dataclass(frozen=True)
class Placed:
    """A school and a session of each network, and what was said in them."""

    bridge: dict[str, UUID]
    other: dict[str, UUID]


@pytest.fixture
def placed(database: Database, cast: Cast, log: Log) -> Placed:
    jo = side_by_side(cast, shared_note="Alder shared this", private_note="Jo alone reads this", strength="Alder asked")
    otto = side_by_side(
        cast,
        school_id=cast.elder,
        area_id=cast.other_areas[Area.BUDGET],
        participant_ids=frozenset({cast.oona.person_id}),
        shared_note="Elder shared this",
        private_note="Otto alone reads this",
    )
    of_jo, of_otto = log.saved(cast.jo, jo), log.saved(cast.otto, otto)
    say(database, cast.rosa, Verdict.CORRECTED, of_jo)
    say(database, cast.oona, Verdict.CORRECTED, of_otto)
    return Placed(
        bridge={"school_id": cast.alder, "session_id": of_jo, "area_id": cast.areas[Area.BUDGET]}
        | {"reviewer_id": cast.rosa.person_id, "other_id": some_time(database, cast.jo, cast.today)}
        | propose_everything(database, cast.alder, cast.jo, cast.today)
        | propose_both(database, cast.alder, cast.jo, cast.rosa, cast.areas),
        other={"school_id": cast.elder, "session_id": of_otto, "reviewer_id": cast.oona.person_id}
        | {"area_id": cast.other_areas[Area.BUDGET], "other_id": some_time(database, cast.otto, cast.today)}
        | propose_everything(database, cast.elder, cast.otto, cast.today)
        | propose_both(database, cast.elder, cast.otto, cast.oona, cast.other_areas),
    )


def ask(client_of: ClientOf, cast: Cast, who: str | None, route: Route, ids: dict[str, UUID]) -> httpx2.Response:
    method, path = route
    client = client_of(getattr(cast, who) if who else None)
    where = path.format(**ids, role="coach", rule="dependent", rated_on=cast.today, first=cast.today - DAY)
    answer: httpx2.Response = client.request(method, where)
    return answer


def test_every_route_of_the_product_stands_in_the_table(app: FastAPI) -> None:
    found = list(walk(list(app.routes)))
    assert len(found) == len(set(found))
    assert set(found) == MAY.keys() | PUBLIC.keys()
    assert {(method.upper(), path) for path, methods in app.openapi()["paths"].items() for method in methods} == set(
        found
    ), "and none is hidden, nor moved by a prefix"


def test_what_is_public_is_this_and_no_more(client_of: ClientOf, cast: Cast, placed: Placed) -> None:
    for route, status in PUBLIC.items():
        assert ask(client_of, cast, None, route, placed.bridge).status_code == status, route


def test_whoever_is_signed_out_is_led_to_the_sign_in_or_told_so(
    client_of: ClientOf, cast: Cast, placed: Placed
) -> None:
    for route in ROUTES:
        answer = ask(client_of, cast, None, route, placed.bridge)
        if route[0] == "GET":
            assert answer.status_code == 303, route
            assert answer.headers["location"] == f"/sign-in?next={answer.request.url.path}"
        else:
            page_of(answer, 401)


def expected(who: str, route: Route) -> set[int]:
    if who in MAY[route]:
        return {200, 303, 409, 422}
    if route in OF_COACHES:
        return {404} if who == "sam" else {403}
    return {404} if "_id}" in route[1] and who not in KNOW_ALDER else {403}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_person_may_what_the_table_says_and_nothing_else(
    client_of: ClientOf, cast: Cast, placed: Placed, who: str
) -> None:
    found = {route: ask(client_of, cast, who, route, placed.bridge).status_code for route in ROUTES}
    assert {route: status for route, status in found.items() if status not in expected(who, route)} == {}


@pytest.mark.parametrize("who", ["otto", "oona", "olga"])
def test_nothing_of_one_network_exists_for_another(client_of: ClientOf, cast: Cast, placed: Placed, who: str) -> None:
    for route in WITH_ID:
        status = ask(client_of, cast, who, route, placed.bridge).status_code
        assert status == (403 if route in OF_COACHES and who != "otto" else 404), route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_and_the_other_way_round(client_of: ClientOf, cast: Cast, placed: Placed, who: str) -> None:
    for route in WITH_ID:
        status = ask(client_of, cast, who, route, placed.other).status_code
        assert status == (403 if route in OF_COACHES and who not in {"jo", "sam"} else 404), route


OTHERS_WORDS = ("Elder", "Other Partners", "Otto", "Oona", "Olga")
BRIDGES_WORDS = ("Alder", "Birch", "Cedar", "Dogwood", "Bridge Partners", "Jo Park", "Rosa", "Dora", "Ivy Moss")

ASKING = ("/log?school_id={school_id}", "/dashboard?q=Alder&q=Elder", "/schools?q=alder", "/schools?q=elder")
"""Addresses that ask for the other network's in their query."""


@on_sqlite
@pytest.mark.parametrize(
    ("who", "words"),
    [
        *((who, OTHERS_WORDS) for who in sorted(EVERYBODY)),
        *((who, BRIDGES_WORDS) for who in ("otto", "oona", "olga")),
    ],
)
def test_no_page_says_a_word_of_another_network(
    client_of: ClientOf, cast: Cast, placed: Placed, who: str, words: tuple[str, ...]
) -> None:
    theirs, ours = (placed.other, placed.bridge) if words is OTHERS_WORDS else (placed.bridge, placed.other)
    client = client_of(getattr(cast, who))
    for path in (*(path.format(**ours) for path in GETS), *(path.format(**theirs) for path in (*GETS, *ASKING))):
        page = client.get(path).text.replace('value="elder"', "").replace('value="alder"', "")
        assert [word for word in words if word in page] == [], path


@on_sqlite
@pytest.mark.parametrize("who", sorted(EVERYBODY - {"jo"}))
def test_a_private_note_is_on_no_page_of_anybody_elses(
    client_of: ClientOf, cast: Cast, placed: Placed, who: str
) -> None:
    client = client_of(getattr(cast, who))
    for path in (*GETS, "/log?like={session_id}"):
        answer = client.get(path.format(**placed.bridge))
        assert "Jo alone reads this" not in answer.text, path
        if who != "rosa":
            assert "Alder shared this" not in answer.text, path
    assert "Jo alone reads this" in client_of(cast.jo).get(f"/sessions/{placed.bridge['session_id']}").text


@on_sqlite
@pytest.mark.parametrize("who", sorted(EVERYBODY - {"jo"}))
def test_no_page_of_anybody_elses_says_who_coached(client_of: ClientOf, cast: Cast, placed: Placed, who: str) -> None:
    client = client_of(getattr(cast, who))
    for path in GETS:
        text = client.get(path.format(**placed.bridge)).text
        if path == "/log" and who == "sam":  # whom one may name as coaching beside one is nobody's session
            text = text.replace(f'<option value="{cast.jo.person_id}" >Jo Park</option>', "")
        if path == "/tablet/lists" and who == "sam":
            text = text.replace(f'{{"id":"{cast.jo.person_id}","name":"Jo Park"}}', "")
        assert "Jo Park" not in text, path
        assert str(cast.jo.person_id) not in text, path
