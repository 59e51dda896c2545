"""Which language one reads: one's own choice, in one tap, on every page and in every mail."""

from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.errors import NotFoundError
from app.services.languages import NAMES
from app.services.reminders import choose_language
from app.web.forms import Fields, Sent
from app.web.house import SignedOutError, house_of, write
from app.web.render import see
from app.web.routes.front import keep_language, local_path

router = APIRouter()


@router.post("/language")
async def update(request: Request, form: Sent) -> Response:
    """Choose; who is not signed in chooses for this browser alone."""
    fields = Fields.of(form)
    code = fields.raw("language")
    if code not in NAMES:
        raise NotFoundError
    with suppress(SignedOutError):
        await write(request, lambda visit: choose_language(visit, code))
    answer = see(local_path(fields.raw("next")) or "/")
    keep_language(answer, house_of(request), code)
    return answer
