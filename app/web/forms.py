"""What a browser sent, field by field: read into the domain's values, or said back with a sentence beside the field."""

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time
from decimal import Decimal
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from app.domain.errors import InvalidError
from app.domain.language import _, later, told
from app.domain.sessions import Telling, mode_problems, settled
from app.domain.vocabulary import Aim, Lead, Mode, Modelled, Origin, Position
from app.store.tables.sessions import LINE, PROSE

T = TypeVar("T")

MOST_FIELDS = 400
"""Fields of one form: a large team ticked whole, and room to spare."""

MOST_TEACHERS = 200

MINUTES = (15, 30, 45, 60, 90)
"""Offered as chips; any other number is typed."""

AGAIN = later("This choice is not on the list any more. Choose again.")
DAY = later("Write the day as year-month-day.")
CLOCK = later("Write the time as hours and minutes, like 09:30.")
"""What a form says beside what it cannot read."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form shows as chosen and typed, as text: a start, an earlier session, or what was just sent."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        return next((value for value in reversed(self.values.get(name, ())) if value.strip()), "")

    def has(self, name: str, value: object) -> bool:
        return str(value) in self.values.get(name, ())

    def without(self, name: str, keep: Container[str] = ()) -> "Filled":
        """The same form with the values of one field taken out, all but those in `keep`."""
        kept = [value for value in self.values.get(name, ()) if value in keep]
        return Filled({**self.values, name: kept})


def filled(telling: Telling) -> Filled:
    """A session as its form would show it."""
    values: dict[str, list[str]] = {}
    for part in fields(telling):
        value = getattr(telling, part.name)
        many = value if isinstance(value, frozenset) else [value]
        values[part.name] = sorted(_typed(each) for each in many if each is not None)
    if not telling.teachers:
        values["teachers"] = []
    return Filled(values)


def _typed(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


async def read_form(request: Request) -> FormData:
    """The form of a request. An async dependency, so that reading it holds no thread.

    Raises:
        HTTPException: a multipart form, which may name a character set of its own, and so carry what is no text.
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise HTTPException(415)
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


def from_tablet(request: Request) -> bool:
    """Whether a tablet's scripts send what it has kept, and want JSON; a browser's own form accepts pages."""
    return request.headers.get("accept") == "application/json"


Sent = Annotated[FormData, Depends(read_form)]
"""The form of a request, as a handler takes it."""


@dataclass(slots=True)
class Fields:
    """Reads one field after another and collects what is wrong with them, so that a page can say it all at once."""

    sent: Mapping[str, Sequence[str]]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: FormData) -> "Fields":
        sent: dict[str, list[str]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                sent.setdefault(name, []).append(value)
        return cls(sent)

    def raw(self, name: str) -> str:
        """The last value that says something: a chip and a field of the same name may both be sent, chip first."""
        return next((value.strip() for value in reversed(self.sent.get(name, ())) if value.strip()), "")

    def one(self, name: str, read: Callable[[str], T], missing: str, wrong: str) -> T | None:
        """A single value; `missing` and `wrong` are the sentences for an empty and an unreadable one."""
        value = self.raw(name)
        if not value:
            if missing:
                self.errors[name] = told(missing)
            return None
        try:
            return read(value)
        except ValueError:
            self.errors[name] = told(wrong)
            return None

    def many(self, name: str, read: Callable[[str], T], wrong: str) -> frozenset[T]:
        try:
            return frozenset(read(value.strip()) for value in self.sent.get(name, ()) if value.strip())
        except ValueError:
            self.errors[name] = told(wrong)
            return frozenset()

    def was(self) -> str | None:
        """What the form showed before anybody typed; None where it did not say."""
        return self.raw("was") if "was" in self.sent else None

    def version(self, name: str = "version") -> int:
        """The version that the form was made from; -1, which no session has, when that cannot be read."""
        value = self.raw(name) or "0"
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1  # noqa: PLR2004 - nine digits are more than anything counted here

    def text(self, name: str, longest: int) -> str:
        value = "\n".join(self.sent.get(name, ())[-1:])
        if any(_is_unkeepable(letter) for letter in value):
            self.errors[name] = _("There is a character here that cannot be kept. Delete it and type the words again.")
        elif len(settled(value)) > longest:
            self.errors[name] = _(
                "This is longer than %(number)s characters. Shorten it; the rest belongs elsewhere.",
                number=f"{longest:,}",
            )
        return value


TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the writing round for all that follows, beyond the words they came with."""


def _is_unkeepable(letter: str) -> bool:
    return (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\r\t") or letter in TURNING


def read_telling(fields: Fields) -> Telling:
    """The session that a form tells of.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    school_id = fields.one("school_id", UUID, _("Choose a school."), AGAIN)
    area_id = fields.one("area_id", UUID, _("Choose an area."), AGAIN)
    held_on = fields.one("held_on", date.fromisoformat, _("Choose a day."), DAY)
    minutes = fields.one("minutes", whole, _("How many minutes?"), _("Write minutes as a whole number, like 45."))
    mode = fields.one("mode", Mode, _("Say who did the work: with the school, or for it?"), AGAIN)
    lead = fields.one("lead", Lead, "", AGAIN)
    origin = fields.one("origin", Origin, _("Was it planned, or asked for in the moment?"), AGAIN)
    aim = fields.one("aim", Aim, "", AGAIN)
    participants = fields.many("participant_ids", UUID, AGAIN)
    led = fields.many("led_ids", UUID, AGAIN)
    positions = fields.many("positions", Position, AGAIN)
    teachers = fields.one("teachers", whole, "", _("Write a whole number of teachers.")) or 0
    if not 0 <= teachers <= MOST_TEACHERS:
        fields.errors["teachers"] = _("Teachers go from 0 to %(most)s.", most=MOST_TEACHERS)
    strength = fields.text("strength", LINE)
    shared_note, private_note = fields.text("shared_note", PROSE), fields.text("private_note", PROSE)
    next_step_text = fields.text("next_step_text", LINE)
    owner = fields.one("next_step_owner_id", UUID, "", AGAIN)
    due_on = fields.one("next_step_due_on", date.fromisoformat, "", DAY)
    started_at = fields.one("started_at", clock, "", CLOCK)
    co_coach_id = fields.one("co_coach_id", UUID, "", AGAIN)
    partner_id = fields.one("partner_id", UUID, "", AGAIN)
    funding_id = fields.one("funding_id", UUID, "", AGAIN)
    modelled = fields.one("modelled", Modelled, "", AGAIN)
    if fields.errors or not (school_id and area_id and held_on and mode and origin) or minutes is None:
        somebody = bool(fields.raw("participant_ids") or fields.raw("positions"))
        raise InvalidError(mode_problems(mode, lead, somebody=somebody) | fields.errors)
    return Telling(
        school_id=school_id,
        area_id=area_id,
        held_on=held_on,
        minutes=minutes,
        mode=mode,
        lead=lead,
        origin=origin,
        aim=aim,
        participant_ids=participants,
        led_ids=led,
        positions=positions,
        teachers=teachers,
        strength=strength,
        shared_note=shared_note,
        private_note=private_note,
        next_step_text=next_step_text,
        next_step_owner_id=owner,
        next_step_due_on=due_on,
        started_at=started_at,
        co_coach_id=co_coach_id,
        partner_id=partner_id,
        funding_id=funding_id,
        modelled=modelled,
    )


def whole(value: str) -> int:
    """A whole number as people type it.

    Raises:
        ValueError: anything else.
    """
    if len(value) > 6 or not (value.isascii() and value.isdecimal()):  # noqa: PLR2004 - no number here is longer
        raise ValueError(value)
    return int(value)


def decimal(value: str, longest: int) -> Decimal:
    """A number from 0 on as people type it, with a point or a comma, in so many letters at most.

    Raises:
        ValueError: anything else.
    """
    plain = value.replace(",", ".", 1)
    if len(plain) > longest or not plain.isascii() or not plain.replace(".", "", 1).isdecimal():
        raise ValueError(value)
    return Decimal(plain)


_CLOCK = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])(:00)?")


def clock(value: str) -> time:
    """A local time as a time field sends it, to the minute.

    Raises:
        ValueError: anything else.
    """
    found = _CLOCK.fullmatch(value)
    if found is None:
        raise ValueError(value)
    return time(int(found[1]), int(found[2]))
