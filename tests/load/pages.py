"""(b) The dashboard of hundreds of schools at several numbers of sessions, against as many bytes from constants."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.load.client import Drive
from tests.load.figures import Aim, Line, against
from tests.load.forms import get, posts
from tests.load.plan import Plan
from tests.load.servers import Server, application, served
from tests.load.storage import Filled
from tests.load.tellings import SPAN, school_days, span_of

PART = "(b) /dashboard"

FLOOR, GROWTH, WRITTEN = Aim(2.0), Aim(1.2, anywhere=True), Aim(0.5, anywhere=True)

OK = 200


class WrongAnswerError(RuntimeError):
    """Something else than a page came back, and what it took says nothing."""


@dataclass(slots=True)
class _Target:
    """The product on one database: its page's size in bytes, and the times of each round beside the floor's."""

    server: Server
    full: Filled
    size: int
    warm: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def view(self) -> bytes:
        return get("/dashboard", self.full.network.director)

    def round(self, plan: Plan, floor: Server, drive: Drive) -> None:
        views = drive(self.server.port, [self.view] * plan.views, 1)
        constant = get(f"/dashboard?bytes={self.size}", self.full.network.director)
        least = drive(floor.port, [constant] * plan.views, 1)
        after = [request for post in posts(self.full.network, plan.writes) for request in (post, self.view)]
        written = drive(self.server.port, after, 1)
        if views.statuses[OK] + least.statuses[OK] != 2 * plan.views or written.statuses[OK] != plan.writes:
            message = f"the dashboard gave {views.statuses} and {written.statuses}, its floor {least.statuses}"
            raise WrongAnswerError(message)
        self.warm.append(median(views.each))
        self.floor.append(median(least.each))
        self.written.append(median(written.each[1::2]))

    def cold(self, drive: Drive) -> None:
        with application(self.full.url) as fresh:
            self.first.append(drive(fresh.port, [self.view], 1).seconds)


def measure_pages(fulls: Sequence[Filled], plan: Plan, drive: Drive, part: str = PART) -> Iterator[Line]:
    """The product at each size, and the floor with as many bytes, in turns."""
    with ExitStack() as stack:
        targets: list[_Target] = []
        for full in fulls:
            server = stack.enter_context(application(full.url))
            seen = drive(server.port, [get("/dashboard", full.network.director)] * 2, 1)
            targets.append(_Target(server, full, seen.longest))
        floor = stack.enter_context(served("tests.load.page_floor:app", {}))
        for number in range(plan.rounds):
            for place in range(len(targets)):
                targets[(number + place) % len(targets)].round(plan, floor, drive)
        for _ in range(plan.colds):
            for target in targets:
                target.cold(drive)
    for target in targets:
        yield from _lines(part, target)
    yield from _growth(part, targets[0], targets[-1])


def density(full: Filled) -> str:
    """How the sessions lie: "500 schools, 2 years, 23.3 a school and week"."""
    span = span_of(full.sessions)
    weeks = len(school_days(full.filled_on, span)) / 5
    schools = len(full.network.places)
    return f"{schools} schools, {2 * (span // SPAN)} years, {full.sessions / schools / weeks:.3g} a school and week"


def _lines(part: str, target: _Target) -> Iterator[Line]:
    size, floor = f"{target.full.sessions:,} sessions", target.floor
    colds = [median(floor)] * len(target.first)
    written = [median(target.written)] * len(target.first)
    yield Line(part, f"{size}: {density(target.full)}: the page", target.size / 1_000, "KB")
    yield against(part, f"{size}: warm", target.warm, floor, "ms", FLOOR)
    yield against(part, f"{size}: after a write", target.written, floor, "ms")
    yield against(part, f"{size}: first of a process", target.first, colds, "ms")
    yield against(part, f"{size}: after a write against the first", written, target.first, "ms", WRITTEN)


def _growth(part: str, least: _Target, most: _Target) -> Iterator[Line]:
    sizes = f"{most.full.sessions:,} against {least.full.sessions:,}"
    yield against(part, f"{sizes}: warm", most.warm, least.warm, "ms", GROWTH)
    yield against(part, f"{sizes}: after a write", most.written, least.written, "ms")
    yield against(part, f"{sizes}: first of a process", most.first, least.first, "ms")
