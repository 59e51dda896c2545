"""(c) What a server process needs: the time until it answers, and its memory after a busy day."""

from collections.abc import Iterator
from statistics import median

from tests.load.client import Drive
from tests.load.figures import Aim, Line
from tests.load.forms import get, posts
from tests.load.plan import Plan
from tests.load.servers import product, served
from tests.load.storage import Storage, filled

PART = "(c) the server process"

START, MEMORY = Aim(1.0), Aim(100.0)


def measure_process(storage: Storage, plan: Plan, drive: Drive) -> Iterator[Line]:
    """The product as its command starts it, beside a server that only has the floor of (a)."""
    starts: list[float] = []
    floor_starts: list[float] = []
    with filled(storage, plan, plan.sessions[0]) as full:
        for _ in range(plan.starts):
            with product(full.url) as server:
                starts.append(server.start_seconds)
            with served("tests.load.floors:plain", {}) as floor:
                floor_starts.append(floor.start_seconds)
        sent, seen = posts(full.network, plan.long_posts), [get("/dashboard", full.network.director)]
        with product(full.url) as server:
            drive(server.port, sent, plan.clients)
            drive(server.port, seen * plan.long_views, 1)
            peak = server.peak_mib()
        with served("tests.load.floors:plain", {}) as floor:
            drive(floor.port, sent, plan.clients)
            floor_peak = floor.peak_mib()
    yield Line(PART, "start to first answer", median(starts), "s", median(floor_starts), aim=START)
    what = f"peak memory, {plan.long_posts:,} posts and {plan.long_views} dashboards"
    yield Line(PART, what, peak, "MiB", floor_peak, aim=MEMORY)
