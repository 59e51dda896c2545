"""What a source has paid for, and how that stands against its budget and its time."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.funding import Hours, Source, Spent, SpentOther, balance, clipped, date_problem, gone
from app.domain.vocabulary import FundingKind, Mode, Other

ID = UUID(int=1)
MARCH = date(2026, 3, 1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def source(first_on: date = MARCH, last_on: date = date(2026, 3, 10), budget: int | None = 600) -> Source:
    return Source(ID, "Title I", FundingKind.PUBLIC, first_on, last_on, budget, 1, removed=False)


def test_half_of_ten_days_has_gone_by_on_the_fifth() -> None:
    assert gone(MARCH, date(2026, 3, 10), date(2026, 3, 5)) == 0.5


@given(days, st.integers(0, 2000), days)
def test_the_share_of_the_time_lies_between_none_and_all(first_on: date, length: int, today: date) -> None:
    last_on = first_on + timedelta(days=length)
    share = gone(first_on, last_on, today)
    assert 0 <= share <= 1
    assert (share == 0) == (today < first_on)
    assert (share == 1) == (today >= last_on)


def test_more_than_the_budget_leaves_less_than_nothing() -> None:
    stands = balance(source(), 660, MARCH)
    assert (stands.remaining, stands.share) == (-60, 1.1)


@pytest.mark.parametrize("budget", [None, 0])
def test_without_a_budget_there_is_no_share(budget: int | None) -> None:
    assert balance(source(budget=budget), 60, MARCH).share is None


def test_a_source_covers_its_days_until_it_is_removed() -> None:
    assert source().covers(MARCH)
    assert source().covers(date(2026, 3, 10))
    assert not source().covers(date(2026, 3, 11))
    assert not Source(ID, "Gone", FundingKind.FEE, MARCH, MARCH, None, 1, removed=True).covers(MARCH)


def test_a_sources_own_days_end_today_at_most() -> None:
    assert clipped(source(), date(2026, 3, 5)) == (MARCH, date(2026, 3, 5))
    assert clipped(source(), date(2026, 5, 5)) == (MARCH, date(2026, 3, 10))
    assert clipped(source(), date(2026, 1, 5)) == (MARCH, MARCH)


def test_days_in_the_wrong_order_or_absurd_are_named() -> None:
    assert date_problem(MARCH, MARCH) == ""
    assert date_problem(MARCH, date(2026, 2, 1)) == "last_on"
    assert date_problem(date(202, 3, 1), MARCH) == "first_on"
    assert date_problem(MARCH, date(2126, 3, 1)) == "last_on"


spent = st.one_of(
    st.builds(
        Spent,
        st.none(),
        st.just(ID),
        st.just(ID),
        st.sampled_from(Mode),
        st.integers(5, 600),
        st.integers(1, 9),
    ),
    st.builds(SpentOther, st.none(), st.sampled_from(Other), st.none(), st.integers(0, 600)),
)


@given(st.lists(spent), st.lists(spent))
def test_hours_of_two_lists_add_up(some: list[Spent | SpentOther], more: list[Spent | SpentOther]) -> None:
    both = Hours.of([*some, *more])
    assert both == Hours.of(some) + Hours.of(more)
    assert both.all == sum(each.minutes for each in [*some, *more])
    assert both.coached + both.other == both.all
