"""What other thresholds would do, before they are set: nothing is written, and nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from app.domain.vocabulary import Rule
from app.services.seeing.ground import Ground, ground_of
from app.services.seeing.judging import judge
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_schools


class Difference(NamedTuple):
    """The names of schools that would be flagged as depending on our direct service, and that would be no more."""

    more: tuple[str, ...]
    fewer: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.more or self.fewer)


def difference(visit: Visit, watch: float, high: float) -> Difference:
    """Judge every school of today as it is and with other thresholds (shares from 0 to 1)."""
    ground = ground_of(visit)
    if (watch, high) == (ground.watch, ground.high):
        return Difference((), ())
    schools = list_schools(visit.connection, visit.network_id, None, visit.today)
    now = _dependent(visit, ground, schools)
    then = _dependent(visit, replace(ground, watch=watch, high=high), schools)
    more = tuple(name for school_id, name in then.items() if school_id not in now)
    return Difference(more, tuple(name for school_id, name in now.items() if school_id not in then))


def _dependent(visit: Visit, ground: Ground, schools: list[SchoolFact]) -> Mapping[UUID, str]:
    return {
        each.school.id: each.school.name
        for each in judge(visit.connection, ground, schools)
        if any(flag.rule is Rule.DEPENDENT for flag in each.flags)
    }
