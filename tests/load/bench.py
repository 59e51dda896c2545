"""The whole bench: its parts one after the other, their lines as a table, and all of it as a file."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.load.client import Drive, client_process
from tests.load.figures import Line, table
from tests.load.machine import facts, ram_disk
from tests.load.pages import measure_pages
from tests.load.plan import Plan
from tests.load.posts import measure_posts
from tests.load.process import measure_process
from tests.load.storage import SQLITE, Files, Storage, storage_of

LOG, DASHBOARD, PROCESS = "log", "dashboard", "process"
PARTS = (LOG, DASHBOARD, PROCESS)


def bench(database: str, data: Path | None, plan: Plan, parts: tuple[str, ...], output: Path) -> None:
    """Measure, print and write.

    Args:
        database: "sqlite", "postgresql" for a server made for this run, or the URL of one to make databases on.
        data: the folder for SQLite's files; by default one for temporary files.
        plan: how much.
        parts: of `PARTS`.
        output: the file for the figures, as JSON.
    """
    start = perf_counter()
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(TemporaryDirectory(prefix="sidebyside-bench-")))
        storage = stack.enter_context(storage_of(database, folder))
        drive = stack.enter_context(client_process())
        lines = list(_measured(database, storage, plan, parts, drive))
    if database != SQLITE:
        lines = [replace(line, aim=None) for line in lines]  # the aims are SQLite's
    known = facts(database if database == SQLITE else "postgresql") | {"seconds": round(perf_counter() - start)}
    print("\n".join([table(lines), "", ", ".join(f"{name} {value}" for name, value in known.items())]))  # noqa: T201
    output.write_text(json.dumps(_written(lines, plan, known), indent=2, ensure_ascii=False) + "\n")


def _measured(database: str, storage: Storage, plan: Plan, parts: tuple[str, ...], drive: Drive) -> Iterator[Line]:
    if LOG in parts:
        _say("logging sessions ...")
        yield from measure_posts(_storages(database, storage), plan, drive)
    if PROCESS in parts:
        _say("starting servers ...")
        yield from measure_process(storage, plan, drive)
    if DASHBOARD in parts:
        _say(f"filling {', '.join(f'{each:,}' for each in plan.sessions)} sessions, and looking at dashboards ...")
        yield from measure_pages(storage, plan, drive)


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
