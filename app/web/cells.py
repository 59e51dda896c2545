"""A school's row on the dashboard: its cells as text, and its HTML, which is kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from jinja2 import Environment
from markupsafe import Markup

from app.domain.change import Change
from app.domain.handoffs import short
from app.domain.language import _, ngettext, spoken_language
from app.domain.measures import Dependence, Tally
from app.domain.vocabulary import Direction
from app.domain.words import counted, hours, percent
from app.services.seeing.shelf import MOST
from app.services.seeing.standings import LINE_WEEKS, Standing
from app.web.charts import Band, Leads, Line, band, leads, line
from app.web.words import plural, said

LEADS_WIDTH = 90


class Row(NamedTuple):
    """A school's cells. What is None or empty is not drawn; `counts` then says why."""

    id: UUID
    name: str
    stage: str
    share: str
    between: str
    counts: str
    band: Band | None
    line: Line
    line_words: str
    direction: str
    change: str
    leads: Leads | None
    held_by: str
    held: str
    flags: str
    answered: str
    minutes: int
    hours: str


def rows_html(templates: Environment, standings: Iterable[Standing], *, days: str, private: bool) -> tuple[Markup, ...]:
    """The rows of a table, one after the other.

    Args:
        templates: where the row's macro is.
        standings: whose rows.
        days: what a link to a school asks for.
        private: whether nothing may be said of who holds the area that was asked for.
    """
    macro = templates.get_template("network/row.html").module.row  # type: ignore[attr-defined] # the macro's name
    spoken = spoken_language()
    return tuple(_row_html(macro, standing, days, private, spoken) for standing in standings)


@lru_cache(maxsize=MOST)
def _row_html(macro: Any, standing: Standing, days: str, private: bool, spoken: str) -> Markup:  # noqa: FBT001, ARG001 - cached by position
    """Kept by language, since 500 rows take longer than the page, and a standing is one until its school changes."""
    html: Markup = macro(row_of(standing, private=private), days)
    return html


def row_of(standing: Standing, *, private: bool = False) -> Row:
    """The cells of a standing."""
    tally, school = standing.tally, standing.school
    measured = standing.dependence if standing.enough else None
    return Row(
        id=school.id,
        name=school.name,
        stage=said(standing.stage),
        share=percent(measured.share) if measured else "",
        between=between(measured) if measured else "",
        counts=counts(tally) if measured else too_few(tally),
        band=band(measured) if measured else None,
        line=line(standing.line_for, standing.line_all),
        line_words=line_words(standing.line_for, standing.line_all),
        direction=standing.change.direction or "",
        change=change_in_words(standing.change),
        leads=leads(standing.release, LEADS_WIDTH) if measured and standing.release else None,
        held_by=_("Areas held") if standing.holders is None else _("Held by"),
        held=_held(standing, private=private),
        flags=str(len(standing.unanswered())) if standing.unanswered() else "",
        answered=_answered(standing),
        minutes=tally.minutes,
        hours=hours(tally.minutes),
    )


def between(measured: Dependence) -> str:
    """The interval as pages say it: "between 55% and 84%"."""
    return _("between %(low)s and %(high)s", low=percent(measured.low), high=percent(measured.high))


def counts(tally: Tally) -> str:
    """How many of the sessions were done for the school: "22 of 31 sessions"."""
    return _("%(part)s of %(sessions)s", part=tally.for_sessions, sessions=plural(tally.sessions, "session"))


def too_few(tally: Tally) -> str:
    """In place of a share that would say nothing; never 0%."""
    if not tally.sessions:
        return _("no sessions in these weeks")
    return _("%(sessions)s, too few to say", sessions=plural(tally.sessions, "session"))


def line_words(done: Sequence[int], held: Sequence[int]) -> str:
    """What a small line shows, for whoever does not see it."""
    shares = [part / whole for part, whole in zip(done, held, strict=True) if whole]
    if not shares:
        return _("no sessions")
    low, high = percent(min(shares)), percent(max(shares))
    return _(
        "%(weeks)s weeks, two a point: %(first)s at first, %(last)s last, %(low)s to %(high)s",
        weeks=LINE_WEEKS,
        first=percent(shares[0]),
        last=percent(shares[-1]),
        low=low,
        high=high,
    )


def change_in_words(change: Change) -> str:
    """The verdict in a cell: "rising since Feb 3", "no change", "not enough yet"."""
    if change.reason is not None:
        return _("not enough yet")
    if change.direction is None or change.since is None:
        return _("no change")
    day = since(change.since, change.through)
    return (
        _("rising since %(day)s", day=day)
        if change.direction is Direction.RISING
        else _("easing since %(day)s", day=day)
    )


def since(day: date, today: date) -> str:
    """A day in a table: "Feb 3", with its year when that is not this one."""
    return short(day, today)


def _answered(standing: Standing) -> str:
    """How many flags need no answer any more: "1 answered"; nothing where there is none."""
    done = sum(not flag.good for flag in standing.flags) - len(standing.unanswered())
    return ngettext("%(num)d answered", "%(num)d answered", done) if done else ""


def _held(standing: Standing, *, private: bool) -> str:
    if standing.holders is None:
        kept_up = standing.continuity
        if not kept_up.in_work:
            return _("none in work")
        return _("%(part)s of %(whole)s", part=kept_up.held, whole=kept_up.in_work)
    if private:
        return _("not shown")
    return counted(standing.holders, "person") if standing.holders else _("nobody yet")
