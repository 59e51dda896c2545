import json
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.p_chart import p_chart

UNHURRIED = settings(deadline=None)
CANS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "spc.json").read_text(encoding="utf-8"))[
    "montgomery_7_3"
]
SIZES = [CANS["size"]] * len(CANS["counts"])
samples = st.lists(
    st.integers(1, 60).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=2
).map(lambda pairs: ([count for count, _ in pairs], [size for _, size in pairs]))


@pytest.mark.parametrize(("figures", "exclude"), [("all", ()), ("without_15_and_23", (15, 23))])
def test_the_limits_are_those_that_montgomery_published(figures: str, exclude: tuple[int, ...]) -> None:
    chart = p_chart(CANS["counts"], SIZES, exclude=exclude)
    expected = CANS[figures]
    assert chart.center == pytest.approx([expected["center"]] * 30, abs=5e-7)
    assert chart.lower == pytest.approx([expected["lower"]] * 30, abs=5e-7)
    assert chart.upper == pytest.approx([expected["upper"]] * 30, abs=5e-7)
    assert list(chart.outside) == expected["outside"]
    assert chart.sigma_z == 1.0


def test_a_small_sample_has_wide_limits_cut_to_0_and_1() -> None:
    chart = p_chart([30, 1], [97, 3], exclude=())
    assert chart.lower[1] == 0.0
    assert chart.upper[1] == 1.0
    assert chart.upper[0] - chart.lower[0] < 0.3


def test_a_sample_of_none_or_all_is_within_limits_that_are_cut() -> None:
    assert p_chart([0, 5, 5], [3, 10, 10]).outside == ()
    assert p_chart([3, 5, 5], [3, 10, 10]).outside == ()


def test_laney_widens_the_limits_by_the_mean_moving_range_of_z() -> None:
    chart = p_chart([20, 30, 20, 30], [100] * 4, laney=True)
    error = sqrt(0.25 * 0.75 / 100)
    assert chart.sigma_z == pytest.approx(0.1 / error / 1.128)
    assert chart.lower == pytest.approx([0] * 4)
    assert chart.upper == pytest.approx([0.25 + 3 * 0.1 / 1.128] * 4)


def test_what_is_outside_by_chance_may_be_within_laneys_limits() -> None:
    assert p_chart([10, 40, 10, 40], [100] * 4).outside == (1, 2, 3, 4)
    assert p_chart([10, 40, 10, 40], [100] * 4, laney=True).outside == ()


def test_laney_narrows_them_where_samples_differ_less_than_chance() -> None:
    chart = p_chart([24, 25, 26, 25], [100] * 4, laney=True)
    plain = p_chart([24, 25, 26, 25], [100] * 4)
    assert chart.sigma_z < 1
    assert chart.upper[0] < plain.upper[0]


def test_laney_takes_samples_left_out_neither_for_the_center_nor_for_the_spread() -> None:
    counts, sizes = [24, 90, 26, 25], [100] * 4
    chart = p_chart(counts, sizes, laney=True, exclude=[2])
    assert chart.sigma_z == p_chart([24, 26, 25], [100] * 3, laney=True).sigma_z
    assert 2 in chart.outside


def test_samples_that_are_all_alike_leave_laney_no_width_and_nothing_outside() -> None:
    for counts in ([0, 0, 0], [3, 30, 9], [10, 100, 30]):
        chart = p_chart(counts, [10, 100, 30], laney=True)
        assert (chart.sigma_z, chart.outside) == (0.0, ())


@pytest.mark.parametrize(
    ("counts", "sizes", "words"),
    [
        ([], [], "as many counts as sizes"),
        ([1, 2], [10], "as many counts as sizes"),
        ([0], [0], "no share"),
        ([1, 1], [5, -5], "no share"),
        ([11], [10], "no share"),
        ([-1], [10], "no share"),
    ],
)
def test_counts_and_sizes_that_make_no_shares_are_refused(counts: list[int], sizes: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        p_chart(counts, sizes)


def test_positions_count_from_1_and_leave_something_to_draw_limits_from() -> None:
    for position in (0, 3, -1):
        with pytest.raises(ValueError, match="run from 1 to 2"):
            p_chart([1, 2], [10, 10], exclude=[position])
    with pytest.raises(ValueError, match="too few"):
        p_chart([1, 2], [10, 10], exclude=[1, 2])
    with pytest.raises(ValueError, match="too few"):
        p_chart([1, 2], [10, 10], laney=True, exclude=[1])


@given(drawn=samples, laney=st.booleans())
@UNHURRIED
def test_limits_hold_the_center_within_0_and_1_and_name_what_lies_outside(
    *, drawn: tuple[list[int], list[int]], laney: bool
) -> None:
    counts, sizes = drawn
    chart = p_chart(counts, sizes, laney=laney)
    assert len(chart.center) == len(chart.lower) == len(chart.upper) == len(counts)
    for number, (low, center, high) in enumerate(zip(chart.lower, chart.center, chart.upper, strict=True), 1):
        assert 0 <= low <= center <= high <= 1
        share = counts[number - 1] / sizes[number - 1]
        assert (number in chart.outside) == (not low <= share <= high)
