"""Who may bring back what was removed: whoever decides on it, and of a proposal, its author if they took it back."""

from uuid import UUID

from app.domain.access import Permission
from app.domain.errors import InvalidError
from app.domain.language import _
from app.services.visits import Visit
from app.store.audit import list_traces


def brings_back(visit: Visit, school_id: UUID, subject_id: UUID) -> bool:
    """Whether what was removed is the visitor's to restore: an editor's always, else only what they took back."""
    if visit.rights.may(Permission.EDIT_TEAM, school_id):
        return True
    removed = [each for each in list_traces(visit.connection, visit.network_id, subject_id) if each.act == "remove"]
    last = max((each.at for each in removed), default=None)
    return all(each.actor_id == visit.person_id for each in removed if each.at == last)


def be_bringing_back(visit: Visit, school_id: UUID, subject_id: UUID) -> None:
    """Go on only where what was removed is the visitor's to restore.

    Raises:
        InvalidError: somebody who decides on it has removed the visitor's proposal.
    """
    if not brings_back(visit, school_id, subject_id):
        words = _("This was removed by somebody who decides on it for the school, and only they can bring it back.")
        raise InvalidError({"undo": words})
