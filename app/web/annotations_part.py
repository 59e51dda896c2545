"""The dates that are marked on a school's chart, as a part of any page: `page.annotations` of ilt/_annotations.html."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.words import spoken
from app.services.annotations import WORDS
from app.services.visits import Visit
from app.store.annotations import list_annotations
from app.web.forms import Filled


class NoteRow(NamedTuple):
    """An annotation; one that is not `agreed` is a coach's proposal, and not drawn yet."""

    path: str
    day: str
    words: str
    agreed: bool
    may_remove: bool


class Annotations(NamedTuple):
    """All that the fragment shows. `open` unfolds it; it is a list with a small form for who may write."""

    path: str
    rows: tuple[NoteRow, ...]
    waiting: int
    may_edit: bool
    may_write: bool
    longest: int
    today: date
    filled: Filled
    errors: Mapping[str, str]
    open: bool


def annotations_part(
    visit: Visit,
    school_id: UUID,
    sent: Filled | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    opened: bool = False,
) -> Annotations:
    """A school's annotations for who may see the school; in one query. `sent` is a form that could not be saved."""
    may_edit = visit.rights.may(Permission.EDIT_TEAM, school_id)
    notes = list_annotations(visit.connection, visit.network_id, school_id)
    rows = tuple(
        NoteRow(
            path=f"/schools/{school_id}/annotations/{note.id}",
            day=spoken(note.noted_on, visit.today),
            words=note.words,
            agreed=note.agreed,
            may_remove=may_edit or (not note.agreed and note.entered_by == visit.person_id),
        )
        for note in notes
    )
    return Annotations(
        path=f"/schools/{school_id}/annotations",
        rows=rows,
        waiting=sum(not row.agreed for row in rows),
        may_edit=may_edit,
        may_write=may_edit or visit.rights.may(Permission.PROPOSE, school_id),
        longest=WORDS,
        today=visit.today,
        filled=sent or Filled({"noted_on": [str(visit.today)]}),
        errors=errors or {},
        open=opened or bool(errors),
    )
