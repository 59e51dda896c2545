"""The figures behind a school's chart: its table, its tests, and its words for whoever does not see it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.chart import Point
from app.domain.language import _
from app.domain.p_chart import PChart
from app.domain.words import hours, percent
from app.services.seeing.school import SchoolView, Tests
from app.web.cells import change_in_words, since
from app.web.words import plural, short_day


class FortnightRow(NamedTuple):
    """A point of the chart, by minutes and by sessions."""

    days: str
    done: str
    beside: str
    share: str
    counts: str


class LimitsRow(NamedTuple):
    """A point of the p chart, by sessions."""

    days: str
    share: str
    limits: str
    wider: str


class TestWords(NamedTuple):
    """What the other tests found, for the sentences of the template."""

    median: str
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int
    signal: bool
    center: str
    outside: str
    sigma_z: str
    wider_outside: str
    fortnights: tuple[LimitsRow, ...]


def tests_in_words(points: Sequence[Point], tests: Tests) -> TestWords:
    run, plain, laney = tests.run, tests.plain, tests.laney
    judged = [point for point in points if point.tally.sessions]
    return TestWords(
        median=percent(run.median or 0.0),
        longest_run=run.longest_run,
        longest_run_limit=run.longest_run_limit,
        crossings=run.crossings,
        crossings_limit=run.crossings_limit,
        signal=run.signal,
        center=percent(plain.center[0]),
        outside=_outside(plain),
        sigma_z=f"{laney.sigma_z:.2f}",
        wider_outside=_outside(laney),
        fortnights=tuple(
            LimitsRow(
                days=_days(point, points),
                share=percent(point.tally.for_sessions / point.tally.sessions),
                limits=_limits(plain, number),
                wider=_limits(laney, number),
            )
            for number, point in enumerate(judged)
        ),
    )


def fortnights(points: Sequence[Point]) -> Iterator[FortnightRow]:
    for point in points:
        tally = point.tally
        yield FortnightRow(
            days=_days(point, points),
            done=hours(tally.for_minutes),
            beside=hours(tally.with_minutes),
            share="" if point.share is None else percent(point.share),
            counts=_("%(part)s of %(whole)s", part=tally.for_sessions, whole=tally.sessions),
        )


def _days(point: Point, points: Sequence[Point]) -> str:
    return _("%(first)s to %(last)s", first=since(point.first, points[-1].last), last=short_day(point.last))


def chart_words(seen: SchoolView) -> str:
    """The chart for whoever does not see it."""
    shares = [point.share for point in seen.points if point.share is not None]
    if not shares:
        return ""
    change = seen.standing.change
    said = [
        _(
            "%(points)s of two weeks each, from %(low)s to %(high)s",
            points=plural(len(shares), "point"),
            low=percent(min(shares)),
            high=percent(max(shares)),
        ),
        _("the last %(share)s", share=percent(shares[-1])),
        *([_("usual here %(share)s", share=percent(change.usual))] if change.usual is not None else []),
        change_in_words(change),
        *(f"{words} {short_day(day)}" for day, words in seen.events if day >= seen.points[0].first),
    ]
    return "; ".join(said) + "."


def _limits(chart: PChart, number: int) -> str:
    return _("%(low)s to %(high)s", low=percent(chart.lower[number]), high=percent(chart.upper[number]))


def _outside(chart: PChart) -> str:
    return plural(len(chart.outside), "fortnight") if chart.outside else _("no fortnight")
