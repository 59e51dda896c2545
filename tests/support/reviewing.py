"""What leaders of the cast say of a session: kept, counted and added up as a service would, in one transaction."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.reviews import as_counted, effective
from app.domain.vocabulary import Verdict
from app.store.engine import Database
from app.store.reviews import list_reviews
from app.store.reviews import review as reviews
from app.store.rollups import move, touch
from app.store.sessions import count_as, get_kept
from tests.support.acts import FORM, visit
from tests.support.cast import Someone
from tests.support.filling import NOW


def say(database: Database, who: Someone, verdict: Verdict, session_id: UUID = FORM, at: datetime = NOW) -> None:
    """Somebody says it of a session of their network's that is not voided."""
    with visit(database, who, at) as their:
        review_session(their.connection, who.network_id, who.person_id, verdict, session_id, at)


def review_session(
    connection: Connection, network_id: UUID, reviewer_id: UUID, verdict: Verdict, session_id: UUID, at: datetime
) -> None:
    kept = get_kept(connection, network_id, session_id)
    assert kept is not None
    before = list_reviews(connection, network_id, session_id)
    row = {
        "network_id": network_id,
        "session_id": session_id,
        "reviewer_id": reviewer_id,
        "number": 1 + sum(each.reviewer_id == reviewer_id for each in before),
        "verdict": verdict,
        "comment": "",
        "said_at": at,
    }
    connection.execute(sa.insert(reviews), row)
    told = kept.telling
    found = effective(told.mode, told.lead, told.participant_ids, list_reviews(connection, network_id, session_id))
    count_as(connection, network_id, session_id, found)
    if kept.voided_at is None:
        move(connection, network_id, kept.counted, as_counted(told, found))
        touch(connection, network_id, {told.school_id})
