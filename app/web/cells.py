"""A school's row on the dashboard, as text: each cell is formatted once, and the template only puts it in its place."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from app.domain.change import Change
from app.domain.measures import Dependence, Tally
from app.domain.words import hours, percent
from app.services.seeing.shelf import MOST
from app.services.seeing.standings import LINE_WEEKS, Standing
from app.web.charts import Band, Leads, band, leads, line
from app.web.words import plural, said, short_day

LEADS_WIDTH = 90


class Row(NamedTuple):
    """In the order in which the template takes it apart; an empty string is a cell with nothing to draw."""

    id: UUID
    name: str
    stage: str
    share: str
    between: str
    counts: str
    fill: str
    whisker: str
    line: str
    line_words: str
    end_x: str
    end_y: str
    direction: str
    change: str
    leads: str
    coach: str
    shared_from: str
    shared: str
    school_from: str
    school: str
    held: str
    minutes: int
    hours: str


@lru_cache(maxsize=MOST)
def row_of(standing: Standing, *, private: bool) -> Row:
    """The row of a standing; kept, because a standing is the same object until its school changes.

    With `private`, nothing is said of who holds the area that was asked for.
    """
    tally, school = standing.tally, standing.school
    measured = standing.dependence if standing.enough else None
    led = standing.release if measured else None
    drawn = line(standing.line_for, standing.line_all)
    return Row(
        school.id,
        school.name,
        said(standing.stage),
        percent(measured.share) if measured else "",
        between(measured) if measured else "",
        counts(tally) if measured else too_few(tally),
        *(band(measured) if measured else Band("", "")),
        drawn.points,
        line_words(standing.line_for, standing.line_all),
        drawn.x,
        drawn.y,
        standing.change.direction or "",
        change_in_words(standing.change),
        *(leads(led, LEADS_WIDTH) if led else Leads("", "", "", "", "", "")),
        _held(standing, private=private),
        tally.minutes,
        hours(tally.minutes),
    )


def between(measured: Dependence) -> str:
    """The interval as pages say it: "between 55% and 84%"."""
    return f"between {percent(measured.low)} and {percent(measured.high)}"


def counts(tally: Tally) -> str:
    """How many of the sessions were done for the school: "22 of 31 sessions"."""
    return f"{tally.for_sessions} of {plural(tally.sessions, 'session')}"


def too_few(tally: Tally) -> str:
    """In place of a share that would say nothing; never 0%."""
    return f"{plural(tally.sessions, 'session')}, too few to say" if tally.sessions else "no sessions in these weeks"


def line_words(done: Sequence[int], held: Sequence[int]) -> str:
    """What a small line shows, for whoever does not see it."""
    shares = [part / whole for part, whole in zip(done, held, strict=True) if whole]
    if not shares:
        return "no sessions"
    low, high = percent(min(shares)), percent(max(shares))
    return (
        f"{LINE_WEEKS} weeks, two a point: {percent(shares[0])} at first, {percent(shares[-1])} last, {low} to {high}"
    )


def change_in_words(change: Change) -> str:
    """The verdict in a cell: "rising since Feb 3", "no change", "not enough yet"."""
    if change.reason is not None:
        return "not enough yet"
    if change.direction is None or change.since is None:
        return "no change"
    return f"{change.direction} since {since(change.since, change.through)}"


def since(day: date, today: date) -> str:
    """A day in a table: "Feb 3", with its year when that is not this one."""
    return short_day(day) if day.year == today.year else f"{short_day(day)}, {day.year}"


def _held(standing: Standing, *, private: bool) -> str:
    if standing.holders is None:
        kept_up = standing.continuity
        return f"{kept_up.held} of {kept_up.in_work}" if kept_up.in_work else "none in work"
    if private:
        return "not shown"
    return plural(standing.holders, "person", "people") if standing.holders else "nobody yet"
