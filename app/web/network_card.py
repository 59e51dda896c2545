"""The network's own card: its figure, its line, and who leads what is done side by side."""

from dataclasses import dataclass
from typing import NamedTuple

from app.domain.language import _
from app.domain.periods import DAY, FORTNIGHT, Window
from app.domain.words import hours, hours_of, percent
from app.services.seeing.overview import Overview
from app.services.seeing.standings import LINE_WEEKS
from app.web.cells import between, counts, line_words, since
from app.web.charts import Leads, Line, leads, line
from app.web.compare import Compared, compared
from app.web.words import short_day

LEADS_WIDTH = 288


class Fortnight(NamedTuple):
    """Two weeks of the network's line, for its table."""

    days: str
    done: str
    held: str
    share: str


@dataclass(frozen=True, slots=True)
class NetworkCard:
    share: str
    between: str
    hours: str
    counts: str
    minutes: int
    all_hours: str
    compared: Compared
    line: Line
    line_words: str
    first_day: str
    last_day: str
    fortnights: tuple[Fortnight, ...]
    leads: Leads | None


def network_card(seen: Overview, window: Window, least: int) -> NetworkCard | None:
    """What the card says; None without a session in the window, which is no 0%.

    Args:
        seen: the network.
        window: what was asked for.
        least: sessions from which a window is compared.
    """
    measured = seen.dependence
    if measured is None:
        return None
    return NetworkCard(
        share=percent(measured.share),
        between=between(measured),
        hours=hours_of(seen.tally.for_minutes, seen.tally.minutes),
        counts=counts(seen.tally),
        minutes=seen.tally.minutes,
        all_hours=hours(seen.tally.minutes),
        compared=compared(
            (seen.tally, seen.tally_before, seen.tally_last_year), len(window.weeks), least, several=True
        ),
        line=line(seen.line_for, seen.line_all),
        line_words=line_words(seen.line_for, seen.line_all),
        first_day=since(Window.ending(window.last, LINE_WEEKS).first, window.last),
        last_day=short_day(window.last),
        fortnights=tuple(_fortnights(seen, window)),
        leads=leads(seen.release, LEADS_WIDTH) if seen.release else None,
    )


def _fortnights(seen: Overview, window: Window) -> list[Fortnight]:
    starts = Window.ending(window.last, LINE_WEEKS).weeks[::2]
    return [
        Fortnight(
            days=_(
                "%(first)s to %(last)s",
                first=short_day(start),
                last=short_day(min(start + FORTNIGHT - DAY, window.last)),
            ),
            done=hours(done),
            held=hours(held),
            share=percent(done / held) if held else _("no sessions"),
        )
        for start, done, held in zip(starts, seen.line_for, seen.line_all, strict=True)
    ]
