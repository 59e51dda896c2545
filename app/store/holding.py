"""Who holds which area: for one school by name, and for all schools of a network counted where the rows are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.continuity import LED_DAYS, LeadDay, memory
from app.domain.periods import WINDOW_WEEKS, Window
from app.store.binds import DAY, OF_NETWORK, SCHOOLS, Ids, as_text, of, uuid_of
from app.store.handoffs import check, handoff, holder
from app.store.rollups import area_lead
from app.store.schools import membership, on

MEMORY_FIRST, LATELY_FIRST = (sa.bindparam(name, type_=sa.Date) for name in ("memory_first", "lately_first"))


class Held(NamedTuple):
    """How many hold an area, and the latest day of 12 weeks on which somebody who held it left."""

    holders: int
    left_on: date | None


HoldersOf = Mapping[UUID, Held]
"""By area, of one school; an area that is missing is held by nobody, and nobody left it."""


def count_holders(
    connection: Connection, network_id: UUID, day: date, schools: Ids = None
) -> dict[UUID, dict[UUID, Held]]:
    """Per school and area, who holds it on a day: `continuity.holders`, said in SQL; a test holds the two together."""
    first = {"memory_first": memory(day).first, "lately_first": Window.ending(day, WINDOW_WEEKS).first}
    values = of(network_id, schools) | first | {"day": day}
    rows = connection.execute(_holders(few=schools is not None), values).all()
    found: dict[UUID, dict[UUID, Held]] = defaultdict(dict)
    for school_id, area_id, count, left_on in rows:
        if count or left_on:
            found[uuid_of(school_id)][uuid_of(area_id)] = Held(count, left_on)
    return found


@cache
def _holders(*, few: bool) -> sa.Executable:
    parts = (_leading(few=few), _named_in_handoffs(few=few), _named_in_checks(few=few))
    them = sa.union(*parts).subquery("them")
    team = _team(few=few).subquery("team")
    return (
        sa.select(
            as_text(them.c.school_id),
            as_text(them.c.area_id),
            sa.func.sum(team.c.here),
            sa.func.max(sa.case((team.c.here == 0, team.c.left_on))),
        )
        .join(team, sa.and_(team.c.school_id == them.c.school_id, team.c.person_id == them.c.person_id))
        .group_by(them.c.school_id, them.c.area_id)
    )


def _leading(*, few: bool) -> sa.Select[Any]:
    """Who led on two days of 26 weeks, once at least with the school leading."""
    lead = area_lead
    statement = (
        sa.select(lead.c.school_id, lead.c.area_id, lead.c.person_id)
        .where(lead.c.network_id == OF_NETWORK, lead.c.led_on.between(MEMORY_FIRST, DAY), lead.c.sessions > 0)
        .group_by(lead.c.school_id, lead.c.area_id, lead.c.person_id)
        .having(sa.func.count() >= LED_DAYS, sa.func.sum(lead.c.school_led) > 0)
    )
    return statement.where(lead.c.school_id.in_(SCHOOLS)) if few else statement


def _named_in_handoffs(*, few: bool) -> sa.Select[Any]:
    return (
        _standing(holder.c.person_id, few=few)
        .join(holder, sa.and_(holder.c.network_id == handoff.c.network_id, holder.c.handoff_id == handoff.c.id))
        .where(holder.c.network_id == OF_NETWORK)
    )


def _named_in_checks(*, few: bool) -> sa.Select[Any]:
    return (
        _standing(check.c.ran_by, few=few)
        .join(check, sa.and_(check.c.network_id == handoff.c.network_id, check.c.handoff_id == handoff.c.id))
        .where(check.c.network_id == OF_NETWORK, check.c.ran_by.is_not(None), check.c.answered_on <= DAY)
    )


def _standing(person: sa.ColumnElement[Any], *, few: bool) -> sa.Select[Any]:
    """`Handoff.stands`, said in SQL."""
    statement = sa.select(handoff.c.school_id, handoff.c.area_id, person.label("person_id")).where(
        handoff.c.network_id == OF_NETWORK,
        handoff.c.agreed_at.is_not(None),
        handoff.c.handed_over_on <= DAY,
        sa.or_(handoff.c.ended_on.is_(None), handoff.c.ended_on > DAY),
    )
    return statement.where(handoff.c.school_id.in_(SCHOOLS)) if few else statement


def _team(*, few: bool) -> sa.Select[Any]:
    left = membership.c.last_on.between(LATELY_FIRST, DAY)
    statement = (
        sa.select(
            membership.c.school_id,
            membership.c.person_id,
            sa.func.max(sa.case((on(membership, DAY), 1), else_=0)).label("here"),
            sa.func.max(sa.case((left, membership.c.last_on))).label("left_on"),
        )
        .where(membership.c.network_id == OF_NETWORK)
        .group_by(membership.c.school_id, membership.c.person_id)
    )
    return statement.where(membership.c.school_id.in_(SCHOOLS)) if few else statement


def list_lead_days(
    connection: Connection, network_id: UUID, school_id: UUID, window: Window
) -> dict[UUID, list[LeadDay]]:
    """One school's days on which somebody led, by area."""
    lead = area_lead
    statement = sa.select(lead.c.area_id, lead.c.person_id, lead.c.led_on, lead.c.school_led > 0).where(
        lead.c.network_id == network_id,
        lead.c.school_id == school_id,
        lead.c.led_on.between(window.first, window.last),
        lead.c.sessions > 0,
    )
    found: dict[UUID, list[LeadDay]] = defaultdict(list)
    for area_id, *day in connection.execute(statement).all():
        found[area_id].append(LeadDay(*day))
    return found
