"""Words at a day of a school's chart: added, agreed to, removed and brought back."""

from datetime import date
from uuid import UUID, uuid4

from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _
from app.domain.periods import EARLIEST
from app.services.removals import be_bringing_back
from app.services.teams import ChangedError, be_editor, edits_at, finish, settled_name
from app.services.visits import Visit
from app.store import annotations
from app.store.annotations import Note
from app.store.handoffs import lock_school

WORDS = 60
"""Characters: what still can be read beside a mark on a chart."""

MOST = 60
"""Annotations of a school at once, proposals too: one a fortnight of two school years, and room to spare."""


def annotate(visit: Visit, school_id: UUID, noted_on: date, text: str) -> None:
    """Mark a day with words; from a coach it is a proposal. The same words at the same day twice are one annotation.

    Raises:
        InvalidError: it cannot be; in words, by field.
        NotAllowedError: the visitor neither writes here nor proposes.
    """
    edits = edits_at(visit, school_id)
    words = settled_name(text)
    if found := _problems(noted_on, words, visit.today):
        raise InvalidError(found)
    lock_school(visit.connection, visit.network_id, school_id)
    twin = _twin(visit, school_id, noted_on, words)
    if twin is not None:
        if edits and not twin.agreed:
            _change(visit, school_id, twin, "agree", agreed_by=visit.person_id)
        return
    _be_room(visit, school_id)
    annotation_id = uuid4()
    row = {
        "network_id": visit.network_id,
        "id": annotation_id,
        "school_id": school_id,
        "noted_on": noted_on,
        "words": words,
        "entered_by": visit.person_id,
        "entered_at": visit.now,
        "agreed_by": visit.person_id if edits else None,
        "removed_at": None,
    }
    annotations.insert_annotation(visit.connection, row)
    finish(visit, school_id, "create" if edits else "propose", "annotation", annotation_id)


def agree_annotation(visit: Visit, school_id: UUID, annotation_id: UUID) -> None:
    """Say yes to what a coach proposed.

    Raises:
        ChangedError: it was removed meanwhile.
        NotFoundError: it is none of this school's.
    """
    be_editor(visit, school_id)
    there = _locked(visit, school_id, annotation_id)
    if there.removed:
        raise ChangedError
    if not there.agreed:
        _change(visit, school_id, there, "agree", agreed_by=visit.person_id)


def remove_annotation(visit: Visit, school_id: UUID, annotation_id: UUID) -> None:
    """Take an annotation off the chart; whoever proposed it may take it back.

    Raises:
        NotFoundError: it is none of this school's.
        NotAllowedError: not the visitor's to remove.
    """
    there = _locked(visit, school_id, annotation_id)
    _be_theirs(visit, school_id, there)
    if not there.removed:
        _change(visit, school_id, there, "remove", removed_at=visit.now)


def restore_annotation(visit: Visit, school_id: UUID, annotation_id: UUID) -> None:
    """Undo a removal; where the same words have been put at the same day again meanwhile, those stand, and once.

    Raises:
        NotFoundError, NotAllowedError: as `remove_annotation`.
        InvalidError: there are too many by now, or somebody else has removed the visitor's proposal.
    """
    there = _locked(visit, school_id, annotation_id)
    _be_theirs(visit, school_id, there)
    if there.removed:
        be_bringing_back(visit, school_id, annotation_id)
    if there.removed and _twin(visit, school_id, there.noted_on, there.words) is None:
        _be_room(visit, school_id)
        _change(visit, school_id, there, "restore", removed_at=None)


def _be_room(visit: Visit, school_id: UUID) -> None:
    there = annotations.list_annotations(visit.connection, visit.network_id, school_id)
    if len(there) >= MOST:
        raise InvalidError({"words": _("There are %(most)d dates on this chart already. Remove one first.", most=MOST)})


def _twin(visit: Visit, school_id: UUID, noted_on: date, words: str) -> Note | None:
    """The annotation that says this of the day already."""
    standing = annotations.list_annotations(visit.connection, visit.network_id, school_id)
    return next((each for each in standing if (each.noted_on, each.words) == (noted_on, words)), None)


def _problems(noted_on: date, words: str, today: date) -> dict[str, str]:
    found = {}
    if noted_on > today:
        found["noted_on"] = _("This day is still to come.")
    elif noted_on < EARLIEST:
        found["noted_on"] = _("Check the year: this day is too long ago.")
    if not 0 < len(words) <= WORDS or not words.isprintable():
        found["words"] = _("Say in up to %(most)d characters what happened, like “new principal”.", most=WORDS)
    return found


def _locked(visit: Visit, school_id: UUID, annotation_id: UUID) -> Note:
    lock_school(visit.connection, visit.network_id, school_id)
    there = annotations.get_annotation(visit.connection, visit.network_id, school_id, annotation_id)
    if there is None:
        raise NotFoundError
    return there


def _be_theirs(visit: Visit, school_id: UUID, there: Note) -> None:
    if there.agreed or there.entered_by != visit.person_id:
        be_editor(visit, school_id)


def _change(visit: Visit, school_id: UUID, there: Note, act: str, **changes: object) -> None:
    annotations.update_annotation(visit.connection, visit.network_id, there.id, changes)
    finish(visit, school_id, act, "annotation", there.id, tuple(changes))
