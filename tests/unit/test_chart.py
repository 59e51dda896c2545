from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.chart import points, spans
from app.domain.measures import Tally
from app.domain.periods import DAY, WEEK

TODAY = date(2026, 5, 6)
ONE = Tally(for_minutes=30, for_sessions=1, for_squared=900)
TWO = Tally(coach_minutes=60, coach_sessions=1, coach_squared=3600)


def test_the_chart_begins_with_last_school_years_first_week_and_ends_with_this_fortnight() -> None:
    drawn = spans(TODAY, "08-12", "06-12")
    assert drawn[0] == (date(2024, 8, 12), date(2024, 8, 25))
    assert drawn[-1][0] <= TODAY <= drawn[-1][1]


def test_each_school_years_fortnights_are_counted_from_its_own_first_monday() -> None:
    starts = [first for first, _ in spans(TODAY, "08-12", "06-12")]
    assert date(2025, 8, 11) in starts


def test_a_year_of_53_weeks_ends_on_a_span_of_one() -> None:
    """From Monday, August 12, 2019 to Monday, August 17, 2020 are 53 weeks."""
    drawn = spans(date(2021, 1, 5), "08-17", "06-12")
    lengths = Counter((last - first).days + 1 for first, last in drawn)
    assert lengths[7] == 1
    assert set(lengths) == {7, 14}


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.sampled_from(["08-12", "09-01", "01-15", "07-01"]))
def test_every_day_of_both_years_lies_in_one_span(today: date, starts: str) -> None:
    drawn = spans(today, starts, "06-12")
    for (_, last), (first, _) in pairwise(drawn):
        assert first == last + DAY
    assert all(first.weekday() == 0 and last - first < timedelta(days=14) for first, last in drawn)
    assert drawn[-1][0] <= today <= drawn[-1][1]


def test_a_point_sums_its_two_weeks() -> None:
    over = [(date(2026, 4, 6), date(2026, 4, 19))]
    (point,) = points({date(2026, 4, 6): ONE, date(2026, 4, 13): TWO}, over)
    assert point.tally == ONE + TWO
    assert point.share == 30 / 90


def test_a_span_of_one_week_leaves_the_next_to_the_next() -> None:
    over = [(date(2026, 4, 6), date(2026, 4, 12)), (date(2026, 4, 13), date(2026, 4, 26))]
    first, second = points({date(2026, 4, 6): ONE, date(2026, 4, 13): TWO}, over)
    assert (first.tally, second.tally) == (ONE, TWO)


def test_spans_before_the_first_session_are_not_drawn_and_gaps_have_no_share() -> None:
    start = date(2026, 3, 2)
    over = [(start + number * 2 * WEEK, start + (number + 1) * 2 * WEEK - DAY) for number in range(4)]
    drawn = points({start + 2 * WEEK: ONE, start + 6 * WEEK: TWO}, over)
    assert [point.share for point in drawn] == [1.0, None, 0.0]


def test_a_school_without_sessions_has_no_points() -> None:
    assert points({}, spans(TODAY, "08-12", "06-12")) == []
