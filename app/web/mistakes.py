"""Every error as a page in plain words, with its true status."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.language import later, told
from app.web.forms import from_tablet
from app.web.house import OtherAccountError, SignedOutError
from app.web.journal import trace
from app.web.render import Page, render, see
from app.web.security import SAFE_METHODS

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MistakePage(Page):
    template: ClassVar[str] = "front/mistake.html"

    title: str
    words: str
    sign_in: bool


SAYINGS = {
    400: (
        later("This could not be read"),
        later("Go back and try again. If it happens twice, tell your office what you did."),
    ),
    401: (later("Sign in to save this"), later("You are signed out.")),
    403: (
        later("Not for your role"),
        later("This page exists, but your role does not include it. Your office can change that."),
    ),
    404: (later("Nothing here"), later("There is no such page, or it is not one of yours.")),
    405: (later("This cannot be done here"), later("Go back and use the buttons of the page.")),
    413: (later("Too much for one form"), later("Shorten the notes and save again.")),
    415: (later("This could not be read"), later("This page reads plain forms only, as its own buttons send them.")),
    500: (
        later("Something went wrong here"),
        later("It is our mistake, and it is on record. Nothing was saved; please try again."),
    ),
    503: (later("Busy right now"), later("Too many things at once. Nothing was saved; try again in a moment.")),
}


OTHER = later("Somebody else was signed in here when this form was begun, so it was not saved as yours.")


def mistake(request: Request, status: int) -> Response:
    return _refusal(request, status, *SAYINGS.get(status, SAYINGS[400]))


def _refusal(request: Request, status: int, title: str, words: str) -> Response:
    """A page that says it; as JSON for a tablet that sends what it kept, and believes no filter's page."""
    if from_tablet(request):
        return JSONResponse({"title": told(title), "words": told(words)}, status)
    return render(request, MistakePage(title=told(title), words=told(words), sign_in=status == 401), status=status)  # noqa: PLR2004 - what a stranger is answered


def signed_out(request: Request, _error: Exception) -> Response:
    """A page leads to the sign-in page and back; a form is told, so that what was typed is still there."""
    if request.method not in SAFE_METHODS:
        return mistake(request, 401)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    to_sign_in = f"/sign-in?next={quote(path, safe='/')}"
    if "hx-request" not in request.headers:
        return see(to_sign_in)
    answer = mistake(request, 401)
    answer.headers["hx-redirect"] = to_sign_in
    return answer


def other_account(request: Request, _error: Exception) -> Response:
    return _refusal(request, 401, later("Whose session is this?"), OTHER)


def not_found(request: Request, _error: Exception) -> Response:
    return mistake(request, 404)


def not_allowed(request: Request, _error: Exception) -> Response:
    return mistake(request, 403)


def http(request: Request, error: Exception) -> Response:
    return mistake(request, error.status_code if isinstance(error, HTTPException) else 400)


def unreadable(request: Request, error: Exception) -> Response:
    """An address whose id is no id leads nowhere; anything else about a request that cannot be read is a 400."""
    where = error.errors()[0]["loc"][0] if isinstance(error, RequestValidationError) else ""
    return mistake(request, 404 if where == "path" else 400)


def busy(request: Request, error: Exception) -> Response:
    log.warning("busy", path=request.url.path, error=type(error).__name__)
    return mistake(request, 503)


def failed(request: Request, error: Exception) -> Response:
    log.error("failed", path=request.url.path, method=request.method, trace=trace(error))
    return mistake(request, 500)


def database_failed(request: Request, error: Exception) -> Response:
    """What passes is "busy": a lock that could not be had in time, or a database that is away while it is restarted.

    Any other error of the database is a failure like another.
    """
    words = str(getattr(error, "orig", error))
    if "locked" in words or "lock timeout" in words:
        return busy(request, error)
    if isinstance(error, DBAPIError) and (error.statement is None or error.connection_invalidated):
        log.error("database away", path=request.url.path, method=request.method, trace=trace(error))
        return mistake(request, 503)
    return failed(request, error)


def install(app: FastAPI) -> None:
    app.add_exception_handler(SignedOutError, signed_out)
    app.add_exception_handler(OtherAccountError, other_account)
    app.add_exception_handler(NotFoundError, not_found)
    app.add_exception_handler(NotAllowedError, not_allowed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(PoolTimeoutError, busy)
    app.add_exception_handler(DBAPIError, database_failed)
