"""What reminders of one network share: its schools and areas, and what was worked out of them for somebody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.handoffs import short
from app.domain.language import _
from app.domain.school_weeks import SchoolCalendar
from app.domain.story import in_sentence
from app.services.agreeing import calendar_of
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store.digests import Held
from app.store.schools import AreaFact, SchoolFact, list_areas, list_schools


@dataclass(frozen=True, slots=True)
class Around:
    """The schools of a network by name, closed ones too; its areas, its calendar, and the shelf of its flags."""

    schools: dict[UUID, SchoolFact]
    open: frozenset[UUID]
    areas: dict[UUID, AreaFact]
    calendar: SchoolCalendar
    kept: Kept

    @classmethod
    def of(cls, visit: Visit) -> "Around":
        """As any visit of the network finds it."""
        connection, network_id, today = visit.connection, visit.network_id, visit.today
        return cls(
            schools={school.id: school for school in list_schools(connection, network_id, None, None)},
            open=frozenset(school.id for school in list_schools(connection, network_id, None, today)),
            areas={area.id: area for area in list_areas(connection, network_id, today)},
            calendar=calendar_of(visit),
            kept=Kept(),
        )

    def where(self, visit: Visit, permission: Permission) -> list[SchoolFact]:
        """The open schools where somebody may do this, by name."""
        theirs = visit.rights.schools(permission)
        return [
            school
            for school_id, school in self.schools.items()
            if school_id in self.open and (theirs is None or school_id in theirs)
        ]

    def school(self, school_id: UUID) -> str:
        return self.schools[school_id].name

    def area(self, area_id: UUID) -> str:
        """An area's name within a sentence."""
        return in_sentence(self.areas[area_id].name)

    def session(self, held: Held, today: date) -> str:
        """Like "Budget development, Nov 10"; of a confidential area only the day, since mails are postcards."""
        area, day = self.areas[held.area_id], short(held.held_on, today)
        return _("A session on %(day)s", day=day) if area.confidential else f"{area.name}, {day}"
