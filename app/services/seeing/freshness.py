"""How fresh what is known of a school is: until when sessions are in, and how many leaders have yet to speak of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.services.seeing.gathering import few
from app.services.seeing.ground import Ground
from app.services.seeing.shelf import Shelf
from app.services.visits import Visit
from app.store import analytics
from app.store.reviews import Reviewing, reviewing_by_school
from app.store.schools import SchoolFact


@dataclass(frozen=True, slots=True)
class Fresh:
    """Of one school: `reviewing` in the usual window, and when the latest session of its last week came in."""

    reviewing: Reviewing
    in_until: datetime | None


def freshness(visit: Visit, kept: Shelf[Fresh], ground: Ground, schools: Sequence[SchoolFact]) -> list[Fresh]:
    """Of each of the schools, in their order; in two queries, and in none when all of it is kept."""
    question = (ground, visit.network.review_due_days, visit.network.timezone)
    return kept.take(question, schools, lambda missing: _read(visit, ground, missing))


def _read(visit: Visit, ground: Ground, schools: list[SchoolFact]) -> Iterator[Fresh]:
    network, ids = visit.network, few(schools)
    reviewing = reviewing_by_school(
        visit.connection,
        network.id,
        ground.window,
        ground.today,
        network.review_due_days,
        ids,
        zone=network.timezone,
    )
    received = analytics.received_by_school(visit.connection, network.id, ids)
    for school in schools:
        yield Fresh(reviewing.get(school.id, Reviewing()), received.get(school.id))
