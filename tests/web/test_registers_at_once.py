"""The same form of a register eight times at once: one row, one trace, and eight answers that say it is saved."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx2
import pytest

from app.store.engine import Database
from tests.conftest import LOGIN_COOKIE, ClientOf
from tests.support.acts import count
from tests.support.cast import Cast, Someone
from tests.web.conftest import on_both
from tests.web.test_equity import ALL, weigh_all
from tests.web.test_plan import plan_form

pytestmark = on_both

TIMES = 8

AtOnce = Callable[[Someone, str, Mapping[str, str | list[str]]], list[httpx2.Response]]


@pytest.fixture
def at_once(live_server: str) -> AtOnce:
    """Posts somebody's form to a real server, so many times at the same moment."""

    def post_all(who: Someone, path: str, form: Mapping[str, str | list[str]]) -> list[httpx2.Response]:
        headers = {"sec-fetch-site": "same-origin", "cookie": f"{LOGIN_COOKIE}={who.token}"}

        def post(_time: int) -> httpx2.Response:
            answer: httpx2.Response = httpx2.post(f"{live_server}{path}", data=form, headers=headers)
            return answer

        with ThreadPoolExecutor(TIMES) as pool:
            return list(pool.map(post, range(TIMES)))

    return post_all


@pytest.mark.parametrize(
    ("who", "path", "table", "form"),
    [
        ("dora", "/partners", "partner", {"name": "Harbor Library", "does": "Reading evenings"}),
        ("ada", "/funding", "funding_source",
         {"name": "Title I", "kind": "public", "first_on": "2026-09-01", "last_on": "2027-06-30"}),
        ("ada", "/nudges", "office_change", {"words": "slow readers", "instead": "readers who are on their way"}),
        ("jo", "/barriers-at-alder", "barrier", {"what": "No common planning time"}),
    ],
)  # fmt: skip
def test_a_form_many_times_at_once_is_one_row(
    at_once: AtOnce, database: Database, cast: Cast, who: str, path: str, table: str, form: dict[str, str]
) -> None:
    at = path.replace("/barriers-at-alder", f"/schools/{cast.alder}/barriers")
    answers = at_once(getattr(cast, who), at, form | {"id": str(uuid4())})
    assert [answer.status_code for answer in answers] == [303] * TIMES
    assert (count(database, table), count(database, "audit_event")) == (1, 1)


def test_a_plan_many_times_at_once_is_one_plan(
    at_once: AtOnce, client_of: ClientOf, database: Database, cast: Cast
) -> None:
    weigh_all(client_of, cast, **ALL)
    answers = at_once(cast.dora, "/plan", plan_form(client_of, cast))
    assert [answer.headers["location"] for answer in answers] == ["/plan?done=saved"] * TIMES
    assert count(database, "term_plan") == 1
