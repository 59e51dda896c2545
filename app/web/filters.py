"""What a page's address asks for: days, an area, a phase. Addresses are shared and typed, so each is read with care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from app.domain.errors import NotFoundError
from app.domain.flags import Only
from app.domain.language import _, later, told
from app.domain.periods import EARLIEST, WINDOW_WEEKS, Window, snap
from app.domain.vocabulary import Aim, Lead, Mode, Origin, Phase
from app.domain.words import spoken
from app.store.logins import NetworkFact
from app.store.schools import AreaFact
from app.web.forms import Fields
from app.web.presets import Preset, presets
from app.web.words import ONLY, plural, said

AGAIN = later("This choice is not on the list. All are shown.")

ASKED = ("first", "last", "area", "phase", "mode", "lead", "origin", "aim", "only", "after")


LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices, as read; what could not be read is said in `errors`, and the usual stands in its place.

    `after` is a first day that is not widened to its week. `typed` is what was sent, so that a form shows it again.
    """

    window: Window
    usual: bool
    area: AreaFact | None
    phase: Phase | None
    mode: Mode | None
    lead: Lead | None
    origin: Origin | None = None
    only: Only | None = None
    after: date | None = None
    aim: Aim | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    @property
    def days(self) -> dict[str, object]:
        """The window as an address says it; nothing for the usual one, so that a shared link stays the latest."""
        return {} if self.usual else {"first": self.window.first, "last": self.window.last}

    @property
    def choices(self) -> dict[str, object]:
        """What was asked for and understood beside the days, as an address says it."""
        return {
            "area": self.area.id if self.area else None,
            "phase": self.phase,
            "mode": self.mode,
            "lead": self.lead,
            "origin": self.origin,
            "aim": self.aim,
            "only": self.only,
            "after": self.after,
        }

    @property
    def asked(self) -> dict[str, object]:
        """All that was asked for and understood, as an address says it."""
        return self.days | self.choices


def read_filters(request: Request, today: date, areas: Sequence[AreaFact]) -> Filters:
    """Read an address.

    Raises:
        NotFoundError: an area that is none of the network's.
    """
    sent = request.query_params
    fields = Fields({name: sent.getlist(name) for name in ASKED})
    window, area = _window(fields, today), _area(fields.raw("area"), areas)
    return Filters(
        window=window or Window.ending(today),
        usual=window is None,
        area=area,
        phase=fields.one("phase", Phase, "", AGAIN),
        mode=fields.one("mode", Mode, "", AGAIN),
        lead=fields.one("lead", Lead, "", AGAIN),
        origin=fields.one("origin", Origin, "", AGAIN),
        aim=fields.one("aim", Aim, "", AGAIN),
        only=fields.one("only", Only, "", AGAIN),
        after=fields.one(
            "after", date.fromisoformat, "", _("Write the first day as year-month-day, like %(day)s.", day=today)
        ),
        typed={name: fields.raw(name) for name in fields.sent} | {"area": str(area.id) if area else ""},
        errors=fields.errors,
    )


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters as a form, and in `words`; `choices` are (field, label, words for all, options).

    `presets` are windows to choose with a tap; `after` stands in the form only where it was asked for.
    """

    words: str
    first: str
    last: str
    choices: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    usual: bool
    presets: tuple[Preset, ...] = ()
    after: str = ""


def filter_form(
    filters: Filters,
    today: date,
    areas: Sequence[AreaFact],
    names: Sequence[str],
    network: NetworkFact | None = None,
) -> FilterForm:
    """The form with the choices that a page offers, by their field's names, and the network's own school years."""
    weeks = plural(len(filters.window.weeks), "week")
    offered = {
        "area": (_("Area"), _("All areas"), tuple((str(area.id), area.name) for area in areas)),
        "phase": (_("Phase"), _("All phases"), tuple((phase.value, said(phase)) for phase in Phase)),
        "mode": (_("Who did the work"), _("With and for"), tuple((mode.value, said(mode)) for mode in Mode)),
        "lead": (_("Who led"), _("Any lead"), tuple((lead.value, said(lead)) for lead in Lead)),
        "origin": (_("Planned or not"), _("Planned and not"), tuple((origin.value, said(origin)) for origin in Origin)),
        "aim": (_("What it worked on"), _("Whatever it worked on"), tuple((aim.value, said(aim)) for aim in Aim)),
        "only": (_("Which alone"), _("All of them"), tuple((only.value, told(words)) for only, words in ONLY.items())),
    }
    kept = {name: value for name, value in filters.choices.items() if name in names}
    spans = presets(today, network.year_starts_on, network.year_ends_on) if network else ()
    asked = None if filters.usual else filters.window
    named = next((words for words, window in spans if window == asked), None)
    span = named or _span_in_words(filters, weeks, today)
    chosen = [
        next((words for value, words in options if value == filters.typed[name]), everything.lower())
        for name, (_label, everything, options) in offered.items()
        if name in names and (filters.typed[name] or name in {"area", "phase", "mode", "lead"})
    ]
    return FilterForm(
        words=" · ".join([span, *chosen]),
        first=filters.typed["first"] or str(filters.window.first),
        last=filters.typed["last"] or str(filters.window.last),
        choices=tuple((name, *offer) for name, offer in offered.items() if name in names),
        typed=filters.typed,
        errors=filters.errors,
        usual=filters.usual and not any(filters.typed[name] for name in names) and not filters.after,
        presets=tuple(
            Preset(
                words,
                address("", **({"first": window.first, "last": window.last} if window else {}), **kept),
                here=window == asked,
            )
            for words, window in spans
        ),
        after=str(filters.after or ""),
    )


def _span_in_words(filters: Filters, weeks: str, today: date) -> str:
    if filters.usual:
        return _("Last %(weeks)s", weeks=weeks)
    return _("%(weeks)s to %(day)s", weeks=weeks, day=spoken(filters.window.last, today))


def address(path: str, **asked: object) -> str:
    """A path with what is asked of it; what is empty is left out."""
    query = urlencode({name: str(value) for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def number_of(request: Request) -> int:
    """Which page of a list is asked for; the first where that cannot be read."""
    typed = request.query_params.get("page", "")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1  # noqa: PLR2004 - no page has more digits


def _window(fields: Fields, today: date) -> Window | None:
    """The window asked for; None for the usual one, and where what was asked cannot be."""
    wrong = _(
        "Write the day as year-month-day, like %(day)s. The last %(weeks)s weeks are shown.",
        day=today,
        weeks=WINDOW_WEEKS,
    )
    first = fields.one("first", date.fromisoformat, "", wrong)
    last = fields.one("last", date.fromisoformat, "", wrong)
    if fields.errors or (first is None and last is None):
        return None
    try:
        window = _span(first, last, today)
    except ValueError as error:
        fields.errors["first"] = _("%(error)s The last %(weeks)s weeks are shown.", error=error, weeks=WINDOW_WEEKS)
        return None
    return None if window == Window.ending(today) else window


def _span(first: date | None, last: date | None, today: date) -> Window:
    """Whole weeks from `first` to `last`, of which one at least is said; see `periods.snap` for the errors."""
    if last is not None and last < EARLIEST:
        message = _("The last day, %(day)s, is before %(earliest)s: check its year.", day=last, earliest=EARLIEST)
        raise ValueError(message)
    if first is None:
        first = max(Window.ending(min(last or today, today)).first, EARLIEST)
    return snap(first, last or max(first, today), today)


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
