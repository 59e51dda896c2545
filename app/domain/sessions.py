"""A coaching session as its coach tells it: what may be said, when two tellings are the same, what it adds up to."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.domain.language import _
from app.domain.measures import Tally
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Modelled, Origin, Position

SHORTEST, LONGEST = 5, 600
"""Minutes of a session: under 5 is a greeting; over 600 is two days, or a slip of the finger."""

EARLIEST = date(2000, 1, 1)
"""Dates before this are slips of the finger ("0226-11-20"), not old logs."""


SOON = timedelta(days=2 * 366)
"""A next step that is due later than that is a slip of the finger ("2062-11-20")."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a coach says of one session; a sent form, an edit and an imported row alike."""

    school_id: UUID
    area_id: UUID
    held_on: date
    minutes: int
    mode: Mode
    lead: Lead | None
    origin: Origin
    aim: Aim | None = None
    participant_ids: frozenset[UUID] = frozenset()
    led_ids: frozenset[UUID] = frozenset()
    positions: frozenset[Position] = frozenset()
    teachers: int = 0
    strength: str = ""
    shared_note: str = ""
    private_note: str = ""
    next_step_text: str = ""
    next_step_owner_id: UUID | None = None
    next_step_due_on: date | None = None
    started_at: time | None = None
    co_coach_id: UUID | None = None
    partner_id: UUID | None = None
    funding_id: UUID | None = None
    modelled: Modelled | None = None


FIELDS = tuple(field.name for field in fields(Telling))
SUPPORT = ("partner_id", "funding_id", "modelled")
"""What else may be said of a session: the community partner who took part, what pays for it, what was modelled."""

LATER_FIELDS = ("started_at", "co_coach_id", *SUPPORT)
"""Fields that came after the first hashes had been kept: where they say nothing they are no part of a hash."""

TEXTS = ("strength", "shared_note", "private_note", "next_step_text")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the day and the school that a telling speaks of, judged as of the day the session was held."""

    today: date
    assigned: bool
    area_open: bool
    team: Collection[UUID]
    coach_id: UUID
    coaches: Collection[UUID] = ()  # who coached in the network that day; need not be known where nobody is named
    partners: Collection[UUID] = ()  # who were partners that day, and
    funding: Collection[UUID] = ()  # what paid for coaching then; need not be known where none is named


def settle(telling: Telling) -> Telling:
    """The telling with what follows from it: text in one form, and who led where only one person can have.

    A lead the school had a part in belongs to its one participant; where the coach led, or did the work, none of the
    school's people did.
    """
    text: dict[str, Any] = {name: settled(value) for name in TEXTS if (value := getattr(telling, name))}
    led = telling.led_ids
    if telling.lead not in {Lead.SHARED, Lead.SCHOOL}:
        led = frozenset()
    elif len(telling.participant_ids) == 1 and not telling.positions:
        led = telling.participant_ids
    return replace(telling, led_ids=led, **text)


def settled(text: str) -> str:
    """Text in the one form in which it is kept, counted and compared."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def unseen(text: str) -> bool:
    """Whether nothing of a text shows: it is empty, or all spaces and marks of no width. A link of it is none."""
    return not any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def problems(telling: Telling, around: Surroundings) -> dict[str, str]:
    """What stands against saving it: the field, and the sentence that stands beside it; empty when all is well."""
    found: dict[str, str] = {}
    if telling.held_on > around.today:
        found["held_on"] = _("This day is still to come. Log a session once it has been held.")
    elif telling.held_on < EARLIEST:
        found["held_on"] = _("Check the year: this day is too long ago.")
    elif not around.assigned:
        found["school_id"] = _("You were not assigned to this school on that day. Check the day, or ask your office.")
    if not around.area_open:
        found["area_id"] = _("This area was not in use on that day. Choose another.")
    if not SHORTEST <= telling.minutes <= LONGEST:
        found["minutes"] = _(
            "Minutes go from %(least)s to %(most)s. Split a longer day into its parts.", least=SHORTEST, most=LONGEST
        )
    found.update(_who_problems(telling, around))
    found.update(_support_problems(telling, around))
    if not telling.next_step_text and (telling.next_step_owner_id or telling.next_step_due_on):
        found["next_step_text"] = _("Say what the next step is, or clear its owner and date.")
    elif telling.next_step_owner_id and telling.next_step_owner_id not in {*around.team, around.coach_id}:
        found["next_step_owner_id"] = _("Choose somebody of this school's team, or yourself.")
    if telling.next_step_text and telling.next_step_due_on and not _is_soon(telling.next_step_due_on, telling.held_on):
        found["next_step_due_on"] = _("Check this day: a next step is not before its session, and not years after it.")
    return found


def _is_soon(due_on: date, held_on: date) -> bool:
    return timedelta(0) <= due_on - held_on <= SOON


def mode_problems(mode: Mode | None, lead: Lead | None, *, somebody: bool) -> dict[str, str]:
    """What does not go with the mode, which a form can be told before the rest of it can be read.

    Args:
        mode: who did the work; None where that was not said.
        lead: who led, or None.
        somebody: whether anybody of the school is said to have taken part.
    """
    found: dict[str, str] = {}
    if mode is Mode.FOR and lead is not None:
        found["lead"] = _("Work done for the school has no lead from the school: leave this empty, or choose “with”.")
    if mode is Mode.WITH and lead is None:
        found["lead"] = _("Say who led: you, the school, or both.")
    if mode is Mode.WITH and not somebody:
        found["participant_ids"] = _("Side by side with whom? Choose at least one person, or “someone else”.")
    return found


def _who_problems(telling: Telling, around: Surroundings) -> dict[str, str]:
    found = mode_problems(telling.mode, telling.lead, somebody=bool(telling.participant_ids or telling.positions))
    if not telling.participant_ids <= set(around.team):
        found["participant_ids"] = _("Somebody chosen here was not on this school's team on that day.")
    if not telling.led_ids <= telling.participant_ids:
        found["led_ids"] = _("Only somebody who took part can have led.")
    if telling.co_coach_id == around.coach_id:
        found["co_coach_id"] = _("That is you. Choose another coach, or nobody.")
    elif telling.co_coach_id and telling.co_coach_id not in around.coaches:
        found["co_coach_id"] = _("This person did not coach for us on that day. Choose another, or nobody.")
    return found


def _support_problems(telling: Telling, around: Surroundings) -> dict[str, str]:
    found: dict[str, str] = {}
    if telling.partner_id and telling.partner_id not in around.partners:
        found["partner_id"] = _("This partner did not work with us on that day. Choose another, or nobody.")
    if telling.funding_id and telling.funding_id not in around.funding:
        found["funding_id"] = _("This does not pay for that day. Choose another source, or leave it open.")
    return found


def content_hash(telling: Telling) -> str:
    """A hash of all that is said; the same for the same contents, in whatever order people were ticked."""
    said = [plain(getattr(telling, name)) for name in FIELDS if name not in LATER_FIELDS]
    later = [f"{name}={plain(value)}" for name in LATER_FIELDS if (value := getattr(telling, name)) is not None]
    return sha256("\x1f".join(said + later).encode("utf-8", "surrogatepass")).hexdigest()


def plain(value: object) -> str:
    """A value as text, so that no two values of one field look alike; control characters are refused before."""
    if isinstance(value, frozenset):
        return "\x1e".join(sorted([str(each) for each in value]))
    return "" if value is None else str(value)


def changed_fields(before: Telling, after: Telling) -> tuple[str, ...]:
    """Names of what differs, for the audit log: never what it said."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


SIDE_BY_SIDE = frozenset({Heard.CONFIRMED, Heard.DIFFERING_ON_LEAD})
"""Who has spoken says that it was done with the school."""

DIFFERING = frozenset({Heard.DIFFERING, Heard.DIFFERING_ON_LEAD})
"""Leaders of the school do not say the same."""


def tally(telling: Telling, heard: Heard | None = None) -> Tally:
    """What the session adds to the sums of its week: one session, its minutes, and their square.

    Args:
        telling: with the mode and lead that count.
        heard: what its reviewers say taken together. Leaders who differ on who led agree that it was side by side.
    """
    kind = "for" if telling.mode is Mode.FOR else telling.lead.value if telling.lead else "unsaid"
    minutes = telling.minutes
    return Tally(
        **{f"{kind}_minutes": minutes, f"{kind}_squared": minutes * minutes, f"{kind}_sessions": 1},
        requested_minutes=minutes if telling.origin is Origin.REQUESTED else 0,
        system_minutes=minutes if telling.aim is Aim.SYSTEM else 0,
        symptom_minutes=minutes if telling.aim is Aim.SYMPTOM else 0,
        reviewed_sessions=int(heard is not None),
        confirmed_sessions=int(heard in SIDE_BY_SIDE),
        corrected_sessions=int(heard is Heard.CORRECTED),
        differing_sessions=int(heard in DIFFERING),
    )
