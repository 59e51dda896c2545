"""What every request shares: settings, the database, the templates, the clock, and what is kept between requests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fastapi import Request
from jinja2 import Environment
from sqlalchemy.engine import Connection

from app.domain.language import speak, speaking
from app.services.languages import language
from app.services.seeing.standings import Kept
from app.services.visits import Visit, open_visit
from app.settings import Settings
from app.store.engine import Database
from app.web.limits import SignInLimits

T = TypeVar("T")


class SignedOutError(Exception):
    """Nobody is signed in: a page sends to the sign-in page, everything else answers 401."""


class OtherAccountError(SignedOutError):
    """A form comes from a tablet where somebody else was signed in when it was begun."""


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    database: Database
    templates: Environment
    clock: Callable[[], datetime]
    sign_in_limits: SignInLimits
    kept: Kept
    edition: str

    @property
    def cookie(self) -> str:
        """The login cookie's name; `__Host-` lets no other host or path set it, and needs https."""
        return "__Host-sbs_login" if self.settings.secure_cookies else "sbs_login"


def house_of(request: Request) -> House:
    found = request.app.state.house
    assert isinstance(found, House)  # noqa: S101 - state is untyped; create_app put it there
    return found


@contextmanager
def reading(request: Request) -> Iterator[Visit]:
    """The visit of a request that only reads; its connection cannot write.

    A context manager and not a dependency: a sync generator dependency costs two hops between threads, a third of what
    logging a session takes, and this way the handler shows where its transaction begins and ends.

    Raises:
        SignedOutError: the cookie opens no login.
    """
    house = house_of(request)
    with house.database.reading() as connection:
        visit = open_visit(connection, request.cookies.get(house.cookie), house.clock())
        if visit is None:
            raise SignedOutError
        request.state.standpoint = visit.standpoint
        speak(language(visit.language))
        yield visit


async def write(request: Request, job: Callable[[Visit], T]) -> T:
    """Do `job` in the request's one transaction: committed before the answer, undone by any error of its own.

    Raises:
        SignedOutError: the cookie opens no login.
    """
    house = house_of(request)
    token = request.cookies.get(house.cookie)

    def visit_and_do(connection: Connection) -> T:
        visit = open_visit(connection, token, house.clock())
        if visit is None:
            raise SignedOutError
        with speaking(language(visit.language)):  # others write in the same task
            return job(visit)

    return await house.database.write(visit_and_do)
