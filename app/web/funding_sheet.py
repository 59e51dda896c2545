"""A report that is sent to a funder: one source on a sheet of paper or two. It names no coach and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.domain.funding import Hours, Source
from app.domain.language import _, ngettext
from app.domain.words import hours, percent
from app.services.funding_report import FundingReport
from app.services.visits import Visit
from app.web.funding_asked import Asked, days_in_words
from app.web.funding_page import budget_in_words, days_of, left_in_words, time_in_words
from app.web.funding_tables import area_name
from app.web.one_page import BAR, Part, paper_of
from app.web.wearing import sheet_path
from app.web.words import day_and_year, plural, said

MOST_SCHOOLS = 60
"""Lines of the table of schools: with these, the sheet still fits on two pages."""


class SheetRow(NamedTuple):
    name: str
    done_with: str
    done_for: str
    all: str
    sessions: int


@dataclass(frozen=True, slots=True)
class FundingSheet:
    """What stands on the paper; `accent` is the style sheet of the network's color, "" without one."""

    accent: str
    network: str
    source: str
    kind: str
    source_days: str
    days: str
    printed: str
    paper: str
    headline: str
    counts: str
    budget: str
    left: str
    time: str
    parts: tuple[Part, ...]
    story: str
    schools: tuple[SheetRow, ...]
    areas: tuple[SheetRow, ...]
    total: SheetRow
    others: tuple[tuple[str, str], ...]


def funding_sheet(report: FundingReport, source: Source, asked: Asked, visit: Visit) -> FundingSheet:
    total, stands, today = report.total, report.balances[source.id], visit.today
    return FundingSheet(
        accent=sheet_path("network", visit.network.color),
        network=visit.network.name,
        source=source.name,
        kind=said(source.kind),
        source_days=days_of(source.first_on, source.last_on),
        days=days_in_words(asked),
        printed=day_and_year(today),
        paper=paper_of(visit.network.locale),
        headline=_headline(total),
        counts=_counts(report),
        budget=budget_in_words(stands),
        left=left_in_words(stands),
        time=time_in_words(source, stands, today),
        parts=_parts(total),
        story=_story(total),
        schools=_schools(report),
        areas=_rows(report.by(lambda each: area_name(each, report)).items()),
        total=_row(_("Together"), total),
        others=tuple(
            (said(kind), hours(each.other))
            for kind, each in sorted(report.others_by(lambda each: each.kind).items(), key=lambda each: -each[1].other)
        ),
    )


def sheet_title(source: Source, first: date, last: date) -> str:
    """What the file is called."""
    return _("Report on %(name)s, %(first)s to %(last)s", name=source.name, first=first, last=last)


def _schools(report: FundingReport) -> tuple[SheetRow, ...]:
    """By name; where there are more than fit, those with less of our time are one line."""
    found = report.by(lambda each: each.school_id)
    ranked = sorted(found, key=lambda each: (-found[each].coached, report.schools[each].name))
    shown = MOST_SCHOOLS if len(ranked) <= MOST_SCHOOLS else MOST_SCHOOLS - 1
    rows = _rows((report.schools[each].name, found[each]) for each in ranked[:shown])
    rest = ranked[shown:]
    if not rest:
        return rows
    words = ngettext("%(num)d more school", "%(num)d more schools", len(rest))
    return (*rows, _row(words, sum((found[each] for each in rest), Hours())))


def _rows(found: Iterable[tuple[str, Hours]]) -> tuple[SheetRow, ...]:
    return tuple(_row(name, each) for name, each in sorted(found, key=lambda pair: pair[0]))


def _row(name: str, found: Hours) -> SheetRow:
    return SheetRow(name, hours(found.done_with), hours(found.done_for), hours(found.coached), found.sessions)


def _headline(total: Hours) -> str:
    if not total.all:
        return _("No hours in these days.")
    if not total.other:
        return _("%(hours)s with schools", hours=hours(total.coached))
    return _(
        "%(all)s: %(coached)s with schools, %(other)s around it",
        all=hours(total.all),
        coached=hours(total.coached),
        other=hours(total.other),
    )


def _counts(report: FundingReport) -> str:
    schools = len({each.school_id for each in report.sessions})
    sessions = plural(report.total.sessions, "session")
    return _("%(sessions)s at %(schools)s", sessions=sessions, schools=plural(schools, "school"))


def _parts(total: Hours) -> tuple[Part, ...]:
    found = (
        ("school", _("side by side with schools"), total.done_with),
        ("for", _("done for schools"), total.done_for),
        ("unsaid", _("other time: travel, preparation and the like"), total.other),
    )
    made, x = [], 0.0
    for kind, words, minutes in found:
        if minutes:
            width = BAR * minutes / total.all
            share = percent(minutes / total.all)
            made.append(Part(f"{x:.1f}", f"{width:.1f}", _("%(share)s %(words)s", share=share, words=words), kind))
            x += width
    return tuple(made)


def _story(total: Hours) -> str:
    """What for and with mean, in plain words, with this source's own share."""
    if not total.coached:
        return _("There were no coaching sessions in these days, so there is nothing to say of who did the work.")
    rest = _(
        "Doing it for a school is sometimes right, above all where one is rebuilding. We mean it to become less, since "
        "what is done with a school can stay when we leave."
    )
    if not total.done_for:
        return _("All of these hours with schools were side by side: people of the school did the work with us.")
    if not total.done_with:
        return _("In these hours we did the work for schools. %(rest)s", rest=rest)
    return _(
        "We ask of every session who did the work. In %(share)s of these hours with schools, people of the school did "
        "it with us, side by side; in the others we did it for them. %(rest)s",
        share=percent(total.done_with / total.coached),
        rest=rest,
    )
