"""How evenly work lies on coaches, and which places are empty."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.load import (
    HANDOVER,
    VACANT,
    Assigned,
    Load,
    even_share,
    lean,
    uncoached,
    vacancies,
    weeks_with_us,
    weigh,
)
from app.domain.periods import Window
from app.domain.vocabulary import Other

TODAY = date(2026, 11, 24)
JO, SAM, IVY = (UUID(int=number) for number in (1, 2, 3))
ALDER, BIRCH = (UUID(int=number) for number in (11, 12))
LONG_AGO = date(2020, 1, 6)


def load(weighed: float, weeks: int = 12, sessions: int = 0, **other: int) -> Load:
    return Load(JO, "Jo", 1, weeks, sessions, {Other(kind): minutes for kind, minutes in other.items()}, weighed)


def at(person: UUID, school: UUID | None = ALDER, first: date = LONG_AGO, last: date | None = None) -> Assigned:
    return Assigned(person, school, first, last)


def ago(weeks: float) -> date:
    return TODAY - timedelta(days=round(7 * weeks))


def test_minutes_weigh_as_much_as_their_schools_need() -> None:
    assert weigh({ALDER: 90, None: 30}, {ALDER: 2.0}) == 210
    assert weigh({BIRCH: 60}, {ALDER: 2.0}) == 60, "a need that nobody knows weighs once"


def test_all_minutes_are_in_a_load() -> None:
    assert load(0, sessions=600, travel=60, learning=60).minutes == 720
    assert load(0, sessions=600, travel=60, learning=60).a_week == 60


def test_an_even_share_is_even_over_the_weeks_that_each_was_with_us() -> None:
    assert even_share([load(18_000), load(12_000), load(9_000, weeks=6)]) == 1_300
    assert even_share([]) is None
    assert even_share([load(0)]) is None


def test_a_load_leans_to_one_side_or_the_other() -> None:
    assert lean(load(15_000, weeks=10), 1_000) == 0.5
    assert lean(load(0), 1_000) == -1
    with pytest.raises(ValueError, match="even share"):
        lean(load(1), 0)


LOADS = st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 60)), min_size=1, max_size=20)


@given(LOADS)
def test_what_is_above_the_even_share_is_as_much_as_what_is_below(found: list[tuple[float, int]]) -> None:
    loads = [load(weighed, weeks) for weighed, weeks in found]
    share = even_share(loads)
    if share is None:
        assert all(weighed == 0 for weighed, _ in found)
        return
    assert min(each.weighed_a_week for each in loads) <= share * (1 + 1e-9)
    assert share <= max(each.weighed_a_week for each in loads) * (1 + 1e-9)
    assert sum(lean(each, share) * each.weeks for each in loads) == pytest.approx(0, abs=1e-6)


def test_somebody_who_came_halfway_has_carried_for_half_of_the_weeks() -> None:
    window = Window.ending(TODAY)
    assert weeks_with_us([at(JO)], window) == 12
    assert weeks_with_us([at(JO, first=ago(5)), at(JO, BIRCH, first=ago(3))], window) == 6
    assert weeks_with_us([at(JO, last=ago(8))], window) == 4
    assert weeks_with_us([], window) == 12


def test_a_place_is_vacant_from_when_its_coach_left_until_somebody_follows() -> None:
    left = at(JO, last=ago(5))
    assert vacancies([left], TODAY) == {ALDER: ago(5)}
    assert vacancies([left, at(SAM, first=ago(2))], TODAY) == {}
    assert vacancies([left, at(SAM, first=ago(2), last=ago(1))], TODAY) == {ALDER: ago(1)}, "who followed has left too"
    assert vacancies([left, at(SAM, BIRCH, first=ago(2))], TODAY) == {ALDER: ago(5)}


def test_whoever_was_there_all_along_stayed_on_and_follows_nobody() -> None:
    assert vacancies([at(JO, last=ago(5)), at(SAM)], TODAY) == {ALDER: ago(5)}
    near = ago(5) - HANDOVER + timedelta(days=1)
    assert vacancies([at(JO, last=ago(5)), at(SAM, first=near)], TODAY) == {}


def test_who_came_back_left_no_vacancy_and_who_is_still_to_leave_neither() -> None:
    assert vacancies([at(JO, last=ago(5)), at(JO, first=ago(3))], TODAY) == {}
    assert vacancies([at(JO, last=TODAY)], TODAY) == {}
    assert vacancies([at(JO, last=ago(5)), at(SAM, None, first=ago(2))], TODAY) == {}


def test_after_half_a_year_it_is_no_vacancy_any_more() -> None:
    assert vacancies([at(JO, last=TODAY - VACANT)], TODAY) == {ALDER: TODAY - VACANT}
    assert vacancies([at(JO, last=TODAY - VACANT - timedelta(days=1))], TODAY) == {}


def test_a_school_has_a_coach_while_somebody_is_assigned_to_it_or_to_all() -> None:
    schools = [ALDER, BIRCH]
    assert uncoached(schools, [at(JO)], TODAY) == {BIRCH}
    assert uncoached(schools, [at(JO, last=ago(1))], TODAY) == {ALDER, BIRCH}
    assert uncoached(schools, [at(IVY, None)], TODAY) == frozenset()


PEOPLE, PLACES = st.sampled_from([JO, SAM, IVY]), st.sampled_from([ALDER, BIRCH, None])
ENDS = st.none() | st.integers(-10, 60).map(ago)
ASSIGNMENTS = st.lists(st.builds(at, PEOPLE, PLACES, st.integers(0, 90).map(ago), ENDS), max_size=8)


@given(ASSIGNMENTS)
def test_a_vacancy_is_of_a_school_and_within_half_a_year(assigned: list[Assigned]) -> None:
    for school, day in vacancies(assigned, TODAY).items():
        assert school in {ALDER, BIRCH}
        assert TODAY - VACANT <= day < TODAY
