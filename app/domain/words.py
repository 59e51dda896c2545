"""Figures and dates as the sentences of this product say them, whatever the server's locale.

Numbers are written as in the United States, which its Spanish does too.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.domain.language import _, later, plurals, told, told_plural

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)
"""Spelled out here: `strftime("%B")` would follow the locale of the server."""

SHORT_MONTHS = (
    later("Jan"),
    later("Feb"),
    later("Mar"),
    later("Apr"),
    later("May"),
    later("Jun"),
    later("Jul"),
    later("Aug"),
    later("Sep"),
    later("Oct"),
    later("Nov"),
    later("Dec"),
)

NOUNS: Mapping[str, tuple[str, str]] = {
    "agreement": plurals("%(num)s agreement", "%(num)s agreements"),
    "area": plurals("%(num)s area", "%(num)s areas"),
    "correction": plurals("%(num)s correction", "%(num)s corrections"),
    "crossing": plurals("%(num)s crossing", "%(num)s crossings"),
    "day": plurals("%(num)s day", "%(num)s days"),
    "flag": plurals("%(num)s flag", "%(num)s flags"),
    "fortnight": plurals("%(num)s fortnight", "%(num)s fortnights"),
    "handoff": plurals("%(num)s handoff", "%(num)s handoffs"),
    "hour": plurals("%(num)s hour", "%(num)s hours"),
    "ILT member": plurals("%(num)s ILT member", "%(num)s ILT members"),
    "mail": plurals("%(num)s mail", "%(num)s mails"),
    "minute": plurals("%(num)s minute", "%(num)s minutes"),
    "more hour": plurals("%(num)s more hour", "%(num)s more hours"),
    "more planned hour": plurals("%(num)s more planned hour", "%(num)s more planned hours"),
    "more reviewed session": plurals("%(num)s more reviewed session", "%(num)s more reviewed sessions"),
    "person": plurals("%(num)s person", "%(num)s people"),
    "point": plurals("%(num)s point", "%(num)s points"),
    "reviewed session": plurals("%(num)s reviewed session", "%(num)s reviewed sessions"),
    "school": plurals("%(num)s school", "%(num)s schools"),
    "school week": plurals("%(num)s school week", "%(num)s school weeks"),
    "session": plurals("%(num)s session", "%(num)s sessions"),
    "thing": plurals("%(num)s thing", "%(num)s things"),
    "week": plurals("%(num)s week", "%(num)s weeks"),
    "weekday": plurals("%(num)s weekday", "%(num)s weekdays"),
}
"""What is counted on pages, one of it and several."""

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
        return _("under 1%%")
    if whole == 100 and share < 1:  # noqa: PLR2004 - all of it, in percent
        return _("over 99%%")
    return _("%(whole)s%%", whole=whole)


def hours(minutes: int) -> str:
    """Minutes as hours: "1,473 h", "38 h", "1.5 h"; whole from 10 hours on, half rounded up.

    Raises:
        ValueError: negative minutes.
    """
    return _("%(number)s h", number=_hours(minutes, _decimals(minutes)))


def hours_of(part: int, whole: int) -> str:
    """A part of an amount of minutes, both as exact as the whole asks: "27 of 38 h", "0.5 of 1.5 h".

    Two different amounts never read as the same, and something never as nothing: 598 of 602 minutes is "9.97 of
    10.03 h", not "10 of 10 h", and 20 of 2,280 is "0.3 of 38 h".

    Raises:
        ValueError: negative minutes.
    """
    decimals = _decimals(whole)
    while len({_hours(minutes, decimals) for minutes in (0, part, whole)}) < len({0, part, whole}):
        decimals += 1
    return _("%(part)s of %(whole)s h", part=_hours(part, decimals), whole=_hours(whole, decimals))


def counted(number: int, noun: str) -> str:
    """A number of what is counted: "1 session", "31 sessions", "1,204 sessions".

    Raises:
        KeyError: not one of `NOUNS`.
    """
    return told_plural(*NOUNS[noun], number) % {"num": f"{number:,}"}


def month(day: date) -> str:
    """A day's month: "February"."""
    return told(MONTHS[day.month - 1])


def short_month(day: date) -> str:
    """The same where there is little room: "Feb"."""
    return told(SHORT_MONTHS[day.month - 1])


def spoken(day: date, today: date) -> str:
    """A day as people say it: "February 3", and with its year when that is not this year's."""
    if day.year == today.year:
        return _("%(month)s %(day)d", month=month(day), day=day.day)
    return _("%(month)s %(day)d, %(year)d", month=month(day), day=day.day, year=day.year)


def _decimals(minutes: int) -> int:
    return 0 if minutes >= WHOLE_HOURS_FROM else 1


def _hours(minutes: int, decimals: int) -> str:
    if minutes < 0:
        message = f"Minutes cannot be negative, and {minutes} are."
        raise ValueError(message)
    unit: int = 10**decimals
    whole, rest = divmod((2 * minutes * unit + 60) // 120, unit)  # half rounded up, in whole numbers
    return f"{whole:,}.{rest:0{decimals}}".rstrip("0") if rest else f"{whole:,}"


def _rounded(figure: Decimal, decimals: int) -> Decimal:
    return figure.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
