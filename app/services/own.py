"""What a coach sees of their own work, beside their own past and beside nobody else's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.chart import Point, points, spans
from app.domain.measures import Tally
from app.domain.periods import Window, monday
from app.domain.vocabulary import Other
from app.services.seeing.standing import a_year_before
from app.services.visits import Visit
from app.store.load import other_minutes, session_minutes
from app.store.own import OwnSession, OwnStrength, list_own, list_own_strengths

LATEST = 4
"""Strengths on the page: some weeks of them, for who notes one every other session."""


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """Some weeks: what counts of the sessions, and in how many of them a strength was noted."""

    tally: Tally
    strengths: int


@dataclass(frozen=True, slots=True)
class OwnView:
    """`spans` are the window, the one before and the same weeks of last year; `points` begin with a session.

    `beside` are minutes beside another coach, and `other` those of other time by its kind; both of the window.
    """

    spans: tuple[OwnSpan, OwnSpan, OwnSpan]
    points: tuple[Point, ...]
    strengths: tuple[OwnStrength, ...]
    beside: int
    other: Mapping[Other, int]


def see_own(visit: Visit, window: Window) -> OwnView:
    """The visitor's own work: in four queries, all of which name the visitor and can name nobody else."""
    connection, network_id, me, today = visit.connection, visit.network_id, visit.person_id, visit.today
    drawn = spans(today, visit.network.year_starts_on, visit.network.year_ends_on)
    windows = (window, window.before(), a_year_before(window))
    first = min(drawn[0][0], *(each.first for each in windows))
    sessions = list_own(connection, network_id, me, first, today)
    now, before, last_year = (_span(sessions, each) for each in windows)
    coached = sum(session_minutes(connection, network_id, window, [me]).get(me, {}).values())
    other: dict[Other, int] = defaultdict(int)
    for (kind, _), minutes in other_minutes(connection, network_id, window, [me]).get(me, {}).items():
        other[kind] += minutes
    return OwnView(
        spans=(now, before, last_year),
        points=tuple(points(_weeks(sessions), drawn)),
        strengths=tuple(list_own_strengths(connection, network_id, me, window, LATEST)),
        beside=coached - now.tally.minutes,
        other=dict(other),
    )


def _span(sessions: Sequence[OwnSession], window: Window) -> OwnSpan:
    within = [each for each in sessions if window.holds(each.held_on)]
    return OwnSpan(Tally.total(each.tally for each in within), sum(each.strength for each in within))


def _weeks(sessions: Sequence[OwnSession]) -> dict[date, Tally]:
    found: dict[date, list[Tally]] = defaultdict(list)
    for each in sessions:
        found[monday(each.held_on)].append(each.tally)
    return {week: Tally.total(tallies) for week, tallies in found.items()}
