"""Figures and dates as the sentences of this product say them. US English, whatever the server's locale."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Spelled out here: `strftime("%B")` would follow the locale of the server."""

WHOLE_HOURS_FROM = 600
"""Minutes from which hours go without a decimal: a tenth of an hour matters in 1.5 h, and is noise in 38 h."""


def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent, half rounded up: .285 is "29%".

    A share strictly between never reads as none or all: .004 is "under 1%", .996 is "over 99%".

    Raises:
        ValueError: outside 0 to 1.
    """
    if not 0 <= share <= 1:
        message = f"A share runs from 0 to 1, and {share} does not."
        raise ValueError(message)
    whole = _rounded(Decimal(repr(share)) * 100, 0)
    if whole == 0 and share > 0:
        return "under 1%"
    if whole == 100 and share < 1:  # noqa: PLR2004 - all of it, in percent
        return "over 99%"
    return f"{whole}%"


def hours(minutes: int) -> str:
    """Minutes as hours: "1,473 h", "38 h", "1.5 h"; whole from 10 hours on, half rounded up.

    Raises:
        ValueError: negative minutes.
    """
    return f"{_hours(minutes, _decimals(minutes))} h"


def hours_of(part: int, whole: int) -> str:
    """A part of an amount of minutes, both as exact as the whole asks: "27 of 38 h", "0.5 of 1.5 h".

    Two different amounts never read as the same: 598 of 602 minutes is "9.97 of 10.03 h", not "10 of 10 h".

    Raises:
        ValueError: negative minutes.
    """
    decimals = _decimals(whole)
    while part != whole and _hours(part, decimals) == _hours(whole, decimals):
        decimals += 1
    return f"{_hours(part, decimals)} of {_hours(whole, decimals)} h"


def counted(number: int, noun: str) -> str:
    """A number and its noun, which takes an s unless there is one: "1 session", "31 sessions"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spoken(day: date, today: date) -> str:
    """A day as people say it: "February 3", and with its year when that is not this year's."""
    words = f"{MONTHS[day.month - 1]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def _decimals(minutes: int) -> int:
    return 0 if minutes >= WHOLE_HOURS_FROM else 1


def _hours(minutes: int, decimals: int) -> str:
    if minutes < 0:
        message = f"Minutes cannot be negative, and {minutes} are."
        raise ValueError(message)
    figure = f"{_rounded(Decimal(minutes) / 60, decimals):,}"
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _rounded(figure: Decimal, decimals: int) -> Decimal:
    return figure.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
