"""What we did for schools where the district runs it well, beside what we did elsewhere: by area, and by nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.language import _, ngettext
from app.domain.measures import Tally
from app.domain.words import hours, hours_of, percent
from app.services.visits import Visit
from app.store.analytics import leads_by_area
from app.store.schools import AreaFact
from app.web.filters import FilterForm, Filters, address
from app.web.render import Page
from app.web.words import plural

BySchool = Mapping[UUID, Mapping[UUID, Tally]]
"""Sums by school and area."""


class DistrictLine(NamedTuple):
    """An area: what we did for schools there, now and in as many weeks before."""

    name: str
    path: str
    contact: str
    minutes: int
    hours: str
    sessions: str
    schools: str
    before: str


class DistrictGroup(NamedTuple):
    """Areas of a kind, the one with most of it first, and their sum."""

    lines: tuple[DistrictLine, ...]
    minutes: int
    hours: str
    sessions: str
    before: str


@dataclass(frozen=True, slots=True)
class DistrictPage(Page):
    template: ClassVar[str] = "areas/district.html"
    lasting: ClassVar[bool] = True

    headline: str
    subline: str
    filters: FilterForm
    provided: DistrictGroup
    others: DistrictGroup
    any_provided: bool


def district_page(visit: Visit, areas: Sequence[AreaFact], filters: Filters, form: FilterForm) -> DistrictPage:
    """The page over the whole network; whoever asks for it sees all of it."""
    ids = [area.id for area in areas]
    now, before = (
        leads_by_area(visit.connection, visit.network_id, window, ids)
        for window in (filters.window, filters.window.before())
    )
    provided = _group([area for area in areas if area.district_provides], now, before, filters)
    others = _group([area for area in areas if not area.district_provides], now, before, filters)
    weeks, every = plural(len(filters.window.weeks), "week"), provided.minutes + others.minutes
    return DistrictPage(
        headline=_headline(provided, weeks),
        subline=_subline(provided, every),
        filters=form,
        provided=provided,
        others=others,
        any_provided=any(area.district_provides for area in areas),
    )


def _headline(provided: DistrictGroup, weeks: str) -> str:
    if not provided.minutes:
        return _("In %(weeks)s we did no work for schools in areas that the district runs well.", weeks=weeks)
    return _(
        "In %(weeks)s we did %(hours)s of work for schools in areas that the district runs well.",
        weeks=weeks,
        hours=provided.hours,
    )


def _subline(provided: DistrictGroup, every: int) -> str:
    if not every:
        return _("Nothing was done for schools in these weeks.")
    return _(
        "That is %(share)s of what we did for schools: %(hours)s.",
        share=percent(provided.minutes / every),
        hours=hours_of(provided.minutes, every),
    )


def _group(areas: Iterable[AreaFact], now: BySchool, before: BySchool, filters: Filters) -> DistrictGroup:
    found = []
    for area in areas:
        tallies = [sums[area.id] for sums in now.values() if area.id in sums]
        earlier = sum(sums[area.id].for_minutes for sums in before.values() if area.id in sums)
        minutes, sessions = sum(t.for_minutes for t in tallies), sum(t.for_sessions for t in tallies)
        if minutes or earlier or area.district_provides:
            places = sum(t.for_sessions > 0 for t in tallies)
            found.append((area, minutes, sessions, places, earlier))
    found.sort(key=lambda each: -each[1])
    return DistrictGroup(
        lines=tuple(
            DistrictLine(
                name=area.name,
                path=address(f"/areas/{area.id}", **filters.days),
                contact=area.district_contact,
                minutes=minutes,
                hours=hours(minutes),
                sessions=plural(sessions, "session"),
                schools=ngettext("at %(num)d school", "at %(num)d schools", places) if places else "",
                before=hours(earlier),
            )
            for area, minutes, sessions, places, earlier in found
        ),
        minutes=sum(each[1] for each in found),
        hours=hours(sum(each[1] for each in found)),
        sessions=plural(sum(each[2] for each in found), "session"),
        before=hours(sum(each[4] for each in found)),
    )
