"""How an ILT sees itself, drawn under the school's chart: three rows of steps, the same days at the same places."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.domain.language import _
from app.domain.periods import DAY
from app.domain.ratings import Level, Meeting, Rating, meetings
from app.domain.vocabulary import Dimension
from app.domain.words import spoken
from app.web.chart_places import Frame
from app.web.charts import Mark, SchoolChart
from app.web.words import said

TOP, STEP, ROW = 34, 11, 84
"""In a row of 84, the highest level lies at 34, below the row's words, and each lower one 11 further down."""


class Row(NamedTuple):
    """One dimension: its steps and dots, and in words where it stands; `y` is where the words are written."""

    words: str
    y: int
    steps: str
    dots: tuple[tuple[str, str], ...]
    lowest: int
    highest: int


class RatingsChart(NamedTuple):
    """The rows in a frame, and the months of the chart above."""

    frame: Frame
    height: int
    rows: tuple[Row, ...]
    months: tuple[Mark, ...]


class Line(NamedTuple):
    """A meeting in the table under *Figures*; `levels` go by dimension."""

    day: str
    levels: tuple[str, ...]


class Ratings(NamedTuple):
    """All that charts/ratings.html shows: empty without a meeting that was agreed to."""

    charts: tuple[RatingsChart, ...]
    words: str
    lines: tuple[Line, ...]
    dimensions: tuple[Dimension, ...]


def ratings_part(
    ratings: Sequence[Rating], charts: Sequence[SchoolChart], span: tuple[date, date] | None, today: date
) -> Ratings:
    """A school's self-ratings for its page; what is only proposed is left out.

    Args:
        ratings: of the school, in any order.
        charts: the school's own, wide and narrow; each gets one below it. None: only the table.
        span: the first and the last day that these are drawn over (`points[0].first`, `points[-1].last`).
        today: the network's date.
    """
    held = [meeting for meeting in meetings(ratings) if meeting.agreed]
    return Ratings(
        charts=tuple(_chart(held, chart, *span) for chart in charts) if held and span else (),
        words=_words(held, today),
        lines=tuple(Line(spoken(each.rated_on, today), tuple(_level(each, of) for of in Dimension)) for each in held),
        dimensions=tuple(Dimension),
    )


def _chart(held: Sequence[Meeting], chart: SchoolChart, first: date, last: date) -> RatingsChart:
    rows = tuple(
        _row(dimension, [each for each in reversed(held) if dimension in each.levels], place, chart.frame, first, last)
        for place, dimension in enumerate(Dimension)
    )
    return RatingsChart(chart.frame, ROW * len(rows), rows, chart.months)


def _row(dimension: Dimension, held: Sequence[Meeting], place: int, frame: Frame, first: date, last: date) -> Row:
    """A dimension's steps, oldest first: each level lasts until the next meeting, and the last to the right edge."""
    days = (last + DAY - first).days
    top = ROW * place + TOP

    def x(day: date) -> float:
        return frame.left + frame.plot * min(max((day - first).days, 0), days) / days

    def y(level: Level) -> int:
        return top + STEP * (Level.EXEMPLARY - level)

    path: list[str] = []
    for meeting in held:
        at, level = x(meeting.rated_on), y(meeting.levels[dimension])
        path.append(f"{'H' if path else 'M'}{at:.1f}{'V' if path else ' '}{level}")
    latest = _level(held[-1], dimension) if held else _("not rated")
    return Row(
        words=f"{said(dimension)}: {latest}",
        y=top - 14,
        steps=f"{''.join(path)}H{frame.edge}" if path else "",
        dots=tuple(
            (f"{x(each.rated_on):.1f}", str(y(each.levels[dimension]))) for each in held if each.rated_on >= first
        ),
        lowest=y(Level.NOT_EVIDENT),
        highest=y(Level.EXEMPLARY),
    )


def _words(held: Sequence[Meeting], today: date) -> str:
    """What the chart shows, for who does not see it: where each dimension stands, and where it began."""
    if not held:
        return ""
    latest, earliest = held[0], held[-1]
    parts = [
        f"{said(each)} {_level(latest, each)}"
        if earliest is latest
        else _(
            "%(dimension)s %(level)s, and %(earlier)s on %(day)s",
            dimension=said(each),
            level=_level(latest, each),
            earlier=_level(earliest, each),
            day=spoken(earliest.rated_on, today),
        )
        for each in Dimension
    ]
    day = spoken(latest.rated_on, today)
    return _("On %(day)s the ILT saw itself so: %(levels)s.", day=day, levels="; ".join(parts))


def _level(meeting: Meeting, dimension: Dimension) -> str:
    level = meeting.levels.get(dimension)
    return _("not rated") if level is None else f"{int(level)} {said(level)}"
