"""A phase that a school is in and a plan that holds today, for tests that ask something of each."""

from datetime import timedelta
from uuid import UUID, uuid4

from app.domain.periods import DAY, WEEK, monday
from app.domain.vocabulary import Phase
from app.store import plans, weighing
from app.store.engine import Database
from app.store.plans import Planned
from tests.support.acts import visit
from tests.support.cast import Someone


def weigh_and_plan(database: Database, school_id: UUID, who: Someone) -> dict[str, UUID]:
    """The ids of both, as addresses name them."""
    phase_id, plan_id = uuid4(), uuid4()
    with visit(database, who) as theirs:
        of_network = {"network_id": who.network_id}
        for id_, phase, days in ((uuid4(), Phase.REBUILDING, 400), (phase_id, Phase.TRANSFORMING, 200)):
            row = {"id": id_, "school_id": school_id, "phase": phase, "since_on": theirs.today - timedelta(days=days)}
            said = {"reason": "New team", "set_by": who.person_id, "set_at": theirs.now - timedelta(days=days)}
            weighing.add_phase(theirs.connection, of_network | row | said)
        first_on = monday(theirs.today) - WEEK
        days_of = {"first_on": first_on, "last_on": first_on + 4 * WEEK - DAY, "minutes_a_week": 600}
        made = {"id": plan_id, "name": "Fall", "made_by": who.person_id, "made_at": theirs.now}
        plans.add_plan(theirs.connection, of_network | days_of | made, {school_id: Planned(600, 600, "")})
    return {"phase_id": phase_id, "plan_id": plan_id}
