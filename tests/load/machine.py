"""The machine that is measured on: what it is, and how long its disk takes to keep something."""

import os
import platform
import sqlite3
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

RAM_DISK = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it

FLUSH_BYTES = 64 << 10
"""About what a commit of a few sessions writes."""

_flush = getattr(os, "fdatasync", os.fsync)


def facts(database: str) -> dict[str, str | int | None]:
    """What the figures depend on."""
    return {
        "database": database,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
    }


def ram_disk() -> Path | None:
    return RAM_DISK if RAM_DISK.is_dir() and os.access(RAM_DISK, os.W_OK) else None


def flush_seconds(folder: Path, times: int) -> list[float]:
    """How long the folder's disk takes to write and keep 64 KB, so many times."""
    found, block = [], os.urandom(FLUSH_BYTES)
    with TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(times):
            start = perf_counter()
            os.pwrite(file.fileno(), block, 0)
            _flush(file.fileno())
            found.append(perf_counter() - start)
    return found
