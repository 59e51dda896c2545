"""Where things go in a chart: figures in, the numbers of an SVG out. The macros of templates/charts draw them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.domain.chart import Point
from app.domain.language import _
from app.domain.measures import Dependence, Release
from app.domain.periods import DAY
from app.domain.words import percent, short_month
from app.web.chart_places import Event, Frame, place_words, plain

BAND_LEFT = 5
"""In a band, one unit is a hundredth, from here on; its height is 22."""

LINE_LEFT, LINE_STEP, LINE_TOP, LINE_HEIGHT = 4, 9, 4, 20
"""A small line's points are 9 apart; 0% lies at 24 and 100% at 4."""

PLOT_TOP, PLOT_HEIGHT = 24, 240
"""In a school's chart, 100% lies at 24 and 0% at 264."""


WIDE = Frame(width=790, left=62, plot=664, months=9, mark_room=150, name_room=220)
NARROW = Frame(width=360, left=54, plot=250, months=4, mark_room=130, name_room=190, letter=9.5)


class Band(NamedTuple):
    """A share as a bar, with its interval as a whisker."""

    width: str
    whisker: str


def band(measured: Dependence) -> Band:
    low, high = (BAND_LEFT + round(100 * side, 1) for side in (measured.low, measured.high))
    return Band(plain(100 * measured.share), f"M{low:g} 4v14M{high:g} 4v14M{low:g} 11h{high - low:.3g}")


class Line(NamedTuple):
    """A small line's points, and where it ends."""

    points: str
    x: str
    y: str


def line(done: Sequence[int], held: Sequence[int]) -> Line:
    """A share over time, oldest first; a stretch without sessions has no point, and the line passes over it."""
    places = [
        (plain(LINE_LEFT + LINE_STEP * number), plain(LINE_TOP + LINE_HEIGHT * (1 - part / whole)))
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
    return Leads(leads_in_words(measured), *map(plain, figures))


def leads_in_words(measured: Release) -> str:
    """The shares of the time side by side: "coach led 70%, shared 25%, school led 5%"."""
    said = [
        _("coach led %(share)s", share=percent(measured.coach)),
        _("shared %(share)s", share=percent(measured.shared)),
        _("school led %(share)s", share=percent(measured.school)),
    ]
    return ", ".join([*said, _("not said %(share)s", share=percent(measured.unsaid))] if measured.unsaid else said)


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
    """A school's fortnights in a frame; `paths` are the stretches between gaps."""

    frame: Frame
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    usual: str
    usual_share: str
    signal: Span | None
    signal_left: bool
    marks: tuple[Event, ...]
    breaks: tuple[Span, ...]
    months: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a school's chart shows.

    `points` begin with a session; `signal` is a change's first day and its name, `events` are changes of leadership,
    `breaks` the network's, and `usual` is the share that is usual here, where that is known.
    """

    points: Sequence[Point]
    usual: float | None = None
    signal: tuple[date, str] | None = None
    events: Sequence[tuple[date, str]] = ()
    breaks: Sequence[tuple[date, date, str]] = ()


def school_chart(drawn: Drawn, frame: Frame) -> SchoolChart | None:
    """Place a school's fortnights; None without any."""
    if not drawn.points:
        return None
    first, last = drawn.points[0].first, drawn.points[-1].last
    days = (last - first).days + 1

    def x(day: date) -> float:
        return frame.left + frame.plot * min(max((day - first).days, 0), days) / days

    signal = drawn.signal
    since = x(signal[0]) if signal else 0.0
    dots = [
        None
        if point.share is None
        else Dot(
            plain(x(point.first + (point.last - point.first) / 2)),
            plain(_y(point.share)),
            signal is not None and point.last >= signal[0],
        )
        for point in drawn.points
    ]
    paths = tuple(_stretches(dots))
    events = [(x(day), words) for day, words in sorted(drawn.events) if first <= day <= last]
    return SchoolChart(
        frame=frame,
        paths=paths,
        dots=tuple(dot for dot in dots if dot),
        usual="" if drawn.usual is None else plain(_y(drawn.usual)),
        usual_share="" if drawn.usual is None else percent(drawn.usual),
        signal=Span(plain(since), plain(frame.edge - since), signal[1]) if signal else None,
        signal_left=frame.edge - since < frame.name_room,
        marks=tuple(place_words(events, frame, paths)),
        breaks=tuple(
            Span(plain(x(start)), plain(x(end + DAY) - x(start)), words)
            for start, end, words in drawn.breaks
            if start <= last and end >= first
        ),
        months=tuple(Mark(plain(x(day)), _month(day), left=False) for day in _months(first, last, frame.months)),
    )


def _y(share: float) -> float:
    return PLOT_TOP + PLOT_HEIGHT * (1 - share)


def _stretches(dots: Iterable[Dot | None]) -> Iterable[str]:
    found: list[str] = []
    for dot in [*dots, None]:
        if dot is not None:
            found.append(f"{dot.x},{dot.y}")
        elif found:
            yield " ".join(found)
            found = []


def _months(first: date, last: date, most: int) -> list[date]:
    """The first days of months, of every one or every second or so, that have room; January is always among them."""
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    within = [day for day in months if first <= day <= last]
    for every in (1, 2, 3, 4, 6):
        found = [day for day in within if (day.month - 1) % every == 0]
        if len(found) <= most:
            return found
    return [day for day in within if day.month == 1]


def _month(day: date) -> str:
    return str(day.year) if day.month == 1 else short_month(day)
