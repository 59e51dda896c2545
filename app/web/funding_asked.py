"""What an address asks of the report on funding, and the form that asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from fastapi import Request

from app.domain.errors import NotFoundError
from app.domain.funding import Source, clipped
from app.domain.language import _
from app.domain.periods import Window
from app.domain.vocabulary import FundingKind
from app.services.funding_report import Cut
from app.services.visits import Visit
from app.store.funding import list_sources
from app.store.schools import SchoolFact, list_schools
from app.web.filters import AGAIN, FilterForm, Filters, address, filter_form, read_filters
from app.web.forms import Fields
from app.web.presets import Preset
from app.web.words import day_and_year, plural, said

PATH = "/funding/report"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as read. `own`: of a source's own days, and so of no whole weeks."""

    filters: Filters
    cut: Cut
    own: bool
    sources: tuple[Source, ...]
    schools: tuple[SchoolFact, ...]

    @property
    def days(self) -> dict[str, object]:
        """The days as an address says them: none for a source's own, or for the usual weeks of all sources."""
        if self.own:
            return {}
        return {"first": self.cut.first, "last": self.cut.last} if self.cut.source else self.filters.days

    @property
    def choices(self) -> dict[str, object]:
        cut = self.cut
        return {
            "source": cut.source.id if cut.source else None,
            "kind": cut.kind,
            "mode": cut.mode,
            "school": cut.school_id,
        }


def read_asked(request: Request, visit: Visit) -> Asked:
    """Read an address. With a source and no days, it is of the source's own days; else of whole weeks, as elsewhere.

    Raises:
        NotFoundError: a source or a school that is none of the network's.
    """
    filters = read_filters(request, visit.today, ())
    fields = Fields({name: request.query_params.getlist(name) for name in ("source", "kind", "school")})
    sources = list_sources(visit.connection, visit.network_id, removed=True)
    schools = list_schools(visit.connection, visit.network_id, None, None)
    source = _find(fields.raw("source"), {each.id: each for each in sources})
    school = _find(fields.raw("school"), {each.id: each for each in schools})
    kind = fields.one("kind", FundingKind, "", AGAIN)
    span = clipped(source, visit.today) if source else None
    own = span is not None and (filters.typed["first"], filters.typed["last"]) in {("", ""), tuple(map(str, span))}
    first, last = span if span and own else (filters.window.first, filters.window.last)
    return Asked(
        filters=replace(filters, errors={**filters.errors, **fields.errors}),
        cut=Cut(first, last, source, kind, filters.mode, school.id if school else None),
        own=own,
        sources=tuple(sources),
        schools=tuple(schools),
    )


def days_in_words(asked: Asked) -> str:
    cut = asked.cut
    span = _("%(first)s to %(last)s", first=day_and_year(cut.first), last=day_and_year(cut.last))
    if asked.own:
        return _("%(span)s: all of its own days so far", span=span)
    return _("%(span)s, %(weeks)s", span=span, weeks=plural(len(Window(cut.first, cut.last).weeks), "week"))


def report_form(asked: Asked, visit: Visit) -> FilterForm:
    """The filters of elsewhere, with sources, kinds and schools to choose, and a source's own days as a preset."""
    cut, typed = asked.cut, {name: str(value or "") for name, value in asked.choices.items()}
    form = filter_form(asked.filters, visit.today, (), ("mode",), visit.network)
    choices = (
        ("source", _("Source"), _("All sources"), tuple((str(each.id), each.name) for each in asked.sources)),
        ("kind", _("Whose money"), _("All money"), tuple((kind.value, said(kind)) for kind in FundingKind)),
        *form.choices,
        ("school", _("School"), _("All schools"), tuple((str(each.id), each.name) for each in asked.schools)),
    )
    chosen = [words for name, _label, _all, options in choices for value, words in options if value == typed[name]]
    presets = tuple(
        Preset(each.words, _joined(each.query, asked), here=each.here and not asked.own) for each in form.presets
    )
    if cut.source:
        presets = (Preset(_("All of its own days"), address("", **asked.choices), here=asked.own), *presets[1:])
    span = _("All of its own days") if asked.own else form.words.split(" · ")[0]
    return replace(
        form,
        words=" · ".join([span, *chosen]),
        first=form.first if not asked.own else str(cut.first),
        last=form.last if not asked.own else str(cut.last),
        choices=choices,
        typed={**form.typed, **typed},
        errors=asked.filters.errors,
        usual=form.usual and not any(typed.values()),
        presets=presets,
    )


def _joined(query: str, asked: Asked) -> str:
    """A preset's days with this page's choices."""
    choices = address("", **{name: value for name, value in asked.choices.items() if name != "mode"}).lstrip("?")
    return "?" + "&".join(part for part in (query.lstrip("?"), choices) if part)


def _find(typed: str, there: Mapping[UUID, Found]) -> Found | None:
    if not typed:
        return None
    try:
        return there[UUID(typed)]
    except (ValueError, KeyError) as error:
        raise NotFoundError from error
