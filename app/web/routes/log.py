"""The log form: new, like an earlier one, and again with what is to mend."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, TypeVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.ids import time_ordered_id
from app.domain.vocabulary import SCHOOL_LEADERS, Area, Position
from app.services.logging_form import Choices, get_last_own, list_choices
from app.services.visits import Visit
from app.store.sessions import Kept
from app.web.forms import MINUTES, Filled, filled, whole
from app.web.guards import allow, own_session_for
from app.web.house import reading
from app.web.render import Page, layout_of, render
from app.web.words import day, day_and_year, said

router = APIRouter()

T = TypeVar("T")

FIRST_MINUTES = "45"
LIKE = ("school_id", "area_id", "minutes", "participant_ids", "positions")
"""What "like this one" copies: never who did the work, who led, or whether it was planned."""

MORE = (
    "aim",
    "teachers",
    "strength",
    "next_step_text",
    "next_step_owner_id",
    "next_step_due_on",
    "shared_note",
    "private_note",
    "started_at",
    "co_coach_id",
)


@dataclass(frozen=True, slots=True)
class Member:
    person_id: UUID
    name: str
    position: Position
    leader: bool


@dataclass(frozen=True, slots=True)
class SchoolOption:
    id: UUID
    name: str
    team: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class AreaOption:
    id: UUID
    name: str
    observation: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class PositionOption:
    value: str
    words: str
    leads: bool


@dataclass(frozen=True, slots=True)
class LogPage(Page):
    template: ClassVar[str] = "log/form.html"
    fragment: ClassVar[str | None] = "log/_form.html"

    title: str
    button: str
    dock: str
    hint: str
    session_id: UUID
    version: int
    last_id: UUID | None
    schools: tuple[SchoolOption, ...]
    more_schools: bool
    areas: tuple[AreaOption, ...]
    positions: tuple[PositionOption, ...]
    owners: tuple[tuple[UUID, str], ...]
    coaches: tuple[tuple[UUID, str], ...]
    minutes: tuple[int, ...]
    days: tuple[tuple[date, str], ...]
    today: date
    filled: Filled
    errors: Mapping[str, str]
    more_open: bool


POSITIONS = tuple(PositionOption(p.value, said(p), p in SCHOOL_LEADERS) for p in Position)


def log_page(
    visit: Visit,
    session_id: UUID,
    version: int,
    start: Filled,
    errors: Mapping[str, str] | None = None,
    *,
    edited: Kept | None = None,
    last: Kept | None = None,
) -> LogPage:
    """The form as it stands: `start` is what it shows as chosen and typed."""
    errors = errors or {}
    choices = list_choices(visit, _uuid(start.one("school_id")), edited=edited)
    start, minutes = _read(_only_visible(start, errors, choices), errors, "minutes", whole)
    start, held_on = _read(start, errors, "held_on", date.fromisoformat)
    team = {m.person_id: m.name for option in choices.schools for m in option.team}
    return LogPage(
        title="Edit session" if edited else "Log a session",
        button="Save changes" if edited else "Save session",
        dock="Save when it is all there.",
        hint="" if choices.schools else "No school is assigned to you today. Ask your office, then come back.",
        session_id=session_id,
        version=version,
        last_id=last.id if last else None,
        schools=tuple(
            SchoolOption(
                option.school.id,
                option.school.name,
                tuple(Member(m.person_id, m.name, m.position, m.position in SCHOOL_LEADERS) for m in option.team),
            )
            for option in choices.schools
        ),
        more_schools=choices.more_schools,
        areas=tuple(
            AreaOption(a.id, a.name, a.key == Area.OBSERVATION, start.one("area_id") == str(a.id))
            for a in choices.areas
        ),
        positions=POSITIONS,
        owners=((visit.person_id, f"{visit.person_name} (you)"), *team.items()),
        coaches=choices.coaches,
        minutes=tuple(sorted({*MINUTES, *minutes})),
        days=_days(visit.today, held_on),
        today=visit.today,
        filled=start,
        errors=errors,
        more_open=any(start.one(name) or name in errors for name in MORE),
    )


def _only_visible(start: Filled, errors: Mapping[str, str], choices: Choices) -> Filled:
    """What was refused because the page does not show it any more cannot be unticked there: so it is taken out."""
    if "lead" in errors and start.one("mode") == "for":
        start = start.without("lead")
    if "participant_ids" in errors or "led_ids" in errors:
        here = next((o for o in choices.schools if str(o.school.id) == start.one("school_id")), None)
        team = {str(member.person_id) for member in here.team} if here else set()
        start = start.without("participant_ids", keep=team)
        start = start.without("led_ids", keep=team & set(start.values.get("participant_ids", ())))
    return start


def _read(start: Filled, errors: Mapping[str, str], name: str, read: Callable[[str], T]) -> tuple[Filled, set[T]]:
    """A value that can be read becomes a chip, since what stands in a field outweighs every chip that is tapped."""
    try:
        value = read(start.one(name))
    except ValueError:
        return start, set()
    return (start, set()) if name in errors else (Filled({**start.values, name: [str(value)]}), {value})


def _days(today: date, chosen: set[date]) -> tuple[tuple[date, str], ...]:
    named = {today: "Today", today - timedelta(days=1): "Yesterday"}
    others = {other: day(other) if other.year == today.year else day_and_year(other) for other in chosen - named.keys()}
    return tuple((named | others).items())


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _only_school(visit: Visit) -> UUID | str:
    """The school of a coach who has one; of several none is guessed."""
    mine = visit.rights.schools(Permission.LOG) or ()
    return next(iter(mine)) if len(mine) == 1 else ""


@router.get("/log")
def new(
    request: Request, like: UUID | None = None, school_id: UUID | None = None, held_on: date | None = None
) -> Response:
    """A new session's form: today, the last school and the last minutes, or like an earlier one of one's own."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        last = get_last_own(visit)
        if like is not None:
            start = like_earlier(own_session_for(visit, like))
        else:
            start = first_choices(visit, last) | ({"school_id": [str(school_id)]} if school_id else {})
        start |= {"held_on": [str(held_on or visit.today)]}
        page = log_page(visit, time_ordered_id(visit.now), 0, Filled(start), last=last)
        layout = layout_of(visit)
    answer = render(request, page, layout)
    answer.headers["cache-control"] = "private, no-cache"  # so that Back leads to this very form and what was typed
    return answer


def first_choices(visit: Visit, last: Kept | None) -> dict[str, Sequence[str]]:
    """Where a new form starts from: the last school and the last minutes."""
    return {
        "school_id": [str(last.telling.school_id if last else _only_school(visit))],
        "minutes": [str(last.telling.minutes) if last else FIRST_MINUTES],
    }


def like_earlier(earlier: Kept) -> dict[str, Sequence[str]]:
    """What a new form takes over from an earlier session."""
    values = filled(earlier.telling).values
    return {name: values[name] for name in LIKE}
