"""What single cells of a log say: minutes, for or with, planned or requested. What is not understood is not guessed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from app.domain.sessions import LONGEST, SHORTEST
from app.domain.vocabulary import Aim, Mode, Origin
from app.services.imports.folding import SAID_ALIKE, BadCellError, fold, quote

T = TypeVar("T")

HOUR = 60
MOST_TEACHERS = 200

_UNITS = {None: 0, "h": HOUR, "hr": HOUR, "hour": HOUR, "m": 1, "min": 1, "minute": 1, "'": 1}
_AMOUNT = re.compile(r"(\d{1,4})(?:[.,](\d{1,4}))?\s*(?:([a-z']+?)s?\.?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?\s*(?:h|hr|hrs|hours?)?", re.ASCII)
_HOURS_AND_MINUTES = re.compile(
    r"(\d{1,2})\s*(?:h|hr|hrs|hours?)[.,]?\s*(?:and )?(\d{1,2})\s*(?:m|mins?|minutes?)?\.?", re.ASCII
)


def _by_word(words: Mapping[T, str]) -> dict[str, T]:
    return {word: meaning for meaning, several in words.items() for word in several.split(", ")}


_MODES = _by_word(
    {
        Mode.FOR: "for, f, done for, for school, for the school, for them, direct, direct service",
        Mode.WITH: "with, w, w/, done with, with school, with the school, with them, side by side, side-by-side, "
        "sidebyside, co, co-, together, joint, jointly, both, shared",
    }
)
_MODES_BY_WORKER = _MODES | _by_word(
    {
        Mode.FOR: "coach, the coach, us, me",
        Mode.WITH: "coach and school, school and coach, us and the school, the school and us",
    }
)
"""Under a heading that asks who did the work, "coach" is an answer. Under "for/with" it would be a guess."""

_JOINT_WORK = re.compile("co-? ?(?:led|leading|facilitated|facilitating|planned|planning|taught|teaching)")

_ORIGINS = _by_word(
    {
        Origin.PLANNED: "planned, p, scheduled, regular",
        Origin.REQUESTED: "requested, r, request, on request, asked for, ad hoc, ad-hoc, unplanned",
    }
)
_AIMS = _by_word({Aim.SYSTEM: "system, systems", Aim.SYMPTOM: "symptom, quick fix, quick-fix"})


@lru_cache(SAID_ALIKE)
def parse_minutes(text: str, *, hours: bool = False) -> int:
    """Minutes of "45", "45 min", "1.5 h", "0,75 h", "1:15" or "1 h 15"; `hours` if bare numbers are hours.

    Raises:
        BadCellError: no length of time, not a whole number of minutes where minutes are meant, or not within 5 to 600.
    """
    plain = fold(text)
    if found := _CLOCK.fullmatch(plain) or _HOURS_AND_MINUTES.fullmatch(plain):
        minutes = int(found[1]) * HOUR + int(found[2])
    elif (found := _AMOUNT.fullmatch(plain)) and found[3] in _UNITS:
        unit = _UNITS[found[3]] or (HOUR if hours else 1)
        amount = float(f"{found[1]}.{found[2] or 0}") * unit
        if unit == 1 and amount != int(amount):
            message = f"{quote(text)} is not a whole number of minutes: if hours are meant, write “h” after it."
            raise BadCellError(message)
        minutes = int(amount + 0.5)
    else:
        message = f"{quote(text)} is no length of time: write it like 45, 1:15 or 1.5 h."
        raise BadCellError(message if plain else "the minutes are missing.")
    if not SHORTEST <= minutes <= LONGEST:
        message = f"{quote(text)} is outside {SHORTEST} to {LONGEST} minutes."
        raise BadCellError(message)
    return minutes


@lru_cache(SAID_ALIKE)
def parse_mode(text: str, *, by_worker: bool = False) -> Mode:
    """For or with; `by_worker` when the heading asks who did the work.

    Raises:
        BadCellError: neither.
    """
    plain = fold(text).rstrip(".!")
    mode = (_MODES_BY_WORKER if by_worker else _MODES).get(plain)
    if mode is not None:
        return mode
    if _JOINT_WORK.fullmatch(plain):
        return Mode.WITH
    message = f"{quote(text)} says neither “for” nor “with”." if plain else "whether it was for or with is missing."
    raise BadCellError(message)


@lru_cache(SAID_ALIKE)
def parse_origin(text: str) -> Origin:
    """Planned or requested; nothing said is planned.

    Raises:
        BadCellError: neither.
    """
    return _word(text, _ORIGINS, Origin.PLANNED, "planned", "requested")


@lru_cache(SAID_ALIKE)
def parse_aim(text: str) -> Aim | None:
    """System or symptom, or None when nothing is said.

    Raises:
        BadCellError: neither.
    """
    return _word(text, _AIMS, None, "system", "quick fix")


@lru_cache(SAID_ALIKE)
def parse_teachers(text: str) -> int:
    """How many teachers took part; nothing said is none.

    Raises:
        BadCellError: no number, or more than 200.
    """
    plain = fold(text).removesuffix("s").removesuffix("teacher").strip()
    whole = plain.removesuffix(".0")
    if not plain:
        return 0
    if whole.isascii() and whole.isdigit() and len(whole) < 4 and int(whole) <= MOST_TEACHERS:  # noqa: PLR2004 - digits
        return int(whole)
    message = f"{quote(text)} is no number of teachers up to {MOST_TEACHERS}."
    raise BadCellError(message)


def _word(text: str, words: Mapping[str, T], unsaid: T, one: str, other: str) -> T:
    plain = fold(text)
    if not plain:
        return unsaid
    if plain not in words:
        message = f"{quote(text)} says neither “{one}” nor “{other}”."
        raise BadCellError(message)
    return words[plain]
