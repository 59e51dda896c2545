"""Browsers, as light as they can be: open connections that send requests made beforehand and count the answers.

They run in a process of their own (see `Clients`), so that what is measured is the server and not who asks it.
"""

import gc
import selectors
import socket
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

HERE = "127.0.0.1"

READ_BYTES = 1 << 18

Drive = Callable[[int, Sequence[bytes], int], "Driven"]


@dataclass(frozen=True, slots=True)
class Driven:
    """What came of some requests: the time of all, each one's, how many of each status, and the longest answer."""

    seconds: float
    each: tuple[float, ...]
    statuses: Counter[int]
    longest: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each) / self.seconds


class _Browser:
    """One connection that stays open, with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HERE, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.place = 0
        self.sent_at = 0.0
        self._answer = bytearray()

    def close(self) -> None:
        self.socket.close()

    def send(self, place: int, request: bytes) -> None:
        self.place = place
        self._answer.clear()
        self.sent_at = perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, int] | None:
        """Take in what has come: (status, bytes) once the answer is whole.

        Raises:
            ConnectionError: the server hung up.
        """
        more = self.socket.recv(READ_BYTES)
        if not more:
            message = "the server closed a connection in the middle of an answer"
            raise ConnectionError(message)
        self._answer += more
        return whole(self._answer)


def whole(answer: bytearray) -> tuple[int, int] | None:
    """(status, bytes) of an answer, or None while some of it is still to come; its head says how long its body is."""
    head_ends = answer.find(b"\r\n\r\n")
    if head_ends < 0:
        return None
    named = answer[:head_ends].lower().partition(b"\r\ncontent-length:")[2]
    body = int(named.partition(b"\r\n")[0] or 0)
    return (int(answer[9:12]), len(answer)) if len(answer) >= head_ends + 4 + body else None


def drive(port: int, requests: Sequence[bytes], clients: int) -> Driven:
    """Send every request once; each of the clients sends its next as soon as it has its answer."""
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        browsers = [stack.enter_context(closing(_Browser(port))) for _ in range(min(clients, len(requests)))]
        for browser in browsers:
            selector.register(browser.socket, selectors.EVENT_READ, browser)
        gc.disable()
        stack.callback(gc.enable)
        return _drive(selector, browsers, requests)


def _drive(selector: selectors.BaseSelector, browsers: Sequence[_Browser], requests: Sequence[bytes]) -> Driven:
    left = deque(enumerate(requests))
    each, statuses, longest = [0.0] * len(requests), Counter[int](), 0
    start = perf_counter()
    for browser in browsers:
        browser.send(*left.popleft())
    while selector.get_map():
        for key, _ in selector.select():
            browser = key.data
            if (answered := browser.receive()) is None:
                continue
            each[browser.place] = perf_counter() - browser.sent_at
            statuses[answered[0]] += 1
            longest = max(longest, answered[1])
            if left:
                browser.send(*left.popleft())
            else:
                selector.unregister(browser.socket)
    return Driven(perf_counter() - start, tuple(each), statuses, longest)


@contextmanager
def client_process() -> Iterator[Drive]:
    """`drive`, but in another process, which stays for the whole run."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield lambda port, requests, clients: pool.submit(drive, port, requests, clients).result()
