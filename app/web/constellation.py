"""A school's constellation: its areas, the partners around each, and the areas that nobody is with now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from app.domain.language import _
from app.domain.periods import WINDOW_WEEKS, Window
from app.services.seeing.school import SchoolView
from app.services.visits import Visit
from app.store.partners import KeptPartner, list_partners_at
from app.store.schools import AreaFact
from app.web.words import plural


class Around(NamedTuple):
    name: str
    path: str
    does: str


class Star(NamedTuple):
    """An area and who is around it; a `gap` has neither coach nor partner."""

    name: str
    words: str
    gap: bool
    partners: tuple[Around, ...]


@dataclass(frozen=True, slots=True)
class Constellation:
    """`beside` are the school's partners of no area in particular."""

    stars: tuple[Star, ...]
    beside: tuple[Around, ...]
    gaps: int
    path: str

    @property
    def noted(self) -> tuple[Star, ...]:
        """Without the areas where we alone are, which is said elsewhere."""
        return tuple(star for star in self.stars if star.partners or star.gap)


@dataclass(frozen=True, slots=True)
class Sky:
    """What is known of a school's areas: sessions of the 12 weeks by area, and the others by what they are."""

    visited: Mapping[UUID, int]
    gaps: Collection[UUID]
    handed_over: Collection[UUID]


def constellation(
    school_id: UUID, areas: Sequence[AreaFact], partners: Sequence[KeptPartner], sky: Sky
) -> Constellation:
    """Areas that are in work or have a partner, in the network's own order; confidential ones are left out."""
    stars = []
    for area in areas:
        near = tuple(_around(each) for each in partners if area.id in each.area_ids)
        known = area.id in sky.gaps or area.id in sky.handed_over or sky.visited.get(area.id)
        if not area.confidential and (near or known):
            stars.append(Star(area.name, _words(area.id, sky, partnered=bool(near)), area.id in sky.gaps, near))
    shown = {area.id for area in areas if not area.confidential}
    return Constellation(
        stars=tuple(stars),
        beside=tuple(_around(each) for each in partners if not each.area_ids & shown),
        gaps=len(sky.gaps),
        path=f"/schools/{school_id}/partners",
    )


def constellation_of(visit: Visit, seen: SchoolView, areas: Sequence[AreaFact], window: Window) -> Constellation:
    """The same from a school as its page sees it; what nobody is with is said of the usual window alone."""
    school, facts = seen.standing.school, seen.standing.facts
    partners = list_partners_at(visit.connection, visit.network_id, school.id)
    partnered = {area_id for each in partners for area_id in each.area_ids}
    visited = {area_id: each.tally.sessions for area_id, each in facts.areas.items() if each.tally.sessions}
    handed_over = {area_id for area_id, each in facts.areas.items() if each.handoff is not None}
    in_work = {each.area.id for each in seen.areas if not each.area.confidential}
    usual = window == Window.ending(visit.today)
    gaps = in_work - partnered - visited.keys() - handed_over if usual else set()
    return constellation(school.id, areas, partners, Sky(visited, gaps, handed_over))


def _around(partner: KeptPartner) -> Around:
    return Around(partner.name, f"/partners/{partner.id}", partner.does)


def _words(area_id: UUID, sky: Sky, *, partnered: bool) -> str:
    if area_id in sky.gaps:
        return _("In work in half a year, and now with neither coach nor partner")
    weeks, sessions = plural(WINDOW_WEEKS, "week"), sky.visited.get(area_id, 0)
    if sessions:
        return _("%(sessions)s with us in %(weeks)s", sessions=plural(sessions, "session"), weeks=weeks)
    if area_id in sky.handed_over:
        return _("The school runs it itself")
    return _("With a partner, and not with us in %(weeks)s", weeks=weeks) if partnered else ""
