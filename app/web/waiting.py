"""What waits for whoever looks at a school's page, in a line each, with the way to where it is done."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.ratings import Rating, meetings
from app.domain.story import in_sentence
from app.services.visits import Visit
from app.store.teams import list_proposals
from app.web.annotations_part import Annotations
from app.web.handoff_register import SchoolBlock
from app.web.handoff_rows import AgreementRow, HandoffRow
from app.web.words import plural

ACCEPT = "Accept or decline"


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
        *(_handoff(row) for row in block.handoffs if row.waits_for == "you"),
        *(wait for row in block.agreements for wait in _agreement(row)),
    ]
    if visit.rights.may(Permission.EDIT_TEAM, school_id):
        found += _proposed(visit, school_id, notes, ratings)
    return tuple(found)


def _handoff(row: HandoffRow) -> Wait:
    place, area = f"#handoff-{row.id}", in_sentence(row.area)
    if row.may_agree:
        return Wait(f"A handoff is proposed: the school runs {area} {row.dates}.", "Say yes or no", place)
    return Wait(f"Did the handoff of {area} hold? {row.next_check}.", "Answer", place)


def _agreement(row: AgreementRow) -> Iterator[Wait]:
    place, area = f"#agreement-{row.id}", in_sentence(row.area)
    ends = f"We agreed to do {area} {row.dates}{', which has passed' if row.late else ''}."
    if row.may_agree:
        yield Wait(f"It is proposed that we do {area} {row.dates}.", "Say yes or no", place)
    elif row.waits_for == "you":
        yield Wait(ends, "Renew or end it" if row.renew else "See what comes next", place)
    elif row.renew:
        yield Wait(ends, "Propose to renew it", row.renew)


def _proposed(visit: Visit, school_id: UUID, notes: Annotations, ratings: Sequence[Rating]) -> Iterator[Wait]:
    path = f"/schools/{school_id}"
    changes = len(list_proposals(visit.connection, visit.network_id, school_id))
    rated = sum(not meeting.agreed for meeting in meetings(ratings))
    if changes:
        yield Wait(_are(changes, "change", "to the team"), ACCEPT, f"{path}/ilt#waiting")
    if rated:
        yield Wait(_are(rated, "self-rating", "of the ILT"), ACCEPT, f"{path}/ilt#ratings")
    if notes.waiting:
        yield Wait(_are(notes.waiting, "date", "on the chart"), ACCEPT, f"{path}/annotations")


def _are(number: int, what: str, of: str) -> str:
    return f"A {what} {of} is proposed." if number == 1 else f"{plural(number, what)} {of} are proposed."
