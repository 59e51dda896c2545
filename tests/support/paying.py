"""Partners and sources of funding, as tests put them there."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.domain.vocabulary import FundingKind
from app.store import tables
from app.store.engine import Database
from tests.support.rows import add


def add_partner(
    database: Database,
    network_id: UUID,
    name: str = "Harbor Library",
    areas: tuple[UUID, ...] = (),
    schools: tuple[UUID, ...] = (),
    **more: Any,
) -> UUID:
    """A partner of a network; its id."""
    partner_id = uuid4()
    here: dict[str, Any] = {"network_id": network_id}
    row: dict[str, Any] = {"does": "Reading evenings", "contact": "Front desk"} | more
    add(database, network_id, tables.Partner(**here, id=partner_id, name=name, **row))
    beside = [
        *(tables.PartnerArea(**here, partner_id=partner_id, area_id=area_id) for area_id in areas),
        *(tables.PartnerSchool(**here, partner_id=partner_id, school_id=school_id) for school_id in schools),
    ]
    add(database, network_id, *beside)
    return partner_id


def add_source(
    database: Database,
    network_id: UUID,
    name: str = "Title I",
    first_on: date = date(2026, 9, 1),
    last_on: date = date(2027, 6, 30),
    **more: Any,
) -> UUID:
    """A source of a network, public money unless said otherwise; its id."""
    source_id = uuid4()
    row: dict[str, Any] = {"kind": FundingKind.PUBLIC, "budget_minutes": 6000} | more
    days: dict[str, Any] = {"first_on": first_on, "last_on": last_on}
    add(database, network_id, tables.FundingSource(network_id=network_id, id=source_id, name=name, **days, **row))
    return source_id


def pays(database: Database, network_id: UUID, session_id: UUID, **said: Any) -> None:
    """Say of a session what pays for it, or which partner took part: `funding_id`, `partner_id`."""
    add(database, network_id, tables.SessionSupport(network_id=network_id, session_id=session_id, **said))


def usually(database: Database, network_id: UUID, coach_id: UUID, source_id: UUID) -> None:
    """Say what usually pays for a coach's time."""
    add(database, network_id, tables.DefaultFunding(network_id=network_id, coach_id=coach_id, funding_id=source_id))
