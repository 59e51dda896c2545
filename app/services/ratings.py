"""What an Instructional Leadership Team says of itself, written down by the school or the office.

A coach may write it down too, for them to agree to. Entering a day again replaces what stood there.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _
from app.domain.ratings import Level, levels_stamp, rating_problems
from app.domain.vocabulary import Dimension
from app.services.removals import be_bringing_back
from app.services.teams import ChangedError, be_editor, edits_at, finish
from app.services.visits import Visit
from app.store import ratings
from app.store.handoffs import lock_school
from app.store.ratings import Day


def enter_ratings(visit: Visit, school_id: UUID, rated_on: date, levels: Mapping[Dimension, Level]) -> None:
    """Write down how the ILT rated itself on a day; from a coach it is a proposal.

    Raises:
        InvalidError: it cannot be; in words, by field.
        NotAllowedError: the visitor neither writes here nor proposes.
    """
    edits = edits_at(visit, school_id)
    if found := rating_problems(rated_on, levels, visit.today):
        raise InvalidError(found)
    lock_school(visit.connection, visit.network_id, school_id)
    there = ratings.get_day(visit.connection, visit.network_id, school_id, rated_on)
    stands = there is not None and not there.removed
    if there and stands and dict(there.levels) == dict(levels) and there.agreed >= edits:
        return  # as it stands already, or waits already
    if there and stands and there.agreed and not edits:
        words = _("The team's own word of this day stands. Ask a leader of the school to change it.")
        raise InvalidError({"rated_on": words})
    ratings.keep_day(
        visit.connection,
        visit.network_id,
        school_id,
        rated_on,
        levels,
        entered_by=visit.person_id,
        entered_at=visit.now,
        agreed_by=visit.person_id if edits else None,
    )
    before = there.levels if there and stands else {}
    changed = tuple(sorted(name for name, level in levels.items() if before.get(name) != level))
    act = "edit" if stands else "create"
    _finish(visit, school_id, rated_on, act if edits else "propose", changed)


def agree_ratings(visit: Visit, school_id: UUID, rated_on: date, seen: str) -> None:
    """Say yes to what a coach wrote down, as it was seen (`seen`, a `levels_stamp`).

    Raises:
        ChangedError: it says something else now, or was removed.
        NotFoundError: nothing was ever written for that day.
    """
    be_editor(visit, school_id)
    there = _locked(visit, school_id, rated_on)
    if there.removed or levels_stamp(there.levels) != seen:
        raise ChangedError
    if not there.agreed:
        changes = {"agreed_by": visit.person_id}
        ratings.update_day(visit.connection, visit.network_id, school_id, rated_on, changes)
        _finish(visit, school_id, rated_on, "agree", ("agreed_by",))


def remove_ratings(visit: Visit, school_id: UUID, rated_on: date) -> None:
    """Take a day's ratings off the page; whoever proposed them may take them back.

    Raises:
        NotFoundError: nothing was ever written for that day.
        NotAllowedError: not the visitor's to remove.
    """
    there = _locked(visit, school_id, rated_on)
    _be_theirs(visit, school_id, there)
    if not there.removed:
        changes = {"removed_at": visit.now}
        ratings.update_day(visit.connection, visit.network_id, school_id, rated_on, changes)
        _finish(visit, school_id, rated_on, "remove", ())


def restore_ratings(visit: Visit, school_id: UUID, rated_on: date) -> None:
    """Undo a removal.

    Raises:
        NotFoundError, NotAllowedError: as `remove_ratings`.
        InvalidError: somebody else has removed the visitor's proposal.
    """
    there = _locked(visit, school_id, rated_on)
    _be_theirs(visit, school_id, there)
    if there.removed:
        be_bringing_back(visit, school_id, day_id(school_id, rated_on))
        ratings.update_day(visit.connection, visit.network_id, school_id, rated_on, {"removed_at": None})
        _finish(visit, school_id, rated_on, "restore", ())


def day_id(school_id: UUID, rated_on: date) -> UUID:
    """A day's ratings have no id of their own: the trail knows them by one made of the school's and the day."""
    return uuid5(school_id, rated_on.isoformat())


def _locked(visit: Visit, school_id: UUID, rated_on: date) -> Day:
    lock_school(visit.connection, visit.network_id, school_id)
    there = ratings.get_day(visit.connection, visit.network_id, school_id, rated_on)
    if there is None:
        raise NotFoundError
    return there


def _be_theirs(visit: Visit, school_id: UUID, there: Day) -> None:
    if there.agreed or there.entered_by != visit.person_id:
        be_editor(visit, school_id)


def _finish(visit: Visit, school_id: UUID, rated_on: date, act: str, fields: tuple[str, ...]) -> None:
    finish(visit, school_id, act, "ilt_rating", day_id(school_id, rated_on), fields)
