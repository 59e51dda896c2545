"""What one coach can hardly have done at once, and a day that is longer than days are."""

from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overlaps import LONG_DAY, Stretch, is_long, overlapping

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def at(id_: UUID, begins: str | None, minutes: int = 45, day: date = DAY) -> Stretch:
    return Stretch(id_, day, minutes, time.fromisoformat(begins) if begins else None)


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        (at(A, "09:30"), at(B, "10:00"), True),
        (at(A, "09:30"), at(B, "10:14"), True),
        (at(A, "09:30"), at(B, "10:15"), False),
        (at(A, "09:30"), at(B, "09:30"), True),
        (at(A, "09:30"), at(B, "08:00", 600), True),
        (at(A, "09:30"), at(B, None), False),
        (at(A, None), at(B, None), False),
        (at(A, "09:30"), at(B, "09:30", day=NEXT), False),
        (at(A, "00:00", 5), at(B, "23:59"), False),
    ],
)
def test_two_overlap_that_share_a_minute_of_one_day(first: Stretch, second: Stretch, *, share: bool) -> None:
    assert bool(overlapping([first, second])) is share
    assert overlapping([first, second]) == overlapping([second, first])


def test_each_pair_is_named_once_the_earlier_first() -> None:
    assert overlapping([at(C, "10:10"), at(A, "09:30", 60), at(B, "10:00")]) == [(A, B), (A, C), (B, C)]


stretches = st.builds(
    Stretch, st.uuids(), st.sampled_from([DAY, NEXT]), st.integers(5, 600), st.none() | st.times(time(0), time(23, 59))
)


@given(st.lists(stretches, max_size=8, unique_by=lambda each: each.id))
def test_whoever_overlaps_shares_a_minute_with_the_other(day: list[Stretch]) -> None:
    spans = {
        each.id: {(each.held_on, each.begins + minute) for minute in range(each.minutes)}
        for each in day
        if each.begins is not None
    }
    found = {frozenset(pair) for pair in overlapping(day)}
    ids = list(spans)
    shared = {frozenset((a, b)) for i, a in enumerate(ids) for b in ids[i + 1 :] if spans[a] & spans[b]}
    assert found == shared


def test_ten_hours_are_a_day_and_more_is_long() -> None:
    assert not is_long([LONG_DAY])
    assert is_long([LONG_DAY, 5])
    assert not is_long([])
