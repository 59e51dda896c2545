"""The home office models equity too: how evenly our own work lies on our coaches, and where a coach is missing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.load import Load, even_share, uncoached, vacancies
from app.domain.periods import Window
from app.services.visits import Visit
from app.store.load import list_coaches_ever, load_by_coach
from app.store.schools import SchoolFact, list_schools


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A school whose coach left on a day, with nobody to follow yet."""

    school: SchoolFact
    left_on: date


@dataclass(frozen=True, slots=True)
class HomeOffice:
    """`loads` are by name; `share` is the even one, in weighed minutes a week, None where nothing is put down.

    `schools` are how many work with us today.
    """

    schools: int
    loads: tuple[Load, ...]
    share: float | None
    uncoached: tuple[SchoolFact, ...]
    vacancies: tuple[Vacancy, ...]


def see_home_office(visit: Visit, window: Window) -> HomeOffice:
    """Every coach's load in some weeks, and the places that are empty today: in four queries."""
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    schools = list_schools(connection, network_id, None, None)
    coaches = list_coaches_ever(connection, network_id)
    loads = load_by_coach(connection, network_id, window, today, coaches, schools)
    active = {school.id: school for school in schools if school.on(today)}
    without = uncoached(active, coaches.assigned, today)
    left = _still_there(vacancies(coaches.assigned, today), active)
    return HomeOffice(
        schools=len(active),
        loads=tuple(loads),
        share=even_share(loads),
        uncoached=tuple(school for school in active.values() if school.id in without),
        vacancies=tuple(Vacancy(school, left[school.id]) for school in active.values() if school.id in left),
    )


def _still_there(left: dict[UUID, date], active: dict[UUID, SchoolFact]) -> dict[UUID, date]:
    """Of a school that has ended with us nobody is missed."""
    return {school_id: day for school_id, day in left.items() if school_id in active}
