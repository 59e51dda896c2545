"""Other time: added, changed, removed, and each of that undone; once, however often the form comes.

As with sessions, an id is made with its form and version 0 creates. Every version is kept whole, so that a form which
comes again is told apart from one that says something else.
"""

from dataclasses import dataclass
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import DomainError, InvalidError, NotAllowedError, NotFoundError
from app.domain.language import later, told
from app.domain.other_time import (
    OtherTelling,
    OtherVersion,
    before,
    changed_fields,
    problems,
    read_history,
    settle,
    write_history,
)
from app.services.visits import Visit, trace
from app.store import other_time, rollups
from app.store.funding import default_on
from app.store.other_time import KeptOther
from app.store.schools import coached_at


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a form: the version it now is, and whether this very form had been accepted before."""

    id: UUID
    version: int
    again: bool


class StaleError(DomainError):
    """The form speaks of a version that has changed since; `sent` is what it said, if it said anything."""

    def __init__(self, kept: KeptOther, sent: OtherTelling | None) -> None:
        super().__init__("this time has changed since")
        self.kept = kept
        self.sent = sent


def submit_other_time(visit: Visit, other_id: UUID, seen: int, said: OtherTelling) -> Result:
    """Add (`seen` 0) or change (`seen` the version that the form was made from) time of one's own.

    Raises:
        NotAllowedError: this person logs nothing.
        InvalidError: it cannot be accepted as it is; in words, by field.
        StaleError: another version was accepted meanwhile, with other contents.
        NotFoundError: the id is another coach's or another network's, or there is nothing to change.
    """
    if not visit.rights.may(Permission.LOG):
        raise NotAllowedError
    telling = settle(said)
    kept = get_own_time(visit, other_id)
    if kept is None:
        if seen == 0 and not other_time.is_taken(visit.connection, other_id):
            _judge(visit, telling)
            if _create(visit, other_id, telling):
                return Result(other_id, 1, again=False)
        kept = get_own_time(visit, other_id)  # the form's twin was quicker, even between these two looks
        if kept is None:
            raise NotFoundError
    return _advance(visit, kept, seen, OtherVersion(telling), "edit")


def remove_other_time(visit: Visit, other_id: UUID, seen: int) -> Result:
    """Take time of one's own out of the week; it can be brought back by undoing that. Errors as `submit_other_time`."""
    kept = _own_or_nothing(visit, other_id)
    history = read_history(kept.history)
    return _advance(visit, kept, seen, OtherVersion(history[-1].telling, removed=True), "remove")


def undo_other_time(visit: Visit, other_id: UUID, seen: int) -> Result:
    """Take back the last change of time of one's own: adding it, changing it, or removing it.

    Errors as `submit_other_time`.
    """
    kept = _own_or_nothing(visit, other_id)
    history = read_history(kept.history)
    if not 1 <= seen <= kept.version:
        raise StaleError(kept, None)
    return _advance(visit, kept, seen, before(history, seen), "undo")


def refuse_taken_time(visit: Visit, other_id: UUID) -> None:
    """Stop at an id that is another coach's or another network's, before anything is said about the form.

    Raises:
        NotFoundError: the id is somebody else's.
    """
    if get_own_time(visit, other_id) is None and other_time.is_taken(visit.connection, other_id):
        raise NotFoundError


def get_own_time(visit: Visit, other_id: UUID) -> KeptOther | None:
    """Time of the visitor's own, removed or not; anybody else's is None, and so is what does not exist."""
    kept = other_time.get_other_time(visit.connection, visit.network_id, other_id)
    return kept if kept is not None and kept.coach_id == visit.person_id else None


def telling_of(kept: KeptOther) -> OtherTelling:
    return OtherTelling(kept.kind, kept.spent_on, kept.minutes, kept.school_id, kept.note)


def _own_or_nothing(visit: Visit, other_id: UUID) -> KeptOther:
    kept = get_own_time(visit, other_id)
    if kept is None:
        raise NotFoundError
    return kept


def _judge(visit: Visit, telling: OtherTelling) -> None:
    assigned = telling.school_id is not None and coached_at(
        visit.connection, visit.network_id, visit.person_id, telling.school_id, telling.spent_on
    )
    if found := problems(telling, visit.today, assigned=assigned):
        raise InvalidError(found)


def _columns(version: OtherVersion, visit: Visit) -> dict[str, object]:
    said = version.telling
    return {
        "kind": said.kind,
        "spent_on": said.spent_on,
        "minutes": said.minutes,
        "school_id": said.school_id,
        "note": said.note,
        "removed_at": visit.now if version.removed else None,
    }


def _create(visit: Visit, other_id: UUID, telling: OtherTelling) -> bool:
    first = OtherVersion(telling)
    row = {
        "network_id": visit.network_id,
        "id": other_id,
        "coach_id": visit.person_id,
        "version": 1,
        "received_at": visit.now,
        "history": write_history([first]),
        "funding_id": default_on(visit.connection, visit.network_id, visit.person_id, telling.spent_on),
    }
    if not other_time.create(visit.connection, row | _columns(first, visit)):
        return False
    _finish(visit, other_id, "create", (), 1)
    return True


def _advance(visit: Visit, kept: KeptOther, seen: int, wanted: OtherVersion, act: str) -> Result:
    history = read_history(kept.history)
    if kept.version != seen:
        if 0 <= seen < kept.version and history[seen] == wanted:
            return Result(kept.id, seen + 1, again=True)
        raise StaleError(kept, wanted.telling if act == "edit" else None)
    if history[-1] == wanted:
        return Result(kept.id, kept.version, again=True)
    if act == "edit" and history[-1].removed:
        raise StaleError(kept, wanted.telling)
    if not wanted.removed:
        _judge(visit, wanted.telling)
    changes = _columns(wanted, visit) | {"history": write_history([*history, wanted])}
    if wanted.telling.spent_on != kept.spent_on:  # what usually pays for one day may not pay for another
        changes["funding_id"] = default_on(visit.connection, visit.network_id, visit.person_id, wanted.telling.spent_on)
    if not other_time.raise_version(visit.connection, visit.network_id, kept.id, seen, changes):
        now = _own_or_nothing(visit, kept.id)
        return _advance(visit, now, seen, wanted, act)
    _finish(visit, kept.id, act, changed_fields(history[-1].telling, wanted.telling), seen + 1)
    return Result(kept.id, seen + 1, again=False)


def _finish(visit: Visit, other_id: UUID, act: str, changed: tuple[str, ...], version: int) -> None:
    trace(visit, act, "other_time", other_id, changed, version=version)
    rollups.touch(visit.connection, visit.network_id, ())


REASONS = (
    later("Our contact was called away"),
    later("Something came up at the school"),
    later("I could not come"),
    later("Weather or travel"),
)
"""What most often keeps a visit from happening, to tap; any other can be typed."""


def reason_in_words(note: str) -> str:
    """A reason as it is shown: one that was tapped is kept in English and said in the reader's language."""
    return told(note) if note in REASONS else note
