"""The log form for a new session, or for one like an earlier one."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.ids import time_ordered_id
from app.services.logging_form import get_last_own
from app.web.forms import Filled
from app.web.guards import allow, own_session_for
from app.web.house import reading
from app.web.log_page import first_choices, like_earlier, log_page
from app.web.render import layout_of, render

router = APIRouter()


@router.get("/log")
def new(
    request: Request, like: UUID | None = None, school_id: UUID | None = None, held_on: date | None = None
) -> Response:
    """A new session's form: today, the last school and the last minutes, or like an earlier one of one's own."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        last = get_last_own(visit)
        if like is not None:
            start = like_earlier(own_session_for(visit, like))
        else:
            start = first_choices(visit, last) | ({"school_id": [str(school_id)]} if school_id else {})
        start |= {"held_on": [str(held_on or visit.today)]}
        page = log_page(visit, time_ordered_id(visit.now), 0, Filled(start), last=last, fresh=True)
        layout = layout_of(visit)
    answer = render(request, page, layout)
    answer.headers["cache-control"] = "private, no-cache"  # so that Back leads to this very form and what was typed
    return answer
