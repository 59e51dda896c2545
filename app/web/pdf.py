"""PDFs, two at a time: each takes a processor for a fraction of a second, and pages must not wait for them."""

from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

import structlog
from anyio import CapacityLimiter, move_on_after, to_thread

from app.web.journal import trace

log = structlog.get_logger()

WAIT_SECONDS: Final = 6.0
"""How long one waits for a turn, some ten PDFs long, before being told to try again."""

PRESSES = CapacityLimiter(2)

NEEDED: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The system libraries that WeasyPrint loads, by their names in Debian."""


class NoPressError(Exception):
    """This machine lacks the libraries that make PDFs."""


class BusyPressError(Exception):
    """Others' PDFs took all the time that one waits."""


async def to_pdf(versions: Sequence[Callable[[], str]], pages: int = 1) -> bytes:
    """A page (or `pages`) as a PDF, made when it is one's turn: the first version of a document that fits on so many.

    Raises:
        BusyPressError: it did not become one's turn in time.
        NoPressError: no PDF can be made here.
    """
    turn = object()
    with move_on_after(WAIT_SECONDS):
        await PRESSES.acquire_on_behalf_of(turn)
        try:
            return await to_thread.run_sync(_print, versions, pages)
        finally:
            PRESSES.release_on_behalf_of(turn)
    raise BusyPressError


def _print(versions: Sequence[Callable[[], str]], pages: int) -> bytes:
    try:
        from app.web.press import print_one  # noqa: PLC0415 - it takes 30 MB, which most servers' days never need
    except (ImportError, OSError) as error:
        _tell(error)
        raise NoPressError from error
    return print_one(versions, pages)


def _tell(error: Exception) -> None:
    log.error("no PDFs here", install=NEEDED, trace=trace(error))


def file_header(name: str) -> str:
    """The Content-Disposition of a PDF, which a browser shows: ASCII for old ones, all of the name for the others."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "-".join("".join(c if c.isalnum() else " " for c in plain).lower().split()) or "page"
    return f"inline; filename=\"{words}.pdf\"; filename*=UTF-8''{quote(f'{name}.pdf', safe='')}"
