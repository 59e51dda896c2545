"""A school over the years: what became its own, and what of that lasted through a change of principal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.handoffs import short
from app.domain.language import _, ngettext
from app.domain.measures import Tally
from app.domain.stages import AREA_SESSIONS, SCHOOL_SESSIONS
from app.domain.terms import Season, Term
from app.domain.vocabulary import Stage
from app.domain.words import percent
from app.domain.years import Through
from app.services.seeing.years import AreaYears, Turn, Years, see_years
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_areas
from app.web.cells import counts
from app.web.guards import school_for
from app.web.house import reading
from app.web.render import Page, layout_of, render
from app.web.wearing import SchoolWear, school_wear
from app.web.words import said

router = APIRouter()


class Head(NamedTuple):
    """A term by its name; `change` says who came or left before it, and `later` after it."""

    name: str
    change: str
    later: str


class Cell(NamedTuple):
    """A stage in words, and our share with what it is of; `turned` marks the first term after a change."""

    head: str
    stage: str
    share: str
    counts: str
    turned: bool


class Line(NamedTuple):
    name: str
    cells: tuple[Cell, ...]


class Change(NamedTuple):
    """A change of principal, and in sentences what became of what was the school's own."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearsPage(Page):
    template: ClassVar[str] = "schools/years.html"
    lasting: ClassVar[bool] = True

    id: UUID
    name: str
    wear: SchoolWear
    headline: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    together: tuple[Cell, ...]
    changes: tuple[Change, ...]


@router.get("/schools/{school_id}/years")
def show(request: Request, school_id: UUID) -> Response:
    """Each area's stage by term, changes of principal between them, and what lasted."""
    with reading(request) as visit:
        school = school_for(visit, school_id)
        areas = list_areas(visit.connection, visit.network_id, visit.today)
        page = _page(visit, school, see_years(visit, school, areas))
        layout = layout_of(visit)
    return render(request, page, layout)


def _page(visit: Visit, school: SchoolFact, seen: Years) -> YearsPage:
    today = visit.today
    changed = {turn.place: _days(turn, today) for turn in seen.turns}
    last = len(seen.terms)
    heads = tuple(
        Head(_term(term, today), changed.get(place, ""), changed.get(last, "") if place == last - 1 else "")
        for place, term in enumerate(seen.terms)
    )
    return YearsPage(
        id=school.id,
        name=school.name,
        wear=school_wear(school),
        headline=_headline(seen),
        heads=heads,
        lines=tuple(Line(row.area.name, tuple(_cells(row, heads))) for row in seen.areas),
        together=tuple(
            Cell(
                _label(head),
                "",
                _share(tally, SCHOOL_SESSIONS),
                counts(tally) if tally.sessions else "",
                bool(head.change),
            )
            for head, tally in zip(heads, seen.together, strict=True)
        ),
        changes=tuple(Change(_first_up(_days(turn, today)), tuple(_sentences(turn))) for turn in reversed(seen.turns)),
    )


def _term(term: Term, today: date) -> str:
    name = {
        Season.FALL: _("Fall %(year)s", year=term.year),
        Season.SPRING: _("Spring %(year)s", year=term.year),
        Season.WHOLE: _("Year %(year)s", year=term.year),
    }[term.season]
    return _("%(term)s so far", term=name) if today < term.last else name


def _days(turn: Turn, today: date) -> str:
    return "; ".join(_("%(words)s, %(day)s", words=words, day=short(day, today)) for day, words in turn.days)


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _label(head: Head) -> str:
    """What stands by a cell where there are no columns."""
    return _("%(term)s, after a change", term=head.name) if head.change else head.name


def _cells(row: AreaYears, heads: tuple[Head, ...]) -> Iterator[Cell]:
    for view, head in zip(row.terms, heads, strict=True):
        if view is None:
            yield Cell(_label(head), "", "", "", bool(head.change))
            continue
        few = view.stage is Stage.FEW_VISITS
        counted = counts(view.tally) if view.tally.sessions else _("no sessions, and run by the school")
        share = "" if few else _share(view.tally, AREA_SESSIONS)
        yield Cell(_label(head), said(view.stage), share, counted, bool(head.change))


def _share(tally: Tally, least: int) -> str:
    return percent(tally.for_minutes / tally.minutes) if tally.sessions >= least else ""


def _headline(seen: Years) -> str:
    """What lasted, over all changes of principal, in one sentence."""
    kept = [became for turn in seen.turns for _row, became in turn.became or ()]
    judged = [became for became in kept if became is not Through.UNKNOWN]
    if not seen.terms:
        return _("Nothing to look back on yet.")
    if not seen.turns:
        return _("No change of principal since the first session here.")
    if not judged:
        return _("No area was nearly the school's own before a change of principal, so there was nothing yet to hold.")
    held = sum(became is Through.HELD for became in judged)
    whole = ngettext("%(num)d area", "%(num)d areas", len(judged))
    return _(
        "Of %(areas)s that the school had made its own, %(held)s held through a change of principal.",
        areas=whole,
        held=held or _("none"),
    )


def _sentences(turn: Turn) -> Iterator[str]:
    if turn.became is None:
        yield _("It is early: the first term after it has not begun, so what holds shows later.")
        return
    if not turn.became:
        yield _("No area was releasing or sustaining in the term before it.")
        return
    named = {became: [row for row, each in turn.became if each is became] for became in Through}
    if rows := named[Through.HELD]:
        yield _("Held: %(areas)s.", areas=", ".join(row.area.name for row in rows))
    if rows := named[Through.SLID]:
        yield _("Slid back: %(areas)s.", areas="; ".join(_slid(row, turn.place) for row in rows))
    if rows := named[Through.UNKNOWN]:
        yield _("Too few visits since to say: %(areas)s.", areas=", ".join(row.area.name for row in rows))


def _slid(row: AreaYears, place: int) -> str:
    before, after = row.terms[place - 1], row.terms[place]
    if before is None or after is None:
        return row.area.name
    steps = {"before": said(before.stage).lower(), "after": said(after.stage).lower()}
    return _("%(area)s, from %(before)s to %(after)s", area=row.area.name, **steps)
