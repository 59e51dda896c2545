"""Words at a day of a school's chart, like "new principal": added, agreed to, removed and brought back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.language import _, later, told
from app.services.annotations import agree_annotation, annotate, remove_annotation, restore_annotation
from app.services.removals import brings_back
from app.services.visits import Visit
from app.store.annotations import get_annotation
from app.web.annotations_part import Annotations, annotations_part
from app.web.forms import Fields, Filled, Sent
from app.web.guards import school_for
from app.web.house import reading
from app.web.ilt_page import Undo
from app.web.render import Page, layout_of, render
from app.web.team_forms import Mend, answer, read_annotation, writer_for

router = APIRouter()

DONE = {
    "added": later("Marked. It stands on the chart now."),
    "proposed": later("Proposed. It is drawn once a leader of the school says yes."),
    "accepted": later("Accepted. It stands on the chart now."),
    "restored": later("Back again."),
}
"""What was done, as the page says it at its top."""


@dataclass(frozen=True, slots=True)
class AnnotationsPage(Page):
    """`wrong` is why something could not be done that was no form on the page."""

    template: ClassVar[str] = "ilt/annotations.html"
    fragment: ClassVar[str] = "ilt/_annotations.html"

    id: UUID
    name: str
    done: str
    undo: Undo | None
    wrong: str
    annotations: Annotations


@router.get("/schools/{school_id}/annotations")
def index(request: Request, school_id: UUID) -> Response:
    """The dates that are marked on a school's chart."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        page = AnnotationsPage(
            id=school.id,
            name=school.name,
            done=told(DONE.get(request.query_params.get("done", ""), "")),
            undo=_undo(request, visit, school_id),
            wrong="",
            annotations=annotations_part(visit, school_id, opened=True),
        )
        layout = layout_of(visit)
    return render(request, page, layout)


@router.post("/schools/{school_id}/annotations")
async def create(request: Request, school_id: UUID, form: Sent) -> Response:
    """Mark a day, or propose it."""
    fields = Fields.of(form)

    def job(visit: Visit) -> str:
        _, edits = writer_for(visit, school_id)
        annotate(visit, school_id, *read_annotation(fields))
        return f"{_path(school_id)}?done={'added' if edits else 'proposed'}"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id, Filled(fields.sent)))


@router.post("/schools/{school_id}/annotations/{annotation_id}/agree")
async def agree(request: Request, school_id: UUID, annotation_id: UUID) -> Response:
    def job(visit: Visit) -> str:
        school_for(visit, school_id, Permission.EDIT_TEAM)
        agree_annotation(visit, school_id, annotation_id)
        return f"{_path(school_id)}?done=accepted"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id))


@router.post("/schools/{school_id}/annotations/{annotation_id}/remove")
async def remove(request: Request, school_id: UUID, annotation_id: UUID) -> Response:
    def job(visit: Visit) -> str:
        writer_for(visit, school_id)
        remove_annotation(visit, school_id, annotation_id)
        return f"{_path(school_id)}?removed={annotation_id}"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id))


@router.post("/schools/{school_id}/annotations/{annotation_id}/restore")
async def restore(request: Request, school_id: UUID, annotation_id: UUID) -> Response:
    def job(visit: Visit) -> str:
        writer_for(visit, school_id)
        restore_annotation(visit, school_id, annotation_id)
        return f"{_path(school_id)}?done=restored"

    return await answer(request, school_id, _path(school_id), job, _mend(request, school_id))


def _path(school_id: UUID) -> str:
    return f"/schools/{school_id}/annotations"


def _mend(request: Request, school_id: UUID, sent: Filled | None = None) -> Mend:
    def mend(errors: Mapping[str, str]) -> Response:
        with reading(request) as visit:
            school = school_for(visit, school_id)
            part = annotations_part(visit, school_id, sent, errors)
            wrong = errors.get("undo", "")
            page = AnnotationsPage(id=school.id, name=school.name, done="", undo=None, wrong=wrong, annotations=part)
            layout = layout_of(visit)
        return render(request, page, layout, status=422)

    return mend


def _undo(request: Request, visit: Visit, school_id: UUID) -> Undo | None:
    """What was removed just now, as the address says it and as long as that is so."""
    try:
        removed = UUID(request.query_params.get("removed", ""))
    except ValueError:
        return None
    there = get_annotation(visit.connection, visit.network_id, school_id, removed)
    writes = visit.rights.may(Permission.EDIT_TEAM, school_id)
    own = there is not None and there.entered_by == visit.person_id and not there.agreed
    if there is None or not there.removed or not (writes or own) or not brings_back(visit, school_id, removed):
        return None
    return Undo(_("“%(words)s” is removed.", words=there.words), f"{_path(school_id)}/{removed}/restore")
