"""What a coach has proposed for a school's team, for tests that ask something of each of it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.domain.vocabulary import Dimension, Position
from app.store import tables
from app.store.engine import Database
from tests.support.cast import Someone
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.rows import add


def propose_everything(database: Database, school_id: UUID, coach: Someone, day: date) -> dict[str, UUID]:
    """A new member, a marked day and a meeting's ratings, all of `day`; the ids by which addresses name them.

    `membership_id` is of whoever is on the ILT of the school.
    """
    proposal_id, annotation_id = uuid4(), uuid4()
    place: dict[str, Any] = {"network_id": coach.network_id, "school_id": school_id}
    add(
        database,
        coach.network_id,
        tables.MembershipProposal(
            **place,
            id=proposal_id,
            name="Lee Kim",
            position=Position.COUNSELOR,
            first_on=day,
            proposed_by=coach.person_id,
            proposed_at=NOW,
        ),
        tables.Annotation(
            **place, id=annotation_id, noted_on=day, words="new bell times", entered_by=coach.person_id, entered_at=NOW
        ),
        *(
            tables.IltRating(
                **place, rated_on=day, dimension=dimension, level=2, entered_by=coach.person_id, entered_at=NOW
            )
            for dimension in Dimension
        ),
    )
    members = TABLES["membership"].c
    wanted = sa.select(members.id).where(members.school_id == school_id, members.on_ilt)
    with database.reading() as connection:
        membership_id = connection.execute(wanted, execution_options=ANYBODY).scalars().first()
    assert membership_id is not None
    return {"membership_id": membership_id, "proposal_id": proposal_id, "annotation_id": annotation_id}
