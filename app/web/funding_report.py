"""The report on funding, as a page and as tables to take along; see `services.funding_report` for what counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.funding import Hours, Spent
from app.domain.language import _
from app.domain.vocabulary import FundingKind, Mode
from app.domain.words import hours, percent
from app.services.funding_report import FundingReport
from app.services.visits import Visit
from app.web.downloads import Downloads, downloads_of
from app.web.filters import FilterForm, address
from app.web.funding_asked import PATH, Asked, days_in_words, report_form
from app.web.funding_page import SourceRow, source_row
from app.web.render import Page
from app.web.words import said


class HoursRow(NamedTuple):
    """What something got or paid for: `path` leads to it alone, and `parts` are minutes for a small bar."""

    name: str
    small: str
    path: str
    hours: Hours


class OtherRow(NamedTuple):
    kind: str
    minutes: int


@dataclass(frozen=True, slots=True)
class FundingReportPage(Page):
    """`unnamed` is what no source is named for: None where the report asks for sources alone."""

    template: ClassVar[str] = "funding/report.html"
    lasting: ClassVar[bool] = True

    headline: str
    days: str
    filters: FilterForm
    sources: tuple[tuple[SourceRow, HoursRow, str], ...]
    unnamed: Hours | None
    total: Hours
    kinds: tuple[HoursRow, ...]
    schools: tuple[HoursRow, ...]
    others: tuple[OtherRow, ...]
    mode: Mode | None
    downloads: Downloads
    source_downloads: Downloads


def funding_report_page(report: FundingReport, asked: Asked, visit: Visit) -> FundingReportPage:
    cut, total = report.cut, report.total
    unnamed = None if cut.source or cut.kind else report.of_source(None)
    by_kind = _by_kind(report)
    link = _Link(asked)
    return FundingReportPage(
        headline=_headline(total, by_kind),
        days=days_in_words(asked),
        filters=report_form(asked, visit),
        sources=tuple(
            (
                source_row(each, report.balances[each.id], visit.today),
                HoursRow(each.name, said(each.kind), link(source=each.id), report.of_source(each.id)),
                address(f"{PATH}.pdf", **asked.days, **{**asked.choices, "source": each.id}),
            )
            for each in report.sources
        ),
        unnamed=unnamed if unnamed and unnamed.all else None,
        total=total,
        kinds=tuple(
            HoursRow(
                said(kind).capitalize() if kind else _("No source named"),
                percent(by_kind[kind].all / total.all) if total.all else "",
                link(kind=kind),
                by_kind[kind],
            )
            for kind in (*FundingKind, None)
            if kind in by_kind
        ),
        schools=tuple(
            HoursRow(report.schools[school_id].name, "", link(school=school_id), found)
            for school_id, found in _by_name(report.by(_school), report)
        ),
        others=tuple(
            OtherRow(said(kind), found.other)
            for kind, found in sorted(report.others_by(lambda each: each.kind).items(), key=lambda each: -each[1].other)
        ),
        mode=cut.mode,
        downloads=downloads_of(PATH, **asked.days, **asked.choices),
        source_downloads=downloads_of(PATH, **asked.days, **asked.choices, table="sources"),
    )


def _school(each: Spent) -> UUID:
    return each.school_id


def _by_name(found: Mapping[UUID, Hours], report: FundingReport) -> Sequence[tuple[UUID, Hours]]:
    return sorted(found.items(), key=lambda each: (report.schools[each[0]].name, each[0]))


def _by_kind(report: FundingReport) -> dict[FundingKind | None, Hours]:
    kinds = {each.id: each.kind for each in report.sources}
    found: dict[FundingKind | None, Hours] = {}
    for source_id in {each.source_id for each in report.spent}:
        kind = kinds[source_id] if source_id else None
        found[kind] = found.get(kind, Hours()) + report.of_source(source_id)
    return found


def _headline(total: Hours, by_kind: Mapping[FundingKind | None, Hours]) -> str:
    """Like "412 h: 61% public, 27% philanthropic, 12% with no source named.", public and philanthropic side by side."""
    if not total.all:
        return _("No hours in these days.")
    parts = [
        _(
            "%(share)s %(kind)s",
            share=percent(by_kind[kind].all / total.all),
            kind=said(kind) if kind else _("with no source named"),
        )
        for kind in (*FundingKind, None)
        if kind in by_kind
    ]
    return _("%(hours)s: %(parts)s.", hours=hours(total.all), parts=", ".join(parts))


class _Link:
    """The page again, with one choice changed."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def __call__(self, **choice: object) -> str:
        return address(PATH, **self.asked.days, **(self.asked.choices | choice)) if any(choice.values()) else ""
