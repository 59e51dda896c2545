"""What the demo's coaches modelled, the strengths on its schools' walls, and whom to call at the district."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from app.domain.vocabulary import CONFIDENTIAL_AREAS, Area, Lead, Modelled
from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity
from app.store import tables
from app.store.bulk import BulkRow

CALLS: Mapping[Area, str] = {Area.FRONT_OFFICE: "School Operations, Lena Ortiz, ext. 4410"}
"""Whom to call where the district runs it well."""

MODELLED_EVERY, PUT_UP_EVERY = 3, 3
"""One in three sessions that a coach led or shared names what was modelled; one in three strengths is put up."""

KINDS = tuple(Modelled)


def with_modelled(rows: Sequence[BulkRow]) -> list[BulkRow]:
    """The same sessions, some of which say what was modelled: where the coach had a part in leading."""
    return [
        replace(row, telling=replace(row.telling, modelled=KINDS[row.id.int // 7 % len(KINDS)]))
        if row.telling.lead in {Lead.COACH, Lead.SHARED} and row.id.int // 64 % MODELLED_EVERY == 0
        else row
        for row in rows
    ]


def on_the_walls(story: NetworkStory, rows: Sequence[BulkRow]) -> Iterator[tables.WallStrength]:
    """Strengths on their schools' walls, as their coaches put them there with the log; each wording once a school."""
    quiet = {identity(story, area) for area in CONFIDENTIAL_AREAS}
    seen: set[tuple[UUID, str]] = set()
    for row in sorted(rows, key=lambda each: each.telling.held_on, reverse=True):
        told = row.telling
        wording = told.school_id, told.strength
        if not told.strength or told.area_id in quiet or wording in seen or row.id.int // 32 % PUT_UP_EVERY:
            continue
        seen.add(wording)
        yield tables.WallStrength(
            network_id=identity(story), session_id=row.id, put_by=row.coach_id, put_at=row.received_at
        )
