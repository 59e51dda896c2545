"""What holds of continuity whoever leads, whatever was handed over, and whoever leaves."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.continuity import (
    ENOUGH_HOLDERS,
    Continuity,
    LeadDay,
    continuity,
    continuity_of,
    departures,
    holders,
    in_work,
)
from app.domain.handoffs import Check, Handoff
from app.domain.vocabulary import Outcome

UNHURRIED = settings(deadline=None)
TODAY = date(2026, 2, 4)
SCHOOL = UUID(int=1)
AREAS = [UUID(int=number) for number in (11, 12, 13)]
PEOPLE = [UUID(int=number) for number in range(21, 27)]

somebody = st.sampled_from(PEOPLE)
teams = st.frozensets(somebody)
near = st.integers(-400, 30).map(lambda days: TODAY + timedelta(days=days))
lead_days = st.builds(LeadDay, somebody, near, st.booleans())
checks = st.builds(
    Check,
    number=st.integers(1, 4),
    due_on=near,
    outcome=st.sampled_from(Outcome),
    ran_by=st.none() | somebody,
    answered_on=near,
)
handoffs = st.builds(
    Handoff,
    id=st.just(UUID(int=5)),
    school_id=st.just(SCHOOL),
    area_id=st.sampled_from(AREAS),
    handed_over_on=near,
    now_runs=st.just("It runs the meetings itself."),
    agreed_on=st.none() | near,
    ended_on=st.none() | near,
    holders=teams,
    checks=st.lists(checks, max_size=3).map(tuple),
)
led_by_area = st.dictionaries(st.sampled_from(AREAS), st.lists(lead_days))
handed = st.lists(handoffs, max_size=3, unique_by=lambda handoff: handoff.area_id)


def measured(led: dict[UUID, list[LeadDay]], given_over: list[Handoff], team: frozenset[UUID]) -> Continuity:
    """Measure 5 of a school, as of today, with this team."""
    by_area = {handoff.area_id: handoff for handoff in given_over}
    standing = {area for area, handoff in by_area.items() if handoff.stands(TODAY)}
    held = {area: holders(led.get(area, []), team, TODAY, by_area.get(area)) for area in AREAS}
    latest = {area: max(day.led_on for day in days) for area, days in led.items() if days}
    return continuity(held, in_work(latest, TODAY, standing), standing)


@given(led_by_area, handed, teams, somebody)
@UNHURRIED
def test_a_membership_that_ends_never_raises_continuity_handoffs_or_not(
    led: dict[UUID, list[LeadDay]], given_over: list[Handoff], team: frozenset[UUID], leaver: UUID
) -> None:
    before, after = measured(led, given_over, team), measured(led, given_over, team - {leaver})
    assert after.in_work == before.in_work
    assert after.held <= before.held
    assert (before.share is None) == (after.share is None)
    assert before.share is None or after.share is None or after.share <= before.share


@given(led_by_area, handed, teams)
@UNHURRIED
def test_continuity_lies_between_0_and_1_and_is_no_figure_where_nothing_is_in_work(
    led: dict[UUID, list[LeadDay]], given_over: list[Handoff], team: frozenset[UUID]
) -> None:
    found = measured(led, given_over, team)
    assert 0 <= found.held <= found.held + found.handed_over <= found.in_work <= len(AREAS)
    assert found.share == (found.held / found.in_work if found.in_work else None)


@given(st.lists(lead_days), st.none() | handoffs, teams)
@UNHURRIED
def test_who_is_not_on_the_team_holds_nothing(
    led: list[LeadDay], handoff: Handoff | None, team: frozenset[UUID]
) -> None:
    assert holders(led, team, TODAY, handoff) <= team
    assert holders(led, (), TODAY, handoff) == frozenset()


@given(st.lists(lead_days), handoffs, teams)
@UNHURRIED
def test_a_handoff_adds_holders_while_it_stands_and_never_takes_one_away(
    led: list[LeadDay], handoff: Handoff, team: frozenset[UUID]
) -> None:
    alone, beside = holders(led, team, TODAY), holders(led, team, TODAY, handoff)
    assert alone <= beside
    if handoff.stands(TODAY):
        assert handoff.holders & team <= beside
    else:
        assert beside == alone


@given(teams)
@UNHURRIED
def test_any_one_departure_leaves_all_the_others(team: frozenset[UUID]) -> None:
    left = departures(team)
    assert set(left) == team
    for person, remaining in left.items():
        assert remaining == team - {person}
    held = continuity({AREAS[0]: team}, AREAS[:1]).held
    assert bool(held) == (len(team) >= ENOUGH_HOLDERS) == (bool(left) and all(left.values()))


@given(st.dictionaries(st.sampled_from(AREAS), teams), st.frozensets(st.sampled_from(AREAS)))
@UNHURRIED
def test_counts_of_holders_make_the_same_continuity_as_the_holders(
    held: dict[UUID, frozenset[UUID]], handed_over: frozenset[UUID]
) -> None:
    counts = {area: len(people) for area, people in held.items()}
    assert continuity_of(counts, AREAS, handed_over) == continuity(held, AREAS, handed_over)


@given(st.lists(lead_days), st.none() | handoffs, teams, st.permutations(range(6)))
@UNHURRIED
def test_the_order_of_days_and_of_people_does_not_matter(
    led: list[LeadDay], handoff: Handoff | None, team: frozenset[UUID], order: list[int]
) -> None:
    named = [PEOPLE[place] for place in order if PEOPLE[place] in team]
    assert holders([*reversed(led), *led], named, TODAY, handoff) == holders(led, team, TODAY, handoff)
