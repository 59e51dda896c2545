"""Two of one: when who did the work changed halfway."""

from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

from app.domain.errors import InvalidError, NotFoundError
from app.domain.language import _
from app.domain.sessions import SHORTEST, Telling
from app.domain.vocabulary import Lead, Mode
from app.services.session_changes import ConflictError, Submitted, get_own
from app.services.sessions import submit_session
from app.services.visits import Visit


@dataclass(frozen=True, slots=True)
class Part:
    """What a coach says of the second part of a split session."""

    minutes: int
    mode: Mode
    lead: Lead | None


def split_session(visit: Visit, session_id: UUID, seen: int, rest_id: UUID, part: Part) -> Submitted:
    """Make two of one: the session keeps its first minutes, and what is left becomes a session of its own.

    The second part is on the same day, in the same area and with the same origin; its people are the first's when it is
    side by side, and nobody when it was done for the school. Both happen or neither does, and twice is once.

    Raises:
        InvalidError: the minutes do not leave two parts, or the second part cannot be accepted.
        ConflictError: the session has changed since, or this split was made already and the second part is not this.
    """
    kept = get_own(visit, session_id)
    if kept is None:
        raise NotFoundError
    if (made := get_own(visit, rest_id)) is not None:
        if part != Part(made.telling.minutes, made.telling.mode, made.telling.lead):
            raise ConflictError(made, None)
        return Submitted(session_id, kept.version, again=True)
    if kept.version != seen:
        raise ConflictError(kept, None)
    whole = kept.telling
    left = whole.minutes - part.minutes
    if min(left, part.minutes) < SHORTEST:
        most = whole.minutes - SHORTEST
        words = _("Both parts need minutes: choose from %(least)s to %(most)s.", least=SHORTEST, most=most)
        raise InvalidError({"minutes": words if most >= SHORTEST else _("This is too short to be two sessions.")})
    together = part.mode is Mode.WITH
    rest = replace(
        whole,
        minutes=part.minutes,
        mode=part.mode,
        lead=part.lead,
        participant_ids=whole.participant_ids if together else frozenset(),
        led_ids=frozenset(),
        positions=whole.positions if together else frozenset(),
        teachers=0,
        strength="",
        shared_note="",
        private_note="",
        next_step_text="",
        next_step_owner_id=None,
        next_step_due_on=None,
        started_at=_later(whole.started_at, left),
    )
    first = _shorten(visit, session_id, seen, replace(whole, minutes=left))
    if first.again and get_own(visit, rest_id) is None:  # another split of the same minutes was quicker
        raise ConflictError(get_own(visit, session_id) or kept, None)
    submit_session(visit, rest_id, 0, rest, part_of=whole)
    return first


def _shorten(visit: Visit, session_id: UUID, seen: int, telling: Telling) -> Submitted:
    """Edit the first part, before the second is made: whoever edits the session meanwhile waits at the same row."""
    try:
        return submit_session(visit, session_id, seen, telling)
    except InvalidError as error:  # it was accepted once, as by an import that did not say who led
        words = " ".join([_("The first part cannot stay as it is."), *error.errors.values()])
        raise InvalidError({"whole": words}) from error


def _later(started_at: time | None, minutes: int) -> time | None:
    """When the second part began; on the next day no longer."""
    if started_at is None:
        return None
    hours, rest = divmod(started_at.hour * 60 + started_at.minute + minutes, 60)
    return time(hours, rest) if hours < 24 else None  # noqa: PLR2004 - a day's hours
