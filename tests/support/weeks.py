"""Other time for tests: as a coach would tell it, and as the form would send it."""

from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.domain.other_time import OtherTelling
from app.domain.vocabulary import Other
from app.services.other_time import Result, remove_other_time, submit_other_time, undo_other_time
from app.store.engine import Database
from app.store.other_time import KeptOther, get_other_time
from tests.support.acts import visit
from tests.support.cast import TODAY, Someone

TIME = UUID("30000000-0000-4000-8000-000000000003")
"""The id that was made with the form of other time."""


def travel(**changes: Any) -> OtherTelling:
    """Half an hour of travel on the cast's today; `changes` are fields of it."""
    return replace(OtherTelling(Other.TRAVEL, TODAY, 30), **changes)


def missed(school_id: UUID | None, **changes: Any) -> OtherTelling:
    """A visit to a school that did not happen today."""
    said = OtherTelling(Other.MISSED_VISIT, TODAY, 0, school_id, "The principal was called away")
    return replace(said, **changes)


def add_time(database: Database, who: Someone, said: OtherTelling, seen: int = 0, other_id: UUID = TIME) -> Result:
    with visit(database, who) as their:
        return submit_other_time(their, other_id, seen, said)


def remove_time(database: Database, who: Someone, seen: int) -> Result:
    with visit(database, who) as their:
        return remove_other_time(their, TIME, seen)


def undo_time(database: Database, who: Someone, seen: int) -> Result:
    with visit(database, who) as their:
        return undo_other_time(their, TIME, seen)


def kept_time(database: Database, who: Someone, other_id: UUID = TIME) -> KeptOther:
    with visit(database, who) as their:
        found = get_other_time(their.connection, their.network_id, other_id)
    assert found is not None
    return found


def time_form(said: OtherTelling, version: int = 0) -> dict[str, str]:
    """The form that says it, as a browser would send it: what is empty is sent empty."""
    typed = {field.name: getattr(said, field.name) for field in fields(said)}
    return {name: "" if value is None else str(value) for name, value in typed.items()} | {"version": str(version)}


def some_time(database: Database, who: Someone, day: date) -> UUID:
    """The id of an hour of somebody's own learning."""
    return add_time(database, who, OtherTelling(Other.LEARNING, day, 60), other_id=uuid4()).id
