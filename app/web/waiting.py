"""What waits for whoever looks at a school's page, in a line each, with the way to where it is done."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import later, told
from app.domain.ratings import Rating, meetings
from app.domain.waits import CHANGES, DATES, RATINGS, Ask, proposed
from app.services.visits import Visit
from app.store.teams import list_proposals
from app.web.annotations_part import Annotations
from app.web.handoff_register import SchoolBlock
from app.web.handoff_rows import AgreementRow, HandoffRow

ACCEPT = later("Accept or decline")


class Wait(NamedTuple):
    """One thing to say a word to: what it is, what one does there, and where."""

    words: str
    act: str
    path: str


def waits_of(
    visit: Visit, school_id: UUID, block: SchoolBlock, notes: Annotations, ratings: Sequence[Rating]
) -> tuple[Wait, ...]:
    """Handoffs and agreements first, since somebody else waits there; then what was proposed of the team.

    Args:
        visit: who looks; what they may not do does not wait for them.
        school_id: the school.
        block: its handoffs and agreements, as its page shows them.
        notes: the dates on its chart.
        ratings: all of its self-ratings, proposals too.
    """
    found = [
        *(wait for row in block.handoffs for wait in _line(row)),
        *(wait for row in block.agreements for wait in _line(row)),
    ]
    if visit.rights.may(Permission.EDIT_TEAM, school_id):
        found += _proposed(visit, school_id, notes, ratings)
    return tuple(found)


def _line(row: HandoffRow | AgreementRow) -> Iterator[Wait]:
    if row.wait is None:
        return
    place = f"#{'handoff' if isinstance(row, HandoffRow) else 'agreement'}-{row.id}"
    if isinstance(row, AgreementRow) and row.wait.ask is Ask.RENEW:
        place = row.renew
    yield Wait(row.wait.words, row.wait.act, place)


def _proposed(visit: Visit, school_id: UUID, notes: Annotations, ratings: Sequence[Rating]) -> Iterator[Wait]:
    path = f"/schools/{school_id}"
    changes = len(list_proposals(visit.connection, visit.network_id, school_id))
    rated = sum(not meeting.agreed for meeting in meetings(ratings))
    if changes:
        yield Wait(proposed(changes, CHANGES), told(ACCEPT), f"{path}/ilt#waiting")
    if rated:
        yield Wait(proposed(rated, RATINGS), told(ACCEPT), f"{path}/ilt#ratings")
    if notes.waiting:
        yield Wait(proposed(notes.waiting, DATES), told(ACCEPT), f"{path}/annotations")
