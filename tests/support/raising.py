"""What it takes for each rule's flag to go up at Alder in spring: sessions, and what people agreed on and said."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Lead, Origin, Outcome, Rule, Verdict
from app.store import tables
from app.store.engine import Database
from tests.support.cast import Cast
from tests.support.filling import ANYBODY, TABLES
from tests.support.reviewing import say
from tests.support.rows import add, change
from tests.support.tellings import side_by_side, telling
from tests.support.years import FEBRUARY, SPRING, YEARS, keep, keep_rising, weeks

NOON = datetime.combine(SPRING, time(18), UTC)


def days_ago(*numbers: int) -> list[dict[str, Any]]:
    """The days of sessions, as changes to a telling."""
    return [{"held_on": SPRING - timedelta(days=number)} for number in numbers]


def _keep(database: Database, cast: Cast, told: list[Telling]) -> None:
    keep(database, cast.jo, told)


def rising(database: Database, cast: Cast) -> None:
    keep_rising(database, cast)


def easing(database: Database, cast: Cast) -> None:
    _keep(database, cast, weeks(cast, YEARS, FEBRUARY - timedelta(days=1), "FFF FFF"))
    days = range((SPRING - FEBRUARY).days // 2)
    _keep(database, cast, [side_by_side(cast, held_on=FEBRUARY + timedelta(days=2 * day)) for day in days])


def stuck(database: Database, cast: Cast) -> None:
    led = {"area_id": cast.areas[Area.DATA_INQUIRY], "lead": Lead.COACH}
    _keep(database, cast, [side_by_side(cast, **led, **day) for day in days_ago(*range(1, 71, 7))])


def alone(database: Database, cast: Cast) -> None:
    area = {"area_id": cast.areas[Area.OBSERVATION]}
    without = {"participant_ids": frozenset({cast.mei.person_id}), "lead": Lead.COACH}
    _keep(database, cast, [side_by_side(cast, **area, **without, **day) for day in days_ago(1, 8, 15, 22)])
    _keep(database, cast, [side_by_side(cast, **area, **day) for day in days_ago(2, 9)])


def reactive(database: Database, cast: Cast) -> None:
    _keep(database, cast, [telling(cast, origin=Origin.REQUESTED, **day) for day in days_ago(1, 8, 15, 22, 29)])
    _keep(database, cast, [side_by_side(cast, **day) for day in days_ago(2, 9)])


def fragile(database: Database, cast: Cast) -> None:
    area = {"area_id": cast.areas[Area.DATA_INQUIRY]}
    _keep(database, cast, [side_by_side(cast, **area, **day) for day in days_ago(1, 8, 15, 22)])


def _handed_over(database: Database, cast: Cast, days: int) -> tables.Handoff:
    on = SPRING - timedelta(days=days)
    at = datetime.combine(on, time(18), UTC)
    handoff = tables.Handoff(
        network_id=cast.bridge,
        id=uuid4(),
        school_id=cast.alder,
        area_id=cast.areas[Area.BUDGET],
        handed_over_on=on,
        now_runs="The team drafts the budget.",
        proposed_by=cast.jo.person_id,
        proposed_at=at,
        agreed_by=cast.rosa.person_id,
        agreed_at=at,
    )
    add(database, cast.bridge, handoff)
    return handoff


def slipped(database: Database, cast: Cast) -> None:
    """Handed over on a Friday; what we did on that week's Monday is not held against anybody."""
    _handed_over(database, cast, 40)
    _keep(database, cast, [telling(cast, **day) for day in days_ago(1, 8, 15, 43, 44)])


def duplicate(database: Database, cast: Cast) -> None:
    change(database, tables.Area, cast.bridge, {"id": cast.areas[Area.FRONT_OFFICE]}, district_provides=True)
    there = {"area_id": cast.areas[Area.FRONT_OFFICE]}
    _keep(database, cast, [telling(cast, **there, **day) for day in days_ago(1, 8, 15)])
    _keep(database, cast, [telling(cast, **days_ago(2)[0]), side_by_side(cast, **there, **days_ago(3)[0])])


def under_served(database: Database, cast: Cast) -> None:
    for school in (cast.alder, cast.birch, cast.cedar, cast.dogwood):
        change(database, tables.School, cast.bridge, {"id": school}, need_weight=1.0, need_weight_set=True)
    elsewhere = (cast.birch, cast.cedar, cast.dogwood)
    nobody = {"participant_ids": frozenset[Any](), "led_ids": frozenset[Any]()}
    told = [
        telling(cast, school_id=school, **nobody, **day) for school in elsewhere for day in days_ago(*range(1, 60, 5))
    ]
    _keep(database, cast, [*told, *(side_by_side(cast, **day) for day in days_ago(1, 8))])


def disputed(database: Database, cast: Cast) -> None:
    _keep(database, cast, [side_by_side(cast, **day) for day in days_ago(*range(1, 17, 2))])
    session = TABLES["coaching_session"]
    with database.reading() as connection:
        ids = list(connection.execute(sa.select(session.c.id).order_by(session.c.held_on), execution_options=ANYBODY))
    for number, (session_id,) in enumerate(ids):
        say(database, cast.rosa, Verdict.CORRECTED if number % 2 else Verdict.CONFIRMED, session_id, NOON)


def silent(database: Database, cast: Cast) -> None:
    _keep(database, cast, [side_by_side(cast, **day) for day in days_ago(70, 71, 90)])


def reached(database: Database, cast: Cast) -> None:
    _keep(database, cast, [telling(cast, **day) for day in days_ago(*range(90, 140, 6))])
    _keep(database, cast, [side_by_side(cast, **day) for day in days_ago(*range(1, 60, 6))])


def held(database: Database, cast: Cast) -> None:
    handoff = _handed_over(database, cast, 90)
    check = tables.HandoffCheck(
        network_id=cast.bridge,
        handoff_id=handoff.id,
        number=1,
        due_on=SPRING - timedelta(days=10),
        outcome=Outcome.HELD,
        answered_by=cast.rosa.person_id,
        answered_on=SPRING - timedelta(days=10),
        answered_at=NOON,
    )
    add(database, cast.bridge, check)
    _keep(database, cast, [side_by_side(cast, **days_ago(20)[0])])


RAISING: Mapping[Rule, Callable[[Database, Cast], None]] = {
    Rule.DEPENDENT: rising,
    Rule.RISING: rising,
    Rule.EASING: easing,
    Rule.STUCK: stuck,
    Rule.ALONE: alone,
    Rule.REACTIVE: reactive,
    Rule.FRAGILE: fragile,
    Rule.SLIPPED: slipped,
    Rule.DUPLICATE: duplicate,
    Rule.UNDER_SERVED: under_served,
    Rule.DISPUTED: disputed,
    Rule.SILENT: silent,
    Rule.REACHED: reached,
    Rule.HELD: held,
}
