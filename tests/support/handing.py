"""Handoffs and agreed direct service at Alder, as people of the cast propose them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from app.domain.vocabulary import Area
from app.services.agreements import ServiceProposal, propose_service
from app.services.handoffs import Proposal, agree_to_handoff, propose_handoff
from app.services.visits import Visit
from app.store import agreements, handoffs
from app.store.agreements import KeptAgreement
from app.store.engine import Database
from app.store.handoffs import KeptHandoff
from tests.support.acts import visit
from tests.support.cast import Cast, Someone
from tests.support.filling import NOW

T = TypeVar("T")


SINCE = date(2026, 8, 24)
"""Handed over on this Monday, the first check was due on October 23, and the second is on December 22."""

HANDED = UUID("30000000-0000-4000-8000-000000000001")
SERVED = UUID("40000000-0000-4000-8000-000000000001")


def proposal(cast: Cast, **changes: Any) -> Proposal:
    """Alder runs its budget itself since August 24; Rosa and Mei hold it. `changes` are fields of it."""
    plain = Proposal(
        id=HANDED,
        area_id=cast.areas[Area.BUDGET],
        handed_over_on=SINCE,
        now_runs="The team drafts the budget with staff in January.",
        holder_ids=frozenset({cast.rosa.person_id, cast.mei.person_id}),
    )
    return replace(plain, **changes)


def service(cast: Cast, **changes: Any) -> ServiceProposal:
    """We do Alder's front office until the end of February."""
    plain = ServiceProposal(
        id=SERVED,
        area_id=cast.areas[Area.FRONT_OFFICE],
        until_on=date(2027, 2, 26),
        next_up="From March the office manager answers the phones.",
    )
    return replace(plain, **changes)


def do(database: Database, who: Someone, job: Callable[[Visit], T], now: datetime = NOW) -> T:
    """What somebody does, in a transaction of its own."""
    with visit(database, who, now) as theirs:
        return job(theirs)


def handed_over(database: Database, cast: Cast, **changes: Any) -> None:
    """Jo proposes it, and Rosa agrees."""
    said = proposal(cast, **changes)
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, said))
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, said.id))


def propose_both(
    database: Database, school_id: UUID, coach: Someone, holder: Someone, areas: Mapping[Area, UUID]
) -> dict[str, UUID]:
    """A handoff and agreed direct service that a coach proposes at a school; their ids."""
    with visit(database, coach, NOW) as theirs:
        handed = Proposal(
            id=uuid4(),
            area_id=areas[Area.DATA_INQUIRY],
            handed_over_on=theirs.today,
            now_runs="They ask the data.",
            holder_ids=frozenset({holder.person_id}),
        )
        served = ServiceProposal(uuid4(), areas[Area.CULTURE], theirs.today, "They look after it.")
        propose_handoff(theirs, school_id, handed)
        propose_service(theirs, school_id, served)
    return {"handoff_id": handed.id, "agreement_id": served.id}


def kept_handoff(database: Database, cast: Cast, handoff_id: UUID = HANDED) -> KeptHandoff:
    found = do(database, cast.jo, lambda jo: handoffs.get_kept(jo.connection, cast.bridge, handoff_id))
    assert found is not None
    return found


def kept_agreement(database: Database, cast: Cast, agreement_id: UUID = SERVED, now: datetime = NOW) -> KeptAgreement:
    def read(jo: Visit) -> KeptAgreement | None:
        return agreements.get_kept(jo.connection, cast.bridge, jo.today, agreement_id)

    found = do(database, cast.jo, read, now)
    assert found is not None
    return found
