"""Words upon a school's chart: each mark's where nothing drawn is behind them, and never upon other words."""

from collections.abc import Iterable
from itertools import chain, islice, pairwise, repeat
from typing import NamedTuple

EVENT_TOP, EVENT_STEP, EVENT_GAP = 42, 20, 12
"""The words of marks stand on lines that are 20 apart, from 42 on down, and 12 from each other."""

EVENT_TRIES = 3
"""Lines that are tried for words, of those that are free: lower down, nobody sees what they belong to."""

Point = tuple[float, float]


class Frame(NamedTuple):
    """How wide a school's chart is drawn, and where in it the plot lies.

    Words keep their size while a chart shrinks with its card, so a phone gets a chart of its own.
    `letter` is about how wide a letter is drawn, `months` is how many names of months have room, `mark_room` and
    `name_room` how much a mark's and the signal's words need before the right edge; with less, they stand on the left.
    """

    width: int
    left: int
    plot: int
    months: int
    mark_room: int
    name_room: int
    letter: float = 8.5

    @property
    def edge(self) -> int:
        return self.left + self.plot


class Event(NamedTuple):
    """Something that happened, at its place; words that would lie upon others' stand lower, at `y`."""

    x: str
    words: str
    left: bool
    y: int


def place_words(found: Iterable[tuple[float, str]], frame: Frame, paths: Iterable[str]) -> Iterable[Event]:
    """Marks from left to right, each with its words on the side and the line where nothing drawn is behind them.

    Where there is no such place among the highest free ones, the highest of them: words are never upon other words.
    """
    drawn = [pair for path in paths for pair in pairwise(_points(path))]
    lines: list[list[Point]] = []
    for x, words in found:
        width = frame.letter * len(words) + EVENT_GAP
        free = []
        for left in {frame.edge - x < frame.mark_room, x - width >= frame.left}:
            start, end = (x - width, x) if left else (x, x + width)
            rows = enumerate(chain(lines, repeat([], EVENT_TRIES)))
            for number, _taken in islice((row for row in rows if _is_free(row[1], start, end)), EVENT_TRIES):
                y = EVENT_TOP + EVENT_STEP * number
                behind = sum(_crosses(pair, (start, end), (y - EVENT_STEP, y)) for pair in drawn)
                free.append((behind, number, left, (start, end)))
        _behind, number, left, span = min(free)
        lines += [[] for _new in range(len(lines), number + 1)]
        lines[number].append(span)
        yield Event(plain(x), words, left, EVENT_TOP + EVENT_STEP * number)


def _is_free(taken: Iterable[Point], start: float, end: float) -> bool:
    return all(until <= start or end <= since for since, until in taken)


def _points(path: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in path.split())]


def _crosses(pair: tuple[Point, Point], across: Point, down: Point) -> bool:
    """Whether a stretch between two points goes through a box."""
    (x, y), (x2, y2) = pair
    start, end = max(x, across[0]), min(x2, across[1])
    if start > end:
        return False
    slope = (y2 - y) / (x2 - x) if x2 > x else 0.0
    ys = (y + slope * (start - x), y + slope * (end - x))
    return max(ys) >= down[0] and min(ys) <= down[1]


def plain(number: float) -> str:
    """A coordinate with a decimal at most: 12.5, 71."""
    return f"{number:.1f}".removesuffix(".0")
