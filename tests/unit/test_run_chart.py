import json
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from app.domain.run_chart import fewest_crossings, half_quantile, longest_run_limit, run_chart
from app.domain.vocabulary import Direction

UNHURRIED = settings(deadline=None)
PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "spc.json").read_text(encoding="utf-8"))
values = st.lists(st.integers(0, 10).map(lambda tenths: tenths / 10))


@pytest.mark.parametrize(("useful", "run", "crossings"), PUBLISHED["anhoej"]["rows"])
def test_the_limits_are_those_that_were_published(useful: int, run: int, crossings: int) -> None:
    assert (longest_run_limit(useful), fewest_crossings(useful)) == (run, crossings)
    chart = run_chart([0.0, 1.0] * (useful // 2))
    assert (chart.useful, chart.longest_run_limit, chart.crossings_limit) == (useful, run, crossings)


def test_the_quantile_of_the_binomial_agrees_with_scipy() -> None:
    assert [half_quantile(trials) for trials in range(400)] == [int(binom.ppf(0.05, n, 0.5)) for n in range(400)]


def test_a_quantile_of_fewer_than_no_trials_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        half_quantile(-1)


def test_a_long_run_above_the_median_of_the_first_points_is_a_rise() -> None:
    chart = run_chart([0.3, 0.5] * 6 + [0.7] * 8, baseline=12)
    assert chart.median == 0.4
    assert (chart.useful, chart.longest_run, chart.longest_run_limit) == (20, 9, 7)
    assert chart.signal
    assert chart.direction is Direction.RISING


def test_a_long_run_below_is_easing() -> None:
    chart = run_chart([0.5, 0.3] * 6 + [0.1] * 8, baseline=12)
    assert chart.direction is Direction.EASING


def test_few_crossings_alone_are_a_signal() -> None:
    chart = run_chart([0.0] * 5 + [1.0] * 5 + [0.0] * 5 + [1.0] * 5)
    assert chart.longest_run <= chart.longest_run_limit
    assert (chart.crossings, chart.crossings_limit) == (3, 6)
    assert chart.signal


def test_a_run_as_long_as_the_limit_and_as_few_crossings_as_allowed_are_chance() -> None:
    chart = run_chart([0, 1, 1, 1, 1, 1, 1, 0, 0, 0])
    assert (chart.median, chart.useful) == (1, 4)
    balanced = run_chart([0, 0, 0, 1, 1, 1, 1, 1, 0, 0], baseline=None)
    assert (balanced.median, balanced.longest_run, balanced.crossings, balanced.crossings_limit) == (0.5, 5, 2, 2)
    assert not balanced.signal
    assert balanced.direction is None


def test_points_on_the_median_neither_break_nor_lengthen_a_run() -> None:
    apart = run_chart([1, 1, 2, 3, 3, 2, 3, 2, 1, 2])
    assert apart.median == 2
    assert (apart.useful, apart.longest_run, apart.crossings) == (6, 3, 2)


def test_a_signal_that_ends_on_the_median_has_no_direction() -> None:
    chart = run_chart([0] * 10 + [2] * 10 + [1])
    assert chart.median == 1
    assert chart.signal
    assert chart.direction is None


def test_no_values_make_no_median_and_no_signal() -> None:
    chart = run_chart([])
    assert chart.median is None
    assert (chart.useful, chart.longest_run, chart.crossings, chart.signal, chart.direction) == (0, 0, 0, False, None)


def test_values_that_are_all_the_same_are_no_signal() -> None:
    chart = run_chart([0.3] * 30)
    assert (chart.median, chart.useful, chart.signal) == (0.3, 0, False)


def test_a_baseline_longer_than_the_series_is_all_of_it() -> None:
    assert run_chart([0.1, 0.2, 0.6], baseline=12) == run_chart([0.1, 0.2, 0.6])


def test_a_baseline_of_no_points_and_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="a point or more"):
        run_chart([0.1, 0.2], baseline=0)
    with pytest.raises(ValueError, match="finite"):
        run_chart([0.1, float("nan")])


@given(values)
@UNHURRIED
def test_turned_upside_down_a_chart_says_the_opposite(series: list[float]) -> None:
    chart, mirrored = run_chart([round(v * 10) for v in series]), run_chart([-round(v * 10) for v in series])
    opposite = {Direction.RISING: Direction.EASING, Direction.EASING: Direction.RISING, None: None}
    assert (mirrored.useful, mirrored.longest_run, mirrored.crossings, mirrored.signal) == (
        chart.useful,
        chart.longest_run,
        chart.crossings,
        chart.signal,
    )
    assert mirrored.direction is opposite[chart.direction]


@given(values, st.integers(1, 20) | st.none())
@UNHURRIED
def test_runs_and_crossings_fit_into_the_useful_points(series: list[float], baseline: int | None) -> None:
    chart = run_chart(series, baseline)
    runs = len(list(groupby(v > chart.median for v in series if v != chart.median))) if chart.median is not None else 0
    assert chart.crossings == max(runs - 1, 0)
    assert chart.longest_run + chart.crossings <= chart.useful
    assert chart.useful <= len(series)
    assert chart.direction is None or chart.signal


@given(values, st.data())
@UNHURRIED
def test_another_point_on_the_median_changes_nothing_but_a_direction(series: list[float], data: st.DataObject) -> None:
    chart = run_chart(series, len(series) or None)
    if chart.median is None:
        return
    place = data.draw(st.integers(0, len(series)))
    padded = run_chart([*series[:place], chart.median, *series[place:]])
    assert padded.median == chart.median
    assert (padded.longest_run, padded.crossings, padded.signal) == (chart.longest_run, chart.crossings, chart.signal)
