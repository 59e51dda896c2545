"""Areas in work that nobody is with."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.gaps import gaps

SCHOOL, DATA, BUDGET, FAMILY, CULTURE = (UUID(int=number) for number in range(5))

places = st.dictionaries(
    st.uuids(version=4), st.frozensets(st.sampled_from([DATA, BUDGET, FAMILY, CULTURE])), max_size=4
)


def test_an_area_in_work_without_a_visit_or_a_partner_is_a_gap() -> None:
    found = gaps({SCHOOL: {DATA, BUDGET, FAMILY, CULTURE}}, {SCHOOL: {BUDGET}}, {SCHOOL: {FAMILY}}, {SCHOOL: {CULTURE}})
    assert found == {SCHOOL: {DATA}}


def test_a_school_without_a_gap_is_missing() -> None:
    assert gaps({SCHOOL: {DATA}}, {SCHOOL: {DATA}}, {}, {}) == {}


def test_what_is_in_work_nowhere_is_no_gap() -> None:
    assert gaps({}, {}, {SCHOOL: {DATA}}, {}) == {}


@given(places, places, places, places)
def test_a_gap_is_in_work_and_in_nothing_else(
    in_work: dict[UUID, frozenset[UUID]],
    visited: dict[UUID, frozenset[UUID]],
    partnered: dict[UUID, frozenset[UUID]],
    handed_over: dict[UUID, frozenset[UUID]],
) -> None:
    for school, areas in gaps(in_work, visited, partnered, handed_over).items():
        assert areas
        assert areas <= in_work[school]
        for others in (visited, partnered, handed_over):
            assert not areas & others.get(school, frozenset())
