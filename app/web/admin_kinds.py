"""The rooms of the home office: what each keeps, field by field, and how a form reads and shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from app.domain.access import Role
from app.domain.language import _, later, told
from app.services.visits import Visit
from app.store.schools import list_schools
from app.web.forms import AGAIN, DAY, Fields
from app.web.words import ROLES


class Input(StrEnum):
    """How a field is typed."""

    LINE = "line"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    YES = "yes"
    CHOICE = "choice"


class Field(NamedTuple):
    """A column by the words on its label; `longest` letters, and what it is for in `hint`."""

    name: str
    words: str
    input: Input = Input.LINE
    required: bool = False
    longest: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A room: the subject of its changes, its address, and its fields. `shown` are the columns of its list."""

    subject: str
    path: str
    title: str
    one: str
    what: str
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    order: str = "name"
    removable: bool = False


SCHOOLS = Kind(
    "school",
    "schools",
    later("Schools"),
    later("Add a school"),
    later("Whom the network works with, from when until when. A school is never deleted: it gets a last day."),
    (
        Field("name", later("Name"), required=True, longest=160),
        Field("code", later("Code"), required=True, longest=60, hint=later("A short one of your own, like alder.")),
        Field("source_id", later("Id of the district or state"), longest=60, hint=later("With its leading zeros.")),
        Field("enrollment", later("Students enrolled"), Input.NUMBER),
        Field("first_on", later("First day with us"), Input.DAY),
        Field("last_on", later("Last day with us"), Input.DAY),
    ),
    ("name", "code", "enrollment", "first_on", "last_on"),
)
AREAS = Kind(
    "area",
    "areas",
    later("Areas"),
    later("Add an area"),
    later("What a school can take over, one by one, in the order in which pages and forms show them."),
    (
        Field("name", later("Name"), required=True, longest=80),
        Field("place", later("Place in the list"), Input.NUMBER, required=True),
        Field(
            "confidential",
            later("Confidential"),
            Input.YES,
            hint=later("Who took part is then seen by them alone, and nobody is counted as holding it."),
        ),
        Field("district_provides", later("The district runs this well"), Input.YES),
        Field(
            "district_contact",
            later("Whom to call at the district"),
            longest=160,
            hint=later("Shown to a coach who is about to do it for a school."),
        ),
        Field("first_on", later("In use from"), Input.DAY),
        Field("last_on", later("In use until"), Input.DAY),
    ),
    ("name", "confidential", "district_provides", "district_contact", "last_on"),
    order="place",
)
ASSIGNMENTS = Kind(
    "assignment",
    "assignments",
    later("Assignments"),
    later("Assign somebody"),
    later("Who does what where. A coach logs sessions; a school leader reviews them; a director sees the network."),
    (
        Field("person_id", later("Who"), Input.CHOICE, required=True),
        Field("role", later("Role"), Input.CHOICE, required=True),
        Field("school_id", later("School"), Input.CHOICE, hint=later("Without one: in the whole network.")),
        Field("first_on", later("First day"), Input.DAY, required=True),
        Field("last_on", later("Last day"), Input.DAY),
    ),
    ("person_id", "role", "school_id", "first_on", "last_on"),
    order="first_on",
)
BREAKS = Kind(
    "school_break",
    "breaks",
    later("Breaks"),
    later("Add a break"),
    later("Charts show them; the clocks of handoffs and of silent schools rest in them."),
    (
        Field("name", later("Name"), required=True, longest=80),
        Field("first_on", later("First day"), Input.DAY, required=True),
        Field("last_on", later("Last day"), Input.DAY, required=True),
    ),
    ("name", "first_on", "last_on"),
    order="first_on",
    removable=True,
)
SETTINGS = Kind(
    "network",
    "settings",
    later("Settings"),
    "",
    later("The network's own calendar, thresholds and deadlines."),
    (
        Field("timezone", later("Time zone"), required=True, longest=60, hint=later("Like America/Los_Angeles.")),
        Field("locale", later("Language of who chose none"), Input.CHOICE, required=True),
        Field(
            "year_starts_on",
            later("The school year begins on"),
            required=True,
            longest=5,
            hint=later("Month and day, like 08-12."),
        ),
        Field("year_ends_on", later("The school year ends on"), required=True, longest=5),
        Field(
            "watch",
            later("Share to watch"),
            Input.SHARE,
            required=True,
            hint=later("In percent. A flag has to be surely above it."),
        ),
        Field(
            "high",
            later("High share"),
            Input.SHARE,
            required=True,
            hint=later("In percent. From here on a school depends on direct service."),
        ),
        Field("review_due_days", later("Days that leaders have to say their word"), Input.NUMBER, required=True),
        Field(
            "lock_after_days", later("Days after which a month is closed"), Input.NUMBER, hint=later("Empty: never.")
        ),
        Field(
            "notes_keep_months",
            later("Months that notes are kept"),
            Input.NUMBER,
            hint=later("Empty: for good. What counts stays in any case."),
        ),
    ),
    (),
)
PEOPLE = Kind(
    "person",
    "people",
    later("People"),
    later("Add a person"),
    later("Everybody who signs in or belongs to a school's team."),
    (Field("name", later("Name"), required=True, longest=120),),
    ("name",),
)
ACCOUNT_FIELDS = (
    Field("email", later("E-mail"), longest=254, hint=later("To sign in with. Empty: no account.")),
    Field("active", later("May sign in"), Input.YES),
)

KINDS: Mapping[str, Kind] = {kind.path: kind for kind in (SCHOOLS, AREAS, PEOPLE, ASSIGNMENTS, BREAKS)}

Choices = Mapping[str, Sequence[tuple[str, str]]]


def choices_of(visit: Visit, kind: Kind, people: Sequence[tuple[UUID, str]]) -> Choices:
    """What the fields of a kind can be chosen from."""
    if kind is ASSIGNMENTS:
        schools = list_schools(visit.connection, visit.network_id, None, None)
        return {
            "person_id": [(str(id_), name) for id_, name in people],
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
        field.name, _whole, _("This cannot be empty.") if field.required else "", _("Write a whole number.")
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


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):  # noqa: PLR2004 - no school has a million students
        raise ValueError(typed)
    return int(typed)


def _percent(typed: str) -> float:
    plain = typed.replace(",", ".", 1).removesuffix("%").strip()
    if not plain.isascii() or not plain.replace(".", "", 1).isdecimal() or len(plain) > 5:  # noqa: PLR2004 - tenths are as fine as it gets
        raise ValueError(typed)
    return round(float(plain) / 100, 3)


_READ: Mapping[Input, Callable[[Fields, Field, Choices], Any]] = {
    Input.LINE: _line,
    Input.NUMBER: _number,
    Input.SHARE: _share,
    Input.DAY: _day,
    Input.YES: _yes,
    Input.CHOICE: _choice,
}
