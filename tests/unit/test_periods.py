from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.periods import (
    EARLIEST,
    SchoolYear,
    Window,
    anchor,
    first_monday,
    fortnights,
    local_today,
    monday,
    school_year,
    snap,
)

UNHURRIED = settings(deadline=None)
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
WEDNESDAY = date(2026, 2, 4)

days = st.dates(date(2000, 1, 3), date(2100, 12, 31))
days_of_the_year = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"{day:%m-%d}")


def test_a_week_starts_on_monday() -> None:
    assert monday(WEDNESDAY) == date(2026, 2, 2)
    assert monday(date(2026, 2, 2)) == date(2026, 2, 2)
    assert monday(date(2026, 2, 8)) == date(2026, 2, 2)


def test_today_is_the_networks_own() -> None:
    now = datetime(2026, 2, 4, 5, 30, tzinfo=UTC)
    assert local_today(now, "America/Los_Angeles") == date(2026, 2, 3)
    assert local_today(now, "Pacific/Auckland") == date(2026, 2, 4)


def test_the_week_turns_at_midnight_of_the_network_also_when_clocks_change() -> None:
    before, after = datetime(2026, 3, 9, 6, 59, tzinfo=UTC), datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
    assert monday(local_today(before, "America/Los_Angeles")) == date(2026, 3, 2)
    assert monday(local_today(after, "America/Los_Angeles")) == date(2026, 3, 9)


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_today(datetime(2026, 2, 4, 5, 30), "America/Los_Angeles")  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "America"])
def test_a_time_zone_that_does_not_exist_is_refused_in_words(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone named"):
        local_today(datetime(2026, 2, 4, tzinfo=UTC), name)


def test_the_window_is_this_week_so_far_and_the_eleven_whole_weeks_before() -> None:
    window = Window.ending(WEDNESDAY)
    assert window == Window(date(2025, 11, 17), WEDNESDAY)
    assert len(window.weeks) == 12
    assert window.weeks[0] == date(2025, 11, 17)
    assert window.weeks[-1] == date(2026, 2, 2)


def test_the_window_before_is_as_many_whole_weeks_and_touches_it() -> None:
    window = Window.ending(WEDNESDAY)
    before = window.before()
    assert before == Window(date(2025, 8, 25), date(2025, 11, 16))
    assert len(before.weeks) == len(window.weeks)


def test_a_window_holds_its_first_and_last_day_and_none_outside() -> None:
    window = Window.ending(WEDNESDAY)
    assert window.holds(window.first)
    assert window.holds(window.last)
    assert not window.holds(window.first - DAY)
    assert not window.holds(window.last + DAY)


def test_a_window_that_does_not_start_on_monday_or_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="start on Monday"):
        Window(WEDNESDAY, WEDNESDAY)
    with pytest.raises(ValueError, match="comes after"):
        Window(date(2026, 2, 9), WEDNESDAY)
    with pytest.raises(ValueError, match="a week or more"):
        Window.ending(WEDNESDAY, weeks=0)


def test_a_filter_is_widened_to_whole_weeks() -> None:
    assert snap(date(2026, 1, 8), date(2026, 1, 20), WEDNESDAY) == Window(date(2026, 1, 5), date(2026, 1, 25))


def test_a_filter_never_goes_past_today() -> None:
    assert snap(date(2026, 1, 8), WEDNESDAY, WEDNESDAY).last == WEDNESDAY
    assert snap(date(2026, 1, 8), date(2026, 6, 30), WEDNESDAY).last == WEDNESDAY
    assert snap(date(2026, 1, 8), date.max, WEDNESDAY).last == WEDNESDAY


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 20), date(2026, 1, 8), "comes after the last"),
        (date(202, 1, 8), date(2026, 1, 8), "check its year"),
        (date.min, date.max, "check its year"),
        (date(2027, 1, 8), date(2027, 2, 8), "still to come"),
    ],
)
def test_days_in_the_wrong_order_or_absurd_are_refused_in_words(first: date, last: date, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        snap(first, last, WEDNESDAY)


@given(days, days, days)
@UNHURRIED
def test_a_snapped_filter_holds_what_was_asked_and_ends_on_a_sunday_or_today(one: date, two: date, three: date) -> None:
    first, last, today = min(one, two, three), *sorted((two, three))
    window = snap(first, last, today)
    assert window.first.weekday() == 0
    assert window.last == today or window.last.weekday() == 6
    assert window.holds(first)
    assert window.holds(min(last, today))
    assert snap(window.first, window.last, today) == window


@given(days, st.integers(1, 60))
@UNHURRIED
def test_a_window_has_the_weeks_it_was_asked_for(today: date, weeks: int) -> None:
    window = Window.ending(today, weeks)
    assert len(window.weeks) == weeks == len(window.before().weeks)
    assert window.before().last + DAY == window.first
    assert window.holds(today)


def test_earliest_is_a_monday() -> None:
    assert EARLIEST.weekday() == 0


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2025, 8, 14), date(2025, 8, 14)),
        (date(2025, 8, 13), date(2024, 8, 14)),
        (date(2026, 2, 4), date(2025, 8, 14)),
        (date(2026, 6, 10), date(2025, 8, 14)),
        (date(2026, 7, 4), date(2025, 8, 14)),
    ],
)
def test_a_day_belongs_to_the_school_year_it_falls_in_or_in_summer_to_the_latest(day: date, first: date) -> None:
    year = school_year(day, "08-14", "06-10")
    assert year == SchoolYear(first, date(first.year + 1, 6, 10))


def test_a_school_year_may_lie_within_a_calendar_year() -> None:
    assert school_year(date(2026, 5, 1), "01-28", "12-16") == SchoolYear(date(2026, 1, 28), date(2026, 12, 16))
    assert school_year(date(2027, 1, 5), "01-28", "12-16") == SchoolYear(date(2026, 1, 28), date(2026, 12, 16))


def test_a_year_without_february_29_starts_on_march_1_and_ends_on_february_28() -> None:
    assert school_year(date(2026, 5, 1), "02-29", "11-30").first == date(2026, 3, 1)
    assert school_year(date(2028, 2, 29), "02-29", "11-30").first == date(2028, 2, 29)
    assert school_year(date(2026, 2, 28), "02-29", "11-30").first == date(2025, 3, 1)
    assert school_year(date(2026, 2, 1), "03-01", "02-29").last == date(2026, 2, 28)
    assert school_year(date(2028, 2, 1), "03-01", "02-29").last == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["", "8-14", "13-01", "02-30", "08/14", "W01-1", "08-14 ", "٠٨-١٤"])
def test_a_day_of_the_year_is_written_with_month_and_day(text: str) -> None:
    with pytest.raises(ValueError, match="write it as MM-DD"):
        school_year(WEDNESDAY, text, "06-10")
    with pytest.raises(ValueError, match="write it as MM-DD"):
        school_year(WEDNESDAY, "08-14", text)


def test_a_school_year_of_a_day_and_one_that_runs_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="same day"):
        school_year(WEDNESDAY, "08-14", "08-14")
    with pytest.raises(ValueError, match="comes after"):
        SchoolYear(date(2026, 6, 10), date(2025, 8, 14))


@given(days, days_of_the_year, days_of_the_year)
@UNHURRIED
def test_every_day_has_a_school_year_that_has_started_and_lasts_a_year_at_most(
    day: date, starts: str, ends: str
) -> None:
    if starts == ends:
        return
    year = school_year(day, starts, ends)
    assert year.first <= day < year.first + timedelta(days=367)
    assert year.last - year.first <= timedelta(days=366)
    assert school_year(year.first, starts, ends) == year


@given(days, days_of_the_year)
@UNHURRIED
def test_a_year_round_calendar_leaves_no_gap_and_no_overlap(day: date, starts: str) -> None:
    if starts == "02-29":
        ends = "02-28"
    elif starts == "03-01":
        ends = "02-29"
    else:
        ends = f"{date(2001, int(starts[:2]), int(starts[3:])) - DAY:%m-%d}"
    year = school_year(day, starts, ends)
    assert year.first <= day <= year.last
    assert school_year(year.last + DAY, starts, ends).first == year.last + DAY


def test_the_first_monday_is_that_of_the_week_of_the_first_day() -> None:
    assert first_monday(SchoolYear(date(2025, 8, 14), date(2026, 6, 10))) == date(2025, 8, 11)
    assert first_monday(SchoolYear(date(2025, 8, 11), date(2026, 6, 10))) == date(2025, 8, 11)


def test_monitoring_starts_on_the_first_monday_and_in_the_first_12_weeks_on_last_years() -> None:
    assert anchor(date(2025, 8, 14), "08-14", "06-10") == date(2024, 8, 12)
    assert anchor(date(2025, 11, 2), "08-14", "06-10") == date(2024, 8, 12)
    assert anchor(date(2025, 11, 3), "08-14", "06-10") == date(2025, 8, 11)
    assert anchor(date(2026, 7, 4), "08-14", "06-10") == date(2025, 8, 11)


@given(days.filter(lambda day: day.year > 2001), days_of_the_year)
@UNHURRIED
def test_an_anchor_is_a_monday_between_12_and_65_weeks_ago_and_never_goes_back(day: date, starts: str) -> None:
    ends = "06-10" if starts != "06-10" else "06-09"
    found = anchor(day, starts, ends)
    assert found.weekday() == 0
    assert found + 12 * WEEK <= day < found + 65 * WEEK + DAY
    assert found <= anchor(day + DAY, starts, ends)


def test_fortnights_are_counted_from_the_anchor_and_keep_their_days() -> None:
    assert fortnights(date(2025, 8, 11), date(2025, 8, 20), date(2025, 9, 8)) == [
        (date(2025, 8, 11), date(2025, 8, 24)),
        (date(2025, 8, 25), date(2025, 9, 7)),
        (date(2025, 9, 8), date(2025, 9, 21)),
    ]


def test_fortnights_before_the_anchor_count_backwards() -> None:
    assert fortnights(date(2025, 8, 11), date(2025, 8, 10), date(2025, 8, 10)) == [
        (date(2025, 7, 28), date(2025, 8, 10))
    ]


def test_fortnights_need_a_monday_and_days_in_order() -> None:
    with pytest.raises(ValueError, match="start on Monday"):
        fortnights(WEDNESDAY, WEDNESDAY, WEDNESDAY)
    with pytest.raises(ValueError, match="comes after"):
        fortnights(monday(WEDNESDAY), WEDNESDAY, WEDNESDAY - DAY)


@given(days.map(monday), days, days)
@UNHURRIED
def test_each_day_lies_in_exactly_one_fortnight(start: date, one: date, two: date) -> None:
    first, last = sorted((one, two))
    spans = fortnights(start, first, last)
    assert spans[0][0] <= first <= spans[0][1]
    assert spans[-1][0] <= last <= spans[-1][1]
    assert all(left[1] + DAY == right[0] for left, right in pairwise(spans))
    assert all(end - begin == 13 * DAY and (begin - start).days % 14 == 0 for begin, end in spans)
