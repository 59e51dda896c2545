"""Two school years of sessions for the network that is measured: plausible, spread evenly, and oldest first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.domain.ids import time_ordered_id
from app.domain.periods import DAY, school_year
from app.domain.sessions import Telling
from app.domain.vocabulary import Aim, Lead, Mode, Origin, Source
from app.store.bulk import BulkRow
from tests.load.network import BenchNetwork, Place

SPAN = timedelta(weeks=104)
"""Two school years and the summers around them."""

YEAR = "08-12", "06-12"

MINUTES = (15, 20, 30, 30, 45, 45, 60, 90)
STRENGTH = "The team chose its own focus, and brought two weeks of exit tickets to look at."
SHARED_NOTE = (
    "We looked at the exit tickets of two weeks and sorted them by what the task asked for. The team saw that most of "
    "the misses were in reading the question. They chose one thing to try on Thursday and who will watch for it."
)


def school_days(today: date) -> list[date]:
    """The weekdays within the school years of the last two years, up to today."""
    days = (today - SPAN + number * DAY for number in range(1, SPAN.days + 1))
    return [day for day in days if day.weekday() < 5 and day <= school_year(day, *YEAR).last]


def tell(network: BenchNetwork, count: int, today: date) -> Iterator[BulkRow]:
    """As many sessions, by day; the schools take turns, so that each has as many as another, or one more."""
    luck = Random(count)  # noqa: S311 - a made-up log, not a secret
    days = school_days(today)
    shares = [(luck.uniform(0.05, 0.8), luck.uniform(0.05, 0.8)) for _ in network.places]
    for number in range(count):
        place = network.places[number % len(network.places)]
        day = days[number * len(days) // count]
        first, last = shares[number % len(network.places)]
        done = luck.random() < first + (last - first) * number / count
        received_at = datetime.combine(day, time(23), UTC)
        yield BulkRow(
            id=time_ordered_id(received_at),
            coach_id=network.coaches[place.coach].person_id,
            source=Source.FORM,
            received_at=received_at,
            telling=_telling(network, place, day, luck, done=done),
        )


def _telling(network: BenchNetwork, place: Place, day: date, luck: Random, *, done: bool) -> Telling:
    lead = None if done else luck.choice(tuple(Lead))
    there = place.team[: luck.randint(0, 1)] if done else tuple(luck.sample(place.team, 2))
    return Telling(
        school_id=place.school_id,
        area_id=luck.choice(network.area_ids),
        held_on=day,
        minutes=luck.choice(MINUTES),
        mode=Mode.FOR if done else Mode.WITH,
        lead=lead,
        origin=luck.choice(tuple(Origin)),
        aim=luck.choice((None, *Aim)),
        participant_ids=frozenset(there),
        led_ids=frozenset(there[:1]) if lead in {Lead.SHARED, Lead.SCHOOL} else frozenset(),
        teachers=luck.randint(0, 4),
        strength=STRENGTH if luck.random() < 0.5 else "",
        shared_note=SHARED_NOTE if luck.random() < 0.35 else "",
    )
