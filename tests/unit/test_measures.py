from itertools import pairwise
from math import isclose, sqrt
from statistics import NormalDist

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from app.domain.measures import (
    Tally,
    Verified,
    dependence,
    dependence_of,
    disagreement,
    lasting,
    release,
    strategic,
    wilson,
)

UNHURRIED = settings(deadline=None)
Session = tuple[str, int, bool, str, str]
"""Who led ("for" for us), minutes, whether requested, aim ("" when not said), and what leaders say of it ("")."""

sessions = st.tuples(
    st.sampled_from(["for", "coach", "shared", "school", "unsaid"]),
    st.integers(5, 600),
    st.booleans(),
    st.sampled_from(["", "system", "symptom"]),
    st.sampled_from(["", "confirmed", "corrected", "differing"]),
)


def row(session: Session) -> Tally:
    led, minutes, requested, aim, heard = session
    figures = {f"{led}_minutes": minutes, f"{led}_squared": minutes**2, f"{led}_sessions": 1}
    figures |= {"requested_minutes": minutes} if requested else {}
    figures |= {f"{aim}_minutes": minutes} if aim else {}
    figures |= {"reviewed_sessions": 1, f"{heard}_sessions": 1} if heard else {}
    return Tally(**figures)


def total(logged: list[Session]) -> Tally:
    return sum(map(row, logged), Tally.zero())


def test_a_tally_keeps_its_fields_in_the_order_of_the_rollup() -> None:
    groups = ["for", "coach", "shared", "school", "unsaid"]
    expected = [f"{group}_{figure}" for group in groups for figure in ("minutes", "squared", "sessions")]
    assert list(Tally._fields) == [
        *expected,
        "requested_minutes",
        "system_minutes",
        "symptom_minutes",
        "reviewed_sessions",
        "confirmed_sessions",
        "corrected_sessions",
        "differing_sessions",
    ]
    assert Tally() == Tally.zero()


def test_tallies_add_up_field_by_field() -> None:
    one, two = Tally(*range(22)), Tally(*range(100, 122))
    assert one + two == Tally(*range(100, 144, 2))


def test_many_tallies_at_once_add_up_as_one_by_one() -> None:
    rows = [Tally(*range(first, first + 22)) for first in (0, 100, 1000)]
    assert Tally.total(rows) == rows[0] + rows[1] + rows[2]
    assert Tally.total([]) == Tally.zero()


def test_a_tally_sums_both_modes_and_every_lead() -> None:
    tally = Tally(1, 2, 3, 10, 20, 30, 100, 200, 300, 1000, 2000, 3000, 10_000, 20_000, 30_000)
    assert (tally.with_minutes, tally.with_sessions) == (11_110, 33_330)
    assert (tally.minutes, tally.squared, tally.sessions) == (11_111, 22_222, 33_333)


@given(st.integers(1, 5000), st.data(), st.floats(0.01, 0.999))
@UNHURRIED
def test_wilson_agrees_with_scipy(trials: int, data: st.DataObject, confidence: float) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials, confidence)
    oracle = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert isclose(low, max(0.0, oracle.low), rel_tol=1e-12, abs_tol=1e-15)
    assert isclose(high, min(1.0, oracle.high), rel_tol=1e-12, abs_tol=1e-15)


def test_wilson_says_22_of_31_as_published_software_does() -> None:
    assert wilson(22, 31) == pytest.approx((0.5340767066925, 0.8390419984369), abs=1e-12)


@given(st.floats(1e-3, 1e6), st.floats(0, 1), st.floats(0.5, 0.99))
@UNHURRIED
def test_wilson_takes_an_effective_number_and_always_holds_the_share(
    trials: float, share: float, confidence: float
) -> None:
    successes = share * trials
    low, high = wilson(successes, trials, confidence)
    assert 0 <= low <= successes / trials <= high <= 1
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    for edge in (low, high):  # both ends solve the score equation, where they are not cut
        if 1e-9 < edge < 1 - 1e-9:
            assert abs(successes / trials - edge) == pytest.approx(z * sqrt(edge * (1 - edge) / trials), rel=1e-5)


@given(st.floats(0.1, 1e9))
@UNHURRIED
def test_wilson_is_exact_at_the_edges(trials: float) -> None:
    assert wilson(0, trials)[0] == 0.0
    assert wilson(trials, trials)[1] == 1.0


@pytest.mark.parametrize("trials", [0, -1, float("nan"), float("inf")])
def test_wilson_needs_trials(trials: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        wilson(0, trials)


@pytest.mark.parametrize("successes", [-1, 11, float("nan")])
def test_wilson_refuses_successes_that_do_not_fit(successes: float) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        wilson(successes, 10)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_wilson_refuses_a_confidence_that_is_none(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(5, 10, confidence)


def test_three_long_sessions_for_and_twenty_short_with_are_the_worked_example() -> None:
    found = dependence(3 * 240, 20 * 30, 3 * 240**2 + 20 * 30**2)
    assert found is not None
    assert found.share == pytest.approx(0.545455, abs=1e-6)
    assert found.effective == pytest.approx(9.13, abs=0.005)
    assert (round(found.low, 2), round(found.high, 2)) == (0.26, 0.80)


def test_without_minutes_there_is_no_figure_and_never_0_percent() -> None:
    assert dependence(0, 0, 0) is None
    assert dependence_of(Tally.zero()) is None


def test_a_share_equals_a_threshold_written_in_decimals() -> None:
    for tenths in range(11):
        found = dependence(tenths, 10 - tenths, 10)
        assert found is not None
        assert found.share == float(f"0.{tenths}" if tenths < 10 else "1")


@pytest.mark.parametrize(
    "minutes", [(-1, 10, 100), (10, -1, 100), (30, 30, 0), (0, 0, 1), (60, 0, 3601), (60, 60, 119)]
)
def test_minutes_that_no_sessions_can_have_are_refused(minutes: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"[Mm]inutes"):
        dependence(*minutes)


@given(st.lists(sessions, min_size=1))
@UNHURRIED
def test_the_interval_always_holds_d_within_0_and_1(logged: list[Session]) -> None:
    found = dependence_of(total(logged))
    assert found is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert 1 <= found.effective <= len(logged) * (1 + 1e-12)


@given(st.lists(sessions, min_size=1))
@UNHURRIED
def test_more_sessions_alike_narrow_the_interval(logged: list[Session]) -> None:
    once, twice = dependence_of(total(logged)), dependence_of(total(logged * 2))
    assert once is not None
    assert twice is not None
    assert twice.share == once.share
    assert twice.high - twice.low < once.high - once.low


@given(st.lists(sessions), st.randoms())
@UNHURRIED
def test_the_order_of_rows_does_not_matter(logged: list[Session], chance: object) -> None:
    shuffled = list(logged)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total(shuffled) == total(logged)


@given(st.lists(sessions, min_size=1), st.data())
@UNHURRIED
def test_splitting_a_session_in_two_leaves_the_measures_of_minutes_unchanged(
    logged: list[Session], data: st.DataObject
) -> None:
    led, minutes, requested, aim, heard = logged[0]
    cut = data.draw(st.integers(1, minutes - 1))
    halves: list[Session] = [(led, part, requested, aim, heard) for part in (cut, minutes - cut)]
    whole, split = total(logged), total(halves + logged[1:])
    before, after = dependence_of(whole), dependence_of(split)
    assert before is not None
    assert after is not None
    assert after.share == before.share
    assert after.effective > before.effective
    assert (release(split), strategic(split), lasting(split)) == (release(whole), strategic(whole), lasting(whole))


@given(st.lists(sessions), st.randoms())
@UNHURRIED
def test_every_share_lies_within_0_and_1_whatever_the_order_of_rows(logged: list[Session], chance: object) -> None:
    shuffled = list(logged)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for measure in (disagreement, strategic, lasting):
        found = measure(total(logged))
        assert found is None or 0 <= found <= 1
        assert measure(total(shuffled)) == found


@given(st.lists(sessions))
@UNHURRIED
def test_the_shares_of_release_sum_to_1(logged: list[Session]) -> None:
    tally = total(logged)
    found = release(tally)
    if found is None:
        assert tally.with_minutes == 0
    else:
        assert found.coach + found.shared + found.school + found.unsaid == pytest.approx(1)
        assert 0 <= found.school_of_all <= found.school <= 1


def test_release_says_who_led_what_was_done_with_the_school() -> None:
    found = release(Tally(for_minutes=100, coach_minutes=50, shared_minutes=30, school_minutes=20))
    assert found is not None
    assert (found.coach, found.shared, found.school, found.unsaid, found.school_of_all) == (0.5, 0.3, 0.2, 0, 0.1)


def test_there_is_no_release_where_all_was_done_for_the_school() -> None:
    assert release(Tally(for_minutes=60, for_squared=3600, for_sessions=1)) is None


def test_strategic_is_the_planned_share_of_all_minutes() -> None:
    assert strategic(Tally(for_minutes=60, coach_minutes=60, requested_minutes=90)) == 0.25
    assert strategic(Tally.zero()) is None


def test_lasting_counts_only_minutes_whose_aim_was_said() -> None:
    assert lasting(Tally(for_minutes=600, system_minutes=90, symptom_minutes=30)) == 0.75
    assert lasting(Tally(for_minutes=600)) is None


@given(st.integers(2, 400))
@UNHURRIED
def test_a_larger_share_moves_both_ends_up(trials: int) -> None:
    intervals = [wilson(successes, trials) for successes in range(trials + 1)]
    assume(len(intervals) > 1)
    assert all(left[0] < right[0] and left[1] < right[1] for left, right in pairwise(intervals))


def test_verified_is_a_share_of_what_is_due() -> None:
    assert Verified(12, 20).share == 0.6
    assert Verified(0, 5).share == 0
    assert Verified(0, 0).share is None


@pytest.mark.parametrize(("verified", "due"), [(-1, 3), (4, 3), (1, 0)])
def test_no_more_can_be_verified_than_is_due(verified: int, due: int) -> None:
    with pytest.raises(ValueError, match="cannot be verified"):
        Verified(verified, due)


def test_disagreement_is_of_what_was_reviewed() -> None:
    sums = Tally(
        coach_sessions=40, reviewed_sessions=8, confirmed_sessions=5, corrected_sessions=2, differing_sessions=1
    )
    assert disagreement(sums) == 0.375
    assert disagreement(Tally(coach_sessions=40)) is None
    assert disagreement(Tally(coach_sessions=40, reviewed_sessions=3, confirmed_sessions=3)) == 0
