"""How pages say things: enums, dates, minutes. Filters of every template."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.access import Role
from app.domain.flags import Only
from app.domain.language import _, later, told
from app.domain.ratings import Level
from app.domain.vocabulary import (
    Aim,
    BarrierStatus,
    Dimension,
    FundingKind,
    Lead,
    Mode,
    Modelled,
    Origin,
    Other,
    Phase,
    Position,
    Rule,
    Stage,
)
from app.domain.words import NOUNS, counted, hours, month, percent, short_month

SAID: Mapping[Any, str] = {
    Mode.FOR: later("for the school"),
    Mode.WITH: later("with the school"),
    Lead.COACH: later("coach led"),
    Lead.SHARED: later("shared lead"),
    Lead.SCHOOL: later("school led"),
    Origin.PLANNED: later("planned"),
    Origin.REQUESTED: later("asked for in the moment"),
    Aim.SYSTEM: later("a system"),
    Aim.SYMPTOM: later("a quick fix"),
    Modelled.LANGUAGE: later("Language"),
    Modelled.BEHAVIOR: later("Behavior"),
    Modelled.EXPECTATION: later("An expectation"),
    Modelled.PRACTICE: later("A practice"),
    Modelled.ROUTINE: later("A routine"),
    FundingKind.PUBLIC: later("public"),
    FundingKind.PHILANTHROPIC: later("philanthropic"),
    FundingKind.FEE: later("fee"),
    Other.TRAVEL: later("Travel"),
    Other.PREPARATION: later("Preparation"),
    Other.NETWORK_MEETING: later("Network meeting"),
    Other.LEARNING: later("Own learning"),
    Other.MISSED_VISIT: later("Visit that did not happen"),
    Position.PRINCIPAL: later("Principal"),
    Position.ASSISTANT_PRINCIPAL: later("AP"),
    Position.TEACHER_LEADER: later("Teacher leader"),
    Position.COORDINATOR: later("Coordinator"),
    Position.COUNSELOR: later("Counselor"),
    Position.OFFICE_STAFF: later("Office staff"),
    Position.OTHER: later("Other"),
    Dimension.PURPOSE: later("Purpose"),
    Dimension.ACCOUNTABILITY: later("Accountability"),
    Dimension.CONTINUITY: later("Continuity"),
    Level.NOT_EVIDENT: later("Not evident"),
    Level.EMERGING: later("Emerging"),
    Level.OPERATIONAL: later("Operational"),
    Level.EXEMPLARY: later("Exemplary"),
    Phase.REBUILDING: later("Rebuilding"),
    Phase.TRANSFORMING: later("Transforming"),
    Phase.SUSTAINING: later("Sustaining"),
    Stage.FEW_VISITS: later("Few visits"),
    Stage.DIRECT_SERVICE: later("Direct service"),
    Stage.SIDE_BY_SIDE: later("Side by side"),
    Stage.RELEASING: later("Releasing"),
    Stage.SUSTAINING: later("Sustaining"),
    Rule.DEPENDENT: later("Depends on direct service"),
    Rule.RISING: later("Rising"),
    Rule.EASING: later("Easing"),
    Rule.STUCK: later("Stuck"),
    Rule.ALONE: later("Alone"),
    Rule.REACTIVE: later("Reactive"),
    Rule.FRAGILE: later("Fragile"),
    Rule.SLIPPED: later("Slipped"),
    Rule.DUPLICATE: later("Duplicate"),
    Rule.UNDER_SERVED: later("Under-served"),
    Rule.DISPUTED: later("Disputed"),
    Rule.SILENT: later("Silent"),
    Rule.REACHED: later("A stage reached"),
    Rule.HELD: later("A handoff held"),
    BarrierStatus.OPEN: later("Open"),
    BarrierStatus.WORKING: later("Being worked on"),
    BarrierStatus.SOLVED: later("Solved"),
    BarrierStatus.LEFT: later("Left as it is"),
}

ROLES: Mapping[Role, str] = {
    Role.COACH: later("Coach"),
    Role.SCHOOL_LEADER: later("School leader"),
    Role.DIRECTOR: later("Director"),
    Role.ADMIN: later("Admin"),
}
"""Apart from `SAID`, since "coach" is the word of a lead too."""

ONLY: Mapping[Only, str] = {
    Only.ALONE: later("without a school leader"),
    Only.DISPUTED: later("seen differently by the school"),
    Only.DISTRICT: later("in areas that the district provides"),
}
"""Apart from `SAID`, since "alone" and "disputed" are words of rules too."""


FIELD_NAMES: Mapping[str, str] = {
    "held_on": later("Day"),
    "started_at": later("Began at"),
    "school_id": later("School"),
    "minutes": later("Minutes"),
    "mode": later("Who did the work"),
    "lead": later("Who led"),
    "area_id": later("Area"),
    "participant_ids": later("Who took part"),
    "led_ids": later("Who of them led"),
    "positions": later("Someone else"),
    "co_coach_id": later("Coached with"),
    "partner_id": later("Community partner"),
    "origin": later("Planned or asked for"),
    "aim": later("What it worked on"),
    "modelled": later("What was modelled"),
    "funding_id": later("What pays for it"),
    "teachers": later("Teachers"),
    "strength": later("Strength"),
    "next_step_text": later("Next step"),
    "next_step_owner_id": later("Whose step"),
    "next_step_due_on": later("By when"),
    "shared_note": later("Shared note"),
    "private_note": later("Private note"),
}
"""A session's fields as pages name them, in the order in which pages show them."""

WEEKDAYS = (later("Mon"), later("Tue"), later("Wed"), later("Thu"), later("Fri"), later("Sat"), later("Sun"))

ACTS: Mapping[str, str] = {
    "create": later("logged it"),
    "import": later("brought it in from an older log"),
    "edit": later("changed it"),
    "void": later("voided it"),
    "restore": later("restored it"),
    "undo": later("undid a change"),
    "open": later("opened it for its coach"),
    "review": later("said how it was"),
    "withdraw_review": later("took back what they had said of it"),
    "answer_review": later("answered a correction"),
    "put_on_wall": later("put its strength on the wall"),
    "take_off_wall": later("took its strength off the wall"),
}


def said(word: Any) -> str:
    """An enum's word as a page says it.

    Raises:
        KeyError: a word without a saying; a test asks for every one.
    """
    return told(SAID[word])


def day(value: date) -> str:
    """Like "Tue, Nov 24"."""
    weekday, month = told(WEEKDAYS[value.weekday()]), short_month(value)
    return _("%(weekday)s, %(month)s %(day)d", weekday=weekday, month=month, day=value.day)


def day_and_year(value: date) -> str:
    """Like "November 24, 2026"."""
    return _("%(month)s %(day)d, %(year)d", month=month(value), day=value.day, year=value.year)


def short_day(value: date) -> str:
    """Like "Nov 24"."""
    return _("%(month)s %(day)d", month=short_month(value), day=value.day)


def moment(value: datetime, timezone: str) -> str:
    """Like "Nov 24, 2026, 9:05 AM", in the network's time zone."""
    local = value.astimezone(ZoneInfo(timezone))
    on = _(
        "%(month)s %(day)d, %(year)d",
        month=short_month(local),
        day=local.day,
        year=local.year,
    )
    return f"{on}, {clock(local.time())}"


def clock(value: time) -> str:
    """Like "9:05 AM"."""
    half = _("AM") if value.hour < 12 else _("PM")  # noqa: PLR2004 - noon
    return f"{value.hour % 12 or 12}:{value.minute:02} {half}"


def has_words(text: str, q: str) -> bool:
    """Whether a text holds all words that are searched for, in any order and case; nothing searched for is in all."""
    return all(word in text.casefold() for word in q.casefold().split())


def plural(count: int, one: str, many: str | None = None) -> str:
    """Like "1 session", "31 sessions"; `many` is for what is not among the nouns that are counted everywhere."""
    if many is None or one in NOUNS:
        return counted(count, one)
    return f"{count:,} {one if count == 1 else many}"


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
