"""A row in each table of the nine lessons, as `filling` wants them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from app.domain.sessions import Telling
from app.domain.vocabulary import FundingKind, Modelled, Phase
from app.store import tables


def lessons_of(
    network_id: UUID, session_id: UUID, telling: Telling, coach: UUID, now: datetime
) -> Iterator[list[SQLModel]]:
    """In the order in which rows point to each other."""
    partner, funding, plan, barrier, today = uuid4(), uuid4(), uuid4(), uuid4(), now.date()
    here: dict[str, Any] = {"network_id": network_id}
    school: dict[str, Any] = {"school_id": telling.school_id}
    yield [
        tables.Partner(**here, id=partner, name="Harbor Library"),
        tables.FundingSource(
            **here, id=funding, name="Title I", kind=FundingKind.PUBLIC, first_on=today, last_on=today
        ),
        tables.TermPlan(
            **here, id=plan, name="Fall", first_on=today, last_on=today, minutes_a_week=600, made_by=coach, made_at=now
        ),
        tables.Barrier(
            **here,
            **school,
            id=barrier,
            area_id=telling.area_id,
            what="No time",
            opened_by=coach,
            opened_on=today,
            opened_at=now,
        ),
        tables.PhaseChange(**here, **school, phase=Phase.REBUILDING, since_on=today, set_by=coach, set_at=now),
        tables.Reflection(**here, **school, month=today, author_id=coach, needs=2, barriers=3, said_at=now),
        tables.NudgePhrase(**here, words="low kids", instead="students who are not reading yet"),
        tables.NetworkLogo(**here, png=b"", width=1, height=1, mark=""),
        tables.OfficeChange(
            **here, subject="school", subject_id=uuid4(), before="{}", after="{}", changed_by=coach, changed_at=now
        ),
    ]
    yield [
        tables.PartnerArea(**here, partner_id=partner, area_id=telling.area_id),
        tables.PartnerSchool(**here, partner_id=partner, **school),
        tables.DefaultFunding(**here, coach_id=coach, funding_id=funding),
        tables.PlannedTime(**here, plan_id=plan, **school, proposed=60, minutes=90),
        tables.BarrierSession(**here, barrier_id=barrier, session_id=session_id),
        tables.SessionSupport(
            **here, session_id=session_id, partner_id=partner, funding_id=funding, modelled=Modelled.ROUTINE
        ),
        tables.WallStrength(**here, session_id=session_id, put_by=coach, put_at=now),
    ]
