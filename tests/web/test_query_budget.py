"""No page takes over ten statements on the demo network: all of it is walked in every role, see `walking`.

A new route is walked by itself; one to which no link leads fails here until it is said why.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from app.services.demo import fill_demo
from app.store.engine import Database
from tests.support.databases import SqliteFile
from tests.support.walking import ROLES, Look, Walker, sign_in

NOW = datetime(2026, 11, 25, 1, 10, tzinfo=UTC)

MOST = 10
"""Statements of a page. At a tenth of a millisecond each on SQLite, and one way to a server each on PostgreSQL."""

NOT_PAGES = {
    "/": "sends to one's own first page",
    "/health": "a word",
    "/service-worker.js": "a script",
    "/manifest.webmanifest": "a file",
    "/brand/{mark}.css": "a file",
    "/brand/{mark}.png": "a file",
    "/tablet/lists": "lists for the tablet's own use, no page",
    "/schools/{school_id}/annotations": "a part of a school's page, sends there",
    "/schools/{school_id}/one-page.pdf": "a file of the page beside it",
    "/partners.csv": "a file of the page beside it",
    "/partners.xlsx": "a file of the page beside it",
    "/funding/report.csv": "a file of the page beside it",
    "/funding/report.xlsx": "a file of the page beside it",
    "/funding/report.pdf": "a file of the page beside it",
}
"""What answers a GET with something else than a page to read, and why it is not walked."""

STILL_OVER = {"/sessions/{session_id}": 15}
"""Pages that take more, and at the most how many: one's own session has a dozen parts, each a small read of its own."""

JUDGING = {
    "/schools/{school_id}",
    "/schools/{school_id}/one-page",
    "/dashboard",
    "/handoffs",
    "/schools",
    "/areas",
    "/areas/{area_id}",
    "/flags",
}
"""Pages that judge the schools in sight, which a process does once for each revision of a school and then keeps: the
facts of a flag are a dozen sums, each by its own index, for today and for the days on which it may have come up. Their
number does not grow with the schools, and whoever reads such a page next is within the ten."""

AT_FIRST = {**dict.fromkeys(JUDGING, 55), "/schools/{school_id}/ilt": 13}
"""At the most how many such a page takes where nothing of its schools is kept. A team's page keeps who led what."""


@pytest.fixture(scope="module")
def demo(sqlite_file: SqliteFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with sqlite_file.fresh(tmp_path_factory.mktemp("demo")) as database:
        fill_demo(database, NOW)
        yield database


@pytest.fixture(scope="module")
def walker(demo: Database) -> Walker:
    return Walker(demo, NOW)


@pytest.fixture(scope="module")
def looks(demo: Database, walker: Walker) -> list[Look]:
    tokens = {role: sign_in(demo, role, NOW) for role in ROLES}
    return [look for role, token in tokens.items() for look in walker.walk(role, token, NOT_PAGES)]


def most(looks: list[Look], *, cold: bool) -> Counter[str]:
    """By route, the most statements that any role's look at it took."""
    found = Counter[str]()
    for look in looks:
        found[look.route] = max(found[look.route], len((look.cold if cold else look.warm).statements))
    return found


def test_every_page_of_the_product_is_looked_at(walker: Walker, looks: list[Look]) -> None:
    assert {route for route, _ in walker.routes} == {look.route for look in looks} | NOT_PAGES.keys()
    assert {look.role for look in looks} == {"coach", "leader", "director", "admin"}
    assert any(look.warm.statements for look in looks if look.route == "/log"), "and what it asks is noted"


def test_no_page_takes_over_ten_statements(looks: list[Look]) -> None:
    assert over(most(looks, cold=False), STILL_OVER) == {}


def test_nor_where_nothing_is_kept_but_for_judging_the_schools(looks: list[Look]) -> None:
    assert over(most(looks, cold=True), STILL_OVER | AT_FIRST) == {}


def test_what_is_let_off_needs_it(looks: list[Look]) -> None:
    assert most(looks, cold=False).keys() >= STILL_OVER.keys()
    assert {route for route, number in most(looks, cold=True).items() if number > MOST} == {*STILL_OVER, *AT_FIRST}


def over(found: Mapping[str, int], let_off: Mapping[str, int]) -> dict[str, int]:
    return {route: number for route, number in found.items() if number > let_off.get(route, MOST)}
