"""The register of barriers, and one barrier with the sessions behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import ClassVar, NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.barriers import SETTLED
from app.domain.language import _, later, told
from app.domain.periods import Window
from app.domain.vocabulary import BarrierStatus
from app.domain.words import spoken
from app.services.barriers import may_write
from app.services.recurring import list_recurring
from app.services.visits import Visit
from app.store.barriers import (
    NOTHING_BEHIND,
    KeptBarrier,
    count_behind,
    get_barrier,
    list_barriers,
    list_behind,
)
from app.store.schools import SchoolFact, list_areas, list_schools
from app.store.tags import Behind, list_tagged
from app.web.barrier_rows import (
    BarrierRow,
    Prompt,
    RecurringRow,
    TagRow,
    barrier_row,
    may_read_reflections,
    prompts,
    recurring_rows,
    tag_rows,
)
from app.web.render import Page
from app.web.words import said

MOST = 100
"""Barriers of a list, and requests that recur: a network with more reads them school by school."""

RECENT = 24
"""Recent sessions to tick on a barrier's page: two a week of the usual weeks."""

STATES: Mapping[str, str] = {
    "open": later("Open and worked on"),
    "settled": later("Solved and left"),
    "all": later("All of them"),
}

DONE: Mapping[str, str] = {
    "opened": later("It is on the register now."),
    "saved": later("Saved."),
    "moved": later("Noted."),
    "linked": later("Saved. The sessions behind it stand below."),
    "restored": later("Back again."),
    "already": later("This was done already; here is how it stands."),
}
"""What a barrier's page says back, by the word in the address; another word says nothing."""


class Undo(NamedTuple):
    """What was removed just now, and the form that brings it back."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class BarriersPage(Page):
    """The register, of all that one may see or of one school; `network_path` names one for the whole network."""

    template: ClassVar[str] = "barriers/index.html"
    fragment: ClassVar[str] = "barriers/_register.html"
    lasting: ClassVar[bool] = True

    path: str
    schools: tuple[tuple[UUID, str], ...]
    school_id: UUID | None
    school: str
    state: str
    states: Mapping[str, str]
    rows: tuple[BarrierRow, ...]
    more: int
    recurring: tuple[RecurringRow, ...]
    more_recurring: int
    ever: bool
    undo: Undo | None
    new_path: str
    network_path: str
    may_reflect: bool
    prompt: Prompt | None


def barriers_page(
    visit: Visit, mine: Sequence[SchoolFact], one: SchoolFact | None, state: str, path: str, removed: UUID | None
) -> BarriersPage:
    """The register of the visitor's schools and of the network, or of one school and the network.

    Args:
        visit: whose.
        mine: the schools that they see, by name; closed ones may still have barriers, and are among them.
        one: the school that was asked for.
        state: one of `STATES`.
        path: the page's own address, for its form.
        removed: what was just removed, so that it can be brought back.
    """
    connection, network_id = visit.connection, visit.network_id
    theirs = visit.rights.schools(Permission.SEE_SCHOOL)
    reach = [one.id] if one else None if theirs is None else list(theirs)
    areas = list_areas(connection, network_id, visit.today)
    area_names = {area.id: area.name for area in areas}
    schools = {school.id: school.name for school in ([one] if one else mine)}
    kept = [
        each
        for each in list_barriers(connection, network_id, reach)
        if each.school_id is None or each.school_id in schools
    ]
    wanted = [each for each in kept if state == "all" or (each.status in SETTLED) == (state == "settled")]
    counts = count_behind(connection, network_id, reach)
    again = recurring_rows(visit, list_recurring(visit, reach, areas, kept), schools, area_names)
    asked = ((each, counts.get(each.id, NOTHING_BEHIND)) for each in wanted)
    return BarriersPage(
        path=path,
        schools=tuple((school.id, school.name) for school in mine),
        school_id=one.id if one else None,
        school=one.name if one else "",
        state=state,
        states=STATES,
        rows=tuple(barrier_row(each, visit.today, schools, area_names, behind) for each, behind in islice(asked, MOST)),
        more=max(0, len(wanted) - MOST),
        recurring=tuple(again[:MOST]),
        more_recurring=max(0, len(again) - MOST),
        ever=bool(kept or again),
        undo=_undo(visit, removed),
        new_path=f"/schools/{one.id}/barriers/new" if one and may_write(visit, one.id) else "",
        network_path="/barriers/new" if may_write(visit, None) else "",
        may_reflect=one is not None and may_read_reflections(visit, one.id),
        prompt=next(iter(prompts(visit, one.id)), None) if one else None,
    )


def _undo(visit: Visit, removed: UUID | None) -> Undo | None:
    """As long as it is so, and for who may bring it back."""
    kept = get_barrier(visit.connection, visit.network_id, removed) if removed else None
    if kept is None or not kept.removed or not may_write(visit, kept.school_id):
        return None
    return Undo(_("“%(what)s” is removed.", what=kept.what), f"/barriers/{kept.id}/restore")


@dataclass(frozen=True, slots=True)
class Tried:
    """A move that was refused: what was sent, and each sentence by its field; `trouble` is what to say at the top."""

    status: str = ""
    settled_on: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


NOTHING_TRIED = Tried()


@dataclass(frozen=True, slots=True)
class BarrierPage(Page):
    """One barrier; `behind` are its sessions by their tags, and `recent` others that may belong to it."""

    template: ClassVar[str] = "barriers/show.html"

    row: BarrierRow
    version: int
    removed: bool
    opened: str
    done: str
    trouble: str
    errors: Mapping[str, str]
    may_write: bool
    register_path: str
    statuses: tuple[tuple[str, str], ...]
    status: str
    settled_on: str
    least: date
    today: date
    behind: tuple[TagRow, ...]
    recent: tuple[TagRow, ...]


def barrier_page(visit: Visit, kept: KeptBarrier, done: str = "", tried: Tried = NOTHING_TRIED) -> BarrierPage:
    """A barrier as the visitor sees it, with sessions of their schools; no confidential one is there to tick."""
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    theirs = visit.rights.schools(Permission.SEE_SCHOOL)
    names = {school.id: school.name for school in list_schools(connection, network_id, theirs, None)}
    areas = list_areas(connection, network_id, today)
    area_names = {area.id: area.name for area in areas}
    there = list_behind(connection, network_id, kept.id, theirs)
    ids = {each.id for _school, each in there}
    writes = may_write(visit, kept.school_id)
    counts = count_behind(connection, network_id, theirs, [kept.id])
    recent = []
    if kept.school_id is not None and writes and not kept.removed:
        hidden = {area.id for area in areas if area.confidential}
        behind = Behind(school_id=kept.school_id, window=Window.ending(today), area_id=kept.area_id)
        found = list_tagged(connection, network_id, behind, RECENT + len(ids))
        recent = [(kept.school_id, each) for each in found if each.id not in ids and each.area_id not in hidden]
    shown = names if kept.school_id is None else {}
    return BarrierPage(
        row=barrier_row(kept, today, names, area_names, counts.get(kept.id, NOTHING_BEHIND)),
        version=kept.version,
        removed=kept.removed,
        opened=spoken(kept.opened_on, today),
        done=told(DONE.get(done, "")),
        trouble=tried.trouble,
        errors=tried.errors,
        may_write=writes,
        register_path=f"/schools/{kept.school_id}/barriers" if kept.school_id else "/barriers",
        statuses=tuple((status.value, said(status)) for status in BarrierStatus),
        status=tried.status or kept.status.value,
        settled_on=tried.settled_on or str(kept.settled_on or today),
        least=kept.opened_on,
        today=today,
        behind=tag_rows(there, shown, area_names, ids),
        recent=tag_rows(recent[:RECENT], shown, area_names, ()),
    )
