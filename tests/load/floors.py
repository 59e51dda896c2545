"""The floor of logging a session: the same form, validated and answered on the same server, without a database."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import FastAPI, Form
from fastapi.responses import PlainTextResponse, RedirectResponse
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from app.domain.sessions import EARLIEST, LONGEST, SHORTEST
from app.domain.vocabulary import Aim, Lead, Mode, Origin, Position

LINE, PROSE, MOST_TEACHERS = 300, 4_000, 200
"""As the product has them; written out, so that this server holds nothing of the product's but its words."""

UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _text(value: str) -> str:
    if UNKEPT.search(value):
        message = "There is a character here that cannot be kept."
        raise ValueError(message)
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def _held(day: date) -> date:
    if not EARLIEST <= day <= datetime.now(UTC).date():
        message = "This day is too long ago, or still to come."
        raise ValueError(message)
    return day


LineText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE), AfterValidator(_text)]
ProseText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=PROSE), AfterValidator(_text)]


class LogForm(BaseModel):
    """The fields of the log form, and those of its rules that need no database."""

    version: Annotated[int, Field(ge=0)] = 0
    school_id: UUID
    area_id: UUID
    held_on: Annotated[date, AfterValidator(_held)]
    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST)]
    mode: Mode
    lead: Lead | None = None
    origin: Origin
    aim: Aim | None = None
    participant_ids: set[UUID] = set()
    led_ids: set[UUID] = set()
    positions: set[Position] = set()
    teachers: Annotated[int, Field(ge=0, le=MOST_TEACHERS)] = 0
    strength: LineText = ""
    shared_note: ProseText = ""
    private_note: ProseText = ""
    next_step_text: LineText = ""
    next_step_owner_id: UUID | None = None
    next_step_due_on: date | None = None

    @model_validator(mode="after")
    def check(self) -> Self:
        if (self.mode is Mode.WITH) != (self.lead is not None):
            message = "With the school: say who led. For it: leave that empty."
            raise ValueError(message)
        if self.mode is Mode.WITH and not self.participant_ids and not self.positions:
            message = "Side by side with whom?"
            raise ValueError(message)
        if not self.led_ids <= self.participant_ids:
            message = "Only somebody who took part can have led."
            raise ValueError(message)
        if not self.next_step_text and (self.next_step_owner_id or self.next_step_due_on):
            message = "Say what the next step is."
            raise ValueError(message)
        return self


def plain() -> FastAPI:
    """An application as the documentation of FastAPI and Pydantic has it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/sessions/{session_id}")
    def create(session_id: UUID, form: Annotated[LogForm, Form()]) -> RedirectResponse:  # noqa: ARG001
        return RedirectResponse(f"/sessions/{session_id}?done=saved", 303)

    @app.get("/health")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    return app
