"""The report on funding as tables to take along."""

from uuid import UUID

from app.domain.funding import Hours, Spent, SpentOther
from app.domain.language import _
from app.services.funding_report import FundingReport
from app.web.downloads import Cell, Column, Kind, Table
from app.web.words import said


def report_table(report: FundingReport) -> Table:
    """Every line of the report: by source, school, area and mode, and then other time. Confidential areas are one."""
    columns = (
        Column(_("Source")),
        Column(_("Whose money")),
        Column(_("What")),
        Column(_("School")),
        Column(_("Area")),
        Column(_("Who did the work")),
        Column(_("Sessions"), Kind.NUMBER),
        Column(_("Hours"), Kind.MINUTES),
    )
    sources = {each.id: each for each in report.sources}

    def head(source_id: UUID | None) -> tuple[str, str]:
        source = sources.get(source_id) if source_id else None
        return (source.name, said(source.kind)) if source else (_("No source named"), "")

    found = report.by(
        lambda each: (*head(each.source_id), _school_name(each, report), area_name(each, report), each.mode)
    )
    coached = [
        (source, kind, _("Coaching"), school, area, said(mode), each.sessions, each.coached)
        for (source, kind, school, area, mode), each in sorted(found.items())
    ]
    beside = report.others_by(lambda each: (*head(each.source_id), said(each.kind), _school_name(each, report)))
    others = [
        (source, kind, what, school, "", "", None, each.other)
        for (source, kind, what, school), each in sorted(beside.items())
    ]
    return Table(_name(report), columns, [*coached, *others])


def sources_table(report: FundingReport) -> Table:
    """Each source: its hours in these days, and how it stands against its budget."""
    columns = (
        Column(_("Source")),
        Column(_("Whose money")),
        Column(_("First day"), Kind.DAY),
        Column(_("Last day"), Kind.DAY),
        Column(_("Hours with the school"), Kind.MINUTES),
        Column(_("Hours for the school"), Kind.MINUTES),
        Column(_("Hours of other time"), Kind.MINUTES),
        Column(_("Hours in all"), Kind.MINUTES),
        Column(_("Budgeted hours"), Kind.MINUTES),
        Column(_("Used of the budget so far"), Kind.MINUTES),
        Column(_("Hours left"), Kind.MINUTES),
        Column(_("Share of its time gone by"), Kind.SHARE),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in report.sources:
        got, stands = report.of_source(each.id), report.balances[each.id]
        money = (stands.budget, stands.used, stands.remaining, stands.gone)
        rows.append((each.name, said(each.kind), each.first_on, each.last_on, *_figures(got), *money))
    if not (report.cut.source or report.cut.kind):
        got = report.of_source(None)
        rows.append((_("No source named"), "", None, None, *_figures(got), None, None, None, None))
    return Table(_("%(name)s, sources", name=_name(report)), columns, rows)


def area_name(each: Spent, report: FundingReport) -> str:
    """An area by its name; confidential ones together, since a report is sent on."""
    area = report.areas[each.area_id]
    return _("Other areas") if area.confidential else area.name


def _figures(got: Hours) -> tuple[int, int, int, int]:
    return got.done_with, got.done_for, got.other, got.all


def _name(report: FundingReport) -> str:
    about = report.cut.source.name if report.cut.source else _("all sources")
    return _("Funding %(first)s to %(last)s, %(about)s", first=report.cut.first, last=report.cut.last, about=about)


def _school_name(each: Spent | SpentOther, report: FundingReport) -> str:
    return report.schools[each.school_id].name if each.school_id else ""
