"""What each version of a session said, as it is kept: what counts, and no prose; and what undoing one brings back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from app.domain.sessions import FIELDS, TEXTS, Telling, settle
from app.domain.vocabulary import Aim, Lead, Mode, Modelled, Origin, Position

_OF_PROSE = frozenset({*TEXTS, "next_step_owner_id", "next_step_due_on"})
"""A next step's owner and day mean nothing without its words, which are not kept."""

COUNTING = tuple(name for name in FIELDS if name not in _OF_PROSE)


def _each(read: Callable[[str], Any]) -> Callable[[list[str]], frozenset[Any]]:
    return lambda values: frozenset(map(read, values))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "school_id": UUID,
    "area_id": UUID,
    "held_on": date.fromisoformat,
    "minutes": int,
    "mode": Mode,
    "lead": Lead,
    "origin": Origin,
    "aim": Aim,
    "participant_ids": _each(UUID),
    "led_ids": _each(UUID),
    "positions": _each(Position),
    "teachers": int,
    "started_at": time.fromisoformat,
    "co_coach_id": UUID,
    "partner_id": UUID,
    "funding_id": UUID,
    "modelled": Modelled,
}


def write_counting(telling: Telling) -> str:
    """What counts of a telling, as JSON: a field's name to its value, with None left out."""
    return json.dumps({name: _plain(value) for name in COUNTING if (value := getattr(telling, name)) is not None})


def _plain(value: Any) -> str | int | list[str]:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return value if isinstance(value, int) else str(value)


def read_counting(kept: str) -> dict[str, Any]:
    """The same as values of a telling's fields, all of them."""
    values = json.loads(kept)
    return {name: _READ[name](values[name]) if name in values else None for name in COUNTING}


def without_change(now: Telling, before: str, after: str) -> Telling:
    """The telling as it is now, with what one change changed as it was before that.

    Jo said 60 minutes, changed that to 45, and wrote a note since: undone, it is 60 minutes again, with the note. A
    change of prose alone brings nothing back, since no earlier prose is kept.

    Args:
        now: the session's current telling.
        before: what the version before the change said, as `write_counting` wrote it.
        after: what the version that the change made said.
    """
    was, became = read_counting(before), read_counting(after)
    return settle(replace(now, **{name: was[name] for name in COUNTING if was[name] != became[name]}))
