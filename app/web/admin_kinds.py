"""The rooms of the home office: what each keeps, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.domain.errors import NotFoundError
from app.domain.language import later


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
            hint=later(
                "Ticked: what was seen and what comes next is for those who took part, and nobody is counted as "
                "holding it. Open: the school's leaders and coaches read it too, also of earlier sessions."
            ),
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


def kind_of(room: str) -> Kind:
    """The room at an address.

    Raises:
        NotFoundError: there is none.
    """
    if room not in KINDS:
        raise NotFoundError
    return KINDS[room]
