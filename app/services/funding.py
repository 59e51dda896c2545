"""Sources of funding and coaches' defaults, kept by admins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.funding import MOST_HOURS, Source, date_problem
from app.domain.language import _
from app.domain.vocabulary import FundingKind
from app.services.registers import Result, StaleError, meet, name_of, name_problem, taken
from app.services.visits import Visit, trace
from app.store import funding, rollups
from app.store.turns import take_turn


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source as its form tells it; `budget_minutes` None where no hours were agreed."""

    name: str
    kind: FundingKind
    first_on: date
    last_on: date
    budget_minutes: int | None


def may_edit(visit: Visit) -> bool:
    return visit.rights.may(Permission.MANAGE)


def may_report(visit: Visit) -> bool:
    """Directors and admins."""
    return visit.rights.may(Permission.MANAGE) or visit.rights.may(Permission.SEE_NETWORK)


def save_source(visit: Visit, source_id: UUID, seen: int, told: SourceTold) -> Result:
    """Add a source (`seen` 0) or change one (`seen` the version that the form was made from).

    Raises:
        NotAllowedError: the visitor does not keep the register.
        InvalidError: it cannot be accepted as it is; in words, by field.
        StaleError: it has changed since, and says something else now.
        NotFoundError: there is nothing to change.
    """
    if not may_edit(visit):
        raise NotAllowedError
    take_turn(visit.connection, visit.network_id, "funding_source")
    said = SourceTold(name_of(told.name), told.kind, told.first_on, told.last_on, told.budget_minutes)
    kept = funding.get_source(visit.connection, visit.network_id, source_id)
    if (found := meet(kept, kept and told_of(kept), seen, said)) is not None:
        return found
    if problems := _problems(visit, source_id, said):
        raise InvalidError(problems)
    row = {name: getattr(said, name) for name in SourceTold.__slots__}
    if kept is None:
        made = row | {"network_id": visit.network_id, "id": source_id, "version": 1}
        if not funding.create_source(visit.connection, made):
            raise InvalidError(taken(removed=False))
    elif not funding.raise_source(visit.connection, visit.network_id, source_id, seen, row):
        raise StaleError
    fields = [name for name in row if kept is not None and getattr(told_of(kept), name) != row[name]]
    _finish(visit, "edit" if kept else "create", source_id, seen + 1, fields)
    return Result.DONE


def remove_source(visit: Visit, source_id: UUID, seen: int) -> Result:
    """Take a source off the register. What it has paid for stays, and it can be brought back.

    Raises:
        NotFoundError, NotAllowedError, StaleError: as `save_source`.
    """
    return _set_removed(visit, source_id, seen, removed=True)


def restore_source(visit: Visit, source_id: UUID, seen: int) -> Result:
    """Bring a removed source back. Errors as `remove_source`."""
    return _set_removed(visit, source_id, seen, removed=False)


def told_of(kept: Source) -> SourceTold:
    return SourceTold(kept.name, kept.kind, kept.first_on, kept.last_on, kept.budget_minutes)


def set_defaults(visit: Visit, wanted: Mapping[UUID, UUID | None]) -> int:
    """Say what usually pays for coaches' time from now on; how many were changed. What is logged stays as it is.

    Raises:
        NotAllowedError: the visitor does not keep the register.
        NotFoundError: somebody who does not coach, or a source that is not there.
    """
    if not may_edit(visit):
        raise NotAllowedError
    take_turn(visit.connection, visit.network_id, "default_funding")
    coaches = {
        each.coach_id: each.source_id for each in funding.list_defaults(visit.connection, visit.network_id, visit.today)
    }
    sources = {each.id for each in funding.list_sources(visit.connection, visit.network_id)}
    if not wanted.keys() <= coaches.keys() or not {each for each in wanted.values() if each} <= sources:
        raise NotFoundError
    changed = {coach_id: source_id for coach_id, source_id in wanted.items() if coaches[coach_id] != source_id}
    for coach_id in sorted(changed):
        funding.set_default(visit.connection, visit.network_id, coach_id, changed[coach_id])
        trace(visit, "edit", "default_funding", coach_id, ("funding_id",))
    if changed:
        rollups.touch(visit.connection, visit.network_id, ())
    return len(changed)


def _set_removed(visit: Visit, source_id: UUID, seen: int, *, removed: bool) -> Result:
    kept = funding.get_source(visit.connection, visit.network_id, source_id)
    if kept is None:
        raise NotFoundError
    if not may_edit(visit):
        raise NotAllowedError
    if kept.removed == removed:
        return Result.ALREADY
    changes = {"removed_at": visit.now if removed else None}
    if kept.version != seen or not funding.raise_source(visit.connection, visit.network_id, source_id, seen, changes):
        raise StaleError
    _finish(visit, "remove" if removed else "restore", source_id, seen + 1, ())
    return Result.DONE


def _problems(visit: Visit, source_id: UUID, said: SourceTold) -> dict[str, str]:
    found = name_problem(said.name)
    there = funding.list_sources(visit.connection, visit.network_id, removed=True)
    other = next((each for each in there if each.name == said.name and each.id != source_id), None)
    if other is not None:
        found |= taken(removed=other.removed)
    wrong = date_problem(said.first_on, said.last_on)
    if wrong == "first_on":
        found["first_on"] = _("Check the year: this day is too long ago.")
    elif wrong:
        found["last_on"] = _("The last day comes after the first, and within ten years of it.")
    if said.budget_minutes is not None and not 0 <= said.budget_minutes <= MOST_HOURS * 60:
        found["budget_hours"] = _("Hours go from 0 to %(most)s.", most=f"{MOST_HOURS:,}")
    return found


def _finish(visit: Visit, act: str, source_id: UUID, version: int, fields: Sequence[str]) -> None:
    trace(visit, act, "funding_source", source_id, fields, version=version)
    rollups.touch(visit.connection, visit.network_id, ())
