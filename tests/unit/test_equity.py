"""Measure 8: each school's share of our minutes beside the share that goes with its need."""

from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.equity import Equity, Share, Support, equity
from tests.support.flagging import work

UNHURRIED = settings(deadline=None)
A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))


def supports(*schools: Support) -> dict[UUID, Support]:
    return {UUID(int=number): school for number, school in enumerate(schools, start=1)}


def of(weight: float, ours: int = 0, beside: int = 0, *, by_director: bool = True, coached: bool = True) -> Support:
    return Support(weight, by_director, coached, work(ours=ours, coach=beside))


FOUR = supports(of(3, ours=4), of(2, ours=1, beside=4), of(2, beside=4), of(1, ours=1, beside=2))
"""Needs of 8, 16 hours, 10 of them side by side."""


def test_a_schools_share_is_told_beside_the_share_of_its_need() -> None:
    shares = equity(FOUR).shares
    assert shares[A] == Share(expected=3 / 8, ratio=(4 / 16) / (3 / 8), with_ratio=0.0)
    assert shares[C] == Share(expected=2 / 8, ratio=1.0, with_ratio=(4 / 10) / (2 / 8))
    assert equity(FOUR).judged(A) == pytest.approx(2 / 3)


def test_a_school_without_coach_and_session_is_not_asked_about() -> None:
    among = FOUR | {UUID(int=9): of(3, coached=False)}
    assert equity(among) == equity(FOUR)
    assert equity(among).judged(UUID(int=9)) is None


def test_a_school_with_a_coach_and_no_session_has_none_of_our_time() -> None:
    assert equity(FOUR | {UUID(int=9): of(2)}).judged(UUID(int=9)) == 0.0


def test_a_school_with_a_session_and_no_coach_counts() -> None:
    assert UUID(int=9) in equity(FOUR | {UUID(int=9): of(2, beside=1, coached=False)}).shares


def test_one_imported_weight_makes_all_of_it_provisional_and_nothing_is_judged() -> None:
    found = equity(FOUR | {D: of(1, beside=2, by_director=False)})
    assert found.provisional
    assert found.shares[A].ratio is not None
    assert [found.judged(school_id) for school_id in (A, B, C, D)] == [None] * 4


def test_the_weight_of_a_school_that_is_not_asked_about_makes_nothing_provisional() -> None:
    assert not equity(FOUR | {UUID(int=9): of(2, by_director=False, coached=False)}).provisional


def test_three_schools_are_too_few_to_judge() -> None:
    found = equity({school_id: school for school_id, school in FOUR.items() if school_id != D})
    assert len(found.shares) == 3
    assert found.judged(A) is None
    assert equity(FOUR).judged(A) is not None


def test_no_minutes_are_no_ratio() -> None:
    found = equity(supports(of(1), of(2), of(1), of(1)))
    assert found.shares[B] == Share(expected=2 / 5, ratio=None, with_ratio=None)
    assert found.judged(B) is None


def test_nothing_done_with_any_school_leaves_that_ratio_out() -> None:
    share = equity(supports(of(1, ours=2), of(1, ours=1))).shares[A]
    assert share.ratio == pytest.approx(4 / 3)
    assert share.with_ratio is None


def test_no_schools_are_no_shares() -> None:
    assert equity({}) == Equity({}, provisional=False)


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        equity(supports(of(0, ours=1)))


several = st.lists(
    st.builds(of, st.floats(1, 3), st.integers(0, 40), st.integers(0, 40), coached=st.booleans()),
    min_size=1,
    max_size=12,
)


@given(several)
@UNHURRIED
def test_ratios_weighted_by_what_is_expected_sum_to_one(schools: list[Support]) -> None:
    shares = equity(supports(*schools)).shares.values()
    assume(shares)
    assert sum(share.expected for share in shares) == pytest.approx(1)
    for ratios in ([share.ratio for share in shares], [share.with_ratio for share in shares]):
        known = [ratio for ratio in ratios if ratio is not None]
        assert len(known) in {0, len(shares)}
        if known:
            assert min(known) >= 0
            weighted = [ratio * share.expected for ratio, share in zip(known, shares, strict=True)]
            assert sum(weighted) == pytest.approx(1)


@given(several, st.floats(0.5, 2))
@UNHURRIED
def test_only_the_proportions_of_needs_matter(schools: list[Support], factor: float) -> None:
    scaled = [
        Support(school.weight * factor, by_director=True, coached=school.coached, tally=school.tally)
        for school in schools
    ]
    before, after = equity(supports(*schools)).shares, equity(supports(*scaled)).shares
    assert after.keys() == before.keys()
    for school_id, share in before.items():
        assert after[school_id].expected == pytest.approx(share.expected)
        assert after[school_id].ratio == (None if share.ratio is None else pytest.approx(share.ratio))


@given(several)
@UNHURRIED
def test_more_need_never_raises_a_schools_own_ratio(schools: list[Support]) -> None:
    first = schools[0]
    needier = Support(first.weight + 1, by_director=True, coached=first.coached, tally=first.tally)
    before = equity(supports(*schools)).shares.get(A)
    after = equity(supports(needier, *schools[1:])).shares.get(A)
    if before and after and before.ratio is not None and after.ratio is not None:
        assert after.ratio <= before.ratio * (1 + 1e-9)
