"""The bench fills databases as the product would, and the product takes what the bench sends."""

import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.engine import Database
from app.store.rollup_check import list_differences
from app.store.scope import tie
from app.store.sessions import session
from tests.load.forms import get, posts
from tests.load.network import BenchNetwork, make_network
from tests.load.storage import fill


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


def test_a_filled_database_holds_as_many_sessions_and_sums_that_agree(database: Database) -> None:
    network = make_network(database, schools=5, coaches=2)
    fill(database, network, 120)
    assert count_sessions(database, network) == 120
    assert sums_agree(database, network)


def test_the_product_takes_every_post_of_the_bench_and_shows_the_dashboard(database: Database) -> None:
    network = make_network(database, schools=5, coaches=2)
    fill(database, network, 60)
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secure_cookies=False), database)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    assert [send(client, post) for post in posts(network, 12)] == [303] * 12
    assert count_sessions(database, network) == 72
    assert sums_agree(database, network)
    assert send(client, get("/dashboard", network.director)) == 200
