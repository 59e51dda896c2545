"""What else is said of a session: the community partner who took part, what pays for it, and what was modelled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.periods import lasts, local_today
from app.domain.sessions import SUPPORT, Telling
from app.store.prepared import Prepared
from app.store.tables import DefaultFunding, FundingSource, Partner, SessionSupport
from app.store.tables.base import table_of

support = table_of(SessionSupport)
partner = table_of(Partner)
funding_source = table_of(FundingSource)
default_funding = table_of(DefaultFunding)

insert_support = Prepared(sa.insert(support))


def has_support(telling: Telling) -> bool:
    """Whether any of it is said: a session without has no row."""
    return any(getattr(telling, name) for name in SUPPORT)


def support_row(network_id: UUID, session_id: UUID, telling: Telling) -> dict[str, Any]:
    return {"network_id": network_id, "session_id": session_id} | {name: getattr(telling, name) for name in SUPPORT}


@dataclass(frozen=True, slots=True)
class PartnerChoice:
    id: UUID
    name: str
    removed_at: datetime | None

    def there_on(self, day: date, timezone: str) -> bool:
        """Whether a session of that day may name it: until it was removed, by the network's own clock."""
        return _before_removal(self.removed_at, day, timezone)


@dataclass(frozen=True, slots=True)
class FundingChoice:
    id: UUID
    name: str
    first_on: date
    last_on: date
    removed_at: datetime | None

    def pays_on(self, day: date, timezone: str) -> bool:
        """Whether it pays for a session of that day; both its days are included."""
        return lasts(self.first_on, self.last_on, day) and _before_removal(self.removed_at, day, timezone)


def list_partners(connection: Connection, network_id: UUID) -> list[PartnerChoice]:
    """Every partner by name, removed or not."""
    columns = (partner.c[name] for name in PartnerChoice.__slots__)
    statement = sa.select(*columns).where(partner.c.network_id == network_id).order_by(partner.c.name, partner.c.id)
    return [PartnerChoice(*row) for row in connection.execute(statement)]


def list_funding(connection: Connection, network_id: UUID) -> list[FundingChoice]:
    """Every source of money by name, removed or not."""
    columns = (funding_source.c[name] for name in FundingChoice.__slots__)
    mine = sa.select(*columns).where(funding_source.c.network_id == network_id)
    statement = mine.order_by(funding_source.c.name, funding_source.c.id)
    return [FundingChoice(*row) for row in connection.execute(statement)]


def list_funding_for(
    connection: Connection, network_id: UUID, coach_id: UUID
) -> tuple[list[FundingChoice], UUID | None]:
    """The same, and which of them usually pays for a coach's time, where that was settled."""
    usual = sa.and_(
        default_funding.c.network_id == funding_source.c.network_id,
        default_funding.c.funding_id == funding_source.c.id,
        default_funding.c.coach_id == coach_id,
    )
    columns = (funding_source.c[name] for name in FundingChoice.__slots__)
    statement = (
        sa.select(*columns, default_funding.c.funding_id)
        .outerjoin(default_funding, usual)
        .where(funding_source.c.network_id == network_id)
        .order_by(funding_source.c.name, funding_source.c.id)
    )
    rows = connection.execute(statement).all()
    return [FundingChoice(*row[:-1]) for row in rows], next((row[-1] for row in rows if row[-1]), None)


def _before_removal(removed_at: datetime | None, day: date, timezone: str) -> bool:
    return removed_at is None or day < local_today(removed_at, timezone)
