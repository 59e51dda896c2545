"""Every route of the product, found by walking it: who may, who may not, and for whom it does not exist.

A new route fails here until it stands in `MAY` or in `PUBLIC`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

from app.domain.periods import DAY
from app.domain.vocabulary import Area, Verdict
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.barring import name_barrier
from tests.support.cast import Cast
from tests.support.handing import propose_both
from tests.support.nudging import changed_nudge
from tests.support.offices import kept_by_office
from tests.support.pages import page_of
from tests.support.paying import add_partner, add_source
from tests.support.reviewing import say
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side
from tests.support.wearing import wear_everything
from tests.support.weeks import some_time
from tests.support.weighing import weigh_and_plan
from tests.web.conftest import Log, on_both, on_sqlite

pytestmark = on_both

Route = tuple[str, str]

PUBLIC = {
    ("GET", "/sign-in"): 200,
    ("POST", "/sign-in"): 422,
    ("POST", "/sign-in/{role}"): 404,
    ("POST", "/sign-out"): 303,
    ("POST", "/language"): 404,
    ("GET", "/health"): 200,
    ("GET", "/tablet"): 200,
    ("GET", "/tablet/log"): 200,
    ("GET", "/service-worker.js"): 200,
    ("GET", "/manifest.webmanifest"): 200,
    ("GET", "/brand/{mark}.css"): 200,
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
    ("GET", "/admin"): {"ada"},
    ("GET", "/admin/settings"): {"ada"},
    ("POST", "/admin/settings"): {"ada"},
    ("GET", "/admin/imports"): {"ada"},
    ("GET", "/admin/history"): {"ada"},
    ("GET", "/admin/memberships"): {"ada"},
    ("POST", "/admin/history/{office_change_id}/undo"): {"ada"},
    ("GET", "/admin/{room}"): {"ada"},
    ("POST", "/admin/{room}"): {"ada"},
    ("GET", "/admin/{room}/new"): {"ada"},
    ("GET", "/admin/{room}/{row_id}"): {"ada"},
    ("POST", "/admin/{room}/{row_id}"): {"ada"},
    ("POST", "/admin/{room}/{row_id}/remove"): {"ada"},
    ("POST", "/admin/people/{account_person_id}/password"): {"ada"},
    ("POST", "/admin/people/{account_person_id}/sign-out"): {"ada"},
    ("GET", "/equity"): {"dora"},
    ("GET", "/equity/weights"): {"dora"},
    ("POST", "/equity/weights"): {"dora"},
    ("GET", "/schools/{school_id}/need"): COACH | LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/weight"): {"dora"},
    ("POST", "/schools/{school_id}/phase"): {"dora"},
    ("POST", "/schools/{school_id}/phase/{phase_id}/remove"): {"dora"},
    ("POST", "/schools/{school_id}/phase/{phase_id}/restore"): {"dora"},
    ("GET", "/plan"): {"dora"},
    ("GET", "/plan/new"): {"dora"},
    ("POST", "/plan"): {"dora"},
    ("POST", "/plan/{plan_id}/remove"): {"dora"},
    ("POST", "/plan/{plan_id}/restore"): {"dora"},
    ("GET", "/home-office"): {"dora"},
    ("GET", "/me"): {"jo", "sam"},
    ("GET", "/schools"): EVERYBODY - {"mei"},
    ("GET", "/schools/{school_id}"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/sessions"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/years"): COACH | LEADERS | OFFICE,
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
    ("GET", "/barriers"): EVERYBODY - {"mei"},
    ("GET", "/barriers/new"): {"dora"},
    ("POST", "/barriers"): {"dora"},
    ("GET", "/schools/{school_id}/barriers"): COACH | LEADERS | OFFICE,
    ("GET", "/schools/{school_id}/barriers/new"): COACH | LEADERS | {"dora"},
    ("POST", "/schools/{school_id}/barriers"): COACH | LEADERS | {"dora"},
    ("GET", "/barriers/{barrier_id}"): COACH | LEADERS | OFFICE,
    ("GET", "/barriers/{barrier_id}/edit"): COACH | LEADERS | {"dora"},
    ("POST", "/barriers/{barrier_id}"): COACH | LEADERS | {"dora"},
    ("POST", "/barriers/{barrier_id}/move"): COACH | LEADERS | {"dora"},
    ("POST", "/barriers/{barrier_id}/sessions"): COACH | LEADERS | {"dora"},
    ("POST", "/barriers/{barrier_id}/remove"): COACH | LEADERS | {"dora"},
    ("POST", "/barriers/{barrier_id}/restore"): COACH | LEADERS | {"dora"},
    ("POST", "/sessions/{session_id}/barriers"): COACH | LEADERS | {"dora"},
    ("GET", "/reflections"): {"dora"},
    ("GET", "/schools/{school_id}/reflections"): COACH | LEADERS | {"dora"},
    ("POST", "/schools/{school_id}/reflections"): COACH | LEADERS,
    ("POST", "/schools/{school_id}/reflections/{month}/remove"): COACH | LEADERS,
    ("POST", "/schools/{school_id}/reflections/{month}/restore"): COACH | LEADERS,
    ("GET", "/partners"): EVERYBODY - {"mei"},
    ("GET", "/partners.csv"): EVERYBODY - {"mei"},
    ("GET", "/partners.xlsx"): EVERYBODY - {"mei"},
    ("GET", "/partners/new"): OFFICE,
    ("POST", "/partners"): OFFICE,
    ("GET", "/partners/{partner_id}"): EVERYBODY - {"mei"},
    ("GET", "/partners/{partner_id}/edit"): OFFICE,
    ("POST", "/partners/{partner_id}"): OFFICE,
    ("POST", "/partners/{partner_id}/remove"): OFFICE,
    ("POST", "/partners/{partner_id}/restore"): OFFICE,
    ("GET", "/schools/{school_id}/partners"): COACH | LEADERS | OFFICE,
    ("GET", "/funding"): OFFICE,
    ("GET", "/funding/new"): {"ada"},
    ("POST", "/funding"): {"ada"},
    ("GET", "/funding/defaults"): {"ada"},
    ("POST", "/funding/defaults"): {"ada"},
    ("GET", "/funding/{source_id}/edit"): {"ada"},
    ("POST", "/funding/{source_id}"): {"ada"},
    ("POST", "/funding/{source_id}/remove"): {"ada"},
    ("POST", "/funding/{source_id}/restore"): {"ada"},
    ("GET", "/funding/report"): OFFICE,
    ("GET", "/funding/report.csv"): OFFICE,
    ("GET", "/funding/report.xlsx"): OFFICE,
    ("GET", "/funding/report.pdf"): OFFICE,
    ("GET", "/schools/{school_id}/strengths"): COACH | LEADERS | {"dora"},
    ("POST", "/sessions/{session_id}/wall"): COACH,
    ("POST", "/sessions/{session_id}/wall/down"): COACH | LEADERS,
    ("GET", "/areas/district"): OFFICE,
    ("GET", "/nudges"): {"ada"},
    ("POST", "/nudges"): {"ada"},
    ("POST", "/nudges/start"): {"ada"},
    ("POST", "/nudges/{nudge_id}"): {"ada"},
    ("POST", "/nudges/{nudge_id}/remove"): {"ada"},
    ("POST", "/nudges/changes/{nudge_change_id}/undo"): {"ada"},
    ("GET", "/admin/brand"): {"ada"},
    ("POST", "/admin/brand"): {"ada"},
    ("POST", "/admin/brand/color"): {"ada"},
    ("POST", "/admin/brand/logo"): {"ada"},
    ("POST", "/admin/brand/logo/remove"): {"ada"},
    ("POST", "/admin/brand/undo/{brand_change_id}"): {"ada"},
    ("GET", "/brand/{mark}.png"): EVERYBODY,
    ("GET", "/schools/{school_id}/brand"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/brand"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/brand/color"): LEADERS | OFFICE,
    ("POST", "/schools/{school_id}/brand/undo/{change_id}"): LEADERS | OFFICE,
    ("GET", "/reminders"): EVERYBODY,
    ("POST", "/reminders"): EVERYBODY,
}
"""Who of Bridge Partners may, where the school is Alder and the session is Jo's there, with Rosa."""

KNOW_ALDER = COACH | LEADERS | OFFICE
"""For whom Alder exists: what they may not there is a 403, and for everybody else a 404."""

OF_COACHES = {route for route in MAY if route == ("POST", "/sessions/{session_id}") or "{other_id}" in route[1]}
"""Whoever logs nothing is told so before the id is looked at; to whoever does, another's is not there."""

KINDS = (
    "{partner_id}",
    "{source_id}",
    "{nudge_id}",
    "{nudge_change_id}",
    "{brand_change_id}",
    "{plan_id}",
    "{row_id}",
    "{account_person_id}",
    "{office_change_id}",
)
OF_NETWORK = {route for route in MAY if any(kind in route[1] for kind in KINDS)}
"""What is of the network and of no school: it exists for everybody in it, so without the right it is a 403."""

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

    bridge: dict[str, Any]
    other: dict[str, Any]


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
        | propose_both(database, cast.alder, cast.jo, cast.rosa, cast.areas)
        | {"partner_id": add_partner(database, cast.bridge, "Harbor Library", schools=(cast.alder,))}
        | {"barrier_id": name_barrier(database, cast.jo, cast.alder, what="Alder has no time for teams")}
        | {"source_id": add_source(database, cast.bridge, "Title I")}
        | changed_nudge(database, cast.ada, "low kids")
        | wear_everything(database, cast.alder, cast.ada)
        | weigh_and_plan(database, cast.alder, cast.dora)
        | kept_by_office(database, cast.alder, cast.ada, cast.jo),
        other={"school_id": cast.elder, "session_id": of_otto, "reviewer_id": cast.oona.person_id}
        | {"area_id": cast.other_areas[Area.BUDGET], "other_id": some_time(database, cast.otto, cast.today)}
        | propose_everything(database, cast.elder, cast.otto, cast.today)
        | propose_both(database, cast.elder, cast.otto, cast.oona, cast.other_areas)
        | {"partner_id": add_partner(database, cast.other, "Elder Clinic", schools=(cast.elder,))}
        | {"barrier_id": name_barrier(database, cast.otto, cast.elder, what="Elder has no time for teams")}
        | {"source_id": add_source(database, cast.other, "Elder Fund")}
        | changed_nudge(database, cast.olga, "low kids")
        | wear_everything(database, cast.elder, cast.olga)
        | weigh_and_plan(database, cast.elder, cast.olga)
        | kept_by_office(database, cast.elder, cast.olga, cast.otto),
    )


def ask(client_of: ClientOf, cast: Cast, who: str | None, route: Route, ids: dict[str, Any]) -> httpx2.Response:
    method, path = route
    client = client_of(getattr(cast, who) if who else None)
    days = {"rated_on": cast.today, "first": cast.today - DAY, "month": cast.today.replace(day=1)}
    where = path.format(**ids, role="coach", rule="dependent", **days)
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
        return {200, 303, 409, 415, 422}  # 415: a file is asked for, and there is none
    if route in OF_COACHES:
        return {404} if who == "sam" else {403}
    if route in OF_NETWORK:
        return {403}
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
        if path == "/home-office" and who == "dora":  # load and schools alone; how anybody worked is on no page
            text = text.replace('<th scope="row">Jo Park</th>', "")
        if path == "/funding/defaults" and who == "ada":  # whose time what pays for; never how anybody worked
            text = text.replace("Jo Park", "").replace(str(cast.jo.person_id), "")
        assert "Jo Park" not in text, path
        assert str(cast.jo.person_id) not in text, path
