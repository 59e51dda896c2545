"""How much of a session one person may see: the confidential part of the access table."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from app.domain.access import Permission, Rights


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page may show of one session. Tags, minutes and area are always part of it; the coach is not."""

    own: bool = False  # one's own session, whole, with its private note
    beside: bool = False  # coached beside its coach: all of it but the private note, to read
    people: bool = False  # who took part, and the shared note
    strength: bool = False  # the strength seen and the next step
    names: bool = False  # whose next step it is
    audit: bool = False  # what was changed and when


def sight(
    rights: Rights,
    person_id: UUID,
    *,
    coach_id: UUID,
    co_coach_id: UUID | None = None,
    school_id: UUID,
    participant_ids: Collection[UUID],
    confidential: bool,
) -> Sight | None:
    """What `person_id` may see of a session, or None when it does not exist for them.

    Examples: its coach sees it whole; an assistant principal who took part sees the shared note; another leader of the
    school sees the tags, the strength and the next step; a director those without names; a coach elsewhere nothing.
    In a confidential area what was said and what follows is for those who took part.
    """
    if person_id == coach_id:
        return Sight(own=True, people=True, strength=True, names=True, audit=True)
    if person_id == co_coach_id:
        return Sight(beside=True, people=True, strength=True, names=True)
    if not rights.may(Permission.SEE_SCHOOL, school_id):
        return None
    named = person_id in participant_ids
    open_to_all = named or not confidential
    names = open_to_all and rights.may(Permission.SEE_STRENGTHS, school_id)
    return Sight(
        people=named,
        strength=names or (open_to_all and rights.may(Permission.SEE_STRENGTHS_UNNAMED, school_id)),
        names=names,
        audit=rights.may(Permission.SEE_AUDIT, school_id),
    )
