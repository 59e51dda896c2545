"""What one row of a log says, given what the network knows: a session as its coach tells it, or why it is none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec, TypeVar
from uuid import UUID

from app.domain.sessions import Telling, settle
from app.domain.vocabulary import Aim, Lead, Mode, Origin
from app.services.imports.cells import parse_aim, parse_minutes, parse_mode, parse_origin, parse_teachers
from app.services.imports.dates import parse_date
from app.services.imports.folding import BadCellError, fold, quote
from app.services.imports.known import Known
from app.services.imports.people import Team, who_led, who_took_part
from app.services.imports.reading import Row
from app.store.imports import DatedArea, Named
from app.store.tables.sessions import PROSE

T = TypeVar("T")
P = ParamSpec("P")

NOBODY = Team(())


class BadRowError(ValueError):
    """A row that cannot be taken in; the message gives every reason, in words."""

    def __init__(self, reasons: Iterable[str]) -> None:
        super().__init__(" And ".join(reasons))


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file says what it says: the order of its dates, and what its headings tell of their cells."""

    day_first: bool = False
    hours: bool = False
    by_worker: bool = False
    coach: str = ""  # whose log it is, where no column says so


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that was understood. `identity` is what it says, whatever the form in which it says it."""

    coach_id: UUID
    telling: Telling
    identity: str
    left_out: int  # names that the school's team does not have


def judge(row: Row, known: Known, manner: Manner) -> Judged:
    """Understand a row.

    Raises:
        BadRowError: with every reason why it cannot be.
    """
    if row.problem:
        raise BadRowError([row.problem])
    said = defaultdict(str, {"coach": manner.coach} | dict(row.cells))
    reasons = _Reasons()
    day = reasons.of(_past_day, said["date"], known, manner)
    school_id = reasons.of(known.schools.find, said["school"])
    coach = reasons.of(known.people.find, said["coach"])
    minutes = reasons.of(parse_minutes, said["minutes"], hours=manner.hours)
    mode = reasons.of(parse_mode, said["mode"], by_worker=manner.by_worker)
    area = reasons.of(_area, said["area"], known, day)
    extras = reasons.of(_extras, said)
    party = led = None
    if day and school_id and coach:
        team = known.teams.get(school_id, NOBODY).as_of(day)
        party = reasons.of(who_took_part, said["participants"], team, coach)
        led = reasons.of(_led, said["lead"], mode, team, coach)
    if not (day and school_id and coach and minutes and mode and area and extras and party and led):
        raise BadRowError(reasons)
    telling = Telling(
        school_id=school_id,
        area_id=area.id,
        held_on=day,
        minutes=minutes,
        mode=mode,
        lead=led.lead,
        origin=extras.origin,
        aim=extras.aim,
        participant_ids=party.ids | led.ids,
        led_ids=led.ids,
        positions=party.positions,
        teachers=extras.teachers or party.teachers,
        private_note=said["notes"],
    )
    return Judged(coach.id, settle(telling), _identity(telling, coach, extras, said), party.left_out)


class _Reasons(list[str]):
    def of(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What `read` makes of a cell; or None, and its reason is kept."""
        try:
            return read(*args, **kwargs)
        except BadCellError as error:
            self.append(str(error))
            return None


@dataclass(frozen=True, slots=True)
class _Extras:
    origin: Origin
    aim: Aim | None
    teachers: int


@dataclass(frozen=True, slots=True)
class _Led:
    lead: Lead | None
    ids: frozenset[UUID]


def _past_day(text: str, known: Known, manner: Manner) -> date:
    day = parse_date(text, day_first=manner.day_first)
    if day > known.today:
        message = f"{quote(text)} is still to come."
        raise BadCellError(message)
    return day


def _area(text: str, known: Known, day: date | None) -> DatedArea:
    area = known.areas.find(text)
    if day and not area.on(day):
        message = f"the area {quote(text)} was not in use on that day."
        raise BadCellError(message)
    return area


def _extras(said: Mapping[str, str]) -> _Extras:
    if len(said["notes"]) > PROSE:
        message = f"the note is longer than {PROSE:,} characters."
        raise BadCellError(message)
    return _Extras(parse_origin(said["origin"]), parse_aim(said["aim"]), parse_teachers(said["teachers"]))


def _led(text: str, mode: Mode | None, team: Team, coach: Named) -> _Led:
    lead, ids = who_led(text, team, coach)
    if mode is not Mode.FOR:
        return _Led(lead, ids)
    if lead in {Lead.SHARED, Lead.SCHOOL}:
        message = f"it was done for the school, and yet led by {quote(text)}: one of the two is wrong."
        raise BadCellError(message)
    return _Led(None, frozenset())


def _identity(telling: Telling, coach: Named, extras: _Extras, said: Mapping[str, str]) -> str:
    """What is meant, and where that depends on whom the network knows today, what was written."""
    meant = (telling.held_on, telling.school_id, coach.id, telling.minutes, telling.mode, telling.area_id)
    written = (fold(said[field]) for field in ("lead", "participants", "notes"))
    return "\x1f".join(map(str, (*meant, *written, extras.origin, extras.aim or "", extras.teachers or "")))
