"""Measure 4: how many of the current ILT took part in a session done with the school."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.reach import Reach, reach

UNHURRIED = settings(deadline=None)
PRIYA, MARCUS, ELENA, ROSA = (UUID(int=number) for number in (1, 2, 3, 4))
people = st.lists(st.sampled_from([PRIYA, MARCUS, ELENA, ROSA]))


def test_members_who_took_part_are_counted_of_all_who_are_on_the_team_today() -> None:
    assert reach([PRIYA, MARCUS, ELENA], [PRIYA, ELENA]) == Reach(2, 3)
    assert reach([PRIYA, MARCUS, ELENA], [PRIYA, ELENA]).share == 2 / 3


def test_a_person_counts_once_however_often_they_came() -> None:
    assert reach([PRIYA, PRIYA, MARCUS], [PRIYA, PRIYA, PRIYA]) == Reach(1, 2)


def test_somebody_who_took_part_and_is_not_on_the_ilt_reaches_nobody() -> None:
    assert reach([PRIYA], [ROSA]) == Reach(0, 1)


def test_a_school_without_an_ilt_has_no_share() -> None:
    assert reach([], [ROSA]).share is None
    assert reach([PRIYA], []).share == 0


@given(people, people, people)
@UNHURRIED
def test_it_is_a_share_and_more_sessions_never_lower_it(ilt: list[UUID], some: list[UUID], more: list[UUID]) -> None:
    before, after = reach(ilt, some), reach(ilt, more + some)
    assert 0 <= before.reached <= after.reached <= after.members == before.members
    assert (before.share is None) == (not ilt)
