"""One session's page: what it says, what was done to it, and what may be done now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from typing import ClassVar
from uuid import UUID

from app.domain.access import Permission
from app.domain.language import _
from app.domain.language import told as in_words
from app.domain.locks import is_locked, last_open_day
from app.domain.vocabulary import Mode
from app.domain.words import month
from app.services.days import look_at_day
from app.services.undoing import undoable
from app.services.visits import Visit
from app.store.audit import Trace, list_traces
from app.store.people import list_directors
from app.store.schools import list_schools, list_team, names_of
from app.store.sessions import Kept
from app.store.wall import get_put
from app.web.guards import SeenSession
from app.web.heard import HeardPart, heard_part
from app.web.render import Page
from app.web.session_barriers import SessionBarriers, session_barriers
from app.web.telling import Told, told_of
from app.web.wall_page import wall_path
from app.web.words import ACTS, FIELD_NAMES, clock, day_and_year, moment, plural

BY_LEADERS = frozenset({"review", "withdraw_review"})
"""Acts that only a leader who took part can have done."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the audit trail: who did what and when, with the names of the fields and never their contents.

    `undo` is the version whose change can be undone from here; `reason` why somebody reached over a lock.
    """

    when: str
    who: str
    did: str
    fields: str
    undo: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Another session of the same coach at the same time."""

    id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Lock:
    """How a session's closed month stands: in words, and what the visitor may do about it."""

    words: str
    closed: bool  # its coach may change nothing now
    may_open: bool  # the visitor directs


@dataclass(frozen=True, slots=True)
class WallPart:
    """Whether the strength stands on the school's wall; `path` leads there, "" for whoever may not see all of it."""

    up: bool
    may_put: bool
    path: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was refused: a reason as it was typed, and each sentence by its field."""

    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionPage(Page):
    template: ClassVar[str] = "sessions/show.html"

    told: Told
    trail: tuple[Step, ...]
    done: str
    undo: int | None
    clashes: tuple[Clash, ...]
    long_day: str
    lock: Lock | None
    reason: str
    void_errors: Mapping[str, str]
    lock_reason: str
    lock_errors: Mapping[str, str]
    trouble: str
    timezone: str
    heard: HeardPart | None
    may_review: bool
    wall: WallPart | None
    barriers: SessionBarriers | None


NOTHING = Tried()


def session_page(
    visit: Visit,
    seen: SeenSession,
    *,
    done: str = "",
    void: Tried = NOTHING,
    office: Tried = NOTHING,
    trouble: str = "",
) -> SessionPage:
    """The page as the visitor sees it; `void` and `office` are forms of it that were refused."""
    kept, sight = seen.kept, seen.sight
    if sight.people:
        told = kept.telling
        list_team(visit.connection, visit.network_id, told.school_id, told.held_on, former=True)
        at_once = told.participant_ids | {kept.coach_id, told.co_coach_id, told.next_step_owner_id} - {None}
        names_of(visit.connection, visit.network_id, frozenset(filter(None, at_once)))  # what its parts ask for
    can = undoable(visit, kept) if sight.own else frozenset()
    trail: tuple[Step, ...] = ()
    if sight.audit:
        traces = list_traces(visit.connection, visit.network_id, kept.id)
        trail = tuple(_step(visit, kept, trace, can) for trace in traces)
    clashes, long_day = _slips(visit, kept) if sight.own and kept.voided_at is None else ((), "")
    return SessionPage(
        told=told_of(visit, kept, sight, school=seen.school.name, area=seen.area),
        trail=trail,
        done=done,
        undo=kept.version if done and kept.version in can else None,
        clashes=clashes,
        long_day=long_day,
        lock=_lock(visit, seen),
        reason=void.reason,
        void_errors=void.errors,
        lock_reason=office.reason,
        lock_errors=office.errors,
        trouble=trouble,
        timezone=visit.network.timezone,
        heard=heard_part(visit, kept),
        may_review=_may_review(visit, kept),
        wall=_wall(visit, seen),
        barriers=session_barriers(visit, seen),
    )


def _wall(visit: Visit, seen: SeenSession) -> WallPart | None:
    """Of a strength that could stand on the school's wall, for whoever may read that."""
    told = seen.kept.telling
    if not seen.sight.strength or not told.strength or seen.kept.voided_at is not None or seen.area.confidential:
        return None
    put = get_put(visit.connection, visit.network_id, seen.kept.id)
    return WallPart(up=put is not None and put.up, may_put=seen.sight.own, path=wall_path(visit, told.school_id))


def _step(visit: Visit, kept: Kept, trace: Trace, can: frozenset[int]) -> Step:
    """Whoever is not its coach never learns from the trail who is, nor which leader spoke of it."""
    who = trace.actor or _("The system")
    if trace.act in BY_LEADERS and kept.coach_id != visit.person_id:
        who = _("A leader of the school")
    if trace.actor_id == visit.person_id:
        who = _("You")
    elif trace.actor_id == kept.coach_id:
        who = _("The coach")
    names = ", ".join(in_words(FIELD_NAMES[name]).lower() for name in trace.fields if name in FIELD_NAMES)
    undo = trace.version if trace.version in can else None
    return Step(moment(trace.at, visit.network.timezone), who, in_words(ACTS[trace.act]), names, undo, trace.reason)


def _may_review(visit: Visit, kept: Kept) -> bool:
    told = kept.telling
    theirs = visit.person_id in told.participant_ids and visit.person_id not in {kept.coach_id, told.co_coach_id}
    open_still = told.mode is Mode.WITH and kept.voided_at is None
    return theirs and open_still and visit.rights.may(Permission.REVIEW, told.school_id)


def _slips(visit: Visit, kept: Kept) -> tuple[tuple[Clash, ...], str]:
    others, minutes = look_at_day(visit, kept.id, kept.telling.held_on)
    ids = frozenset(other.telling.school_id for other in others)
    found = list_schools(visit.connection, visit.network_id, ids, None) if ids else []
    schools = {school.id: school.name for school in found}
    clashes = tuple(Clash(other.id, f"{schools[other.telling.school_id]}, {span(other)}") for other in others)
    if not minutes:
        return clashes, ""
    return clashes, _("%(minutes)s are logged for this day in all.", minutes=plural(minutes, "minute"))


def span(kept: Kept) -> str:
    """Like "9:30 AM, 45 min"."""
    began = kept.telling.started_at
    minutes = _("%(minutes)s min", minutes=kept.telling.minutes)
    return f"{clock(began)}, {minutes}" if began else minutes


def _lock(visit: Visit, seen: SeenSession) -> Lock | None:
    """None while the month is open, and for whoever may neither change the session nor open it."""
    kept, days = seen.kept, visit.network.lock_after_days
    directs = visit.rights.may(Permission.UNLOCK, kept.telling.school_id)
    if not is_locked(kept.telling.held_on, visit.today, days) or not (seen.sight.own or directs):
        return None
    closed = is_locked(kept.telling.held_on, visit.today, days, kept.opened_until)
    if closed:
        words = closed_words(visit, kept)
    else:
        words = _("A director opened this session for its coach until %(day)s.", day=_day(kept.opened_until))
    return Lock(words, closed, directs)


def closed_words(visit: Visit, kept: Kept) -> str:
    """Since when a session's month is closed, and who can open it."""
    held_on = kept.telling.held_on
    last = last_open_day(held_on, visit.network.lock_after_days) or held_on
    closed = _(
        "%(month)s %(year)s was closed on %(day)s, so this session stands as it is.",
        month=month(held_on),
        year=held_on.year,
        day=_day(last + timedelta(days=1)),
    )
    directors = list_directors(visit.connection, visit.network_id, visit.today)
    names = reduce(_either, directors) if directors else _("A director")
    can = _("%(names)s can open it for its coach for seven days.", names=names)
    return f"{closed} {can}"


def _either(first: str, last: str) -> str:
    return _("%(first)s or %(last)s", first=first, last=last)


def _day(value: date | None) -> str:
    return day_and_year(value) if value else ""
