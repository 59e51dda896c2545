"""A coach's one answer to a leader who corrected a session of theirs."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.domain.errors import InvalidError, NotFoundError
from app.services.agreeing import ChangedError
from app.services.review_answers import answer_review, answerable
from app.services.visits import Visit
from app.store.tables.sessions import LINE
from app.web.forms import AGAIN, Fields, Sent, whole
from app.web.heard import HeardPart, Tried, heard_part
from app.web.house import reading, write
from app.web.render import Page, layout_of, render, see
from app.web.unchanged import asks_for_part

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HeardPage(Page):
    """What leaders say of a session of one's own, with the answer that could not be kept."""

    template: ClassVar[str] = "review/heard.html"
    fragment: ClassVar[str] = "review/_heard.html"

    heard: HeardPart


@router.post("/sessions/{session_id}/reviews/{reviewer_id}/answer")
async def create(request: Request, session_id: UUID, reviewer_id: UUID, form: Sent) -> Response:
    """Say once what happened."""
    fields = Fields.of(form)
    words = fields.text("answer", LINE)
    number = fields.one("number", whole, "", AGAIN)

    def job(visit: Visit) -> None:
        answerable(visit, session_id)  # whoever may not is told so before anything is said about the form
        if fields.errors:
            raise InvalidError(fields.errors)
        answer_review(visit, session_id, reviewer_id, number or 0, words)

    try:
        await write(request, job)
    except InvalidError as error:
        tried = Tried(reviewer_id, fields.raw("answer"), " ".join(error.errors.values()))
        return await run_in_threadpool(_part, request, session_id, tried, 422)
    except ChangedError as changed:
        tried = Tried(reviewer_id, fields.raw("answer"), str(changed))
        return await run_in_threadpool(_part, request, session_id, tried, 409)
    if asks_for_part(request.headers):
        return await run_in_threadpool(_part, request, session_id, None, 200)
    return see(f"/sessions/{session_id}?done=answered#heard")


def _part(request: Request, session_id: UUID, tried: Tried | None, status: int) -> Response:
    """What leaders say as it stands now; where their word is gone meanwhile, there is nothing to show.

    Raises:
        NotFoundError: nobody's word stands.
    """
    with reading(request) as visit:
        heard = heard_part(visit, answerable(visit, session_id), tried)
        if heard is None:
            raise NotFoundError
        layout = layout_of(visit)
    return render(request, HeardPage(heard=heard), layout, status)
