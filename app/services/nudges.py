"""The network's list of nudges: kept by its admins, each change of it undone with a tap."""

import json
from collections.abc import Mapping
from enum import Enum, auto
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.language import _
from app.domain.nudges import DEFAULTS, nudge_problems
from app.domain.sessions import settled
from app.services.office.changes import stamp as stamp_of
from app.services.visits import Visit, trace
from app.store import nudges, rollups
from app.store.nudges import Nudge
from app.store.turns import take_turn

ADDED, CHANGED, REMOVED, UNDONE = "create", "edit", "remove", "undo"


class Outcome(Enum):
    """What became of an undo: done, done before, or the list has gone on since."""

    DONE = auto()
    ALREADY = auto()
    CHANGED = auto()


class OvertakenError(InvalidError):
    """The phrase says something else now than the form was made from."""

    def __init__(self, now: Nudge) -> None:
        what = f"{now.words}: {now.instead}"
        super().__init__({"words": _("It now says: “%(what)s” Save again to put yours in its place.", what=what)})


def add_defaults(connection: Connection, network_id: UUID) -> None:
    """Put the phrases that we begin with on a network's list."""
    nudges.add_nudges(connection, network_id, [Nudge(uuid4(), words, instead) for words, instead in DEFAULTS])


def start_list(visit: Visit) -> None:
    """The same by an admin, for a list that has nothing on it."""
    _be_next(visit)
    if not nudges.list_nudges(visit.connection, visit.network_id):
        add_defaults(visit.connection, visit.network_id)
        trace(visit, ADDED, nudges.SUBJECT, visit.network_id)
        rollups.touch(visit.connection, visit.network_id, ())


def stamp(nudge: Nudge) -> str:
    """What a form carries of the phrase that it was made from."""
    said = {"words": nudge.words, "instead": nudge.instead}
    return stamp_of(said, said)


def save_nudge(
    visit: Visit,
    nudge_id: UUID,
    words: str,
    instead: str,
    *,
    new: bool,
    wrong: Mapping[str, str],
    was: str | None = None,
) -> UUID | None:
    """Add a phrase or change one: what undoes that, or None where nothing was to do, as for a form that comes twice.

    Args:
        visit: an admin's.
        nudge_id: made with the form, where the phrase is new.
        words: what to look for.
        instead: another way to say it.
        new: add it, or change what is there.
        wrong: what could not be read of the form, by field.
        was: the stamp of what the form was made from; None where it does not say.

    Raises:
        NotAllowedError: not an admin.
        OvertakenError: somebody else has changed the phrase since, to something else.
        NotFoundError: there is no such phrase to change.
        InvalidError: it cannot be kept as it is; in words, by field.
    """
    if not new and not nudges.is_there(visit.connection, visit.network_id, nudge_id):
        raise NotFoundError
    _be_next(visit)
    there = nudges.is_there(visit.connection, visit.network_id, nudge_id)
    kept = nudges.list_nudges(visit.connection, visit.network_id)
    before = next((each for each in kept if each.id == nudge_id), None)
    if (there and new) or (before is None and not new):  # a form that comes twice; a phrase that was removed meanwhile
        return None
    if wrong:
        raise InvalidError(wrong)
    said = Nudge(nudge_id, settled(words), settled(instead))
    if said == before:
        return None
    if before is not None and was not in {None, stamp(before)}:
        raise OvertakenError(before)
    if found := nudge_problems(words, instead, [each.words for each in kept if each.id != nudge_id]):
        raise InvalidError(found)
    if before is None:
        nudges.add_nudges(visit.connection, visit.network_id, [said])
        return _keep(visit, ADDED, nudge_id, {}, _fields(said))
    names = [name for name in ("words", "instead") if getattr(before, name) != getattr(said, name)]
    after = {name: getattr(said, name) for name in names}
    nudges.change_nudge(visit.connection, visit.network_id, nudge_id, after)
    return _keep(visit, CHANGED, nudge_id, {name: getattr(before, name) for name in names}, after)


def remove_nudge(visit: Visit, nudge_id: UUID) -> UUID | None:
    """Take a phrase off the list; twice is once. Errors as `save_nudge`."""
    if not nudges.is_there(visit.connection, visit.network_id, nudge_id):
        raise NotFoundError
    _be_next(visit)
    kept = _find(visit, nudge_id)
    if kept is None:
        return None
    nudges.remove_nudge(visit.connection, visit.network_id, nudge_id)
    return _keep(visit, REMOVED, nudge_id, _fields(kept), {})


def undo_nudge(visit: Visit, change_id: UUID) -> Outcome:
    """Take one change of the list back, unless the phrase has changed again since. Errors as `save_nudge`."""
    take_turn(visit.connection, visit.network_id, nudges.SUBJECT)
    change = nudges.get_change(visit.connection, visit.network_id, change_id)
    if change is None:
        raise NotFoundError
    be_admin(visit)
    if change.undone_at is not None:
        return Outcome.ALREADY
    before, after = json.loads(change.before), json.loads(change.after)
    kept = _find(visit, change.subject_id)
    stands = {name: getattr(kept, name) for name in after} if kept else {}
    if stands != after or (kept is None) != (not after):
        return Outcome.CHANGED
    others = [each.words for each in nudges.list_nudges(visit.connection, visit.network_id)]
    wanted = before.get("words")
    if wanted and nudge_problems(wanted, "-", [each for each in others if kept is None or each != kept.words]):
        return Outcome.CHANGED
    if not before:
        nudges.remove_nudge(visit.connection, visit.network_id, change.subject_id)
    elif kept is None:
        nudges.add_nudges(visit.connection, visit.network_id, [Nudge(change.subject_id, **before)])
    else:
        nudges.change_nudge(visit.connection, visit.network_id, change.subject_id, before)
    nudges.mark_undone(visit.connection, visit.network_id, change_id, visit.person_id, visit.now)
    trace(visit, UNDONE, nudges.SUBJECT, change.subject_id, tuple(after or before))
    rollups.touch(visit.connection, visit.network_id, ())
    return Outcome.DONE


def be_admin(visit: Visit) -> None:
    """Go on only for who keeps the list.

    Raises:
        NotAllowedError: anybody else.
    """
    if not visit.rights.may(Permission.MANAGE):
        raise NotAllowedError


def _be_next(visit: Visit) -> None:
    """The same, one after the other."""
    be_admin(visit)
    take_turn(visit.connection, visit.network_id, nudges.SUBJECT)


def _find(visit: Visit, nudge_id: UUID) -> Nudge | None:
    kept = nudges.list_nudges(visit.connection, visit.network_id)
    return next((each for each in kept if each.id == nudge_id), None)


def _fields(nudge: Nudge) -> dict[str, str]:
    return {"words": nudge.words, "instead": nudge.instead}


def _keep(visit: Visit, act: str, nudge_id: UUID, before: Mapping[str, str], after: Mapping[str, str]) -> UUID:
    kept = {
        "subject_id": nudge_id,
        "before": json.dumps(dict(before)),
        "after": json.dumps(dict(after)),
        "changed_by": visit.person_id,
        "changed_at": visit.now,
    }
    change_id = nudges.keep_change(visit.connection, visit.network_id, kept)
    trace(visit, act, nudges.SUBJECT, nudge_id, tuple(after or before))
    rollups.touch(visit.connection, visit.network_id, ())
    return change_id
