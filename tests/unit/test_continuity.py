from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.continuity import (
    Continuity,
    LeadDay,
    continuity,
    continuity_of,
    departures,
    holders,
    in_work,
    memory,
    named,
)
from app.domain.handoffs import Handoff
from app.domain.periods import Window
from app.domain.vocabulary import Outcome
from tests.support.flagging import handoff

UNHURRIED = settings(deadline=None)
TODAY = date(2026, 2, 4)
DAY = timedelta(days=1)
PRIYA, MARCUS, ELENA = (UUID(int=number) for number in (1, 2, 3))
BUDGET, FRONT_OFFICE, DATA = (UUID(int=number) for number in (11, 12, 13))
TEAM = {PRIYA, MARCUS, ELENA}

people = st.sampled_from([PRIYA, MARCUS, ELENA])
lead_days = st.builds(LeadDay, people, st.dates(date(2025, 6, 1), date(2026, 3, 1)), st.booleans())


def led(person: UUID, *ago: int, school_led: bool = True) -> list[LeadDay]:
    return [LeadDay(person, TODAY - days * DAY, school_led) for days in ago]


def test_the_memory_is_this_week_so_far_and_the_25_whole_weeks_before() -> None:
    assert memory(TODAY) == Window(date(2025, 8, 11), TODAY)


def test_leading_on_two_days_one_of_them_school_led_makes_a_holder() -> None:
    days = led(PRIYA, 60, school_led=False) + led(PRIYA, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA}


def test_leading_on_one_day_does_not_however_often() -> None:
    assert holders(led(PRIYA, 10) * 5, TEAM, TODAY) == frozenset()


def test_leading_with_us_in_the_lead_does_not() -> None:
    assert holders(led(PRIYA, 60, 10, school_led=False), TEAM, TODAY) == frozenset()


def test_a_day_counts_as_school_led_when_one_of_its_sessions_was() -> None:
    days = led(PRIYA, 10, 60, school_led=False) + led(PRIYA, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA}


def test_a_day_before_the_memory_or_after_today_does_not_count() -> None:
    first = memory(TODAY).first
    assert holders([LeadDay(PRIYA, first, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == {PRIYA}
    assert holders([LeadDay(PRIYA, first - DAY, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == frozenset()
    assert holders([LeadDay(PRIYA, TODAY + DAY, school_led=True), *led(PRIYA, 10)], TEAM, TODAY) == frozenset()


def test_a_school_led_day_that_is_forgotten_does_not_vouch_for_later_ones() -> None:
    days = led(PRIYA, 200) + led(PRIYA, 60, 10, school_led=False)
    assert holders(days, TEAM, TODAY) == frozenset()


def test_somebody_who_left_holds_nothing_at_once() -> None:
    days = led(PRIYA, 60, 10) + led(MARCUS, 60, 10)
    assert holders(days, TEAM, TODAY) == {PRIYA, MARCUS}
    assert holders(days, TEAM - {MARCUS}, TODAY) == {PRIYA}


def test_an_area_is_in_work_with_a_session_in_26_weeks() -> None:
    first = memory(TODAY).first
    latest = {BUDGET: first, FRONT_OFFICE: first - DAY, DATA: TODAY}
    assert in_work(latest, TODAY) == {BUDGET, DATA}


def test_an_area_is_held_by_two_so_that_any_one_departure_leaves_one() -> None:
    held = {BUDGET: {PRIYA, MARCUS}, FRONT_OFFICE: {PRIYA}}
    assert continuity(held, {BUDGET, FRONT_OFFICE, DATA}) == Continuity(1, 3, 1 / 3)


def test_an_area_that_is_not_in_work_counts_on_neither_side() -> None:
    assert continuity({BUDGET: {PRIYA, MARCUS}}, {DATA}) == Continuity(0, 1, 0.0)


def test_nothing_in_work_is_no_figure() -> None:
    assert continuity({BUDGET: {PRIYA, MARCUS}}, ()) == Continuity(0, 0, None)


def test_the_same_person_twice_is_one_holder() -> None:
    assert continuity({BUDGET: [PRIYA, PRIYA]}, [BUDGET, BUDGET]) == Continuity(0, 1, 0.0)


@given(st.dictionaries(st.sampled_from([BUDGET, FRONT_OFFICE, DATA]), st.sets(people)))
@UNHURRIED
def test_counted_holders_make_the_same_continuity_as_named_ones(held: dict[UUID, set[UUID]]) -> None:
    counted = {area: len(people) for area, people in held.items()}
    assert continuity_of(counted, [BUDGET, DATA]) == continuity(held, [BUDGET, DATA])


def test_while_a_handoff_stands_those_it_names_hold_the_area() -> None:
    since = handoff(TODAY - 30 * DAY, holders={PRIYA, MARCUS})
    assert holders([], TEAM, TODAY, since) == {PRIYA, MARCUS}
    assert holders(led(ELENA, 60, 10), TEAM, TODAY, since) == TEAM
    assert holders(led(PRIYA, 60, 10), TEAM, TODAY, since) == {PRIYA, MARCUS}


def test_whom_a_check_names_holds_it_too() -> None:
    checked = handoff(TODAY - 70 * DAY, (TODAY - 10 * DAY, Outcome.HELD), holders={PRIYA}, ran_by=ELENA)
    assert named(checked, TODAY) == {PRIYA, ELENA}
    assert holders([], TEAM, TODAY, checked) == {PRIYA, ELENA}


def test_somebody_whom_a_handoff_names_and_who_left_holds_nothing_at_once() -> None:
    since = handoff(TODAY - 30 * DAY, holders={PRIYA, MARCUS})
    assert holders([], TEAM - {MARCUS}, TODAY, since) == {PRIYA}


def test_a_handoff_that_does_not_stand_names_nobody() -> None:
    proposal = handoff(TODAY - 30 * DAY, holders={PRIYA}, agreed_on=None)
    ended = handoff(TODAY - 30 * DAY, holders={PRIYA}, ended_on=TODAY)
    to_come = handoff(TODAY + DAY, holders={PRIYA})
    assert [named(each, TODAY) for each in (proposal, ended, to_come, None)] == [frozenset()] * 4
    assert named(to_come, TODAY + DAY) == {PRIYA}
    assert holders(led(MARCUS, 60, 10), TEAM, TODAY, ended) == {MARCUS}


def test_each_departure_is_told_with_who_would_be_left() -> None:
    assert departures([PRIYA, MARCUS]) == {PRIYA: {MARCUS}, MARCUS: {PRIYA}}
    assert departures({PRIYA}) == {PRIYA: frozenset()}
    assert departures([]) == {}


def test_an_area_with_a_standing_handoff_is_in_work_however_long_ago_we_came() -> None:
    long_ago = {BUDGET: memory(TODAY).first - DAY}
    assert in_work(long_ago, TODAY, {BUDGET, DATA}) == {BUDGET, DATA}


def test_an_area_handed_over_is_in_work_and_held_only_by_two() -> None:
    held = {BUDGET: {PRIYA}, DATA: {PRIYA, MARCUS}}
    areas = {BUDGET, DATA, FRONT_OFFICE}
    assert continuity(held, areas, {BUDGET, DATA}) == Continuity(1, 3, 1 / 3, handed_over=1)
    assert continuity(held, {BUDGET}, {FRONT_OFFICE}) == Continuity(0, 1, 0.0)


areas = st.sampled_from([BUDGET, FRONT_OFFICE, DATA])
handed_over = st.builds(
    lambda ago, names, ran_by, ended: handoff(
        TODAY - ago * DAY,
        (TODAY - ago * DAY, Outcome.HELD),
        holders=names,
        ran_by=ran_by,
        ended_on=TODAY if ended else None,
    ),
    st.integers(-5, 400),
    st.sets(people),
    st.none() | people,
    st.booleans(),
)


@given(st.dictionaries(areas, st.lists(lead_days)), st.dictionaries(areas, handed_over), st.sets(people), people)
@UNHURRIED
def test_a_membership_that_ends_never_raises_continuity(
    days: dict[UUID, list[LeadDay]], handoffs: dict[UUID, Handoff], team: set[UUID], leaver: UUID
) -> None:
    standing = {area for area, each in handoffs.items() if each.stands(TODAY)}
    at_work = in_work(
        {area: max(day.led_on for day in found) for area, found in days.items() if found}, TODAY, standing
    )

    def measured(members: set[UUID]) -> Continuity:
        held = {area: holders(days.get(area, []), members, TODAY, handoffs.get(area)) for area in at_work}
        return continuity(held, at_work, standing)

    before, after = measured(team), measured(team - {leaver})
    assert after.in_work == before.in_work
    assert after.held <= before.held
    assert (after.share or 0) <= (before.share or 0) <= 1
    assert after.held + after.handed_over <= after.in_work


@given(st.sets(people))
@UNHURRIED
def test_a_departure_takes_one_holder_and_no_other(them: set[UUID]) -> None:
    for person, left in departures(them).items():
        assert left | {person} == them
        assert person not in left


@given(st.lists(lead_days), st.lists(lead_days))
@UNHURRIED
def test_more_days_never_lose_a_holder_and_their_order_does_not_matter(
    days: list[LeadDay], more: list[LeadDay]
) -> None:
    assert holders(days, TEAM, TODAY) <= holders(more + days, TEAM, TODAY)
    assert holders(days[::-1] + days, TEAM, TODAY) == holders(days, TEAM, TODAY)
