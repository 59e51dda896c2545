"""The month's five minutes at a school: its figures, what somebody says of it, and where it is still to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.measures import Tally
from app.domain.periods import Window
from app.domain.reach import Reach, reach
from app.domain.reflections import LEVELS, month_before, month_weeks, months, prompted
from app.domain.sessions import settled
from app.services.visits import Visit, trace
from app.store import analytics, reflections, rollups
from app.store.reach import took_part
from app.store.schools import SchoolFact, list_schools, list_team


@dataclass(frozen=True, slots=True)
class Reflecting:
    """A month's reflection as its form tells it, with levels from 1 to 4."""

    month: date
    needs: int
    barriers: int
    needs_note: str = ""
    barriers_note: str = ""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What was done at a school in a month's own weeks: see `month_weeks`."""

    window: Window
    tally: Tally
    reach: Reach


def month_figures(visit: Visit, school_id: UUID, month: date) -> MonthFigures | None:
    """The month's figures, with the ILT as it was on its last day; None before its first Monday."""
    window = month_weeks(month, visit.today)
    if window is None:
        return None
    connection, network_id = visit.connection, visit.network_id
    sums = analytics.sums_by_school(connection, network_id, window, [school_id])
    team = list_team(connection, network_id, school_id, window.last)
    ilt = {member.person_id for member in team if member.on_ilt}
    return MonthFigures(
        window,
        sums.get(school_id, Tally.zero()),
        reach(ilt, took_part(connection, network_id, school_id, window, ilt)),
    )


def reflect(visit: Visit, school_id: UUID, said: Reflecting) -> None:
    """Keep what the visitor thinks of a month, in place of what they said of it before.

    Raises:
        NotAllowedError: they are neither a coach nor a leader of the school.
        InvalidError: a month that is to come or long past.
    """
    _be_author(visit, school_id)
    if said.month not in months(visit.today):
        raise InvalidError({"month": _("Choose one of the months of this list.")})
    assert {said.needs, said.barriers} <= set(LEVELS)  # noqa: S101 - the form reads no other
    before = reflections.get_reflection(visit.connection, visit.network_id, school_id, said.month, visit.person_id)
    row = {
        "network_id": visit.network_id,
        "school_id": school_id,
        "month": said.month,
        "author_id": visit.person_id,
        "needs": said.needs,
        "needs_note": settled(said.needs_note),
        "barriers": said.barriers,
        "barriers_note": settled(said.barriers_note),
        "said_at": visit.now,
    }
    changed = [
        name
        for name in ("needs", "needs_note", "barriers", "barriers_note")
        if before is None or before.removed or getattr(before, name) != row[name]
    ]
    if not changed:
        return
    reflections.say(visit.connection, row)
    _finish(visit, school_id, "edit" if before and not before.removed else "create", tuple(changed))


def remove_reflection(visit: Visit, school_id: UUID, month: date) -> None:
    """Take one's own reflection back."""
    _set_removed(visit, school_id, month, removed=True)


def restore_reflection(visit: Visit, school_id: UUID, month: date) -> None:
    """Bring back what one removed."""
    _set_removed(visit, school_id, month, removed=False)


def to_reflect(visit: Visit) -> Sequence[SchoolFact]:
    """The schools where the visitor has not looked back on last month yet, by name; none after the first two weeks.

    Only schools that they are assigned to: whoever coaches the whole network is not asked about each school of it.
    """
    mine = [school_id for school_id, granted in visit.rights.at.items() if Permission.REFLECT in granted]
    if not prompted(visit.today) or not mine:
        return ()
    connection, network_id, month = visit.connection, visit.network_id, month_before(visit.today.replace(day=1))
    done = reflections.reflected_at(connection, network_id, visit.person_id, month, mine)
    return list_schools(connection, network_id, frozenset(mine) - done, visit.today)


def _set_removed(visit: Visit, school_id: UUID, month: date, *, removed: bool) -> None:
    _be_author(visit, school_id)
    if month.day != 1:
        raise NotFoundError
    at = visit.now if removed else None
    if reflections.set_removed(visit.connection, visit.network_id, school_id, month, visit.person_id, at):
        _finish(visit, school_id, "remove" if removed else "restore", ())


def _be_author(visit: Visit, school_id: UUID) -> None:
    if not visit.rights.may(Permission.REFLECT, school_id):
        raise NotAllowedError


def _finish(visit: Visit, school_id: UUID, act: str, fields: tuple[str, ...]) -> None:
    """A reflection has no id of its own; its trace names the school."""
    trace(visit, act, "reflection", school_id, fields)
    rollups.touch(visit.connection, visit.network_id, (school_id,))
