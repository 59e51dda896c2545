"""Who took part and who led, in an old log's words: whom the school knows is kept, and no other name."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.domain.vocabulary import Lead, Position
from app.services.imports.folding import BadCellError
from app.services.imports.people import Party, Team, who_led, who_took_part
from app.store.imports import Member, Named

DAY = date(2025, 9, 3)
SCHOOL = uuid4()
JO = Named(uuid4(), "Jo Park", "jo@bridge.example")
ROSA, DAN, OLD_DAN = uuid4(), uuid4(), uuid4()


def member(person_id: UUID, name: str, last_on: date | None = None, first_on: date = date(2020, 1, 6)) -> Member:
    return Member(SCHOOL, person_id, name, first_on, last_on)


TEAM = Team([member(ROSA, "Rosa Alvarez"), member(DAN, "Dan Okafor")])


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Alvarez; Dan Okafor", "rosa  ALVAREZ / dan okafor", "Rosa Alvarez\nDan Okafor",
        "Rosa Alvarez, Dan Okafor",
        "Rosa Alvarez and Dan Okafor", "Rosa Alvarez & Dan Okafor", "Alvarez, Rosa; Okafor, Dan",
        "Rosa Alvarez (AP), Dan Okafor - Principal", "AP Rosa Alvarez; Principal Dan Okafor",
        "Rosa Alvarez; Dan Okafor; me",
    ],
)  # fmt: skip
def test_people_of_the_school_are_kept_however_they_are_listed(text: str) -> None:
    assert who_took_part(text, TEAM, JO) == Party(ids=frozenset({ROSA, DAN}))


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("AP", {Position.ASSISTANT_PRINCIPAL}),
        ("the acting AP", {Position.ASSISTANT_PRINCIPAL}),
        ("principal and counselors", {Position.PRINCIPAL, Position.COUNSELOR}),
        ("2 counselors; Front Office", {Position.COUNSELOR, Position.OFFICE_STAFF}),
        ("Teacher leader", {Position.TEACHER_LEADER}),
    ],
)
def test_words_for_positions_are_kept_as_positions(text: str, positions: set[Position]) -> None:
    assert who_took_part(text, TEAM, JO) == Party(positions=frozenset(positions))


@pytest.mark.parametrize("text", ["AP Rivera", "Rivera (AP)", "Rivera - assistant principal"])
def test_of_somebody_unknown_the_position_is_kept_and_the_name_is_not(text: str) -> None:
    assert who_took_part(text, TEAM, JO) == Party(positions=frozenset({Position.ASSISTANT_PRINCIPAL}), left_out=1)


def test_unknown_names_are_counted_and_left_out() -> None:
    assert who_took_part("Kim Lee, Rosa Alvarez and Ms. Rivera", TEAM, JO) == Party(ids=frozenset({ROSA}), left_out=2)


def test_a_first_name_alone_is_not_enough_to_be_kept() -> None:
    assert who_took_part("Rosa", TEAM, JO) == Party(left_out=1)


def test_teachers_are_counted_and_no_more() -> None:
    assert who_took_part("3 teachers; Rosa Alvarez", TEAM, JO) == Party(ids=frozenset({ROSA}), teachers=3)
    with pytest.raises(BadCellError, match="999 teachers are more than 200"):
        who_took_part("999 teachers", TEAM, JO)


def test_the_coach_is_nobody_who_took_part() -> None:
    assert who_took_part("Jo Park; jo@bridge.example; coach; me", TEAM, JO) == Party()


def test_of_two_of_one_name_the_one_who_was_there_that_day_is_meant() -> None:
    members = [member(DAN, "Dan Okafor", first_on=date(2025, 1, 1)), member(OLD_DAN, "Dan Okafor", date(2024, 12, 31))]
    team = Team(members)
    assert who_took_part("Dan Okafor", team.as_of(DAY), JO) == Party(ids=frozenset({DAN}))
    assert who_took_part("Dan Okafor", team.as_of(date(2024, 1, 8)), JO) == Party(ids=frozenset({OLD_DAN}))
    both = Team([member(DAN, "Dan Okafor"), member(OLD_DAN, "Dan Okafor")])
    assert who_took_part("Dan Okafor", both.as_of(DAY), JO) == Party(left_out=1)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("", None), ("coach", Lead.COACH), ("Us", Lead.COACH), ("me", Lead.COACH), ("Jo Park", Lead.COACH),
        ("Jo", Lead.COACH),
        ("JO@bridge.example", Lead.COACH), ("shared", Lead.SHARED), ("Both", Lead.SHARED), ("together", Lead.SHARED),
        ("coach and AP", Lead.SHARED), ("Jo / AP", Lead.SHARED), ("school", Lead.SCHOOL), ("AP", Lead.SCHOOL),
        ("the Principal", Lead.SCHOOL), ("they", Lead.SCHOOL), ("AP Rivera", Lead.SCHOOL), ("ILT", Lead.SCHOOL),
        ("principal & AP", Lead.SCHOOL), ("3 teachers", Lead.SCHOOL),
    ],
)  # fmt: skip
def test_words_for_who_led_are_understood(text: str, lead: Lead | None) -> None:
    assert who_led(text, TEAM, JO) == (lead, frozenset())


def test_whoever_of_the_school_is_named_as_leading_led() -> None:
    assert who_led("Rosa Alvarez", TEAM, JO) == (Lead.SCHOOL, frozenset({ROSA}))
    assert who_led("Jo and Rosa Alvarez", TEAM, JO) == (Lead.SHARED, frozenset({ROSA}))
    assert who_led("Rosa Alvarez; Dan Okafor", TEAM, JO) == (Lead.SCHOOL, frozenset({ROSA, DAN}))


def test_who_led_is_never_guessed() -> None:
    with pytest.raises(BadCellError, match="“Kim Lee” is neither the coach nor known at this school"):
        who_led("Kim Lee", TEAM, JO)
    with pytest.raises(BadCellError, match="neither the coach"):
        who_led("coach or school", TEAM, JO)


def test_a_first_name_that_somebody_at_the_school_has_too_is_not_the_coachs() -> None:
    team = Team([member(ROSA, "Jo Lee")])
    with pytest.raises(BadCellError):
        who_led("Jo", team, JO)
