from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreements import AgreedService, handoff_problems, service_problems
from app.domain.handoffs import (
    OPENS,
    Check,
    DueCheck,
    Handoff,
    When,
    a_year_on,
    changeable,
    check_in_words,
    dates_in_words,
    next_check,
)
from app.domain.periods import DAY
from app.domain.school_weeks import SchoolCalendar
from app.domain.vocabulary import Outcome

ID, SCHOOL, AREA, ROSA = (UUID(int=number) for number in range(1, 5))
CALENDAR = SchoolCalendar("08-14", "06-12", ((date(2026, 3, 30), date(2026, 4, 3)),))
GIVEN = date(2026, 2, 3)
FIRST, SECOND = date(2026, 4, 11), date(2026, 6, 10)


def handoff(*checks: Check, **changes: object) -> Handoff:
    plain = Handoff(
        id=ID,
        school_id=SCHOOL,
        area_id=AREA,
        handed_over_on=GIVEN,
        now_runs="The team drafts the budget.",
        agreed_on=GIVEN,
        ended_on=None,
        holders=frozenset({ROSA}),
        checks=checks,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # each test names a field and its value


def check(number: int, answered_on: date, outcome: Outcome = Outcome.HELD) -> Check:
    return Check(number, answered_on, outcome, None, answered_on)


def test_it_stands_from_its_day_on_once_agreed_and_not_on_the_day_it_ends() -> None:
    ended = handoff(ended_on=date(2026, 5, 1))
    assert not ended.stands(GIVEN - DAY)
    assert ended.stands(GIVEN)
    assert ended.stands(date(2026, 4, 30))
    assert not ended.stands(date(2026, 5, 1))
    assert not handoff(agreed_on=None).stands(GIVEN)


def test_it_is_checked_after_60_and_120_days_of_school_weeks_then_a_year_after_the_last_answer() -> None:
    assert next_check(handoff(), CALENDAR, GIVEN) == DueCheck(1, FIRST)
    after_one = handoff(check(1, FIRST))
    assert next_check(after_one, CALENDAR, FIRST) == DueCheck(2, SECOND)
    after_two = handoff(check(1, FIRST), check(2, date(2026, 6, 4)))
    assert next_check(after_two, CALENDAR, SECOND) == DueCheck(3, date(2027, 6, 4))
    after_three = handoff(check(1, FIRST), check(2, date(2026, 6, 4)), check(3, date(2027, 6, 7)))
    assert next_check(after_three, CALENDAR, date(2027, 6, 7)) == DueCheck(4, date(2028, 6, 7))


def test_a_yearly_check_that_falls_into_the_summer_moves_on_to_the_first_week_of_school() -> None:
    late = handoff(check(1, FIRST), check(2, date(2026, 7, 20)))
    assert next_check(late, CALENDAR, date(2026, 7, 21)) == DueCheck(3, date(2027, 8, 16)), (
        "school starts on a Saturday"
    )


def test_a_year_after_february_29_is_february_28() -> None:
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_on(date(2026, 11, 25)) == date(2027, 11, 25)


def test_a_check_that_was_missed_is_not_asked_once_the_next_is_open() -> None:
    assert next_check(handoff(), CALENDAR, SECOND - OPENS - DAY) == DueCheck(1, FIRST)
    assert next_check(handoff(), CALENDAR, SECOND - OPENS) == DueCheck(2, SECOND)
    assert next_check(handoff(), CALENDAR, date(2029, 1, 1)) == DueCheck(2, SECOND), "of years ago, asked once"


def test_nothing_is_due_of_a_proposal_nor_of_what_has_ended() -> None:
    assert next_check(handoff(agreed_on=None), CALENDAR, SECOND) is None
    assert next_check(handoff(ended_on=FIRST), CALENDAR, SECOND) is None


@pytest.mark.parametrize(
    ("day", "when", "words"),
    [
        (FIRST - OPENS - DAY, When.COMING, "Next check April 11"),
        (FIRST - OPENS, When.DUE, "Check due by April 11"),
        (FIRST, When.DUE, "Check due by April 11"),
        (FIRST + DAY, When.OVERDUE, "The check was due April 11"),
        (date(2027, 1, 5), When.OVERDUE, "The check was due April 11, 2026"),
    ],
)
def test_a_check_opens_two_weeks_before_its_day_and_is_overdue_after_it(day: date, when: When, words: str) -> None:
    due = DueCheck(1, FIRST)
    assert due.when(day) is when
    assert due.is_open(day) == (when is not When.COMING)
    assert check_in_words(due, day) == words


def test_its_dates_go_with_a_stage() -> None:
    assert dates_in_words(handoff(), FIRST) == "handed over Feb 3"
    held = handoff(check(1, FIRST), check(2, date(2026, 6, 4)))
    assert dates_in_words(held, date(2026, 9, 1)) == "handed over Feb 3, checked Jun 4"
    assert dates_in_words(held, date(2027, 1, 5)) == "handed over Feb 3, 2026, checked Jun 4, 2026"
    slipped = handoff(check(1, FIRST), check(2, date(2026, 6, 4), Outcome.NOT_HELD))
    assert dates_in_words(slipped, date(2026, 9, 1)) == "handed over Feb 3, checked Apr 11", "only what held"


def test_the_last_answer_can_be_changed_on_the_day_it_was_given() -> None:
    held = handoff(check(1, FIRST))
    assert changeable(held, FIRST) == held.checks[0]
    assert changeable(held, FIRST + DAY) is None
    assert changeable(handoff(), FIRST) is None


def test_a_slip_of_the_thumb_that_ended_it_can_be_changed_that_day() -> None:
    slip = handoff(check(1, FIRST, Outcome.NOT_HELD), ended_on=FIRST)
    assert changeable(slip, FIRST) == slip.checks[0]
    assert changeable(slip, FIRST + DAY) is None


def test_a_handoff_that_somebody_ended_after_its_check_held_stays_ended() -> None:
    assert changeable(handoff(check(1, FIRST), ended_on=FIRST), FIRST) is None


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(0, 800))
def test_the_next_check_never_lies_before_the_days_that_have_to_pass(given_on: date, later: int) -> None:
    due = next_check(handoff(handed_over_on=given_on), CALENDAR, given_on + timedelta(days=later))
    assert due is not None
    assert due.due_on >= given_on + timedelta(days=60 * due.number)
    assert CALENDAR.is_school_week(due.due_on)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_checks_answered_when_they_are_open_go_up_by_number_and_by_day(given_on: date, waits: list[int]) -> None:
    so_far = handoff(handed_over_on=given_on)
    today = given_on
    for wait in waits:
        due = next_check(so_far, CALENDAR, today)
        assert due is not None
        today = max(today, due.due_on - OPENS) + timedelta(days=wait)
        due = next_check(so_far, CALENDAR, today)
        assert due is not None
        assert due.is_open(today)
        assert not so_far.checks or due.number > so_far.checks[-1].number
        answer = Check(due.number, due.due_on, Outcome.HELD, None, today)
        so_far = replace(so_far, checks=(*so_far.checks, answer))


def test_a_handoff_may_lie_in_the_past_and_a_year_ahead_at_most() -> None:
    today = date(2026, 11, 25)
    assert handoff_problems(date(2025, 1, 8), None, today) == {}
    assert handoff_problems(date(2027, 11, 25), None, today) == {}
    assert (
        "a year ahead, until November 25, 2027" in handoff_problems(date(2027, 11, 26), None, today)["handed_over_on"]
    )
    assert "since August 14" in handoff_problems(date(2026, 8, 13), date(2026, 8, 14), today)["handed_over_on"]
    assert "Check the year" in handoff_problems(date(202, 8, 13), None, today)["handed_over_on"]


def test_direct_service_is_agreed_on_from_today_for_a_year_at_most() -> None:
    today = date(2026, 11, 25)
    assert service_problems(today, today) == {}
    assert service_problems(date(2027, 11, 25), today) == {}
    assert "has passed" in service_problems(date(2026, 11, 24), today)["until_on"]
    assert "until November 25, 2027" in service_problems(date(2027, 11, 26), today)["until_on"]


def test_agreed_service_is_in_force_with_both_yes_through_its_last_day() -> None:
    start, last = date(2026, 9, 1), date(2027, 2, 28)
    service = AgreedService(ID, SCHOOL, AREA, start, last, "They answer the phones.", start, None, None)
    assert service.is_proposal
    assert not service.in_force(start)
    both = replace(service, leader_on=start)
    assert not both.is_proposal
    assert both.in_force(start)
    assert both.in_force(last)
    assert not both.has_passed(last)
    assert both.has_passed(last + DAY)
    assert not both.in_force(last + DAY)
    assert not both.ends_soon(date(2027, 1, 28))
    assert both.ends_soon(date(2027, 1, 29))
    ended = replace(both, ended_on=date(2027, 1, 5))
    assert ended.in_force(date(2027, 1, 4))
    assert not ended.in_force(date(2027, 1, 5))
    assert not ended.has_passed(last + DAY)
