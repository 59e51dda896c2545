"""The bench's own arithmetic, and its clients."""

import socket
from collections import Counter
from threading import Thread

import pytest

from tests.load.client import drive, whole
from tests.load.figures import Aim, Line, against, shown, table
from tests.load.page_floor import FLOORS


@pytest.mark.parametrize(
    ("aim", "value", "met"),
    [
        (Aim(2.0), 1.99, True),
        (Aim(2.0), 2.01, False),
        (Aim(0.6, over=True), 0.61, True),
        (Aim(0.6, over=True), 0.59, False),
        (Aim(0.0), 0, True),
        (Aim(0.0), 1, False),
    ],
)
def test_an_aim_is_met_on_its_side_of_the_limit(aim: Aim, value: float, *, met: bool) -> None:
    assert aim.met(value) is met


def test_an_aim_is_said_with_its_side_and_of_a_figure_in_its_unit() -> None:
    aims = [(Aim(2.0), 1.5, "ms"), (Aim(0.6, over=True), 0.7, "/s"), (Aim(0.15), None, "ms"), (Aim(0.0), None, "")]
    lines = [Line("part", "what", 1.0, unit, ratio=ratio, aim=aim) for aim, ratio, unit in aims]
    assert [line.aimed for line in lines] == ["< 2", "> 0.6", "< 150", "none"]
    assert Line("part", "what", 1.0, "ms").aimed == ""


def test_a_ratio_is_the_median_of_the_rounds_ratios_and_not_the_ratio_of_the_medians() -> None:
    """Round by round 2, 4 and 1; a round in which the machine was slow for both counts as any other."""
    line = against("part", "what", ours=[2.0, 40.0, 3.0], floor=[1.0, 10.0, 3.0], unit="ms", aim=Aim(2.0))
    assert line.ratio == 2.0
    assert (line.ours, line.floor) == (3.0, 3.0)
    assert line.met


def test_an_aim_without_a_floor_is_held_against_the_figure() -> None:
    assert Line("part", "memory", 101.0, "MB", floor=60.0, aim=Aim(100.0)).met is False


def test_a_figure_without_an_aim_is_neither_met_nor_missed() -> None:
    assert Line("part", "what", 1.0, "ms").met is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.001254, "ms", "1.25 ms"),
        (0.0125, "ms", "12.5 ms"),
        (0.4761, "ms", "476 ms"),
        (2310.4, "/s", "2,310 /s"),
        (0.98, "s", "0.98 s"),
        (0, "", "0"),
    ],
)
def test_a_figure_is_shown_with_three_digits(value: float, unit: str, words: str) -> None:
    assert shown(value, unit) == words


def test_the_table_has_a_line_a_figure_under_its_part() -> None:
    lines = [
        against("(a) one", "first", [0.002], [0.001], "ms", Aim(2.0)),
        Line("(b) two", "failed", 3, "", aim=Aim(0.0)),
    ]
    assert [row.split() for row in table(lines).splitlines()] == [
        ["ours", "floor", "ratio", "aim"],
        ["(a)", "one"],
        ["first", "2", "ms", "1", "ms", "2.00", "<", "2", "met"],
        ["(b)", "two"],
        ["failed", "3", "none", "missed"],
    ]


def test_an_answer_is_whole_once_its_body_is_there() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\ncontent-type: text/plain\r\n\r\n"
    assert whole(bytearray(head[:-2])) is None
    assert whole(bytearray(head + b"bod")) is None
    assert whole(bytearray(head + b"body")) == (200, len(head) + 4)
    without_a_body = b"HTTP/1.1 303 See Other\r\nlocation: /\r\n\r\n"
    assert whole(bytearray(without_a_body)) == (303, len(without_a_body))


@pytest.mark.parametrize("clients", [1, 3, 20])
def test_every_request_is_sent_once_whatever_the_number_of_clients(clients: int) -> None:
    """The server answers each path with the status that it names, and keeps what it was sent."""
    sent: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        with connection:
            while request := connection.recv(1_000):
                sent.append(request)
                connection.sendall(b"HTTP/1.1 " + request[5:8] + b" So\r\ncontent-length: 0\r\n\r\n")

    def serve(listening: socket.socket, connections: int) -> None:
        threads = [Thread(target=answer, args=listening.accept()[:1]) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    requests = [b"GET /%d HTTP/1.1\r\nx: %d\r\n\r\n" % (200 + number % 4, number) for number in range(12)]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=serve, args=(listening, min(clients, 12)))
        server.start()
        driven = drive(listening.getsockname()[1], requests, clients)
        server.join()
    assert sorted(sent) == sorted(requests)
    assert driven.statuses == Counter({200: 3, 201: 3, 202: 3, 203: 3})
    assert len(driven.each) == 12
    assert all(0 < seconds <= driven.seconds for seconds in driven.each)


def test_a_server_that_hangs_up_is_an_error_and_no_figure() -> None:
    def hang_up(listening: socket.socket) -> None:
        listening.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Thread(target=hang_up, args=(listening,))
        server.start()
        with pytest.raises(ConnectionError):
            drive(listening.getsockname()[1], [b"GET / HTTP/1.1\r\n\r\n"], 1)
        server.join()


@pytest.mark.parametrize("size", [20_000, 400_000])
@pytest.mark.parametrize("path", FLOORS)
def test_a_pages_floor_is_as_long_as_it_was_asked_to_be_to_the_nearest_row(path: str, size: int) -> None:
    floor = FLOORS[path]
    assert abs(len(floor.page(size).encode()) - size) <= floor.row
