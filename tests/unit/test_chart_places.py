"""The words upon a school's chart: where nothing is behind them, and never upon each other."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.chart_places import EVENT_GAP, Event, Frame, place_words
from app.web.charts import NARROW, WIDE

LOW, HIGH = "100,260 400,260 700,260", "100,30 400,30 700,30"


def span(event: Event, frame: Frame) -> tuple[float, float]:
    x, width = float(event.x), frame.letter * len(event.words) + EVENT_GAP
    return (x - width, x) if event.left else (x, x + width)


def one(x: float, *paths: str, frame: Frame = WIDE) -> Event:
    (event,) = place_words([(x, "new principal")], frame, paths)
    return event


def test_words_stand_on_the_right_and_on_top_where_nothing_is_in_the_way() -> None:
    assert one(300) == one(300, LOW) == Event("300", "new principal", left=False, y=42)


def test_words_give_way_to_the_line_to_the_left_or_down() -> None:
    assert one(300, "250,200 310,30 500,30").left
    assert one(300, HIGH).y == 62


def test_words_near_the_right_edge_have_no_room_there() -> None:
    assert one(WIDE.edge - 20, "400,40 500,40").left


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@given(
    places=st.lists(st.integers(0, 1000), min_size=1, max_size=60),
    shares=st.lists(st.integers(24, 264), min_size=2, max_size=40),
)
def test_no_words_lie_upon_others(frame: Frame, places: list[int], shares: list[int]) -> None:
    path = " ".join(f"{frame.left + number * frame.plot / len(shares):.1f},{y}" for number, y in enumerate(shares))
    found = [(frame.left + frame.plot * each / 1000, "principal left") for each in sorted(places)]
    events = list(place_words(found, frame, [path]))
    assert [event.words for event in events] == ["principal left"] * len(places)
    for first, second in combinations(events, 2):
        (start, end), (since, until) = span(first, frame), span(second, frame)
        assert first.y != second.y or end <= since + 0.1 or until <= start + 0.1
