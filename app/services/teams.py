"""A school's team, as those who may edit it write it down: who joins, changes, leaves and comes back.

Every change says from which contents its form was made (`seen`, a `Membership.stamp`). The same form twice is the same
answer again; a form made from contents that somebody else has changed meanwhile changes nothing.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.domain.access import Permission
from app.domain.errors import DomainError, InvalidError, NotAllowedError, NotFoundError
from app.domain.periods import DAY, EARLIEST
from app.domain.sessions import settled
from app.domain.teams import (
    Change,
    Membership,
    NewMember,
    change_problems,
    clash,
    clash_in_words,
    correction_problems,
    departure_problems,
    joining_problems,
)
from app.services.visits import Visit, trace
from app.store import teams
from app.store.handoffs import lock_school
from app.store.rollups import touch


class ChangedError(DomainError):
    """Somebody else has changed it since the form was made."""


def be_editor(visit: Visit, school_id: UUID) -> None:
    """Go on only for who may write on a team's page.

    Raises:
        NotAllowedError: they may not.
    """
    if not visit.rights.may(Permission.EDIT_TEAM, school_id):
        raise NotAllowedError


def edits_at(visit: Visit, school_id: UUID) -> bool:
    """Whether what the visitor writes on a team's page stands at once; else it is a proposal.

    Raises:
        NotAllowedError: they may neither edit nor propose.
    """
    edits = visit.rights.may(Permission.EDIT_TEAM, school_id)
    if not edits and not visit.rights.may(Permission.PROPOSE, school_id):
        raise NotAllowedError
    return edits


def add_member(visit: Visit, school_id: UUID, new: NewMember) -> None:
    """Put somebody on the team from a day on.

    Raises:
        InvalidError: it cannot be; in words, by field.
        ChangedError: this very form has added somebody else before.
        NotFoundError: a person who is not known at this school, or a form's id that is another school's.
    """
    be_editor(visit, school_id)
    connection, network_id = visit.connection, visit.network_id
    lock_school(connection, network_id, school_id)
    there = teams.get_membership(connection, network_id, school_id, new.id)
    if there is not None:
        if not _same(there, new):
            raise ChangedError
        return
    join(visit, school_id, new)


def join(visit: Visit, school_id: UUID, new: NewMember) -> None:
    """Write a new member, whose school is locked.

    Raises:
        InvalidError, NotFoundError: as `add_member`.
    """
    connection, network_id = visit.connection, visit.network_id
    new = able_to_join(visit, school_id, new)
    person_id = new.person_id or uuid4()
    if new.person_id is None:
        teams.insert_person(connection, network_id, person_id, new.name)
        trace(visit, "create", "person", person_id, ("name",))
    row = {
        "network_id": network_id,
        "id": new.id,
        "person_id": person_id,
        "school_id": school_id,
        "position": new.position,
        "on_ilt": new.on_ilt,
        "first_on": new.first_on,
        "last_on": None,
    }
    if not teams.insert_membership(connection, row):
        raise NotFoundError
    finish(visit, school_id, "create", "membership", new.id)


def able_to_join(visit: Visit, school_id: UUID, new: NewMember) -> NewMember:
    """A new member with the name settled, when nothing stands against their joining.

    Raises:
        InvalidError: in words, by field.
        NotFoundError: a person who is not known at this school.
    """
    new = replace(new, name=settled_name(new.name))
    known = teams.list_known(visit.connection, visit.network_id, school_id)
    if new.person_id is not None and new.person_id not in dict(known):
        raise NotFoundError
    team = teams.list_memberships(visit.connection, visit.network_id, school_id)
    if found := joining_problems(new, known, team, visit.today):
        raise InvalidError(found)
    return new


def settled_name(text: str) -> str:
    """A name as it is kept: one space between its parts."""
    return " ".join(settled(text).split())


def _same(there: Membership, new: NewMember) -> bool:
    person = there.person_id == new.person_id if new.person_id else there.name == settled_name(new.name)
    return person and (there.position, there.on_ilt, there.first_on) == (new.position, new.on_ilt, new.first_on)


def change_member(visit: Visit, school_id: UUID, membership_id: UUID, seen: str, change: Change) -> None:
    """Give a member another position, or a seat on the ILT or none, from a day on; until then all stays as it was.

    Raises:
        InvalidError, ChangedError, NotFoundError: as `add_member`.
    """
    be_editor(visit, school_id)
    there, team = locked(visit, school_id, membership_id)
    if there.stamp != seen and _changed_already(there, change, team):
        return
    be_fresh(there, seen)
    if found := change_problems(there, change, visit.today):
        raise InvalidError(found)
    changes: dict[str, Any] = {"position": change.position, "on_ilt": change.on_ilt}
    if change.from_on == there.first_on:
        _update(visit, school_id, there, changes)
        return
    teams.update_membership(visit.connection, visit.network_id, there.id, {"last_on": change.from_on - DAY})
    trace(visit, "edit", "membership", there.id, ("last_on",))
    next_id = uuid4()
    row = {
        "network_id": visit.network_id,
        "id": next_id,
        "person_id": there.person_id,
        "school_id": school_id,
        "first_on": change.from_on,
        "last_on": there.last_on,
    }
    teams.insert_membership(visit.connection, row | changes)
    finish(visit, school_id, "create", "membership", next_id)


def _changed_already(there: Membership, change: Change, team: list[Membership]) -> bool:
    """Whether this very change was made before, as when a form is sent twice: in place, or from a later day on."""
    if (there.position, there.on_ilt, there.first_on) == (change.position, change.on_ilt, change.from_on):
        return True
    wanted = (there.person_id, change.position, change.on_ilt, change.from_on)
    ended = change.from_on > EARLIEST and there.last_on == change.from_on - DAY
    return ended and any((each.person_id, each.position, each.on_ilt, each.first_on) == wanted for each in team)


def correct_member(visit: Visit, school_id: UUID, membership_id: UUID, seen: str, right: Membership) -> None:
    """Mend a slip where it stands: `right` holds the position, the seat and the days as they should have been.

    Raises:
        InvalidError, ChangedError, NotFoundError: as `add_member`.
    """
    be_editor(visit, school_id)
    there, team = locked(visit, school_id, membership_id)
    if there.stamp == right.stamp:
        return
    be_fresh(there, seen)
    if found := correction_problems(there, right, team, visit.today):
        raise InvalidError(found)
    fields = ("position", "on_ilt", "first_on", "last_on")
    changes = {name: getattr(right, name) for name in fields if getattr(right, name) != getattr(there, name)}
    _update(visit, school_id, there, changes)


def record_departure(visit: Visit, school_id: UUID, membership_id: UUID, seen: str, last_on: date) -> None:
    """End a membership on its last day; the person's others stay as they are.

    Raises:
        InvalidError, ChangedError, NotFoundError: as `add_member`.
    """
    be_editor(visit, school_id)
    there, team = locked(visit, school_id, membership_id)
    if there.last_on == last_on:
        return
    be_fresh(there, seen)
    if found := departure_problems(there, last_on, team, visit.today):
        raise InvalidError(found)
    _update(visit, school_id, there, {"last_on": last_on}, "depart")


def undo_departure(visit: Visit, school_id: UUID, membership_id: UUID, seen: str) -> None:
    """Let a membership that has ended, or is about to, go on.

    Raises:
        InvalidError, ChangedError, NotFoundError: as `add_member`.
    """
    be_editor(visit, school_id)
    there, team = locked(visit, school_id, membership_id)
    if there.last_on is None:
        return
    be_fresh(there, seen)
    if other := clash(there.person_id, there.first_on, None, team, but=there.id):
        raise InvalidError({"undo": clash_in_words(other, visit.today)})
    _update(visit, school_id, there, {"last_on": None}, "return")


def locked(visit: Visit, school_id: UUID, membership_id: UUID) -> tuple[Membership, list[Membership]]:
    """A membership and the whole team, with nobody else changing it meanwhile.

    Raises:
        NotFoundError: it is none of this school's.
    """
    lock_school(visit.connection, visit.network_id, school_id)
    team = teams.list_memberships(visit.connection, visit.network_id, school_id)
    there = next((each for each in team if each.id == membership_id), None)
    if there is None:
        raise NotFoundError
    return there, team


def be_fresh(there: Membership, seen: str) -> None:
    """Go on only with a form that was made from what stands there now.

    Raises:
        ChangedError: it was made from something else.
    """
    if there.stamp != seen:
        raise ChangedError


def finish(
    visit: Visit, school_id: UUID, act: str, subject: str, subject_id: UUID, fields: tuple[str, ...] = ()
) -> None:
    """What every change on a team's page does last: its trace, then the revisions."""
    trace(visit, act, subject, subject_id, fields)
    touch(visit.connection, visit.network_id, {school_id})


def _update(visit: Visit, school_id: UUID, there: Membership, changes: dict[str, Any], act: str = "edit") -> None:
    teams.update_membership(visit.connection, visit.network_id, there.id, changes)
    finish(visit, school_id, act, "membership", there.id, tuple(changes))
