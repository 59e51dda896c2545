"""How work in an area usually goes: how long, with whom, and whether classes have to be in session for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.vocabulary import Area, Position

PRINCIPAL, AP, TEACHER_LEADER = Position.PRINCIPAL, Position.ASSISTANT_PRINCIPAL, Position.TEACHER_LEADER
COORDINATOR, COUNSELOR, OFFICE = Position.COORDINATOR, Position.COUNSELOR, Position.OFFICE_STAFF


@dataclass(frozen=True, slots=True)
class Habit:
    """`company` is the fewest and the most of the school's team; `asked` who of them comes first; `teachers` how many.

    What needs `classes` is not done in a break or in the summer.
    """

    minutes: tuple[int, ...]
    company: tuple[int, int]
    asked: tuple[Position, ...]
    teachers: tuple[int, int] = (0, 0)
    classes: bool = False


HABITS: Mapping[Area, Habit] = MappingProxyType(
    {
        Area.ILT_MEETINGS: Habit((60, 60, 75, 90), (3, 5), (PRINCIPAL, AP, TEACHER_LEADER, COORDINATOR)),
        Area.OBSERVATION: Habit((30, 45, 45, 60), (1, 2), (AP, PRINCIPAL), (1, 2), classes=True),
        Area.DATA_INQUIRY: Habit((45, 60, 60, 75), (2, 4), (TEACHER_LEADER, COORDINATOR), (3, 8), classes=True),
        Area.PD_PLANNING: Habit((45, 60, 60, 90), (2, 3), (TEACHER_LEADER, AP, COORDINATOR)),
        Area.BUDGET: Habit((45, 60, 60, 90), (1, 2), (PRINCIPAL, OFFICE)),
        Area.FRONT_OFFICE: Habit((45, 60, 60, 90), (1, 2), (OFFICE,)),
        Area.STAFFING: Habit((45, 60, 60, 75), (1, 3), (PRINCIPAL, AP)),
        Area.FAMILY: Habit((45, 45, 60), (2, 3), (COORDINATOR, COUNSELOR), classes=True),
        Area.CULTURE: Habit((30, 45, 60), (2, 3), (COUNSELOR, AP), classes=True),
        Area.BRAND: Habit((45, 45, 60), (1, 2), (COORDINATOR, OFFICE)),
        Area.LEADERSHIP: Habit((30, 45, 60), (1, 1), (PRINCIPAL,)),
    }
)
