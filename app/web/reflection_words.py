"""What reflections are said in, and for directors how many looked back on a month and how their levels spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from app.domain.access import Permission
from app.domain.language import _, later, ngettext, told
from app.domain.reflections import FEWEST_SPREAD, LEVELS, Spread, asked_month, months, spread
from app.domain.words import month
from app.services.visits import Visit
from app.store.reflections import list_levels
from app.store.schools import SchoolFact
from app.web.filters import address
from app.web.render import Page

NEEDS: Mapping[int, str] = {
    1: later("Not yet"),
    2: later("For some"),
    3: later("For most"),
    4: later("For everybody"),
}
"""Do we meet the differing learning needs of the adults here?"""

BARRIERS: Mapping[int, str] = {
    1: later("Mostly band-aids"),
    2: later("More band-aids than barriers"),
    3: later("More barriers than band-aids"),
    4: later("On the barriers"),
}
"""Are we working on the barrier, or putting on a band-aid?"""


class SpreadRow(NamedTuple):
    """A month, or a school in a month, by its numbers; the spreads are empty where they would be one person's own."""

    name: str
    path: str
    reflected: str
    needs: tuple[tuple[str, int], ...]
    barriers: tuple[tuple[str, int], ...]


def questions() -> tuple[tuple[str, str, tuple[tuple[int, str], ...]], ...]:
    """The playbook's two: (field, question, levels in words)."""
    needs = _("Do we meet the differing learning needs of the adults here?")
    barriers = _("Are we working on the barrier, or putting on a band-aid?")
    return (
        ("needs", needs, tuple((level, told(NEEDS[level])) for level in LEVELS)),
        ("barriers", barriers, tuple((level, told(BARRIERS[level])) for level in LEVELS)),
    )


def month_words(day: date) -> str:
    """Like "October 2026"."""
    return _("%(month)s %(year)d", month=month(day), year=day.year)


def month_asked(typed: str, today: date, otherwise: date | None = None) -> date:
    """The month of an address; what is none that can be reflected on leads to the one that is asked about today."""
    otherwise = otherwise or asked_month(today)
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return otherwise
    return found if found in months(today) else otherwise


def spread_row(name: str, path: str, found: Spread) -> SpreadRow:
    """A row of numbers; of one reflection only that there is one."""
    number = ngettext("%(num)d reflected", "%(num)d reflected", found.reflected) if found.reflected else _("nobody yet")
    if found.reflected < FEWEST_SPREAD:
        return SpreadRow(name, path, number, (), ())
    return SpreadRow(name, path, number, _in_words(NEEDS, found.needs), _in_words(BARRIERS, found.barriers))


def _in_words(words: Mapping[int, str], numbers: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Each level that somebody chose, and how many did."""
    return tuple((told(words[level]), number) for level, number in zip(LEVELS, numbers, strict=True) if number)


@dataclass(frozen=True, slots=True)
class NetworkReflectionsPage(Page):
    """How many looked back on a month, school by school, and how their levels spread."""

    template: ClassVar[str] = "reflections/index.html"
    lasting: ClassVar[bool] = True

    month_words: str
    months: tuple[tuple[str, str, bool], ...]
    rows: tuple[SpreadRow, ...]


def network_reflections_page(visit: Visit, schools: Sequence[SchoolFact], asked: date) -> NetworkReflectionsPage:
    """Of the schools of a director, by name."""
    theirs = visit.rights.schools(Permission.SEE_NETWORK)
    found = list_levels(visit.connection, visit.network_id, None if theirs is None else list(theirs), asked)
    return NetworkReflectionsPage(
        month_words=month_words(asked),
        months=tuple(
            (month_words(each), address("/reflections", month=each), each == asked) for each in months(visit.today)
        ),
        rows=tuple(
            spread_row(each.name, f"/schools/{each.id}/reflections", spread(found.get((each.id, asked), ())))
            for each in schools
        ),
    )
