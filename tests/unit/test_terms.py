"""Falls and springs, in whole weeks, over as many years as there are."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.periods import monday, school_year
from app.domain.terms import Season, Term, term_of, terms

YEAR = ("08-12", "06-12")
DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))
MONTH_AND_DAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"{day:%m-%d}")


def test_a_school_year_has_a_fall_and_a_spring() -> None:
    assert terms(date(2024, 10, 5), date(2026, 2, 1), *YEAR) == [
        Term(Season.FALL, date(2024, 8, 12), date(2024, 12, 31)),
        Term(Season.SPRING, date(2025, 1, 1), date(2025, 6, 12)),
        Term(Season.FALL, date(2025, 8, 12), date(2025, 12, 31)),
        Term(Season.SPRING, date(2026, 1, 1), date(2026, 6, 12)),
    ]


def test_a_year_between_two_new_years_days_is_whole() -> None:
    found = terms(date(2026, 3, 1), date(2027, 3, 1), "01-20", "12-05")
    assert [(term.season, term.year) for term in found] == [(Season.WHOLE, 2026), (Season.WHOLE, 2027)]


def test_a_summer_between_two_years_belongs_to_no_term() -> None:
    found = terms(date(2025, 6, 30), date(2025, 7, 20), *YEAR)
    assert found == []
    both = terms(date(2025, 5, 1), date(2025, 9, 1), *YEAR)
    assert term_of(date(2025, 7, 7), both) is None


def test_a_term_begins_with_the_week_of_its_first_day_and_the_winter_break_is_falls() -> None:
    fall, spring = terms(date(2026, 8, 10), date(2027, 2, 1), *YEAR)
    assert fall.holds_week(date(2026, 8, 10)), "the Monday before Wednesday, August 12"
    assert fall.holds_week(date(2026, 12, 28))
    assert not spring.holds_week(date(2026, 12, 28))
    assert spring.holds_week(date(2027, 1, 4))


def test_the_middle_of_a_term_parts_its_halves() -> None:
    term = Term(Season.FALL, date(2026, 8, 12), date(2026, 12, 31))
    assert term.first_half(date(2026, 9, 3))
    assert not term.first_half(date(2026, 11, 24))


@given(first=DAYS, days=st.integers(0, 3_000), starts=MONTH_AND_DAYS, ends=MONTH_AND_DAYS)
def test_terms_are_in_order_and_each_week_belongs_to_one_or_to_a_summer(
    first: date, days: int, starts: str, ends: str
) -> None:
    last = first + timedelta(days=days)
    if starts == ends:
        with pytest.raises(ValueError, match="same day"):
            terms(first, last, starts, ends)
        return
    found = terms(first, last, starts, ends)
    assert all(one.last < two.first for one, two in pairwise(found))
    assert all(term.first <= term.last for term in found)
    for number in range(0, days + 1, 7):
        day = first + timedelta(days=number)
        place = term_of(monday(day), found)
        year = school_year(day, starts, ends)
        if year.first <= day <= year.last and monday(day) >= monday(first):
            assert place is not None or monday(day) < year.first, "no day of a school year is left out"
