"""What holds through a change of principal, and what slides back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.terms import Season, Term, terms
from app.domain.vocabulary import Stage
from app.domain.years import LADDER, OWN, Through, through, turn

STAGES = st.sampled_from([None, *Stage])
FALL, SPRING = (
    Term(Season.FALL, date(2025, 8, 12), date(2025, 12, 31)),
    Term(Season.SPRING, date(2026, 1, 1), date(2026, 6, 12)),
)
NEXT = Term(Season.FALL, date(2026, 8, 12), date(2026, 12, 31))
THREE = (FALL, SPRING, NEXT)


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        (Stage.RELEASING, Stage.RELEASING, Through.HELD),
        (Stage.RELEASING, Stage.SUSTAINING, Through.HELD),
        (Stage.SUSTAINING, Stage.RELEASING, Through.SLID),
        (Stage.RELEASING, Stage.SIDE_BY_SIDE, Through.SLID),
        (Stage.SUSTAINING, Stage.DIRECT_SERVICE, Through.SLID),
        (Stage.RELEASING, Stage.FEW_VISITS, Through.UNKNOWN),
        (Stage.SUSTAINING, None, Through.UNKNOWN),
        (Stage.SIDE_BY_SIDE, Stage.DIRECT_SERVICE, None),
        (Stage.FEW_VISITS, Stage.SUSTAINING, None),
        (None, Stage.SUSTAINING, None),
    ],
)
def test_what_became_of_an_area(before: Stage | None, after: Stage | None, became: Through | None) -> None:
    assert through(before, after) is became


@given(before=STAGES, after=STAGES)
def test_only_what_was_the_schools_own_can_hold_or_slide(before: Stage | None, after: Stage | None) -> None:
    became = through(before, after)
    assert (became is None) == (before not in OWN)
    if became is Through.HELD:
        assert after in OWN, "held is still at releasing or sustaining"
    if became is Through.SLID:
        assert before is not None
        assert after is not None
        assert LADDER.index(after) < LADDER.index(before)


@given(before=st.sampled_from(sorted(OWN)), one=st.sampled_from(LADDER), two=st.sampled_from(LADDER))
def test_who_is_farther_along_has_not_slid_where_another_has_held(before: Stage, one: Stage, two: Stage) -> None:
    if LADDER.index(one) <= LADDER.index(two) and through(before, one) is Through.HELD:
        assert through(before, two) is Through.HELD


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 4, 28), 2),  # late in spring: after it
        (date(2026, 7, 1), 2),  # in the summer
        (date(2026, 9, 3), 2),  # early in fall: before it
        (date(2026, 1, 20), 1),
        (date(2026, 11, 20), 3),  # late in the last term: after it, where nothing is yet
        (date(2025, 8, 20), None),  # before the first term there is nothing to compare with
        (date(2024, 5, 1), None),
    ],
)
def test_a_change_is_set_between_the_terms_that_had_one_principal_for_the_most_part(
    day: date, place: int | None
) -> None:
    assert turn(day, THREE) == place


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), later=st.integers(0, 1000))
def test_a_later_change_is_never_set_before_an_earlier_one(day: date, later: int) -> None:
    found = terms(date(2021, 10, 1), date(2028, 10, 1), "08-12", "06-12")
    assert (turn(day, found) or 0) <= (turn(day + timedelta(days=later), found) or 0) <= len(found)
