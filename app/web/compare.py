"""A window beside the one before it and the same weeks of last year: each figure with what it is a share of.

Below the least that says anything a column says "not enough yet": a share of four sessions would be read as a change.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.measures import Tally, dependence_of, lasting, release, strategic
from app.domain.words import hours, hours_of, percent
from app.web.words import plural

NOT_ENOUGH = "not enough yet"


class Cell(NamedTuple):
    """A figure, empty where there is none to give, and what it is of, or why there is none."""

    figure: str
    of: str


class Compared(NamedTuple):
    """The windows by name, and rows of (what, a cell for each window)."""

    heads: tuple[str, str, str]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def compared(tallies: Sequence[Tally], weeks: int, least: int, *, whom: str = "the school") -> Compared:
    """Put windows side by side.

    Args:
        tallies: of this window, of the one before, and of the same weeks last year.
        weeks: how many each has.
        least: sessions in a window from which its shares say anything.
        whom: for whom the work was done, in the name of the first row.
    """
    span = plural(weeks, "week")
    figures = (
        (f"Done for {whom}", _done),
        ("School led, of the time side by side", _led),
        ("Planned", _planned),
        ("On a system, not a quick fix, where it was said", _lasting),
    )
    shares = tuple(
        (name, tuple(figure(tally) if tally.sessions >= least else Cell("", NOT_ENOUGH) for tally in tallies))
        for name, figure in figures
    )
    time = ("Our time", tuple(map(_time, tallies)))
    return Compared((f"These {span}", f"{span} before", "The same last year"), (*shares, time))


def _done(tally: Tally) -> Cell:
    measured = dependence_of(tally)
    return (
        Cell(percent(measured.share), hours_of(tally.for_minutes, tally.minutes)) if measured else Cell("", NOT_ENOUGH)
    )


def _led(tally: Tally) -> Cell:
    measured = release(tally)
    return Cell(percent(measured.school), f"of {hours(tally.with_minutes)}") if measured else Cell("", "none yet")


def _planned(tally: Tally) -> Cell:
    share = strategic(tally)
    return Cell("", NOT_ENOUGH) if share is None else Cell(percent(share), f"of {hours(tally.minutes)}")


def _lasting(tally: Tally) -> Cell:
    share, of = lasting(tally), tally.system_minutes + tally.symptom_minutes
    return Cell("", "not said") if share is None else Cell(percent(share), f"of {hours(of)}")


def _time(tally: Tally) -> Cell:
    return Cell(hours(tally.minutes), plural(tally.sessions, "session")) if tally.sessions else Cell("", "no sessions")
