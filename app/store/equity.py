"""What equity asks of every school of a network: its need, its coach, and our time there."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.equity import Support
from app.domain.measures import Tally
from app.domain.periods import Window
from app.store.analytics import sums_by_school
from app.store.evidence import coached_since
from app.store.once import once
from app.store.schools import on, school


@once
def list_support(connection: Connection, network_id: UUID, window: Window, today: date) -> dict[UUID, Support]:
    """By its id, each school that is active today, in three queries."""
    active = sa.select(school.c.id, school.c.need_weight, school.c.need_weight_set).where(
        school.c.network_id == network_id, on(school, today)
    )
    coached = coached_since(connection, network_id, today)
    sums = sums_by_school(connection, network_id, window)
    nothing = Tally.zero()
    return {
        school_id: Support(weight, by_director, None in coached or school_id in coached, sums.get(school_id, nothing))
        for school_id, weight, by_director in connection.execute(active)
    }
