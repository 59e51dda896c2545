"""How an ILT rates itself: gathered by meeting, refused where it cannot be, and drawn under the school's chart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chart import Point
from app.domain.measures import Tally
from app.domain.periods import EARLIEST, FORTNIGHT
from app.domain.ratings import Level, Rating, levels_stamp, meetings, rating_problems
from app.domain.vocabulary import Dimension
from app.web.charts import NARROW, WIDE, Drawn, SchoolChart, school_chart
from app.web.ratings_chart import ratings_part

TODAY = date(2026, 11, 24)
OCTOBER, NOVEMBER = date(2026, 10, 6), date(2026, 11, 3)
FIRST = date(2026, 8, 10)
ALL = dict.fromkeys(Dimension, Level.EMERGING)


def rated(day: date, level: int, *dimensions: Dimension, agreed: bool = True) -> list[Rating]:
    return [Rating(day, dimension, level, agreed) for dimension in dimensions or Dimension]


def test_ratings_of_a_day_are_one_meeting_and_the_newest_is_first() -> None:
    found = meetings([*rated(OCTOBER, 2), *rated(NOVEMBER, 3, Dimension.PURPOSE)])
    assert [(each.rated_on, dict(each.levels)) for each in found] == [
        (NOVEMBER, {Dimension.PURPOSE: Level.OPERATIONAL}),
        (OCTOBER, dict.fromkeys(Dimension, Level.EMERGING)),
    ]


def test_a_meeting_is_agreed_when_all_that_it_said_is() -> None:
    half = [*rated(OCTOBER, 2, Dimension.PURPOSE), *rated(OCTOBER, 2, Dimension.CONTINUITY, agreed=False)]
    assert [each.agreed for each in meetings([*rated(NOVEMBER, 3), *half])] == [True, False]


@given(st.permutations([*rated(OCTOBER, 1), *rated(NOVEMBER, 4)]))
def test_the_order_of_rows_does_not_matter(rows: list[Rating]) -> None:
    assert meetings(rows) == meetings(sorted(rows, key=lambda each: (each.rated_on, each.dimension)))


@given(*[st.dictionaries(st.sampled_from(Dimension), st.sampled_from(Level))] * 2)
def test_only_the_same_levels_have_the_same_stamp(one: dict[Dimension, Level], other: dict[Dimension, Level]) -> None:
    assert (levels_stamp(one) == levels_stamp(other)) == (one == other)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY + timedelta(1), "This day is still to come."),
        (EARLIEST - timedelta(1), "Check the year: this day is too long ago."),
    ],
)
def test_a_meeting_is_neither_to_come_nor_absurdly_long_ago(day: date, words: str) -> None:
    assert rating_problems(day, ALL, TODAY) == {"rated_on": words}


def test_a_meeting_rates_all_three_dimensions() -> None:
    assert rating_problems(TODAY, ALL, TODAY) == {}
    assert rating_problems(TODAY, {Dimension.PURPOSE: Level.EMERGING}, TODAY) == {
        "accountability": "Choose one of the four.",
        "continuity": "Choose one of the four.",
    }


def charts_over(fortnights: int) -> tuple[tuple[SchoolChart, ...], tuple[date, date]]:
    tally = Tally(for_minutes=30, coach_minutes=30, for_sessions=1, coach_sessions=1)
    starts = [FIRST + number * FORTNIGHT for number in range(fortnights)]
    points = [Point(first, first + FORTNIGHT - timedelta(1), tally) for first in starts]
    drawn = [school_chart(Drawn(points), frame) for frame in (WIDE, NARROW)]
    return tuple(chart for chart in drawn if chart), (points[0].first, points[-1].last)


def test_a_meeting_stands_where_its_day_is_on_the_chart_above() -> None:
    charts, span = charts_over(8)
    ratings = rated(span[0] + 4 * FORTNIGHT, 2)
    part = ratings_part(ratings, charts, span, TODAY)
    for drawn, above in zip(part.charts, charts, strict=True):
        middle = above.frame.left + above.frame.plot / 2
        assert [row.dots[0][0] for row in drawn.rows] == [f"{middle:.1f}"] * 3
        assert drawn.months == above.months


def test_a_level_lasts_until_the_next_meeting_and_a_higher_one_stands_higher() -> None:
    charts, span = charts_over(8)
    part = ratings_part([*rated(span[0], 1), *rated(span[0] + 4 * FORTNIGHT, 4)], charts, span, TODAY)
    row = part.charts[0].rows[0]
    edge, middle = WIDE.edge, WIDE.left + WIDE.plot / 2
    assert row.steps == f"M{WIDE.left:.1f} {row.lowest}H{middle:.1f}V{row.highest}H{edge}"
    assert row.highest < row.lowest
    assert row.words == "Purpose: 4 Exemplary"


def test_a_meeting_before_the_chart_begins_is_carried_in_without_a_dot() -> None:
    charts, span = charts_over(8)
    row = ratings_part(rated(date(2025, 9, 1), 3), charts, span, TODAY).charts[0].rows[0]
    assert row.dots == ()
    assert row.steps.startswith(f"M{WIDE.left:.1f} ")


def test_what_is_only_proposed_is_not_drawn() -> None:
    charts, span = charts_over(8)
    part = ratings_part(rated(OCTOBER, 2, agreed=False), charts, span, TODAY)
    assert (part.charts, part.lines, part.words) == ((), (), "")


def test_a_dimension_that_no_meeting_rated_says_so() -> None:
    charts, span = charts_over(8)
    part = ratings_part(rated(OCTOBER, 2, Dimension.PURPOSE), charts, span, TODAY)
    assert [row.words for row in part.charts[0].rows] == [
        "Purpose: 2 Emerging",
        "Accountability: not rated",
        "Continuity: not rated",
    ]
    assert part.charts[0].rows[1].steps == ""


def test_the_words_say_where_it_stands_and_where_it_began() -> None:
    part = ratings_part([*rated(OCTOBER, 1), *rated(NOVEMBER, 2)], (), None, TODAY)
    assert part.charts == ()
    assert part.words == (
        "On November 3 the ILT saw itself so: Purpose 2 Emerging, and 1 Not evident on October 6; "
        "Accountability 2 Emerging, and 1 Not evident on October 6; "
        "Continuity 2 Emerging, and 1 Not evident on October 6."
    )
    assert [(line.day, line.levels) for line in part.lines] == [
        ("November 3", ("2 Emerging",) * 3),
        ("October 6", ("1 Not evident",) * 3),
    ]
