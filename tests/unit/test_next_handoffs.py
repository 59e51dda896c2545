from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.flags.facts import AreaFacts
from app.domain.handoffs import Handoff
from app.domain.measures import Tally
from app.domain.next_handoffs import MOST, next_handoffs
from app.domain.vocabulary import Stage

BUDGET, DATA, ILT, OFFICE = (UUID(int=number) for number in range(1, 5))


def work(for_minutes: int, shared_minutes: int) -> Tally:
    """One session of each kind, where there is any."""
    return Tally(
        for_minutes=for_minutes,
        for_squared=for_minutes**2,
        for_sessions=int(for_minutes > 0),
        shared_minutes=shared_minutes,
        shared_squared=shared_minutes**2,
        shared_sessions=int(shared_minutes > 0),
    )


def area(of: UUID = BUDGET, **changes: Any) -> AreaFacts:
    plain = AreaFacts(
        area_id=of,
        name="Budget development",
        confidential=False,
        district_provides=False,
        tally=work(176, 664),
        stage=Stage.RELEASING,
        holders=2,
    )
    return plain._replace(**changes)


def reasons(*areas: AreaFacts) -> list[str]:
    return [found.reason for found in next_handoffs(areas)]


def test_an_area_at_releasing_with_two_holders_is_ready_and_says_why() -> None:
    (found,) = next_handoffs([area()])
    assert (found.area_id, found.name, found.ready) == (BUDGET, "Budget development", True)
    assert found.reason == "Two people hold it, and we did 21% of its 14 h."


def test_what_is_nearly_there_says_what_is_missing() -> None:
    assert reasons(area(holders=1)) == ["One more person to lead it, then hand over."]
    assert reasons(area(holders=0)) == ["We did 21% of its 14 h: two people of the school to lead it, then hand over."]
    assert reasons(area(stage=Stage.SIDE_BY_SIDE, tally=work(300, 540), holders=3)) == [
        "Three people hold it, and we still did 36% of its 14 h: leave them more of it, then hand over."
    ]


def test_an_area_that_we_hardly_come_to_any_more_may_run_already() -> None:
    quiet = area(stage=Stage.FEW_VISITS, tally=work(0, 60))
    assert reasons(quiet) == ["Two people hold it, and we hardly came: does the school run it already?"]
    assert reasons(area(stage=Stage.FEW_VISITS, tally=Tally.zero())) == reasons(quiet)
    assert reasons(quiet._replace(tally=work(60, 0))) == [], "what we came for was to do it"


def test_what_is_far_from_it_is_not_among_them() -> None:
    assert reasons(area(stage=Stage.DIRECT_SERVICE), area(DATA, stage=Stage.SIDE_BY_SIDE, holders=1)) == []


def test_confidential_handed_over_and_proposed_areas_are_never_among_them() -> None:
    today = date(2026, 11, 25)
    stands = Handoff(BUDGET, ILT, BUDGET, today, "They draft it.", today, None, frozenset())
    assert reasons(area(confidential=True), area(DATA, handoff=stands)) == []
    assert next_handoffs([area()], proposed={BUDGET}) == ()


def test_two_holders_at_releasing_come_before_one_and_one_before_side_by_side() -> None:
    near = area(DATA, name="Data inquiry", holders=1)
    later = area(ILT, name="ILT meetings", stage=Stage.SIDE_BY_SIDE, tally=work(0, 60))
    found = next_handoffs([later, near, area()])
    assert [each.area_id for each in found] == [BUDGET, DATA, ILT]
    assert [each.ready for each in found] == [True, False, False]


def test_of_areas_as_near_the_one_that_we_do_least_of_comes_first() -> None:
    less = area(DATA, name="Data inquiry", tally=work(60, 600))
    none = area(OFFICE, name="Front office", stage=Stage.SUSTAINING, tally=work(0, 600))
    assert [each.area_id for each in next_handoffs([area(), less, none])] == [OFFICE, DATA, BUDGET]


def test_many_holders_are_counted_in_figures() -> None:
    assert reasons(area(holders=7)) == ["7 people hold it, and we did 21% of its 14 h."]


areas_of = st.builds(
    area,
    st.uuids(),
    name=st.sampled_from(["Budget development", "Data inquiry"]),
    stage=st.sampled_from(list(Stage)),
    holders=st.integers(0, 12),
    confidential=st.booleans(),
    tally=st.builds(work, st.integers(0, 600), st.integers(0, 600)),
)


@given(st.lists(areas_of, max_size=8), st.randoms())
def test_the_order_of_areas_does_not_matter_and_there_are_three_at_most(areas: list[AreaFacts], random: Random) -> None:
    found = next_handoffs(areas)
    assert len(found) <= MOST
    assert not {each.area_id for each in found} & {each.area_id for each in areas if each.confidential}
    assert all(each.reason.endswith((".", "?")) for each in found)
    shuffled = list(areas)
    random.shuffle(shuffled)
    assert next_handoffs(shuffled) == found
