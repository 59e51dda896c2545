"""What a network says for all of its schools: its day, thresholds, school year, areas and breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from app.domain.language import spoken_language
from app.domain.periods import Window, anchor
from app.domain.school_weeks import SchoolCalendar
from app.domain.vocabulary import Area
from app.services.visits import Visit
from app.store.analytics import list_breaks
from app.store.schools import AreaFact, list_areas


@dataclass(frozen=True)
class Ground:
    """Part of the question under which anything is kept of a school: when it changes, nothing that was kept holds.

    What is kept has sentences, so the language is part of it too.
    """

    network_id: UUID
    today: date
    watch: float
    high: float
    year_starts_on: str
    year_ends_on: str
    areas: tuple[AreaFact, ...]
    breaks: tuple[tuple[date, date, str], ...]
    language: str = field(default_factory=spoken_language)

    @cached_property
    def window(self) -> Window:
        """The one in which flags are judged, whatever a page shows: this week so far and the 11 weeks before."""
        return Window.ending(self.today)

    @cached_property
    def then(self) -> date:
        """The last day of the window before."""
        return self.window.before().last

    @cached_property
    def anchor(self) -> date:
        """Since when change is watched; see `periods.anchor`."""
        return anchor(self.today, self.year_starts_on, self.year_ends_on)

    @cached_property
    def calendar(self) -> SchoolCalendar:
        days = tuple((first, last) for first, last, _ in self.breaks)
        return SchoolCalendar(self.year_starts_on, self.year_ends_on, days)

    @cached_property
    def area_ids(self) -> tuple[UUID, ...]:
        return tuple(area.id for area in self.areas)

    @cached_property
    def _by_id(self) -> Mapping[UUID, AreaFact]:
        return {area.id: area for area in self.areas}

    @cached_property
    def private(self) -> frozenset[UUID]:
        """The confidential areas: how many hold one is never said, so no stage and no sum may count them."""
        return frozenset(area.id for area in self.areas if area.confidential)

    def area(self, area_id: UUID) -> AreaFact:
        return self._by_id[area_id]

    @cached_property
    def observation(self) -> UUID | None:
        """The area of observation and feedback, where the network has one."""
        return next((area.id for area in self.areas if area.key == Area.OBSERVATION), None)


EVER = Window(date(2000, 1, 3), date(2099, 12, 31))
"""All breaks are part of the ground: of any day that is judged again, too."""


def ground_of(visit: Visit, areas: tuple[AreaFact, ...] | None = None) -> Ground:
    """The ground of a visit's network today, in a query, or two where the areas are not known yet."""
    network = visit.network
    if areas is None:
        areas = tuple(list_areas(visit.connection, network.id, visit.today))
    return Ground(
        network_id=network.id,
        today=visit.today,
        watch=network.watch,
        high=network.high,
        year_starts_on=network.year_starts_on,
        year_ends_on=network.year_ends_on,
        areas=areas,
        breaks=tuple(list_breaks(visit.connection, network.id, EVER)),
    )
