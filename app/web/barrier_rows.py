"""Barriers and requests that recur as rows, and the part of them that stands on a school's page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.barriers import SETTLED
from app.domain.language import _, ngettext
from app.domain.recurring import Recurring
from app.domain.reflections import first_of_month, month_before
from app.domain.vocabulary import BarrierStatus, Lead, Mode, Origin
from app.domain.words import month, spoken
from app.services.barriers import may_write
from app.services.recurring import list_recurring
from app.services.reflections import to_reflect
from app.services.visits import Visit
from app.store.barriers import NOTHING_BEHIND, Behind, KeptBarrier, count_behind, list_barriers
from app.store.schools import AreaFact, SchoolFact
from app.store.tags import Tagged
from app.web.filters import address
from app.web.words import plural, said

ON_SCHOOL = 4
"""Barriers on a school's page; the rest is one tap away."""


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """A barrier in a list. `where` is its school, or says that it is the network's; `school_path` leads there."""

    id: UUID
    path: str
    what: str
    where: str
    school_path: str
    area: str
    owner: str
    status: BarrierStatus
    status_words: str
    settled: bool
    behind: str
    next_act: str
    due: str
    late: bool


class RecurringRow(NamedTuple):
    """A request that recurs; `sessions_path` leads to exactly its sessions, `new_path` makes it a barrier."""

    school_id: UUID
    school: str
    area: str
    words: str
    sessions: str
    sessions_path: str
    new_path: str


class Prompt(NamedTuple):
    """A month to look back on at a school."""

    school: str
    month: str
    path: str


class TagRow(NamedTuple):
    """A session by its tags alone, to tick; `path` is empty where the reader does not see its page."""

    id: UUID
    path: str
    school: str
    area: str
    day: date
    minutes: int
    mode: Mode
    lead: Lead | None
    asked_for: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class SchoolBarriers:
    """What stands in one school's way, on its page; `more` are open ones that have no room there."""

    school_id: UUID
    rows: tuple[BarrierRow, ...]
    more: int
    recurring: tuple[RecurringRow, ...]
    prompt: Prompt | None
    may_write: bool
    may_reflect: bool


def barrier_row(
    kept: KeptBarrier, today: date, schools: Mapping[UUID, str], areas: Mapping[UUID, str], behind: Behind
) -> BarrierRow:
    """A barrier as a list says it."""
    return BarrierRow(
        id=kept.id,
        path=f"/barriers/{kept.id}",
        what=kept.what,
        where=schools[kept.school_id] if kept.school_id else _("The whole network"),
        school_path=f"/schools/{kept.school_id}" if kept.school_id else "",
        area=areas[kept.area_id] if kept.area_id else "",
        owner=kept.owner,
        status=kept.status,
        status_words=status_words(kept, today),
        settled=kept.status in SETTLED,
        behind=behind_words(behind),
        next_act=kept.next_act,
        due=_("by %(day)s", day=spoken(kept.next_on, today)) if kept.next_on else "",
        late=kept.next_on is not None and kept.next_on < today and kept.status not in SETTLED,
    )


def status_words(kept: KeptBarrier, today: date) -> str:
    """Like "Open", or "Solved on November 3"."""
    if kept.settled_on is None:
        return said(kept.status)
    return _("%(status)s on %(day)s", status=said(kept.status), day=spoken(kept.settled_on, today))


def behind_words(behind: Behind) -> str:
    """Like "5 sessions, 3 of them asked for in the moment"; nothing of none."""
    if not behind.sessions:
        return ""
    if not behind.requests:
        return plural(behind.sessions, "session")
    if behind.requests == behind.sessions:
        return _("%(sessions)s, asked for in the moment", sessions=plural(behind.sessions, "session"))
    return ngettext(
        "%(sessions)s, %(num)d of them asked for in the moment",
        "%(sessions)s, %(num)d of them asked for in the moment",
        behind.requests,
        sessions=plural(behind.sessions, "session"),
    )


def recurring_rows(
    visit: Visit, found: Mapping[UUID, Iterable[Recurring]], schools: Mapping[UUID, str], areas: Mapping[UUID, str]
) -> list[RecurringRow]:
    """Requests that recur, school by school in the order of `schools`."""
    return [
        RecurringRow(
            school_id=school_id,
            school=name,
            area=areas[each.area_id],
            words=recurring_words(each, visit.today),
            sessions=plural(each.requests, "session"),
            sessions_path=address(
                f"/schools/{school_id}/sessions", area=each.area_id, origin=Origin.REQUESTED, after=each.after
            ),
            new_path=address(f"/schools/{school_id}/barriers/new", recurring=each.area_id)
            if may_write(visit, school_id)
            else "",
        )
        for school_id, name in schools.items()
        for each in found.get(school_id, ())
    ]


def recurring_words(found: Recurring, today: date) -> str:
    """Like "Asked for 4 times since September 8"."""
    return ngettext(
        "Asked for %(num)d time since %(day)s",
        "Asked for %(num)d times since %(day)s",
        found.requests,
        day=spoken(found.first_on, today),
    )


def tag_rows(
    found: Iterable[tuple[UUID, Tagged]],
    schools: Mapping[UUID, str],
    areas: Mapping[UUID, str],
    ticked: Iterable[UUID],
) -> tuple[TagRow, ...]:
    """Sessions to tick; their school is said where it is not the only one."""
    chosen = frozenset(ticked)
    return tuple(
        TagRow(
            id=each.id,
            path=f"/sessions/{each.id}",
            school=schools.get(school_id, ""),
            area=areas[each.area_id],
            day=each.held_on,
            minutes=each.minutes,
            mode=each.mode,
            lead=each.lead,
            asked_for=each.origin is Origin.REQUESTED,
            ticked=each.id in chosen,
        )
        for school_id, each in found
    )


def school_barriers(visit: Visit, school: SchoolFact, areas: Sequence[AreaFact]) -> SchoolBarriers:
    """What of the register stands on a school's page: its open barriers, its recurring requests, the month's prompt."""
    names = {area.id: area.name for area in areas}
    kept = list_barriers(visit.connection, visit.network_id, [school.id], network_wide=False)
    open_ones = [each for each in kept if each.status not in SETTLED]
    shown = open_ones[:ON_SCHOOL]
    counts = count_behind(visit.connection, visit.network_id, [school.id], [each.id for each in shown])
    found = list_recurring(visit, [school.id], areas, kept)
    here = {school.id: school.name}
    return SchoolBarriers(
        school_id=school.id,
        rows=tuple(barrier_row(each, visit.today, here, names, counts.get(each.id, NOTHING_BEHIND)) for each in shown),
        more=len(open_ones) - len(shown),
        recurring=tuple(recurring_rows(visit, found, here, names)),
        prompt=next((each for each in prompts(visit, school.id)), None),
        may_write=may_write(visit, school.id),
        may_reflect=may_read_reflections(visit, school.id),
    )


def prompts(visit: Visit, school_id: UUID | None = None) -> tuple[Prompt, ...]:
    """Where last month is still to be looked back on, in its first two weeks; at one school, or at all of one's own."""
    from_month = month_before(first_of_month(visit.today))
    return tuple(
        Prompt(each.name, month(from_month), address(f"/schools/{each.id}/reflections", month=from_month))
        for each in to_reflect(visit)
        if school_id in {None, each.id}
    )


def may_read_reflections(visit: Visit, school_id: UUID) -> bool:
    """Whether there is anything of a school's reflections for the visitor: not for admins."""
    return visit.rights.may(Permission.REFLECT, school_id) or visit.rights.may(Permission.SEE_NETWORK, school_id)
