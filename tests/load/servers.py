"""The servers that are measured: real ones, each a process of its own, started and stopped here."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter, sleep
from typing import IO

from app.settings import ROOT
from tests.load.client import HERE

START_SECONDS = 60
ASK_AGAIN_SECONDS = 0.002

PEAK = "VmHWM:"
"""In /proc/PID/status: the most memory that a process ever had."""

MIB = 1 << 20


class ServerError(RuntimeError):
    """A server that does not start, or does not answer."""

    def __init__(self, command: list[str], said: str) -> None:
        super().__init__(f"{' '.join(command)} gave no answer:\n{said}")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `start_seconds` went by from its start to its first answer, and `said` is all it wrote."""

    port: int
    pid: int
    start_seconds: float
    said: IO[bytes]

    def peak_mib(self) -> float:
        """The most memory it ever had, in MiB; what it has now, where the system does not keep that."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if PEAK in line) / MIB
        return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(self.pid)])) * 1024 / MIB

    def locked(self) -> int:
        """How often it wrote that the database was locked."""
        self.said.seek(0)
        return self.said.read().count(b"locked")


@contextmanager
def product(url: str) -> Iterator[Server]:
    """The product as an operator starts it: the command, its migrations, and its log."""
    command = [str(Path(sys.executable).with_name("sidebyside")), "serve", "--host", HERE]
    with _running(command, settings(url)) as server:
        yield server


@contextmanager
def application(url: str) -> Iterator[Server]:
    """The product on a database, as the floors are served."""
    with served("app.main:from_environment", settings(url)) as server:
        yield server


@contextmanager
def served(factory: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """An application as the product is served (uvicorn with uvloop and httptools), but without a line a request."""
    command = [sys.executable, "-m", "uvicorn", "--factory", factory, "--host", HERE, "--log-level", "warning"]
    with _running([*command, "--ws", "none", "--no-server-header"], environment) as server:
        yield server


def settings(url: str) -> dict[str, str]:
    """The product's, for a database of the bench; without https, and so without the cookie's `__Host-`."""
    return {"SBS_DATABASE_URL": url, "SBS_SECURE_COOKIES": "false"}


@contextmanager
def _running(command: list[str], environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    with TemporaryFile() as said:
        start = perf_counter()
        process = subprocess.Popen(
            [*command, "--port", str(port)], cwd=ROOT, env=os.environ | environment, stdout=said, stderr=said
        )
        try:
            while not _is_well(port):
                if process.poll() is not None or perf_counter() - start > START_SECONDS:
                    said.seek(0)
                    raise ServerError(command, said.read().decode())
                sleep(ASK_AGAIN_SECONDS)
            yield Server(port, process.pid, perf_counter() - start, said)
        finally:
            process.terminate()
            process.wait()


def _is_well(port: int) -> bool:
    connection = http.client.HTTPConnection(HERE, port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server((HERE, 0)) as listening:
        return int(listening.getsockname()[1])
