"""A school in one page, for a meeting of its leadership team: what its page shows, with strengths and next steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.access import Permission
from app.domain.continuity import memory
from app.domain.one_page import MOST_STRENGTHS
from app.domain.periods import Window
from app.services.seeing.school import SchoolView, see_school
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store.schools import AreaFact, SchoolFact
from app.store.strengths import Step, Strength, list_steps, list_strengths

MOST_STEPS = 4
"""What a meeting can look back on and still have time for anything else."""

STILL_SPOKEN_OF = timedelta(days=14)
"""A step that was due since the last ILT meeting is worth a word: teams meet every other week."""


@dataclass(frozen=True, slots=True)
class OnePageView:
    """Strengths and steps are None for whoever may not see them."""

    seen: SchoolView
    strengths: tuple[Strength, ...] | None
    steps: tuple[Step, ...] | None


def see_one_page(
    visit: Visit, kept: Kept, school: SchoolFact, areas: Sequence[AreaFact], window: Window
) -> OnePageView:
    """All that the page shows, without the name of anybody, whoever asks: it is handed round."""
    may = visit.rights.may
    prose = may(Permission.SEE_STRENGTHS, school.id) or may(Permission.SEE_STRENGTHS_UNNAMED, school.id)
    strengths: Sequence[Strength] = ()
    steps: Sequence[Step] = ()
    if prose:
        connection, network_id = visit.connection, visit.network_id
        strengths = list_strengths(connection, network_id, school.id, memory(visit.today), MOST_STRENGTHS)
        since = visit.today - STILL_SPOKEN_OF
        steps = list_steps(connection, network_id, school.id, Window.ending(visit.today), since, MOST_STEPS)
    return OnePageView(
        seen=see_school(visit, kept, school, areas, window),
        strengths=tuple(strengths) if prose else None,
        steps=tuple(steps) if prose else None,
    )
