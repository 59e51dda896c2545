"""The form that adds other time to a week: a kind, a day and minutes, each a tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.ids import time_ordered_id
from app.domain.language import _, told
from app.domain.other_time import OtherTelling
from app.domain.periods import DAY, WEEK
from app.domain.vocabulary import Other
from app.services.other_time import REASONS
from app.services.visits import Visit
from app.store.schools import list_schools
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, MINUTES, Fields, Filled, whole
from app.web.forms import DAY as WRITE_A_DAY
from app.web.words import day

NOTHING_TYPED = Filled({})


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The form of one stretch of other time: new (version 0), or as it is kept."""

    id: UUID
    version: int
    button: str
    days: tuple[tuple[date, str], ...]
    minutes: tuple[int, ...]
    schools: tuple[tuple[UUID, str], ...]
    reasons: tuple[tuple[str, str], ...]
    filled: Filled
    errors: Mapping[str, str]
    open: bool


def other_form(
    visit: Visit,
    first: date,
    other_id: UUID | None = None,
    version: int = 0,
    filled: Filled = NOTHING_TYPED,
    errors: Mapping[str, str] | None = None,
    *,
    opened: bool = False,
) -> OtherForm:
    """A form for other time on the days of a week that have come; today is chosen where it is one of them."""
    until = min(first + WEEK - DAY, visit.today)
    days = [first + number * DAY for number in range((until - first).days + 1)]
    if not filled.one("spent_on") and visit.today in days:
        filled = Filled({**filled.values, "spent_on": [str(visit.today)]})
    if "minutes" not in (errors or {}) and (typed := filled.one("minutes")):
        filled = Filled({**filled.values, "minutes": [typed]})
    mine = list_schools(visit.connection, visit.network_id, visit.rights.schools(Permission.LOG), visit.today)
    return OtherForm(
        id=other_id or time_ordered_id(visit.now),
        version=version,
        button=_("Save") if version else _("Add it"),
        days=tuple((each, _("Today") if each == visit.today else day(each)) for each in days),
        minutes=MINUTES,
        schools=tuple((school.id, school.name) for school in mine),
        reasons=tuple((reason, told(reason)) for reason in REASONS),
        filled=filled,
        errors=errors or {},
        open=opened or bool(errors),
    )


def filled_of(said: OtherTelling) -> Filled:
    """Other time as its form would show it."""
    values = {"kind": str(said.kind), "spent_on": str(said.spent_on), "minutes": str(said.minutes), "note": said.note}
    school = [str(said.school_id)] if said.school_id else []
    return Filled({**{name: [value] for name, value in values.items() if value}, "school_id": school})


def read_other_time(fields: Fields) -> OtherTelling:
    """The other time that a form tells of.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    kind = fields.one("kind", Other, _("What was it?"), AGAIN)
    spent_on = fields.one("spent_on", date.fromisoformat, _("Choose a day."), WRITE_A_DAY)
    needed = "" if kind is Other.MISSED_VISIT else _("How many minutes?")
    minutes = fields.one("minutes", whole, needed, _("Write minutes as a whole number, like 45."))
    school_id = fields.one("school_id", UUID, "", AGAIN) if kind is Other.MISSED_VISIT else None
    note = _last_said(fields) if kind is Other.MISSED_VISIT else ""
    if fields.errors or kind is None or spent_on is None:
        raise InvalidError(fields.errors)
    return OtherTelling(kind, spent_on, minutes or 0, school_id, note)


def _last_said(fields: Fields) -> str:
    """The reason: what was typed, else the chip that was tapped."""
    said = Fields({"note": [fields.raw("note")]})
    note = said.text("note", LINE)
    fields.errors.update(said.errors)
    return note
