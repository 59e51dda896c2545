"""Where things go in a chart: figures in, the numbers of an SVG out. The macros of templates/charts draw them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.domain.chart import Point
from app.domain.measures import Dependence, Release
from app.domain.periods import DAY
from app.domain.words import MONTHS, percent

BAND_LEFT = 5
"""In a band, one unit is a hundredth, from here on; its height is 22."""

LINE_LEFT, LINE_STEP, LINE_TOP, LINE_HEIGHT = 4, 9, 4, 20
"""A small line's points are 9 apart; 0% lies at 24 and 100% at 4."""

PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT = 46, 24, 734, 240
"""The chart of a school is 790 by 304."""

MARK_ROOM, NAME_ROOM = 110, 180
"""Marks and signals nearer to the right edge than this carry their words on their left."""


class Band(NamedTuple):
    """A share as a bar, with its interval as a whisker."""

    width: str
    whisker: str


def band(measured: Dependence) -> Band:
    low, high = (BAND_LEFT + round(100 * side, 1) for side in (measured.low, measured.high))
    return Band(_plain(100 * measured.share), f"M{low:g} 4v14M{high:g} 4v14M{low:g} 11h{high - low:.3g}")


class Line(NamedTuple):
    """A small line's points, and where it ends."""

    points: str
    x: str
    y: str


def line(done: Sequence[int], held: Sequence[int]) -> Line:
    """A share over time, oldest first; a stretch without sessions has no point, and the line passes over it."""
    places = [
        (_plain(LINE_LEFT + LINE_STEP * number), _plain(LINE_TOP + LINE_HEIGHT * (1 - part / whole)))
        for number, (part, whole) in enumerate(zip(done, held, strict=True))
        if whole
    ]
    return Line(" ".join(f"{x},{y}" for x, y in places), *(places[-1] if places else ("", "")))


class Leads(NamedTuple):
    """Who led, as three widths that begin where the one before ends; the words say all of it."""

    words: str
    coach: str
    shared_from: str
    shared: str
    school_from: str
    school: str


def leads(measured: Release, width: int) -> Leads:
    coach, shared, school = (width * share for share in (measured.coach, measured.shared, measured.school))
    figures = (coach, coach, shared, coach + shared, school)
    return Leads(leads_in_words(measured), *map(_plain, figures))


def leads_in_words(measured: Release) -> str:
    """The shares of the time side by side: "coach led 70%, shared 25%, school led 5%"."""
    parts = (("coach led", measured.coach), ("shared", measured.shared), ("school led", measured.school))
    said = [f"{who} {percent(share)}" for who, share in parts]
    return ", ".join([*said, f"not said {percent(measured.unsaid)}"] if measured.unsaid else said)


class Dot(NamedTuple):
    x: str
    y: str
    signal: bool


class Mark(NamedTuple):
    """Something that happened, or a label of the axis, at its place."""

    x: str
    words: str
    left: bool


class Span(NamedTuple):
    x: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class SchoolChart:
    """A school's fortnights; `paths` are the stretches between gaps."""

    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    usual: str | None
    usual_words: str
    signal: Span | None
    signal_left: bool
    marks: tuple[Mark, ...]
    breaks: tuple[Span, ...]
    months: tuple[Mark, ...]


def school_chart(
    points: Sequence[Point],
    *,
    usual: float | None,
    signal: tuple[date, str] | None,
    events: Iterable[tuple[date, str]],
    breaks: Iterable[tuple[date, date, str]],
) -> SchoolChart | None:
    """Place a school's fortnights; None without any.

    Args:
        points: one after the other, the first with a session.
        usual: the share that is usual here, if that is known.
        signal: since when there is a change, and its name.
        events: changes of leadership, with what happened.
        breaks: the network's breaks, with their names.
    """
    if not points:
        return None
    first, last = points[0].first, points[-1].last
    days = (last - first).days + 1

    def x(day: date) -> float:
        return PLOT_LEFT + PLOT_WIDTH * min(max((day - first).days, 0), days) / days

    dots = [
        Dot(_plain(x(point.first + (point.last - point.first) / 2)), _plain(_y(point.share)), _in(signal, point))
        if point.share is not None
        else None
        for point in points
    ]
    edge = PLOT_LEFT + PLOT_WIDTH
    return SchoolChart(
        paths=tuple(_stretches(dots)),
        dots=tuple(dot for dot in dots if dot),
        usual=None if usual is None else _plain(_y(usual)),
        usual_words="" if usual is None else f"usual {percent(usual)}",
        signal=None if signal is None else Span(_plain(x(signal[0])), _plain(edge - x(signal[0])), signal[1]),
        signal_left=signal is not None and edge - x(signal[0]) < NAME_ROOM,
        marks=tuple(_mark(x(day), words) for day, words in sorted(events) if first <= day <= last),
        breaks=tuple(
            Span(_plain(x(start)), _plain(x(end + DAY) - x(start)), words)
            for start, end, words in breaks
            if start <= last and end >= first
        ),
        months=tuple(_months(first, last, x)),
    )


def _y(share: float) -> float:
    return PLOT_TOP + PLOT_HEIGHT * (1 - share)


def _in(signal: tuple[date, str] | None, point: Point) -> bool:
    return signal is not None and point.last >= signal[0]


def _stretches(dots: Iterable[Dot | None]) -> Iterable[str]:
    found: list[str] = []
    for dot in [*dots, None]:
        if dot is not None:
            found.append(f"{dot.x},{dot.y}")
        elif found:
            yield " ".join(found)
            found = []


def _mark(x: float, words: str) -> Mark:
    return Mark(_plain(x), words, left=x > PLOT_LEFT + PLOT_WIDTH - MARK_ROOM)


def _months(first: date, last: date, x: Callable[[date], float]) -> Iterable[Mark]:
    """Every second month by name, as many as have room."""
    day = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    every = 1 if (last - first).days < 200 else 2  # noqa: PLR2004 - about half a year of names fits side by side
    while day <= last:
        if (day.month - 1) % every == 0:
            name = MONTHS[day.month - 1][:3]
            yield Mark(_plain(x(day)), f"{name} {day.year}" if day.month == 1 else name, left=False)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _plain(number: float) -> str:
    """A coordinate with a decimal at most: 12.5, 71."""
    return f"{number:.1f}".removesuffix(".0")
