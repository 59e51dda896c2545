"""A school in one page, for a meeting of its leadership team: what its page shows, with strengths and next steps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.domain.access import Permission
from app.domain.continuity import memory
from app.domain.one_page import MOST_STRENGTHS
from app.domain.periods import Window
from app.services.seeing.school import SchoolView, see_school
from app.services.seeing.standings import Kept
from app.services.visits import Visit
from app.store.schools import AreaFact, SchoolFact
from app.store.strengths import Step, Strength, list_steps, list_strengths

Said = TypeVar("Said", Strength, Step)

READ = 40
"""Strengths and steps that are looked at to find some that read differently."""

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
    strengths: tuple[Strength, ...] | None = None
    steps: tuple[Step, ...] | None = None
    if may(Permission.SEE_STRENGTHS, school.id) or may(Permission.SEE_STRENGTHS_UNNAMED, school.id):
        connection, network_id, today = visit.connection, visit.network_id, visit.today
        noted = list_strengths(connection, network_id, school.id, memory(today), READ)
        strengths = tuple(_once(noted))[:MOST_STRENGTHS]
        agreed = list_steps(connection, network_id, school.id, Window.ending(today), today - STILL_SPOKEN_OF, READ)
        steps = tuple(_in_turn(agreed, today)[:MOST_STEPS])
    return OnePageView(see_school(visit, kept, school, areas, window), strengths, steps)


def _in_turn(steps: Sequence[Step], today: date) -> list[Step]:
    """Each wording once: what is still to come, soonest first; then what has no day, and what was due just now."""

    def turn(step: Step) -> tuple[int, int]:
        if step.due_on is None:
            return 1, 0
        days = (step.due_on - today).days
        return (0, days) if days >= 0 else (2, -days)

    return list(_once(sorted(steps, key=turn)))


def _once(said: Iterable[Said]) -> Iterator[Said]:
    """The first of those that read alike."""
    seen: set[str] = set()
    for each in said:
        if each.words.casefold() not in seen:
            seen.add(each.words.casefold())
            yield each
