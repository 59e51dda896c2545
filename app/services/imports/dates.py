"""Dates as people write them. 9/3 is September 3 in the United States, and March 9 where the day comes first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.sessions import EARLIEST
from app.services.imports.folding import SAID_ALIKE, BadCellError, quote

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
LAST_MONTH = 12
CENTURY = 2000
"""Of a year in two digits: there are no older logs."""

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"
_TIME = r"(?:(?:t|\s+|,\s*)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"


def _form(core: str) -> re.Pattern[str]:
    return re.compile(_WEEKDAY + core + _TIME, re.ASCII)


_YEAR_FIRST = _form(r"(?P<year>\d{4})(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})")
_FIGURES = _form(r"(?P<one>\d{1,2})(?P<by>[-/.])(?P<two>\d{1,2})(?P=by)" + _YEAR)
_DAY_AND_NAME = _form(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s./]*(?P<name>[a-z]{3,9})[-\s.,/]*" + _YEAR)
_NAME_AND_DAY = _form(r"(?P<name>[a-z]{3,9})[-\s.]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s,]+" + _YEAR)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Order:
    """Whether a file's 9/3/2025 has the day first; `line` and `text` are where that shows, if anywhere."""

    day_first: bool = False
    line: int = 0
    text: str = ""

    @property
    def words(self) -> str:
        return "day/month/year" if self.day_first else "month/day/year"


def order_of(cells: Iterable[tuple[int, str]]) -> Order:
    """The order of a file's dates, given as (line, cell): month first, unless a date shows that it is day first.

    Where some dates show one order and some the other, it is month first, and the others cannot be.
    """
    shown: dict[bool, Order] = {}
    for line, text in cells:
        if found := _FIGURES.fullmatch(text.strip().casefold()):
            one, two = int(found["one"]), int(found["two"])
            if max(one, two) > LAST_MONTH:
                day_first = one > LAST_MONTH
                shown.setdefault(day_first, Order(day_first, line, text))
    return shown.get(False) or shown.get(True) or Order()


@lru_cache(SAID_ALIKE)
def parse_date(text: str, *, day_first: bool) -> date:
    """The day that a cell names; a time beside it is left out.

    Raises:
        BadCellError: it names none; in words.
    """
    plain = text.strip().casefold()
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found := _FIGURES.fullmatch(plain):
        one, two = int(found["one"]), int(found["two"])
        day, month = (one, two) if day_first else (two, one)
        year = _year(found["year"])
    elif found := _DAY_AND_NAME.fullmatch(plain) or _NAME_AND_DAY.fullmatch(plain):
        year, month, day = _year(found["year"]), _month(found["name"]), int(found["day"])
    elif _SERIAL.fullmatch(plain):
        message = f"{quote(text)} is how a spreadsheet counts days: give the column a date's format."
        raise BadCellError(message)
    else:
        message = (
            f"{quote(text)} is no date: write it like 2025-09-03 or 9/3/2025." if plain else "the date is missing."
        )
        raise BadCellError(message)
    return _on_calendar(year, month, day, text, day_first=day_first)


def _on_calendar(year: int, month: int, day: int, text: str, *, day_first: bool) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        order = Order(day_first).words
        message = f"{quote(text)} is not on the calendar; this file's dates are read as {order}."
        raise BadCellError(message) from error
    if found < EARLIEST:
        message = f"{quote(text)} is too long ago: check its year."
        raise BadCellError(message)
    return found


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else CENTURY + int(text)  # noqa: PLR2004 - digits


def _month(name: str) -> int:
    """The month that a name or its beginning stands for; 0, which is on no calendar, for other words."""
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)
