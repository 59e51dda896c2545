"""What a page's address asks for: days, an area, a phase. Addresses are shared and typed, so each is read with care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from app.domain.errors import NotFoundError
from app.domain.periods import EARLIEST, WINDOW_WEEKS, Window, snap
from app.domain.vocabulary import Lead, Mode, Phase
from app.store.schools import AreaFact
from app.web.forms import Fields

AGAIN = "This choice is not on the list. All are shown."


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices, as read; what could not be read is said in `errors`, and the usual stands in its place.

    `typed` is what was sent, so that a form shows it again.
    """

    window: Window
    usual: bool
    area: AreaFact | None
    phase: Phase | None
    mode: Mode | None
    lead: Lead | None
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    @property
    def days(self) -> dict[str, object]:
        """The window as an address says it; nothing for the usual one, so that a shared link stays the latest."""
        return {} if self.usual else {"first": self.window.first, "last": self.window.last}


def read_filters(request: Request, today: date, areas: Sequence[AreaFact]) -> Filters:
    """Read an address.

    Raises:
        NotFoundError: an area that is none of the network's.
    """
    sent = request.query_params
    fields = Fields({name: sent.getlist(name) for name in ("first", "last", "area", "phase", "mode", "lead")})
    window = _window(fields, today)
    return Filters(
        window=window or Window.ending(today),
        usual=window is None,
        area=_area(fields.raw("area"), areas),
        phase=fields.one("phase", Phase, "", AGAIN),
        mode=fields.one("mode", Mode, "", AGAIN),
        lead=fields.one("lead", Lead, "", AGAIN),
        typed={name: fields.raw(name) for name in fields.sent},
        errors=fields.errors,
    )


def address(path: str, **asked: object) -> str:
    """A path with what is asked of it; what is empty is left out."""
    query = urlencode({name: str(value) for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def _window(fields: Fields, today: date) -> Window | None:
    """The window asked for; None for the usual one, and where what was asked cannot be."""
    wrong = f"Write the day as year-month-day, like {today}. The last {WINDOW_WEEKS} weeks are shown."
    first = fields.one("first", date.fromisoformat, "", wrong)
    last = fields.one("last", date.fromisoformat, "", wrong)
    if fields.errors or (first is None and last is None):
        return None
    try:
        if first is None:
            first = Window.ending(max(min(last or today, today), EARLIEST)).first
        window = snap(first, last or today, today)
    except ValueError as error:
        fields.errors["first"] = f"{error} The last {WINDOW_WEEKS} weeks are shown."
        return None
    return None if window == Window.ending(today) else window


def _area(typed: str, areas: Sequence[AreaFact]) -> AreaFact | None:
    if not typed:
        return None
    try:
        wanted = UUID(typed)
    except ValueError as error:
        raise NotFoundError from error
    for area in areas:
        if area.id == wanted:
            return area
    raise NotFoundError
