"""The whole bench: its parts one after the other, their lines as a table, and all of it as a file."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.load.client import Drive, client_process
from tests.load.demo_pages import measure_demo_pages
from tests.load.figures import Line, table
from tests.load.machine import facts, ram_disk
from tests.load.other_pages import measure_other_pages
from tests.load.pages import measure_pages
from tests.load.plan import Plan
from tests.load.posts import measure_posts
from tests.load.process import measure_process
from tests.load.storage import SQLITE, Files, Fillings, Storage, storage_of

LOG, DASHBOARD, PROCESS, PAGES, DEMO, HUGE = "log", "dashboard", "process", "pages", "demo", "huge"
PARTS = (LOG, PROCESS, DASHBOARD, PAGES, DEMO)
"""What is measured unless somebody asks for less; `huge`, of half an hour and some 15 GB, is asked for by its name."""

HUGE_PART = "(e) /dashboard over many years"


def bench(database: str, data: Path | None, plan: Plan, parts: tuple[str, ...], output: Path) -> None:
    """Measure, print and write.

    Args:
        database: "sqlite", "postgresql" for a server made for this run, or the URL of one to make databases on.
        data: the folder for SQLite's files; by default one for temporary files.
        plan: how much.
        parts: of `PARTS`, or `HUGE`.
        output: the file for the figures, as JSON.
    """
    start = perf_counter()
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(TemporaryDirectory(prefix="sidebyside-bench-")))
        storage = stack.enter_context(storage_of(database, folder))
        drive = stack.enter_context(client_process())
        fillings = Fillings(storage, plan, stack)
        lines = list(_measured(database, storage, fillings, plan, parts, drive))
    if database != SQLITE:
        lines = [line if line.aim and line.aim.anywhere else replace(line, aim=None) for line in lines]
    known = facts(database if database == SQLITE else "postgresql") | {"seconds": round(perf_counter() - start)}
    print("\n".join([table(lines), "", ", ".join(f"{name} {value}" for name, value in known.items())]))  # noqa: T201
    output.write_text(json.dumps(_written(lines, plan, known), indent=2, ensure_ascii=False) + "\n")


def _measured(
    database: str, storage: Storage, fillings: Fillings, plan: Plan, parts: tuple[str, ...], drive: Drive
) -> Iterator[Line]:
    if LOG in parts:
        _say("logging sessions ...")
        yield from measure_posts(_storages(database, storage), plan, drive)
    if PROCESS in parts:
        _say("starting servers ...")
        yield from measure_process(storage, plan, drive)
    if DASHBOARD in parts:
        _say(f"filling {_sizes(plan.sessions)} sessions, and looking at dashboards ...")
        yield from measure_pages(fillings.of(plan.sessions), plan, drive)
    if PAGES in parts:
        _say("looking at flags, a school, and pages that have not changed ...")
        for full in fillings.of(plan.sessions[1:]):
            yield from measure_other_pages(full, plan, drive)
    if DEMO in parts:
        _say("looking at every page of the demo ...")
        yield from measure_demo_pages(plan.looks)
    if HUGE in parts:
        _say(f"filling {_sizes(plan.huge)} sessions, and looking at dashboards ...")
        yield from measure_pages(fillings.of(plan.huge), plan, drive, HUGE_PART)


def _sizes(sessions: Sequence[int]) -> str:
    return ", ".join(f"{each:,}" for each in sessions)


def _storages(database: str, storage: Storage) -> dict[str, Storage]:
    """A disk's flush may be anything from a tenth to several milliseconds, so SQLite is measured without it too."""
    if database != SQLITE:
        return {"PostgreSQL": storage}
    memory = ram_disk()
    return {"disk": storage} | ({"RAM disk": Files(memory)} if memory else {})


def _written(lines: list[Line], plan: Plan, known: dict[str, str | int | None]) -> dict[str, object]:
    return {"machine": known, "plan": asdict(plan), "figures": [asdict(line) | {"met": line.met} for line in lines]}


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201
