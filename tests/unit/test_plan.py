"""Hours handed out by need, phase and stage: all of them, in quarter hours, and nobody forgotten."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.plan import QUARTER, Ask, propose
from app.domain.vocabulary import Phase, Stage

A, B, C = (UUID(int=number) for number in (1, 2, 3))

ASKS = st.builds(
    Ask,
    weight=st.integers(10, 30).map(lambda tenths: tenths / 10),
    phase=st.sampled_from(Phase),
    stage=st.sampled_from(Stage),
)
SCHOOLS = st.dictionaries(st.uuids(), ASKS, min_size=1, max_size=30)


def ask(weight: float = 2.0, phase: Phase = Phase.TRANSFORMING, stage: Stage = Stage.SIDE_BY_SIDE) -> Ask:
    return Ask(weight, phase, stage)


def hours(minutes: int, **schools: Ask) -> dict[str, float]:
    ids = {name: UUID(int=number) for number, name in enumerate(schools, 1)}
    found = propose(minutes, {ids[name]: each for name, each in schools.items()})
    return {name: found[id_] / 60 for name, id_ in ids.items()}


def test_hours_follow_need() -> None:
    assert hours(1200, one=ask(3.0), two=ask(1.0)) == {"one": 15.0, "two": 5.0}


def test_a_school_that_rebuilds_gets_more_and_one_that_sustains_keeps_some_to_deepen() -> None:
    found = hours(1200, rebuilds=ask(phase=Phase.REBUILDING), changes=ask(), sustains=ask(phase=Phase.SUSTAINING))
    assert found == {"rebuilds": 9.0, "changes": 7.25, "sustains": 3.75}
    assert found == hours(
        1200, rebuilds=ask(phase=Phase.REBUILDING), changes=ask(), sustains=ask(stage=Stage.SUSTAINING)
    )


def test_with_fewer_quarters_than_schools_those_that_ask_for_most_come_first() -> None:
    assert propose(30, {A: ask(1.0), B: ask(3.0), C: ask(2.0)}) == {A: 0, B: QUARTER, C: QUARTER}


def test_of_equal_claims_the_order_does_not_decide() -> None:
    one, other = {A: ask(), B: ask(), C: ask()}, {C: ask(), B: ask(), A: ask()}
    assert propose(60, one) == propose(60, other) == {A: 2 * QUARTER, B: QUARTER, C: QUARTER}


def test_nobody_to_give_to_is_given_nothing() -> None:
    assert propose(600, {}) == {}


@pytest.mark.parametrize(("minutes", "weight"), [(-15, 1.0), (60, 0.0), (60, -1.0)])
def test_what_cannot_be_is_refused(minutes: int, weight: float) -> None:
    with pytest.raises(ValueError, match="weights more than 0"):
        propose(minutes, {A: ask(weight)})


@given(st.integers(0, 100_000), SCHOOLS)
def test_the_parts_add_up_to_all_quarters_and_none_is_negative(minutes: int, schools: dict[UUID, Ask]) -> None:
    found = propose(minutes, schools)
    assert sum(found.values()) == minutes // QUARTER * QUARTER
    assert set(found) == set(schools)
    assert all(part >= 0 and part % QUARTER == 0 for part in found.values())


@given(st.integers(0, 100_000), SCHOOLS)
def test_nobody_is_forgotten_where_there_is_enough(minutes: int, schools: dict[UUID, Ask]) -> None:
    if minutes >= QUARTER * len(schools):
        assert min(propose(minutes, schools).values()) >= QUARTER


@given(st.integers(0, 100_000), SCHOOLS)
def test_who_asks_for_more_never_gets_less(minutes: int, schools: dict[UUID, Ask]) -> None:
    found = propose(minutes, schools)
    order = sorted(schools, key=lambda school: schools[school].claim)
    for less, more in pairwise(order):
        if schools[less].claim < schools[more].claim:
            assert found[less] <= found[more]
