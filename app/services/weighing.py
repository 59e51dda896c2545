"""A director sets how much a school's need weighs, and in which phase it is: on record, with a reason, and undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5
from zlib import crc32

from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.language import _
from app.domain.periods import EARLIEST
from app.domain.sessions import settled
from app.domain.vocabulary import Phase
from app.services.visits import Visit, trace
from app.store import rollups, weighing
from app.store.handoffs import lock_school
from app.store.schools import SchoolFact
from app.store.tables.sessions import LINE
from app.store.turns import take_turn
from app.store.weighing import PhaseSet, Weight

LIGHTEST, HEAVIEST = 1.0, 3.0
"""What a school's need weighs: the one with the most weighs three times the one with the least."""


class ChangedError(DomainError):
    """Somebody else has set it since the form was made."""


@dataclass(frozen=True, slots=True)
class NewPhase:
    """A phase from a day on, as its form tells it; `id` is made with the form."""

    id: UUID
    phase: Phase
    since_on: date
    reason: str


def stamp(weight: Weight) -> str:
    """What a form carries of the weight that it was made from, its reason too: two may put that in words at once."""
    return f"{weight.value:.1f}.{int(weight.by_director)}.{crc32(weight.reason.encode()):08x}"


def left_alone(value: float, reason: str, seen: str) -> bool:
    """Whether a form says what it was made from, whatever somebody else has said since."""
    return any(stamp(Weight(value, by_director=set_, reason=settled(reason))) == seen for set_ in (False, True))


def weight_problems(value: float, reason: str) -> dict[str, str]:
    """What stands against a weight, by field."""
    found: dict[str, str] = {}
    if not LIGHTEST <= value <= HEAVIEST:
        found["weight"] = _("Weights go from 1.0 (least need) to 3.0 (most).")
    if not settled(reason):
        found["reason"] = _("Say why, in a sentence that the school could read.")
    elif len(settled(reason)) > LINE:
        found["reason"] = _("Keep it to %(most)s characters.", most=LINE)
    return found


def set_weights(visit: Visit, said: Mapping[UUID, tuple[float, str, str]]) -> int:
    """Set the weights of schools at once, each as (weight, reason, stamp of what was seen); how many changed.

    Raises:
        InvalidError: one cannot be; by field and school, as "weight-<id>".
        ChangedError: somebody else has set one of them since.
    """
    errors = {
        f"{field}-{school_id}": words
        for school_id, (value, reason, _seen) in said.items()
        for field, words in weight_problems(value, reason).items()
    }
    if errors:
        raise InvalidError(errors)
    connection, network_id = visit.connection, visit.network_id
    changed = set()
    for school_id, (value, reason, seen) in sorted(said.items()):
        lock_school(connection, network_id, school_id)
        before = weighing.get_weight(connection, network_id, school_id)
        after = Weight(round(value, 1), by_director=True, reason=settled(reason))
        if before == after:
            continue
        if stamp(before) != seen:
            raise ChangedError
        weighing.put_weight(connection, network_id, school_id, before, after, by=visit.person_id, at=visit.now)
        trace(visit, "edit", "school", school_id, ("need_weight",))
        changed.add(school_id)
    if changed:
        rollups.touch(connection, network_id, changed)
    return len(changed)


def add_phase(visit: Visit, school: SchoolFact, said: NewPhase) -> None:
    """Put a school in a phase from a day on; this very form twice is one phase.

    Raises:
        InvalidError: by field: it is in that phase already, or the day is to come, or the form set another before.
        NotFoundError: the form's id is another school's.
    """
    connection, network_id = visit.connection, visit.network_id
    take_turn(connection, network_id, "phase_change")
    lock_school(connection, network_id, school.id)
    phases = phases_of(visit, school)
    if (kept := next((each for each in phases if each.id == said.id), None)) is not None:
        if kept.removed or (kept.phase, kept.since_on, kept.reason) != (
            said.phase,
            said.since_on,
            settled(said.reason),
        ):
            raise InvalidError({"phase": _("This form has set a phase already. Save again to set this one too.")})
        return
    if weighing.is_phase(connection, network_id, said.id):
        raise NotFoundError
    if problems := _phase_problems(said, phases, visit.today):
        raise InvalidError(problems)
    of_school = {"network_id": network_id, "school_id": school.id, "set_at": visit.now}
    first = phases[-1]
    if first.id == _first_id(school) and not weighing.list_phases(connection, network_id, school.id):
        begun = {"id": first.id, "phase": first.phase, "since_on": first.since_on, "reason": "", "set_by": None}
        weighing.add_phase(connection, of_school | begun)
    row = {"id": said.id, "phase": said.phase, "since_on": said.since_on, "reason": settled(said.reason)}
    weighing.add_phase(connection, of_school | row | {"set_by": visit.person_id})
    _settle(visit, school.id, "create", said.id)


def phases_of(visit: Visit, school: SchoolFact) -> list[PhaseSet]:
    """A school's phases, the latest first; where nobody has set one, the one that it came with."""
    phases = weighing.list_phases(visit.connection, visit.network_id, school.id)
    return phases or [PhaseSet(_first_id(school), school.phase, school.first_on or EARLIEST, "", "", removed=False)]


def _first_id(school: SchoolFact) -> UUID:
    return uuid5(school.id, "the phase that it came with")


def remove_phase(visit: Visit, school_id: UUID, phase_id: UUID, *, back: bool = False) -> None:
    """Take a phase out of the school's history, or with `back` undo that; twice is once.

    Raises:
        NotFoundError: it is none of the school's.
        InvalidError: it is the only one, and a school is always in a phase.
    """
    connection, network_id = visit.connection, visit.network_id
    lock_school(connection, network_id, school_id)
    phases = weighing.list_phases(connection, network_id, school_id)
    there = next((each for each in phases if each.id == phase_id), None)
    if there is None:
        raise NotFoundError
    if there.removed is not back:
        return
    if not back and len([each for each in phases if not each.removed]) == 1:
        raise InvalidError({"phase": _("A school is always in a phase. Set the right one first.")})
    weighing.mark_phase(connection, network_id, phase_id, None if back else visit.now)
    _settle(visit, school_id, "restore" if back else "remove", phase_id)


def _phase_problems(said: NewPhase, phases: Sequence[PhaseSet], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if said.since_on > today:
        found["since_on"] = _("This day is still to come. Set the phase once it has begun.")
    elif said.since_on < EARLIEST:
        found["since_on"] = _("Check the year: this day is too long ago.")
    if not settled(said.reason):
        found["reason"] = _("Say why, in a sentence that the school could read.")
    elif len(settled(said.reason)) > LINE:
        found["reason"] = _("Keep it to %(most)s characters.", most=LINE)
    then = [each for each in phases if not each.removed and each.since_on <= said.since_on]
    if then and then[0].phase is said.phase:
        found["phase"] = _("The school was in this phase then already.")
    return found


def _settle(visit: Visit, school_id: UUID, act: str, phase_id: UUID) -> None:
    """The school's phase is the latest that has begun."""
    connection, network_id = visit.connection, visit.network_id
    phases = [each for each in weighing.list_phases(connection, network_id, school_id) if not each.removed]
    if phases:
        weighing.put_phase(connection, network_id, school_id, phases[0].phase)
    trace(visit, act, "phase_change", phase_id, ("phase",))
    rollups.touch(connection, network_id, {school_id})
