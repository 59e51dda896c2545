"""(d) The page of flags and a school's with all that it can show, pages that have not changed, and judging alone."""

import gc
import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from time import process_time

from app.domain.access import Permission
from app.services.answers import see_flags
from app.services.seeing.standings import Kept
from app.services.visits import open_visit
from app.store.engine import Database
from app.store.schools import list_schools
from tests.load.client import HERE, Drive
from tests.load.figures import Aim, Line, against
from tests.load.forms import get, posts
from tests.load.pages import OK, WrongAnswerError, density
from tests.load.plan import Plan
from tests.load.servers import Server, application, served
from tests.load.storage import Filled

PART = "(d) other pages"

SCHOOL, UNCHANGED, JUDGING = Aim(3.0), Aim(2.0), Aim(0.15)

NOT_MODIFIED = 304


@dataclass(slots=True)
class _Page:
    """One page, its floor's path, and the times of each round."""

    name: str
    path: str
    floor_path: str
    size: int = 0
    warm: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    unchanged: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    def round(self, server: Server, full: Filled, plan: Plan, floor: Server, drive: Drive) -> None:
        who = full.network.director
        view, constant = get(self.path, who), get(f"{self.floor_path}?bytes={self.size}", who)
        views = drive(server.port, [view] * plan.views, 1)
        least = drive(floor.port, [constant] * plan.views, 1)
        had = [get(self.path, who, tag_of(server, self.path, view))] * plan.unchanged
        unchanged = drive(server.port, had, 1)
        plain = drive(floor.port, [get("/health", who)] * plan.unchanged, 1)
        after = [request for post in posts(full.network, plan.writes) for request in (post, view)]
        written = drive(server.port, after, 1)
        if (
            views.statuses[OK] + least.statuses[OK] != 2 * plan.views
            or written.statuses[OK] != plan.writes
            or unchanged.statuses[NOT_MODIFIED] != plan.unchanged
        ):
            message = f"{self.name} gave {views.statuses}, {written.statuses} and {unchanged.statuses}"
            raise WrongAnswerError(message)
        self.warm.append(median(views.each))
        self.floor.append(median(least.each))
        self.unchanged.append(median(unchanged.each))
        self.plain.append(median(plain.each))
        self.written.append(median(written.each[1::2]))


def measure_other_pages(full: Filled, plan: Plan, drive: Drive) -> Iterator[Line]:
    """Each page and its floor, in turns, on one database."""
    school = full.network.places[0].school_id
    pages = [
        _Page("dashboard", "/dashboard", "/dashboard"),
        _Page("flags", "/flags", "/flags"),
        _Page("a school", f"/schools/{school}", "/school"),
    ]
    with ExitStack() as stack:
        server = stack.enter_context(application(full.url))
        floor = stack.enter_context(served("tests.load.page_floor:app", {}))
        for page in pages:
            page.size = drive(server.port, [get(page.path, full.network.director)] * 2, 1).longest
        for number in range(plan.rounds):
            for place in range(len(pages)):
                pages[(number + place) % len(pages)].round(server, full, plan, floor, drive)
    part = f"{PART}, {full.sessions:,} sessions"
    dashboard, *others = pages
    for page in others:
        yield Line(part, f"{page.name}: the page ({density(full)})", page.size / 1_000, "KB")
        aim = SCHOOL if page.floor_path == "/school" else None
        yield against(part, f"{page.name}: warm", page.warm, page.floor, "ms", aim)
        yield against(part, f"{page.name}: after a write", page.written, page.floor, "ms")
    for page in pages:
        aim = UNCHANGED if page is dashboard else None
        yield against(part, f"{page.name}: unchanged (304)", page.unchanged, page.plain, "ms", aim)
    seconds = judging_seconds(full, plan.rounds)
    what = f"flags of {len(full.network.places)} schools, nothing kept: processor time"
    yield Line(part, what, median(seconds[1:]), "ms", aim=JUDGING)  # the first also compiles its statements


def tag_of(server: Server, path: str, request: bytes) -> str:
    """The tag with which a page is sent.

    Raises:
        WrongAnswerError: it has none.
    """
    lines = request.decode().split("\r\n")[1:-2]
    with closing(http.client.HTTPConnection(HERE, server.port)) as connection:
        connection.request("GET", path, headers=dict(line.split(": ", 1) for line in lines))
        answer = connection.getresponse()
        answer.read()
    if (tag := answer.headers["etag"]) is None:
        message = f"{path} came without a tag, with status {answer.status}"
        raise WrongAnswerError(message)
    return tag


def judging_seconds(full: Filled, times: int) -> list[float]:
    """The processor time in which a process reads and judges all schools, of which it kept nothing, so many times.

    The first also compiles its statements. On SQLite the database's work is part of it; a PostgreSQL server's is not.
    What has been imported is not looked through for garbage, as in the product once it is made.
    """
    database = Database(full.url)
    gc.freeze()
    try:
        return [_judge(database, full) for _ in range(times)]
    finally:
        gc.unfreeze()
        database.dispose()


def _judge(database: Database, full: Filled) -> float:
    with database.reading() as connection:
        start = process_time()
        visit = open_visit(connection, full.network.director.token, datetime.now(UTC))
        assert visit is not None
        mine = list_schools(connection, visit.network_id, visit.rights.schools(Permission.SEE_SCHOOL), visit.today)
        found = see_flags(visit, Kept(), mine)
        seconds = process_time() - start
    if len(found) != len(full.network.places):
        message = f"{len(found)} schools were judged"
        raise WrongAnswerError(message)
    return seconds
