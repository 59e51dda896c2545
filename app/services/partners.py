"""The partners register: added, changed, removed and brought back; and where neither we nor a partner are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.access import Permission
from app.domain.continuity import memory
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.gaps import gaps
from app.domain.language import _
from app.domain.periods import Window
from app.domain.sessions import settled
from app.services.registers import Result, StaleError, meet, name_of, name_problem, taken
from app.services.visits import Visit, trace
from app.store import partners, rollups
from app.store.analytics import areas_in_work
from app.store.handoffs import list_handoffs
from app.store.partners import KeptPartner
from app.store.schools import AreaFact, list_areas, list_schools
from app.store.tables.sessions import LINE
from app.store.turns import take_turn


@dataclass(frozen=True, slots=True)
class PartnerTold:
    """A partner as its form tells it."""

    name: str
    does: str
    contact: str
    area_ids: frozenset[UUID]
    school_ids: frozenset[UUID]


def may_edit(visit: Visit) -> bool:
    """Admins and directors keep the register."""
    return visit.rights.may(Permission.MANAGE) or visit.rights.may(Permission.DECIDE)


def save_partner(visit: Visit, partner_id: UUID, seen: int, told: PartnerTold) -> Result:
    """Add a partner (`seen` 0) or change one (`seen` the version that the form was made from).

    Raises:
        NotAllowedError: the visitor does not keep the register.
        InvalidError: it cannot be accepted as it is; in words, by field.
        StaleError: it has changed since, and says something else now.
        NotFoundError: there is nothing to change.
    """
    if not may_edit(visit):
        raise NotAllowedError
    take_turn(visit.connection, visit.network_id, "partner")
    said = PartnerTold(name_of(told.name), settled(told.does), settled(told.contact), told.area_ids, told.school_ids)
    kept = partners.get_partner(visit.connection, visit.network_id, partner_id)
    if (found := meet(kept, kept and told_of(kept), seen, said)) is not None:
        return found
    if problems := _problems(visit, partner_id, said, kept):
        raise InvalidError(problems)
    _write(visit, partner_id, seen, said)
    partners.put_beside(visit.connection, visit.network_id, partner_id, said.area_ids, said.school_ids)
    fields = _changed(told_of(kept), said) if kept else ()
    before = kept.school_ids if kept else frozenset()
    _finish(visit, "edit" if kept else "create", partner_id, seen + 1, before | said.school_ids, fields)
    return Result.DONE


def remove_partner(visit: Visit, partner_id: UUID, seen: int) -> Result:
    """Take a partner off the register. Sessions that named it keep saying so, and it can be brought back.

    Raises:
        NotFoundError, NotAllowedError, StaleError: as `save_partner`.
    """
    return _set_removed(visit, partner_id, seen, removed=True)


def restore_partner(visit: Visit, partner_id: UUID, seen: int) -> Result:
    """Bring a removed partner back. Errors as `remove_partner`."""
    return _set_removed(visit, partner_id, seen, removed=False)


def told_of(kept: KeptPartner) -> PartnerTold:
    return PartnerTold(kept.name, kept.does, kept.contact, kept.area_ids, kept.school_ids)


def find_gaps(
    visit: Visit,
    school_ids: Collection[UUID] | None = None,
    visited: Mapping[UUID, Collection[UUID]] | None = None,
) -> dict[UUID, list[AreaFact]]:
    """By school, the areas in work with neither coach nor partner, in the network's order; see `domain.gaps`.

    Confidential areas are left out: nobody else is asked into those.

    Args:
        visit: who looks; what they may see is for the caller to have asked.
        school_ids: the schools to look at, None for all that are with us today.
        visited: by school, the areas with a session in the usual window, where the caller knows them.
    """
    connection, network_id, today = visit.connection, visit.network_id, visit.today
    areas = [each for each in list_areas(connection, network_id, today) if not each.confidential]
    ids = [area.id for area in areas]
    asked = frozenset(school_ids) if school_ids is not None else None
    there = list_schools(connection, network_id, asked, today if asked is None else None)
    schools = {each.id for each in there if each.on(today)}
    partnered: dict[UUID, set[UUID]] = defaultdict(set)
    for partner in partners.list_partners(connection, network_id):
        for school_id in partner.school_ids:
            partnered[school_id] |= partner.area_ids
    handed_over = {
        school_id: {each.area_id for each in found if each.stands(today)}
        for school_id, found in list_handoffs(connection, network_id, school_ids).items()
    }
    in_work = areas_in_work(connection, network_id, memory(today), ids, school_ids)
    if visited is None:
        visited = areas_in_work(connection, network_id, Window.ending(today), ids, school_ids)
    found = gaps(in_work, visited, partnered, handed_over)
    return {
        school: [area for area in areas if area.id in missing] for school, missing in found.items() if school in schools
    }


def _set_removed(visit: Visit, partner_id: UUID, seen: int, *, removed: bool) -> Result:
    kept = partners.get_partner(visit.connection, visit.network_id, partner_id)
    if kept is None:
        raise NotFoundError
    if not may_edit(visit):
        raise NotAllowedError
    if kept.removed == removed:
        return Result.ALREADY
    changes = {"removed_at": visit.now if removed else None}
    if kept.version != seen or not partners.raise_partner(
        visit.connection, visit.network_id, partner_id, seen, changes
    ):
        raise StaleError
    _finish(visit, "remove" if removed else "restore", partner_id, seen + 1, kept.school_ids)
    return Result.DONE


def _write(visit: Visit, partner_id: UUID, seen: int, said: PartnerTold) -> None:
    row = {"name": said.name, "does": said.does, "contact": said.contact}
    if seen:
        if not partners.raise_partner(visit.connection, visit.network_id, partner_id, seen, row):
            raise StaleError
        return
    made = row | {"network_id": visit.network_id, "id": partner_id, "version": 1}
    if not partners.create_partner(visit.connection, made):
        raise InvalidError(taken(removed=False))


def _problems(visit: Visit, partner_id: UUID, said: PartnerTold, kept: KeptPartner | None) -> dict[str, str]:
    found = name_problem(said.name)
    if not found:
        other = partners.find_by_name(visit.connection, visit.network_id, said.name)
        if other is not None and other.id != partner_id:
            found = taken(removed=other.removed)
    if not said.does:
        found["does"] = _("Say in a few words what they do with schools.")
    for name, text in (("does", said.does), ("contact", said.contact)):
        if len(text) > LINE:
            found[name] = _("Keep it to %(most)d characters.", most=LINE)
    again = _("This choice is not on the list any more. Choose again.")
    areas = list_areas(visit.connection, visit.network_id, visit.today)
    offered = {area.id for area in areas if area.open and not area.confidential}
    if not said.area_ids <= offered | (kept.area_ids if kept else frozenset()):
        found["area_ids"] = again
    schools = {each.id for each in list_schools(visit.connection, visit.network_id, None, None)}
    if not said.school_ids <= schools:
        found["school_ids"] = again
    return found


def _changed(before: PartnerTold, after: PartnerTold) -> Sequence[str]:
    return tuple(name for name in PartnerTold.__slots__ if getattr(before, name) != getattr(after, name))


def _finish(
    visit: Visit, act: str, partner_id: UUID, version: int, schools: Collection[UUID], fields: Sequence[str] = ()
) -> None:
    trace(visit, act, "partner", partner_id, fields, version=version)
    rollups.touch(visit.connection, visit.network_id, schools)
