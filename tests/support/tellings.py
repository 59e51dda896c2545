"""Sessions for tests to log: as a coach would tell them, and as the form would send them."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Lead, Mode, Origin
from tests.support.cast import Cast


def telling(cast: Cast, **changes: Any) -> Telling:
    """Jo's session of today at Alder: we developed its budget, 45 minutes, as planned; `changes` are fields of it."""
    plain = Telling(
        school_id=cast.alder,
        area_id=cast.areas[Area.BUDGET],
        held_on=cast.today,
        minutes=45,
        mode=Mode.FOR,
        lead=None,
        origin=Origin.PLANNED,
    )
    return replace(plain, **changes)


def side_by_side(cast: Cast, **changes: Any) -> Telling:
    """Jo's session of today at Alder, with Rosa, who led it."""
    with_rosa = telling(cast, mode=Mode.WITH, lead=Lead.SCHOOL, participant_ids=frozenset({cast.rosa.person_id}))
    return replace(with_rosa, **changes)


def form_of(said: Telling, version: int = 0) -> dict[str, str | list[str]]:
    """The form that says it, as a browser would send it: what is empty is sent empty, and what repeats, repeatedly."""
    form = {field.name: _typed(getattr(said, field.name)) for field in fields(said)}
    return form | {"version": str(version)}


def _typed(value: str | int | UUID | date | time | Collection[Any] | None) -> str | list[str]:
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    return str(value)
