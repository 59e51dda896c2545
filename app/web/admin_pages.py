"""The home office's pages: an index of rooms, a list and a form for each, and what was changed by whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from fastapi import Request

from app.domain.access import Role
from app.domain.errors import NotFoundError
from app.domain.language import _, ngettext, told
from app.domain.words import percent
from app.services.office.changes import can_undo
from app.services.visits import Visit
from app.store import office
from app.store.office import KeptChange
from app.web.admin_kinds import ACCOUNT_FIELDS, ASSIGNMENTS, KINDS, PEOPLE, SETTINGS, Choices, Field, Kind
from app.web.forms import Filled
from app.web.render import Page
from app.web.words import ROLES, day_and_year, moment

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
    """`q` is what was searched for; `older` and `newer` lead on where there is more."""

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
    """One row to add or change. `preview` says what saving would do now, where that was asked."""

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
    person: UUID | None
    has_account: bool
    password: str


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


def list_rows(visit: Visit, kind: Kind, q: str, *, rows_at_once: int, number: int) -> tuple[tuple[ListRow, ...], int]:
    """The rows of a room that have what is searched for in any cell, and how many there are in all."""
    names = names_of(visit)
    rows = office.list_rows(visit.connection, visit.network_id, kind.subject, kind.order)
    accounts = office.list_accounts(visit.connection, visit.network_id) if kind is PEOPLE else {}
    found = []
    for row in rows:
        cells = tuple(_cell(row[name], names) for name in kind.shown)
        if kind is PEOPLE:
            email, able = accounts.get(row["id"], ("", False))
            cells = (*cells, email, _("yes") if able else _("no"))
        if q.casefold() in " ".join(cells).casefold():
            found.append(ListRow(row["id"], f"/admin/{kind.path}/{row['id']}", cells))
    if kind is ASSIGNMENTS:
        found.sort(key=lambda each: each.cells)
    return tuple(found[(number - 1) * rows_at_once :][:rows_at_once]), len(found)


def heads_of(kind: Kind) -> tuple[str, ...]:
    words = {field.name: told(field.words) for field in kind.fields}
    shown = tuple(words[name] for name in kind.shown)
    return (*shown, _("E-mail"), _("Signs in")) if kind is PEOPLE else shown


def names_of(visit: Visit) -> dict[str, str]:
    """By id, what people and schools are called."""
    found = {}
    for subject in ("person", "school"):
        for row in office.list_rows(visit.connection, visit.network_id, subject, "name"):
            found[str(row["id"])] = row["name"]
    return found


def history_rows(visit: Visit, kept: Sequence[KeptChange], q: str) -> tuple[HistoryRow, ...]:
    names = names_of(visit)
    rows = (_history(visit, each, names) for each in kept)
    return tuple(row for row in rows if q.casefold() in f"{row.what} {row.who} {row.changes}".casefold())


def _history(visit: Visit, kept: KeptChange, names: Mapping[str, str]) -> HistoryRow:
    words = _field_words()
    subject = {
        "school": _("School"),
        "area": _("Area"),
        "person": _("Person"),
        "account": _("Account"),
        "assignment": _("Assignment"),
        "school_break": _("Break"),
        "network": _("Settings"),
        "network_logo": _("Logo"),
        "need_weight": _("Need weight"),
        "nudge_phrase": _("Words to look at again"),
    }.get(kept.subject, kept.subject)
    name = names.get(str(kept.subject_id)) or (kept.after or kept.before).get("name", "")
    changes = tuple(
        (words.get(column, column), _said(kept.before.get(column), names), _said(kept.after.get(column), names))
        for column in dict.fromkeys((*kept.before, *kept.after))
        if column not in {"png", "person_id"} or kept.subject == "assignment"
    )
    return HistoryRow(
        id=kept.id,
        when=moment(kept.at, visit.network.timezone),
        who=kept.by,
        what=f"{subject}: {name}" if name else subject,
        changes=changes,
        undone=kept.undone,
        may_undo=can_undo(kept) and not kept.undone,
    )


def _field_words() -> dict[str, str]:
    kinds = (*KINDS.values(), SETTINGS)
    fields = [field for kind in kinds for field in kind.fields] + list(ACCOUNT_FIELDS)
    return {field.name: told(field.words) for field in fields}


def _said(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, float) and 0 < value < 1:
        return percent(value)
    return names.get(str(value), _cell(value, names))[:120]


def _cell(value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_and_year(value)
    if value in set(Role):
        return told(ROLES[Role(value)])
    return names.get(str(value), str(value))


def preview_words(now: Mapping[UUID, str], then: Mapping[UUID, str]) -> str:
    """What other thresholds would do: the schools that would be flagged and are not, and the other way round."""
    more = [name for school_id, name in then.items() if school_id not in now]
    fewer = [name for school_id, name in now.items() if school_id not in then]
    parts = []
    if more:
        words = ngettext("%(num)d more school would be flagged", "%(num)d more schools would be flagged", len(more))
        parts.append(f"{words}: {', '.join(more)}.")
    if fewer:
        words = ngettext(
            "%(num)d school would be flagged no more", "%(num)d schools would be flagged no more", len(fewer)
        )
        parts.append(f"{words}: {', '.join(fewer)}.")
    return " ".join(parts) or _("The same schools would be flagged as depending on direct service.")


def kind_of(room: str) -> Kind:
    if room not in KINDS:
        raise NotFoundError
    return KINDS[room]


def notice_of(request: Request) -> str:
    done = request.query_params.get("done", "")
    return {"saved": _("Saved."), "removed": _("Removed. History has the way back.")}.get(done, "")
