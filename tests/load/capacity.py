"""What people agreed on and said at each school of the measured network: all that a school's page can show."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from app.domain.vocabulary import Dimension, Outcome, Rule
from app.store.tables import AgreedService, Annotation, FlagAnswer, Handoff, HandoffCheck, HandoffHolder, IltRating

HANDED_OVER, CHECKED, RATED, ANSWERED = (timedelta(days=days) for days in (300, 210, 90, 20))
"""Before today."""

EVERY_AGREED, EVERY_ANSWERED = 5, 3
"""At every fifth school an area is agreed direct service, and at every third the office has answered a flag."""


def agreements(
    network_id: UUID,
    number: int,
    school_id: UUID,
    team: Sequence[UUID],
    areas: Sequence[UUID],
    director: UUID,
    today: date,
) -> tuple[list[SQLModel], list[SQLModel]]:
    """The rows of one school, and those that point to them."""
    handoff = uuid4()
    first = list(_first(network_id, number, school_id, team, areas, director, today, handoff))
    return first, list(_parts(network_id, team, today, handoff))


def _first(
    network_id: UUID,
    number: int,
    school_id: UUID,
    team: Sequence[UUID],
    areas: Sequence[UUID],
    director: UUID,
    today: date,
    handoff: UUID,
) -> Iterator[SQLModel]:
    place: dict[str, Any] = {"network_id": network_id, "school_id": school_id}
    principal, turn = team[0], number % len(areas)
    yield Handoff(
        **place,
        id=handoff,
        area_id=areas[turn],
        handed_over_on=today - HANDED_OVER,
        now_runs="The school plans and runs this itself, twice a month.",
        proposed_by=director,
        proposed_at=_at(today - HANDED_OVER),
        agreed_by=principal,
        agreed_at=_at(today - HANDED_OVER),
    )
    if number % EVERY_AGREED == 0:
        yield AgreedService(
            **place,
            area_id=areas[turn - 1],
            first_on=today - RATED,
            until_on=today + RATED,
            next_up="The assistant principal takes the first half of it.",
            proposed_by=director,
            proposed_at=_at(today - RATED),
            director_id=director,
            director_at=_at(today - RATED),
            leader_id=principal,
            leader_at=_at(today - RATED),
        )
    for level, ago in ((2, HANDED_OVER), (3, RATED)):
        for dimension in Dimension:
            yield IltRating(
                **place,
                rated_on=today - ago,
                dimension=dimension,
                level=level,
                entered_by=principal,
                entered_at=_at(today - ago),
            )
    yield Annotation(
        **place,
        noted_on=today - CHECKED,
        words="new principal",
        entered_by=director,
        entered_at=_at(today - CHECKED),
        agreed_by=principal,
    )
    if number % EVERY_ANSWERED == 0:
        yield FlagAnswer(
            **place,
            rule=Rule.DEPENDENT,
            what="We plan the next cycle with the team, and step back from the minutes.",
            who="The office",
            due_on=today + ANSWERED,
            answered_by=director,
            answered_on=today - ANSWERED,
            answered_at=_at(today - ANSWERED),
        )


def _parts(network_id: UUID, team: Sequence[UUID], today: date, handoff: UUID) -> Iterator[SQLModel]:
    for person_id in team[:2]:
        yield HandoffHolder(network_id=network_id, handoff_id=handoff, person_id=person_id)
    yield HandoffCheck(
        network_id=network_id,
        handoff_id=handoff,
        number=1,
        due_on=today - CHECKED,
        outcome=Outcome.HELD,
        ran_by=team[1],
        answered_by=team[0],
        answered_on=today - CHECKED,
        answered_at=_at(today - CHECKED),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(20), UTC)
