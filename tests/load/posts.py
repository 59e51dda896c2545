"""(a) Logging a session over HTTP, against the same form without a database."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.load.client import Drive
from tests.load.figures import Aim, Line, against
from tests.load.forms import posts
from tests.load.machine import flush_seconds
from tests.load.network import BenchNetwork
from tests.load.own_floor import PATH
from tests.load.plan import Plan
from tests.load.servers import Server, application, served, settings
from tests.load.storage import Storage, filled

PART = "(a) log a session over HTTP"

ALONE, TOGETHER, NONE = Aim(2.0), Aim(0.6, over=True), Aim(0.0)

FLUSHES = 10

SEE_OTHER, BUSY = 303, 503


@dataclass(slots=True)
class _Target:
    """A server to post to, and of each round: one client's median time, the rate of many, and the disk's flush."""

    server: Server
    network: BenchNetwork
    path: str = "/sessions"
    folder: Path | None = None
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    flushes: list[float] = field(default_factory=list)
    failed: int = 0
    busy: int = 0

    def round(self, plan: Plan, drive: Drive) -> None:
        one = drive(self.server.port, posts(self.network, plan.alone, path=self.path), 1)
        many = drive(self.server.port, posts(self.network, plan.together, path=self.path), plan.clients)
        self.alone.append(median(one.each))
        self.together.append(many.rate)
        if self.folder is not None:
            self.flushes.append(median(flush_seconds(self.folder, FLUSHES)))
        statuses = one.statuses + many.statuses
        self.failed += statuses.total() - statuses[SEE_OTHER]
        self.busy += statuses[BUSY]

    def locked(self) -> int:
        """Answers that said "busy", or lines of the log that say "locked", whichever are more."""
        return max(self.busy, self.server.locked())


def measure_posts(storages: Mapping[str, Storage], plan: Plan, drive: Drive) -> Iterator[Line]:
    """The product on each storage, the floor and our own floor, in turns."""
    with ExitStack() as stack:
        fulls = {name: stack.enter_context(filled(each, plan, plan.sessions[0])) for name, each in storages.items()}
        ours = {
            name: _Target(stack.enter_context(application(full.url)), full.network, folder=storages[name].folder)
            for name, full in fulls.items()
        }
        any_full = next(iter(fulls.values()))
        floor = _Target(stack.enter_context(served("tests.load.floors:plain", {})), any_full.network)
        own_server = stack.enter_context(served("tests.load.own_floor:own", settings(any_full.url)))
        own = _Target(own_server, any_full.network, PATH)
        targets = [*ours.values(), floor, own]
        for target in targets:
            drive(target.server.port, posts(target.network, plan.clients, path=target.path), 1)
        for number in range(plan.rounds):
            for place in range(len(targets)):
                targets[(number + place) % len(targets)].round(plan, drive)
        for name, target in ours.items():
            yield from _lines(name, target, floor, own, plan)


def _lines(name: str, ours: _Target, floor: _Target, own: _Target, plan: Plan) -> Iterator[Line]:
    alone, together = f"{name}: 1 client, p50", f"{name}: {plan.clients} clients"
    yield against(PART, alone, ours.alone, floor.alone, "ms", ALONE)
    if ours.flushes:
        kept = [least + flush for least, flush in zip(floor.alone, ours.flushes, strict=True)]
        yield against(PART, f"{alone}, floor and a flush", ours.alone, kept, "ms")
    yield against(PART, f"{alone}, own floor", ours.alone, own.alone, "ms")
    yield against(PART, together, ours.together, floor.together, "/s", TOGETHER)
    yield against(PART, f"{together}, own floor", ours.together, own.together, "/s")
    yield Line(PART, f"{name}: posts that failed", ours.failed, "", aim=NONE)
    yield Line(PART, f"{name}: “locked” said", ours.locked(), "", aim=NONE)
    if ours.flushes:
        yield Line(PART, f"{name}: a flush of 64 KB", median(ours.flushes), "ms")
