"""Loading through a guard: the object and what one may see of it, or a 404, or a 403. Pages load in no other way."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.sight import Sight, sight
from app.services.session_changes import get_own
from app.services.visits import Visit
from app.store.people import has_coached
from app.store.schools import AreaFact, SchoolFact, get_school, list_areas
from app.store.sessions import Kept, get_kept
from app.web.house import OtherAccountError


@dataclass(frozen=True, slots=True)
class SeenSession:
    kept: Kept
    school: SchoolFact
    area: AreaFact
    sight: Sight


def allow(visit: Visit, permission: Permission) -> None:
    """Go on only with a right that holds somewhere in the network.

    Raises:
        NotAllowedError: the visitor has it nowhere.
    """
    if not visit.rights.may(permission):
        raise NotAllowedError


def allow_late(visit: Visit) -> None:
    """Go on only for who logs sessions, or did: what they logged in time may still be on its way.

    Raises:
        NotAllowedError: the visitor never coached.
    """
    if not visit.rights.may(Permission.LOG) and not has_coached(visit.connection, visit.network_id, visit.person_id):
        raise NotAllowedError


def same_account(visit: Visit, account: str) -> None:
    """Go on only where the account that began a form is the one that is signed in now; "" does not say.

    Raises:
        OtherAccountError: a tablet was handed on with the form still on it.
    """
    if account not in {"", str(visit.account_id)}:
        raise OtherAccountError


def school_for(visit: Visit, school_id: UUID, permission: Permission = Permission.SEE_SCHOOL) -> SchoolFact:
    """A school that the visitor may use in this way.

    Raises:
        NotFoundError: no such school in the network, or none of the visitor's.
        NotAllowedError: theirs, without this right.
    """
    school = get_school(visit.connection, visit.network_id, school_id)
    if school is None or not visit.rights.knows(school_id):
        raise NotFoundError
    if not visit.rights.may(permission, school_id):
        raise NotAllowedError
    return school


def session_for(visit: Visit, session_id: UUID) -> SeenSession:
    """A coaching session and how much of it the visitor sees.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
    """
    kept = get_kept(visit.connection, visit.network_id, session_id)
    if kept is None:
        raise NotFoundError
    told = kept.telling
    areas = {area.id: area for area in list_areas(visit.connection, visit.network_id, told.held_on)}
    school = get_school(visit.connection, visit.network_id, told.school_id)
    seen = sight(
        visit.rights,
        visit.person_id,
        coach_id=kept.coach_id,
        co_coach_id=told.co_coach_id,
        school_id=told.school_id,
        participant_ids=told.participant_ids,
        confidential=areas[told.area_id].confidential,
    )
    if seen is None or school is None:
        raise NotFoundError
    return SeenSession(kept, school, areas[told.area_id], seen)


def own_session_for(visit: Visit, session_id: UUID) -> Kept:
    """A session of the visitor's own, to change.

    Raises:
        NotFoundError: not there, or of a school that is none of the visitor's.
        NotAllowedError: within sight, but another's.
    """
    kept = get_own(visit, session_id)
    if kept is None:
        session_for(visit, session_id)
        raise NotAllowedError
    return kept
