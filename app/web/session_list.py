"""One's own sessions as a list, newest first, by week."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar
from uuid import UUID

from app.domain.periods import monday
from app.services.visits import Visit
from app.store.schools import list_areas, list_schools, names_of
from app.store.sessions import Kept, coached_by, list_kept
from app.web.heard import Corrections, corrections_of, heard_in_a_word
from app.web.render import Page
from app.web.telling import came_late

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One of one's own sessions in the list; `coached_with` is the other coach, and `own` whose form it was.

    `heard` is what leaders say of one's own form, in a word.
    """

    id: UUID
    held_on: date
    school: str
    area: str
    minutes: int
    mode: str
    lead: str | None
    voided: bool
    late: bool
    own: bool
    coached_with: str
    heard: str


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    lines: tuple[Line, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class SessionsPage(Page):
    template: ClassVar[str] = "sessions/index.html"

    weeks: tuple[Week, ...]
    page: int
    more: bool
    corrections: Corrections


def sessions_page(visit: Visit, page: int) -> SessionsPage:
    """A page of the list, counted from 1; beyond the last it is empty."""
    page = min(max(page, 1), 10_000)
    mine = coached_by(visit.network_id, visit.person_id)
    found = list_kept(visit.connection, visit.network_id, mine, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return SessionsPage(
        weeks=_weeks(visit, found[:PAGE_SIZE]),
        page=page,
        more=len(found) > PAGE_SIZE,
        corrections=corrections_of(visit) if page == 1 else Corrections(),
    )


def _weeks(visit: Visit, mine: list[Kept]) -> tuple[Week, ...]:
    lines = lines_of(visit, mine)
    by_week = [(start, tuple(group)) for start, group in groupby(lines, key=lambda line: monday(line.held_on))]
    return tuple(Week(start, week, sum(line.minutes for line in week if not line.voided)) for start, week in by_week)


def lines_of(visit: Visit, mine: list[Kept]) -> list[Line]:
    """Sessions of the visitor's as lines, in the same order; in three small queries."""
    connection, network_id = visit.connection, visit.network_id
    ids = frozenset(kept.telling.school_id for kept in mine)
    schools = {s.id: s.name for s in list_schools(connection, network_id, ids, None)}
    areas = {a.id: a.name for a in list_areas(connection, network_id, visit.today)}
    beside = {kept.id: _other_coach(visit, kept) for kept in mine}
    names = names_of(connection, network_id, frozenset(filter(None, beside.values())))
    return [
        Line(
            id=kept.id,
            held_on=kept.telling.held_on,
            school=schools[kept.telling.school_id],
            area=areas[kept.telling.area_id],
            minutes=kept.telling.minutes,
            mode=kept.telling.mode,
            lead=kept.telling.lead,
            voided=kept.voided_at is not None,
            late=came_late(visit, kept),
            own=kept.coach_id == visit.person_id,
            coached_with=names.get(other, "") if (other := beside[kept.id]) else "",
            heard=heard_in_a_word(kept) if kept.coach_id == visit.person_id else "",
        )
        for kept in mine
    ]


def _other_coach(visit: Visit, kept: Kept) -> UUID | None:
    return kept.telling.co_coach_id if kept.coach_id == visit.person_id else kept.coach_id
