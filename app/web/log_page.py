"""The log form, from what a coach may choose to what the template shows: new, like an earlier one, or to mend."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, TypeVar
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _
from app.domain.vocabulary import SCHOOL_LEADERS, Area, Modelled, Position
from app.services.logging_form import Choices, Paying, list_choices
from app.services.visits import Visit
from app.store.sessions import Kept
from app.web.forms import MINUTES, Filled, filled, whole
from app.web.render import Page
from app.web.words import day, day_and_year, said

T = TypeVar("T")

FIRST_MINUTES = "45"
LIKE = ("school_id", "area_id", "minutes", "participant_ids", "positions", "partner_id")
"""What "like this one" copies: never who did the work, who led, whether it was planned, or what paid for it."""

MORE = (
    "aim",
    "teachers",
    "next_step_text",
    "next_step_owner_id",
    "next_step_due_on",
    "shared_note",
    "private_note",
    "started_at",
    "co_coach_id",
    "partner_id",
    "modelled",
)
"""The folded fields, all but what pays: that is chosen already, as a rule."""


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
    """`district` is whom to call in an area that the district runs well: "" where nobody is known, else None."""

    id: UUID
    name: str
    observation: bool
    chosen: bool
    confidential: bool = False
    district: str | None = None


@dataclass(frozen=True, slots=True)
class PositionOption:
    value: str
    words: str
    leads: bool


@dataclass(frozen=True, slots=True)
class FundingOption:
    """What may pay for the session, and from when until when it does."""

    id: UUID
    words: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class LogPage(Page):
    """`usual` is what usually pays for the coach's time; `nudges` are (words, another way to say it)."""

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
    partners: tuple[tuple[UUID, str], ...]
    funding: tuple[FundingOption, ...]
    usual: UUID | None
    nudges: tuple[tuple[str, str], ...]
    minutes: tuple[int, ...]
    days: tuple[tuple[date, str], ...]
    today: date
    filled: Filled
    errors: Mapping[str, str]
    more_open: bool
    modelled: tuple[Modelled, ...] = tuple(Modelled)


def log_page(
    visit: Visit,
    session_id: UUID,
    version: int,
    start: Filled,
    errors: Mapping[str, str] | None = None,
    *,
    edited: Kept | None = None,
    last: Kept | None = None,
    fresh: bool = False,
) -> LogPage:
    """The form as it stands: `start` is what it shows as chosen and typed.

    A `fresh` one has what usually pays for the coach's time chosen already, where that pays for its day.
    """
    errors = errors or {}
    choices = list_choices(visit, _uuid(start.one("school_id")), edited=edited)
    start, minutes = _read(_only_visible(start, errors, choices), errors, "minutes", whole)
    start, held_on = _read(start, errors, "held_on", date.fromisoformat)
    usual = next((each for each in choices.funding if each.id == choices.usual), None)
    if fresh and usual and all(usual.covers(each) for each in held_on):
        start = Filled({**start.values, "funding_id": [str(usual.id)]})
    team = {m.person_id: m.name for option in choices.schools for m in option.team}
    return LogPage(
        title=_("Edit session") if edited else _("Log a session"),
        button=_("Save changes") if edited else _("Save session"),
        dock=_("Save when it is all there."),
        hint="" if choices.schools else _("No school is assigned to you today. Ask your office, then come back."),
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
            AreaOption(
                id=each.id,
                name=each.name,
                observation=each.key == Area.OBSERVATION,
                chosen=start.one("area_id") == str(each.id),
                confidential=each.confidential,
                district=each.district_contact if each.district_provides else None,
            )
            for each in choices.areas
        ),
        positions=positions(),
        owners=((visit.person_id, _("%(name)s (you)", name=visit.person_name)), *team.items()),
        coaches=choices.coaches,
        partners=choices.partners,
        funding=tuple(_funding(each, visit.today) for each in choices.funding),
        usual=choices.usual,
        nudges=choices.nudges,
        minutes=tuple(sorted({*MINUTES, *minutes})),
        days=_days(visit.today, held_on),
        today=visit.today,
        filled=start,
        errors=errors,
        more_open=any(start.one(name) or name in errors for name in MORE)
        or "funding_id" in errors
        or start.one("funding_id") not in {"", str(choices.usual)},
    )


def positions() -> tuple[PositionOption, ...]:
    """Whom "someone else" can be."""
    return tuple(PositionOption(p.value, said(p), p in SCHOOL_LEADERS) for p in Position)


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


def _funding(paying: Paying, today: date) -> FundingOption:
    words = paying.name
    if not paying.covers(today):
        days = {"first": day_and_year(paying.first_on), "last": day_and_year(paying.last_on)}
        words = _("%(name)s, %(first)s to %(last)s", name=paying.name, **days)
    return FundingOption(paying.id, words, paying.first_on, paying.last_on)


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
    named = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
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
