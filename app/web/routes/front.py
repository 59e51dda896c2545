"""The front door: signing in and out, the way to one's own first page, and whether the server is well."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.datastructures import FormData

from app.domain.errors import NotFoundError
from app.domain.language import _, later, spoken_language, told
from app.services.languages import of_locale
from app.services.signing_in import begin_login, check_password, end_login
from app.store.logins import Credential, find_credential
from app.store.schema import is_current
from app.web.forms import Fields, Sent
from app.web.house import House, SignedOutError, house_of, reading, write
from app.web.render import Page, home_of, render, see
from app.web.security import LANGUAGE_COOKIE

router = APIRouter()

A_YEAR = 365 * 86_400
"""In seconds."""

LONGEST_EMAIL = 254
"""Of RFC 5321, and of the column. A longer one is cut just above, so that it is nobody's and fills no memory."""

DOOR = CapacityLimiter(4)
"""Threads for those who sign in: two whose passwords are hashed, and two who come and go. However many wait there, they
take none from the pages."""

DEMO_ROLES = {
    "coach": ("coach@demo.example", later("Coach"), later("Logs sessions on a tablet")),
    "leader": ("leader@demo.example", later("School leader"), later("Sees their own school")),
    "director": ("director@demo.example", later("Director"), later("Sees the whole network")),
    "admin": ("admin@demo.example", later("Admin"), later("Keeps schools and people")),
}


@dataclass(frozen=True, slots=True)
class SignInPage(Page):
    template: ClassVar[str] = "front/sign_in.html"

    email: str
    next: str
    error: str
    left: bool
    roles: tuple[tuple[str, str, str], ...]


@router.get("/")
def home(request: Request) -> Response:
    with reading(request) as visit:
        return see(home_of(visit))


@router.get("/health")
def health(request: Request) -> Response:
    """200 when the database answers with the schema that this version expects."""
    well = is_current(house_of(request).database)
    return PlainTextResponse("ok" if well else "the database is not migrated", 200 if well else 503)


@router.get("/sign-in")
def sign_in(request: Request) -> Response:
    """Where somebody just signed out, the tablet is told, so that it forgets what it was to keep for them alone."""
    asked = request.query_params
    return render(request, _sign_in_page(house_of(request), next_path=asked.get("next", ""), left="left" in asked))


@router.post("/sign-in")
async def create_login(request: Request, form: Sent) -> Response:
    """Sign in, on one of the threads at the door."""
    return await to_thread.run_sync(_create_login, request, form, limiter=DOOR)


def _create_login(request: Request, form: FormData) -> Response:
    house, fields = house_of(request), Fields.of(form)
    email, password = fields.raw("email").lower()[: LONGEST_EMAIL + 1], fields.sent.get("password", [""])[-1]
    address = request.client.host if request.client else "unknown"
    next_path = fields.raw("next")
    if not house.sign_in_limits.enter(email, address):
        words = _("Too many tries. Wait a quarter of an hour, or ask your office for a new password.")
        return render(request, _sign_in_page(house, email, next_path, words), status=429)
    credential = check_password(house.database, email if email.isprintable() else "", password)
    if credential is None:
        house.sign_in_limits.failed(address)
        words = _("This e-mail and password do not go together. Check both, and try again.")
        return render(request, _sign_in_page(house, email, next_path, words), status=422)
    house.sign_in_limits.succeeded(email)
    return _enter(house, credential, next_path)


@router.post("/sign-in/{role}")
def enter_demo(request: Request, role: str, form: Sent) -> Response:
    """One tap into the demo. Anywhere else this address does not exist."""
    house = house_of(request)
    if not house.settings.demo or role not in DEMO_ROLES:
        raise NotFoundError
    with house.database.reading() as connection:
        credential = find_credential(connection, DEMO_ROLES[role][0])
    if credential is None:
        raise NotFoundError
    return _enter(house, credential, Fields.of(form).raw("next"))


@router.post("/sign-out")
async def delete_login(request: Request) -> Response:
    with suppress(SignedOutError):  # signed out already: in another tab, or by time
        await write(request, end_login)
    answer = see("/sign-in?left=1")
    house = house_of(request)
    answer.delete_cookie(house.cookie, secure=house.settings.secure_cookies, httponly=True, samesite="lax")
    answer.headers["clear-site-data"] = '"cache"'  # a tablet is handed on: Back must not lead to what was typed
    return answer


def _sign_in_page(
    house: House, email: str = "", next_path: str = "", error: str = "", *, left: bool = False
) -> SignInPage:
    roles = (
        tuple((role, told(name), told(does)) for role, (_, name, does) in DEMO_ROLES.items())
        if house.settings.demo
        else ()
    )
    return SignInPage(email=email, next=local_path(next_path), error=error, left=left, roles=roles)


def _enter(house: House, credential: Credential, next_path: str) -> Response:
    settings = house.settings
    token = begin_login(house.database, credential, house.clock(), settings.login_days)
    answer = see(local_path(next_path) or "/")
    answer.set_cookie(
        house.cookie,
        token,
        max_age=settings.login_days * 86_400,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    answer.headers["clear-site-data"] = '"cache"'  # Back must not lead to what somebody typed before this one came
    if (code := of_locale(credential.locale)) != spoken_language():
        keep_language(answer, house, code)
    return answer


def keep_language(answer: Response, house: House, code: str) -> None:
    """Have the browser say what its person reads: a form is read, and refused, before it is known who sent it."""
    answer.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=A_YEAR,
        secure=house.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def local_path(path: str) -> str:
    """The path when it is one of ours, else nothing: a sign-in never sends anybody to another site."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return quote(path, safe="/?&=%-_.~+,") if ours else ""
