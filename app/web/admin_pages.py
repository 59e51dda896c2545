"""The home office's pages: an index of rooms, a list and a form for each, and what was changed by whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from fastapi import Request

from app.domain.language import _, told
from app.web.admin_kinds import Field
from app.web.admin_read import Choices
from app.web.forms import Filled
from app.web.render import Page

PAGE_SIZE = 50


class Room(NamedTuple):
    path: str
    title: str
    what: str


class Step(NamedTuple):
    """One of the first steps of a network; `path` is "" where it is somebody else's to take."""

    done: bool
    path: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class IndexPage(Page):
    """The rooms; and, until all of them are taken, a new network's first `steps`."""

    template: ClassVar[str] = "admin/index.html"

    rooms: tuple[Room, ...]
    steps: tuple[Step, ...]


def first_steps(begun: Collection[str]) -> tuple[Step, ...]:
    """What a network needs before its pages say anything, and what for; nothing once it has all of it."""
    steps = (
        Step(
            "school" in begun,
            "/admin/schools/new",
            _("Add your schools"),
            _("Every session is with one school, and its phase says what may be expected of it."),
        ),
        Step(
            "assignment" in begun,
            "/admin/people/new",
            _("Add your people, and say who does what"),
            _("A coach logs, a leader says whether it was side by side, a director reads. Each gets their schools."),
        ),
        Step(
            "membership" in begun,
            "/schools",
            _("Add the team and the ILT of each school"),
            _("Who is on the team can be named in a session, and hold an area when we let go."),
        ),
        Step(
            "session" in begun,
            "",
            _("A coach logs the first session"),
            _("From six sessions in twelve weeks on, the page of a school says how it stands, and why."),
        ),
    )
    return () if all(step.done for step in steps) else steps


class ListRow(NamedTuple):
    id: UUID
    path: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage(Page):
    """`q` is what was searched for; `older` and `newer` lead on where there is more. `add` is "" where nothing is."""

    template: ClassVar[str] = "admin/list.html"

    title: str
    what: str
    path: str
    add: str
    heads: tuple[str, ...]
    rows: tuple[ListRow, ...]
    found: int
    q: str
    notice: str
    newer: str
    older: str


class Control(NamedTuple):
    """A field of a form as it is shown; `choices` are (value, words)."""

    name: str
    words: str
    input: str
    required: bool
    longest: int
    hint: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FormPage(Page):
    """One row to add or change.

    `preview` says what saving would do now, of the thresholds that are `previewed`; `mine` what somebody had typed
    whose form was overtaken, as (field, words); `roles` what each role sees, where one is given.
    """

    template: ClassVar[str] = "admin/form.html"

    title: str
    room: str
    back: str
    id: UUID
    action: str
    seen: str
    controls: tuple[Control, ...]
    form: Filled
    errors: Mapping[str, str]
    notice: str
    wrong: str
    removable: bool
    previews: bool
    preview: str
    previewed: str
    mine: Sequence[tuple[str, str]]
    roles: Sequence[tuple[str, str]]
    somebody: "Somebody | None"


class Belonging(NamedTuple):
    """A role or a place on a team that a person has or had, in words."""

    path: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as the office has them: how they sign in, and where they belong. `signed_in` is in how many browsers."""

    id: UUID
    has_account: bool
    signed_in: int
    password: str
    roles: Sequence[Belonging]
    places: Sequence[Belonging]


class HistoryRow(NamedTuple):
    id: UUID
    when: str
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    undone: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class HistoryPage(Page):
    template: ClassVar[str] = "admin/history.html"

    rows: tuple[HistoryRow, ...]
    q: str
    notice: str
    wrong: str
    newer: str
    older: str


def controls_of(fields: Sequence[Field], choices: Choices) -> tuple[Control, ...]:
    return tuple(
        Control(
            field.name,
            told(field.words),
            field.input.value,
            field.required,
            field.longest,
            told(field.hint),
            choices.get(field.name, ()),
        )
        for field in fields
    )


def notice_of(request: Request) -> str:
    done = request.query_params.get("done", "")
    return {
        "saved": _("Saved."),
        "removed": _("Removed. History has the way back."),
        "out": _("Signed out everywhere."),
        "private": _("Saved. What is said in this area is for those who took part from now on."),
        "open": _("Saved. What is said in this area is read by the school's leaders and coaches from now on."),
    }.get(done, "")


def searched(request: Request) -> str:
    """What is searched for in a list."""
    return request.query_params.get("q", "").strip()[:80]
