"""How pages say things: enums, dates, minutes. Filters of every template."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.flags import Only
from app.domain.ratings import Level
from app.domain.vocabulary import Aim, Dimension, Lead, Mode, Origin, Other, Phase, Position, Rule, Stage
from app.domain.words import hours, percent

SAID: Mapping[Any, str] = {
    Mode.FOR: "for the school",
    Mode.WITH: "with the school",
    Lead.COACH: "coach led",
    Lead.SHARED: "shared lead",
    Lead.SCHOOL: "school led",
    Origin.PLANNED: "planned",
    Origin.REQUESTED: "asked for in the moment",
    Aim.SYSTEM: "a system",
    Aim.SYMPTOM: "a quick fix",
    Other.TRAVEL: "Travel",
    Other.PREPARATION: "Preparation",
    Other.NETWORK_MEETING: "Network meeting",
    Other.LEARNING: "Own learning",
    Other.MISSED_VISIT: "Visit that did not happen",
    Position.PRINCIPAL: "Principal",
    Position.ASSISTANT_PRINCIPAL: "AP",
    Position.TEACHER_LEADER: "Teacher leader",
    Position.COORDINATOR: "Coordinator",
    Position.COUNSELOR: "Counselor",
    Position.OFFICE_STAFF: "Office staff",
    Position.OTHER: "Other",
    Dimension.PURPOSE: "Purpose",
    Dimension.ACCOUNTABILITY: "Accountability",
    Dimension.CONTINUITY: "Continuity",
    Level.NOT_EVIDENT: "Not evident",
    Level.EMERGING: "Emerging",
    Level.OPERATIONAL: "Operational",
    Level.EXEMPLARY: "Exemplary",
    Phase.REBUILDING: "Rebuilding",
    Phase.TRANSFORMING: "Transforming",
    Phase.SUSTAINING: "Sustaining",
    Stage.FEW_VISITS: "Few visits",
    Stage.DIRECT_SERVICE: "Direct service",
    Stage.SIDE_BY_SIDE: "Side by side",
    Stage.RELEASING: "Releasing",
    Stage.SUSTAINING: "Sustaining",
    Rule.DEPENDENT: "Depends on direct service",
    Rule.RISING: "Rising",
    Rule.EASING: "Easing",
    Rule.STUCK: "Stuck",
    Rule.ALONE: "Alone",
    Rule.REACTIVE: "Reactive",
    Rule.FRAGILE: "Fragile",
    Rule.SLIPPED: "Slipped",
    Rule.DUPLICATE: "Duplicate",
    Rule.UNDER_SERVED: "Under-served",
    Rule.DISPUTED: "Disputed",
    Rule.SILENT: "Silent",
    Rule.REACHED: "A stage reached",
    Rule.HELD: "A handoff held",
}

ONLY: Mapping[Only, str] = {
    Only.ALONE: "without a school leader",
    Only.DISPUTED: "seen differently by the school",
    Only.DISTRICT: "in areas that the district provides",
}
"""Apart from `SAID`, since "alone" and "disputed" are words of rules too."""


FIELD_NAMES: Mapping[str, str] = {
    "held_on": "Day",
    "started_at": "Began at",
    "school_id": "School",
    "minutes": "Minutes",
    "mode": "Who did the work",
    "lead": "Who led",
    "area_id": "Area",
    "participant_ids": "Who took part",
    "led_ids": "Who of them led",
    "positions": "Someone else",
    "co_coach_id": "Coached with",
    "origin": "Planned or asked for",
    "aim": "What it worked on",
    "teachers": "Teachers",
    "strength": "Strength",
    "next_step_text": "Next step",
    "next_step_owner_id": "Whose step",
    "next_step_due_on": "By when",
    "shared_note": "Shared note",
    "private_note": "Private note",
}
"""A session's fields as pages name them, in the order in which pages show them."""

ACTS: Mapping[str, str] = {
    "create": "logged it",
    "import": "brought it in from an older log",
    "edit": "changed it",
    "void": "voided it",
    "restore": "restored it",
    "undo": "undid a change",
    "open": "opened it for its coach",
    "review": "said how it was",
    "withdraw_review": "took back what they had said of it",
    "answer_review": "answered a correction",
}


def said(word: Any) -> str:
    """An enum's word as a page says it.

    Raises:
        KeyError: a word without a saying; a test asks for every one.
    """
    return SAID[word]


def day(value: date) -> str:
    """Like "Tue, Nov 24"."""
    return f"{value:%a, %b} {value.day}"


def day_and_year(value: date) -> str:
    """Like "November 24, 2026"."""
    return f"{value:%B} {value.day}, {value.year}"


def short_day(value: date) -> str:
    """Like "Nov 24"."""
    return f"{value:%b} {value.day}"


def moment(value: datetime, timezone: str) -> str:
    """Like "Nov 24, 2026, 9:05 AM", in the network's time zone."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{local:%b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M %p}"


def clock(value: time) -> str:
    """Like "9:05 AM"."""
    return f"{value.hour % 12 or 12}:{value:%M %p}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Like "1 session", "31 sessions", "1,204 sessions"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


FILTERS: Mapping[str, Callable[..., str]] = {
    "said": said,
    "day": day,
    "day_and_year": day_and_year,
    "short_day": short_day,
    "moment": moment,
    "clock": clock,
    "plural": plural,
    "percent": percent,
    "hours": hours,
}
