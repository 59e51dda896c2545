"""One's own work, for one's own eyes: no address names anybody, so nobody can ask for another's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.access import Permission
from app.domain.chart import Point
from app.domain.language import _, told
from app.domain.measures import dependence_of, disagreement, release
from app.domain.stages import SCHOOL_SESSIONS
from app.domain.vocabulary import Other
from app.domain.words import hours, hours_of, percent, spoken
from app.services.own import OwnSpan, OwnView, see_own
from app.store.schools import list_areas
from app.web.cells import between, counts
from app.web.charts import NARROW, WIDE, Drawn, Leads, SchoolChart, leads, school_chart
from app.web.compare import NOT_ENOUGH, Cell, Compared, compared
from app.web.figures import FortnightRow, fortnights
from app.web.filters import FilterForm, filter_form, read_filters
from app.web.guards import allow
from app.web.house import reading
from app.web.measure_lines import ENOUGH_REVIEWED
from app.web.render import Page, layout_of, render
from app.web.words import plural, said

router = APIRouter()

LEADS_WIDTH = 288


class Noted(NamedTuple):
    """A strength that one noted, and where and when."""

    words: str
    where: str


class LoadLine(NamedTuple):
    """What one's hours went to: a kind, how many, and how many a week."""

    kind: str
    minutes: int
    hours: str
    a_week: str


@dataclass(frozen=True, slots=True)
class MePage(Page):
    """Not `lasting`: it is kept by no browser, since a tablet goes from hand to hand."""

    template: ClassVar[str] = "me/show.html"

    filters: FilterForm
    weeks: str
    sessions: str
    share: str
    measured: str
    counts: str
    least: int
    leads: Leads | None
    led: str
    compared: Compared
    charts: tuple[SchoolChart, ...]
    chart_words: str
    fortnights: tuple[FortnightRow, ...]
    strengths: tuple[Noted, ...]
    load: tuple[LoadLine, ...]
    all: LoadLine


@router.get("/me")
def show(request: Request) -> Response:
    """What one did for and with schools, who led, strengths and corrections, and where the hours went."""
    with reading(request) as visit:
        allow(visit, Permission.LOG)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        filters = read_filters(request, visit.today, areas)
        seen = see_own(visit, filters.window)
        form = filter_form(filters, visit.today, areas, (), visit.network)
        page = _page(seen, len(filters.window.weeks), form, visit.today)
        layout = layout_of(visit)
    return render(request, page, layout, filters.status)


def _page(seen: OwnView, weeks: int, form: FilterForm, today: date) -> MePage:
    tally = seen.spans[0].tally
    enough = tally.sessions >= SCHOOL_SESSIONS
    measured = dependence_of(tally) if enough else None
    led = release(tally) if enough else None
    load = tuple(_load(seen, weeks))
    return MePage(
        filters=form,
        weeks=plural(weeks, "week"),
        sessions=plural(tally.sessions, "session") if tally.sessions else "",
        share=percent(measured.share) if measured else "",
        measured=f"{hours_of(tally.for_minutes, tally.minutes)}, {between(measured)}" if measured else "",
        counts=counts(tally),
        least=SCHOOL_SESSIONS,
        leads=leads(led, LEADS_WIDTH) if led else None,
        led=_("of %(sessions)s side by side", sessions=plural(tally.with_sessions, "session")),
        compared=_compared(seen.spans, weeks),
        charts=tuple(chart for frame in (WIDE, NARROW) if (chart := school_chart(Drawn(seen.points), frame))),
        chart_words=_chart_words(seen.points),
        fortnights=tuple(fortnights(seen.points)),
        strengths=tuple(
            Noted(each.words, f"{each.school}, {each.area}, {spoken(each.seen_on, today)}") for each in seen.strengths
        ),
        load=load,
        all=_line(_("All together"), sum(line.minutes for line in load), weeks),
    )


def _compared(spans: tuple[OwnSpan, OwnSpan, OwnSpan], weeks: int) -> Compared:
    """One's own weeks beside one's own past, and beside nobody else's."""
    found = compared([span.tally for span in spans], weeks, SCHOOL_SESSIONS, several=True)
    more = (
        (_("Strengths I noted"), tuple(map(_strengths, spans))),
        (_("Corrections I heard"), tuple(map(_corrections, spans))),
    )
    *shares, (_ours, time) = found.rows
    return Compared(found.heads, (*shares, *more, (_("My time"), time)))


def _strengths(span: OwnSpan) -> Cell:
    sessions = span.tally.sessions
    if sessions < SCHOOL_SESSIONS:
        return Cell("", told(NOT_ENOUGH))
    return Cell(str(span.strengths), _("in %(sessions)s", sessions=plural(sessions, "session")))


def _corrections(span: OwnSpan) -> Cell:
    """Sessions that a leader sees differently, of those that a leader spoke of."""
    tally = span.tally
    if disagreement(tally) is None or tally.reviewed_sessions < ENOUGH_REVIEWED:
        return Cell("", _("not enough yet: %(number)s reviewed", number=tally.reviewed_sessions))
    heard = tally.corrected_sessions + tally.differing_sessions
    return Cell(str(heard), _("of %(sessions)s", sessions=plural(tally.reviewed_sessions, "reviewed session")))


def _chart_words(points: tuple[Point, ...]) -> str:
    """The chart for whoever does not see it."""
    shares = [point.share for point in points if point.share is not None]
    if not shares:
        return ""
    return _(
        "%(points)s of two weeks each, from %(low)s to %(high)s; the last %(share)s.",
        points=plural(len(shares), "point"),
        low=percent(min(shares)),
        high=percent(max(shares)),
        share=percent(shares[-1]),
    )


def _load(seen: OwnView, weeks: int) -> Iterator[LoadLine]:
    yield _line(_("Sessions I coached"), seen.spans[0].tally.minutes, weeks)
    if seen.beside:
        yield _line(_("Sessions beside a colleague"), seen.beside, weeks)
    for kind in Other:
        if seen.other.get(kind):
            yield _line(said(kind), seen.other[kind], weeks)


def _line(kind: str, minutes: int, weeks: int) -> LoadLine:
    return LoadLine(kind, minutes, hours(minutes), hours(round(minutes / weeks)))
