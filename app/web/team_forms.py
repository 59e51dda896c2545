"""What the forms of a team's page send, read field by field; and how each of them is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import InvalidError
from app.domain.language import _
from app.domain.ratings import Level
from app.domain.teams import NAME, Change, Membership, NewMember
from app.domain.vocabulary import Dimension, Position
from app.services.annotations import WORDS
from app.services.teams import ChangedError, edits_at
from app.services.visits import Visit
from app.store.schools import SchoolFact
from app.web.forms import AGAIN, DAY, Fields
from app.web.guards import school_for
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see

LEVELS = frozenset(str(int(level)) for level in Level)

Mend = Callable[[Mapping[str, str]], Response]


@dataclass(frozen=True, slots=True)
class ChangedPage(Page):
    """Somebody else was quicker; `back` is where it stands as it is now."""

    template: ClassVar[str] = "ilt/changed.html"

    school: str
    back: str


def writer_for(visit: Visit, school_id: UUID) -> tuple[SchoolFact, bool]:
    """A school on whose team's page the visitor may write, and whether what they write stands at once.

    Raises:
        NotFoundError: no such school in the network, or none of the visitor's.
        NotAllowedError: they may neither edit nor propose.
    """
    school = school_for(visit, school_id)
    return school, edits_at(visit, school_id)


async def answer(request: Request, school_id: UUID, back: str, job: Callable[[Visit], str], mend: Mend) -> Response:
    """Do a form's `job`, which says where to look next; `mend` shows the form again with what is wrong with it."""
    try:
        path = await write(request, job)
    except InvalidError as error:
        return await run_in_threadpool(mend, error.errors)
    except ChangedError:
        return await run_in_threadpool(_changed, request, school_id, back)
    return see(path)


def _changed(request: Request, school_id: UUID, back: str) -> Response:
    with reading(request) as visit:
        page = ChangedPage(school=school_for(visit, school_id).name, back=back)
        layout = layout_of(visit)
    return render(request, page, layout, status=409)


def read_new_member(fields: Fields) -> NewMember:
    """Who joins, as the form says it.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    made = fields.one("id", UUID, _("Open this page again."), _("Open this page again."))
    person_id = fields.one("person_id", UUID, "", AGAIN)
    name = fields.text("name", NAME)
    position = fields.one("position", Position, _("Choose a position."), AGAIN)
    first_on = fields.one("first_on", date.fromisoformat, _("Since when?"), DAY)
    if person_id is None and not name.strip() and not fields.raw("person_id"):
        fields.errors.setdefault(
            "name",
            _("Choose somebody from the list, or write a new name of up to %(most)s characters.", most=NAME),
        )
    if fields.errors or made is None or position is None or first_on is None:
        raise InvalidError(fields.errors)
    return NewMember(
        id=made,
        person_id=person_id,
        name=name,
        position=position,
        on_ilt=_seat(fields),
        first_on=first_on,
        another=bool(fields.raw("another")),
    )


def read_change(fields: Fields) -> Change:
    """What changes, and from when.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    position = fields.one("position", Position, _("Choose a position."), AGAIN)
    from_on = fields.one("first_on", date.fromisoformat, _("From when?"), DAY)
    if fields.errors or position is None or from_on is None:
        raise InvalidError(fields.errors)
    return Change(position, _seat(fields), from_on)


def read_correction(fields: Fields, there: Membership) -> Membership:
    """A membership as it should have been written.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    position = fields.one("position", Position, _("Choose a position."), AGAIN)
    first_on = fields.one("first_on", date.fromisoformat, _("Since when?"), DAY)
    last_on = fields.one("last_on", date.fromisoformat, "", DAY)
    if fields.errors or position is None or first_on is None:
        raise InvalidError(fields.errors)
    return Membership(there.id, there.person_id, there.name, position, _seat(fields), first_on, last_on)


def read_departure(fields: Fields) -> date:
    """Somebody's last day.

    Raises:
        InvalidError: none, or one that cannot be read.
    """
    last_on = fields.one("last_on", date.fromisoformat, _("Which day is the last?"), DAY)
    if last_on is None:
        raise InvalidError(fields.errors)
    return last_on


def read_ratings(fields: Fields) -> tuple[date, dict[Dimension, Level]]:
    """A meeting's day and its levels.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    rated_on = fields.one("rated_on", date.fromisoformat, _("Which day was the meeting?"), DAY)
    levels = {each: fields.one(each, _level, _("Choose one of the four."), AGAIN) for each in Dimension}
    if fields.errors or rated_on is None:
        raise InvalidError(fields.errors)
    return rated_on, {each: level for each, level in levels.items() if level is not None}


def read_annotation(fields: Fields) -> tuple[date, str]:
    """A day, and what happened then.

    Raises:
        InvalidError: fields that are missing or cannot be read, all of them.
    """
    noted_on = fields.one("noted_on", date.fromisoformat, _("Which day?"), DAY)
    words = fields.text("words", WORDS)
    if fields.errors or noted_on is None:
        raise InvalidError(fields.errors)
    return noted_on, words


def _seat(fields: Fields) -> bool:
    return fields.raw("on_ilt") == "yes"


def _level(text: str) -> Level:
    if text not in LEVELS:
        raise ValueError(text)
    return Level(int(text))
