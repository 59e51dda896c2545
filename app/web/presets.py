"""The windows that one chooses with a tap. Every one covers whole weeks, so that totals reconcile."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from app.domain.language import _
from app.domain.periods import DAY, WINDOW_WEEKS, Window, school_year, snap
from app.domain.words import counted

SHORT_WEEKS = 4
"""A month or so: what happened since the last meeting of the network."""


class Preset(NamedTuple):
    """A window by its name; `query` is what an address asks for it, and `here` whether it is the one shown."""

    words: str
    query: str
    here: bool


def presets(today: date, starts: str, ends: str) -> tuple[tuple[str, Window | None], ...]:
    """The windows by name; None is the usual one, which an address leaves out.

    Args:
        today: the network's date.
        starts: the first day of its school year, as "MM-DD".
        ends: the last.
    """
    return tuple(_presets(today, starts, ends))


def _presets(today: date, starts: str, ends: str) -> Iterator[tuple[str, Window | None]]:
    this = school_year(today, starts, ends)
    last = school_year(this.first - DAY, starts, ends)
    yield _("Last %(weeks)s", weeks=counted(WINDOW_WEEKS, "week")), None
    yield _("Last %(weeks)s", weeks=counted(SHORT_WEEKS, "week")), Window.ending(today, SHORT_WEEKS)
    yield _("This school year"), snap(this.first, this.last, today)
    yield _("Last school year"), snap(last.first, last.last, today)
