"""A school in one page, from what the service saw to what fits on a sheet of paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.handoffs import Handoff, dates_in_words
from app.domain.language import _, later, told
from app.domain.measures import Tally
from app.domain.one_page import Ground, last_question, question, strengths_from
from app.domain.ratings import Meeting, meetings
from app.domain.vocabulary import Dimension, Phase, Stage
from app.domain.words import hours_of, percent, spoken
from app.services.one_page import OnePageView
from app.services.seeing.school import AreaView, SchoolView
from app.services.seeing.standings import Standing
from app.services.visits import Visit
from app.store.logins import LogoFact
from app.web.cells import change_in_words, counts
from app.web.chart_places import Frame
from app.web.charts import NARROW, Drawn, SchoolChart, school_chart
from app.web.figures import chart_words
from app.web.filters import Filters, address
from app.web.render import Page
from app.web.wall_page import wall_path
from app.web.wearing import SchoolWear, school_wear, sheet_path
from app.web.words import day_and_year, plural, said

PAPER_CHART = Frame(width=560, left=62, plot=434, months=5, mark_room=170, name_room=230, letter=11)

BAR = 300

LETTER_LOCALES = ("_US", "_CA", "_MX", "_PH")
"""Where printers hold Letter paper; everywhere else it is A4."""

MOST_AREAS = 12
"""Rows of the table: the eleven default areas and one of the network's own. More would not fit on a sheet."""

MOST_HANDED_OVER = 5

LONGEST_WORDS = 120
"""Characters of a strength or a step on paper: two lines at most. The whole of it stands with its session."""

STAGES: Mapping[Stage, str] = {
    Stage.FEW_VISITS: later("Few visits: too few in these weeks to say more."),
    Stage.DIRECT_SERVICE: later("Direct service: most of the work is ours so far."),
    Stage.SIDE_BY_SIDE: later("Side by side: much of the work is done together."),
    Stage.RELEASING: later("Releasing: the school leads more and more of the work."),
    Stage.SUSTAINING: later("Sustaining: the school runs its own work."),
}


class Line(NamedTuple):
    """A sentence, and in small what belongs to it: its area, its day."""

    words: str
    more: str


class AreaLine(NamedTuple):
    name: str
    stage: str
    held: str
    ours: str


class Part(NamedTuple):
    """A part of our time: where its bar begins and how wide it is, of 300, and what stands beside it."""

    x: str
    width: str
    words: str
    kind: str


class RatingLine(NamedTuple):
    """What the team said of itself; `level` from 1 to 4, 0 where it said nothing of it."""

    name: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class OnePage(Page):
    """`noted`: the strengths are coaches' words, and not the figures' own. `steps` is None where none may be seen.

    `accent` is the style sheet of the network's color, "" without one.
    """

    template: ClassVar[str] = "one_page/show.html"
    lasting: ClassVar[bool] = True

    school_id: UUID
    network: str
    logo: LogoFact | None
    accent: str
    school: str
    wear: SchoolWear
    phase: Phase
    days: str
    printed: str
    paper: str
    strengths: tuple[Line, ...]
    noted: bool
    ended: str
    headline: str
    counts: str
    stage: str
    parts: tuple[Part, ...]
    story: str
    chart: SchoolChart | None
    phone_chart: SchoolChart | None
    chart_words: str
    direction: str
    areas: tuple[AreaLine, ...]
    more_areas: int
    handed_over: tuple[Line, ...]
    next_up: tuple[Line, ...]
    steps: tuple[Line, ...] | None
    ratings: tuple[RatingLine, ...]
    rated: str
    question: str
    errors: tuple[str, ...]
    school_path: str
    wall_path: str
    pdf_path: str


def one_page(visit: Visit, view: OnePageView, filters: Filters) -> OnePage:
    """What stands on the sheet; what is confidential is not among it, since a sheet is handed round."""
    seen, today, window = view.seen, visit.today, filters.window
    stood, school = seen.standing, seen.standing.school
    standing = {each.area_id: each for each in seen.handoffs if each.stands(today)}
    shown = [area for area in seen.areas if not area.area.confidential]
    grounds = [_ground(area, handed_over=area.area.id in standing) for area in shown]
    rated = next((meeting for meeting in meetings(seen.ratings) if meeting.agreed), None)
    enough = stood.enough and stood.dependence is not None
    path = f"/schools/{school.id}"
    return OnePage(
        school_id=school.id,
        network=visit.network.name,
        logo=visit.logo,
        accent=sheet_path("network", visit.network.color),
        school=school.name,
        wear=school_wear(school),
        phase=school.phase,
        days=_("%(first)s to %(last)s", first=day_and_year(window.first), last=day_and_year(min(window.last, today))),
        printed=day_and_year(today),
        paper=paper_of(visit.network.locale),
        strengths=_strengths(view, grounds, today),
        noted=bool(view.strengths),
        ended=seen.ended,
        headline=_headline(stood, plural(len(window.weeks), "week")),
        counts=f"{counts(stood.tally)}; {hours_of(stood.tally.for_minutes, stood.tally.minutes)}" if enough else "",
        stage=told(STAGES[stood.stage]) if stood.tally.sessions or stood.stage is not Stage.FEW_VISITS else "",
        parts=_parts(stood.tally) if enough else (),
        story=seen.story,
        chart=_chart(seen, PAPER_CHART),
        phone_chart=_chart(seen, NARROW),
        chart_words=chart_words(seen),
        direction=stood.change.direction or "",
        areas=tuple(_area_line(area, handed_over=area.area.id in standing) for area in _most_worked_on(shown)),
        more_areas=max(len(shown) - MOST_AREAS, 0),
        handed_over=_handed_over(shown, standing, today),
        next_up=tuple(Line(each.name, each.reason) for each in seen.next_handoffs),
        steps=None if view.steps is None else tuple(Line(short(s.words), _due(s.due_on, today)) for s in view.steps),
        ratings=_ratings(rated) if rated else (),
        rated=spoken(rated.rated_on, today) if rated else "",
        question=last_question() if seen.ended else question(grounds, seen.next_handoffs, visit.network.high),
        errors=tuple(filters.errors.values()),
        school_path=address(path, **filters.days),
        wall_path=wall_path(visit, school.id),
        pdf_path=address(f"{path}/one-page.pdf", **filters.days),
    )


def paper_of(locale: str) -> str:
    """Letter or A4, by where the network is."""
    return "letter" if locale.endswith(LETTER_LOCALES) else "a4"


def short(words: str) -> str:
    """Words as they fit on the sheet: whole, or cut between two of them."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_WORDS:
        return line
    kept = line[:LONGEST_WORDS].rsplit(" ", 1)[0] if " " in line[:LONGEST_WORDS] else line[:LONGEST_WORDS]
    return f"{kept.rstrip('.,;:')}…"


def _ground(seen: AreaView, *, handed_over: bool) -> Ground:
    holders = seen.holding.count if seen.holding else 0
    return Ground(seen.area.name, seen.stage, holders, seen.tally, handed_over)


def _strengths(view: OnePageView, grounds: Sequence[Ground], today: date) -> tuple[Line, ...]:
    if view.strengths:
        return tuple(Line(short(s.words), f"{s.area}, {spoken(s.seen_on, today)}") for s in view.strengths)
    return tuple(Line(words, "") for words in strengths_from(grounds))


def _headline(stood: Standing, weeks: str) -> str:
    if stood.enough and stood.dependence:
        share = percent(stood.dependence.share)
        return _("We did %(share)s of the work here in %(weeks)s.", share=share, weeks=weeks)
    if not stood.tally.sessions:
        return _("We were not here in these %(weeks)s.", weeks=weeks)
    sessions = plural(stood.tally.sessions, "session")
    return _("%(sessions)s in %(weeks)s: not enough yet to say who does the work.", sessions=sessions, weeks=weeks)


def _parts(tally: Tally) -> tuple[Part, ...]:
    """All of our time by who did and who led the work; a part of nothing is left out."""
    found = (
        ("for", _("done for the school"), tally.for_minutes),
        ("coach", _("side by side, the coach led"), tally.coach_minutes),
        ("shared", _("side by side, both led"), tally.shared_minutes),
        ("school", _("side by side, the school led"), tally.school_minutes),
        ("unsaid", _("side by side, not said who led"), tally.unsaid_minutes),
    )
    made, x = [], 0.0
    for kind, words, minutes in found:
        if minutes:
            width = BAR * minutes / tally.minutes
            made.append(Part(f"{x:.1f}", f"{width:.1f}", f"{percent(minutes / tally.minutes)} {words}", kind))
            x += width
    return tuple(made)


def _chart(seen: SchoolView, frame: Frame) -> SchoolChart | None:
    change = seen.standing.change
    signal = (change.since, change_in_words(change)) if change.direction and change.since else None
    return school_chart(Drawn(seen.points, change.usual, signal, seen.events, seen.breaks), frame)


def _most_worked_on(areas: Sequence[AreaView]) -> list[AreaView]:
    """As many as fit, in the network's own order."""
    kept = sorted(areas, key=lambda each: -each.tally.minutes)[:MOST_AREAS]
    return [area for area in areas if area in kept]


def _area_line(seen: AreaView, *, handed_over: bool) -> AreaLine:
    holders = seen.holding.count if seen.holding else 0
    return AreaLine(
        name=seen.area.name,
        stage=_("Handed over") if handed_over else said(seen.stage),
        held=plural(holders, "person") if holders else _("nobody yet"),
        ours=_ours(seen),
    )


def _ours(seen: AreaView) -> str:
    tally = seen.tally
    if not tally.sessions:
        return _("no sessions")
    if not tally.for_sessions:
        return _("none of %(sessions)s", sessions=plural(tally.sessions, "session"))
    share = f"{percent(seen.dependence.share)}, " if seen.dependence and seen.stage is not Stage.FEW_VISITS else ""
    return f"{share}{counts(tally)}"


def _handed_over(areas: Sequence[AreaView], standing: Mapping[UUID, Handoff], today: date) -> tuple[Line, ...]:
    found = [(standing[area.area.id], area.area.name) for area in areas if area.area.id in standing]
    latest = sorted(found, key=lambda each: each[0].handed_over_on, reverse=True)[:MOST_HANDED_OVER]
    return tuple(Line(name, dates_in_words(handoff, today)) for handoff, name in latest)


def _due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    words = spoken(day, today)
    return _("by %(day)s", day=words) if day >= today else _("was due %(day)s", day=words)


def _ratings(rated: Meeting) -> tuple[RatingLine, ...]:
    return tuple(
        RatingLine(said(each), int(rated.levels[each]), said(rated.levels[each]))
        if each in rated.levels
        else RatingLine(said(each), 0, _("not rated"))
        for each in Dimension
    )
