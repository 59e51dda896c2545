"""The bench fills databases as the product would, and the product takes what the bench sends."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from app.main import create_app
from app.settings import Settings
from app.store.engine import Database
from app.store.rollup_check import list_differences
from app.store.scope import tie
from app.store.sessions import get_kept, session
from tests.load import tellings
from tests.load.forms import get, posts
from tests.load.network import BenchNetwork
from tests.load.other_pages import judging_seconds
from tests.load.plan import Plan
from tests.load.storage import Files, Filled, Fillings, Server, Storage, filled
from tests.load.tellings import received_at, tell, telling_of
from tests.support.databases import PostgresqlServer


def count_sessions(database: Database, network: BenchNetwork) -> int:
    with database.reading() as connection:
        tie(connection, network.id)
        found = sa.select(sa.func.count()).select_from(session).where(session.c.network_id == network.id)
        return int(connection.execute(found).scalar_one())


def sums_agree(database: Database, network: BenchNetwork) -> bool:
    with database.reading() as connection:
        tie(connection, network.id)
        return list_differences(connection, network.id) == []


def send(client: TestClient, request: bytes) -> int:
    """Send a request that was made for a socket."""
    head, body = request.decode().split("\r\n\r\n")
    first, *lines = head.split("\r\n")
    method, path, _ = first.split()
    headers = dict(line.split(": ", 1) for line in lines)
    return client.request(method, path, content=body, headers=headers).status_code


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, postgresql_server: PostgresqlServer) -> Storage:
    return Files(tmp_path) if request.param == "sqlite" else Server(postgresql_server)


PLAN = Plan(schools=5, coaches=2)


@pytest.fixture
def full(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Filled]:
    """A network of five schools with 120 sessions, filled in three pieces."""
    monkeypatch.setattr(tellings, "PIECE", 50)
    with filled(storage, PLAN, 120) as made:
        yield made


@pytest.fixture
def database(full: Filled) -> Iterator[Database]:
    found = Database(full.url)
    yield found
    found.dispose()


def test_a_filled_database_holds_as_many_sessions_and_sums_that_agree(full: Filled, database: Database) -> None:
    assert count_sessions(database, full.network) == 120
    assert sums_agree(database, full.network)


def test_a_filled_database_has_no_row_that_points_nowhere(full: Filled, database: Database) -> None:
    with database.reading() as connection:
        tie(connection, full.network.id)
        for table in SQLModel.metadata.sorted_tables:
            for key in table.foreign_key_constraints:
                there = key.referred_table.alias()
                same = [there.c[each.column.name] == each.parent for each in key.elements]
                own = each_of(table) == full.network.id
                said = sa.and_(own, *(each.parent.is_not(None) for each in key.elements))
                lost = sa.select(sa.func.count()).select_from(table).where(said)
                lost = lost.where(~sa.exists().where(each_of(there) == full.network.id, *same))
                assert connection.execute(lost).scalar_one() == 0, key


def each_of(table: sa.FromClause) -> sa.ColumnElement[UUID]:
    return table.c.id if "network_id" not in table.c else table.c.network_id


def test_a_session_that_was_filled_in_reads_as_it_was_told(full: Filled, database: Database) -> None:
    told = [each for piece in tell(full.network, 120, full.filled_on) for each in piece][7]
    with database.reading() as connection:
        tie(connection, full.network.id)
        found = get_kept(connection, full.network.id, UUID(told.id))
    assert found is not None
    assert found.telling == telling_of(full.network, told)
    assert found.received_at == received_at(told.day)


def test_databases_that_several_parts_look_at_are_filled_once(storage: Storage) -> None:
    with ExitStack() as stack:
        fillings = Fillings(storage, PLAN, stack)
        first, second = fillings.of((10, 20))
        assert fillings.of((20, 10)) == [second, first]
        assert (first.sessions, second.sessions) == (10, 20)


def test_the_product_takes_every_post_of_the_bench_and_shows_its_pages(full: Filled, database: Database) -> None:
    app = create_app(Settings(database_url=full.url, secure_cookies=False), database)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    assert [send(client, post) for post in posts(full.network, 12)] == [303] * 12
    assert count_sessions(database, full.network) == 132
    assert sums_agree(database, full.network)
    for path in ("/dashboard", "/flags", f"/schools/{full.network.places[0].school_id}"):
        page = client.get(path, headers={"cookie": f"sbs_login={full.network.director.token}"})
        assert page.status_code == 200
        assert send(client, get(path, full.network.director, page.headers["etag"])) == 304


def test_judging_all_schools_takes_some_processor_time(full: Filled) -> None:
    seconds = judging_seconds(full, 2)
    assert len(seconds) == 2
    assert min(seconds) > 0
