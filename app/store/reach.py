"""Who of a school's people took part in what we did with it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import Window
from app.domain.vocabulary import Mode
from app.store.sessions import STANDING, held_between, participant, session


def took_part(
    connection: Connection, network_id: UUID, school_id: UUID, window: Window, people: Collection[UUID]
) -> frozenset[UUID]:
    """Those of `people` who are named in a session of the window that counts as done with the school."""
    if not people:
        return frozenset()
    statement = (
        sa.select(participant.c.person_id)
        .join(
            session,
            sa.and_(session.c.network_id == participant.c.network_id, session.c.id == participant.c.session_id),
        )
        .where(
            participant.c.network_id == network_id,
            participant.c.person_id.in_(people),
            session.c.network_id == network_id,
            session.c.school_id == school_id,
            held_between(window.first, window.last),
            STANDING,
            session.c.counted_mode == Mode.WITH,
        )
        .distinct()
    )
    return frozenset(person_id for (person_id,) in connection.execute(statement))
