"""Where figures lie in a drawing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.chart import Point
from app.domain.measures import Release, Tally, dependence
from app.domain.periods import DAY, WEEK
from app.web.charts import PLOT_HEIGHT, PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, band, leads, line, school_chart

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
    assert school_chart([], usual=None, signal=None, events=[], breaks=[]) is None


def test_a_line_breaks_where_a_fortnight_had_no_sessions() -> None:
    drawn = school_chart(
        [point(0, 30, 30), point(1, 0, 60), point(2, 0, 0), point(3, 60, 0)],
        usual=None,
        signal=None,
        events=[],
        breaks=[],
    )
    assert drawn is not None
    assert [len(path.split()) for path in drawn.paths] == [2, 1]
    assert [dot.y for dot in drawn.dots] == ["144", "264", "24"]


def test_the_signal_reaches_from_its_week_to_the_right_edge_and_marks_its_points() -> None:
    drawn = school_chart(
        [point(number, 30, 30) for number in range(4)],
        usual=0.25,
        signal=(START + 4 * WEEK, "rising since Sep 8"),
        events=[],
        breaks=[],
    )
    assert drawn is not None
    assert drawn.signal is not None
    assert float(drawn.signal.x) == PLOT_LEFT + PLOT_WIDTH / 2
    assert float(drawn.signal.x) + float(drawn.signal.width) == PLOT_LEFT + PLOT_WIDTH
    assert [dot.signal for dot in drawn.dots] == [False, False, True, True]
    assert drawn.usual == str(PLOT_TOP + int(0.75 * PLOT_HEIGHT))
    assert drawn.usual_words == "usual 25%"


def test_only_what_happened_while_there_are_points_is_marked() -> None:
    drawn = school_chart(
        [point(number, 30, 30) for number in range(4)],
        usual=None,
        signal=None,
        events=[(START - DAY, "new principal"), (START + WEEK, "principal left"), (START + 60 * WEEK, "new principal")],
        breaks=[(START - 3 * WEEK, START - WEEK, "Summer"), (START + WEEK, START + WEEK + 4 * DAY, "Fall break")],
    )
    assert drawn is not None
    assert [mark.words for mark in drawn.marks] == ["principal left"]
    assert [span.words for span in drawn.breaks] == ["Fall break"]


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=60))
def test_everything_lies_within_the_plot(minutes: list[tuple[int, int]]) -> None:
    drawn = school_chart(
        [point(number, ours, beside) for number, (ours, beside) in enumerate(minutes)],
        usual=0.4,
        signal=(START, "rising"),
        events=[(START, "new principal")],
        breaks=[(START - WEEK, START + 500 * WEEK, "A long break")],
    )
    assert drawn is not None
    for dot in drawn.dots:
        assert PLOT_LEFT <= float(dot.x) <= PLOT_LEFT + PLOT_WIDTH
        assert PLOT_TOP <= float(dot.y) <= PLOT_TOP + PLOT_HEIGHT
    for span in drawn.breaks:
        assert float(span.x) + float(span.width) <= PLOT_LEFT + PLOT_WIDTH + 0.1
    for month in drawn.months:
        assert float(month.x) <= PLOT_LEFT + PLOT_WIDTH
