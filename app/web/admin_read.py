"""How a form of the home office is read into a row's columns, field by field, and how a row fills its form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.access import Role
from app.domain.language import _, told
from app.services.visits import Visit
from app.store import office
from app.store.schools import list_schools
from app.web.admin_kinds import ASSIGNMENTS, SETTINGS, Field, Input, Kind
from app.web.forms import AGAIN, DAY, Fields, decimal, whole
from app.web.words import ROLES

MOST_LETTERS = 5
"""Of a percentage as typed: tenths are as fine as it gets."""

Choices = Mapping[str, Sequence[tuple[str, str]]]


def choices_of(visit: Visit, kind: Kind) -> Choices:
    """What the fields of a kind can be chosen from."""
    if kind is ASSIGNMENTS:
        people = office.list_rows(visit.connection, visit.network_id, "person", "name")
        schools = list_schools(visit.connection, visit.network_id, None, None)
        return {
            "person_id": [(str(row["id"]), row["name"]) for row in people],
            "role": [(role.value, told(ROLES[role])) for role in Role],
            "school_id": [("", _("The whole network")), *((str(school.id), school.name) for school in schools)],
        }
    if kind is SETTINGS:
        return {"locale": [("en_US", "English"), ("es_US", "Español")]}
    return {}


def read_values(fields: Fields, of: Sequence[Field], choices: Choices) -> dict[str, Any]:
    """The columns that a form says; what is wrong stands in the fields' errors."""
    return {field.name: _READ[field.input](fields, field, choices) for field in of}


def typed_of(row: Mapping[str, Any], of: Sequence[Field]) -> dict[str, list[str]]:
    """A row as its form would show it."""
    found: dict[str, list[str]] = {}
    for field in of:
        value = row.get(field.name)
        if field.input is Input.SHARE and value is not None:
            value = f"{100 * value:.1f}".rstrip("0").rstrip(".")
        if field.input is Input.YES:
            value = "yes" if value else None
        found[field.name] = [] if value is None else [str(value)]
    return found


def _line(fields: Fields, field: Field, _choices: Choices) -> str | None:
    value = " ".join(fields.text(field.name, field.longest).split())
    if not value and field.required:
        fields.errors[field.name] = _("This cannot be empty.")
    if value and not value.isprintable():
        fields.errors[field.name] = _("There is a character here that cannot be kept.")
    return None if not value and field.name == "source_id" else value


def _number(fields: Fields, field: Field, _choices: Choices) -> int | None:
    return fields.one(
        field.name, whole, _("This cannot be empty.") if field.required else "", _("Write a whole number.")
    )


def _share(fields: Fields, field: Field, _choices: Choices) -> float | None:
    return fields.one(field.name, _percent, _("This cannot be empty."), _("Write a share in percent, like 30."))


def _day(fields: Fields, field: Field, _choices: Choices) -> date | None:
    return fields.one(field.name, date.fromisoformat, _("Choose a day.") if field.required else "", told(DAY))


def _yes(fields: Fields, field: Field, _choices: Choices) -> bool:
    return fields.raw(field.name) == "yes"


def _choice(fields: Fields, field: Field, choices: Choices) -> UUID | str | None:
    value = fields.raw(field.name)
    if value not in {each for each, _words in choices[field.name]}:
        fields.errors[field.name] = told(AGAIN) if value else _("Choose one.")
        return None
    if not value:
        return None
    return UUID(value) if field.name.endswith("_id") else value


def _percent(typed: str) -> float:
    return round(float(decimal(typed.removesuffix("%").strip(), MOST_LETTERS)) / 100, 3)


_READ: Mapping[Input, Callable[[Fields, Field, Choices], Any]] = {
    Input.LINE: _line,
    Input.NUMBER: _number,
    Input.SHARE: _share,
    Input.DAY: _day,
    Input.YES: _yes,
    Input.CHOICE: _choice,
}
