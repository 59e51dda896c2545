"""A session as it is told: its hash stays what it was, and who may have coached beside its coach."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from app.domain.sessions import FIELDS, Surroundings, Telling, changed_fields, content_hash, problems
from app.domain.vocabulary import Lead, Mode, Modelled, Origin, Position

SCHOOL, AREA, ROSA, DAN, JO, SAM = (UUID(int=number) for number in (1, 2, 3, 4, 5, 6))

TOLD = Telling(
    school_id=SCHOOL,
    area_id=AREA,
    held_on=date(2026, 11, 24),
    minutes=45,
    mode=Mode.WITH,
    lead=Lead.SHARED,
    origin=Origin.PLANNED,
    participant_ids=frozenset({ROSA, DAN}),
    led_ids=frozenset({ROSA}),
    positions=frozenset({Position.OFFICE_STAFF}),
    teachers=2,
    strength="Café",
    next_step_text="plan",
    next_step_owner_id=ROSA,
    next_step_due_on=date(2026, 12, 1),
)

KEPT = "024129d2a2b6387dca6383db8650d0f150b95f003cc4cd1588479a000e5304db"
"""Of `TOLD`, kept by the product before a session could say when it began and who coached beside its coach."""


def test_a_session_that_says_nothing_new_has_the_hash_that_it_always_had() -> None:
    assert content_hash(TOLD) == KEPT


def test_when_it_began_and_who_coached_too_are_part_of_the_hash() -> None:
    tellings = [
        TOLD,
        replace(TOLD, started_at=time(9, 30)),
        replace(TOLD, started_at=time(0)),
        replace(TOLD, co_coach_id=SAM),
        replace(TOLD, started_at=time(9, 30), co_coach_id=SAM),
        replace(TOLD, partner_id=SAM),
        replace(TOLD, funding_id=SAM),
        replace(TOLD, modelled=Modelled.ROUTINE),
        replace(TOLD, modelled=Modelled.LANGUAGE),
    ]
    assert len({content_hash(telling) for telling in tellings}) == len(tellings)


def test_a_partner_and_what_pays_are_those_of_that_day() -> None:
    around = Surroundings(today=TOLD.held_on, assigned=True, area_open=True, team={ROSA, DAN}, coach_id=JO)
    said = replace(TOLD, partner_id=SAM, funding_id=JO, modelled=Modelled.PRACTICE)
    assert problems(said, around) == {
        "partner_id": "This partner did not work with us on that day. Choose another, or nobody.",
        "funding_id": "This does not pay for that day. Choose another source, or leave it open.",
    }
    assert problems(said, replace(around, partners={SAM}, funding={JO})) == {}


def test_what_changed_is_named_in_full() -> None:
    after = replace(TOLD, started_at=time(9, 30), co_coach_id=SAM)
    assert changed_fields(TOLD, after) == ("started_at", "co_coach_id")
    assert len(",".join(FIELDS)) <= 400, "which the audit log has room for"


@pytest.mark.parametrize(
    ("co_coach", "coaches", "words"),
    [
        (None, (), None),
        (SAM, {SAM, JO}, None),
        (JO, {SAM, JO}, "That is you. Choose another coach, or nobody."),
        (SAM, {JO}, "This person did not coach for us on that day. Choose another, or nobody."),
        (ROSA, {SAM, JO}, "This person did not coach for us on that day. Choose another, or nobody."),
    ],
)
def test_a_co_coach_is_another_coach_of_that_day(co_coach: UUID | None, coaches: set[UUID], words: str | None) -> None:
    around = Surroundings(
        today=TOLD.held_on, assigned=True, area_open=True, team={ROSA, DAN}, coach_id=JO, coaches=coaches
    )
    found = problems(replace(TOLD, co_coach_id=co_coach), around)
    assert found == ({"co_coach_id": words} if words else {})
