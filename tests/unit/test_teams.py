"""Memberships: which days may be, and that nobody is on a team twice at once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.periods import EARLIEST
from app.domain.teams import (
    AHEAD,
    Change,
    Membership,
    NewMember,
    change_problems,
    clash,
    clash_in_words,
    correction_problems,
    departure_problems,
    joining_problems,
    stay_problems,
)
from app.domain.vocabulary import Position
from app.services.seeing.holding import leadership_changes
from app.store.schools import TeamMember

TODAY = date(2026, 11, 24)
AUGUST = date(2026, 8, 10)
ROSA, DAN = UUID(int=1), UUID(int=2)


def stay(
    number: int = 1,
    person: UUID = ROSA,
    first_on: date = AUGUST,
    last_on: date | None = None,
    position: Position = Position.TEACHER_LEADER,
    *,
    on_ilt: bool = False,
) -> Membership:
    return Membership(UUID(int=number << 8), person, "Rosa Alvarez", position, on_ilt, first_on, last_on)


def joining(person: UUID | None = None, name: str = "", first_on: date = TODAY, *, another: bool = False) -> NewMember:
    return NewMember(UUID(int=9), person, name, Position.COUNSELOR, on_ilt=True, first_on=first_on, another=another)


def test_a_member_is_on_the_team_on_the_first_and_the_last_day_and_not_around_them() -> None:
    rosa = stay(last_on=date(2026, 10, 9))
    days = [AUGUST - timedelta(1), AUGUST, date(2026, 10, 9), date(2026, 10, 10)]
    assert [rosa.on(day) for day in days] == [False, True, True, False]


def test_whatever_can_change_about_a_membership_changes_its_stamp() -> None:
    stamps = {
        each.stamp
        for each in (
            stay(),
            stay(first_on=TODAY),
            stay(last_on=TODAY),
            stay(position=Position.COUNSELOR),
            stay(on_ilt=True),
        )
    }
    assert len(stamps) == 5
    assert stay().stamp == stay(number=7).stamp


@pytest.mark.parametrize(
    ("first_on", "last_on", "field", "words"),
    [
        (EARLIEST - timedelta(1), None, "first_on", "Check the year: this day is too long ago."),
        (TODAY + AHEAD + timedelta(1), None, "first_on", "Check the year: this day is more than a year ahead."),
        (AUGUST, AUGUST - timedelta(1), "last_on", "The last day is before the first."),
        (AUGUST, date(9999, 12, 31), "last_on", "Check the year: this day is more than a year ahead."),
    ],
)
def test_days_that_cannot_be_are_refused_by_their_field(
    first_on: date, last_on: date | None, field: str, words: str
) -> None:
    assert stay_problems(first_on, last_on, TODAY) == {field: words}


def test_a_stay_of_one_day_and_one_that_begins_in_a_year_can_be() -> None:
    assert stay_problems(EARLIEST, EARLIEST, TODAY) == {}
    assert stay_problems(TODAY + AHEAD, None, TODAY) == {}


def test_somebody_can_come_back_the_day_after_they_left_and_not_on_that_day() -> None:
    team = [stay(last_on=date(2026, 10, 9))]
    assert clash(ROSA, date(2026, 10, 10), None, team) is None
    assert clash(ROSA, date(2026, 10, 9), None, team) == team[0]
    assert clash(DAN, date(2026, 10, 9), None, team) is None
    assert clash_in_words(team[0], TODAY) == (
        "Rosa Alvarez is on this team already, from August 10 to October 9. Nobody is on a team twice at once."
    )


def some_stays() -> st.SearchStrategy[tuple[date, date | None]]:
    days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
    return st.tuples(days, st.none() | days).map(
        lambda each: (min(filter(None, each)), each[1] and max(each[0], each[1]))
    )


@given(some_stays(), some_stays())
def test_two_stays_clash_just_when_they_share_a_day(
    one: tuple[date, date | None], other: tuple[date, date | None]
) -> None:
    mine, theirs = stay(1, ROSA, *one), stay(2, ROSA, *other)
    every_day = [date(2026, 1, 1) + timedelta(number) for number in range(70)]
    shared = any(mine.on(day) and theirs.on(day) for day in every_day)
    assert (clash(ROSA, *one, [theirs]) is not None) == shared
    assert (clash(ROSA, *other, [mine]) is not None) == shared


def test_a_stay_does_not_clash_with_itself() -> None:
    rosa = stay()
    assert clash(ROSA, AUGUST, None, [rosa], but=rosa.id) is None


KNOWN = [(ROSA, "Rosa Alvarez"), (DAN, "Dan Okafor")]


def test_somebody_known_or_new_can_join() -> None:
    assert joining_problems(joining(DAN), KNOWN, [stay()], TODAY) == {}
    assert joining_problems(joining(name="Lee Kim"), KNOWN, [stay()], TODAY) == {}


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (joining(ROSA), "person_id", "Rosa Alvarez is on this team already, from August 10."),
        (joining(DAN, "Lee Kim"), "name", "Choose somebody from the list or write a new name, not both."),
        (joining(), "name", "Choose somebody from the list, or write a new name of up to 120 characters."),
        (joining(name="x" * 121), "name", "Choose somebody from the list, or write a new name of up to 120"),
        (joining(name="Lee\u202eKim"), "name", "Choose somebody from the list, or write a new name"),
        (joining(name="dan okafor"), "another", "Somebody called Dan Okafor is known here. Choose them, or say"),
        (joining(DAN, first_on=date(202, 6, 1)), "first_on", "Check the year: this day is too long ago."),
    ],
)
def test_who_cannot_join_is_refused_in_words_by_the_field(new: NewMember, field: str, words: str) -> None:
    found = joining_problems(new, KNOWN, [stay()], TODAY)
    assert list(found) == [field]
    assert found[field].startswith(words)


def test_another_person_of_a_known_name_can_join_when_that_is_said() -> None:
    assert joining_problems(joining(name="Dan Okafor", another=True), KNOWN, [], TODAY) == {}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (Change(Position.TEACHER_LEADER, on_ilt=False, from_on=TODAY), "position", "Nothing would change."),
        (Change(Position.COUNSELOR, on_ilt=False, from_on=AUGUST - timedelta(1)), "first_on", "Rosa Alvarez began on "),
        (Change(Position.COUNSELOR, on_ilt=False, from_on=date(2026, 12, 25)), "first_on", "The last day of this is "),
        (Change(Position.COUNSELOR, on_ilt=False, from_on=date(1, 1, 1)), "first_on", "Check the year: "),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words_by_the_field(change: Change, field: str, words: str) -> None:
    found = change_problems(stay(last_on=date(2026, 12, 18)), change, TODAY)
    assert list(found) == [field]
    assert found[field].startswith(words)


def test_a_seat_alone_or_a_position_alone_is_a_change() -> None:
    for change in (
        Change(Position.TEACHER_LEADER, on_ilt=True, from_on=TODAY),
        Change(Position.COORDINATOR, on_ilt=False, from_on=AUGUST),
    ):
        assert change_problems(stay(), change, TODAY) == {}


def test_a_departure_is_on_the_first_day_or_later_and_not_absurdly_late() -> None:
    rosa = stay()
    assert departure_problems(rosa, AUGUST, [rosa], TODAY) == {}
    assert departure_problems(rosa, AUGUST - timedelta(1), [rosa], TODAY) == {
        "last_on": "Rosa Alvarez began on August 10. Choose that day or a later one."
    }
    assert departure_problems(rosa, date(2126, 11, 24), [rosa], TODAY) == {
        "last_on": "Check the year: this day is more than a year ahead."
    }


def test_a_departure_cannot_reach_into_the_days_after_a_change() -> None:
    before, after = stay(1, last_on=date(2026, 10, 9)), stay(2, first_on=date(2026, 10, 10))
    assert departure_problems(before, date(2026, 10, 8), [before, after], TODAY) == {}
    found = departure_problems(before, date(2026, 10, 10), [before, after], TODAY)
    assert found["last_on"].startswith("Rosa Alvarez is on this team already, from October 10.")


def test_a_correction_moves_the_days_where_nothing_else_stands_in_the_way() -> None:
    before, after = stay(1, last_on=date(2026, 10, 9)), stay(2, first_on=date(2026, 10, 10))
    earlier = stay(2, first_on=date(2026, 10, 9))
    assert correction_problems(after, stay(2, first_on=date(2026, 10, 12)), [before, after], TODAY) == {}
    assert list(correction_problems(after, earlier, [before, after], TODAY)) == ["first_on"]
    assert correction_problems(after, stay(2, last_on=AUGUST, first_on=TODAY), [before, after], TODAY) == {
        "last_on": "The last day is before the first."
    }


def test_who_is_on_a_team_twice_from_an_older_list_can_have_the_position_mended() -> None:
    twice = [stay(1), stay(2, position=Position.COUNSELOR)]
    assert correction_problems(twice[0], stay(1, position=Position.COORDINATOR), twice, TODAY) == {}


def test_a_principal_who_takes_or_leaves_a_seat_on_the_ilt_is_not_a_new_principal() -> None:
    def principal(person: UUID, first_on: date, last_on: date | None, *, on_ilt: bool) -> TeamMember:
        return TeamMember(person, "Dan Okafor", Position.PRINCIPAL, on_ilt, first_on, last_on)

    seated = principal(DAN, date(2026, 10, 10), None, on_ilt=True)
    team = [principal(DAN, AUGUST, date(2026, 10, 9), on_ilt=False), seated]
    assert leadership_changes(team, TODAY) == [(AUGUST, "new principal")]
    assert leadership_changes([principal(ROSA, AUGUST, date(2026, 10, 9), on_ilt=True), seated], TODAY) == [
        (AUGUST, "new principal"),
        (date(2026, 10, 10), "new principal"),
    ]
