"""Handoffs: the dated agreement that a school runs an area itself, and when it is checked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Check:
    """An answered check. `ran_by` is the team member who ran the area last, when the answer named one."""

    number: int
    due_on: date
    outcome: Outcome
    ran_by: UUID | None
    answered_on: date


@dataclass(frozen=True, slots=True)
class Handoff:
    """One handoff. Without `agreed_on` it is a proposal; with `ended_on` it is history. Checks are in their order."""

    id: UUID
    school_id: UUID
    area_id: UUID
    handed_over_on: date
    now_runs: str
    agreed_on: date | None
    ended_on: date | None
    holders: frozenset[UUID]
    checks: tuple[Check, ...] = ()

    def stands(self, day: date) -> bool:
        """Whether the school runs the area on a day: agreed, begun and not ended."""
        return (
            self.agreed_on is not None
            and self.handed_over_on <= day
            and (self.ended_on is None or day < self.ended_on)
        )
