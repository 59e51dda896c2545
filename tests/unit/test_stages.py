import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.continuity import Continuity
from app.domain.measures import Tally
from app.domain.stages import area_stage, school_stage
from app.domain.vocabulary import Phase, Stage

UNHURRIED = settings(deadline=None)
WATCH, HIGH = 0.30, 0.50
NONE_HELD = Continuity(0, 4, 0.0)


def tally(ours: int = 0, coach: int = 0, shared: int = 0, school: int = 0) -> Tally:
    """As many sessions of an hour each."""
    figures = [figure for number in (ours, coach, shared, school) for figure in (60 * number, 3600 * number, number)]
    return Tally(*figures)


def of_area(work: Tally, holders: int = 0) -> Stage:
    return area_stage(work, holders, watch=WATCH, high=HIGH)


def of_school(work: Tally, held: Continuity = NONE_HELD, phase: Phase = Phase.TRANSFORMING) -> Stage:
    return school_stage(work, held, phase=phase, watch=WATCH, high=HIGH)


@pytest.mark.parametrize(
    ("work", "holders", "stage"),
    [
        (tally(ours=2), 2, Stage.FEW_VISITS),
        (tally(), 0, Stage.FEW_VISITS),
        (tally(ours=1, school=9), 2, Stage.SUSTAINING),
        (tally(ours=1, coach=4, school=5), 2, Stage.SUSTAINING),
        (tally(ours=1, school=9), 1, Stage.RELEASING),
        (tally(ours=1, coach=5, school=4), 2, Stage.SIDE_BY_SIDE),
        (tally(ours=1, shared=9), 2, Stage.RELEASING),
        (tally(ours=3, coach=3, shared=2, school=2), 0, Stage.RELEASING),
        (tally(ours=3, coach=4, shared=2, school=1), 0, Stage.SIDE_BY_SIDE),
        (tally(ours=4, school=6), 2, Stage.SIDE_BY_SIDE),
        (tally(ours=5, school=5), 2, Stage.DIRECT_SERVICE),
        (tally(ours=3), 2, Stage.DIRECT_SERVICE),
    ],
)
def test_an_area_is_at_the_first_stage_that_fits(work: Tally, holders: int, stage: Stage) -> None:
    assert of_area(work, holders) is stage


def test_sessions_whose_lead_was_not_said_release_nothing() -> None:
    work = Tally(unsaid_minutes=600, unsaid_squared=36_000, unsaid_sessions=10)
    assert of_area(work, holders=2) is Stage.SIDE_BY_SIDE


def test_a_school_needs_six_sessions_for_a_stage() -> None:
    assert of_school(tally(ours=5)) is Stage.FEW_VISITS
    assert of_school(tally(ours=6)) is Stage.DIRECT_SERVICE


def test_a_school_sustains_with_half_of_its_areas_held() -> None:
    work = tally(ours=1, school=9)
    assert of_school(work, Continuity(2, 4, 0.5)) is Stage.SUSTAINING
    assert of_school(work, Continuity(1, 4, 0.25)) is Stage.RELEASING
    assert of_school(work, Continuity(0, 0, None)) is Stage.RELEASING


@pytest.mark.parametrize("visits", [0, 2, 30])
def test_a_school_in_the_sustaining_phase_reads_as_sustaining_however_rarely_we_come(visits: int) -> None:
    assert of_school(tally(coach=visits), phase=Phase.SUSTAINING) is Stage.SUSTAINING


def test_a_school_whose_areas_in_work_are_all_held_reads_as_sustaining_with_two_visits() -> None:
    assert of_school(tally(school=2), Continuity(3, 3, 1.0)) is Stage.SUSTAINING
    assert of_school(tally(school=2), Continuity(2, 3, 2 / 3)) is Stage.FEW_VISITS


def test_a_school_with_nothing_in_work_has_not_all_held() -> None:
    assert of_school(tally(), Continuity(0, 0, None)) is Stage.FEW_VISITS


@pytest.mark.parametrize("work", [tally(), tally(ours=2), tally(ours=20)])
def test_an_area_with_a_standing_handoff_sustains_before_anything_is_counted(work: Tally) -> None:
    assert area_stage(work, 0, watch=WATCH, high=HIGH, handed_over=True) is Stage.SUSTAINING


def test_a_school_whose_areas_in_work_are_all_held_or_handed_over_sustains_without_a_visit() -> None:
    assert of_school(tally(), Continuity(1, 3, 1 / 3, handed_over=2)) is Stage.SUSTAINING
    assert of_school(tally(), Continuity(1, 3, 1 / 3, handed_over=1)) is Stage.FEW_VISITS
    assert of_school(tally(ours=9), Continuity(0, 2, 0.0, handed_over=2)) is Stage.SUSTAINING


STAGES = list(Stage)
counts = st.integers(0, 12)


@given(counts, counts, counts, counts, st.integers(0, 3))
@UNHURRIED
def test_one_more_session_done_for_an_area_never_moves_it_on(
    ours: int, coach: int, shared: int, school: int, holders: int
) -> None:
    before = of_area(tally(ours, coach, shared, school), holders)
    after = of_area(tally(ours + 1, coach, shared, school), holders)
    assert before is Stage.FEW_VISITS or STAGES.index(after) <= STAGES.index(before)


@given(counts, counts, counts, counts)
@UNHURRIED
def test_a_holder_more_never_moves_an_area_back(ours: int, coach: int, shared: int, school: int) -> None:
    work = tally(ours, coach, shared, school)
    stages = [STAGES.index(of_area(work, holders)) for holders in range(4)]
    assert stages == sorted(stages)
