"""School years of sessions for the network that is measured: plausible, spread evenly, and oldest first.

A session is drawn as a few small numbers, many at a time: ten million of them are told in minutes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import starmap
from random import Random
from typing import NamedTuple
from uuid import UUID

from app.domain.periods import DAY, school_year
from app.domain.sessions import Telling
from app.domain.vocabulary import Aim, Heard, Lead, Mode, Origin
from tests.load.network import BenchNetwork

SPAN = timedelta(weeks=104)
"""Two school years and the summers around them."""

FULL = 1_000_000
"""Sessions of two years at most. At 500 schools that is 23 a school and week, eight times a real one; what is more goes
further back, two years a million: the latest two years are then as full as before, and older ones lie below them."""

YEAR = "08-12", "06-12"

PIECE = 20_000
"""Sessions that are drawn together."""

MINUTES = (15, 20, 30, 30, 45, 45, 60, 90)
STRENGTH = "The team chose its own focus, and brought two weeks of exit tickets to look at."
SHARED_NOTE = (
    "We looked at the exit tickets of two weeks and sorted them by what the task asked for. The team saw that most of "
    "the misses were in reading the question. They chose one thing to try on Thursday and who will watch for it."
)

LEADS = tuple(Lead)
ORIGINS = tuple(Origin)
AIMS = (None, *Aim)
PAIRS = ((0, 1), (1, 0), (0, 2), (1, 2), (2, 3), (3, 4), (4, 0))
"""Who took part, by their place in the team; the principal is the first of it, and in four of seven."""

REVIEWED = (None,) * 5 + (Heard.CONFIRMED,) * 4 + (Heard.CORRECTED,)
"""What principals say of sessions that name them: half of them nothing, and one in ten that it was done for them."""


class Told(NamedTuple):
    """One session in small numbers: `place`, `area`, `minutes`, `origin`, `aim` and `people` are places in a tuple.

    Without `lead` it was done for the school. `luck` decides what texts are written, 0 to 1. `id` is 32 hex digits.
    """

    id: str
    day: date
    place: int
    area: int
    minutes: int
    lead: Lead | None
    origin: int
    aim: int
    people: tuple[int, ...]
    teachers: int
    luck: float
    heard: Heard | None

    @property
    def led(self) -> bool:
        """Whether somebody of the school is marked as leading: the first of those who took part."""
        return self.lead is not None and self.lead is not Lead.COACH

    @property
    def counted(self) -> Lead | None:
        """The lead that counts."""
        return None if self.heard is Heard.CORRECTED else self.lead

    @property
    def has_strength(self) -> bool:
        return self.luck < 0.5

    @property
    def has_note(self) -> bool:
        return 0.3 <= self.luck < 0.65


def span_of(count: int) -> timedelta:
    """How far back so many sessions go."""
    return SPAN * max(1, -(-count // FULL))


def school_days(today: date, span: timedelta = SPAN) -> list[date]:
    """The weekdays within the school years of a span, up to today."""
    days = (today - span + number * DAY for number in range(1, span.days + 1))
    return [day for day in days if day.weekday() < 5 and day <= school_year(day, *YEAR).last]


def tell(network: BenchNetwork, count: int, today: date) -> Iterator[list[Told]]:
    """As many sessions, by day and some at a time; the schools take turns: each has as many as another, or one more."""
    luck = Random(count)  # noqa: S311 - a made-up log, not a secret
    days = school_days(today, span_of(count))
    shares = [(luck.uniform(0.05, 0.8), luck.uniform(0.05, 0.8)) for _ in network.places]
    for first in range(0, count, PIECE):
        numbers = range(first, min(first + PIECE, count))
        yield list(starmap(Told, _drawn(network, luck, days, shares, numbers, count)))


def _drawn(
    network: BenchNetwork,
    luck: Random,
    days: list[date],
    shares: list[tuple[float, float]],
    numbers: range,
    count: int,
) -> Iterator[tuple[object, ...]]:
    """The fields of each: what is the same for all kinds of sessions is drawn a column at a time."""
    many, schools, held = len(numbers), len(network.places), len(days)
    areas = luck.choices(range(len(network.area_ids)), k=many)
    minutes = luck.choices(MINUTES, k=many)
    leads = luck.choices(LEADS, k=many)
    origins = luck.choices(range(len(ORIGINS)), k=many)
    aims = luck.choices(range(len(AIMS)), k=many)
    pairs = luck.choices(PAIRS, k=many)
    teachers = luck.choices(range(5), k=many)
    said = luck.choices(REVIEWED, k=many)
    for at, number in enumerate(numbers):
        place = number % schools
        day = days[number * held // count]
        first, last = shares[place]
        chance = luck.random()
        done = luck.random() < first + (last - first) * number / count
        people = pairs[at][: 1 if chance < 0.5 else 0] if done else pairs[at]
        heard = None if done or 0 not in people else said[at]
        lead = None if done else leads[at]
        session_id = _id(day, number, luck)
        yield (
            session_id, day, place, areas[at], minutes[at], lead,
            origins[at], aims[at], people, teachers[at], chance, heard,
        )  # fmt: skip


_EPOCH = date(1970, 1, 1)


def _id(day: date, number: int, luck: Random) -> str:
    """A time-ordered id, as the product's, of a moment in the day that is later the later its number."""
    milliseconds = (day - _EPOCH).days * 86_400_000 + number % 80_000_000
    low = luck.getrandbits(74)
    return f"{milliseconds << 16 | 0x7000 | low >> 62:016x}{1 << 63 | low & (1 << 62) - 1:016x}"


def received_at(day: date) -> datetime:
    return datetime.combine(day, time(23), UTC)


def telling_of(network: BenchNetwork, told: Told) -> Telling:
    """The session in the product's words."""
    place = network.places[told.place]
    there = [place.team[number] for number in told.people]
    return Telling(
        school_id=place.school_id,
        area_id=network.area_ids[told.area],
        held_on=told.day,
        minutes=told.minutes,
        mode=Mode.FOR if told.lead is None else Mode.WITH,
        lead=told.lead,
        origin=ORIGINS[told.origin],
        aim=AIMS[told.aim],
        participant_ids=frozenset(there),
        led_ids=frozenset(there[:1]) if told.led else frozenset[UUID](),
        teachers=told.teachers,
        strength=STRENGTH if told.has_strength else "",
        shared_note=SHARED_NOTE if told.has_note else "",
    )
