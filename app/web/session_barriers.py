"""The part of a session's page that says which barriers stand behind it, and puts another there."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.access import Permission
from app.domain.barriers import SETTLED
from app.services.barriers import may_write
from app.services.visits import Visit
from app.store.barriers import list_barriers, list_behind_session
from app.web.filters import address
from app.web.guards import SeenSession
from app.web.words import said


@dataclass(frozen=True, slots=True)
class SessionBarriers:
    """`there` are (path, what, how far it is); `offered` (id, what) of those that could stand behind it too."""

    there: tuple[tuple[str, str, str], ...]
    offered: tuple[tuple[UUID, str], ...]
    new_path: str


def session_barriers(visit: Visit, seen: SeenSession) -> SessionBarriers | None:
    """None where there is nothing to show or do: in a confidential area, and of a session that counts nowhere."""
    school_id, kept = seen.school.id, seen.kept
    if seen.area.confidential or kept.voided_at is not None or not visit.rights.may(Permission.SEE_SCHOOL, school_id):
        return None
    connection, network_id = visit.connection, visit.network_id
    there = list_behind_session(connection, network_id, kept.id)
    writes = may_write(visit, school_id)
    if not there and not writes:
        return None
    ids = {each.id for each in there}
    offered = list_barriers(connection, network_id, [school_id], network_wide=may_write(visit, None)) if writes else []
    return SessionBarriers(
        there=tuple((f"/barriers/{each.id}", each.what, said(each.status)) for each in there),
        offered=tuple((each.id, each.what) for each in offered if each.id not in ids and each.status not in SETTLED),
        new_path=address(f"/schools/{school_id}/barriers/new", session=kept.id) if writes else "",
    )
