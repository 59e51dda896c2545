"""The demo's community partners and sources of funding, and which of them stands beside which session."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import SQLModel

from app.domain.vocabulary import Area, FundingKind
from app.services.demo.calendar import Calendar
from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity
from app.store import tables
from app.store.bulk import BulkRow

NAMED_EVERY, UNPAID_EVERY, FEE_EVERY = 3, 12, 9
"""A partner is named in one of three sessions in its areas; of twelve sessions one says nothing of what pays for it,
and of nine one is a school's own to pay."""


@dataclass(frozen=True, slots=True)
class PartnerStory:
    name: str
    does: str
    contact: str
    areas: tuple[Area, ...]
    schools: tuple[str, ...]


PARTNERS = (
    PartnerStory(
        "Harbor Street Library",
        "Family literacy evenings and a mobile library",
        "Ask for the outreach librarian at the front desk",
        (Area.FAMILY,),
        ("Cedar Street Elementary", "Elm Elementary", "Olive Elementary", "Poplar Elementary"),
    ),
    PartnerStory(
        "Lantern Arts",
        "Murals, theater and showcases that bring families in",
        "Program office, open in the afternoon",
        (Area.CULTURE, Area.BRAND),
        ("Birch Middle", "Maple Middle", "Willow Middle"),
    ),
    PartnerStory(
        "Neighborhood Jobs Council",
        "Helps to fill hard-to-staff posts from the neighborhood",
        "Hiring line, mornings",
        (Area.STAFFING,),
        ("Alder High", "Laurel Elementary", "Sycamore High"),
    ),
    PartnerStory(
        "Northside Health Collective",
        "Counselors on campus two days a week",
        "School programs desk",
        (Area.CULTURE, Area.FAMILY),
        ("Alder High", "Birch Middle", "Hazel Middle"),
    ),
    PartnerStory(
        "State University Teaching Center",
        "Lesson study, and help with reading data",
        "Center coordinator",
        (Area.DATA_INQUIRY, Area.PD_PLANNING),
        ("Dogwood High", "Juniper High", "Sycamore High"),
    ),
)

TITLE, GRANT, GIFT, FEE = (
    "Title I school improvement",
    "Community schools grant",
    "Brightwater Foundation",
    "School fees",
)


def partners_and_money(story: NetworkStory, days: Calendar) -> Iterator[list[SQLModel]]:
    """Rows in the order in which they point to each other."""
    network_id = identity(story)
    schools = {school.name: identity(story, school.code) for school in story.schools}
    yield [
        tables.Partner(
            network_id=network_id, id=_partner(story, each), name=each.name, does=each.does, contact=each.contact
        )
        for each in PARTNERS
    ]
    yield [
        tables.PartnerArea(network_id=network_id, partner_id=_partner(story, each), area_id=identity(story, area))
        for each in PARTNERS
        for area in each.areas
    ]
    yield [
        tables.PartnerSchool(network_id=network_id, partner_id=_partner(story, each), school_id=schools[name])
        for each in PARTNERS
        for name in each.schools
    ]
    yield [
        tables.FundingSource(
            network_id=network_id,
            id=_source(story, name),
            name=name,
            kind=kind,
            first_on=first_on,
            last_on=last_on,
            budget_minutes=hours * 60,
        )
        for name, (kind, hours, first_on, last_on) in _sources(days).items()
    ]
    yield [
        tables.DefaultFunding(network_id=network_id, coach_id=coach_id, funding_id=_source(story, name))
        for coach_id, name in _usual(story).items()
    ]


def beside_sessions(story: NetworkStory, days: Calendar, rows: Sequence[BulkRow]) -> list[BulkRow]:
    """The same sessions, most of which say what pays for them, and some which partner took part."""
    near = {
        (_school(story, name), identity(story, area)): _partner(story, each)
        for each in reversed(PARTNERS)
        for name in each.schools
        for area in each.areas
    }
    spans = {name: (first_on, last_on) for name, (_, _, first_on, last_on) in _sources(days).items()}
    usual = _usual(story)
    made = []
    for row in rows:
        told, turn = row.telling, row.id.int
        partner_id = near.get((told.school_id, told.area_id)) if turn % NAMED_EVERY == 0 else None
        wanted = (FEE if turn % FEE_EVERY == 0 else usual[row.coach_id], TITLE)
        paid = next((name for name in wanted if spans[name][0] <= told.held_on <= spans[name][1]), None)
        funding_id = _source(story, paid) if paid and turn % UNPAID_EVERY else None
        made.append(replace(row, telling=replace(told, partner_id=partner_id, funding_id=funding_id)))
    return made


def paid_for(story: NetworkStory, days: Calendar, rows: Iterable[SQLModel]) -> Iterator[SQLModel]:
    """The same other time, with what usually pays for its coach's, as writing it down would have found it."""
    spans = {name: (first_on, last_on) for name, (_, _, first_on, last_on) in _sources(days).items()}
    usual = _usual(story)
    for row in rows:
        if isinstance(row, tables.OtherTime) and (name := usual.get(row.coach_id)):
            row.funding_id = _source(story, name) if spans[name][0] <= row.spent_on <= spans[name][1] else None
        yield row


def _sources(days: Calendar) -> dict[str, tuple[FundingKind, int, date, date]]:
    """By name: whose money, budgeted hours, first and last day."""
    _, last, this = days.years
    half = timedelta(days=180)
    return {
        TITLE: (FundingKind.PUBLIC, 2000, last.first, this.last),
        GRANT: (FundingKind.PUBLIC, 700, this.first, this.last),
        GIFT: (FundingKind.PHILANTHROPIC, 900, last.first + half, this.last + half),
        FEE: (FundingKind.FEE, 120, this.first, this.last),
    }


def _usual(story: NetworkStory) -> dict[UUID, str]:
    """What usually pays for each coach's time: coaches in turn; in the small network nobody has said."""
    if not any(school.name in each.schools for each in PARTNERS for school in story.schools):
        return {}
    names = sorted({coach.name for school in story.schools for coach in school.coaches})
    turns = (GIFT, GRANT, TITLE)
    return {identity(story, "coach", name): turns[number % len(turns)] for number, name in enumerate(names)}


def _partner(story: NetworkStory, partner: PartnerStory) -> UUID:
    return identity(story, "partner", partner.name)


def _source(story: NetworkStory, name: str) -> UUID:
    return identity(story, "source", name)


def _school(story: NetworkStory, name: str) -> UUID:
    return next(identity(story, school.code) for school in story.schools if school.name == name)
