"""Agreed direct service beside a school's dependence, and time that was asked for in the moment."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from app.domain.flags import Agreement, Flag
from app.domain.measures import Tally
from app.domain.vocabulary import Origin, Rule
from tests.support.flagging import (
    BUDGET,
    DATA,
    FRONT_OFFICE,
    NAMES,
    TODAY,
    WINDOW,
    area,
    flags_of,
    school,
    the_flag,
    work,
)

DAY = timedelta(days=1)
LAST = date(2026, 5, 29)


def agreement(area_id: UUID = BUDGET, until_on: date = LAST) -> Agreement:
    return Agreement(area_id, NAMES[area_id], until_on, "The principal drafts the next one.")


BUDGET_WORK, DATA_WORK = area(BUDGET, work(ours=18)), area(DATA, work(ours=9, coach=11))


def leaning(*agreements: Agreement) -> Flag:
    """27 of 38 hours; 9 of 20 without budget development."""
    return the_flag(Rule.DEPENDENT, school(areas=[BUDGET_WORK, DATA_WORK], agreements=agreements))


def test_without_an_agreement_nothing_is_said_of_one() -> None:
    assert (leaning().agreed, leaning().as_agreed) == ("", False)


def test_agreed_service_that_explains_the_flag_stands_beside_it_and_hides_nothing() -> None:
    flag = leaning(agreement())
    assert flag.agreed == "As agreed for budget development until May 29."
    assert flag.as_agreed
    assert replace(flag, agreed="", as_agreed=False) == leaning()


def test_agreed_service_that_explains_a_part_says_that_the_rest_is_not_agreed() -> None:
    facts = school(areas=[area(BUDGET, work(ours=16)), area(DATA, work(ours=11, coach=11))], agreements=(agreement(),))
    flag = the_flag(Rule.DEPENDENT, facts)
    assert flag.agreed == "As agreed for budget development until May 29; the rest is not agreed."
    assert not flag.as_agreed


def test_an_agreement_where_we_did_all_there_was_explains_it() -> None:
    facts = school(areas=[area(BUDGET, work(ours=9))], agreements=(agreement(),))
    assert the_flag(Rule.DEPENDENT, facts).as_agreed


def test_an_agreement_for_an_area_without_work_explains_nothing() -> None:
    flag = leaning(agreement(FRONT_OFFICE))
    assert flag.agreed == "As agreed for front office until May 29; the rest is not agreed."
    assert not flag.as_agreed


def test_several_agreements_are_named_together_by_their_last_day() -> None:
    assert leaning(agreement(), agreement(DATA)).agreed == (
        "As agreed for budget development and data inquiry until May 29."
    )
    assert leaning(agreement(DATA, date(2027, 1, 15)), agreement(), agreement(FRONT_OFFICE)).agreed == (
        "As agreed for budget development and front office until May 29 and for data inquiry until January 15, 2027."
    )


def test_an_agreement_holds_on_its_last_day_and_has_ended_on_the_next() -> None:
    assert leaning(agreement(until_on=TODAY)).as_agreed
    over = leaning(agreement(until_on=TODAY - DAY))
    assert over.agreed == "The agreement for budget development ended on May 5."
    assert not over.as_agreed


def test_what_ended_is_said_beside_what_is_agreed() -> None:
    flag = leaning(agreement(), agreement(DATA, TODAY - DAY), agreement(FRONT_OFFICE, TODAY - DAY))
    assert flag.agreed == (
        "As agreed for budget development until May 29. "
        "The agreements for data inquiry and front office ended on May 5."
    )


def test_an_agreement_that_was_renewed_has_not_ended() -> None:
    assert leaning(agreement(until_on=TODAY - DAY), agreement()).agreed == (
        "As agreed for budget development until May 29."
    )


def asked(hours: int, of: int, minutes: int = 0) -> Tally:
    return work(coach=of, requested_minutes=60 * hours + minutes)


def test_a_school_where_most_of_our_time_was_asked_for_in_the_moment_is_flagged() -> None:
    flag = the_flag(Rule.REACTIVE, school(asked(20, of=38), requested=17))
    assert (
        flag.sentence == "Most of our time here was asked for in the moment: 20 of 38 h in 12 weeks, 17 of 38 sessions."
    )
    assert flag.clears == "Clears at 50%: 2 more planned hours would do it."
    assert (flag.origin, flag.sessions, flag.mode, flag.area_id) == (Origin.REQUESTED, 17, None, None)
    assert (flag.first, flag.last, flag.good) == (WINDOW.first, TODAY, False)


def test_half_of_our_time_is_not_most_of_it() -> None:
    assert flags_of(Rule.REACTIVE, school(asked(19, of=38))) == []
    assert flags_of(Rule.REACTIVE, school(asked(19, of=38, minutes=1)))


def test_as_many_planned_hours_as_are_said_clear_it() -> None:
    assert flags_of(Rule.REACTIVE, school(asked(20, of=38) + work(coach=1)))
    assert flags_of(Rule.REACTIVE, school(asked(20, of=38) + work(coach=2))) == []


def test_few_sessions_are_not_reactive() -> None:
    assert flags_of(Rule.REACTIVE, school(asked(5, of=5))) == []
    assert flags_of(Rule.REACTIVE, school(asked(6, of=6)))
    assert flags_of(Rule.REACTIVE, school(Tally.zero())) == []
