"""Looking back on a month at a school: the form with its figures, what was said, and for directors how it spreads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _, told
from app.domain.measures import lasting, strategic
from app.domain.reflections import months, spread
from app.domain.words import hours, hours_of, month, percent, spoken
from app.services.reflections import MonthFigures, month_figures
from app.services.visits import Visit
from app.store.reflections import KeptReflection, get_reflection, list_levels, list_reflections
from app.store.schools import SchoolFact
from app.store.tables.sessions import PROSE
from app.web.filters import address
from app.web.forms import Filled
from app.web.reflection_words import BARRIERS, NEEDS, SpreadRow, month_words, questions, spread_row
from app.web.render import Page
from app.web.words import plural

LATEST = 3
"""Months that a page shows as they are: a school's talk begins with these, and older ones are folded away."""


class FigureLine(NamedTuple):
    """A figure of the month and what it is of; without one, `of` says why. `path` leads to its sessions."""

    name: str
    figure: str
    of: str
    path: str


class SaidRow(NamedTuple):
    """One person's reflection on a month, for the coaches and leaders of the school."""

    who: str
    mine: bool
    needs: str
    needs_note: str
    barriers: str
    barriers_note: str


class MonthRows(NamedTuple):
    words: str
    path: str
    rows: tuple[SaidRow, ...]


class Undo(NamedTuple):
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class ReflectionsPage(Page):
    """`writes`: a coach or a leader of the school, who reads what is said there; others read how it spreads."""

    template: ClassVar[str] = "reflections/show.html"

    id: UUID
    name: str
    writes: bool
    month: date
    month_words: str
    months: tuple[tuple[str, str, bool], ...]
    weeks: str
    figures: tuple[FigureLine, ...]
    questions: tuple[tuple[str, str, tuple[tuple[int, str], ...]], ...]
    own: bool
    form: Filled
    longest: int
    errors: Mapping[str, str]
    done: str
    undo: Undo | None
    said: tuple[MonthRows, ...]
    latest: int
    spreads: tuple[SpreadRow, ...]


def reflections_page(
    visit: Visit,
    school: SchoolFact,
    asked: date,
    *,
    sent: Filled | None = None,
    errors: Mapping[str, str] | None = None,
    done: str = "",
) -> ReflectionsPage:
    """The page for who reflects there, or for who may know the numbers; `sent` is a form that could not be saved."""
    writes = visit.rights.may(Permission.REFLECT, school.id)
    own = get_reflection(visit.connection, visit.network_id, school.id, asked, visit.person_id) if writes else None
    stands = own is not None and not own.removed
    figures = month_figures(visit, school.id, asked) if writes else None
    since = months(visit.today)[-1]
    undo = None
    if own is not None and own.removed and done == "removed":
        undo = Undo(
            _("What you said of %(month)s is removed.", month=month(asked)), f"{_path(school.id)}/{asked}/restore"
        )
    return ReflectionsPage(
        id=school.id,
        name=school.name,
        writes=writes,
        month=asked,
        month_words=month_words(asked),
        months=tuple(
            (month_words(each), address(_path(school.id), month=each), each == asked) for each in months(visit.today)
        ),
        weeks=_weeks(figures, visit.today),
        figures=_figures(figures, school.id),
        questions=questions(),
        own=stands,
        form=sent or _filled(own if stands else None),
        longest=PROSE,
        errors=errors or {},
        done={"saved": _("Saved. Thank you for looking back."), "restored": _("Back again.")}.get(done, ""),
        undo=undo,
        said=_said(visit, school, since) if writes else (),
        latest=LATEST - 1,
        spreads=() if writes else _spreads(visit, school, since),
    )


def _path(school_id: UUID) -> str:
    return f"/schools/{school_id}/reflections"


def _weeks(figures: MonthFigures | None, today: date) -> str:
    if figures is None:
        return _("The first Monday of the month is still to come, so there are no figures yet.")
    return _(
        "%(weeks)s, %(first)s to %(last)s: those whose Monday lies in the month.",
        weeks=plural(len(figures.window.weeks), "week"),
        first=spoken(figures.window.first, today),
        last=spoken(figures.window.last, today),
    )


def _figures(figures: MonthFigures | None, school_id: UUID) -> tuple[FigureLine, ...]:
    if figures is None:
        return ()
    tally, reached = figures.tally, figures.reach
    days = {"first": figures.window.first, "last": figures.window.last}
    path = f"/schools/{school_id}/sessions"
    planned, on_systems = strategic(tally), lasting(tally)
    aimed = tally.system_minutes + tally.symptom_minutes
    return (
        FigureLine(
            _("With the school"),
            hours(tally.with_minutes),
            _("and %(hours)s for it", hours=hours(tally.for_minutes)),
            address(path, **days),
        )
        if tally.sessions
        else FigureLine(_("With the school"), "", _("no sessions"), ""),
        FigureLine(
            _("Planned"),
            "" if planned is None else percent(planned),
            _("no sessions")
            if planned is None
            else _(
                "%(hours)s; the rest was asked for in the moment",
                hours=hours_of(tally.minutes - tally.requested_minutes, tally.minutes),
            ),
            address(path, **days, origin="requested") if tally.requested_minutes else "",
        ),
        FigureLine(
            _("On a system, not a quick fix"),
            "" if on_systems is None else percent(on_systems),
            _("not said")
            if on_systems is None
            else _("%(hours)s where it was said", hours=hours_of(tally.system_minutes, aimed)),
            address(path, **days, aim="system") if tally.system_minutes else "",
        ),
        FigureLine(
            _("ILT reached"),
            "" if reached.share is None else _("%(part)s of %(whole)s", part=reached.reached, whole=reached.members),
            _("nobody is on the ILT yet") if reached.share is None else _("took part side by side"),
            "",
        ),
    )


def _filled(own: KeptReflection | None) -> Filled:
    names = ("needs", "needs_note", "barriers", "barriers_note")
    return Filled({name: [str(getattr(own, name))] for name in names} if own else {})


def _said(visit: Visit, school: SchoolFact, since: date) -> tuple[MonthRows, ...]:
    """What was said of each month, newest first."""
    by_month: dict[date, list[SaidRow]] = {}
    for each in list_reflections(visit.connection, visit.network_id, school.id, since):
        row = SaidRow(
            who=each.author,
            mine=each.author_id == visit.person_id,
            needs=told(NEEDS[each.needs]),
            needs_note=each.needs_note,
            barriers=told(BARRIERS[each.barriers]),
            barriers_note=each.barriers_note,
        )
        by_month.setdefault(each.month, []).append(row)
    return tuple(
        MonthRows(month_words(each), address(_path(school.id), month=each), tuple(rows))
        for each, rows in by_month.items()
    )


def _spreads(visit: Visit, school: SchoolFact, since: date) -> tuple[SpreadRow, ...]:
    """Of the latest months, and of those before that anybody reflected on."""
    found = list_levels(visit.connection, visit.network_id, [school.id], since)
    return tuple(
        spread_row(month_words(each), "", spread(found.get((school.id, each), ())))
        for number, each in enumerate(months(visit.today))
        if number < LATEST or (school.id, each) in found
    )
