"""Where figures lie in a drawing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chart import Point
from app.domain.measures import Release, Tally, dependence
from app.domain.periods import DAY, WEEK
from app.web.chart_places import Frame
from app.web.charts import NARROW, PLOT_HEIGHT, PLOT_TOP, WIDE, Drawn, band, leads, line, school_chart

START = date(2025, 8, 11)


def point(number: int, ours: int, beside: int) -> Point:
    first = START + number * 2 * WEEK
    tally = Tally(for_minutes=ours, for_sessions=ours > 0, coach_minutes=beside, coach_sessions=beside > 0)
    return Point(first, first + 2 * WEEK - DAY, tally)


def test_a_band_is_as_wide_as_its_share_and_its_whisker_spans_the_interval() -> None:
    measured = dependence(60, 60, 60 * 60 * 2)
    assert measured is not None
    drawn = band(measured)
    assert drawn.width == "50"
    assert drawn.whisker.startswith(
        f"M{5 + round(100 * measured.low, 1):g} 4v14M{5 + round(100 * measured.high, 1):g} "
    )


def test_a_small_line_has_no_point_where_there_were_no_sessions() -> None:
    drawn = line((0, 0, 30), (60, 0, 30))
    assert drawn.points == "4,24 22,4"
    assert (drawn.x, drawn.y) == ("22", "4")


def test_a_small_line_of_nothing_is_nothing() -> None:
    assert line((0, 0), (0, 0)).points == ""


def test_who_led_is_drawn_side_by_side_and_said() -> None:
    drawn = leads(Release(0.7, 0.25, 0.05, 0.0, 0.02), 100)
    assert drawn.words == "coach led 70%, shared 25%, school led 5%"
    assert (drawn.coach, drawn.shared_from, drawn.shared, drawn.school_from, drawn.school) == (
        "70", "70", "25", "95", "5",
    )  # fmt: skip


def test_what_an_import_did_not_say_is_said_to_be_unsaid() -> None:
    assert leads(Release(0.5, 0.0, 0.0, 0.5, 0.0), 100).words.endswith("not said 50%")


def test_a_chart_of_nothing_is_none() -> None:
    assert school_chart(Drawn([]), WIDE) is None


def test_a_line_breaks_where_a_fortnight_had_no_sessions() -> None:
    drawn = school_chart(Drawn([point(0, 30, 30), point(1, 0, 60), point(2, 0, 0), point(3, 60, 0)]), WIDE)
    assert drawn is not None
    assert [len(path.split()) for path in drawn.paths] == [2, 1]
    assert [dot.y for dot in drawn.dots] == ["144", "264", "24"]
    assert (drawn.usual, drawn.usual_share, drawn.signal) == ("", "", None)


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_the_signal_reaches_from_its_week_to_the_right_edge_and_marks_its_points(frame: Frame) -> None:
    points = [point(number, 30, 30) for number in range(4)]
    drawn = school_chart(Drawn(points, usual=0.25, signal=(START + 4 * WEEK, "rising since Sep 8")), frame)
    assert drawn is not None
    assert drawn.signal is not None
    assert float(drawn.signal.x) == frame.left + frame.plot / 2
    assert float(drawn.signal.x) + float(drawn.signal.width) == frame.edge
    assert [dot.signal for dot in drawn.dots] == [False, False, True, True]
    assert drawn.usual == str(PLOT_TOP + int(0.75 * PLOT_HEIGHT))
    assert drawn.usual_share == "25%"


def test_only_what_happened_while_there_are_points_is_marked() -> None:
    drawn = school_chart(
        Drawn(
            [point(number, 30, 30) for number in range(4)],
            events=[
                (START - DAY, "new principal"),
                (START + WEEK, "principal left"),
                (START + 60 * WEEK, "new principal"),
            ],
            breaks=[(START - 3 * WEEK, START - WEEK, "Summer"), (START + WEEK, START + WEEK + 4 * DAY, "Fall break")],
        ),
        WIDE,
    )
    assert drawn is not None
    assert [mark.words for mark in drawn.marks] == ["principal left"]
    assert [span.words for span in drawn.breaks] == ["Fall break"]


def test_words_near_the_right_edge_stand_on_the_left() -> None:
    points = [point(number, 30, 30) for number in range(20)]
    late = points[-1].first
    drawn = school_chart(Drawn(points, signal=(late, "rising"), events=[(START, "came"), (late, "left")]), NARROW)
    assert drawn is not None
    assert drawn.signal_left
    assert [mark.left for mark in drawn.marks] == [False, True]


def test_a_narrow_chart_names_fewer_months_and_both_name_the_year() -> None:
    points = [point(number, 30, 30) for number in range(34)]
    named = {}
    for frame in (WIDE, NARROW):
        drawn = school_chart(Drawn(points), frame)
        assert drawn is not None
        named[frame] = [mark.words for mark in drawn.months]
        assert len(named[frame]) <= frame.months
    assert named[WIDE] == ["Sep", "Nov", "2026", "Mar", "May", "Jul", "Sep", "Nov"]
    assert named[NARROW] == ["Sep", "2026", "May", "Sep"]


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=60),
    st.sampled_from([WIDE, NARROW]),
)
def test_everything_lies_within_the_plot(minutes: list[tuple[int, int]], frame: Frame) -> None:
    drawn = school_chart(
        Drawn(
            [point(number, ours, beside) for number, (ours, beside) in enumerate(minutes)],
            usual=0.4,
            signal=(START, "rising"),
            events=[(START, "new principal")],
            breaks=[(START - WEEK, START + 500 * WEEK, "A long break")],
        ),
        frame,
    )
    assert drawn is not None
    for dot in drawn.dots:
        assert frame.left <= float(dot.x) <= frame.edge
        assert PLOT_TOP <= float(dot.y) <= PLOT_TOP + PLOT_HEIGHT
    for span in drawn.breaks:
        assert float(span.x) + float(span.width) <= frame.edge + 0.1
    for month in drawn.months:
        assert frame.left <= float(month.x) <= frame.edge
