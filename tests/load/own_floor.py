"""Our own floor of logging a session, for information: all that the product does for it, but for its database."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.domain.errors import InvalidError
from app.domain.sessions import Surroundings, problems, settle
from app.main import from_environment
from app.web.forms import Fields, read_form, read_telling
from app.web.render import see

PATH = "/own-floor"


def own() -> FastAPI:
    """The product with one more route, which takes everything about the school and the day for granted."""
    app = from_environment()

    @app.post(PATH + "/{session_id}")
    async def create(session_id: UUID, form: Annotated[FormData, Depends(read_form)]) -> Response:
        telling = settle(read_telling(Fields.of(form)))
        around = Surroundings(
            today=datetime.now(UTC).date(),
            assigned=True,
            area_open=True,
            team=telling.participant_ids,
            coach_id=session_id,
        )
        if found := problems(telling, around):
            raise InvalidError(found)
        return see(f"/sessions/{session_id}?done=saved")

    return app
