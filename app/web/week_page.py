"""A coach's week as its page shows it, and the form that adds other time to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from app.domain.flags.clearing import listed
from app.domain.language import _, later
from app.domain.periods import WEEK, monday
from app.domain.vocabulary import Other
from app.domain.weeks import Gap
from app.domain.words import hours
from app.services.other_time import get_own_time, reason_in_words
from app.services.visits import Visit
from app.services.week import CoachWeek, Day, read_week
from app.store.other_time import KeptOther
from app.store.schools import list_schools
from app.web.barrier_rows import Prompt, prompts
from app.web.other_form import OtherForm, other_form
from app.web.render import Page
from app.web.session_list import Line, lines_of
from app.web.words import clock, day, moment, plural, said, short_day


@dataclass(frozen=True, slots=True)
class SessionEntry:
    line: Line
    began: str
    clash: str


@dataclass(frozen=True, slots=True)
class OtherEntry:
    id: UUID
    version: int
    words: str
    minutes: int
    note: str


@dataclass(frozen=True, slots=True)
class DayRow:
    date: date
    words: str
    today: bool
    sessions: tuple[SessionEntry, ...]
    other: tuple[OtherEntry, ...]
    gap: Gap | None
    rest: str
    minutes: int
    long: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, in words, and the form that takes it back."""

    words: str
    path: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class WeekPage(Page):
    template: ClassVar[str] = "week/show.html"
    fragment: ClassVar[str | None] = "week/_week.html"

    title: str
    first: date
    before: date
    after: date | None
    days: tuple[DayRow, ...]
    totals: tuple[tuple[str, int], ...]
    total: int
    missing: str
    complete: str
    changed: bool
    done: Undo | None
    trouble: str
    form: OtherForm
    prompts: tuple[Prompt, ...]


def week_page(
    visit: Visit,
    first: date,
    *,
    done: Undo | None = None,
    trouble: str = "",
    form: OtherForm | None = None,
) -> WeekPage:
    """The visitor's week that begins on a Monday; `form` is the one that was refused, else a new one."""
    week = read_week(visit, first)
    schools = _school_names(visit, week)
    lines = {line.id: line for line in lines_of(visit, [kept for of in week.days for kept in of.sessions])}
    missing = week.missing
    return WeekPage(
        title=_title(first, visit.today),
        first=first,
        before=first - WEEK,
        after=first + WEEK if first < monday(visit.today) else None,
        days=tuple(_row(visit, each, week, lines, schools) for each in week.days),
        totals=_totals(week),
        total=sum(each.minutes for each in week.days),
        missing=_("%(weekdays)s with nothing logged", weekdays=plural(missing, "weekday")) if missing else "",
        complete=_complete(week, visit.network.timezone),
        changed=week.changed,
        done=done,
        trouble=trouble,
        form=form or other_form(visit, first),
        prompts=prompts(visit),
    )


def _title(first: date, today: date) -> str:
    return _("This week") if first == monday(today) else _("Week of %(monday)s", monday=short_day(first))


def _complete(week: CoachWeek, timezone: str) -> str:
    if week.complete is None:
        return ""
    return _("You said on %(moment)s that this week is complete.", moment=moment(week.complete.said_at, timezone))


def _row(visit: Visit, of: Day, week: CoachWeek, lines: Mapping[UUID, Line], schools: Mapping[UUID, str]) -> DayRow:
    began = {kept.id: kept.telling.started_at for kept in of.sessions}
    named = {id_: f"{lines[id_].school}, {clock(at)}" for id_, at in began.items() if at}
    return DayRow(
        date=of.date,
        words=day(of.date),
        today=of.date == visit.today,
        sessions=tuple(
            SessionEntry(
                line=lines[kept.id],
                began=clock(at) if (at := began[kept.id]) else "",
                clash=_together(sorted(named[other] for other in week.clashes.get(kept.id, ()))),
            )
            for kept in of.sessions
        ),
        other=tuple(
            OtherEntry(o.id, o.version, other_words(o, schools), o.minutes, reason_in_words(o.note)) for o in of.other
        ),
        gap=of.gap if of.empty else None,
        rest=of.rest,
        minutes=of.minutes,
        long=of.long,
    )


def _together(words: Sequence[str]) -> str:
    return listed(words) if words else ""


def _totals(week: CoachWeek) -> tuple[tuple[str, int], ...]:
    """Minutes by kind: sessions first, then each kind of other time that there is."""
    sessions = sum(kept.telling.minutes for each in week.days for kept in each.sessions)
    other = [(kind, sum(o.minutes for each in week.days for o in each.other if o.kind is kind)) for kind in Other]
    return (_("Coaching sessions"), sessions), *((said(kind), minutes) for kind, minutes in other if minutes)


def _school_names(visit: Visit, week: CoachWeek) -> Mapping[UUID, str]:
    ids = frozenset(o.school_id for each in week.days for o in each.other if o.school_id)
    return {s.id: s.name for s in list_schools(visit.connection, visit.network_id, ids, None)} if ids else {}


def other_words(kept: KeptOther, schools: Mapping[UUID, str]) -> str:
    """Like "Travel", or "Visit that did not happen, Alder High"."""
    school = [schools[kept.school_id]] if kept.school_id is not None else []
    return ", ".join([said(kept.kind), *school])


DONE = {
    "added": later("Added: %(what)s."),
    "changed": later("Changed: %(what)s."),
    "removed": later("Removed: %(what)s."),
    "undone": "",
}
"""What was just done, by the word in the address; an undo says which way it went."""


def done_of(visit: Visit, done: str, about: str) -> Undo | None:
    """What the address says was just done, as far as that is still so, with the way back."""
    if done == "complete":
        return Undo(_("Thank you. This week is complete."))
    if done == "reopened":
        return Undo(_("This week is open again."))
    try:
        kept = get_own_time(visit, UUID(about)) if done in DONE else None
    except ValueError:
        return None
    if kept is None:
        return None
    removed = kept.removed_at is not None
    if done != "undone" and removed != (done == "removed"):
        return None
    what = _in_a_line(kept)
    undone = _("Out again: %(what)s.", what=what) if removed else _("Back as it was: %(what)s.", what=what)
    words = undone if done == "undone" else _(DONE[done], what=what)
    return Undo(words, f"/other-time/{kept.id}/undo", kept.version)


def _in_a_line(kept: KeptOther) -> str:
    """Like "travel, 30 min, on Tue, Nov 24"."""
    long = kept.minutes >= 120  # noqa: PLR2004 - two hours read better as hours
    took = hours(kept.minutes) if long else _("%(minutes)s min", minutes=kept.minutes)
    on = _("on %(day)s", day=day(kept.spent_on))
    return ", ".join([said(kept.kind).lower(), *([took] if kept.minutes else []), on])
