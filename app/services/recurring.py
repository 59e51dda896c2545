"""Requests that recur at schools, as of today: three for one area in twelve weeks, and no barrier named yet."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.periods import Window
from app.domain.recurring import WEEKS, Recurring, Stood, recurring
from app.domain.vocabulary import Origin
from app.services.visits import Visit
from app.store.barriers import KeptBarrier, list_asked
from app.store.binds import Ids
from app.store.schools import AreaFact
from app.store.tags import Behind, Tagged, list_tagged

MOST_SHOWN = 60
"""Sessions behind one request that recurs: one a weekday of the twelve weeks."""


def list_recurring(
    visit: Visit, schools: Ids, areas: Sequence[AreaFact], kept: Sequence[KeptBarrier]
) -> dict[UUID, tuple[Recurring, ...]]:
    """By school (None: of all), the areas that it keeps asking for; a school without any is missing.

    Args:
        visit: who asks; of these schools they may see all.
        schools: the schools.
        areas: all of the network's.
        kept: at least these schools' barriers.
    """
    asked = list_asked(visit.connection, visit.network_id, schools, Window.ending(visit.today, WEEKS))
    confidential = {area.id for area in areas if area.confidential}
    stood: dict[UUID, list[Stood]] = {}
    for each in kept:
        if each.school_id is not None and each.area_id is not None:
            stood.setdefault(each.school_id, []).append(Stood(each.area_id, each.settled_on))
    found = {
        school_id: recurring(requests, stood.get(school_id, ()), visit.today, confidential=confidential)
        for school_id, requests in asked.items()
    }
    return {school_id: each for school_id, each in found.items() if each}


def requests_behind(visit: Visit, school_id: UUID, found: Recurring) -> Sequence[Tagged]:
    """The very sessions of a request that recurs, newest first."""
    behind = Behind(
        school_id=school_id,
        window=Window.ending(visit.today, WEEKS),
        area_id=found.area_id,
        origin=Origin.REQUESTED,
        after=found.after,
    )
    return list_tagged(visit.connection, visit.network_id, behind, MOST_SHOWN)
