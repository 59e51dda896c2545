from itertools import pairwise
from math import isclose
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from app.domain import p_chart
from app.domain.calibration import (
    OURS,
    TESTS,
    Heard,
    Row,
    aims,
    by_limits,
    by_our_test,
    by_run_rules,
    calibrate,
    fortnights,
    margin,
)
from app.domain.change import Week, watch
from app.domain.simulated_years import BREAKS, HALF_DAYS, SUMMER_WEEKS, YEAR_WEEKS, law
from app.domain.vocabulary import Direction

UNHURRIED = settings(deadline=None, max_examples=40)
NOTHING: Week = (0, 0)


def luck(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a simulation, not a secret


def year(rate: float, share: float, seed: int, rho: float = 0.0) -> list[Week]:
    return law(rate, share, rho).year(luck(seed))


def rows(**asked: float) -> dict[str, Row]:
    """One kind of school, independent weeks, by test."""
    return {row.test: row for row in calibrate(luck(3), 60, rates=[3.0], **asked) if row.rho == 0}


@pytest.mark.parametrize(("share", "rho"), [(0.3, 0.0), (0.3, 0.1), (0.55, 0.4), (0.0, 0.1), (1.0, 0.0)])
def test_the_weeks_of_a_law_have_the_chances_that_scipy_gives_them(share: float, rho: float) -> None:
    found = law(3.0, share, rho)
    assert isclose(found.chances[-1], 1.0, abs_tol=1e-12)
    each = [found.chances[0], *(right - left for left, right in pairwise(found.chances))]
    for (done, held), chance in zip(found.weeks, each, strict=True):
        if rho and 0 < share < 1:
            within = betabinom.pmf(done, held, share * (1 - rho) / rho, (1 - share) * (1 - rho) / rho)
        else:
            within = binom.pmf(done, held, share)
        assert isclose(chance, binom.pmf(held, HALF_DAYS, 0.3) * within, abs_tol=1e-12)


@given(st.floats(0.01, 10), st.floats(0, 1), st.sampled_from([0.0, 0.1, 0.9]))
@example(1.0, 0.9999999999999999, 0.1)
@example(1.0, 0.9999999999999999, 0.9)
@UNHURRIED
def test_a_week_has_its_rate_and_its_share_on_average(rate: float, share: float, rho: float) -> None:
    found = law(rate, share, rho)
    each = [found.chances[0], *(right - left for left, right in pairwise(found.chances))]
    held = sum(week[1] * chance for week, chance in zip(found.weeks, each, strict=True))
    done = sum(week[0] * chance for week, chance in zip(found.weeks, each, strict=True))
    assert isclose(held, rate, rel_tol=1e-9)
    assert isclose(done, rate * share, rel_tol=1e-9, abs_tol=1e-9)


def test_a_year_has_its_breaks_and_a_full_timetable_fills_every_other_week() -> None:
    weeks = year(10.0, 1.0, seed=1)
    assert len(weeks) == YEAR_WEEKS
    assert [number for number, week in enumerate(weeks) if week == NOTHING] == list(BREAKS)
    assert set(weeks) == {NOTHING, (10, 10)}


@pytest.mark.parametrize("rate", [0.0, -1.0, 10.1, float("nan"), float("inf")])
def test_a_rate_that_no_timetable_has_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="Sessions a week"):
        law(rate, 0.3, 0.0)


@pytest.mark.parametrize(("share", "rho"), [(-0.1, 0.0), (1.1, 0.0), (0.3, 1.0), (0.3, -0.1), (float("nan"), 0.0)])
def test_a_share_or_a_correlation_outside_0_to_1_is_refused(share: float, rho: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        law(3.0, share, rho)


@given(st.integers(0, 10**6), st.sampled_from([0.05, 0.3, 0.6]), st.sampled_from([0.0, 0.1]))
@UNHURRIED
def test_our_test_is_heard_at_the_first_week_end_with_a_verdict_as_if_it_were_asked_at_each(
    seed: int, moved: float, rho: float
) -> None:
    last, this = year(4.0, 0.3, seed, rho), year(4.0, moved, seed + 1, rho)
    baseline = [*last, *[NOTHING] * SUMMER_WEEKS]
    verdicts = [watch(baseline, this[:number]).direction for number in range(1, YEAR_WEEKS + 1)]
    first = {
        direction: verdicts.index(direction) + 1 if direction in verdicts else None
        for direction in (Direction.RISING, Direction.EASING)
    }
    assert by_our_test(last, this) == Heard(first[Direction.RISING], first[Direction.EASING])


def test_the_run_rules_hear_a_long_run_above_and_then_below() -> None:
    last: list[Week] = [(1, 3), (1, 3), (2, 3), (2, 3)] * 10
    assert by_run_rules(last, [(3, 3)] * 40).rising is not None
    assert by_run_rules(last, [(3, 3)] * 40).easing is None
    assert by_run_rules(last, [(0, 3)] * 40).easing is not None


def test_a_p_chart_hears_the_first_fortnight_outside_the_limits_of_last_year() -> None:
    """Limits of .3 at six sessions a point: .3 + 3 * .187 = .861, so five of six are within, and six are outside."""
    last: list[Week] = [(1, 3), (1, 4), (1, 3)] * 13 + [(1, 3)]
    quiet: list[Week] = [(1, 3)] * 10
    assert by_limits(last, [*quiet, (2, 3), (3, 3), *quiet]) == Heard(None, None)
    assert by_limits(last, [*quiet, (3, 3), (3, 3), *quiet]) == Heard(12, None)


def test_a_p_chart_whose_limits_nothing_can_pass_never_cries_wolf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(p_chart, "SIGMAS", 1_000)
    found = rows()["p chart"]
    assert (found.false_rising, found.false_easing, found.soon, found.later) == (0.0, 0.0, 0.0, 0.0)
    assert found.delay is None


def test_a_p_chart_does_not_hear_of_fortnights_to_come() -> None:
    last, this = year(3.0, 0.3, 1), [(3, 3)] * 40
    assert by_limits(last, this).rising == by_limits(last, this[:20]).rising


@pytest.mark.parametrize("test", TESTS)
def test_a_school_that_is_hardly_ever_seen_is_no_false_alarm_and_nothing_seen(test: str) -> None:
    found = {row.test: row for row in calibrate(luck(1), 20, rates=[0.01]) if row.rho == 0}[test]
    assert (found.silent, found.false_rising, found.false_easing, found.soon) == (1.0, 0.0, 0.0, 0.0)
    assert found.delay is None


@pytest.mark.parametrize("test", TESTS)
def test_years_without_a_session_are_not_judged(test: str) -> None:
    assert TESTS[test]([NOTHING] * 40, [NOTHING] * 40) == Heard(None, None, judged=False)


def test_a_move_to_all_is_always_seen_and_soon() -> None:
    found = rows(moved=1.0)[OURS]
    assert (found.soon, found.later, found.silent) == (1.0, 1.0, 0.0)
    assert found.delay is not None
    assert found.delay <= 6


def test_a_year_like_the_last_is_seen_as_often_as_it_is_a_false_alarm() -> None:
    """Other years, but of one kind: both shares are within what 300 years can tell apart."""
    found = next(iter(calibrate(luck(3), 300, rates=[3.0], moved=0.3)))
    assert found.later <= found.false_rising + margin(0.06, 300) * 2
    assert found.delay is None


def test_one_seed_gives_one_table_and_another_gives_another() -> None:
    once, twice, other = (list(calibrate(luck(seed), 30, rates=[3.0])) for seed in (1, 1, 2))
    assert once == twice
    assert once != other
    assert [(row.rho, row.test) for row in once] == [(rho, test) for rho in (0.0, 0.1) for test in TESTS]


def test_shares_are_bounded_and_later_is_never_less_than_soon() -> None:
    for row in calibrate(luck(8), 40, rates=[0.7, 9.0]):
        assert 0 <= row.soon <= row.later <= 1
        assert min(row.false_rising, row.false_easing, row.silent) >= 0
        assert row.delay is None or 1 <= row.delay <= YEAR_WEEKS


def test_no_years_are_refused() -> None:
    with pytest.raises(ValueError, match="a year or more"):
        next(calibrate(luck(1), 0))


def test_two_weeks_make_a_point_and_an_odd_one_stands_alone() -> None:
    assert fortnights([(1, 3), (2, 4), (0, 1)]) == [(3, 7), (0, 1)]


def row(rate: float, rising: float, soon: float, *, test: str = OURS, rho: float = 0.0) -> Row:
    return Row(rate, rho, test, 10_000, rising, 0.02, soon, 1.0, 5.0, 0.0)


def test_aims_are_of_our_test_in_independent_weeks_and_say_when_they_are_too_close_to_call() -> None:
    drawn = [row(3.0, 0.061, 0.60), row(6.0, 0.5, 0.8), row(3.0, 0.9, 0.1, test="p chart"), row(3.0, 0.9, 0.1, rho=0.1)]
    found = aims(drawn)
    assert [(aim.found, aim.met, aim.close) for aim in found] == [
        (0.061, False, True),
        (0.02, True, False),
        (0.60, True, False),
        (0.8, False, False),
    ]
    assert found[0].words == "At 3 sessions a week at most 6% false alarms of rising"


def test_an_aim_at_a_rate_that_was_not_simulated_is_not_spoken_of() -> None:
    assert aims([row(1.5, 0.01, 0.9)]) == ()


def test_half_of_4000_years_is_within_a_point_and_a_half() -> None:
    assert margin(0.5, 4_000) == pytest.approx(0.0155, abs=1e-4)
