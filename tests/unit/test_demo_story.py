"""The demo's stories, as they are told: on an ordinary day and on the awkward ones, whatever the page shows holds."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.domain.change import Change, Week, verdict
from app.domain.continuity import LeadDay, continuity, holders, in_work
from app.domain.flags import dependent
from app.domain.measures import Tally, dependence_of
from app.domain.periods import WEEK, Window, anchor, local_today, monday
from app.domain.sessions import Surroundings, Telling, problems, settle, tally
from app.domain.stages import school_stage
from app.domain.vocabulary import Area, Direction, Lead, Mode, Position, Stage
from app.services.demo.bridge import ALDER, BIRCH, BRIDGE, CEDAR, DOGWOOD, ELM, FIR, HAZEL
from app.services.demo.calendar import Calendar, calendar, is_holiday
from app.services.demo.harbor import HARBOR
from app.services.demo.story import NetworkStory, SchoolStory
from app.services.demo.telling import identity, tell
from app.store.bulk import BulkRow

DAYS = {
    "an ordinary Tuesday in Thanksgiving week": date(2026, 11, 24),
    "the second week of school": date(2026, 8, 20),
    "early September": date(2026, 9, 2),
    "the last day under last year's anchor": date(2026, 11, 1),
    "the first day under this year's": date(2026, 11, 2),
    "in the winter break": date(2026, 12, 28),
    "the Monday after it": date(2027, 1, 4),
    "a Saturday in May": date(2027, 5, 8),
    "in July": date(2027, 7, 15),
}
WATCH, HIGH = 0.30, 0.50


@dataclass(frozen=True)
class Told:
    """A network's sessions on a day, with the calendar behind them."""

    network: NetworkStory
    calendar: Calendar
    now: datetime
    rows: Mapping[SchoolStory, list[BulkRow]]

    @property
    def today(self) -> date:
        return self.calendar.today


@dataclass(frozen=True)
class Seen:
    """What a page would say of a school."""

    tally: Tally
    change: Change
    stage: Stage
    dependent: bool
    held: int
    in_work: int
    holders: Mapping[Area, frozenset[UUID]]


@pytest.fixture(scope="module", params=list(DAYS.values()), ids=list(DAYS))
def story(request: pytest.FixtureRequest) -> Told:
    """The larger network's story as of each of the days, told once a day."""
    return told(BRIDGE, request.param)


def told(network: NetworkStory, today: date) -> Told:
    now = datetime.combine(today, time(16, 45), ZoneInfo(network.timezone)).astimezone(UTC)
    days = calendar(network, today)
    return Told(network, days, now, {school: tell(network, school, days, now) for school in network.schools})


def tellings(story: Told, school: SchoolStory) -> list[Telling]:
    return [row.telling for row in story.rows[school]]


def team(story: Told, school: SchoolStory, day: date) -> frozenset[UUID]:
    there = set()
    for member in school.team:
        first, last = story.calendar.days_of(member.stay)
        if first <= day and (last is None or day <= last):
            there.add(identity(story.network, school.code, member.name))
    return frozenset(there)


def seen(story: Told, school: SchoolStory) -> Seen:
    network, today = story.network, story.today
    window = Window.ending(today)
    weeks: Counter[date] = Counter()
    done_for: Counter[date] = Counter()
    led: dict[UUID, list[LeadDay]] = defaultdict(list)
    latest: dict[UUID, date] = {}
    sums = Tally.zero()
    for telling in tellings(story, school):
        weeks[monday(telling.held_on)] += 1
        done_for[monday(telling.held_on)] += telling.mode is Mode.FOR
        latest[telling.area_id] = telling.held_on
        sums += tally(telling) if window.holds(telling.held_on) else Tally.zero()
        for person in telling.led_ids:
            led[telling.area_id].append(LeadDay(person, telling.held_on, telling.lead is Lead.SCHOOL))
    series: dict[date, Week] = {week: (done_for[week], number) for week, number in weeks.items()}
    since = anchor(today, network.year_starts_on, network.year_ends_on)
    members = team(story, school, today)
    who = {work.area: holders(led[identity(network, work.area)], members, today) for work in school.work}
    work = continuity({identity(network, area): each for area, each in who.items()}, in_work(latest, today))
    return Seen(
        tally=sums,
        change=verdict(series, story.calendar.first, since, today),
        stage=school_stage(sums, work, phase=school.phase, watch=WATCH, high=HIGH),
        dependent=dependent(identity(network, school.code), sums, window, watch=WATCH, high=HIGH) is not None,
        held=work.held,
        in_work=work.in_work,
        holders=who,
    )


def share(sums: Tally) -> float:
    measured = dependence_of(sums)
    assert measured is not None
    return measured.share


def test_three_schools_lean_on_us_and_one_is_rising_and_two_are_easing(story: Told) -> None:
    pages = {school.name: seen(story, school) for school in BRIDGE.schools}
    directions = {name: page.change.direction for name, page in pages.items() if page.change.direction}
    assert {name for name, page in pages.items() if page.dependent} == {ALDER.name, BIRCH.name, CEDAR.name}
    assert directions == {
        ALDER.name: Direction.RISING,
        CEDAR.name: Direction.EASING,
        ELM.name: Direction.EASING,
    }


def test_a_third_of_the_networks_time_is_done_for_schools(story: Told) -> None:
    network = sum((seen(story, school).tally for school in BRIDGE.schools), Tally.zero())
    assert 0.31 < share(network) < 0.39


def test_alder_rises_from_three_in_ten_to_seven_since_its_principal_left(story: Told) -> None:
    page = seen(story, ALDER)
    assert page.stage is Stage.DIRECT_SERVICE
    assert page.change.usual == pytest.approx(0.30, abs=0.05)
    assert page.change.for_sessions / page.change.sessions == pytest.approx(0.70, abs=0.06)
    assert share(page.tally) > 0.55
    principals = [member for member in ALDER.team if member.position is Position.PRINCIPAL]
    gone, come = (story.calendar.days_of(member.stay) for member in principals)
    assert gone[1] is not None
    assert gone[1] < come[0] <= story.today
    assert come[1] is None


def test_fir_sustains_with_two_holders_or_more_in_most_areas(story: Told) -> None:
    page = seen(story, FIR)
    assert page.stage is Stage.SUSTAINING
    assert share(page.tally) < 0.16
    assert page.held >= page.in_work - 2 > 0


def test_dogwood_has_lost_a_holder_of_data_inquiry_and_one_is_left(story: Told) -> None:
    page = seen(story, DOGWOOD)
    left, gone = (identity(BRIDGE, DOGWOOD.code, name) for name in ("D. Villanueva", "S. Oyelaran"))
    assert page.stage is Stage.SIDE_BY_SIDE
    assert page.holders[Area.DATA_INQUIRY] == {left}
    assert gone not in team(story, DOGWOOD, story.today)
    before = [telling for telling in tellings(story, DOGWOOD) if gone in telling.led_ids]
    assert len({telling.held_on for telling in before if story.today - telling.held_on < 26 * WEEK}) > 1


def test_elm_is_releasing_and_hazel_has_too_few_visits_to_say(story: Told) -> None:
    elm, hazel = seen(story, ELM), seen(story, HAZEL)
    assert elm.stage is Stage.RELEASING
    assert hazel.stage is Stage.FEW_VISITS
    assert hazel.tally.sessions < 6


def test_nobody_has_been_at_hazel_for_five_school_weeks(story: Told) -> None:
    latest = max(telling.held_on for telling in tellings(story, HAZEL))
    assert 5 <= story.calendar.weeks.school_weeks_between(latest, story.today) <= 8


def test_every_session_is_one_that_the_product_would_accept(story: Told) -> None:
    assert_acceptable(story)
    assert_acceptable(told(HARBOR, story.today))


def assert_acceptable(story: Told) -> None:
    network = story.network
    for school in network.schools:
        coaches = {identity(network, "coach", coach.name): coach.stay for coach in school.coaches}
        teams = {day: team(story, school, day) for day in {telling.held_on for telling in tellings(story, school)}}
        for row in story.rows[school]:
            day = row.telling.held_on
            first, last = story.calendar.days_of(coaches[row.coach_id])
            around = Surroundings(
                today=local_today(row.received_at, network.timezone),
                assigned=first <= day and (last is None or day <= last),
                area_open=True,
                team=teams[day],
                coach_id=row.coach_id,
            )
            assert problems(row.telling, around) == {}
            assert settle(row.telling) == row.telling
            assert row.received_at <= story.now


def test_the_demos_coach_was_out_today_and_on_the_school_day_before(story: Told) -> None:
    coach = identity(BRIDGE, "coach", "Jo Marsh")
    held = {row.telling.held_on for rows in story.rows.values() for row in rows if row.coach_id == coach}
    latest = story.today - timedelta(days=max(0, story.today.weekday() - 4))
    before = latest - timedelta(days=3 if latest.weekday() == 0 else 1)
    assert {latest, before} <= held
    assert max(held) == latest


def test_visits_keep_to_the_school_year_and_to_weekdays(story: Told) -> None:
    days = Counter(
        row.telling.held_on for school in BRIDGE.schools if school is not BIRCH for row in story.rows[school]
    )
    assert not any(story.calendar.in_break(day) or day.weekday() > 4 for day in days)
    assert not any(is_holiday(day) for day in days)
    weekdays = Counter(day.weekday() for day in days.elements())
    assert weekdays[0] < days.total() / 10
    summer = sum(number for day, number in days.items() if story.calendar.in_summer(day))
    assert 0 < summer < days.total() / 10
    classes = {identity(BRIDGE, area) for area in (Area.OBSERVATION, Area.DATA_INQUIRY, Area.CULTURE)}
    quiet = [row for rows in story.rows.values() for row in rows if story.calendar.quiet(row.telling.held_on)]
    assert not any(row.telling.area_id in classes for row in quiet)


def test_there_are_two_to_three_school_years_of_sessions(story: Told) -> None:
    assert 3_000 < sum(map(len, story.rows.values())) < 5_200
    for school in BRIDGE.schools:
        sessions = [telling.minutes for telling in tellings(story, school)]
        assert all(30 <= minutes <= 90 for minutes in sessions)


def test_the_same_moment_tells_the_same_story() -> None:
    assert told(BRIDGE, date(2026, 11, 24)).rows == told(BRIDGE, date(2026, 11, 24)).rows


def test_ids_are_never_used_twice() -> None:
    rows = [
        row for network in (BRIDGE, HARBOR) for each in told(network, date(2026, 11, 24)).rows.values() for row in each
    ]
    assert len({row.id for row in rows}) == len(rows)
