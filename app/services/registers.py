"""What the network's registers (partners, sources of funding) have in common: names, versions, and who may not."""

from enum import StrEnum
from typing import Protocol

from app.domain.errors import DomainError, NotFoundError
from app.domain.language import _
from app.domain.sessions import settled, unseen

LONGEST_NAME = 120
"""Characters, as the tables have it."""


class Result(StrEnum):
    """What became of a form: it was done, or this very form had been accepted before."""

    DONE = "done"
    ALREADY = "already"


class StaleError(DomainError):
    """The form speaks of a version that has changed since; nothing was done."""


class Versioned(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def removed(self) -> bool: ...


def meet(kept: Versioned | None, told: object, seen: int, said: object) -> Result | None:
    """What becomes of a form by the version it was made from; None where it is to be written.

    Args:
        kept: the row as it stands, None where there is none.
        told: what it says.
        seen: the version that the form was made from, 0 for a new one.
        said: what the form says.

    Raises:
        StaleError: it has changed since and says something else, or was removed.
        NotFoundError: there is nothing to change.
    """
    if kept is None:
        if seen:
            raise NotFoundError
        return None
    if kept.removed or (kept.version != seen and not (kept.version == seen + 1 and told == said)):
        raise StaleError
    return Result.ALREADY if told == said else None


def name_of(text: str) -> str:
    """A name as it is kept: one space between its parts."""
    return " ".join(settled(text).split())


def name_problem(name: str) -> dict[str, str]:
    """What is wrong with a settled name."""
    if unseen(name):
        return {"name": _("It needs a name.")}
    if len(name) > LONGEST_NAME:
        return {"name": _("Keep the name to %(most)d characters.", most=LONGEST_NAME)}
    return {}


def taken(*, removed: bool) -> dict[str, str]:
    """What stands by a name that another has."""
    if removed:
        return {"name": _("One of this name was removed. Bring it back, or choose another name.")}
    return {"name": _("There is one of this name already.")}
