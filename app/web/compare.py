"""A window beside the one before it and the same weeks of last year: each figure with what it is a share of.

Below the least that says anything a column says "not enough yet": a share of four sessions would be read as a change.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.language import _, later, told
from app.domain.measures import Tally, dependence_of, lasting, release, strategic
from app.domain.words import hours, hours_of, percent
from app.web.words import plural

NOT_ENOUGH = later("not enough yet")


class Cell(NamedTuple):
    """A figure, empty where there is none to give, and what it is of, or why there is none."""

    figure: str
    of: str


class Compared(NamedTuple):
    """The windows by name, and rows of (what, a cell for each window)."""

    heads: tuple[str, str, str]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def compared(tallies: Sequence[Tally], weeks: int, least: int, *, several: bool = False) -> Compared:
    """Put windows side by side.

    Args:
        tallies: of this window, of the one before, and of the same weeks last year.
        weeks: how many each has.
        least: sessions in a window from which its shares say anything.
        several: whether the work was done for several schools.
    """
    span = plural(weeks, "week")
    figures = (
        (_("Done for schools") if several else _("Done for the school"), _done),
        (_("School led, of the time side by side"), _led),
        (_("Planned"), _planned),
        (_("On a system, not a quick fix, where it was said"), _lasting),
    )
    shares = tuple(
        (name, tuple(figure(tally) if tally.sessions >= least else Cell("", told(NOT_ENOUGH)) for tally in tallies))
        for name, figure in figures
    )
    time = (_("Our time"), tuple(map(_time, tallies)))
    heads = (_("These %(weeks)s", weeks=span), _("%(weeks)s before", weeks=span), _("The same last year"))
    return Compared(heads, (*shares, time))


def _done(tally: Tally) -> Cell:
    measured = dependence_of(tally)
    if measured is None:
        return Cell("", told(NOT_ENOUGH))
    return Cell(percent(measured.share), hours_of(tally.for_minutes, tally.minutes))


def _led(tally: Tally) -> Cell:
    measured = release(tally)
    return Cell(percent(measured.school), _of(tally.with_minutes)) if measured else Cell("", _("none yet"))


def _planned(tally: Tally) -> Cell:
    share = strategic(tally)
    return Cell("", told(NOT_ENOUGH)) if share is None else Cell(percent(share), _of(tally.minutes))


def _lasting(tally: Tally) -> Cell:
    share, of = lasting(tally), tally.system_minutes + tally.symptom_minutes
    return Cell("", _("not said")) if share is None else Cell(percent(share), _of(of))


def _time(tally: Tally) -> Cell:
    if not tally.sessions:
        return Cell("", _("no sessions"))
    return Cell(hours(tally.minutes), plural(tally.sessions, "session"))


def _of(minutes: int) -> str:
    return _("of %(hours)s", hours=hours(minutes))
