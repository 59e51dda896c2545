"""Who may do what, as one table. Default: nothing; a person's rights are the union of their roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Role(StrEnum):
    COACH = "coach"
    SCHOOL_LEADER = "school_leader"
    DIRECTOR = "director"
    ADMIN = "admin"


class Permission(StrEnum):
    LOG = "log"  # log sessions; one's own sessions are one's own to see, edit and void
    SEE_SCHOOL = (
        "see_school"  # the school's page, its flags, and its sessions' tags, minutes and areas, without the coach
    )
    SEE_STRENGTHS = "see_strengths"  # strengths and next steps, with whose they are
    SEE_STRENGTHS_UNNAMED = "see_strengths_unnamed"  # the same, without names
    SEE_HOLDERS = "see_holders"  # the names of an area's holders; without it, their number
    SEE_NETWORK = "see_network"  # the dashboard
    SEE_AUDIT = "see_audit"  # who changed what and when, never the prose
    PROPOSE = "propose"  # a handoff, agreed direct service, and what stands on a team's page
    AGREE = "agree"  # to them for the school, and say whether a handoff held
    DECIDE = "decide"  # on handoffs and agreed direct service for the network, and answer flags
    EDIT_TEAM = "edit_team"  # memberships, self-ratings and annotations
    UNLOCK = "unlock"  # void, restore or open a session whose month is closed
    BARRIERS = "barriers"  # open barriers at one's schools and move them on
    REFLECT = "reflect"  # on a month at a school, with the two questions
    MANAGE = "manage"  # schools, areas, people, partners, funding, brand and settings
    REVIEW = "review"  # say of a session that names one whether it was side by side


GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.COACH: frozenset(
            {
                Permission.LOG,
                Permission.SEE_SCHOOL,
                Permission.SEE_STRENGTHS,
                Permission.SEE_HOLDERS,
                Permission.PROPOSE,
                Permission.BARRIERS,
                Permission.REFLECT,
            },
        ),
        Role.SCHOOL_LEADER: frozenset(
            {
                Permission.SEE_SCHOOL,
                Permission.SEE_STRENGTHS,
                Permission.SEE_HOLDERS,
                Permission.AGREE,
                Permission.EDIT_TEAM,
                Permission.BARRIERS,
                Permission.REFLECT,
                Permission.REVIEW,
            },
        ),
        Role.DIRECTOR: frozenset(
            {
                Permission.SEE_SCHOOL,
                Permission.SEE_STRENGTHS_UNNAMED,
                Permission.SEE_NETWORK,
                Permission.SEE_AUDIT,
                Permission.PROPOSE,
                Permission.DECIDE,
                Permission.EDIT_TEAM,
                Permission.BARRIERS,
                Permission.UNLOCK,
            },
        ),
        Role.ADMIN: frozenset(
            {Permission.SEE_SCHOOL, Permission.SEE_AUDIT, Permission.EDIT_TEAM, Permission.MANAGE},
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do: everywhere in their network, and at single schools."""

    everywhere: frozenset[Permission]
    at: Mapping[UUID, frozenset[Permission]]
    roles: frozenset[Role]

    def may(self, permission: Permission, school_id: UUID | None = None) -> bool:
        """Whether `permission` is theirs: at the school named, or, with none named, anywhere at all."""
        if permission in self.everywhere:
            return True
        if school_id is None:
            return any(permission in granted for granted in self.at.values())
        return permission in self.at.get(school_id, frozenset())

    def knows(self, school_id: UUID) -> bool:
        """Whether the school exists for this person: if not, it is a 404 and never a 403."""
        return bool(self.everywhere) or school_id in self.at

    def schools(self, permission: Permission) -> frozenset[UUID] | None:
        """The schools where `permission` holds; None means every school of the network."""
        if permission in self.everywhere:
            return None
        return frozenset(school for school, granted in self.at.items() if permission in granted)


def rights(assignments: Iterable[tuple[Role, UUID | None]]) -> Rights:
    """The union of roles: each assignment is (role, school), a school of None meaning the whole network.

    Example: a coach at one school who directs the network sees that school's holders by name, and the
    others' by number.
    """
    everywhere: frozenset[Permission] = frozenset()
    at: dict[UUID, frozenset[Permission]] = {}
    roles: set[Role] = set()
    for role, school_id in assignments:
        roles.add(role)
        if school_id is None:
            everywhere |= GRANTS[role]
        else:
            at[school_id] = at.get(school_id, frozenset()) | GRANTS[role]
    return Rights(everywhere=everywhere, at=MappingProxyType(at), roles=frozenset(roles))
